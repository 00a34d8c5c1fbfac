/**
 * What was paid on the bills that the accident struck, and on others that look like it: planned so that no place in the
 * order of calls is right for most.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Answer } from '../../worlds/stations/api-feed.ts'
import type { PaymentRule } from '../../worlds/stations/payment-rule.ts'

/** The place of the call that counts among the calls of a payment. */
export type Place = 'first' | 'middle' | 'last'

/** Equal bookings on one bill, which could be one payment. */
export interface ClusterPlan {
  readonly kind: 'payment again' | 'voucher again' | 'one of two again' | 'instalments' | 'two vouchers'
  /** Calls of the payment that came again; 1: none did. */
  readonly calls: 1 | 2 | 3
  /** Payments of equal amount that did not come again, of instalments and vouchers. */
  readonly parts: 1 | 2 | 3
  readonly place: Place
  /** Nobody acknowledged any call of it. */
  readonly isUnanswered: boolean
  /** Whether the booking of a call too many was reversed, or that of the one that counts (a refund). */
  readonly reversed: 'too many' | 'counted' | null
  /** A receipt was printed for the booking that counts, and it decides. */
  readonly isDecidedByReceipt: boolean
  /** Paid before the end of the month that was closed afterwards. */
  readonly isEarly: boolean
}

/** How many of each kind among so many; the rest are plain payments that came again. */
const shares = { instalments: 0.17, vouchers: 0.16, voucherAgain: 0.25, oneOfTwo: 0.16 }

function drawClusters(random: Random, count: number, rule: PaymentRule, level: number): ClusterPlan[] {
  const of = (share: number): number => Math.max(1, Math.round(count * share) + random.int(-1, 1))
  const drawn: ClusterPlan['kind'][] = [
    ...Array.from({ length: of(shares.instalments) }, () => 'instalments' as const),
    ...Array.from({ length: of(shares.vouchers) }, () => 'two vouchers' as const),
    ...Array.from({ length: of(shares.voucherAgain) }, () => 'voucher again' as const),
    ...Array.from({ length: of(shares.oneOfTwo) }, () => 'one of two again' as const),
  ]
  while (drawn.length < count) drawn.push('payment again')
  const kinds = random.shuffle(drawn).slice(0, count)
  const again = kinds.filter((kind) => kind !== 'instalments' && kind !== 'two vouchers').length
  // By turns, so that each place is right for a third of the rows that go.
  const turns: readonly (readonly [calls: 2 | 3, place: Place])[] = [
    [2, 'first'],
    [2, 'last'],
    [3, 'middle'],
    [2, 'first'],
    [2, 'last'],
    [3, 'first'],
    [3, 'middle'],
    [3, 'last'],
  ]
  const offset = random.int(0, turns.length - 1)
  const places = random.shuffle(
    Array.from({ length: again }, (_, index) => turns[(index + offset) % turns.length] as (typeof turns)[number]),
  )
  // Some that nobody acknowledged: they count by the order of calls.
  const fitting = random.shuffle(places.flatMap(([, place], index) => (place === rule.unanswered ? [index] : [])))
  const unanswered = new Set(fitting.slice(0, Math.max(2, Math.round(again * 0.24) + random.int(-1, 1))))
  const decides = level >= 2 && rule.receipts === 'decide'
  const left = random.shuffle(places.flatMap((_, index) => (unanswered.has(index) ? [] : [index])))
  const byReceipt = new Set(decides ? left.slice(0, Math.round(again * 0.4)) : [])
  const mixed = random.shuffle(Array.from({ length: again }, (_, index) => index))
  const tooMany = new Set(mixed.slice(0, Math.max(2, Math.round(again * 0.22) + random.int(-1, 1))))
  const counted = new Set(
    mixed.slice(tooMany.size, tooMany.size + Math.max(1, Math.round(again * 0.16) + random.int(0, 1))),
  )
  let next = 0
  const early = rule.closed === 'stands' ? 38 : 48
  const isEarly = (): boolean => level >= 3 && random.percent(early)
  return kinds.map((kind): ClusterPlan => {
    if (kind === 'instalments' || kind === 'two vouchers') {
      const parts = kind === 'instalments' ? random.pick([2, 3] as const) : 2
      return {
        ...{ kind, calls: 1, parts, place: 'first', isUnanswered: false, reversed: null, isDecidedByReceipt: false },
        isEarly: isEarly(),
      }
    }
    const index = next++
    const [calls, place] = places[index] as (typeof turns)[number]
    return {
      ...{
        kind,
        calls,
        parts: 1,
        place,
        isUnanswered: unanswered.has(index),
        isDecidedByReceipt: byReceipt.has(index),
      },
      reversed: tooMany.has(index) ? 'too many' : counted.has(index) ? 'counted' : null,
      isEarly: isEarly(),
    }
  })
}

