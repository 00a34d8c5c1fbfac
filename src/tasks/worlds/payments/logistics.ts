import { callWords, ledgerWords, payloadKeysFor, type PaymentTrade } from './words.ts'
import type { ApiFeedTrade } from '../stations/api-feed-trade.ts'

const trade: PaymentTrade = {
  unit: 'cents',
  bill: ['invoice_no', 'freight_invoice', 'invoice_code'],
  tables: {
    bookings: ['booking', 'freight_booking', 'account_entry', 'payment_entry'],
    receipts: ['release_slip', 'goods_release', 'release'],
    balances: ['invoice_balance', 'invoice_account', 'paid_by_invoice'],
    bookedMonths: ['booked_by_month', 'month_of_payments', 'payments_month'],
  },
  kinds: [
    { payment: 'payment', voucher: 'voucher', reversal: 'reversal' },
    { payment: 'PMT', voucher: 'FVR', reversal: 'RVS' },
    { payment: 'P', voucher: 'F', reversal: 'S' },
  ],
}

/** What the ledger has of freight that shippers pay for before it is released. */
export const logisticsBookings = ledgerWords(trade)

/** Calls of the provider about freight that shippers pay for before it is released. */
export const logisticsPayments: ApiFeedTrade = {
  ...callWords,
  nouns: {
    bill: 'freight invoice',
    bills: 'freight invoices',
    payer: 'shipper',
    payers: 'shippers',
    voucher: 'freight voucher',
    vouchers: 'freight vouchers',
    receipt: 'release slip',
    receipts: 'release slips',
    intake: 'the payment gateway',
    desk: 'the freight desk',
  },
  providers: ['Cargopay', 'Routepay', 'Hafenpay', 'Tollway'],
  bills: {
    names: ['freight_invoices', 'invoice_list', 'invoices'],
    columns: {
      code: ['invoice_no', 'code'],
      payer: ['shipper_no', 'shipper'],
      issuedOn: ['invoiced_on', 'issued_on'],
      total: ['total_cents', 'to_pay_cents'],
    },
  },
  payloadKeys: payloadKeysFor('invoice'),
  billCode: (place) => `F${51_200 + place}`,
  payerCode: (number) => `SH${number}`,
  voucherCode: (number) => `FV-${number}`,
  amounts: { least: 4000, most: 96_000, step: 100 },
}
