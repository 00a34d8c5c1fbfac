/**
 * The business of an instance: orders, the invoices made of them, drafts and those that are out, what has been
 * corrected since, and which of them a program priced by the list of the wrong day.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import {
  type Agreement,
  drawAgreements,
  drawPriceList,
  type ListedGood,
  type OrderTimes,
  type PriceList,
} from '../../worlds/stations/price-list.ts'
import type { Customer, PriceListTrade, Site } from '../../worlds/stations/price-list-trade.ts'
import {
  type PriceRule,
  ruleAgreed,
  ruleDays,
  ruleForms,
  ruleNumbers,
  ruleRoundings,
  ruleZones,
} from '../../worlds/stations/price-rule.ts'
import { dayOf, monthOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { closedBy, drawSeason, type Season, workday } from './calendar.ts'
import { type ChosenInvoice, chooseInvoices } from './choose.ts'
import type { Shelves } from './orders.ts'
import { type Amounts, amountsOf, type Line, settle, type Settled } from './settle.ts'
import type { PricePlan } from './sketch.ts'

/** An order and its invoice. */
export interface Invoice extends Settled {
  readonly number: number
  readonly order: { readonly id: number; readonly times: OrderTimes }
  readonly customer: Customer
  readonly site: Site
  readonly madeOn: number
  readonly release: string
  readonly version: number
  readonly current: number
  readonly lines: readonly Line[]
  readonly isWrong: boolean
}

/** An entry that was written to an invoice later. */
export interface Later {
  readonly id: number
  readonly invoice: Invoice
  readonly day: number
  /** Signed: below zero the customer gets something back. */
  readonly amounts: Amounts
  readonly reason: 'price' | 'other'
}

export interface Story {
  readonly world: World
  readonly trade: PriceListTrade
  readonly level: IncidentLevel
  readonly plan: PricePlan
  readonly rule: PriceRule
  readonly sketch: Sketch
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second', Person>>
  readonly season: Season
  readonly customers: readonly Customer[]
  readonly sites: readonly Site[]
  /** Codes of offices whose prices stand in the old system; only in `two systems`. */
  readonly oldSites: ReadonlySet<string>
  readonly goods: readonly ListedGood[]
  readonly list: PriceList
  /** The list of the old system; the same as `list` in other plans. */
  readonly oldList: PriceList
  readonly agreements: readonly Agreement[]
  readonly invoices: readonly Invoice[]
  readonly later: readonly Later[]
  readonly closed: readonly { readonly month: string; readonly closedAt: number }[]
  /** The first free number of an entry. */
  readonly nextEntry: number
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: PriceRule
}

/** Sizes by level. */
const sizes: Readonly<
  Record<IncidentLevel, { customers: number; sites: number; goods: number; invoices: number; lines: number }>
> = {
  1: { customers: 7, sites: 3, goods: 8, invoices: 26, lines: 0 },
  2: { customers: 9, sites: 3, goods: 10, invoices: 40, lines: 0 },
  3: { customers: 12, sites: 4, goods: 14, invoices: 84, lines: 0 },
  4: { customers: 20, sites: 4, goods: 18, invoices: 180, lines: 520 },
  5: { customers: 40, sites: 6, goods: 22, invoices: 700, lines: 2040 },
}

/** A house; drawn once, so that it is not chosen by how well its riddle is balanced. */
export function drawRule(random: Random, level: IncidentLevel): PriceRule {
  return {
    day: random.pick(ruleDays),
    zone: random.pick(ruleZones),
    agreed: random.pick(ruleAgreed),
    rounding: random.pick(ruleRoundings),
    correction: {
      under: random.pick(level >= 4 ? ['charged', 'waived', 'waived if closed'] : ['charged', 'waived']),
      form: random.pick(ruleForms),
      number: random.pick(ruleNumbers),
    },
  }
}

