/**
 * What the program wrote down of merges and deletions, what was sent to the other system, who asked to be forgotten: the
 * same before and after a repair.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { buildTable } from '../../worlds/build-table.ts'
import type { Child, DeletedRow, Merge } from '../../worlds/stations/sync.ts'
import { minuteOf, sayDay, sayMinute } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import type { SyncRecord } from './register.ts'
import { deletedRows, erasedRecords, livingRecords, stands, type Story } from './story.ts'
import type { Use } from './uses.ts'

/** A child by the names of its columns. */
export function childCells({ children: { columns } }: Names, child: Child): Readonly<Record<string, SqlValue>> {
  const { id, owner, item, since, value } = child
  return {
    [columns.id]: id,
    [columns.owner]: owner,
    [columns.item]: item,
    [columns.since]: sayDay(since),
    [columns.value]: value,
  }
}

/** Whether the old program deleted a row: it keeps the records that were entered in the house's own system. */
export function isOldRow(story: Story, row: Pick<DeletedRow, 'id' | 'child'>): boolean {
  if (story.plan !== 'two journals') return false
  const owner = row.child?.owner ?? row.id
  return systemOf(story, owner) === story.trade.systems[0]
}

const systems = new WeakMap<Story, ReadonlyMap<number, string>>()
function systemOf(story: Story, record: number): string | undefined {
  let known = systems.get(story)
  if (known === undefined) {
    known = new Map(story.records.map(({ id, system }) => [id, system]))
    systems.set(story, known)
  }
  return known.get(record)
}

/** Every table that stays as it is. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, plan, archive } = story
  const key = 'INTEGER PRIMARY KEY'
  const text = 'TEXT NOT NULL'
  const tables = [
    buildTable(random, names.records, {
      columns: [
        { column: 'id', type: key },
        { column: 'name', type: 'TEXT' },
        { column: 'system', type: text },
      ],
      rows: livingRecords(story).map(({ id, name, system }) => ({ id, name, system })),
    }),
  ]
  if (plan === 'messages')
    tables.push(
      deletionTable(random, story, names),
      linkTable(random, story, names),
      messageTable(random, story, names),
    )
  else tables.push(mergeTable(random, story, names), journalTable(random, story, names))
  if (plan === 'two journals') tables.push(oldTable(random, story, names), dictionaryTable(random, story, names))
  if (level >= 2) tables.push(erasureTable(random, story, names))
  if (level >= 3)
    tables.push(
      buildTable(random, names.archive, {
        columns: [
          { column: 'id', type: key },
          { column: 'name', type: text },
          { column: 'archivedOn', type: text },
        ],
        rows: archive.map(({ id, name, archivedOn }) => ({ id, name, archivedOn: sayDay(archivedOn) })),
      }),
    )
  return tables
}

function mergeTable(random: Random, { events }: Story, names: Names): TableSpec {
  let id = random.int(200, 900)
  const merges = events.filter((event): event is Merge => event.kind === 'merge')
  return buildTable(random, names.merges, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'action', type: 'INTEGER NOT NULL' },
      { column: 'loser', type: 'INTEGER NOT NULL' },
      { column: 'winner', type: 'INTEGER NOT NULL' },
      { column: 'operator', type: 'TEXT NOT NULL' },
      { column: 'leftOut', type: 'TEXT NOT NULL', comment: `numbers in ${names.children.table}` },
      { column: 'undoneAt', type: 'TEXT' },
    ],
    rows: merges.map(({ at, action, loser, winner, operator, leftOut, undoneAt }) => ({
      ...{ id: (id += random.int(1, 2)), at: sayMinute(at), action, loser, winner, operator },
      ...{ leftOut: JSON.stringify(leftOut), undoneAt: undoneAt === null ? null : sayMinute(undoneAt) },
    })),
  })
}

/** Every row that was deleted, uses that went with their child included. */
type Deleted = Omit<DeletedRow, 'table'> & { readonly table: 'record' | 'child' | 'use'; readonly use?: Use }

function allDeleted(story: Story): Deleted[] {
  const { entered, rule, seen } = story
  return deletedRows(story).flatMap((row): Deleted[] => {
    if (row.table === 'record' || rule.uses !== 'go' || !seen.replaced.has(row.id)) return [row]
    return [
      ...entered
        .filter(({ child }) => child === row.id)
        .map((use) => ({ ...row, table: 'use' as const, id: use.id, use })),
      row,
    ]
  })
}

const tableOf = (names: Names, { table }: Deleted): string =>
  ({ record: names.records, child: names.children, use: names.uses })[table].table

