/**
 * Days of the proleptic Gregorian calendar as whole numbers since 1970-01-01; no clock and no time zone.
 *
 * @module
 */

const dayMillis = 86_400_000

/** The day of a `YYYY-MM-DD`. */
export function toDay(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / dayMillis
}

/** A day as `YYYY-MM-DD`. */
export function fromDay(day: number): string {
  return new Date(day * dayMillis).toISOString().slice(0, 10)
}

/** A year, month and day as `YYYY-MM-DD`. */
export function isoDate(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
