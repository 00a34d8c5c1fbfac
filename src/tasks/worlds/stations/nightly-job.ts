/**
 * The station `nightly_job`: adds core rows up by sender and day, and days up by month; leaves a line in the run log.
 * Months that are closed stay as they were closed.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { dayOf, minuteOf, monthOf, sayDay } from '../time.ts'
import { amountOf, type CoreRow } from './file-import.ts'

export interface DayTotal {
  readonly sender: string
  readonly day: number
  readonly lines: number
  readonly amount: number
}
export interface MonthTotal {
  readonly sender: string
  readonly month: string
  readonly lines: number
  readonly amount: number
}
export interface JobRun {
  readonly id: number
  readonly version: string
  readonly startedAt: number
  readonly finishedAt: number
  readonly rowsRead: number
  readonly rowsWritten: number
}

/** Days by sender, in order. */
export function addUpDays(rows: Iterable<CoreRow>): DayTotal[] {
  const totals = new Map<string, { sender: string; day: number; lines: number; amount: number }>()
  for (const row of rows) {
    const day = dayOf(row.at)
    const key = `${row.sender} ${day}`
    let total = totals.get(key)
    if (total === undefined) totals.set(key, (total = { sender: row.sender, day, lines: 0, amount: 0 }))
    total.lines++
    total.amount += amountOf(row)
  }
  return [...totals.values()]
}

/** Days with those of closed months as they were closed. */
export function keepClosed(
  days: readonly DayTotal[],
  frozen: readonly DayTotal[],
  closed: readonly string[],
): DayTotal[] {
  const isClosed = ({ day }: DayTotal): boolean => closed.includes(monthOf(day))
  return [...frozen.filter(isClosed), ...days.filter((total) => !isClosed(total))]
}

/** Months of days. */
export function addUpMonths(days: readonly DayTotal[]): MonthTotal[] {
  const totals = new Map<string, { sender: string; month: string; lines: number; amount: number }>()
  for (const { sender, day, lines, amount } of days) {
    const month = monthOf(day)
    const key = `${sender} ${month}`
    let total = totals.get(key)
    if (total === undefined) totals.set(key, (total = { sender, month, lines: 0, amount: 0 }))
    total.lines += lines
    total.amount += amount
  }
  return [...totals.values()]
}

/** A run every night over what was there by then. @param readBy rows that a run of a day reads and writes */
export function drawRuns(
  random: Random,
  input: {
    readonly firstDay: number
    readonly lastDay: number
    readonly versionOf: (day: number) => string
    readonly readBy: (day: number) => { readonly read: number; readonly written: number }
  },
): JobRun[] {
  let id = random.int(2000, 7000)
  const runs: JobRun[] = []
  for (let day = input.firstDay; day <= input.lastDay; day++) {
    const startedAt = minuteOf(day + 1, 4, random.int(2, 6))
    const { read, written } = input.readBy(day)
    const finishedAt = startedAt + 1 + Math.floor(read / 400)
    runs.push({ id: ++id, version: input.versionOf(day), startedAt, finishedAt, rowsRead: read, rowsWritten: written })
  }
  return runs
}

/** A day as the tables have it. */
export const dayCells = ({ sender, day, lines, amount }: DayTotal): readonly [string, string, number, number] => [
  sender,
  sayDay(day),
  lines,
  amount,
]
