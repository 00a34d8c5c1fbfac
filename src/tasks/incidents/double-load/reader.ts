/**
 * Reads an instance as the documents say it is to be read, from the database alone: which lines count, and what
 * every table should hold. Knows neither the two runs nor the oracles.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { DueTables } from '../accepts.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

type Cells = Record<string, SqlValue>
type Columns<Names> = { readonly [Name in keyof Names]: string }

/** A row of the core table with the file it came from. */
interface Entry {
  readonly id: number
  readonly number: number
  readonly cells: Cells
}
interface Paper {
  readonly arrived: string
  readonly type: 'day' | 'more' | 'fix'
  /** Lines that it lacks; below 0: lines too many. */
  readonly missing: number
  readonly entries: readonly Entry[]
}

const lower = <Name extends string>(columns: Readonly<Record<Name, string>>): Columns<Record<Name, string>> =>
  Object.fromEntries(Object.entries<string>(columns).map(([key, name]) => [key, name.toLowerCase()])) as Columns<
    Record<Name, string>
  >

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

const byId = (left: Entry, right: Entry): number => left.id - right.id

/** The tables that a repair changes, as they should be. `facts` are plan and level alone. */
export function readDue(seed: DatabaseContent, names: Names, facts: Pick<Story, 'plan' | 'level' | 'rule'>): DueTables {
  const table = (name: string): Cells[] => {
    const content = seed.tables.get(name.toLowerCase())
    return content === undefined ? [] : toRecords(content)
  }
  const c = lower(names.core.columns)
  const core = table(names.core.table)
  const gone = new Map<number, number | null>()
  const changed = new Map<number, Cells>()
  const slots = groupBy(papersOf(core, table, names, facts), ({ entries }) => {
    const { cells } = entries[0] as Entry
    return JSON.stringify([cells[c.sender], cells[c.lane], String(cells[c.at]).slice(0, 10)])
  })
  const { rule } = facts
  for (const papers of slots.values()) {
    const inOrder = papers.toSorted((left, right) => (left.arrived < right.arrived ? -1 : 1))
    const isTaken = ({ missing }: Paper): boolean => missing === 0 || (missing > 0 && rule.short === 'counts')
    const standing = new Map<number, number>()
    for (const paper of rule.stays === 'first' ? inOrder : inOrder.toReversed())
      if (paper.type === 'day' && isTaken(paper))
        for (const { id, number } of paper.entries) if (!standing.has(number)) standing.set(number, id)
    if (standing.size === 0) continue
    for (const paper of inOrder) {
      if (paper.type === 'more' && isTaken(paper)) continue
      for (const { id, number, cells } of paper.entries) {
        const old = standing.get(number) ?? null
        if (old === id) continue
        if (paper.type !== 'fix' || !isTaken(paper)) gone.set(id, old)
        else if (old !== null) {
          const isStruck = Number(cells[c.quantity]) === 0
          if (isStruck ? rule.struck === 'stands' : rule.replaces === 'row') gone.set(old, id)
          else {
            gone.set(id, isStruck ? null : old)
            if (isStruck) gone.set(old, null)
            else changed.set(old, cells)
          }
        }
      }
    }
  }
  const entered = partiesEntered(table, names, gone)
  const rows = core
    .filter((row) => !gone.has(Number(row[c.id])))
    .map((own) => {
      const party = entered.get(Number(own[c.id]))
      const row = party === undefined ? own : { ...own, [c.party]: party }
      const source = changed.get(Number(row[c.id]))
      if (source === undefined) return row
      const quantity = source[c.quantity]
      if (rule.replaces === 'fields')
        return { ...row, [c.good]: source[c.good], [c.quantity]: quantity, [c.amount]: source[c.amount] }
      const price = Number(row[c.amount]) / Number(row[c.quantity])
      return { ...row, [c.quantity]: quantity, [c.amount]: price * Number(quantity) }
    })
  const due = new Map([[names.core.table, rows as Cells[]]])
  if (facts.level < 2) return due
  const ch = lower(names.child.columns)
  due.set(
    names.child.table,
    table(names.child.table).flatMap((row) => {
      const heir = gone.get(Number(row[ch.core]))
      return heir === undefined ? [row] : heir === null ? [] : [{ ...row, [ch.core]: heir }]
    }),
  )
  if (facts.level >= 3) addTotals(due, rows as Cells[], table, names)
  return due
}

