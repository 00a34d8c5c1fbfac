/**
 * The rules read once more, from what the papers say, without a look at oracles or target: what the graded tables have to
 * hold.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { MergeRule } from '../../worlds/stations/sync-rule.ts'
import type { DueTables } from '../accepts.ts'
import type { Names } from './names.ts'
import type { MergePlan } from './sketch.ts'

type Row = Record<string, SqlValue>

export interface Read {
  readonly plan: MergePlan
  readonly level: number
  readonly rule: MergeRule
}

/** A child that has a claim to be there. */
interface Claimant {
  readonly id: number
  readonly item: string
  readonly since: string
  readonly value: number
  /** The record it should hang on, and how many merges lie between it and that one. */
  readonly record: number
  readonly away: number
}

const text = (value: SqlValue | undefined): string => String(value ?? '')

class Reading {
  readonly #seed: DatabaseContent
  readonly #names: Names
  readonly #read: Read

  constructor(seed: DatabaseContent, names: Names, read: Read) {
    this.#seed = seed
    this.#names = names
    this.#read = read
  }

  rows(name: string): Row[] {
    const table = this.#seed.tables.get(name.toLowerCase())
    return table === undefined ? [] : toRecords(table)
  }

  /** Children of the journal, or of the messages, that a merge took away. */
  claimants(): Claimant[] {
    return this.#read.plan === 'messages' ? this.#fromMessages() : this.#fromJournals()
  }

  #here(): Row[] {
    return this.rows(this.#names.children.table)
  }

