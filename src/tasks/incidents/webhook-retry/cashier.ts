/**
 * What was paid: plain bills, and those where bookings look alike.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Answer, Payment } from '../../worlds/stations/api-feed.ts'
import type { ApiFeedTrade } from '../../worlds/stations/api-feed-trade.ts'
import type { PaymentRule } from '../../worlds/stations/payment-rule.ts'
import { minuteOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { Sketch } from '../incident.ts'
import { answersOf, type ClusterPlan } from './clusters.ts'

export interface Bill {
  readonly code: string
  readonly payer: string
  readonly issuedOn: number
  readonly total: number
  /** Paid through the old gateway; only in `two gateways`. */
  readonly isOld: boolean
}

export interface CashierOptions {
  readonly world: World
  readonly sketch: Sketch
  readonly trade: ApiFeedTrade
}

/** A payment that is still to get its bill. */
type Draft = Omit<Payment, 'bill' | 'amount'> & { readonly amount: number | null }

/** Writes bills and what is paid on them. */
export class Cashier {
  readonly #random: Random
  readonly #options: CashierOptions
  readonly #trade: ApiFeedTrade
  readonly bills: Bill[] = []
  readonly payments: Payment[] = []
  #place: number
  #voucher: number

  constructor(random: Random, options: CashierOptions) {
    this.#random = random
    this.#options = options
    this.#trade = options.trade
    this.#place = random.int(10, 900)
    this.#voucher = random.int(40_000, 80_000)
  }

  amount(share = 1): number {
    const { least, most, step } = this.#trade.amounts
    const top = Math.max(least + step, most * share)
    return least + step * this.#random.int(0, Math.floor((top - least) / step))
  }

