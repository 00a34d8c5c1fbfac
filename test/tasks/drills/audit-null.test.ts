import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import type { DatabaseContent } from '../../../src/data/content.ts'
import type { SqlValue, TypedCell } from '../../../src/data/values.ts'
import { blindJoins } from '../../../src/proof/check/blind-joins.ts'
import { resolveTask } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { lineOf, recordsIn, sampleOf, spoiltTable, type SpoiltTable } from './family-lines.ts'

/** An entry of the log by what its columns are for, in the order in which every instance has them. */
interface Entry {
  readonly id: number
  readonly at: string
  readonly table: string
  readonly line: SqlValue
  readonly column: string
  readonly action: string
  readonly old: SqlValue
  readonly new: SqlValue
  readonly teller: string
  readonly status: string
}

interface Log {
  readonly name: string
  readonly entries: readonly Entry[]
  readonly stands: string
  readonly erase: string
}

/** Everything that somebody can read: the goal and all texts of the database. */
const readable = ({ draft }: SpoiltTable): string =>
  [draft.goal, ...draft.seed.tables.flatMap(({ rows }) => rows.flat().filter((cell) => typeof cell === 'string'))].join(
    '\n',
  )

function logOf(instance: SpoiltTable): Log {
  const { draft, table, column } = instance
  const found = draft.seed.tables.find(
    ({ columns, rows }) => columns.length === 10 && rows.some((row) => row[2] === table && row[4] === column),
  )
  if (found === undefined) throw new Error('no log')
  const entries = recordsIn(draft, found.name).map((record): Entry => {
    const [id, at, of, line = null, field, action, old = null, fresh = null, teller, status] = Object.values(record)
    return {
      id: Number(id),
      at: String(at),
      table: String(of),
      line,
      column: String(field),
      action: String(action),
      old,
      new: fresh,
      teller: String(teller),
      status: String(status),
    }
  })
  const text = readable(instance)
  const stands = /A change stands where \w+ is '([^']+)'/.exec(text)?.[1] ?? ''
  const erase = /'([^']+)' in \w+ means that somebody emptied the cell/.exec(text)?.[1] ?? ''
  return { name: found.name, entries, stands, erase }
}

/** The entries about one cell, the last one last. */
function entriesAbout({ table, column }: SpoiltTable, { entries }: Log, key: SqlValue): Entry[] {
  return entries
    .filter((entry) => entry.table === table && entry.column === column && entry.line === key)
    .toSorted((left, right) => left.id - right.id)
}

const numberIn = (entry: Entry | undefined): SqlValue => (typeof entry?.new === 'string' ? Number(entry.new) : null)

/** The newest entry that stands of each teller, by number or by clock. */
function newest(entries: readonly Entry[], { stands }: Log, byTime = false): Map<string, Entry> {
  const found = new Map<string, Entry>()
  for (const entry of entries) {
    const known = found.get(entry.teller)
    if (entry.status !== stands || (byTime && known !== undefined && known.at > entry.at)) continue
    found.set(entry.teller, entry)
  }
  return found
}

const sample = sampleOf('audit_null').map((instance) => ({ instance, log: logOf(instance) }))