function journalTable(random: Random, story: Story, names: Names): TableSpec {
  let id = random.int(4000, 9000)
  const records = new Map(story.records.map((own) => [own.id, own]))
  const { columns: r } = names.records
  const { columns: u } = names.uses
  const contentOf = ({ table, id: own, child, use }: Deleted): string | null => {
    if (table === 'child') return child === null ? null : JSON.stringify(childCells(names, child))
    if (use !== undefined)
      return JSON.stringify({ [u.id]: own, [u.child]: use.child, [u.at]: sayMinute(use.at), [u.clerk]: use.clerk })
    const record = records.get(own) as SyncRecord
    return JSON.stringify({ [r.id]: own, [r.name]: record.name, [r.system]: record.system })
  }
  return buildTable(random, names.journal, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'action', type: 'INTEGER NOT NULL' },
      { column: 'operator', type: 'TEXT NOT NULL' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'row', type: 'TEXT' },
    ],
    rows: allDeleted(story)
      .filter((row) => !isOldRow(story, row))
      .map((row) => ({
        ...{ id: (id += random.int(1, 3)), at: sayMinute(row.at), action: row.action, operator: row.operator },
        ...{ table: tableOf(names, row), row: contentOf(row) },
      })),
  })
}

function deletionTable(random: Random, story: Story, names: Names): TableSpec {
  let id = random.int(4000, 9000)
  return buildTable(random, names.deletions, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'action', type: 'INTEGER NOT NULL' },
      { column: 'operator', type: 'TEXT NOT NULL' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'row', type: 'INTEGER NOT NULL' },
    ],
    rows: allDeleted(story).map((row) => ({
      ...{ id: (id += random.int(1, 3)), at: sayMinute(row.at), action: row.action, operator: row.operator },
      ...{ table: tableOf(names, row), row: row.id },
    })),
  })
}

/** Which record of ours stood for one of theirs. */
interface Link {
  readonly ref: string
  readonly record: number
  readonly from: number
  readonly until: number | null
}

/** The history of the map: whoever makes one record of two moves all numbers of the other system along. */
export function linksOf({ records, archive, events, firstDay }: Story): Link[] {
  const start = minuteOf(firstDay - 40, 3)
  const all = [...records, ...archive]
  const now = new Map(all.map(({ ref, id }) => [ref, { ref, record: id, from: start, until: null as number | null }]))
  const past: Link[] = []
  const refsOf = (record: number): string[] =>
    [...now.values()].flatMap((own) => (own.record === record ? [own.ref] : []))
  const move = (refs: readonly string[], record: number, at: number): void => {
    for (const ref of refs) {
      past.push({ ...(now.get(ref) as Link), until: at })
      now.set(ref, { ref, record, from: at, until: null })
    }
  }
  const steps = events.flatMap((event) => {
    if (event.kind !== 'merge') return []
    const { at, undoneAt } = event
    return [{ at, event, undoes: false }, ...(undoneAt === null ? [] : [{ at: undoneAt, event, undoes: true }])]
  })
  const moved = new Map<Merge, readonly string[]>()
  for (const { at, event, undoes } of steps.toSorted((left, right) => left.at - right.at)) {
    if (undoes) move(moved.get(event) ?? [], event.loser, at)
    else {
      const refs = refsOf(event.loser)
      moved.set(event, refs)
      move(refs, event.winner, at)
    }
  }
  return [...past, ...now.values()]
}

function linkTable(random: Random, story: Story, names: Names): TableSpec {
  let id = random.int(1000, 4000)
  return buildTable(random, names.links, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'ref', type: 'TEXT NOT NULL' },
      { column: 'record', type: 'INTEGER NOT NULL' },
      { column: 'from', type: 'TEXT NOT NULL' },
      { column: 'until', type: 'TEXT' },
    ],
    rows: linksOf(story)
      .toSorted((left, right) => left.from - right.from)
      .map(({ ref, record, from, until }) => ({
        ...{ id: (id += random.int(1, 2)), ref, record, from: sayMinute(from) },
        until: until === null ? null : sayMinute(until),
      })),
  })
}

