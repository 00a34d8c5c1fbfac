/**
 * Reads an instance as its papers say it is to be read, from the database alone. Knows neither what really happened nor
 * the oracles.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { readDay } from '../../worlds/time.ts'
import type { DueTables } from '../accepts.ts'
import { readRecord } from './journal.ts'
import type { HouseRule } from './house.ts'
import type { Names } from './names.ts'
import { meets, type Request } from './request.ts'
import type { WidePlan } from './sketch.ts'

type Cells = Record<string, SqlValue>

/** What a reader has to know beside the database: what the papers say. */
export interface Papers {
  readonly plan: WidePlan
  readonly level: number
  readonly rule: HouseRule
  readonly request: Request
  /** The change that went over too many, by its number in the list; two where there are two programs. */
  readonly runs: { readonly fresh: number; readonly old: number }
}

/** One field of one save. */
interface Line {
  readonly row: number
  readonly column: string
  readonly number: number
  readonly at: string
  readonly way: 'undo' | 'job' | 'other'
  readonly old: string
  readonly new: string
  readonly program: 'fresh' | 'old'
}

const low = <Name extends string>(columns: Readonly<Record<Name, string>>): Record<Name, string> =>
  Object.fromEntries(Object.entries<string>(columns).map(([key, name]) => [key, name.toLowerCase()])) as Record<
    Name,
    string
  >

/** The tables that a repair changes, as they should be. */
export function readDue(seed: DatabaseContent, names: Names, papers: Papers): DueTables {
  const table = (name: string): Cells[] => {
    const content = seed.tables.get(name.toLowerCase())
    return content === undefined ? [] : toRecords(content)
  }
  const { rule, request } = papers
  const c = low(names.cases.columns)
  const k = low(names.copy.columns)
  const r = low(names.runs.columns)
  const runs = new Map(table(names.runs.table).map((row) => [Number(row[r.id]), row] as const))
  const runOf = (program: Line['program']): Cells => runs.get(papers.runs[program]) ?? {}
  const lines = new Map<number, Line[]>()
  for (const line of readLines(table, names, papers)) {
    const own = lines.get(line.row)
    if (own === undefined) lines.set(line.row, [line])
    else own.push(line)
  }
  const copies = new Map(table(names.copy.table).map((row) => [Number(row[k.id]), row]))
  const isPart = (line: Line): boolean => {
    const run = runOf(line.program)
    return line.number >= Number(run[r.first]) && line.number <= Number(run[r.last])
  }
  const isAfter = (line: Line): boolean => {
    const run = runOf(line.program)
    if (isPart(line)) return false
    return rule.order === 'number' ? line.number > Number(run[r.last]) : line.at > String(run[r.at])
  }
  const inOrder = (left: Line, right: Line): number =>
    rule.order === 'number' ? left.number - right.number : left.at < right.at ? -1 : left.at > right.at ? 1 : 0
  const ranAt = String(runOf('fresh')[r.at])
  const rows = table(names.cases.table).map((row): Cells => {
    const own = (lines.get(Number(row[c.id])) ?? []).toSorted(inOrder)
    const reasonNow = String(row[c.reason])
    const reasonThen = own.find((line) => line.column === names.cases.columns.reason && isAfter(line))?.old ?? reasonNow
    const facts = {
      sender: String(row[c.sender]),
      good: { code: String(row[c.good]) },
      openedAt: 1440 * readDay(String(row[c.openedAt]).slice(0, 10)),
    }
    if ((rule.meant === 'past' ? reasonThen : reasonNow) === request.reason && meets(request.condition, facts))
      return row
    const settledAt = row[c.settledAt]
    if (rule.settled === 'stays' && settledAt !== null && String(settledAt) > ranAt) return row
    const due = { ...row }
    for (const [field, column] of [
      ['fee', names.cases.columns.fee],
      ['handler', names.cases.columns.handler],
    ] as const) {
      const list = own.filter((line) => line.column === column)
      const later = list.filter(isAfter)
      const isEdit = (line: Line, place: number): boolean => {
        if (line.way === 'job' || line.way === 'undo' || later[place + 1]?.way === 'undo') return false
        return rule.equal === 'counts' || line.old !== line.new
      }
      if (later.some(isEdit)) continue
      const before = list.findLast((line) => !isPart(line) && !isAfter(line))
      const value = list.find(isPart)?.old ?? before?.new ?? copies.get(Number(row[c.id]))?.[k[field]] ?? row[c[field]]
      due[c[field]] = field === 'fee' ? Number(value) : (value ?? null)
    }
    return due
  })
  const due = new Map([[names.cases.table, rows]])
  if (papers.level >= 3) addTotals(due, rows, table, names)
  return due
}

