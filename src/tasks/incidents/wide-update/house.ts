import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel } from '../incident.ts'

/** How a house sees changes of cases; each is said in its papers or shown by what it did before. */
export interface HouseRule {
  /** What tells which of two entries is the later one: its number or its time. */
  readonly order: 'number' | 'clock'
  /** `void`: what somebody took back counts as never made. `edit`: taking back is an edit like any other. */
  readonly undone: 'void' | 'edit'
  /** What becomes of cases that ended after the change: they stay as they ended, or are put right like others. */
  readonly settled: 'stays' | 'restored'
  /** Whether entries of the nightly job are edits (`counts`) or only write back what was there (`echo`). */
  readonly job: 'counts' | 'echo'
  /** Which reason of a case says whether it was meant: the one at the time of the change, or the one of today. */
  readonly meant: 'past' | 'present'
}

/** The questions that an instance of a level asks; the others do not come up in it. */
export const asksOf = (level: IncidentLevel): { readonly job: boolean; readonly meant: boolean } => ({
  job: level >= 2,
  meant: level >= 3,
})

export function drawHouse(random: Random): HouseRule {
  return {
    order: random.pick(['number', 'clock']),
    undone: random.pick(['void', 'edit']),
    settled: random.pick(['stays', 'restored']),
    job: random.pick(['counts', 'echo']),
    meant: random.pick(['past', 'present']),
  }
}

/** The same house with one habit turned round. */
export function otherwise(rule: HouseRule, habit: keyof HouseRule): HouseRule {
  const turned: { readonly [Habit in keyof HouseRule]: HouseRule[Habit] } = {
    order: rule.order === 'number' ? 'clock' : 'number',
    undone: rule.undone === 'void' ? 'edit' : 'void',
    settled: rule.settled === 'stays' ? 'restored' : 'stays',
    job: rule.job === 'counts' ? 'echo' : 'counts',
    meant: rule.meant === 'past' ? 'present' : 'past',
  }
  return { ...rule, [habit]: turned[habit] }
}