/** Bookings of a cluster that have to go, or to be reversed. */
export function stakeOf(
  { calls, reversed, isEarly }: ClusterPlan,
  rule: Pick<PaymentRule, 'reversed' | 'closed'>,
): number {
  if (calls === 1) return 0
  const undone = reversed === 'too many' ? 1 : 0
  const others = isEarly && rule.closed === 'stands' ? 0 : calls - 1 - undone
  return others + (undone === 1 && rule.reversed === 'go' && !isEarly ? 2 : 0)
}

/** What a rule decides, as a share of what is to be done, at least. */
const leastOfARule = 0.135
const [leastOfAPlace, mostOfAPlace] = [0.22, 0.385]

/** No place among the calls is right for most of what is to be done, and every rule matters. */
function isBalanced(plans: readonly ClusterPlan[], rule: PaymentRule, level: number): boolean {
  const sum = (count: (plan: ClusterPlan) => number, of: (plan: ClusterPlan) => boolean = () => true): number =>
    plans.filter(of).reduce((total, plan) => total + count(plan), 0)
  const stake = (plan: ClusterPlan): number => stakeOf(plan, rule)
  const total = sum(stake)
  const places = (['first', 'middle', 'last'] as const).map(
    (place) => sum(stake, (plan) => plan.place === place) / total,
  )
  const other = { ...rule, reversed: rule.reversed === 'go' ? 'stand' : 'go' } as const
  const isLive = ({ isEarly }: ClusterPlan): boolean => !isEarly || rule.closed !== 'stands'
  const shares = [
    // The booking left and the one that goes change places.
    sum(
      (plan) => (stake(plan) > 0 ? 2 : 0),
      (plan) => plan.isUnanswered && plan.reversed === null,
    ),
    sum(stake, ({ kind }) => kind === 'voucher again'),
    sum(stake, ({ reversed }) => reversed === 'counted'),
    sum((plan) => Math.abs(stakeOf(plan, other) - stake(plan))),
    ...(rule.vouchers === 'moment'
      ? [
          sum(
            () => 1,
            (plan) => plan.kind === 'two vouchers' && isLive(plan),
          ),
        ]
      : []),
    ...(level < 3
      ? []
      : [
          sum(
            ({ calls, reversed }) => calls - 1 - (reversed === 'too many' ? 1 : 0),
            ({ calls, isEarly }) => calls > 1 && isEarly,
          ),
        ]),
  ]
  // What is whole already, as a share of what a wrong reading could do.
  const whole = sum(
    ({ parts }) => parts - 1,
    ({ calls }) => calls === 1,
  )
  const rest = sum(
    ({ kind, reversed }) => (kind === 'one of two again' ? 3 : 2) + (reversed === null ? 0 : 1),
    ({ calls }) => calls > 1,
  )
  return (
    whole / (whole + rest) >= leastOfARule &&
    Math.max(...places) <= mostOfAPlace &&
    Math.min(...places) >= leastOfAPlace &&
    Math.min(...shares) / total >= leastOfARule
  )
}

/** Clusters that are balanced. @throws TypeError when none are found */
export function planClusters(random: Random, count: number, rule: PaymentRule, level: number): ClusterPlan[] {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const plans = drawClusters(random, count, rule, level)
    if (isBalanced(plans, rule, level)) return plans
  }
  throw new TypeError(`no balanced payments among ${count}`)
}

export const indexOf = (place: Place, calls: number): number =>
  place === 'first' ? 0 : place === 'last' ? calls - 1 : 1

/**
 * What was answered to the calls of a payment, so that it counts by the place it has. Calls that would count if a late answer
 * were one were mostly answered late.
 */
export function answersOf(
  random: Random,
  plan: ClusterPlan,
  { unanswered }: Pick<PaymentRule, 'unanswered'>,
): Answer[] {
  const { calls, place, isUnanswered, isDecidedByReceipt } = plan
  const own = indexOf(place, calls)
  // A receipt decides against what was acknowledged.
  const others = Array.from({ length: calls }, (_, index) => index).filter((index) => index !== own)
  const acknowledged = isDecidedByReceipt ? random.pick(others) : own
  const answers = Array.from({ length: calls }, (_, index): Answer => {
    const isRival = isUnanswered ? index !== own : unanswered === 'first' ? index < acknowledged : index > acknowledged
    if (isUnanswered && index === own) return random.pick(['late', 'refused', 'refused', 'none', 'none'])
    return isRival && random.percent(75) ? 'late' : random.pick(['late', 'late', 'refused', 'none'])
  })
  return isUnanswered ? answers : answers.with(acknowledged, 'in time')
}