/** Draws a business; null where it has not what a fair riddle needs. */
export function drawStory(random: Random, { world, level, sketch, rule }: StoryOptions): Story | null {
  const trade = world.stations.price_list as PriceListTrade
  const size = sizes[level]
  const plan = sketch.plan as PricePlan
  const season = drawSeason(random, level, sketch.knobs.days)
  const goods = world.goods(random, size.goods).map((good): ListedGood => ({ ...good, tax: random.pick(trade.taxes) }))
  const list = drawPriceList(random, goods, season.starts)
  const oldList = plan === 'two systems' ? drawPriceList(random, goods, season.starts) : list
  const customers = trade.drawCustomers(random, size.customers)
  const sites = trade.drawSites(random, size.sites)
  const oldSites = new Set(
    plan === 'two systems' ? random.sample(sites, Math.ceil(sites.length / 2)).map(({ code }) => code) : [],
  )
  const agreements = drawAgreements(random, {
    ...{ customers, goods, list, each: Math.min(4, Math.ceil(goods.length / 4)), share: 70 },
    ...{ from: season.firstDay - 60, until: season.lastDay + 10 },
  })
  const shelves: Shelves = {
    ...{ season, rule, customers, sites, goods },
    agreements: new Map(agreements.map((own) => [`${own.customer} ${own.good}`, own])),
    regulars: customers.filter(({ code }) => agreements.some(({ customer }) => customer === code)),
    listOf: (site) => (oldSites.has(site.code) ? oldList : list),
  }
  const closed = level >= 4 ? closedBy(random, season) : []
  const chosen = chooseInvoices(random, shelves, {
    ...{ choices: sketch.knobs.choices, invoices: size.invoices, lines: size.lines },
    closed: new Set(closed.map(({ month }) => month)),
  })
  if (chosen === null) return null
  const [writer, owner, engineer, clerk, second] = drawPeople(
    random,
    [0, 1, 2, 3, 3].map((place) => world.words.roles[place] ?? 'office'),
  ) as [Person, Person, Person, Person, Person]
  const numbered = numberInvoices(random, chosen, rule, { season, closed })
  return {
    ...{ world, trade, level, plan, rule, sketch, season, customers, sites, oldSites, goods, list, oldList },
    people: { writer, owner, engineer, clerk, second },
    agreements: [...agreements, ...pastAgreements(random, { agreements, goods, season })],
    closed,
    ...numbered,
  }
}

/** Agreements that ended before anything here happened: they are there and say nothing. */
function pastAgreements(
  random: Random,
  input: { readonly agreements: readonly Agreement[]; readonly goods: readonly ListedGood[]; readonly season: Season },
): Agreement[] {
  const { agreements, goods, season } = input
  const first = agreements[0]?.id ?? 100
  let id = first - 60
  const past = random.sample(agreements, Math.ceil(agreements.length / 5)).map(({ customer }) => {
    const good = random.pick(goods)
    const until = season.firstDay - random.int(90, 300)
    return {
      ...{ id: (id += random.int(1, 3)), customer, good: good.code, from: until - random.int(90, 360), until },
      price: Math.round((good.price * random.int(85, 98)) / 100),
    }
  })
  // Many of them would run into the ids of those in force.
  const over = Math.max(0, id - first + 1)
  return past.map((own) => ({ ...own, id: own.id - over }))
}

