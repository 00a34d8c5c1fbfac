import type { Random } from '../../../kit/random.ts'
import { dayOf, minuteOf, monthOf, readDay, weekdayOf } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'
import { rungs } from './sketch.ts'

/** When lists came into force, and when the program priced by the list of the day of the invoice. */
export interface Season {
  /** First day of every version; that of the first lies long before. */
  readonly starts: readonly number[]
  /** The first day on which invoices are made, and the last. */
  readonly firstDay: number
  readonly lastDay: number
  /** Invoices made from this day on, and before that one. */
  readonly from: number
  readonly until: number
  readonly release: { readonly before: string; readonly bad: string; readonly after: string }
  readonly deployedAt: number
  readonly mendedAt: number
  /** The minute at which the agent sits down. */
  readonly asOf: number
}

/** Versions that are in force while invoices are made as they should be, before and after. */
const healthy: Readonly<Record<IncidentLevel, readonly [before: number, after: number]>> = {
  1: [1, 0],
  2: [1, 0],
  3: [1, 1],
  4: [2, 1],
  5: [2, 1],
}

/** A working day, from then on. */
export function workday(day: number): number {
  const weekday = weekdayOf(day)
  return weekday === 0 ? day + 1 : weekday === 6 ? day + 2 : day
}

/** Everything lies in summer, so that clocks are ahead by the same all the time. */
export function drawSeason(random: Random, level: IncidentLevel, days: number): Season {
  const { versions } = rungs[level]
  const span = Math.round(days / versions)
  const first = readDay('2026-04-09') + random.int(0, 8)
  const starts = [first - random.int(60, 75), first]
  while (starts.length < versions) starts.push((starts.at(-1) ?? first) + span + random.int(-2, 2))
  const [before, after] = healthy[level]
  const firstDay = (starts[2] ?? first) + 3
  const from = workday((starts[2 + before] ?? first) + random.int(3, 5))
  const end = (starts.at(-1) ?? first) + (after === 0 ? span : 4)
  const until = after === 0 ? workday(end + 1) : workday(end)
  const lastDay = after === 0 ? end : end + span - 6
  const [major, minor] = [random.int(2, 6), random.int(1, 8)]
  return {
    ...{ starts, firstDay, lastDay, from, until },
    release: { before: `${major}.${minor}`, bad: `${major}.${minor + 1}`, after: `${major}.${minor + 2}` },
    deployedAt: minuteOf(from, 5, random.int(5, 50)),
    mendedAt: minuteOf(until, 5, random.int(5, 50)),
    asOf: minuteOf(workday(Math.max(lastDay, until) + random.int(2, 4)), random.int(8, 10), random.int(0, 59)),
  }
}

/** Months that were closed by then: those that ended a while before. */
export function closedBy(random: Random, { firstDay, asOf }: Season): { month: string; closedAt: number }[] {
  const months: { month: string; closedAt: number }[] = []
  for (let day = firstDay - 40; day < dayOf(asOf); day++) {
    if (monthOf(day) === monthOf(day + 1)) continue
    const closedAt = minuteOf(workday(day + random.int(4, 7)), random.int(15, 17), random.int(0, 59))
    if (closedAt < asOf - 2 * 1440) months.push({ month: monthOf(day), closedAt })
  }
  return months
}