describe('audit_null', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('audit_null@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['Orders', 'Units'])
    expect(goal).toContain("- 514L: believed is what was entered at 'webform'.")
    expect(goal).toContain("- 124K: 'hotline' has the last word.")
    expect(goal).toContain("- 333H: changes typed at 'telex' are the ones to go by.")
    const log = logOf(instance)
    expect([log.name, log.stands, log.erase]).toEqual(['AuditTrail', 'applied', 'wiped'])
    const told = (key: number, teller: string): unknown[] =>
      entriesAbout(instance, log, key)
        .filter((entry) => entry.teller === teller)
        .map(({ id, at, action, new: value, status }) => [id, at.slice(5), action, value, status])
    // 514L: emptied, then 9; what came last was rejected. The clock has it the other way round.
    expect(told(2781, 'webform')).toEqual([
      [1095, '03-24 15:25', 'wiped', null, 'applied'],
      [1191, '03-24 13:15', 'set', '9', 'applied'],
      [1252, '03-24 16:37', 'set', '27', 'rejected'],
    ])
    expect(lineOf(instance, 2781)).toEqual([null, 9])
    // 333H.
    expect(told(2786, 'telex')).toEqual([
      [987, '03-24 11:07', 'set', '33', 'applied'],
      [1318, '03-25 08:02', 'set', '15', 'rejected'],
    ])
    expect(lineOf(instance, 2786)).toEqual([null, 33])
    // 124K, with three values of telex beside.
    expect(told(2804, 'hotline')).toEqual([[1006, '03-24 11:22', 'set', '2', 'applied']])
    expect(lineOf(instance, 2804)).toEqual([null, 2])
    // 514L: emptied on purpose, though an earlier entry has a later time.
    expect(told(2794, 'webform').slice(1)).toEqual([
      [1432, '03-25 10:57', 'set', '14', 'applied'],
      [1476, '03-25 10:15', 'wiped', null, 'applied'],
    ])
    expect(lineOf(instance, 2794)).toEqual([null, null])
    // 124K: of hotline only what was rejected; nobody else counts.
    expect(told(2796, 'hotline')).toEqual([[912, '03-24 09:10', 'set', '20', 'rejected']])
    expect(lineOf(instance, 2796)).toEqual([null, null])
    // A value that is there, though hotline of 124K says 7.
    expect(told(2795, 'hotline').at(1)).toEqual([1207, '03-24 15:45', 'set', '7', 'applied'])
    expect(lineOf(instance, 2795)).toEqual([36, 36])
  })

  it('is what a reader of the goal makes of the log, line by line', () => {
    const instances = ['clinic', 'payroll', 'sensors'].flatMap((world) =>
      [1, 2].map((seed) => spoiltTable(`audit_null@1/${world}/1`, seed)),
    )
    for (const instance of instances) {
      const log = logOf(instance)
      const tellers = new Map(
        [...instance.draft.goal.matchAll(/^- (\S+): .*'(\w+)'.*\.$/gm)].map(([, feed = '', teller = '']) => [
          feed,
          teller,
        ]),
      )
      expect(tellers.size).toBe(3)
      for (const { key, found, due, row } of instance.lines) {
        const feed = String(Object.values(row).at(-1))
        const last = newest(entriesAbout(instance, log, key), log).get(tellers.get(feed) ?? '')
        expect([key, due]).toEqual([key, found ?? numberIn(last)])
      }
    }
  })

  it('goes by the number of an entry, not by its time; equal times occur', () => {
    let equal = 0
    for (const { instance, log } of sample) {
      let contradicted = 0
      for (const { key, found, due } of instance.lines) {
        const about = entriesAbout(instance, log, key)
        const counting = about.filter(({ status }) => status === log.stands)
        equal += counting.length - new Set(counting.map(({ at, teller }) => `${at} ${teller}`)).size
        if (found === due) continue
        expect([...newest(about, log).values()].map(numberIn)).toContain(due)
        if (![...newest(about, log, true).values()].map(numberIn).includes(due)) contradicted++
      }
      expect(contradicted).toBeGreaterThanOrEqual(2)
    }
    expect(equal).toBeGreaterThan(100)
  })

  it('keeps NULL where the last change is an erasure, and where none counts', () => {
    for (const { instance, log } of sample) {
      let erased = 0
      let silent = 0
      for (const { key, found, due } of instance.lines) {
        if (found !== null || due !== null) continue
        const last = newest(entriesAbout(instance, log, key), log)
        const emptied = [...last.values()].filter(({ action }) => action === log.erase).length
        if (emptied > 0) erased++
        else silent++
        // One teller at most says nothing, so NULL never follows for two.
        expect(emptied + 3 - last.size).toBe(1)
      }
      expect(Math.min(erased, silent)).toBeGreaterThanOrEqual(1)
      for (const entry of log.entries) expect(entry.new === null).toBe(entry.action === log.erase)
    }
  })

  it('has entries that were rejected or rolled back after the ones that stand', () => {
    for (const { instance, log } of sample) {
      expect(new Set(log.entries.map(({ status }) => status)).size).toBe(3)
      const misled = instance.lines.filter(({ key, found, due }) => {
        const about = entriesAbout(instance, log, key)
        const teller = about.findLast((entry) => entry.status === log.stands && numberIn(entry) === due)?.teller
        return found !== due && about.findLast((entry) => entry.teller === teller)?.status !== log.stands
      })
      expect(misled.length).toBeGreaterThanOrEqual(3)
    }
  })

  it('keeps values as texts in the log and as whole numbers in the column, and says so', () => {
    for (const { instance, log } of sample) {
      for (const entry of log.entries) {
        for (const value of [entry.old, entry.new]) if (value !== null) expect(value).toMatch(/^\d+$/)
      }
      for (const { due } of instance.lines) expect(due === null || Number.isSafeInteger(due)).toBe(true)
      expect(readable(instance)).toMatch(/keeps every value as text\. \w+ holds whole numbers, never texts/)
      const own = instance.draft.parts.flatMap(({ tables }) => tables).find(({ name }) => name === instance.table)
      expect(own?.typed).toEqual([instance.column])
    }
  })

  it('has decoys: entries for right cells, other columns and other tables', () => {
    for (const { instance, log } of sample) {
      for (const { key } of instance.lines) expect(entriesAbout(instance, log, key).length).toBeGreaterThanOrEqual(2)
      const own = log.entries.filter(({ table }) => table === instance.table)
      expect(own.length).toBeLessThan(log.entries.length)
      expect(new Set(own.map(({ column }) => column)).size).toBeGreaterThanOrEqual(2)
    }
  })
})

describe('a blind join with the log', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await createEngine(await loadSqliteWasm())
  })

  /** The log with its values as numbers, as somebody would copy them who casts. */
  function cast(content: DatabaseContent, name: string): DatabaseContent {
    const table = content.tables.get(name.toLowerCase())
    if (table === undefined) throw new Error('no log')
    const number = (cell: TypedCell): TypedCell => (/^t\d+$/.test(cell) ? `i${cell.slice(1)}` : cell)
    const rows = table.rows.map((row) => row.map(number))
    return { ...content, tables: new Map(content.tables).set(name.toLowerCase(), { ...table, rows }) }
  }

  it.each([1, 2, 3, 4, 5])('earns little at level %i, also with values cast', (level) => {
    for (const world of ['shop', 'bank']) {
      const instance = instantiate(engine, resolveTask(`audit_null@1/${world}/${level}`, 'train'), 3)
      const { name } = logOf(spoiltTable(`audit_null@1/${world}/${level}`, 3))
      const graded = instance.draft.parts.flatMap(({ tables }) => tables)
      let best = -1
      for (const { score } of blindJoins(cast(instance.before, name), instance.target, graded))
        best = Math.max(best, score)
      expect(best).toBeGreaterThan(-1)
      expect(best).toBeLessThanOrEqual(0.3)
    }
  })
})