/** Numbers go up with the day of an invoice, those of entries with the day of the entry. */
function numberInvoices(
  random: Random,
  chosen: readonly ChosenInvoice[],
  rule: PriceRule,
  { season, closed }: Pick<Story, 'season' | 'closed'>,
): Pick<Story, 'invoices' | 'later' | 'nextEntry'> {
  const closedMonths = new Set(closed.map(({ month }) => month))
  const sorted = chosen.toSorted((left, right) => left.draft.madeOn - right.draft.madeOn)
  const byOrder = [...sorted.keys()].toSorted(
    (left, right) =>
      (sorted[left] as ChosenInvoice).draft.times.ordered - (sorted[right] as ChosenInvoice).draft.times.ordered,
  )
  const orderIds = new Map<number, number>()
  let order = random.int(3000, 8000)
  for (const place of byOrder) orderIds.set(place, (order += random.int(1, 3)))
  let [id, number, entry] = [random.int(100, 900), random.int(20_000, 70_000), random.int(1000, 9000)]
  const { release, from, until } = season
  const invoices = sorted.map(({ draft, isDraft, isCorrected }, place): Invoice => {
    const { customer, site, times, madeOn, list, version, current, isWrong } = draft
    return {
      ...{ id: (id += random.int(1, 2)), number: (number += random.int(1, 3)), isDraft, isCorrected, list },
      order: { id: orderIds.get(place) ?? 0, times },
      ...{ customer, site, madeOn, version, current, isWrong },
      release: madeOn < from ? release.before : madeOn < until ? release.bad : release.after,
      isClosed: closedMonths.has(monthOf(madeOn)),
      lines: draft.lines.map(({ good, quantity, price, agreed, net, tax, gross }) => ({
        ...{ id: 0, good, quantity, price, agreed, net, tax, gross },
      })),
    }
  })
  const drafts = laterOf(random, invoices, rule, season)
  // One series for all entries, by day.
  type Waiting = { readonly day: number; readonly put: (id: number) => void }
  const lineIds = new Map<Line, number>()
  const laterIds = new Map<Omit<Later, 'id'>, number>()
  const waiting: Waiting[] = [
    ...invoices.flatMap(({ madeOn: day, lines }) =>
      lines.map((line) => ({ day, put: (own: number) => void lineIds.set(line, own) })),
    ),
    ...drafts.map((own) => ({ day: own.day, put: (given: number) => void laterIds.set(own, given) })),
  ]
  for (const { put } of waiting.toSorted((left, right) => left.day - right.day)) put((entry += 1))
  const whole = new Map(
    invoices.map((invoice) => [
      invoice,
      { ...invoice, lines: invoice.lines.map((line) => ({ ...line, id: lineIds.get(line) ?? 0 })) },
    ]),
  )
  return {
    invoices: [...whole.values()],
    later: drafts.map((own) => ({
      ...own,
      id: laterIds.get(own) ?? 0,
      invoice: whole.get(own.invoice) ?? own.invoice,
    })),
    nextEntry: entry + 1,
  }
}

/** Corrections that people wrote already, and what was given back for other reasons. */
function laterOf(random: Random, invoices: readonly Invoice[], rule: PriceRule, { asOf }: Season): Omit<Later, 'id'>[] {
  const latest = dayOf(asOf) - 1
  const later = (invoice: Invoice): number =>
    Math.min(latest, workday(Math.min(latest - 2, invoice.madeOn + random.int(2, 12))))
  const corrections = invoices
    .filter(({ isCorrected }) => isCorrected)
    .flatMap((invoice): Omit<Later, 'id'>[] => {
      const { difference } = settle(
        { ...invoice, isCorrected: false },
        { version: invoice.version, way: 'entry' },
        { ...rule, under: 'charged' },
      )
      return difference === null ? [] : [{ invoice, day: later(invoice), amounts: difference, reason: 'price' }]
    })
  const sent = invoices.filter(({ isDraft, isCorrected, madeOn }) => !isDraft && !isCorrected && madeOn < latest - 6)
  const others = random
    .sample(sent, Math.max(2, Math.round(invoices.length / 25)))
    .map((invoice): Omit<Later, 'id'> => {
      const net = -100 * random.int(2, 15)
      return {
        ...{ invoice, day: later(invoice), reason: 'other' },
        amounts: amountsOf(net, invoice.lines[0]?.good.tax ?? 0, 'nearest'),
      }
    })
  return [...corrections, ...others]
}
