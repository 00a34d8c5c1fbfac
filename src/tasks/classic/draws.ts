import { AppError } from '../../kit/errors.ts'
import type { Random } from '../../kit/random.ts'

/** Ascending ids with gaps, as a table has that lived for a while. */
export function gappedIds(random: Random, count: number, first: number): number[] {
  const ids: number[] = []
  for (let id = first; ids.length < count; id += random.percent(60) ? 1 : random.int(2, 5)) ids.push(id)
  return ids
}

/** A day of the year as `YYYY-MM-DD`; the 29th to 31st are left out, so every month has it. */
export function pickDay(random: Random, year: number): string {
  return `${year}-${twoDigits(random.int(1, 12))}-${twoDigits(random.int(1, 28))}`
}

/** `count` months in a row as `YYYY-MM`. */
export function consecutiveMonths(random: Random, count: number, year: number): string[] {
  const start = random.int(0, 11)
  return Array.from({ length: count }, (_, index) => {
    const month = start + index
    return `${year + Math.floor(month / 12)}-${twoDigits((month % 12) + 1)}`
  })
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** Cents as the REAL that a decimal literal of two places gives: one division, so correctly rounded. */
export function fromCents(cents: number): number {
  return cents / 100
}

/** Where numbers may lie: multiples of `step` (but for one or two) from `low` to `high`, none near `centre`. */
export interface SplitRange {
  readonly low: number
  readonly high: number
  readonly centre: number
  /** The least distance from the centre. */
  readonly gap: number
  readonly step: number
}

/**
 * Whole numbers of the range that add up to `sum`. Half lie below the centre and half above it, so an
 * average near the centre is a value that no row holds.
 */
export function integersWithSum(random: Random, count: number, sum: number, range: SplitRange): number[] {
  const { low, high, centre, gap, step } = range
  const below = { low, high: Math.floor((centre - gap) / step) * step }
  const above = { low: Math.ceil((centre + gap) / step) * step, high }
  const sides = random.shuffle(Array.from({ length: count }, (_, index) => (index % 2 === 0 ? below : above)))
  const values = sides.map((side) => side.low + step * random.int(0, (side.high - side.low) / step))
  let missing = values.reduce((rest, value) => rest - value, sum)
  while (missing !== 0) {
    const before = missing
    for (const [index, side] of sides.entries()) {
      const value = values[index] ?? 0
      const share = Math.ceil(Math.abs(missing) / (count - index) / step) * step
      const room = missing > 0 ? side.high - value : value - side.low
      const moved = Math.sign(missing) * Math.min(share, room, Math.abs(missing))
      values[index] = value + moved
      missing -= moved
    }
    if (missing === before) throw new AppError('task_defect', `no ${count} numbers add up to ${sum}`)
  }
  return values
}
