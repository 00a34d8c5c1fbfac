import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel } from '../incident.ts'

/**
 * How a house sees changes of cases; each is said in its papers or shown by what it did before. What everybody would do is no
 * matter of the house: an edit that was taken back counts as never made, and what the nightly job saves is no edit.
 */
export interface HouseRule {
  /** What tells which of two entries is the later one: its number or its time. */
  readonly order: 'number' | 'clock'
  /** What becomes of cases that ended after the change: they stay as they ended, or are put right like others. */
  readonly settled: 'stays' | 'restored'
  /**
   * What it means that somebody saved a value that was there already: they looked and agreed (`counts`), or they only
   * pressed save and the program writes what it has (`echo`).
   */
  readonly equal: 'counts' | 'echo'
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
    settled: random.pick(['stays', 'restored']),
    equal: random.pick(['counts', 'echo']),
    meant: random.pick(['past', 'present']),
  }
}

/** The same house with one habit turned round. */
export function otherwise(rule: HouseRule, habit: keyof HouseRule): HouseRule {
  const turned: { readonly [Habit in keyof HouseRule]: HouseRule[Habit] } = {
    order: rule.order === 'number' ? 'clock' : 'number',
    settled: rule.settled === 'stays' ? 'restored' : 'stays',
    equal: rule.equal === 'counts' ? 'echo' : 'counts',
    meant: rule.meant === 'past' ? 'present' : 'past',
  }
  return { ...rule, [habit]: turned[habit] }
}
