/**
 * Times of a simulated business as whole minutes since 1970, read and written without a clock or a zone.
 *
 * @module
 */
const minutesOfDay = 1440

/** The day, counted from 1970-01-01, of a minute. */
export const dayOf = (minute: number): number => Math.floor(minute / minutesOfDay)
/** The minute of an hour and a minute of a day. */
export const minuteOf = (day: number, hour: number, minute = 0): number => day * minutesOfDay + hour * 60 + minute
/** A second since 1970 as `YYYY-MM-DD HH:MM:SS`. */
export const saySecond = (second: number): string =>
  new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ')
/** A day as `YYYY-MM-DD`. */
export const sayDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
/** The day of a `YYYY-MM-DD`. */
export const readDay = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000
/** A minute as `YYYY-MM-DD HH:MM`. */
export const sayMinute = (minute: number): string =>
  new Date(minute * 60_000).toISOString().slice(0, 16).replace('T', ' ')
/** The month of a day, `YYYY-MM`. */
export const monthOf = (day: number): string => sayDay(day).slice(0, 7)
/** 0 is Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (day + 4) % 7
/** The Monday of a day's week. */
export const mondayOf = (day: number): number => day - ((weekdayOf(day) + 6) % 7)

const monthNames = 'January February March April May June July August September October November December'.split(' ')
const weekdayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
/** `Friday 6 March`. */
export function tellDay(day: number): string {
  const date = new Date(day * 86_400_000)
  return `${weekdayNames[weekdayOf(day)]} ${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}`
}
/** `Friday 6 March 2026`. */
export const tellDate = (day: number): string => `${tellDay(day)} ${sayDay(day).slice(0, 4)}`
/** `6 March`. */
export const tellShortDay = (day: number): string => tellDay(day).replace(/^\S+ /, '')
/** `March`. */
export const tellMonth = (month: string): string => monthNames[Number(month.slice(5)) - 1] ?? month
/** Minor units as people write them: `1,846.20`. */
export function tellAmount(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${minor < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`
}

/** The first minute from then on at which an office is at work, nine to five and not on Sundays. */
export function inOffice(minute: number): number {
  const day = dayOf(minute)
  const at = minute - day * minutesOfDay
  // What comes after hours is done in the morning, spread over it.
  const next = at >= 17 * 60 ? day + 1 : day
  const time = at >= 9 * 60 && at < 17 * 60 ? at : 9 * 60 + (minute % 173)
  return (weekdayOf(next) === 0 ? next + 1 : next) * minutesOfDay + time
}
