import { maxSeed } from '../contract/episode.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { didYouMean } from '../kit/nearest.ts'
import { drillSuite, formerSuite } from '../tasks/suites.ts'

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

/** Characters of a wrong value that a message quotes. */
const quotedLength = 128

/**
 * A name that is none of the known ones.
 *
 * @param what of which kind, for example `family`
 */
export function unknownName(
  what: string,
  given: string,
  known: readonly string[],
  code: 'unknown_task' | 'wrong_use' = 'unknown_task',
): AppError {
  const message = `unknown ${what}: ${clipText(given, quotedLength)}${didYouMean(given, known)}`
  return new AppError(code, `${message}${message.endsWith('?') ? ' Known' : '; known'}: ${known.join(', ')}`)
}

/** A suite that there is not; one of the old names gets the new one for an answer. */
export function notASuite(given: string, known: readonly string[]): AppError {
  if (given !== formerSuite) return notOneOf('--suite', given, known)
  return new AppError('wrong_use', `--suite ${formerSuite} is called --suite ${drillSuite} since version 0.2`)
}

/** A flag whose value is none of the known ones. */
export function notOneOf(flag: string, given: string, known: readonly string[]): AppError {
  const rest = known.slice(0, -1).join(', ')
  const list = rest === '' ? known.join('') : `${rest} or ${known.at(-1)}`
  const quoted = clipText(given, quotedLength)
  return new AppError('wrong_use', `${flag} takes ${list}, not ${quoted}${didYouMean(given, known)}`)
}
