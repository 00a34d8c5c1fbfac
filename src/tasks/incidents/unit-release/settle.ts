/**
 * What an understanding of the rules makes of every weighing: the house's own is the target, others are wrong repairs.
 *
 * @module
 */
import type { LostRule, Sitting } from '../../worlds/stations/client-app.ts'
import { bandOf, gramStep, inGrams, type Rounding } from './grams.ts'
import { type HouseRule, otherwise } from './house.ts'
import { isWrongOn, modelAt, type ScaleModel } from './models.ts'
import type { Story, Weighing } from './story.ts'

/** What is graded of a weighing. */
export interface Values {
  readonly weight: number
  readonly band: string
}

export interface Understanding {
  /** Whose version decides: that of the sign-in, or of what sent it. */
  readonly by: 'sign-in' | 'sender'
  readonly lost: LostRule
  readonly keyed: HouseRule['keyed']
  readonly frozen: HouseRule['frozen'] | 'none' | 'all'
  readonly rounding: Rounding
  /** Whose step counts: that of the scale of then, or of today. */
  readonly scale: 'then' | 'today'
  /** Tenths of a gram in a step, ten where the version sends grams. */
  readonly tenthsOn: (version: string, model: ScaleModel) => number
}

export const rightUnderstanding = (story: Story): Understanding => ({
  ...{ by: 'sign-in', scale: 'then', ...story.rule },
  tenthsOn: (version, model) => (isWrongOn(story, version, model) ? model.tenths : gramStep),
})

const records = new WeakMap<readonly Sitting[], readonly Sitting[]>()

/** Sittings of which a record arrived, in their order. */
function recordedOf(list: readonly Sitting[]): readonly Sitting[] {
  let own = records.get(list)
  if (own === undefined) records.set(list, (own = list.filter(({ isLost }) => !isLost)))
  return own
}

/** The version a weighing was taken with, as the records tell it. */
function versionOf(story: Story, own: Weighing, { by, lost }: Understanding): string {
  if (by === 'sender') return own.sentBy
  if (!own.isLost) return own.version
  if (lost === 'sender') return own.sentBy
  const list = recordedOf(story.sittings.get(own.handset.code) ?? [])
  const next = list.findIndex(({ from }) => from > own.takenAt)
  const place = lost === 'previous' ? (next < 0 ? list.length : next) - 1 : next
  return list[place]?.version ?? own.sentBy
}

export const isFrozen = ({ invoice }: Weighing, frozen: Understanding['frozen']): boolean =>
  frozen === 'all' || (frozen !== 'none' && invoice !== null && (frozen === 'any' || invoice.isSent))

/** A weighing in steps of so many tenths of a gram. */
export function settledAt(
  { trade }: Pick<Story, 'trade'>,
  own: Weighing,
  terms: { readonly tenths: number; readonly isBandKept: boolean; readonly rounding: Rounding },
): Values {
  const { tenths, isBandKept, rounding } = terms
  const weight = tenths === gramStep ? own.seen : inGrams(own.seen, tenths, rounding)
  return { weight, band: bandOf(trade.steps, isBandKept ? own.seen : weight).code }
}

export const seenValues = ({ trade }: Pick<Story, 'trade'>, { seen }: Weighing): Values => ({
  ...{ weight: seen, band: bandOf(trade.steps, seen).code },
})

/** One weighing under an understanding. */
export function settle(story: Story, own: Weighing, understanding: Understanding): Values {
  const { keyed, frozen, rounding, tenthsOn } = understanding
  if (own.isKeyed && keyed === 'grams') return seenValues(story, own)
  const model = understanding.scale === 'then' ? own.model : modelAt(story, own.handset, Infinity)
  const tenths = tenthsOn(versionOf(story, own, understanding), model)
  return settledAt(story, own, { tenths, isBandKept: isFrozen(own, frozen), rounding })
}

/** Ways to leave out a rule, by name; each is a partial repair. */
export type Flaw =
  | 'sender'
  | 'lost'
  | 'keyed'
  | 'frozen'
  | 'no band stays'
  | 'all bands stay'
  | 'rounding'
  | 'one step'
  | 'swap'
  | 'again'
  | 'early'

/** The step of most of what is struck. */
export const commonStep = ({ models }: Pick<Story, 'models'>): number => models[2]?.tenths ?? gramStep

/** Flaws that an instance can have. */
export function flawsOf({ versions, models, swaps }: Pick<Story, 'versions' | 'models' | 'swaps'>): Flaw[] {
  const always = [
    'sender',
    'lost',
    'keyed',
    'frozen',
    'no band stays',
    'all bands stay',
    'rounding',
    'one step',
  ] as const
  if (versions.again === null) return [...always]
  return [
    ...always,
    'again',
    ...(models.some(({ isEarly }) => isEarly) ? (['early'] as const) : []),
    ...(swaps.length > 0 ? (['swap'] as const) : []),
  ]
}

export function flawed(story: Story, flaw: Flaw): Understanding {
  const right = rightUnderstanding(story)
  const { versions } = story
  switch (flaw) {
    case 'sender':
      return { ...right, by: 'sender' }
    case 'lost':
    case 'keyed':
    case 'frozen':
    case 'rounding':
      return { ...right, ...otherwise(story.rule, flaw) }
    case 'no band stays':
      return { ...right, frozen: 'none' }
    case 'all bands stay':
      return { ...right, frozen: 'all' }
    case 'one step':
      return {
        ...right,
        tenthsOn: (version, model) => (isWrongOn(story, version, model) ? commonStep(story) : gramStep),
      }
    case 'swap':
      return { ...right, scale: 'today' }
    case 'again':
      return {
        ...right,
        tenthsOn: (version, model) => (version === versions.again ? gramStep : right.tenthsOn(version, model)),
      }
    case 'early':
      return {
        ...right,
        tenthsOn: (version, model) => right.tenthsOn(version === versions.again ? versions.struck : version, model),
      }
  }
}

/** A weighing before and after, each as weight and band. */
interface Change {
  readonly own: Weighing
  readonly was: Values
  readonly due: Values
}

/** What an understanding scores, of the weighings alone. */
function scoreOf(story: Story, changes: readonly Change[], understanding: Understanding): number {
  let [all, put, spoilt] = [0, 0, 0]
  for (const { own, was, due } of changes) {
    const now = settle(story, own, understanding)
    for (const cell of ['weight', 'band'] as const) {
      if (was[cell] !== due[cell]) {
        all++
        if (now[cell] === due[cell]) put++
      } else if (now[cell] !== due[cell]) spoilt++
    }
  }
  return Math.max(0, put - spoilt) / all
}

/** What a wrong repair may score at most, of the weighings alone. */
const mostOfFlaw = 0.87

/** Whether every rule matters. */
export function isDecided(story: Story): boolean {
  const right = rightUnderstanding(story)
  const changes = story.weighings.map((own) => ({ own, was: seenValues(story, own), due: settle(story, own, right) }))
  return flawsOf(story).every((flaw) => scoreOf(story, changes, flawed(story, flaw)) <= mostOfFlaw)
}
