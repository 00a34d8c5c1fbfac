import { callWords, ledgerWords, payloadKeysFor, type PaymentTrade } from './words.ts'
import type { ApiFeedTrade } from '../stations/api-feed-trade.ts'

const trade: PaymentTrade = {
  unit: 'pence',
  bill: ['order_no', 'order_code', 'web_order'],
  tables: {
    bookings: ['booking', 'order_booking', 'payment_booking', 'ledger_entry'],
    receipts: ['payment_receipt', 'printed_receipt', 'receipt'],
    balances: ['order_balance', 'order_account', 'paid_by_order'],
    bookedMonths: ['booked_by_month', 'month_of_payments', 'payments_month'],
  },
  kinds: [
    { payment: 'payment', voucher: 'gift_card', reversal: 'reversal' },
    { payment: 'PAY', voucher: 'GIFT', reversal: 'REV' },
    { payment: 'P', voucher: 'G', reversal: 'R' },
  ],
}

/** What the ledger has of web orders of the bicycle shops. */
export const shopBookings = ledgerWords(trade)

/** Calls of the provider about web orders of the bicycle shops. */
export const shopPayments: ApiFeedTrade = {
  ...callWords,
  nouns: {
    bill: 'order',
    bills: 'orders',
    payer: 'customer',
    payers: 'customers',
    voucher: 'gift card',
    vouchers: 'gift cards',
    receipt: 'receipt',
    receipts: 'receipts',
    intake: 'the payment intake',
    desk: 'the order desk',
  },
  providers: ['Paylane', 'Kartio', 'Swiftill', 'Tendra'],
  bills: {
    names: ['web_orders', 'orders', 'customer_order'],
    columns: {
      code: ['order_no', 'code'],
      payer: ['customer_no', 'customer'],
      issuedOn: ['ordered_on', 'order_day'],
      total: ['total_pence', 'to_pay_pence'],
    },
  },
  payloadKeys: payloadKeysFor('order'),
  billCode: (place) => `W${20_140 + place}`,
  payerCode: (number) => `C${number}`,
  voucherCode: (number) => `GC-${number}`,
  amounts: { least: 1200, most: 36_000, step: 50 },
}
