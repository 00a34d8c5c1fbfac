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
  readonly whole: boolean
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
  for (const papers of slots.values()) {
    const inOrder = papers.toSorted((left, right) => (left.arrived < right.arrived ? -1 : 1))
    const whole = inOrder.filter((paper) => paper.type === 'day' && paper.whole)
    const accepted = whole.at(facts.rule.stays === 'first' ? 0 : -1)
    if (accepted === undefined) continue
    const standing = new Map(accepted.entries.map(({ number, cells }) => [number, cells]))
    for (const paper of inOrder) {
      if (paper === accepted || paper.type === 'more') continue
      for (const { id, number, cells } of paper.entries) {
        const heir = standing.get(number)
        const old = heir === undefined ? null : Number(heir[c.id])
        if (paper.type !== 'fix' || old === null) {
          gone.set(id, old)
          continue
        }
        const isStruck = Number(cells[c.quantity]) === 0
        if (isStruck ? facts.rule.struck === 'stands' : facts.rule.replaces === 'row') gone.set(old, id)
        else {
          gone.set(id, old)
          if (isStruck) gone.set(old, null)
          else changed.set(old, cells)
        }
      }
    }
  }
  const rows = core
    .filter((row) => !gone.has(Number(row[c.id])))
    .map((row) => {
      const source = changed.get(Number(row[c.id]))
      if (source === undefined) return row
      const quantity = source[c.quantity]
      if (facts.rule.replaces === 'fields')
        return { ...row, [c.good]: source[c.good], [c.quantity]: quantity, [c.amount]: source[c.amount] }
      const price = Number(row[c.amount]) / Number(row[c.quantity])
      return { ...row, [c.quantity]: quantity, [c.amount]: price * Number(quantity) }
    })
  const due = new Map([[names.core.table, rows as Cells[]]])
  if (facts.level < 2) return due
  const ch = lower(names.child.columns)
  due.set(
    names.child.table,
    table(names.child.table).map((row) => ({
      ...row,
      [ch.core]: gone.get(Number(row[ch.core])) ?? row[ch.core] ?? null,
    })),
  )
  if (facts.level >= 3) addTotals(due, rows as Cells[], table, names)
  return due
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
  return [...groupBy(core, (row) => String(row[own])).values()].map((rows): Paper => {
    const first = rows[0] as Cells
    const file = level === 1 ? first : (files.get(first[own]) as Cells)
    const arrived = String(file[f.receivedAt])
    const entries = rows.map((cells) => ({ id: Number(cells[c.id]), number: Number(cells[c.line]), cells }))
    const text = texts.get(String(file[f.id]))
    if (level === 1 || text === undefined) {
      const whole = Number(file[f.announced]) === rows.length
      return { arrived, type: typeOf(file[f.type] as SqlValue, names.types), whole, entries }
    }
    // Rows ascend with the lines of their file.
    const records = text
      .toSorted((left, right) => Number(left[r.number]) - Number(right[r.number]))
      .map((row) => String(row[r.text]).split(plan === 'landed' ? ';' : '|'))
    const lines = records.filter(([mark]) => mark === names.records.line)
    const [, mark = ''] = records[0] ?? []
    const end = records.find(([own_]) => own_ === names.records.end)
    return {
      arrived,
      type: typeOf(mark, plan === 'landed' ? names.types : names.oldTypes),
      // A file of which rows are gone has been worked on before.
      whole: end !== undefined && Number(end[1]) === lines.length && lines.length === rows.length,
      entries: entries.toSorted(byId).map((entry, place) => ({ ...entry, number: Number(lines[place]?.[1]) })),
    }
  })
}
