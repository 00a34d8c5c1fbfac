/**
 * What is planned to befall single children: planned so that no reading is right for most, and dealt out to records that
 * are made one.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { MergeRule } from '../../worlds/stations/sync-rule.ts'
import type { IncidentLevel } from '../incident.ts'
import type { MergePlan } from './sketch.ts'

/**
 * `next`: it belongs on the record that its own was made one with. `end`: that one was given up in turn. `undone`: the
 * merge was taken back. `left out` and `by hand`: somebody did not want it any more. `erased`: who had it asked to be
 * forgotten. `twice`: the record that stays has the item too.
 */
export type CaseKind = 'next' | 'end' | 'undone' | 'left out' | 'by hand' | 'erased' | 'twice'

export interface CasePlan {
  readonly kind: CaseKind
  /** The child stands on a record that is no more; otherwise it was deleted. */
  readonly isStranded: boolean
  /** Of two: whether the one that moves is older, and larger. */
  readonly isOlder: boolean
  readonly isLarger: boolean
  /** Of two: the other one was entered by somebody who missed the first. */
  readonly isAgain: boolean
}

/** Records that became one, and the children of the first of them. */
export interface GroupPlan {
  readonly isStranded: boolean
  /** Merges on the way: the first is struck. */
  readonly depth: 1 | 2 | 3
  readonly isErased: boolean
  readonly isUndone: boolean
  readonly cases: readonly CasePlan[]
}

/** Shares of the kinds by level; the rest are `end`. */
const shares: Readonly<Record<1 | 2 | 3, Readonly<Partial<Record<CaseKind, number>>>>> = {
  1: { next: 0.31, 'left out': 0.16, 'by hand': 0.13 },
  2: { next: 0.22, 'left out': 0.12, 'by hand': 0.11, erased: 0.14 },
  3: { next: 0.18, undone: 0.12, 'left out': 0.11, 'by hand': 0.1, erased: 0.13 },
}

/** Where age decides, one reading is right for every pair; elsewhere each for half of them. */
const pairShares: Readonly<Record<MergeRule['twice'], number>> = { older: 0.1, newer: 0.1, kept: 0.17, larger: 0.17 }

const combinations = [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
] as const

/** Every mixture of older and larger as often as any other. */
export function drawMixtures(random: Random, count: number): (readonly [isOlder: boolean, isLarger: boolean])[] {
  const rounds = Math.ceil(count / combinations.length)
  return Array.from({ length: rounds }, () => random.shuffle(combinations))
    .flat()
    .slice(0, count)
}

export function planCases(
  random: Random,
  count: number,
  options: { readonly level: IncidentLevel; readonly plan: MergePlan; readonly rule: MergeRule },
): CasePlan[] {
  const { level, plan, rule } = options
  const kinds: CaseKind[] = []
  // Fewer where uses hang on them and nothing else is at stake twice.
  const pairs = pairShares[rule.twice] - (level === 2 ? 0.015 : 0) + (level === 1 ? 0.02 : 0)
  const planned = { ...shares[Math.min(level, 3) as 1 | 2 | 3], twice: pairs }
  for (const [kind, share] of Object.entries(planned)) {
    // Without a list of merges nobody can see what was left out of one.
    const told = kind === 'left out' && plan === 'messages' ? 'by hand' : (kind as CaseKind)
    for (let number = Math.round(count * share); number > 0; number--) kinds.push(told)
  }
  while (kinds.length < count) kinds.push('end')
  const twice = kinds.filter((kind) => kind === 'twice' || kind === 'undone').length
  const mixtures = drawMixtures(random, twice)
  const turns = new Map<CaseKind, number>()
  return kinds.map((kind): CasePlan => {
    const turn = turns.get(kind) ?? random.int(0, 2)
    turns.set(kind, turn + 1)
    const isPair = kind === 'twice' || kind === 'undone'
    const [isOlder, isLarger] = (isPair ? mixtures.pop() : undefined) ?? [false, false]
    return {
      kind,
      isStranded: kind !== 'undone' && kind !== 'by hand' && turn % (kind === 'left out' ? 2 : 3) === 0,
      isOlder,
      isLarger,
      // Who enters a thing again does it later.
      isAgain: kind === 'twice' && level >= 3 && isOlder && random.percent(65),
    }
  })
}

/** Deals cases out: children of one record share its fate but for what is theirs alone. */
export function planGroups(random: Random, cases: readonly CasePlan[], level: IncidentLevel): GroupPlan[] {
  type Draft = { -readonly [Key in keyof GroupPlan]: Key extends 'cases' ? CasePlan[] : GroupPlan[Key] }
  const groups: Draft[] = []
  const deepest = (): 2 | 3 => (level >= 3 && random.percent(22) ? 3 : 2)
  const open = (of: CasePlan, depth: 1 | 2 | 3, more: Partial<Draft> = {}): void => {
    groups.push({ isStranded: of.isStranded, depth, isErased: false, isUndone: false, ...more, cases: [of] })
  }
  const join = (own: CasePlan, fits: (group: Draft) => boolean, most: number, anyMechanism = false): boolean => {
    const suits = (group: Draft): boolean =>
      group.cases.length < most &&
      !group.isUndone &&
      (anyMechanism || group.isStranded === own.isStranded) &&
      fits(group)
    const found = random.shuffle(groups).find(suits)
    found?.cases.push(own)
    return found !== undefined
  }
  for (const own of random.shuffle(cases)) {
    const isShared = random.percent(45)
    if (own.kind === 'undone') open(own, 1, { isUndone: true })
    else if (own.kind === 'erased') {
      if (!isShared || !join(own, ({ isErased }) => isErased, 2)) {
        open(own, random.percent(50) ? 1 : 2, { isErased: true })
      }
    } else if (own.kind === 'next') {
      if (!isShared || !join(own, ({ depth, isErased }) => depth === 1 && !isErased, 2)) open(own, 1)
    } else if (own.kind === 'end') {
      if (!isShared || !join(own, ({ depth, isErased }) => depth > 1 && !isErased, 2)) open(own, deepest())
    }
  }
  for (const own of random.shuffle(cases)) {
    if (own.kind !== 'left out' && own.kind !== 'by hand' && own.kind !== 'twice') continue
    // What was deleted by hand may have hung on any record.
    if (!join(own, ({ isErased }) => !isErased, 4, own.kind === 'by hand'))
      open(own, random.percent(50) ? 1 : deepest())
  }
  return groups
}
