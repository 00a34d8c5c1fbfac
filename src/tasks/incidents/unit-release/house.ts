import type { Random } from '../../../kit/random.ts'
import type { LostRule } from '../../worlds/stations/client-app.ts'
import type { Rounding } from './grams.ts'

/** What a house holds of weights; each is said in its papers. */
export interface HouseRule {
  /** Whose version goes for what was taken while no sign-in is on record. */
  readonly lost: LostRule
  /** What people key in by hand is in grams at all times, or in whatever the app took from the scale. */
  readonly keyed: 'grams' | 'like the scale'
  /** Which bands stay: those on any invoice, or only on invoices that are out. */
  readonly frozen: 'any' | 'sent'
  /** How grams are rounded that are worked out. */
  readonly rounding: Rounding
}

export function drawHouse(random: Random): HouseRule {
  return {
    lost: random.pick(['previous', 'next', 'sender']),
    keyed: random.pick(['grams', 'like the scale']),
    frozen: random.pick(['any', 'sent']),
    rounding: random.pick(['nearest', 'down', 'up']),
  }
}

/** The same house with one habit turned round. */
export function otherwise(rule: HouseRule, habit: keyof HouseRule): HouseRule {
  const turned: { readonly [Habit in keyof HouseRule]: HouseRule[Habit] } = {
    lost: rule.lost === 'previous' ? 'next' : 'previous',
    keyed: rule.keyed === 'grams' ? 'like the scale' : 'grams',
    frozen: rule.frozen === 'any' ? 'sent' : 'any',
    rounding: rule.rounding === 'nearest' ? 'down' : 'nearest',
  }
  return { ...rule, [habit]: turned[habit] }
}