function readLines(table: (name: string) => Cells[], names: Names, { plan }: Papers): Line[] {
  const wayOf = (word: SqlValue | undefined, via: Names['via']): Line['way'] =>
    word === via.undo ? 'undo' : word === via.job ? 'job' : 'other'
  if (plan === 'saves') {
    const s = low(names.saves.columns)
    return table(names.saves.table).flatMap((row) =>
      Object.entries(JSON.parse(String(row[s.changes])) as Record<string, [SqlValue, SqlValue]>).map(
        ([column, [old, value]]): Line => ({
          ...{ row: Number(row[s.row]), column, number: Number(row[s.number]), at: String(row[s.at]) },
          ...{ way: wayOf(row[s.via], names.via), old: String(old), new: String(value), program: 'fresh' },
        }),
      ),
    )
  }
  const e = low(names.entries.columns)
  const fresh = table(names.entries.table).map((row): Line => ({
    ...{ row: Number(row[e.row]), column: String(row[e.column]), number: Number(row[e.number]), at: String(row[e.at]) },
    ...{ way: wayOf(row[e.via], names.via), old: String(row[e.old]), new: String(row[e.new]), program: 'fresh' },
  }))
  if (plan !== 'two programs') return fresh
  const j = low(names.journal.columns)
  const fields = new Map(
    (['fee', 'handler', 'reason'] as const).map((field) => [names.oldFields[field], names.cases.columns[field]]),
  )
  const old = table(names.journal.table).map((row): Line => {
    const cells = readRecord(String(row[j.text]))
    return {
      ...{ row: Number(cells.KEY), column: fields.get(cells.FLD) ?? '', number: Number(row[j.number]) },
      ...{ at: `${cells.DAT} ${cells.UHR}`, way: wayOf(cells.WEG, names.oldVia), old: cells.ALT, new: cells.NEU },
      program: 'old',
    }
  })
  return [...fresh, ...old]
}

function addTotals(
  due: Map<string, Cells[]>,
  rows: readonly Cells[],
  table: (name: string) => Cells[],
  names: Names,
): void {
  const c = low(names.cases.columns)
  const d = low(names.days.columns)
  const m = low(names.months.columns)
  const p = low(names.periods.columns)
  const closed = new Set(table(names.periods.table).map((row) => row[p.month]))
  const sums = (list: readonly Cells[], keyOf: (row: Cells) => string, column: string): Map<string, number> => {
    const totals = new Map<string, number>()
    for (const row of list) totals.set(keyOf(row), (totals.get(keyOf(row)) ?? 0) + Number(row[column]))
    return totals
  }
  const byDay = sums(rows, (row) => `${String(row[c.sender])} ${String(row[c.openedAt]).slice(0, 10)}`, c.fee)
  const days = table(names.days.table).map((row): Cells => {
    const day = String(row[d.day])
    if (closed.has(day.slice(0, 7))) return row
    return { ...row, [d.fees]: byDay.get(`${String(row[d.sender])} ${day}`) ?? 0 }
  })
  due.set(names.days.table, days)
  const months = table(names.months.table)
  if (months.length === 0) return
  const byMonth = sums(days, (row) => `${String(row[d.sender])} ${String(row[d.day]).slice(0, 7)}`, d.fees)
  due.set(
    names.months.table,
    months.map((row): Cells => {
      if (closed.has(String(row[m.month]))) return row
      return { ...row, [m.fees]: byMonth.get(`${String(row[m.sender])} ${String(row[m.month])}`) ?? 0 }
    }),
  )
}