/** Fields of children as they were sent: all of them once, and again what somebody changed. */
function messageTable(random: Random, story: Story, names: Names): TableSpec {
  const { events, edits, records, archive, firstDay, seen } = story
  const { columns } = names.children
  const refs = new Map([...records, ...archive].map(({ id, ref }) => [id, ref]))
  const erased = erasedRecords(story)
  const former = new Map(edits.map((edit) => [edit.child, edit]))
  const started = minuteOf(firstDay - 2, 2)
  const entered = new Map(
    events.flatMap((event) => (event.kind === 'enter' ? [[event.child.id, event.at] as const] : [])),
  )
  const lost = new Set(
    seen.deleted.flatMap(({ table, id, child }) => (table === 'child' && child === null ? [id] : [])),
  )
  const sent: { at: number; child: number; field: string; value: string }[] = []
  for (const child of firstChildren(story)) {
    // What was forgotten was forgotten here as well.
    if (lost.has(child.id) || erased.has(child.owner)) continue
    const at = entered.get(child.id) ?? started + (child.id % 170)
    const edit = entered.has(child.id) ? undefined : former.get(child.id)
    const fields: (readonly [string, string])[] = [
      [columns.owner, refs.get(child.owner) ?? ''],
      [columns.item, child.item],
      [columns.since, sayDay(child.since)],
      [columns.value, String(edit?.value ?? child.value)],
    ]
    for (const [field, value] of random.shuffle(fields)) sent.push({ at, child: child.id, field, value })
    if (edit !== undefined)
      sent.push({ at: edit.at, child: child.id, field: columns.value, value: String(child.value) })
  }
  let id = random.int(100_000, 300_000)
  return buildTable(random, names.messages, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'child', type: 'INTEGER NOT NULL' },
      { column: 'field', type: 'TEXT NOT NULL' },
      { column: 'value', type: 'TEXT NOT NULL' },
    ],
    rows: sent
      .toSorted((left, right) => left.at - right.at || left.child - right.child)
      .map(({ at, child, field, value }) => ({ id: (id += random.int(1, 3)), at: sayMinute(at), child, field, value })),
  })
}

/** Children as they were entered, on the record they were entered for. */
export function firstChildren({ initial, events }: Story): Child[] {
  return [...initial, ...events.flatMap((event) => (event.kind === 'enter' ? [event.child] : []))]
}

function erasureTable(random: Random, { requests }: Story, names: Names): TableSpec {
  let id = random.int(20, 300)
  return buildTable(random, names.erasures, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'askedOn', type: 'TEXT NOT NULL' },
      { column: 'record', type: 'INTEGER NOT NULL' },
      { column: 'status', type: 'TEXT NOT NULL' },
      { column: 'doneOn', type: 'TEXT' },
    ],
    rows: requests.map(({ askedOn, record, status, doneOn }) => ({
      ...{ id: (id += random.int(1, 3)), askedOn: sayDay(askedOn), record, status: names.statuses[status] },
      doneOn: doneOn === null ? null : sayDay(doneOn),
    })),
  })
}

/** Deleted rows of the old program: fields cut into a text, days without hyphens. */
function oldTable(random: Random, story: Story, names: Names): TableSpec {
  const { marks } = names
  let id = random.int(100, 900)
  const textOf = ({ table, id: own, child }: Deleted): string | null => {
    if (table !== 'child') return `${marks.id}=${own};`
    if (child === null) return null
    const { owner, item, since, value } = child
    const day = sayDay(since).replaceAll('-', '')
    return `${marks.id}=${own};${marks.owner}=${owner};${marks.item}=${item};${marks.since}=${day};${marks.value}=${value};`
  }
  return buildTable(random, names.old, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'action', type: 'INTEGER NOT NULL' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'text', type: 'TEXT' },
    ],
    rows: allDeleted(story)
      .filter((row) => row.table !== 'use' && isOldRow(story, row))
      .map((row) => ({
        ...{ id: (id += random.int(1, 2)), at: sayMinute(row.at), action: row.action },
        ...{ table: row.table === 'child' ? marks.childTable : marks.recordTable, text: textOf(row) },
      })),
  })
}

function dictionaryTable(random: Random, { trade }: Story, names: Names): TableSpec {
  const { old, marks, children, records, merges } = names
  const { nouns } = trade
  const { columns: o } = old
  let id = 40
  const entry = (field: string, code: string | null, meaning: string) => ({
    ...{ id: (id += 1), table: old.table, field, code, meaning },
  })
  return buildTable(random, names.dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'field', type: 'TEXT NOT NULL' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT NOT NULL' },
    ],
    rows: [
      entry(o.at, null, 'when the row was deleted'),
      entry(o.action, null, `number of the action, as in ${merges.table}.${merges.columns.action}`),
      entry(o.table, marks.recordTable, `row of ${records.table}`),
      entry(o.table, marks.childTable, `row of ${children.table}`),
      entry(o.text, null, 'the row, fields as NAME=value, each followed by ;'),
      entry(o.text, marks.id, 'number of the row'),
      entry(o.text, marks.owner, `number of the ${nouns.record}`),
      entry(o.text, marks.item, nouns.item),
      entry(o.text, marks.since, `${children.columns.since}, as YYYYMMDD`),
      entry(o.text, marks.value, nouns.value),
    ],
  })
}

/** Merges that stand, by the record given up. */
export function standingMerges({ events }: Pick<Story, 'events'>): ReadonlyMap<number, Merge> {
  return new Map(events.filter(stands).map((event) => [event.loser, event]))
}
