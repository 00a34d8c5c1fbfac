import { callWords, ledgerWords, payloadKeysFor, type PaymentTrade } from './words.ts'
import type { ApiFeedTrade } from '../stations/api-feed-trade.ts'

const trade: PaymentTrade = {
  unit: 'cents',
  bill: ['bill_no', 'bill_code', 'patient_bill'],
  tables: {
    bookings: ['booking', 'bill_booking', 'patient_booking', 'cash_book'],
    receipts: ['payment_slip', 'printed_slip', 'slip'],
    balances: ['bill_balance', 'bill_account', 'paid_by_bill'],
    bookedMonths: ['booked_by_month', 'month_of_payments', 'payments_month'],
  },
  kinds: [
    { payment: 'payment', voucher: 'voucher', reversal: 'reversal' },
    { payment: 'PAY', voucher: 'VCH', reversal: 'CAN' },
    { payment: 'P', voucher: 'V', reversal: 'C' },
  ],
}

/** What the ledger has of bills that patients pay themselves. */
export const clinicBookings = ledgerWords(trade)

/** Calls of the provider about bills that patients pay themselves. */
export const clinicPayments: ApiFeedTrade = {
  ...callWords,
  nouns: {
    bill: 'bill',
    bills: 'bills',
    payer: 'patient',
    payers: 'patients',
    voucher: 'care voucher',
    vouchers: 'care vouchers',
    receipt: 'payment slip',
    receipts: 'payment slips',
    intake: 'the payment interface',
    desk: 'the cash desk',
  },
  providers: ['Medipay', 'Clarapay', 'Paymed', 'Ordinea'],
  bills: {
    names: ['patient_bills', 'bills', 'bill_list'],
    columns: {
      code: ['bill_no', 'code'],
      payer: ['patient_no', 'patient'],
      issuedOn: ['billed_on', 'issued_on'],
      total: ['total_cents', 'to_pay_cents'],
    },
  },
  payloadKeys: payloadKeysFor('bill'),
  billCode: (place) => `B${7300 + place}`,
  payerCode: (number) => `P${number}`,
  voucherCode: (number) => `CV${number}`,
  amounts: { least: 1500, most: 48_000, step: 50 },
}