/** What people entered by hand in rows that go, by the rows that stay. */
function partiesEntered(
  table: (name: string) => Cells[],
  names: Names,
  gone: ReadonlyMap<number, number | null>,
): Map<number, SqlValue> {
  const x = lower(names.changes.columns)
  const party = names.core.columns.party.toLowerCase()
  const entered = new Map<number, SqlValue>()
  for (const entry of table(names.changes.table)) {
    const heir = gone.get(Number(entry[x.row]))
    if (String(entry[x.column]).toLowerCase() === party && heir !== undefined && heir !== null)
      entered.set(heir, entry[x.new] ?? null)
  }
  return entered
}

function addTotals(
  due: Map<string, Cells[]>,
  rows: readonly Cells[],
  table: (name: string) => Cells[],
  names: Names,
): void {
  const c = lower(names.core.columns)
  const d = lower(names.days.columns)
  const m = lower(names.months.columns)
  const p = lower(names.periods.columns)
  const closed = new Set(table(names.periods.table).map((row) => row[p.month]))
  const total = (list: readonly Cells[], column: string): number =>
    list.reduce((sum, row) => sum + Number(row[column]), 0)
  const byDay = groupBy(rows, (row) => `${String(row[c.sender])} ${String(row[c.at]).slice(0, 10)}`)
  const days = table(names.days.table).map((row) => {
    const day = String(row[d.day])
    if (closed.has(day.slice(0, 7))) return row
    const list = byDay.get(`${String(row[d.sender])} ${day}`) ?? []
    return { ...row, [d.lines]: list.length, [d.amount]: total(list, c.amount) }
  })
  due.set(names.days.table, days)
  const months = table(names.months.table)
  if (months.length === 0) return
  const byMonth = groupBy(days, (row) => `${String(row[d.sender])} ${String(row[d.day]).slice(0, 7)}`)
  const monthly = months.map((row) => {
    if (closed.has(String(row[m.month]))) return row
    const list = byMonth.get(`${String(row[m.sender])} ${String(row[m.month])}`) ?? []
    return { ...row, [m.lines]: total(list, d.lines), [m.amount]: total(list, d.amount) }
  })
  due.set(names.months.table, monthly)
}

/** The files that became rows, each with its lines. */
function papersOf(
  core: readonly Cells[],
  table: (name: string) => Cells[],
  names: Names,
  { plan, level }: Pick<Story, 'plan' | 'level'>,
): Paper[] {
  const c = lower(names.core.columns)
  const f = lower(names.files.columns)
  const r = lower(names.raw.columns)
  const own = plan === 'numbered' ? c.file : c.load
  const files = new Map(table(names.files.table).map((row) => [row[plan === 'numbered' ? f.id : f.load], row]))
  const texts = groupBy(table(names.raw.table), (row) => String(row[r.file]))
  const typeOf = (mark: SqlValue, marks: Names['types']): Paper['type'] =>
    mark === marks.day ? 'day' : mark === marks.fix ? 'fix' : 'more'
  return [...groupBy(core, (row) => String(row[own])).values()].flatMap((rows): Paper[] => {
    const first = rows[0] as Cells
    const file = level === 1 ? first : (files.get(first[own]) as Cells)
    const arrived = String(file[f.receivedAt])
    const entries = rows.map((cells) => ({ id: Number(cells[c.id]), number: Number(cells[c.line]), cells }))
    const text = texts.get(String(file[f.id]))
    if (level === 1 || text === undefined) {
      const missing = Number(file[f.announced]) - rows.length
      return [{ arrived, type: typeOf(file[f.type] as SqlValue, names.types), missing, entries }]
    }
    // Rows ascend with the lines of their file.
    const records = text
      .toSorted((left, right) => Number(left[r.number]) - Number(right[r.number]))
      .map((row) => String(row[r.text]).split(plan === 'landed' ? ';' : '|'))
    const lines = records.filter(([mark]) => mark === names.records.line)
    // A file of which rows are gone, or never came to be, has been worked on before.
    if (lines.length !== rows.length) return []
    const [, mark = ''] = records[0] ?? []
    const end = records.find(([own_]) => own_ === names.records.end)
    return [
      {
        arrived,
        type: typeOf(mark, plan === 'landed' ? names.types : names.oldTypes),
        missing: end === undefined ? 1 : Number(end[1]) - lines.length,
        entries: entries.toSorted(byId).map((entry, place) => ({ ...entry, number: Number(lines[place]?.[1]) })),
      },
    ]
  })
}
