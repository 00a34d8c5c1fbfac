import type { Random } from '../../../kit/random.ts'
import { minuteOf, readDay } from '../../worlds/time.ts'

/** A machine that reads files; both get every version, not on the same day. */
export type Loader = 'A' | 'B'

/** The days of an instance. */
export interface Calendar {
  /** The first day on which files came. */
  readonly firstDay: number
  /** The first day of the accident, and the first one after it. */
  readonly from: number
  readonly until: number
  /** The minute at which a machine got a version. */
  readonly struckAt: Readonly<Record<Loader, number>>
  readonly mendedAt: Readonly<Record<Loader, number>>
  /** The last day on which files came. */
  readonly lastDay: number
  /** The minute at which the agent sits down. */
  readonly asOf: number
}

/** Autumn: days of the year that is ending are told, days of the next are promised. */
export function drawCalendar(random: Random, days: number): Calendar {
  const from = readDay('2026-09-17') + random.int(0, 14)
  const until = from + days
  const lastDay = until + random.int(5, 7)
  const [struck, mended] = [minuteOf(from, 1, random.int(5, 50)), minuteOf(until, 1, random.int(5, 50))]
  return {
    firstDay: from - random.int(24, 32),
    ...{ from, until, lastDay },
    struckAt: { A: struck, B: struck + (random.int(2, 3) * 24 - 1) * 60 },
    mendedAt: { A: mended, B: mended + random.int(60, 240) },
    asOf: minuteOf(lastDay + random.int(2, 4), 9),
  }
}
