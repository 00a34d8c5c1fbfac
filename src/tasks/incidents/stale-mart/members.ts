import type { Random } from '../../../kit/random.ts'
import type { Membership } from '../../worlds/stations/mart.ts'
import { minuteOf } from '../../worlds/time.ts'

/** Which member is in which group, and when. Some moves are typed in late, those to come some time ahead. */
export interface Members {
  /** Members without an entry are in no list. */
  readonly entries: ReadonlyMap<string, readonly Membership[]>
  readonly unlisted: readonly string[]
  /** Members whose last change is about the end: nearly every day has another group by its own entry than by the last. */
  readonly lateMovers: readonly string[]
  /** The only members for good of their groups. */
  readonly rare: readonly string[]
  readonly oldMembers: ReadonlySet<string>
}

export function drawMembers(
  random: Random,
  input: {
    readonly members: readonly string[]
    /** The group for the rest is the last of them. */
    readonly groups: readonly string[]
    readonly firstDay: number
    readonly lastDay: number
    readonly hasOldList: boolean
    readonly hasLateEntries: boolean
  },
): Members {
  const { members, groups, firstDay, lastDay } = input
  const order = random.shuffle(members)
  const unlisted = order.slice(0, members.length > 9 ? 2 : 1)
  const lateMovers = order.slice(unlisted.length, unlisted.length + 2)
  const movers = order.slice(unlisted.length + 2, unlisted.length + 2 + Math.ceil(members.length / 5))
  const settled = order.slice(unlisted.length + 2 + movers.length)
  const begin = firstDay - random.int(40, 200)
  const entries = new Map<string, Membership[]>()
  const enteredAt = (from: number): { enteredAt?: number } => {
    if (!input.hasLateEntries) return {}
    const length = lastDay - firstDay
    // What begins at the end was planned in the course of it; the rest was forgotten for a week or two.
    const day =
      from >= lastDay
        ? firstDay + random.int(Math.round(length * 0.35), Math.round(length * 0.9))
        : Math.min(from + random.int(4, 13), lastDay + 2)
    return { enteredAt: minuteOf(day, random.int(9, 16), random.int(0, 59)) }
  }
  const move = (member: string, days: readonly number[]): void => {
    const path = random.sample(groups, days.length + 1)
    const starts = [begin, ...days]
    entries.set(
      member,
      path.map((group, index): Membership => {
        const next = starts[index + 1]
        const from = starts[index] as number
        return { member, group, from, until: next === undefined ? null : next - 1, ...(index > 0 && enteredAt(from)) }
      }),
    )
  }
  for (const member of lateMovers) {
    const early = random.percent(40) ? [firstDay + Math.round((lastDay - firstDay) * 0.4) + random.int(-2, 2)] : []
    move(member, [...early, lastDay + random.int(0, 3)])
  }
  for (const member of movers) move(member, [firstDay + random.int(2, Math.max(3, lastDay - firstDay - 2))])
  // Every group has somebody for good.
  const seats = random.shuffle(groups)
  for (const [index, member] of settled.entries()) {
    const group = seats[index] ?? random.pick(groups.slice(0, -1))
    entries.set(member, [{ member, group, from: begin, until: null }])
  }
  const rare = settled.slice(0, groups.length > 5 ? 3 : groups.length > 4 ? 2 : 1)
  const oldMembers = input.hasOldList ? random.sample([...entries.keys()], Math.round(entries.size * 0.4)) : []
  return { entries, unlisted, lateMovers, rare, oldMembers: new Set(oldMembers) }
}
