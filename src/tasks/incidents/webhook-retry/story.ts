/**
 * The business of an instance: bills, payments, calls of the provider, bookings, and what people made of them while the
 * intake booked every call.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import { type Call, callsByPayment, drawCalls, type Payment, runIntake } from '../../worlds/stations/api-feed.ts'
import type { ApiFeedTrade } from '../../worlds/stations/api-feed-trade.ts'
import { type Booking, type ClosedMonth, type Receipt, reversalOf } from '../../worlds/stations/ledger.ts'
import type { LedgerTrade } from '../../worlds/stations/ledger-trade.ts'
import { paymentAnswers, type PaymentRule } from '../../worlds/stations/payment-rule.ts'
import { dayOf, inOffice, minuteOf, monthOf, weekdayOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { type Calendar, drawCalendar } from './calendar.ts'
import { type Bill, Cashier, drawCluster, drawPlain } from './cashier.ts'
import { type ClusterPlan, indexOf, planClusters } from './clusters.ts'
import type { WebhookPlan } from './sketch.ts'

export interface Trade {
  readonly api_feed: ApiFeedTrade
  readonly ledger: LedgerTrade
}

/** Equal bookings on one bill, payments in the order of their first calls. */
export interface Cluster {
  readonly plan: ClusterPlan
  readonly bill: string
  readonly payments: readonly number[]
  /** By payment, in the order of calls. */
  readonly bookings: readonly (readonly number[])[]
}

export interface Story extends Calendar {
  readonly world: World
  readonly trade: Trade
  readonly level: IncidentLevel
  readonly plan: WebhookPlan
  readonly rule: PaymentRule
  readonly sketch: Sketch
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second', Person>>
  readonly provider: string
  /** How long the provider waits for an answer. */
  readonly limitMs: number
  readonly bills: readonly Bill[]
  readonly payments: readonly Payment[]
  readonly calls: readonly Call[]
  readonly clusters: readonly Cluster[]
  /** Everything booked, as it was left. */
  readonly seen: ReadonlyMap<number, Booking>
  readonly receipts: readonly Receipt[]
  readonly closed: readonly ClosedMonth[]
  /** By call: a program's versions. */
  readonly versions: { readonly before: string; readonly bad: string; readonly after: string }
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: PaymentRule
}

/** Bills a day, by level, where every day is open. */
const billsPerDay: Readonly<Record<IncidentLevel, readonly [number, number]>> = {
  1: [2, 3],
  2: [4, 5],
  3: [6, 8],
  4: [9, 11],
  5: [26, 29],
}

export function drawRule(random: Random): PaymentRule {
  return {
    unanswered: random.pick(paymentAnswers.unanswered),
    vouchers: random.pick(paymentAnswers.vouchers),
    reversed: random.pick(paymentAnswers.reversed),
    closed: random.pick(paymentAnswers.closed),
    receipts: random.pick(paymentAnswers.receipts),
  }
}

export function tradeOf({ id, stations }: World): Trade {
  const { api_feed, ledger } = stations
  if (api_feed === undefined || ledger === undefined) throw new TypeError(`${id} has no api_feed`)
  return { api_feed, ledger }
}

/** Draws a business, strikes its intake and lets people work on what it left. */
export function drawStory(random: Random, options: StoryOptions): Story {
  const { world, level, sketch, rule } = options
  const plan = sketch.plan as WebhookPlan
  const trade = tradeOf(world)
  const feed = trade.api_feed
  const calendar = drawCalendar(random, level, sketch.knobs.days)
  const { firstDay, lastDay, from, until, asOf } = calendar
  const cashier = new Cashier(random, { ...options, trade: feed })
  const isOpen = (day: number): boolean => !world.calendar.closedWeekdays.includes(weekdayOf(day))
  const isStruck = ({ occurredAt }: Pick<Payment, 'occurredAt'>): boolean =>
    occurredAt >= from * 86_400 && occurredAt < until * 86_400

  const drawn: { plan: ClusterPlan; bill: string; places: number[] }[] = []
  const plans = planClusters(random, sketch.knobs.choices, rule, level)
  const struckDays = Array.from({ length: until - from }, (_, index) => from + index).filter(
    (day) => isOpen(day) && day <= lastDay,
  )
  const byDay = new Map<number, ClusterPlan[]>()
  for (const own of plans) {
    const day = random.pick(struckDays.filter((each) => level < 3 || each < calendar.openFrom === own.isEarly))
    byDay.set(day, [...(byDay.get(day) ?? []), own])
  }
  for (let day = firstDay; day <= lastDay; day++) {
    if (!isOpen(day)) continue
    const struck = day >= from && day < until
    const last = struck ? until * 86_400 - 7200 : (day + 4) * 86_400
    const [least, most] = billsPerDay[level]
    const count = Math.round((random.int(least, most) * 7) / (7 - world.calendar.closedWeekdays.length))
    for (let number = 0; number < count; number++) {
      // What is paid later must not come again by chance while every call is booked.
      const isAgain = (): boolean => !struck && (day < from - 4 || day >= until) && random.percent(13)
      drawPlain(random, cashier, day, { isAgain, last })
    }
    for (const own of byDay.get(day) ?? []) {
      const { code, places } = drawCluster(random, cashier, own, day, rule, until * 86_400 - 7200)
      drawn.push({ plan: own, bill: code, places })
    }
  }

  const { payments, bills } = cashier
  // In good times some answers were close to the limit, on either side of it.
  const close = new Set(
    payments.filter(
      (payment) => !isStruck(payment) && payment.answers.length > 1 && payment.answers.includes('in time'),
    ),
  )
  const limitMs = random.pick([5000, 8000, 10_000, 12_000, 15_000])
  const calls = drawCalls(random, payments, {
    limitMs,
    isPlain: (payment) => !close.has(payment),
    vouchers: rule.vouchers,
  })
  const booked = runIntake(payments, calls, rule, (payment) => !isStruck(payment))
  const byPayment = callsByPayment(calls)
  const clusters = drawn.map(({ plan: own, bill, places }): Cluster => ({
    ...{ plan: own, bill, payments: places },
    bookings: places.map((place) => (byPayment.get(place) ?? []).map(({ booking }) => booking)),
  }))
  const roles = [feed.nouns.desk, 'accounts', world.words.roles[2] ?? 'IT', feed.nouns.desk, 'accounts']
  const [writer, owner, engineer, clerk, second] = drawPeople(random, roles) as [Person, Person, Person, Person, Person]
  const people = { writer, owner, engineer, clerk, second }
  const reversals = drawReversals(random, {
    booked,
    clusters,
    isStruckBill: new Set(drawn.map(({ bill }) => bill)),
    asOf,
    isOpen,
  })
  const seen = new Map([...booked, ...reversals].map((own) => [own.id, own]))
  const major = random.int(2, 6)
  const minor = random.int(1, 7)
  return {
    ...calendar,
    ...{ world, trade, level, plan, rule, sketch, people, provider: random.pick(feed.providers), limitMs },
    ...{ bills, payments, calls, clusters, seen },
    receipts: level === 1 ? [] : drawReceipts(random, { booked, clusters, rule, asOf, calls, clerks: [writer, clerk] }),
    closed: closedMonths(random, calendar, second),
    versions: { before: `${major}.${minor}`, bad: `${major}.${minor + 1}`, after: `${major}.${minor + 2}` },
  }
}