  #fromJournals(): Claimant[] {
    const { children, merges, journal, old, marks } = this.#names
    const { columns: c } = children
    const { columns: m } = merges
    const next = new Map<number, number>()
    const actions = new Set<number>()
    const unwanted = new Set<number>()
    for (const row of this.rows(merges.table)) {
      actions.add(Number(row[m.action]))
      if (row[m.undoneAt] !== null) continue
      next.set(Number(row[m.loser]), Number(row[m.winner]))
      for (const id of JSON.parse(text(row[m.leftOut])) as number[]) unwanted.add(id)
    }
    const follow = (record: number): { record: number; away: number } => {
      let [at, away] = [record, 0]
      for (let to = next.get(at); to !== undefined; to = next.get(at)) [at, away] = [to, away + 1]
      return { record: at, away }
    }
    const found = new Map<number, Claimant>()
    const claim = (own: { id: unknown; owner: unknown; item: unknown; since: unknown; value: unknown }): void => {
      const id = Number(own.id)
      if (found.has(id) || unwanted.has(id)) return
      found.set(id, {
        ...{ id, item: String(own.item), since: String(own.since), value: Number(own.value) },
        ...follow(Number(own.owner)),
      })
    }
    for (const row of this.#here())
      claim({ id: row[c.id], owner: row[c.owner], item: row[c.item], since: row[c.since], value: row[c.value] })
    for (const row of this.rows(journal.table)) {
      const { action, table, row: image } = journal.columns
      if (row[table] !== children.table || row[image] === null || !actions.has(Number(row[action]))) continue
      const was = JSON.parse(text(row[image])) as Record<string, unknown>
      claim({ id: was[c.id], owner: was[c.owner], item: was[c.item], since: was[c.since], value: was[c.value] })
    }
    if (this.#read.plan === 'two journals') {
      const o = old.columns
      const [table, image, action] = [o.table.toLowerCase(), o.text.toLowerCase(), o.action.toLowerCase()]
      for (const row of this.rows(old.table)) {
        if (row[table] !== marks.childTable || row[image] === null || !actions.has(Number(row[action]))) continue
        const fields = new Map(
          text(row[image])
            .split(';')
            .map((field) => field.split('=') as [string, string]),
        )
        const since = fields.get(marks.since) ?? ''
        claim({
          ...{ id: fields.get(marks.id), owner: fields.get(marks.owner), item: fields.get(marks.item) },
          ...{ since: since.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'), value: fields.get(marks.value) },
        })
      }
    }
    const gone = this.#forgotten((record) => follow(record).record)
    return [...found.values()].filter(({ record }) => !gone.has(record))
  }

  #fromMessages(): Claimant[] {
    const { children, deletions, links, messages, records } = this.#names
    const { columns: c } = children
    const { columns: d } = deletions
    const { columns: l } = links
    const { columns: p } = messages
    const told = new Map<number, Map<string, { no: number; value: string }>>()
    for (const row of this.rows(messages.table)) {
      const child = Number(row[p.child])
      const fields = told.get(child) ?? new Map<string, { no: number; value: string }>()
      told.set(child, fields)
      const no = Number(row[p.id])
      const known = fields.get(text(row[p.field]))
      if (known === undefined || known.no < no) fields.set(text(row[p.field]), { no, value: text(row[p.value]) })
    }
    const now = new Map<string, number>()
    const turns = new Map<string, number>()
    const refs = new Map<number, string[]>()
    for (const row of this.rows(links.table)) {
      const [ref, record] = [text(row[l.ref]), Number(row[l.record])]
      turns.set(ref, (turns.get(ref) ?? -1) + 1)
      refs.set(record, [...(refs.get(record) ?? []), ref])
      if (row[l.until] === null) now.set(ref, record)
    }
    const listed = this.rows(deletions.table)
    const merges = new Set(listed.flatMap((row) => (row[d.table] === records.table ? [Number(row[d.action])] : [])))
    const present = new Set(this.#here().map((row) => Number(row[c.id])))
    const lost = new Set(
      listed.flatMap((row) =>
        row[d.table] === children.table && merges.has(Number(row[d.action])) ? [Number(row[d.row])] : [],
      ),
    )
    const gone = this.#forgotten((record) => now.get(refs.get(record)?.[0] ?? '') ?? record)
    return [...told].flatMap(([id, fields]): Claimant[] => {
      const get = (field: string): string => fields.get(field)?.value ?? ''
      const ref = get(c.owner)
      const record = now.get(ref) ?? 0
      if ((!present.has(id) && !lost.has(id)) || gone.has(record)) return []
      return [
        {
          ...{ id, item: get(c.item), since: get(c.since), value: Number(get(c.value)), record },
          away: turns.get(ref) ?? 0,
        },
      ]
    })
  }

  /** Records whose owners asked to be forgotten and were. */
  #forgotten(endOf: (record: number) => number): Set<number> {
    const { erasures, statuses } = this.#names
    if (this.#read.level < 2) return new Set()
    return new Set(
      this.rows(erasures.table)
        .filter((row) => row[erasures.columns.status] === statuses.done)
        .map((row) => endOf(Number(row[erasures.columns.record]))),
    )
  }
}

/** Of several claims to one item of a record the one that stays. */
function best(claims: readonly Claimant[], { twice }: MergeRule): Claimant {
  return claims.reduce((left, right) => {
    switch (twice) {
      case 'kept':
        return right.away < left.away ? right : left
      case 'older':
        return right.since < left.since ? right : left
      case 'newer':
        return right.since > left.since ? right : left
      case 'larger':
        return right.value > left.value ? right : left
    }
  })
}

/** What the tables have to hold. */
export function readDue(seed: DatabaseContent, names: Names, read: Read): DueTables {
  const { level, rule } = read
  const reading = new Reading(seed, names, read)
  const groups = new Map<string, Claimant[]>()
  for (const own of reading.claimants()) {
    const key = JSON.stringify([own.record, own.item])
    groups.set(key, [...(groups.get(key) ?? []), own])
  }
  const { columns: c } = names.children
  const kept: Row[] = []
  const heirs = new Map<number, number>()
  for (const claims of groups.values()) {
    const stays = best(claims, rule)
    const { id, record, item, since, value } = stays
    kept.push({ [c.id]: id, [c.owner]: record, [c.item]: item, [c.since]: since, [c.value]: value })
    for (const other of claims) if (other !== stays) heirs.set(other.id, id)
  }
  const due = new Map<string, Row[]>([[names.children.table, kept]])
  if (level === 1) return due
  const { table, columns: u } = names.uses
  due.set(
    table,
    reading.rows(table).flatMap((row) => {
      const heir = heirs.get(Number(row[u.child] ?? 0))
      if (heir === undefined) return [row]
      return rule.uses === 'go' ? [] : [{ ...row, [u.child]: rule.uses === 'move' ? heir : null }]
    }),
  )
  if (level === 2) return due
  const addUp = (name: string, key: string, counted: string, summed: string, of: (row: Row) => string): void => {
    const sums = new Map<string, { count: number; sum: number }>()
    for (const row of kept) {
      const own = sums.get(of(row)) ?? { count: 0, sum: 0 }
      sums.set(of(row), { count: own.count + 1, sum: own.sum + Number(row[c.value]) })
    }
    due.set(
      name,
      reading.rows(name).map((row) => {
        const own = sums.get(text(row[key])) ?? { count: 0, sum: 0 }
        return { ...row, [counted]: own.count, [summed]: own.sum }
      }),
    )
  }
  const { columns: v } = names.overview
  addUp(names.overview.table, v.record, v.children, v.total, (row) => text(row[c.owner]))
  if (level < 5) return due
  const { columns: o } = names.months
  addUp(names.months.table, o.month, o.children, o.total, (row) => text(row[c.since]).slice(0, 7))
  return due
}
