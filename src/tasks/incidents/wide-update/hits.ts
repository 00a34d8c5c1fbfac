/**
 * Cases that the change of many reached: what becomes of each afterwards, and what the log has of it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel } from '../incident.ts'
import { asksOf, type HouseRule } from './house.ts'

/** What happened to a case that was hit, besides the change. */
export const hitKinds = [
  'nothing',
  'one field edited',
  'edited',
  'confirmed',
  'undone',
  'saved by the job',
  'settled',
  'regrouped',
  'edited by a slow clock',
  'taken over by a fast clock',
  'meant',
] as const
export type HitKind = (typeof hitKinds)[number]

/** Where what was there before stands: in the change's own entry, in the copy, or in an entry between the two. */
export type HitSource = 'entry' | 'copy' | 'since'

export interface HitPlan {
  readonly kind: HitKind
  readonly source: HitSource
  /** Somebody gives it the reason that was meant, afterwards. */
  readonly becomesMeant?: boolean
}

/** How many cases of each kind there are for a unit. */
export function hitCounts(level: IncidentLevel, unit: number): Readonly<Record<HitKind, number>> {
  const asks = asksOf(level)
  return {
    nothing: Math.floor(2.7 * unit),
    'one field edited': Math.ceil(2.2 * unit),
    edited: unit,
    confirmed: Math.ceil(1.1 * unit),
    undone: Math.ceil(1.1 * unit),
    'saved by the job': asks.job ? Math.ceil(1.1 * unit) : 0,
    settled: Math.ceil(1.1 * unit),
    regrouped: asks.meant ? Math.ceil(1.1 * unit) : 0,
    'edited by a slow clock': Math.ceil(0.7 * unit),
    'taken over by a fast clock': Math.ceil(0.7 * unit),
    meant: 2 * unit,
  }
}

/** The share of all fields that is to be put back, at least. */
const leastBack = 0.37

const sources: readonly HitSource[] = ['entry', 'copy', 'since']

/** How many fields of a case are to be put back, by the habits of the house. */
function fieldsBack({ kind, becomesMeant }: Omit<HitPlan, 'source'>, rule: HouseRule): number {
  switch (kind) {
    case 'nothing':
    case 'taken over by a fast clock':
      return 2
    case 'one field edited':
      return 1
    case 'undone':
    case 'saved by the job':
      return 2
    case 'confirmed':
      return rule.equal === 'echo' ? 2 : 0
    case 'settled':
      return rule.settled === 'restored' ? 2 : 0
    case 'regrouped':
      return (rule.meant === 'past') === (becomesMeant === true) ? 2 : 0
    default:
      return 0
  }
}

/** Where what was there before can stand: in an entry where somebody took it over, and where the order of entries is what counts. */
function openSources(kind: HitKind): readonly HitSource[] {
  if (kind === 'taken over by a fast clock') return ['entry', 'since']
  return kind === 'edited by a slow clock' ? ['entry'] : sources
}

/**
 * The cases that are hit. What is to be put back is known from the three sources in equal parts.
 *
 * @param missed what the search left out: without the reason cases can be given the one that was meant afterwards
 */
export function planHits(
  random: Random,
  input: {
    readonly level: IncidentLevel
    readonly unit: number
    readonly rule: HouseRule
    readonly missed: 'reason' | 'condition'
  },
): HitPlan[] {
  const { level, unit, rule, missed } = input
  const kinds = hitKinds.flatMap((kind) =>
    Array.from({ length: hitCounts(level, unit)[kind] }, (_, place): Omit<HitPlan, 'source'> => ({
      kind,
      ...(kind === 'regrouped' && missed === 'reason' && place % 2 === 1 && { becomesMeant: true }),
    })),
  )
  // A house that leaves most of it alone has more that nobody touched, and less that was meant.
  const backOf = (): number => kinds.reduce((sum, hit) => sum + fieldsBack(hit, rule), 0)
  for (let spare = unit; spare > 0 && backOf() < leastBack * 2 * kinds.length; spare--)
    kinds[kinds.findLastIndex(({ kind }) => kind === 'meant')] = { kind: 'nothing' }
  const known = new Map<HitSource, number>(sources.map((source) => [source, 0]))
  return random.shuffle(kinds).map((hit): HitPlan => {
    const open = openSources(hit.kind)
    const back = fieldsBack(hit, rule)
    if (back === 0) return { ...hit, source: random.pick(open) }
    const source = random
      .shuffle(open)
      .toSorted((left, right) => (known.get(left) ?? 0) - (known.get(right) ?? 0))[0] as HitSource
    known.set(source, (known.get(source) ?? 0) + back)
    return { ...hit, source }
  })
}

/** What an earlier change hit, two to five cases of every kind, all of it in the log. */
export const formerHits: readonly HitPlan[] = (
  [
    ['nothing', 5],
    ['one field edited', 3],
    ['edited', 2],
    ['confirmed', 3],
    ['undone', 3],
    ['saved by the job', 3],
    ['settled', 3],
    ['regrouped', 3],
    ['edited by a slow clock', 3],
    ['taken over by a fast clock', 3],
    ['meant', 4],
  ] as const
).flatMap(([kind, count]) => Array.from({ length: count }, (): HitPlan => ({ kind, source: 'entry' })))
