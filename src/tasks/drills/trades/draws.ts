import type { Random } from '../../../kit/random.ts'
import { fromDay, toDay } from './calendar.ts'

/** Ascending keys with gaps, as a table has that lived for a while. */
export function gappedKeys(random: Random, count: number, first: number): number[] {
  const keys: number[] = []
  for (let key = first; keys.length < count; key += random.percent(60) ? 1 : random.int(2, 5)) keys.push(key)
  return keys
}

/** A place in 0..count-1 by Zipf's law with exponent 1: the first are met far more often than the last. */
export function zipfPlace(random: Random, count: number): number {
  const unit = 27_720
  let total = 0
  for (let rank = 1; rank <= count; rank++) total += Math.floor(unit / rank)
  let left = random.int(0, total - 1)
  for (let place = 0; place < count; place++) {
    left -= Math.floor(unit / (place + 1))
    if (left < 0) return place
  }
  return count - 1
}

/** One element, the first far more often than the last. */
export function zipfPick<T>(random: Random, items: readonly T[]): T {
  return items[zipfPlace(random, items.length)] as T
}

/** A day between two, both included, as `YYYY-MM-DD`; leap days as often as any. */
export function pickDate(random: Random, from: string, to: string): string {
  return fromDay(random.int(toDay(from), toDay(to)))
}

/** A day of the year with a busy last quarter. */
export function seasonalDate(random: Random, year: number): string {
  const quarter = random.percent(45) ? 3 : random.int(0, 2)
  return fromDay(toDay(`${year}-01-01`) + quarter * 91 + random.int(0, 90))
}

/** A time of day in office hours as `HH:MM:SS`. */
export function officeTime(random: Random): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(random.int(7, 18))}:${two(random.int(0, 59))}:${two(random.int(0, 59))}`
}

/** Cents with a price's habits: small ones are common, many end in 9 or 0. */
export function pickCents(random: Random, low: number, high: number): number {
  const top = random.percent(70) ? Math.floor(low + (high - low) / 4) : high
  const cents = random.int(low, top)
  return random.percent(40) ? cents - (cents % 10) + 9 : random.percent(30) ? cents - (cents % 100) : cents
}

/** `low` to `high`, with a chance in percent of 0 instead. */
export function countOrZero(random: Random, low: number, high: number, zeroChance: number): number {
  return random.percent(zeroChance) ? 0 : random.int(low, high)
}

/** Five to seven digits, the first not 0, as texts that are numbers only by their look. */
export function pickCode(random: Random): string {
  return `${random.int(1, 9)}${random.digits(random.int(4, 6))}`
}

/**
 * Quantity, price, rebate and their sum under the names of a world: quantity x price - rebate, in cents. Some rows
 * have no rebate, a few are for nothing.
 */
export function pricedSum(
  random: Random,
  names: { readonly quantity: string; readonly price: string; readonly rebate: string; readonly sum: string },
): Record<string, number> {
  const quantity = random.percent(60) ? random.int(1, 4) : random.int(5, 40)
  const price = random.percent(3) ? 0 : pickCents(random, 190, 18_900)
  const rebate = random.percent(40) ? 0 : random.int(0, Math.floor(price / 4))
  return {
    [names.quantity]: quantity,
    [names.price]: price,
    [names.rebate]: rebate,
    [names.sum]: quantity * price - rebate,
  }
}
