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
    const key = dayKey({ sender: row.sender, day })
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

/** The nights of a job, and when it last wrote the row of a sender's day. */
export interface Nights {
  readonly runs: readonly JobRun[]
  /** By `dayKey`. */
  readonly builtAt: ReadonlyMap<string, number>
}

export const dayKey = ({ sender, day }: Pick<DayTotal, 'sender' | 'day'>): string => `${sender} ${day}`

/**
 * A run every night over the days of senders of whom a file arrived since the last one.
 *
 * @param rowsBy rows of some days of senders, by `dayKey`, that were there by a minute
 */
export function drawNights(
  random: Random,
  input: {
    readonly firstDay: number
    /** The last run is before this minute. */
    readonly until: number
    readonly version: string
    readonly arrivals: readonly { readonly sender: string; readonly day: number; readonly receivedAt: number }[]
    readonly rowsBy: (minute: number, days: ReadonlySet<string>) => Iterable<CoreRow>
  },
): Nights {
  const { firstDay, until, version, arrivals, rowsBy } = input
  let id = random.int(2000, 7000)
  let last = 0
  const runs: JobRun[] = []
  const builtAt = new Map<string, number>()
  for (let day = firstDay + 1; ; day++) {
    const startedAt = minuteOf(day, 4, random.int(2, 6))
    if (startedAt >= until) return { runs, builtAt }
    const since = last
    const changed = new Set(
      arrivals.filter(({ receivedAt }) => receivedAt > since && receivedAt <= startedAt).map((file) => dayKey(file)),
    )
    last = startedAt
    const totals = changed.size === 0 ? [] : addUpDays(rowsBy(startedAt, changed))
    for (const total of totals) builtAt.set(dayKey(total), startedAt)
    const rowsRead = totals.reduce((sum, { lines }) => sum + lines, 0)
    const finishedAt = startedAt + 1 + Math.floor(rowsRead / 400)
    runs.push({ id: ++id, version, startedAt, finishedAt, rowsRead, rowsWritten: totals.length })
  }
}

/** A day as the tables have it. */
export const dayCells = ({ sender, day, lines, amount }: DayTotal): readonly [string, string, number, number] => [
  sender,
  sayDay(day),
  lines,
  amount,
]
