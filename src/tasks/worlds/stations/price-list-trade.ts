import type { Random } from '../../../kit/random.ts'
import type { TableWords } from '../table-words.ts'

/** Who orders and gets invoices. */
export interface Customer {
  readonly code: string
  readonly name: string
}

/** Where orders come in: a sales office with a clock of its own. */
export interface Site {
  readonly code: string
  readonly name: string
  /** Whole hours ahead of UTC in summer; all that happens lies in it. */
  readonly ahead: number
}

/** The words of a trade for what is ordered, priced and invoiced. */
export interface PriceListNouns {
  /** `order`, `orders`. */
  readonly order: string
  readonly orders: string
  /** `invoice`, `invoices`. */
  readonly invoice: string
  readonly invoices: string
  /** `club`, `clubs`: who orders. */
  readonly customer: string
  readonly customers: string
  /** `sales office`, `sales offices`: where orders come in. */
  readonly site: string
  readonly sites: string
  /** `article`. */
  readonly good: string
  readonly goods: string
  /** `price list`, `price lists`. */
  readonly list: string
  readonly lists: string
  /** `the billing program`. */
  readonly program: string
  /** What happens to an order, as said of it: `placed`, `confirmed`, `dispatched`. */
  readonly ordered: string
  readonly confirmed: string
  readonly delivered: string
}

export type CustomerColumn = 'code' | 'name'
export type SiteColumn = 'code' | 'name' | 'ahead' | 'system'
export type ListedGoodColumn = 'code' | 'name' | 'tax' | 'price'
export type VersionColumn = 'id' | 'from' | 'issuedBy'
export type PriceColumn = 'version' | 'good' | 'price'
/** A change of one price, where lists are not kept by version. */
export type PriceChangeColumn = 'id' | 'good' | 'from' | 'old' | 'new'
export type AgreementColumn = 'id' | 'customer' | 'good' | 'price' | 'from' | 'until'
export type OrderColumn = 'id' | 'customer' | 'site' | 'ordered' | 'confirmed' | 'delivered'
export type InvoiceColumn = 'id' | 'number' | 'order' | 'madeOn' | 'status' | 'release'
/** An entry of an invoice: a line of it, or what was written to it later. */
export type EntryColumn =
  | 'id'
  | 'invoice'
  | 'document'
  | 'kind'
  | 'day'
  | 'good'
  | 'quantity'
  | 'price'
  | 'net'
  | 'tax'
  | 'gross'
  | 'reason'
/** What a customer was invoiced in a month. */
export type TurnoverColumn = 'customer' | 'month' | 'documents' | 'net' | 'tax'
/** The same of all customers. */
export type TotalColumn = 'month' | 'documents' | 'net' | 'tax'

/** `price_list` in a trade. */
export interface PriceListTrade {
  readonly nouns: PriceListNouns
  readonly customers: TableWords<CustomerColumn>
  readonly sites: TableWords<SiteColumn>
  readonly goods: TableWords<ListedGoodColumn>
  readonly versions: TableWords<VersionColumn>
  readonly prices: TableWords<PriceColumn>
  readonly changes: TableWords<PriceChangeColumn>
  readonly agreements: TableWords<AgreementColumn>
  readonly orders: TableWords<OrderColumn>
  readonly invoices: TableWords<InvoiceColumn>
  readonly entries: TableWords<EntryColumn>
  readonly turnover: TableWords<TurnoverColumn>
  readonly totals: TableWords<TotalColumn>
  /** Tax rates in percent, the usual one first. */
  readonly taxes: readonly number[]
  /** Words of an invoice that is not out yet, and of one that is. */
  readonly status: { readonly draft: readonly string[]; readonly sent: readonly string[] }
  readonly drawCustomers: (random: Random, count: number) => readonly Customer[]
  readonly drawSites: (random: Random, count: number) => readonly Site[]
}
