/** How a house settles a payment that is booked more than once. Each of its answers is drawn apart from the others. */
export interface PaymentRule {
  /** Of the calls of a payment none of which was acknowledged, the one whose booking counts. */
  readonly unanswered: 'first' | 'last'
  /**
   * What makes two voucher payments one, as they have no reference: bill, amount and the moment at which they were
   * used, or the number of the voucher on its bill.
   */
  readonly vouchers: 'moment' | 'number'
  /** A booking too many that somebody has reversed: it stands with its reversal, or both go. */
  readonly reversed: 'stand' | 'go'
  /** A booking too many in a month that is closed: it gets a reversal on the first open day or today, or stands. */
  readonly closed: 'first open day' | 'today' | 'stands'
  /** What is printed for a booking too many: it decides that this very booking stays, moves, or loses its booking. */
  readonly receipts: 'decide' | 'move' | 'empty'
}

/** Every answer to every question. */
export const paymentAnswers = {
  unanswered: ['first', 'last'],
  vouchers: ['moment', 'number'],
  reversed: ['stand', 'go'],
  closed: ['first open day', 'today', 'stands'],
  receipts: ['decide', 'move', 'empty'],
} as const satisfies { readonly [Question in keyof PaymentRule]: readonly PaymentRule[Question][] }
