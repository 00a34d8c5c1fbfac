import { maxSeed } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'

/** A seed from the command line. */
export function parseSeed(text: string): number {
  const seed = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(seed)) return seed
  throw new AppError('wrong_use', `a seed is a whole number from 0 to ${maxSeed}, not ${text}`)
}

/** The longest range of seeds one run takes. */
const longestRange = 1_000_000

/** `A..B`, both included, or one seed. */
export function parseSeeds(text: string): readonly [first: number, last: number] {
  const [first = '', last = first, ...rest] = text.split('..')
  const range = [parseSeed(first), parseSeed(last)] as const
  if (rest.length > 0 || range[1] < range[0] || range[1] - range[0] >= longestRange) {
    throw new AppError('wrong_use', `seeds are A..B with A <= B, at most ${longestRange} of them, not ${text}`)
  }
  return range
}

/** A whole number in a range from the command line. */
export function parseWhole(flag: string, text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new AppError('wrong_use', `${flag} takes a whole number from ${least} to ${most}, not ${text}`)
}
