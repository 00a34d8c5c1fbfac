/**
 * Scales and versions of the app: which version writes the steps of which scale as if they were grams.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Handset } from '../../worlds/stations/client-app.ts'
import type { ClientAppTrade } from '../../worlds/stations/client-app-trade.ts'
import { dayOf } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'
import { gramStep } from './grams.ts'

/** A kind of scale. */
export interface ScaleModel {
  readonly name: string
  /** Tenths of a gram in a step of it; ten: it shows grams. */
  readonly tenths: number
  readonly capacity: number
  /** The second version sends grams of it again. */
  readonly isEarly: boolean
}

/** Versions of the app in their order; `again` is a second one that is wrong, for some scales. */
export interface Versions {
  readonly before: string
  readonly struck: string
  readonly again: string | null
  readonly after: string
}

/** Whether a version writes steps of a scale as if they were grams. */
export function isWrongOn({ versions }: { readonly versions: Versions }, version: string, model: ScaleModel): boolean {
  if (model.tenths === gramStep) return false
  return version === versions.struck || (version === versions.again && !model.isEarly)
}

/** Steps by size: finer than a gram, some grams, many grams. */
const fine = [2, 4, 6]
const middle = [22, 24, 26, 28, 32, 34, 36]
const coarse = [42, 44, 46, 48, 52, 54, 56, 58, 62, 64]

export function drawModels(random: Random, trade: ClientAppTrade, hasEarly: boolean): ScaleModel[] {
  const names = random.sample(trade.makes, 4)
  const tenths = [random.pick(fine), random.pick(middle), random.pick(coarse)]
  // The third has most handsets: of what is struck it loses a part where it is put right early.
  const order = random.shuffle(tenths)
  return [...order, gramStep].map((step, place) => {
    // What weighs a little more than the heaviest thing, in steps, still lies on the scale.
    const most = Math.floor((1.35 * trade.heaviest * step) / 1000) * 100
    return {
      ...{ name: names[place] ?? '', tenths: step, isEarly: hasEarly && place === 2 },
      capacity: step < gramStep ? Math.min(most, trade.heaviest) : trade.heaviest,
    }
  })
}

export function drawVersions(random: Random, level: IncidentLevel): Versions {
  const [major, minor, patch] = [random.int(2, 6), random.int(0, 7), random.int(1, 4)]
  const name = (...parts: readonly number[]): string => parts.join('.')
  return {
    before: name(major, minor, patch),
    struck: name(major, minor + 1, 0),
    again: level >= 3 ? name(major, minor + 1, 1) : null,
    after: level >= 3 ? name(major, minor + 2, 0) : name(major, minor + 1, 1),
  }
}

/** A handset that got another scale, in the morning of a day. */
export interface Swap {
  readonly handset: string
  readonly day: number
  readonly former: ScaleModel
  readonly model: ScaleModel
}

/** The scale that was on a handset at some minute; `Handset.model` is the one of today. */
export function modelAt(
  { swaps, models }: { readonly swaps: readonly Swap[]; readonly models: readonly ScaleModel[] },
  { code, model }: Handset,
  at: number,
): ScaleModel {
  const swap = swaps.find(({ handset }) => handset === code)
  if (swap !== undefined && dayOf(at) < swap.day) return swap.former
  return models.find(({ name }) => name === model) as ScaleModel
}

/** Some handsets swap their scales with one another, in the days in which versions are wrong; each has one swap at most. */
export function drawSwaps(
  random: Random,
  handsets: readonly Handset[],
  models: readonly ScaleModel[],
  days: readonly number[],
): { readonly handsets: readonly Handset[]; readonly swaps: readonly Swap[] } {
  const modelOf = (name: string): ScaleModel => models.find((own) => own.name === name) as ScaleModel
  const left = random.shuffle(handsets)
  const swaps: Swap[] = []
  const now = new Map(handsets.map(({ code, model }) => [code, model]))
  while (swaps.length < 0.42 * handsets.length) {
    const one = left.pop()
    const place = left.findIndex(({ model }) => model !== one?.model)
    const [two] = place < 0 ? [] : left.splice(place, 1)
    if (one === undefined || two === undefined) break
    const day = days[Math.round((days.length * random.int(50, 68)) / 100)] ?? 0
    for (const [own, other] of [
      [one, two],
      [two, one],
    ] as const) {
      swaps.push({ handset: own.code, day, former: modelOf(own.model), model: modelOf(other.model) })
      now.set(own.code, other.model)
    }
  }
  return { swaps, handsets: handsets.map((own) => ({ ...own, model: now.get(own.code) ?? own.model })) }
}
