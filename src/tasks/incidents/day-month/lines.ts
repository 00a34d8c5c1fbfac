/**
 * Lines of files: two days each, written the way of a partner.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good } from '../../worlds/business.ts'
import { readDay } from '../../worlds/time.ts'
import { type Order, otherOrder } from './house.ts'
import type { RefusalKind } from './plan-files.ts'
import { dateOf, monthNumberOf, readText, turned, type Way, type Ways, writeDay } from './ways.ts'

/** A good with the usual time from a partner's file to what it promises. */
export interface PromisedGood extends Good {
  readonly lead: number
}

/** A line as it was sent. */
export interface SentLine {
  /** The days that the partner means. */
  readonly taken: number
  readonly due: number
  readonly takenText: string
  readonly dueText: string
  /** null: the line has a code that nobody knows. */
  readonly good: PromisedGood | null
  readonly code: string
  /** null: it has none. */
  readonly quantity: number | null
  /** null: it is read. */
  readonly refusal: RefusalKind | null
}

/** Days either way of the usual lead time; only where lead times are kept. */
export const leadTolerance = 20
/** Lead times of goods in days. */
export const leads = { least: 150, most: 380 } as const

export interface LinePlan {
  readonly ways: Ways
  /** What the import reads slashes by; null: it knows how the partner writes. */
  readonly region: Order | null
  readonly receivedOn: number
  readonly goods: readonly PromisedGood[]
  readonly quantities: readonly [number, number]
  /** Whether promised days keep to the lead time of their good. */
  readonly keepsLeads: boolean
}

const [firstTaken, firstDue, lastDue] = [readDay('2026-02-01'), readDay('2027-02-01'), readDay('2027-11-30')]

/** What a date is to be like. */
type Wanted = 'early' | 'late' | 'any'

const fits = (day: number, wanted: Wanted): boolean => {
  const date = dateOf(day)
  if (wanted === 'late') return date > 12
  // Where it is the same both ways nothing can be wrong with it.
  return wanted === 'any' || (date <= 12 && date !== monthNumberOf(day))
}

/** Rounds are open in the first days of a month; what is late is rare. */
const drawDate = (random: Random, wanted: Wanted): Wanted =>
  wanted === 'any' ? (random.percent(88) ? 'early' : 'late') : wanted

function drawTaken(random: Random, receivedOn: number, wanted: Wanted): number {
  const kind = drawDate(random, wanted)
  for (;;) {
    const day = random.int(firstTaken, receivedOn - 3)
    // Most are placed early in a round.
    if (fits(day, kind) && (kind === 'late' || dateOf(day) <= 10 || random.percent(35))) return day
  }
}

/** A line that is sent again some weeks later keeps to its lead time then as well. */
const sparedForAgain = 26 - leadTolerance

function drawDue(random: Random, plan: LinePlan, good: PromisedGood, wanted: Wanted, isAgain: boolean): number | null {
  const kind = drawDate(random, wanted)
  const [from, until] = plan.keepsLeads
    ? [
        plan.receivedOn + good.lead + (isAgain ? sparedForAgain : -leadTolerance),
        plan.receivedOn + good.lead + leadTolerance,
      ]
    : [firstDue, lastDue - 3]
  for (let attempt = 0; attempt < 200; attempt++) {
    const day = random.int(from, until)
    if (fits(day, kind) && day >= firstDue && day <= lastDue) return day
  }
  return null
}

/** Draws a line that the import reads, or one that it refuses for a reason. */
export function drawLine(random: Random, plan: LinePlan, refusal: RefusalKind | null): SentLine {
  const { ways, region } = plan
  for (;;) {
    const good = random.pick(plan.goods)
    const [least, most] = plan.quantities
    const quantity = random.int(least, most)
    // A day that is misread is refused where it is late, so it is early where the line became a row.
    const isMisread = (way: Way): boolean => region !== null && way === otherOrder(region)
    const late = refusal === 'due' || refusal === 'again' || refusal === 'withdrawn'
    const misread = (['taken', 'due'] as const).filter((field) => isMisread(ways[field]))
    const slipping = (['taken', 'due'] as const).filter((field) => ways[field] !== 'iso' && !misread.includes(field))
    const struck = late ? random.pick(misread) : refusal === 'slip' ? random.pick(slipping) : null
    const wantedOf = (field: 'taken' | 'due'): Wanted => {
      if (field === struck) return 'late'
      if (struck !== null || isMisread(ways[field])) return 'early'
      return 'any'
    }
    const taken = drawTaken(random, plan.receivedOn, wantedOf('taken'))
    const due = drawDue(random, plan, good, wantedOf('due'), refusal === 'again')
    if (due === null) continue
    const wayOf = (field: 'taken' | 'due'): Way => {
      const way = ways[field]
      return refusal === 'slip' && field === struck && way !== 'iso' ? otherOrder(way) : way
    }
    return {
      ...{ taken, due, takenText: writeDay(taken, wayOf('taken')), dueText: writeDay(due, wayOf('due')) },
      ...(refusal === 'code'
        ? { good: null, code: `${good.code.slice(0, -2)}${random.int(10, 99)}X` }
        : { good, code: good.code }),
      quantity: refusal === 'quantity' ? null : quantity,
      refusal,
    }
  }
}

/** The days of a line as an import reads them; null where one is none. */
export function readLine(
  { takenText, dueText }: Pick<SentLine, 'takenText' | 'dueText'>,
  orders: { readonly taken: Order; readonly due: Order },
): { readonly taken: number; readonly due: number } | null {
  const [taken, due] = [readText(takenText, orders.taken), readText(dueText, orders.due)]
  return taken === null || due === null ? null : { taken, due }
}

/** Whether turning a day makes another one. */
export const isTurnable = (day: number): boolean => turned(day) !== day
