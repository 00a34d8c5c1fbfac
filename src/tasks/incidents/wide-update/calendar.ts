import type { Random } from '../../../kit/random.ts'
import { minuteOf, monthOf, readDay, weekdayOf } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'

/** When things happen in an instance, in days and minutes. */
export interface Calendar {
  readonly firstDay: number
  /** The day of the change that went over too many. */
  readonly runDay: number
  readonly runAt: number
  /** When cases were copied in the night before. */
  readonly copyAt: number
  /** The agent sits down. */
  readonly asOf: number
  /** Minutes by which some clocks are off. */
  readonly skew: number
  /** The day of an earlier one, and when that was put right. */
  readonly formerDay: number
  readonly formerAt: number
  readonly formerRepairAt: number
}

/** A Tuesday or Wednesday: the days before and after are worked on. */
const isMidWeek = (day: number): boolean => weekdayOf(day) === 2 || weekdayOf(day) === 3

/** From level 4 on the change lies soon after a month's end, so that most of what it took lies in the month before. */
export function drawCalendar(random: Random, level: IncidentLevel, days: number): Calendar {
  const month = readDay(`2026-0${random.int(3, 9)}-01`)
  let runDay = month + random.int(8, 10)
  while (!isMidWeek(runDay)) runDay++
  if (level <= 3) runDay += 7 * random.int(0, 1)
  const firstDay = runDay - days
  let formerDay = firstDay + 10
  while (!isMidWeek(formerDay)) formerDay++
  return {
    ...{ firstDay, runDay, formerDay },
    runAt: minuteOf(runDay, random.int(13, 15), random.int(0, 59)),
    copyAt: minuteOf(runDay, 2, random.int(4, 40)),
    asOf: minuteOf(runDay + 3, random.int(8, 9), random.int(0, 59)),
    skew: random.int(72, 175),
    formerAt: minuteOf(formerDay, random.int(13, 15), random.int(0, 59)),
    formerRepairAt: minuteOf(formerDay + 2, 10, random.int(0, 59)),
  }
}

/** Whether a day lies in the month of the change. */
export const isRunMonth = ({ runDay }: Calendar, day: number): boolean => monthOf(day) === monthOf(runDay)
