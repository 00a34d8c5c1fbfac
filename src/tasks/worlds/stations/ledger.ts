/**
 * The station `ledger`: months that are closed, and what another party says of half a month by books of its own. A
 * statement is always true: it comes from what happened, not from what the import made of it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { monthOf, readDay, sayDay } from '../time.ts'
import type { DayTotal } from './nightly-job.ts'

/** Half a month of all senders together. */
export interface Statement {
  readonly id: number
  readonly from: number
  readonly until: number
  readonly lines: number
  readonly amount: number
}
export interface ClosedMonth {
  readonly month: string
  readonly closedAt: number
  readonly closedBy: string
}

/** The half of a month that a day lies in: its first and its last day. */
export function halfOf(day: number): readonly [from: number, until: number] {
  const first = readDay(`${monthOf(day)}-01`)
  if (day < first + 15) return [first, first + 14]
  let last = day
  while (monthOf(last + 1) === monthOf(day)) last++
  return [first + 15, last]
}

/** A statement for every half month with business in it, of days as they truly were. */
export function drawStatements(random: Random, days: readonly DayTotal[]): Statement[] {
  const halves = new Map<string, { from: number; until: number; lines: number; amount: number }>()
  for (const { day, lines, amount } of days) {
    const [from, until] = halfOf(day)
    const key = sayDay(from)
    let half = halves.get(key)
    if (half === undefined) halves.set(key, (half = { from, until, lines: 0, amount: 0 }))
    half.lines += lines
    half.amount += amount
  }
  let id = random.int(100, 900)
  return [...halves.values()]
    .toSorted((left, right) => left.from - right.from)
    .map((half) => ({ id: (id += random.int(1, 3)), ...half }))
}