  /** A time in business hours, in seconds. */
  moment(day: number): number {
    const [open, close] = this.#options.world.calendar.hours
    return minuteOf(day, this.#random.int(open, close - 1), this.#random.int(0, 59)) * 60 + this.#random.int(0, 59)
  }

  /** A time if it is early enough, otherwise another one of a day. */
  before(last: number, at: number, day: number): number {
    return at < last ? at : this.moment(day)
  }

  voucher(): string {
    return this.#trade.voucherCode((this.#voucher += this.#random.int(3, 40)))
  }

  payment(occurredAt: number, answers: readonly Answer[], amount: number | null = null): Draft {
    const reference = `${this.#random.pick(['ch', 'tx', 'py'])}_${this.#random.int(100_000, 999_999)}${this.#random.int(10_000, 99_999)}`
    return { kind: 'payment', reference, voucher: null, amount, occurredAt, answers }
  }

  pay(occurredAt: number, answers: readonly Answer[], voucher: string, amount: number | null = null): Draft {
    return { kind: 'voucher', reference: null, voucher, amount, occurredAt, answers }
  }

  /** Books payments on a new bill. @returns their places */
  bill(drafts: readonly Draft[], amount: number): { readonly code: string; readonly places: number[] } {
    const random = this.#random
    const code = this.#trade.billCode((this.#place += random.int(1, 3)))
    const first = Math.min(...drafts.map(({ occurredAt }) => Math.floor(occurredAt / 86_400)))
    const places = drafts.map(
      (draft) => this.payments.push({ ...draft, bill: code, amount: draft.amount ?? amount }) - 1,
    )
    const paid = places.reduce((sum, place) => sum + (this.payments[place] as Payment).amount, 0)
    // Most bills are paid in full, some in part, a few beyond.
    const { step } = this.#trade.amounts
    const rest = random.pick([
      0,
      0,
      0,
      0,
      0,
      0,
      step * random.int(4, 60),
      step * random.int(4, 60),
      -step * random.int(1, 6),
    ])
    this.bills.push({
      ...{ code, payer: this.#trade.payerCode(random.int(1000, 9999)), issuedOn: first - random.int(0, 12) },
      ...{ total: paid + rest, isOld: this.#options.sketch.plan === 'two gateways' && random.percent(45) },
    })
    return { code, places }
  }
}

/** Answers to a payment that nothing special is about. @param isAgain whether it came again, before or after the accident */
function plainAnswers(random: Random, isAgain: boolean): Answer[] {
  const unheard = (): Answer => random.pick(['late', 'late', 'late', 'refused', 'none'])
  if (!isAgain) return [random.percent(88) ? 'in time' : unheard()]
  const calls = random.pick([2, 2, 3])
  const answers = Array.from({ length: calls }, unheard)
  return random.percent(34) ? answers : answers.with(random.int(0, calls - 1), 'in time')
}

/** Payments of bills that nothing happened to. */
export function drawPlain(
  random: Random,
  cashier: Cashier,
  day: number,
  options: { isAgain: () => boolean; last: number },
): void {
  const answers = (): Answer[] => plainAnswers(random, options.isAgain())
  const at = cashier.moment(day)
  const later = (): number => cashier.before(options.last, cashier.moment(day + random.int(0, 3)), day)
  const way = random.int(0, 99)
  const amount = cashier.amount()
  if (way < 58) cashier.bill([cashier.payment(at, answers())], amount)
  else if (way < 72)
    cashier.bill([cashier.payment(at, answers()), cashier.payment(later(), answers(), cashier.amount(0.4))], amount)
  else if (way < 80) {
    const part = cashier.amount(0.5)
    cashier.bill([cashier.payment(at, answers(), part), cashier.payment(later(), answers(), part)], part)
  } else if (way < 93) {
    const part = cashier.amount(0.4)
    cashier.bill(
      [cashier.pay(at, answers(), cashier.voucher(), part), cashier.payment(at + random.int(60, 400), answers())],
      amount,
    )
  } else cashier.bill([cashier.pay(at, answers(), cashier.voucher())], cashier.amount(0.5))
}

/** The payments of a bill where bookings look alike. */
export function drawCluster(
  random: Random,
  cashier: Cashier,
  plan: ClusterPlan,
  day: number,
  rule: PaymentRule,
  last: number,
) {
  const at = cashier.moment(day)
  const { kind } = plan
  // Rates are paid on one day or over some; whoever pays all at once does it within minutes.
  const after = (): number =>
    random.percent(40) ? at + random.int(70, 2400) : cashier.before(last, cashier.moment(day + random.int(1, 3)), day)
  const inTime: Answer[] = ['in time']
  const single = (): Answer[] => (random.percent(85) ? inTime : ['late'])
  const amount = cashier.amount(kind === 'payment again' ? 1 : 0.5)
  const number = cashier.voucher()
  switch (kind) {
    case 'payment again':
      return cashier.bill([cashier.payment(at, answersOf(random, plan, rule))], amount)
    case 'voucher again':
      return cashier.bill([cashier.pay(at, answersOf(random, plan, rule), number)], amount)
    case 'one of two again': {
      const twice = cashier.payment(at, answersOf(random, plan, rule))
      const once = cashier.payment(
        random.percent(50) ? after() : Math.max(at - random.int(1200, 5000), minuteOf(day, 1) * 60),
        single(),
      )
      return cashier.bill(
        [twice, once].toSorted((left, right) => left.occurredAt - right.occurredAt),
        amount,
      )
    }
    case 'instalments':
      return cashier.bill(
        Array.from({ length: plan.parts }, (_, index) =>
          cashier.payment(index === 0 ? at : after(), single()),
        ).toSorted((left, right) => left.occurredAt - right.occurredAt),
        amount,
      )
    case 'two vouchers': {
      // One card used on two occasions, or two cards handed in together: which of them tells, a house has to know.
      const second =
        rule.vouchers === 'moment'
          ? cashier.pay(at + random.int(400, 6000), single(), number)
          : cashier.pay(at, single(), cashier.voucher())
      return cashier.bill([cashier.pay(at, single(), number), second], amount)
    }
  }
}