/** The booking of a cluster's repeated payment that counts, and those too many. */
export function countedOf({
  plan,
  bookings,
}: Cluster): { readonly counted: number; readonly tooMany: readonly number[] } | null {
  if (plan.calls === 1) return null
  const own = bookings.find((list) => list.length > 1)
  if (own === undefined) return null
  const counted = own[indexOf(plan.place, own.length)] as number
  return { counted, tooMany: own.filter((id) => id !== counted) }
}

function drawReversals(
  random: Random,
  input: {
    readonly booked: readonly Booking[]
    readonly clusters: readonly Cluster[]
    readonly isStruckBill: ReadonlySet<string>
    readonly asOf: number
    readonly isOpen: (day: number) => boolean
  },
): Booking[] {
  const { booked, clusters, isStruckBill, asOf, isOpen } = input
  const byId = new Map(booked.map((own) => [own.id, own]))
  const chosen = clusters.flatMap((cluster) => {
    const places = countedOf(cluster)
    if (places === null || cluster.plan.reversed === null) return []
    return [cluster.plan.reversed === 'counted' ? places.counted : random.pick(places.tooMany)]
  })
  // Refunds that have nothing to do with it.
  const refunds = booked.filter(({ bill }) => !isStruckBill.has(bill) && random.percent(5)).map(({ id }) => id)
  let id = random.int(2000, 8000)
  return [...chosen, ...refunds]
    .flatMap((of) => {
      const own = byId.get(of) as Booking
      let day = own.day + random.int(1, 6)
      while (!isOpen(day)) day++
      return day < dayOf(asOf) ? [{ own, day }] : []
    })
    .toSorted((left, right) => left.day - right.day)
    .map(({ own, day }) => reversalOf(own, { id: (id += random.int(1, 3)), day }))
}

function drawReceipts(
  random: Random,
  input: {
    readonly booked: readonly Booking[]
    readonly clusters: readonly Cluster[]
    readonly rule: PaymentRule
    readonly asOf: number
    readonly calls: readonly Call[]
    readonly clerks: readonly Person[]
  },
): Receipt[] {
  const { booked, clusters, rule, asOf, calls, clerks } = input
  const chances = new Map<number, number>()
  for (const cluster of clusters) {
    const places = countedOf(cluster)
    if (places === null) continue
    const decides = rule.receipts === 'decide'
    for (const id of places.tooMany) chances.set(id, decides ? 0 : 88)
    chances.set(places.counted, decides ? (cluster.plan.isDecidedByReceipt ? 100 : 0) : 40)
  }
  const receivedAt = new Map(calls.map((call) => [call.booking, call.receivedAt]))
  let id = random.int(300, 5000)
  return booked
    .flatMap((own) => {
      const chance = chances.get(own.id) ?? 30
      if (!random.percent(chance)) return []
      const minute = Math.ceil((receivedAt.get(own.id) ?? 0) / 60)
      const printedAt = inOffice(minute + (chance === 100 ? random.int(20, 200) : random.int(20, 2400)))
      return printedAt < asOf ? [{ booking: own.id, printedAt, clerk: random.pick(clerks).login }] : []
    })
    .toSorted((left, right) => left.printedAt - right.printedAt)
    .map((receipt) => ({ id: (id += random.int(1, 3)), ...receipt }))
}

function closedMonths(random: Random, { firstDay, openFrom, until }: Calendar, by: Person): ClosedMonth[] {
  const months: ClosedMonth[] = []
  for (let day = firstDay; day < openFrom; day++) {
    const month = monthOf(day)
    if (months.some((known) => known.month === month)) continue
    let next = day
    while (monthOf(next) === month) next++
    // The last one was closed with the bookings of the accident in it.
    const closedOn = next === openFrom ? until + random.int(1, 2) : next + random.int(3, 7)
    months.push({ month, closedAt: minuteOf(closedOn, 17, random.int(0, 59)), closedBy: by.login })
  }
  return months
}

/** The first day on which something may be booked. */
export const firstOpenDay = ({ openFrom }: Pick<Story, 'openFrom'>): number => openFrom
