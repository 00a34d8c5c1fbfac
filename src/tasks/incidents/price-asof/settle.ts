/**
 * What a reading of the rules writes: the lines of a draft anew, or one entry that corrects an invoice which is out.
 *
 * @module
 */
import { type Agreement, type ListedGood, type PriceList, priceFor } from '../../worlds/stations/price-list.ts'
import { type CorrectionRule, type PriceRule, taxOf } from '../../worlds/stations/price-rule.ts'

export interface Amounts {
  readonly net: number
  readonly tax: number
  readonly gross: number
}

/** A line of an invoice as it stands there. */
export interface Line extends Amounts {
  readonly id: number
  readonly good: ListedGood
  readonly quantity: number
  readonly price: number
  readonly agreed: Agreement | undefined
}

export interface Settled {
  readonly id: number
  readonly isDraft: boolean
  /** Somebody corrected its prices already. */
  readonly isCorrected: boolean
  /** The month of its date is closed. */
  readonly isClosed: boolean
  readonly list: PriceList
  readonly lines: readonly Line[]
}

/** How prices are understood, whatever the version. */
export interface Terms {
  readonly agreed: PriceRule['agreed'] | 'never'
  readonly rounding: PriceRule['rounding']
  readonly under: CorrectionRule['under']
}

export const amountsOf = (net: number, percent: number, rounding: PriceRule['rounding']): Amounts => {
  const tax = taxOf(net, percent, rounding)
  return { net, tax, gross: net + tax }
}

/** A line at the price of a version. */
export function pricedLine(
  list: PriceList,
  line: Line,
  version: number,
  terms: Pick<Terms, 'agreed' | 'rounding'>,
): Line {
  const price = priceFor(list, { good: line.good.code, version, agreed: line.agreed?.price }, terms.agreed)
  if (price === line.price) return line
  return { ...line, price, ...amountsOf(price * line.quantity, line.good.tax, terms.rounding) }
}

/** What is written for an invoice: lines anew, and the difference that an entry of its own carries. */
export interface Written {
  /** Lines that differ from what stands there. */
  readonly lines: readonly Line[]
  /** Signed: below zero the customer gets something back. null: no entry. */
  readonly difference: Amounts | null
}

const nothing: Written = { lines: [], difference: null }

/**
 * @param version of the list that gives the prices; null: the invoice is left as it is
 * @param way where the difference goes
 */
export function settle(
  invoice: Settled,
  reading: { readonly version: number | null; readonly way: 'in place' | 'entry'; readonly isTwice?: boolean },
  terms: Terms,
): Written {
  const { version, way } = reading
  if (version === null) return nothing
  const anew = invoice.lines.map((line) => pricedLine(invoice.list, line, version, terms))
  const changed = anew.filter((line, place) => line !== invoice.lines[place])
  if (way === 'in place') return { lines: changed, difference: null }
  const sum = (of: (line: Amounts) => number): number =>
    anew.reduce((total, line, place) => total + of(line) - of(invoice.lines[place] as Line), 0)
  const difference = { net: sum(({ net }) => net), tax: sum(({ tax }) => tax), gross: sum(({ gross }) => gross) }
  if (difference.net === 0 || (invoice.isCorrected && reading.isTwice !== true)) return nothing
  if (difference.net > 0 && isWaived(invoice, terms.under)) return nothing
  return { lines: [], difference }
}

/** Whether too little stays as it is. */
export const isWaived = ({ isClosed }: Pick<Settled, 'isClosed'>, under: CorrectionRule['under']): boolean =>
  under === 'waived' || (under === 'waived if closed' && isClosed)
