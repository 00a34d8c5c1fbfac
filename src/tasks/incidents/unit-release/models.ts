/**
 * Scales and versions of the app: which version writes the steps of which scale as if they were grams.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { ClientAppTrade } from '../../worlds/stations/client-app-trade.ts'
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
