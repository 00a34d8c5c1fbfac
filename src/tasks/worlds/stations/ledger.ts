/**
 * The station `ledger`: bookings on bills, their reversals and receipts, months that are closed, and what another party
 * says of half a month by books of its own. A statement is always true: it comes from what happened, not from what the
 * import made of it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { monthOf, readDay, sayDay } from '../time.ts'
import type { DayTotal } from './nightly-job.ts'

/** Half a month of some senders together. */
export interface Statement {
  readonly id: number
  /** Their codes. */
  readonly senders: readonly string[]
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

/** A statement of some senders for every half month with business in it, of days as they truly were. */
export function drawStatements(random: Random, days: readonly DayTotal[], senders: readonly string[]): Statement[] {
  const halves = new Map<string, { from: number; until: number; lines: number; amount: number }>()
  for (const { sender, day, lines, amount } of days) {
    if (!senders.includes(sender)) continue
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
    .map((half) => ({ id: (id += random.int(1, 3)), senders, ...half }))
}

/** What is booked on a bill: a payment, a voucher, or the reversal of a booking, whose amount is below zero. */
export interface Booking {
  readonly id: number
  readonly bill: string
  readonly kind: 'payment' | 'voucher' | 'reversal'
  readonly amount: number
  readonly day: number
  /** The call that made it; null for reversals, which people enter. */
  readonly call: number | null
  readonly reverses: number | null
}

/** The reversal of a booking. */
export function reversalOf({ id: reverses, bill, amount }: Booking, { id, day }: Pick<Booking, 'id' | 'day'>): Booking {
  return { id, bill, kind: 'reversal', amount: -amount, day, call: null, reverses }
}

/** What is printed for a booking. null: it belongs to none any more. */
export interface Receipt {
  readonly id: number
  readonly booking: number | null
  readonly printedAt: number
  readonly clerk: string
}

export interface Balance {
  readonly bill: string
  readonly bookings: number
  readonly paid: number
}

/** What is booked on every bill. */
export function addUpBills(bookings: Iterable<Booking>): Balance[] {
  const totals = new Map<string, { bill: string; bookings: number; paid: number }>()
  for (const { bill, amount } of bookings) {
    let total = totals.get(bill)
    if (total === undefined) totals.set(bill, (total = { bill, bookings: 0, paid: 0 }))
    total.bookings++
    total.paid += amount
  }
  return [...totals.values()]
}

export interface BookedMonth {
  readonly month: string
  readonly kind: Booking['kind']
  readonly bookings: number
  readonly amount: number
}

/** What is booked in every month, by kind. */
export function addUpBookedMonths(bookings: Iterable<Booking>): BookedMonth[] {
  const totals = new Map<string, { month: string; kind: Booking['kind']; bookings: number; amount: number }>()
  for (const { day, kind, amount } of bookings) {
    const month = monthOf(day)
    const key = `${month} ${kind}`
    let total = totals.get(key)
    if (total === undefined) totals.set(key, (total = { month, kind, bookings: 0, amount: 0 }))
    total.bookings++
    total.amount += amount
  }
  return [...totals.values()]
}
