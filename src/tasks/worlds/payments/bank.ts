import { callWords, ledgerWords, payloadKeysFor, type PaymentTrade } from './words.ts'
import type { ApiFeedTrade } from '../stations/api-feed-trade.ts'

const trade: PaymentTrade = {
  unit: 'cents',
  bill: ['card_bill', 'bill_no', 'bill_code'],
  tables: {
    bookings: ['booking', 'card_booking', 'bill_entry', 'payment_booking'],
    receipts: ['counter_receipt', 'receipt', 'printed_receipt'],
    balances: ['bill_balance', 'card_account', 'paid_by_bill'],
    bookedMonths: ['booked_by_month', 'month_of_payments', 'payments_month'],
  },
  kinds: [
    { payment: 'payment', voucher: 'bonus', reversal: 'reversal' },
    { payment: 'PMT', voucher: 'BON', reversal: 'STN' },
    { payment: 'Z', voucher: 'B', reversal: 'S' },
  ],
}

/** What the ledger has of card bills that cardholders pay. */
export const bankBookings = ledgerWords(trade)

/** Calls of the provider about card bills that cardholders pay. */
export const bankPayments: ApiFeedTrade = {
  ...callWords,
  nouns: {
    bill: 'card bill',
    bills: 'card bills',
    payer: 'cardholder',
    payers: 'cardholders',
    voucher: 'bonus voucher',
    vouchers: 'bonus vouchers',
    receipt: 'counter receipt',
    receipts: 'counter receipts',
    intake: 'the card gateway',
    desk: 'the card desk',
  },
  providers: ['Instapay', 'Girolink', 'Payveno', 'Clearhop'],
  bills: {
    names: ['card_bills', 'bills', 'monthly_bill'],
    columns: {
      code: ['bill_no', 'code'],
      payer: ['cardholder_no', 'cardholder'],
      issuedOn: ['billed_on', 'issued_on'],
      total: ['total_cents', 'to_pay_cents'],
    },
  },
  payloadKeys: payloadKeysFor('card_bill'),
  billCode: (place) => `K${61_300 + place}`,
  payerCode: (number) => `H${number}`,
  voucherCode: (number) => `BV-${number}`,
  amounts: { least: 2000, most: 88_000, step: 50 },
}
