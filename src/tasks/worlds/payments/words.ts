/**
 * Names of what passes between a house and its payment provider, and of what is booked of it: much the same in any
 * trade, but for what a bill is and how money is counted.
 *
 * @module
 */
import type { ApiFeedTrade, PayloadKeys } from '../stations/api-feed-trade.ts'
import type { LedgerTrade } from '../stations/ledger-trade.ts'

/** What differs by trade. */
export interface PaymentTrade {
  /** Minor units as columns name them: `pence`. */
  readonly unit: string
  /** How a column that holds a bill may be called. */
  readonly bill: readonly string[]
  /** Names of the tables. */
  readonly tables: Readonly<Record<'bookings' | 'receipts' | 'balances' | 'bookedMonths', readonly string[]>>
  readonly kinds: LedgerTrade['kinds']
}

type LedgerPart = Pick<LedgerTrade, 'bookings' | 'receipts' | 'balances' | 'bookedMonths' | 'kinds'>

/** What a ledger with bookings has beside periods and statements. */
export const ledgerWords = ({ unit, bill, tables, kinds }: PaymentTrade): LedgerPart => ({
  bookings: {
    names: tables.bookings,
    columns: {
      id: ['id', 'booking_no', 'entry_no'],
      bill,
      kind: ['kind', 'booking_kind', 'entry_type'],
      amount: [`amount_${unit}`, `booked_${unit}`],
      bookedOn: ['booked_on', 'booking_day', 'value_day'],
      call: ['from_call', 'call_ref', 'came_with'],
      reverses: ['reverses', 'reversal_of', 'cancels'],
    },
  },
  receipts: {
    names: tables.receipts,
    columns: {
      id: ['id', 'slip_no', 'paper_no'],
      booking: ['for_booking', 'booking_ref', 'booking'],
      printedAt: ['printed_at', 'handed_out_at'],
      clerk: ['clerk', 'printed_by'],
    },
  },
  balances: {
    names: tables.balances,
    columns: {
      bill,
      bookings: ['bookings', 'entries'],
      paid: [`paid_${unit}`, `received_${unit}`],
      refreshedAt: ['refreshed_at', 'computed_at'],
    },
  },
  bookedMonths: {
    names: tables.bookedMonths,
    columns: {
      month: ['month', 'calendar_month'],
      kind: ['kind', 'entry_type'],
      bookings: ['bookings', 'entries'],
      amount: [`amount_${unit}`, `total_${unit}`],
    },
  },
  kinds,
})

/** Tables of the calls themselves. */
export const callWords: Pick<ApiFeedTrade, 'calls' | 'reports'> = {
  calls: {
    names: ['incoming_call', 'provider_call', 'webhook_call', 'received_call'],
    columns: {
      id: ['call_id', 'call_no', 'delivery_no'],
      receivedAt: ['received_at', 'came_in_at'],
      payload: ['payload', 'body'],
      answer: ['http_status', 'answered_with', 'response_code'],
      answerMs: ['answer_ms', 'took_ms', 'response_ms'],
    },
  },
  reports: {
    names: ['provider_report', 'call_report', 'provider_day'],
    columns: { id: ['report_id', 'report_no'], day: ['report_day', 'for_day'], body: ['report', 'content'] },
  },
}

/** How providers name the fields of a payload. */
export const payloadKeysFor = (bill: string): readonly PayloadKeys[] => [
  { reference: 'reference', bill, amount: 'amount', occurredAt: 'occurred_at', voucher: 'voucher' },
  { reference: 'psp_ref', bill: 'merchant_ref', amount: 'value', occurredAt: 'event_time', voucher: 'card_number' },
  { reference: 'transaction', bill: 'purpose', amount: 'minor_units', occurredAt: 'paid_at', voucher: 'voucher_no' },
]
