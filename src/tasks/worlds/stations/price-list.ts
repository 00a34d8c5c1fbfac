/**
 * The station `price_list`: lists of prices, each in force from a day on until the next; prices agreed with single
 * customers; and how an order comes to its prices.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good } from '../business.ts'
import { dayOf } from '../time.ts'
import type { Customer, Site } from './price-list-trade.ts'
import { isTie, type PriceRule } from './price-rule.ts'

/** A thing on the list, with its rate of tax in percent. */
export interface ListedGood extends Good {
  readonly tax: number
}

/** All versions of a list, oldest first. */
export interface PriceList {
  /** The first day of each version. */
  readonly starts: readonly number[]
  /** By code of the good: its price in each version, in minor units. */
  readonly prices: ReadonlyMap<string, readonly number[]>
}

export interface Agreement {
  readonly id: number
  readonly customer: string
  readonly good: string
  readonly price: number
  /** Its first day and its last. */
  readonly from: number
  readonly until: number
}

/** What happened to an order, in minutes by UTC. */
export interface OrderTimes {
  readonly ordered: number
  readonly confirmed: number
  readonly delivered: number
}

/** How far the house's own clock is ahead of UTC in summer. */
export const officeAhead = 2

/** The most of one thing that people order at a time. */
export const mostOrdered = 9

/** Of a rate of tax that nearly every price ties with: rather no business than no end. */
const mostAttempts = 2000

/** Prices that leave no tie for any quantity, so that everybody rounds them alike. */
const isPlain = (price: number, tax: number): boolean => {
  for (let quantity = 1; quantity <= mostOrdered; quantity++) if (isTie(price * quantity, tax)) return false
  return true
}

/**
 * Draws the versions of a list. From one to the next most prices move by some percent, up more often than down.
 *
 * @param starts the first day of each version
 */
export function drawPriceList(random: Random, goods: readonly ListedGood[], starts: readonly number[]): PriceList {
  const prices = new Map<string, readonly number[]>()
  for (const { code, price, tax } of goods) {
    const own: number[] = []
    for (let version = 0; version < starts.length; version++) {
      const last = own.at(-1)
      if (last !== undefined && random.percent(25)) own.push(last)
      else own.push(movedPrice(random, { from: last ?? price, tax, others: own }))
    }
    prices.set(code, own)
  }
  return { starts, prices }
}

/** A new price near an old one; none that the good had before. */
function movedPrice(
  random: Random,
  { from, tax, others }: { readonly from: number; readonly tax: number; readonly others: readonly number[] },
): number {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const percent = random.percent(60) ? random.int(2, 11) : -random.int(2, 9)
    const price = Math.max(50, Math.round((from * (100 + percent)) / 100) + random.int(-4, 4))
    if (!others.includes(price) && isPlain(price, tax)) return price
  }
  throw new TypeError(`no other price near ${from} leaves no tie at ${tax} percent`)
}

/** The place of the version that is in force on a day; -1 before the first. */
export function versionOn({ starts }: Pick<PriceList, 'starts'>, day: number): number {
  return starts.findLastIndex((from) => from <= day)
}

/** The day of an order that decides, by the clock that the house reads. */
export function decidingDay(
  times: OrderTimes,
  { ahead }: Site,
  { day, zone }: Pick<PriceRule, 'day' | 'zone'>,
): number {
  const hours = zone === 'utc' ? 0 : zone === 'office' ? officeAhead : ahead
  return dayOf(times[day] + hours * 60)
}

/** Prices agreed with some customers for some goods, near the list and often below it, in force all the time. */
export function drawAgreements(
  random: Random,
  input: {
    readonly customers: readonly Customer[]
    readonly goods: readonly ListedGood[]
    readonly list: PriceList
    /** Goods of each customer who has an agreement. */
    readonly each: number
    /** Customers of a hundred who have one. */
    readonly share: number
    readonly from: number
    readonly until: number
  },
): Agreement[] {
  const { customers, goods, list, each, share, from, until } = input
  const drafts = customers.flatMap(({ code: customer }) =>
    random.percent(share)
      ? random.sample(goods, each).map(({ code: good, tax }) => {
          const known = list.prices.get(good) ?? []
          const usual = random.pick(known)
          return {
            customer,
            good,
            price: agreedPrice(random, usual, tax, known),
            from: from - random.int(20, 200),
            until: until + random.int(20, 200),
          }
        })
      : [],
  )
  let id = random.int(100, 800)
  return drafts.map((draft) => ({ id: (id += random.int(1, 3)), ...draft }))
}

function agreedPrice(random: Random, usual: number, tax: number, known: readonly number[]): number {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const percent = random.percent(60) ? -random.int(1, 7) : random.int(1, 6)
    const price = Math.round((usual * (100 + percent)) / 100)
    if (!known.includes(price) && isPlain(price, tax)) return price
  }
  throw new TypeError(`no agreed price near ${usual} leaves no tie at ${tax} percent`)
}

/** The price of one of a good for a customer, by the list's version and what was agreed. */
export function priceFor(
  list: PriceList,
  { good, version, agreed }: { readonly good: string; readonly version: number; readonly agreed: number | undefined },
  rule: PriceRule['agreed'] | 'never',
): number {
  const listed = list.prices.get(good)?.[version]
  if (listed === undefined) throw new TypeError(`no price of ${good} in version ${version}`)
  if (agreed === undefined || rule === 'never') return listed
  return rule === 'always' ? agreed : Math.min(agreed, listed)
}
