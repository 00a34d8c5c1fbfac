import type { TableWords } from '../table-words.ts'

export type PeriodColumn = 'month' | 'closedAt' | 'closedBy'
/** What another party says of half a month, for the senders that it keeps books of. */
export type StatementColumn = 'id' | 'senders' | 'from' | 'until' | 'lines' | 'amount'
/** A payment as it is booked on a bill, or the reversal of one. */
export type BookingColumn = 'id' | 'bill' | 'kind' | 'amount' | 'bookedOn' | 'call' | 'reverses'
/** The paper that somebody got for a booking. */
export type ReceiptColumn = 'id' | 'booking' | 'printedAt' | 'clerk'
/** What is booked on a bill in all. */
export type BalanceColumn = 'bill' | 'bookings' | 'paid' | 'refreshedAt'
/** What is booked in a month in all, by kind. */
export type BookedMonthColumn = 'month' | 'kind' | 'bookings' | 'amount'

/** `ledger` in a trade. */
export interface LedgerTrade {
  readonly nouns: {
    /** `the buying group's statement`. */
    readonly statement: string
    readonly statements: string
    /** Who sends them. */
    readonly party: string
    /** What is closed: `the books of a month`. */
    readonly period: string
  }
  readonly periods: TableWords<PeriodColumn>
  readonly statements: TableWords<StatementColumn>
  readonly bookings: TableWords<BookingColumn>
  readonly receipts: TableWords<ReceiptColumn>
  readonly balances: TableWords<BalanceColumn>
  readonly bookedMonths: TableWords<BookedMonthColumn>
  /** How kinds of bookings are written; several systems of marks. */
  readonly kinds: readonly { readonly payment: string; readonly voucher: string; readonly reversal: string }[]
}
