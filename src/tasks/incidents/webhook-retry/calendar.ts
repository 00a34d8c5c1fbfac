import type { Random } from '../../../kit/random.ts'
import { minuteOf, monthOf, readDay } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'

/** The days of an instance. */
export interface Calendar {
  readonly firstDay: number
  readonly lastDay: number
  /** The days on which every call was booked: from the first to the one before `until`. */
  readonly from: number
  readonly until: number
  /** The first day of the oldest month that is not closed; before `firstDay` where none is. */
  readonly openFrom: number
  /** The minute at which the agent sits down. */
  readonly asOf: number
}

/** How long the accident lasted. */
const windows: Readonly<Record<3 | 4 | 5, number>> = { 3: 11, 4: 14, 5: 18 }

/** From level 3 on the accident goes over the end of a month, which was closed since. */
export function drawCalendar(random: Random, level: IncidentLevel, days: number): Calendar {
  if (level <= 2) {
    const month = random.int(3, 9)
    const firstDay = readDay(`2026-0${month}-0${random.int(1, 9)}`)
    const lastDay = firstDay + days - 1
    const from = level === 1 ? firstDay : firstDay + Math.round(days * 0.35)
    const until = level === 1 ? lastDay + 2 : from + Math.round(days * 0.5)
    return { firstDay, lastDay, from, until, openFrom: firstDay - 1, asOf: minuteOf(lastDay + random.int(8, 11), 9, 0) }
  }
  const window = windows[level as 3 | 4 | 5]
  const openFrom = readDay(`2026-0${random.int(3, 9)}-01`)
  const from = openFrom - Math.round(window * 0.5) + random.int(-1, 0)
  const until = from + window
  const lastDay = until + Math.max(2, Math.round((days - window) * 0.12))
  const firstDay = lastDay - days + 1
  // Still in the month that is open.
  const next = monthOf(openFrom)
  let last = openFrom
  while (monthOf(last + 1) === next) last++
  const asOf = minuteOf(Math.min(lastDay + random.int(6, 9), last), 9, 0)
  return { firstDay, lastDay, from, until, openFrom, asOf }
}
