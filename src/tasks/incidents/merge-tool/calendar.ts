import type { Random } from '../../../kit/random.ts'
import { minuteOf, readDay } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'

/** The days of an instance. */
export interface Calendar {
  readonly firstDay: number
  readonly lastDay: number
  /** From this day on children were deleted with their record, from `mid` on left behind, from `until` on carried again. */
  readonly from: number
  readonly mid: number
  readonly until: number
  /** The minute at which the agent sits down. */
  readonly asOf: number
}

export function drawCalendar(random: Random, level: IncidentLevel, days: number): Calendar {
  const firstDay = readDay(`2026-0${random.int(2, level === 5 ? 5 : 7)}-0${random.int(1, 9)}`)
  const lastDay = firstDay + days - 1
  const from = firstDay + Math.round(days * 0.36) + random.int(-1, 1)
  const mid = from + Math.round(days * 0.24)
  const until = mid + Math.round(days * 0.15)
  return { firstDay, lastDay, from, mid, until, asOf: minuteOf(lastDay + random.int(2, 4), 9, 0) }
}
