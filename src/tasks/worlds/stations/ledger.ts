/**
 * The station `ledger`: months that are closed, and what the senders say of their weeks by books of their own. A
 * statement is always true: it comes from what happened, not from what the import made of it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { mondayOf } from '../time.ts'
import type { DayTotal } from './nightly-job.ts'

export interface Statement {
  readonly id: number
  readonly sender: string
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

/** A statement for every sender and whole week, of days as they truly were. */
export function drawStatements(random: Random, days: readonly DayTotal[], lastDay: number): Statement[] {
  const weeks = new Map<string, { sender: string; from: number; until: number; lines: number; amount: number }>()
  for (const { sender, day, lines, amount } of days) {
    const from = mondayOf(day)
    if (from + 6 > lastDay) continue
    const key = `${from} ${sender}`
    let week = weeks.get(key)
    if (week === undefined) weeks.set(key, (week = { sender, from, until: from + 6, lines: 0, amount: 0 }))
    week.lines += lines
    week.amount += amount
  }
  let id = random.int(100, 900)
  return [...weeks.values()]
    .toSorted((left, right) => left.from - right.from || (left.sender < right.sender ? -1 : 1))
    .map((week) => ({ id: (id += random.int(1, 3)), ...week }))
}
