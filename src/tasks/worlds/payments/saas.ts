import { callWords, ledgerWords, payloadKeysFor, type PaymentTrade } from './words.ts'
import type { ApiFeedTrade } from '../stations/api-feed-trade.ts'

const trade: PaymentTrade = {
  unit: 'cents',
  bill: ['subscription_bill', 'bill_no', 'bill_code'],
  tables: {
    bookings: ['booking', 'tenant_booking', 'ledger_entry', 'payment_booking'],
    receipts: ['activation_letter', 'letter_print', 'printed_letter'],
    balances: ['bill_balance', 'tenant_account', 'paid_by_bill'],
    bookedMonths: ['booked_by_month', 'month_of_payments', 'payments_month'],
  },
  kinds: [
    { payment: 'payment', voucher: 'prepaid', reversal: 'reversal' },
    { payment: 'PAY', voucher: 'PPC', reversal: 'RVT' },
    { payment: 'P', voucher: 'K', reversal: 'N' },
  ],
}

/** What the ledger has of subscriptions that tenants pay for. */
export const saasBookings = ledgerWords(trade)

/** Calls of the provider about subscriptions that tenants pay for. */
export const saasPayments: ApiFeedTrade = {
  ...callWords,
  nouns: {
    bill: 'subscription bill',
    bills: 'subscription bills',
    payer: 'tenant',
    payers: 'tenants',
    voucher: 'prepaid card',
    vouchers: 'prepaid cards',
    receipt: 'activation letter',
    receipts: 'activation letters',
    intake: 'the payment listener',
    desk: 'the subscriptions desk',
  },
  providers: ['Stackpay', 'Nimbus Pay', 'Paycrate', 'Ledgerly'],
  bills: {
    names: ['subscription_bills', 'bills', 'tenant_bill'],
    columns: {
      code: ['bill_no', 'code'],
      payer: ['tenant_no', 'tenant'],
      issuedOn: ['billed_on', 'issued_on'],
      total: ['total_cents', 'to_pay_cents'],
    },
  },
  payloadKeys: payloadKeysFor('subscription'),
  billCode: (place) => `SB${33_100 + place}`,
  payerCode: (number) => `TN${number}`,
  voucherCode: (number) => `PC-${number}`,
  amounts: { least: 1900, most: 58_000, step: 50 },
}
