/**
 * Single orders of the business and the invoices made of them: what was right, and what the program wrote.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import {
  type Agreement,
  decidingDay,
  type ListedGood,
  mostOrdered,
  type OrderTimes,
  type PriceList,
  priceFor,
  versionOn,
} from '../../worlds/stations/price-list.ts'
import type { Customer, Site } from '../../worlds/stations/price-list-trade.ts'
import { type PriceRule, ruleDays, ruleZones, taxOf } from '../../worlds/stations/price-rule.ts'
import { minuteOf, readDay, weekdayOf } from '../../worlds/time.ts'
import type { Season } from './calendar.ts'
import { amountsOf, type Amounts } from './settle.ts'

export interface DraftLine extends Amounts {
  readonly good: ListedGood
  readonly quantity: number
  readonly price: number
  readonly agreed: Agreement | undefined
  /** What one should have cost. */
  readonly due: number
}

/** An order with its invoice, before it has numbers. */
export interface DraftInvoice {
  readonly customer: Customer
  readonly site: Site
  readonly list: PriceList
  readonly times: OrderTimes
  readonly madeOn: number
  /** The version in force on the day that decides, and on the day of the invoice. */
  readonly version: number
  readonly current: number
  readonly lines: readonly DraftLine[]
  /** Net that was asked for too much, or too little if below zero. */
  readonly excess: number
  readonly isWrong: boolean
}

/** What orders are drawn from. */
export interface Shelves {
  readonly season: Season
  readonly rule: PriceRule
  readonly customers: readonly Customer[]
  /** Customers who have an agreement. */
  readonly regulars: readonly Customer[]
  readonly sites: readonly Site[]
  readonly goods: readonly ListedGood[]
  readonly agreements: ReadonlyMap<string, Agreement>
  readonly listOf: (site: Site) => PriceList
}

/** Summer time begins on 29 March; the first list of the season a while later. */
const earliest = minuteOf(readDay('2026-04-01'), 0)

/** The version that another reading of the day would take. */
export function versionBy(
  { list, times, site }: Pick<DraftInvoice, 'list' | 'times' | 'site'>,
  reading: Pick<PriceRule, 'day' | 'zone'>,
): number {
  return versionOn(list, decidingDay(times, site, reading))
}

export const readingsOfDay = ruleDays.flatMap((day) => ruleZones.map((zone) => ({ day, zone })))

/** What is looked for, so that it is found soon. */
export interface Hint {
  readonly back: number
  /** Around the start of a list. */
  readonly isEdge: boolean
  /** Of a customer with an agreement, one thing of it at least. */
  readonly isAgreed: boolean
}

/** Draws an order whose invoice is made on a day, or null where luck does not have it. */
export function drawInvoice(random: Random, shelves: Shelves, madeOn: number, hint?: Hint): DraftInvoice | null {
  const { season, rule, customers, sites } = shelves
  const { starts } = season
  const site = random.pick(sites)
  const list = shelves.listOf(site)
  const current = versionOn(list, madeOn)
  const at = drawDeciding(random, { starts, current, madeOn, hint })
  const times = timesAround(random, rule.day, at)
  if (times.ordered < earliest || times.delivered >= minuteOf(madeOn, 0) - 180) return null
  const customer = random.pick(hint?.isAgreed === true ? shelves.regulars : customers)
  const version = versionBy({ list, times, site }, rule)
  if (version < 1 || current - version > 2 || version > current) return null
  const isStruck = madeOn >= season.from && madeOn < season.until
  const lines = drawGoods(random, shelves, customer, hint?.isAgreed).map((good): DraftLine => {
    const agreed = shelves.agreements.get(`${customer.code} ${good.code}`)
    const priceIn = (own: number): number =>
      priceFor(list, { good: good.code, version: own, agreed: agreed?.price }, rule.agreed)
    const due = priceIn(version)
    const price = isStruck ? priceIn(current) : due
    const quantity = random.pick([1, 1, 2, 2, 3, 4, 5, 6, mostOrdered])
    return { good, quantity, price, agreed, due, ...amountsOf(price * quantity, good.tax, rule.rounding) }
  })
  const excess = lines.reduce((sum, { price, due, quantity }) => sum + (price - due) * quantity, 0)
  const isWrong = lines.some(({ price, due }) => price !== due)
  // Something is out, and net and tax go the same way, so that one entry can say it.
  if (isWrong && (excess === 0 || Math.sign(excess) !== Math.sign(excessTax(lines, rule)))) return null
  return { customer, site, list, times, madeOn, version, current, lines, excess, isWrong }
}

function excessTax(lines: readonly DraftLine[], { rounding }: PriceRule): number {
  return lines.reduce((sum, { due, quantity, good, tax }) => sum + tax - taxOf(due * quantity, good.tax, rounding), 0)
}

/** A minute by UTC up to two lists back, often late in the evening before a list comes into force: people hurry. */
function drawDeciding(
  random: Random,
  input: {
    readonly starts: readonly number[]
    readonly current: number
    readonly madeOn: number
    readonly hint: Hint | undefined
  },
): number {
  const { starts, current, madeOn, hint } = input
  const back = hint?.back ?? random.pick([0, 0, 1, 1, 2, 2])
  const from = starts[Math.max(1, current - back)] ?? madeOn
  const until = back === 0 ? madeOn - 1 : (starts[current - back + 1] ?? madeOn)
  if (hint?.isEdge ?? random.percent(40)) {
    // Around the start of a list: the evening before, when it is the next day by some clocks.
    const edge = random.percent(50) ? from : until
    return minuteOf(edge - 1, 21, random.int(2, 178))
  }
  return minuteOf(random.int(from, Math.max(from, until - 1)), random.int(6, 21), random.int(0, 59))
}

const gap = (random: Random): number => (random.percent(25) ? random.int(20, 600) : random.int(700, 9 * 1440))

function timesAround(random: Random, day: PriceRule['day'], at: number): OrderTimes {
  const [first, second] = [gap(random), gap(random)]
  switch (day) {
    case 'ordered':
      return { ordered: at, confirmed: at + first, delivered: at + first + second }
    case 'confirmed':
      return { ordered: at - first, confirmed: at, delivered: at + second }
    default:
      return { ordered: at - second - first, confirmed: at - second, delivered: at }
  }
}

/** One to four different things, some of them at an agreed price where the customer has one. */
function drawGoods(
  random: Random,
  { goods, agreements }: Shelves,
  { code }: Customer,
  isAgreed = random.percent(55),
): ListedGood[] {
  const count = random.pick([1, 2, 2, 3, 3, 4])
  const chosen = random.sample(goods, count)
  const special = goods.filter((good) => agreements.has(`${code} ${good.code}`) && !chosen.includes(good))
  if (special.length > 0 && isAgreed) chosen[0] = random.pick(special)
  return chosen
}

/** A day of the week on which invoices are made, from one day on and before another. */
export function drawMadeOn(random: Random, from: number, until: number): number {
  for (;;) {
    const day = random.int(from, until - 1)
    const weekday = weekdayOf(day)
    if ((weekday !== 0 && weekday !== 6) || until - from < 3) return day
  }
}
