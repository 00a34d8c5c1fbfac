import { callWords, ledgerWords, payloadKeysFor, type PaymentTrade } from './words.ts'
import type { ApiFeedTrade } from '../stations/api-feed-trade.ts'

const trade: PaymentTrade = {
  unit: 'cents',
  bill: ['course_bill', 'bill_no', 'bill_code'],
  tables: {
    bookings: ['booking', 'fee_booking', 'learner_booking', 'payment_entry'],
    receipts: ['course_pass', 'pass_print', 'printed_pass'],
    balances: ['bill_balance', 'learner_account', 'paid_by_bill'],
    bookedMonths: ['booked_by_month', 'month_of_payments', 'payments_month'],
  },
  kinds: [
    { payment: 'payment', voucher: 'voucher', reversal: 'reversal' },
    { payment: 'PAY', voucher: 'CVR', reversal: 'RVL' },
    { payment: 'P', voucher: 'G', reversal: 'X' },
  ],
}

/** What the ledger has of course bills that learners pay themselves. */
export const schoolBookings = ledgerWords(trade)

/** Calls of the provider about course bills that learners pay themselves. */
export const schoolPayments: ApiFeedTrade = {
  ...callWords,
  nouns: {
    bill: 'course bill',
    bills: 'course bills',
    payer: 'learner',
    payers: 'learners',
    voucher: 'course voucher',
    vouchers: 'course vouchers',
    receipt: 'course pass',
    receipts: 'course passes',
    intake: 'the payment bridge',
    desk: 'the fees desk',
  },
  providers: ['Edupay', 'Lernkasse', 'Campuspay', 'Scholario'],
  bills: {
    names: ['course_bills', 'bills', 'learner_bill'],
    columns: {
      code: ['bill_no', 'code'],
      payer: ['learner_no', 'learner'],
      issuedOn: ['billed_on', 'issued_on'],
      total: ['total_cents', 'to_pay_cents'],
    },
  },
  payloadKeys: payloadKeysFor('course_bill'),
  billCode: (place) => `CB${8400 + place}`,
  payerCode: (number) => `N${number}`,
  voucherCode: (number) => `CV${number}`,
  amounts: { least: 2500, most: 64_000, step: 50 },
}
