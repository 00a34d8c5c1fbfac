/**
 * What was done with children: inspections, slips, bookings, each of which names a child by its number.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Child, SyncOutcome } from '../../worlds/stations/sync.ts'
import type { MergeRule } from '../../worlds/stations/sync-rule.ts'
import { minuteOf } from '../../worlds/time.ts'
import type { Calendar } from './calendar.ts'
import type { Case } from './register.ts'

export interface Use {
  readonly id: number
  readonly child: number | null
  readonly at: number
  readonly clerk: string
}

/** Uses when some children were replaced by others. */
export function settleUses(
  uses: readonly Use[],
  replaced: ReadonlyMap<number, number>,
  rule: MergeRule['uses'],
): Use[] {
  return uses.flatMap((use): Use[] => {
    const heir = replaced.get(use.child ?? 0)
    if (heir === undefined) return [use]
    if (rule === 'go') return []
    return [{ ...use, child: rule === 'move' ? heir : null }]
  })
}

/** Draws uses. Nobody could delete a child by hand, or leave it out, that had any. */
export function drawUses(
  random: Random,
  input: {
    readonly calendar: Calendar
    readonly cases: readonly Case[]
    readonly seen: SyncOutcome
    readonly due: SyncOutcome
    readonly clerks: readonly string[]
  },
): Use[] {
  const { calendar, cases, seen, due, clerks } = input
  const { firstDay, from } = calendar
  const drafts: Omit<Use, 'id'>[] = []
  const note = (child: Child, day: number): void => {
    drafts.push({
      child: child.id,
      at: minuteOf(day, random.int(8, 17), random.int(0, 59)),
      clerk: random.pick(clerks),
    })
  }
  const add = (child: Child, count: number): void => {
    for (let number = 0; number < count; number++) {
      // Some are made before the child becomes valid. All of them are older than what befell it.
      const last = Math.min(from - 1, firstDay - 1)
      const [least, most] = random.percent(25) ? [child.since - 25, child.since - 1] : [child.since, child.since + 400]
      note(child, Math.min(last, random.int(least, most)) - random.int(0, 6))
    }
  }
  const struck = new Set<number>()
  for (const { plan, child, twin } of cases) {
    for (const own of [child, twin]) {
      if (own === null) continue
      struck.add(own.id)
      if (plan.isAgain && own === twin) {
        for (let number = due.replaced.has(own.id) ? random.pick([3, 4]) : random.int(0, 1); number > 0; number--) {
          note(own, random.int(own.since + 1, Math.max(own.since + 1, calendar.lastDay + 1)))
        }
        continue
      }
      if (due.replaced.has(own.id)) add(own, random.pick([3, 3, 4]))
      else if (due.children.has(own.id)) add(own, random.percent(45) ? 1 : 0)
    }
  }
  for (const child of due.children.values()) {
    if (!struck.has(child.id) && random.percent(26)) add(child, random.pick([1, 1, 2]))
  }
  // Those that went in good times had some too.
  for (const { child } of seen.deleted) {
    if (child !== null && !struck.has(child.id) && seen.replaced.has(child.id)) add(child, random.int(1, 2))
  }
  let id = random.int(3000, 9000)
  return drafts
    .toSorted((left, right) => left.at - right.at || (left.child ?? 0) - (right.child ?? 0))
    .map((use) => ({ id: (id += random.int(1, 3)), ...use }))
}
