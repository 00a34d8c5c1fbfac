import type { TableWords } from '../table-words.ts'

/** A delivery of the provider: one call of the house's address, whatever became of it. */
export type CallColumn = 'id' | 'receivedAt' | 'payload' | 'answer' | 'answerMs'
/** What the provider says of its own calls, a document a day. */
export type ReportColumn = 'id' | 'day' | 'body'
/** What is to be paid. */
export type BillColumn = 'code' | 'payer' | 'issuedOn' | 'total'

/** How the fields of a payload are called. */
export interface PayloadKeys {
  readonly reference: string
  readonly bill: string
  readonly amount: string
  readonly occurredAt: string
  /** The number of a voucher. */
  readonly voucher: string
}

/** `api_feed` in a trade: payments that a provider announces by calling an address of the house. */
export interface ApiFeedTrade {
  readonly nouns: {
    /** What is paid, and who pays: `order`, `customer`. */
    readonly bill: string
    readonly bills: string
    readonly payer: string
    readonly payers: string
    /** `gift card`: paid in without a reference of the provider. */
    readonly voucher: string
    readonly vouchers: string
    /** `receipt`: what is printed for a payment. */
    readonly receipt: string
    readonly receipts: string
    /** What people call the program that takes the calls: `the payment intake`. */
    readonly intake: string
    /** Who answers when somebody has paid: `the order desk`. */
    readonly desk: string
  }
  /** Names of providers, one of which is drawn. */
  readonly providers: readonly string[]
  readonly calls: TableWords<CallColumn>
  readonly reports: TableWords<ReportColumn>
  readonly bills: TableWords<BillColumn>
  /** Systems of names that providers use in payloads. */
  readonly payloadKeys: readonly PayloadKeys[]
  /** The code of a bill by its running number, and the number of who pays it. */
  readonly billCode: (place: number) => string
  readonly payerCode: (number: number) => string
  /** The number of a voucher by a running number. */
  readonly voucherCode: (number: number) => string
  /** What one payment may be, in minor units, in steps. */
  readonly amounts: { readonly least: number; readonly most: number; readonly step: number }
}
