import type { Random } from '../../../kit/random.ts'
import type { ClosedMonth } from '../../worlds/stations/ledger.ts'
import { dayOf, inOffice, minuteOf, monthOf } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'

/** A run of the job: it deletes the rows of its days and writes them from the lines that are there. */
export interface Run {
  readonly id: number
  readonly from: number
  readonly until: number
  readonly startedAt: number
  readonly finishedAt: number
  /** A run that broke off wrote nothing. */
  readonly ok: boolean
  /** Who started it; null: the scheduler. */
  readonly by: string | null
}

/** Runs every two or three days of business; from level 3 on some break off, and some days are run again later. */
export function drawRuns(
  random: Random,
  input: {
    readonly level: IncidentLevel
    readonly days: readonly number[]
    readonly asOf: number
    readonly closed: readonly ClosedMonth[]
    readonly operator: string
  },
): Run[] {
  const { level, days, asOf, closed, operator } = input
  const drafts: Omit<Run, 'id'>[] = []
  for (let index = 0, from = days[0] as number; index < days.length;) {
    const month = monthOf(days[index] as number)
    // A run stays within a month, and no single day is left.
    const left = days.slice(index).findIndex((day) => monthOf(day) !== month)
    const rest = left === -1 ? days.length - index : left
    const length = Math.min(rest, rest === 4 ? 2 : random.int(2, 3))
    const until = days[index + length - 1] as number
    const startedAt = minuteOf(until + 1, 3, random.int(5, 50))
    if (level >= 3 && random.percent(8)) {
      drafts.push({ from, until, startedAt: startedAt - 60, finishedAt: startedAt - 58, ok: false, by: null })
    }
    drafts.push({ from, until, startedAt, finishedAt: startedAt + random.int(1, 4), ok: true, by: null })
    index += length
    from = days[index] ?? until + 1
  }
  if (level >= 3) {
    const ends = new Map(closed.map(({ month, closedAt }) => [month, closedAt]))
    const regular = drafts.filter(({ ok }) => ok)
    for (const { from, until, startedAt } of random.sample(regular.slice(0, -2), 3 + Math.floor(regular.length / 3))) {
      // Terms are those of the month, and nobody goes back to another.
      const lastDay = firstOfNextMonth(from) - 1
      const latest = Math.min(dayOf(asOf) - 2, lastDay, dayOf(startedAt) + 9)
      if (latest <= dayOf(startedAt)) continue
      // Some days later, when another release may be in force.
      const earliest = Math.min(dayOf(startedAt) + 4, latest)
      const again = inOffice(minuteOf(random.int(earliest, latest), random.int(9, 16), random.int(0, 59)))
      if (monthOf(dayOf(again)) === monthOf(from) && again < (ends.get(monthOf(from)) ?? Infinity))
        drafts.push({ from, until, startedAt: again, finishedAt: again + 2, ok: true, by: operator })
    }
  }
  let id = random.int(300, 4000)
  return drafts
    .toSorted((left, right) => left.startedAt - right.startedAt)
    .map((draft) => ({ id: (id += random.int(1, 4)), ...draft }))
}

function firstOfNextMonth(day: number): number {
  let next = day
  while (monthOf(next) === monthOf(day)) next++
  return next
}
