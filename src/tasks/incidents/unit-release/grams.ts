/**
 * Grams and steps of a scale, in whole numbers. A step is told in tenths of a gram, an even number of them, so that no
 * number of steps ever ends in half a gram.
 *
 * @module
 */
import type { Band } from '../../worlds/stations/client-app-trade.ts'

export type Rounding = 'nearest' | 'down' | 'up'

/** A step of a scale that shows grams. */
export const gramStep = 10

/** What so many steps weigh. */
export function inGrams(steps: number, tenths: number, rounding: Rounding): number {
  const product = steps * tenths
  const rest = rounding === 'nearest' ? 5 : rounding === 'up' ? 9 : 0
  return Math.floor((product + rest) / 10)
}

/** The steps that a scale shows for so many grams. */
export const inSteps = (grams: number, tenths: number): number => Math.floor((20 * grams + tenths) / (2 * tenths))

/** The band of a weight: the first that goes far enough. */
export const bandOf = (bands: readonly Band[], weight: number): Band =>
  bands.find(({ upTo }) => weight <= upTo) ?? (bands.at(-1) as Band)
