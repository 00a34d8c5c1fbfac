/**
 * What somebody asked to change, and which cases the change took instead.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good } from '../../worlds/business.ts'
import type { Sender } from '../../worlds/stations/file-import-trade.ts'
import { dayOf } from '../../worlds/time.ts'

/** Beside the reason, what else a case must be like. */
export type Condition =
  | { readonly by: 'senders'; readonly codes: readonly string[] }
  | { readonly by: 'goods'; readonly codes: readonly string[] }
  | { readonly by: 'opened'; readonly from: number; readonly until: number }

export interface Request {
  /** All open cases of this reason that meet the condition as well. */
  readonly reason: string
  readonly condition: Condition
  readonly fee: number
  /** Who takes them over. */
  readonly handler: string
  /** What the search left out, so that the change went over too many. */
  readonly missed: 'reason' | 'condition'
}

/** A change of many cases: what was asked for, when it was carried out and by whom. */
export interface Accident {
  readonly name: string
  readonly at: number
  readonly operator: string
  readonly request: Request
}

/** What a condition looks at. */
export interface CaseFacts {
  readonly sender: string
  readonly good: Pick<Good, 'code'>
  readonly openedAt: number
}

export function meets(condition: Condition, { sender, good, openedAt }: CaseFacts): boolean {
  switch (condition.by) {
    case 'senders':
      return condition.codes.includes(sender)
    case 'goods':
      return condition.codes.includes(good.code)
    case 'opened':
      return dayOf(openedAt) >= condition.from && dayOf(openedAt) <= condition.until
  }
}

/** Draws a condition that some cases meet and others do not. */
export function drawCondition(
  random: Random,
  input: {
    readonly by: Condition['by']
    readonly senders: readonly Sender[]
    readonly goods: readonly Good[]
    readonly firstDay: number
    readonly lastDay: number
  },
): Condition {
  const { by, senders, goods, firstDay, lastDay } = input
  if (by === 'senders')
    return { by, codes: random.sample(senders.map(({ code }) => code), senders.length > 5 ? 3 : 2).toSorted() } // prettier-ignore
  // Names with figures or initials in them read like codes.
  const plain = goods.filter(({ name }) => !/\d|[A-Z]{2}/.test(name))
  if (by === 'goods')
    return { by, codes: random.sample(plain.map(({ code }) => code), Math.max(3, Math.floor(goods.length / 4))).toSorted() } // prettier-ignore
  const length = lastDay - firstDay + 1
  const from = firstDay + random.int(Math.floor(length / 5), Math.floor(length / 3))
  return { by, from, until: from + Math.floor(length / 2) }
}

/** A day on which a case could have been opened that meets the condition, or does not. */
export function drawFacts(
  random: Random,
  condition: Condition,
  meeting: boolean,
  input: {
    readonly senders: readonly Sender[]
    readonly goods: readonly Good[]
    readonly drawDay: () => number
  },
): { readonly sender: string; readonly good: Good; readonly day: number } {
  for (let attempt = 0; attempt < 400; attempt++) {
    const drawn = {
      sender: random.pick(input.senders).code,
      good: random.pick(input.goods),
      day: input.drawDay(),
    }
    if (meets(condition, { ...drawn, openedAt: drawn.day * 1440 }) === meeting) return drawn
  }
  throw new TypeError('no case can be like that')
}
