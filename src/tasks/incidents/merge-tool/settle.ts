/**
 * What becomes of children and their uses under a choice for every case and for the whole house: the target is one of
 * many.
 *
 * @module
 */
import type { Child } from '../../worlds/stations/sync.ts'
import type { MergeRule } from '../../worlds/stations/sync-rule.ts'
import type { Case } from './register.ts'
import type { Story } from './story.ts'
import { settleUses, type Use } from './uses.ts'

/** What the graded tables hold; overviews follow. */
export interface Books {
  readonly children: readonly Child[]
  readonly uses: readonly Use[]
}

/** On which record a child is, or that there is none of it. */
export const singleReadings = ['away', 'as it was', 'next', 'between', 'end'] as const
export const pairReadings = ['the older stays', 'the newer stays', 'both stay', 'as it was'] as const
export type Reading = (typeof singleReadings)[number] | (typeof pairReadings)[number]

export const caseId = ({ child }: Case): string => `child ${child.id}`

/** The readings of a case. Who has one merge on the way has no end beyond the next record. */
export function readingsOf({ path, twin }: Case): readonly Reading[] {
  if (twin !== null) return pairReadings
  return singleReadings.filter(
    (reading) => (reading !== 'end' || path.length > 2) && (reading !== 'between' || path.length > 3),
  )
}

/** Which child of a pair has been valid for longer. */
const inOrder = (child: Child, twin: Child): readonly [older: Child, newer: Child] =>
  child.since < twin.since ? [child, twin] : [twin, child]

/** The record that a reading puts each child of a case on; null for none. */
export function ownersUnder({ path, child, twin }: Case, reading: Reading): ReadonlyMap<number, number | null> {
  const [first, next, end] = [path[0] as number, path[1] as number, path.at(-1) as number]
  if (twin === null) {
    const owner = { away: null, 'as it was': first, next, between: path[2] ?? end, end }[reading as 'end']
    return new Map([[child.id, owner]])
  }
  if (reading === 'as it was') {
    return new Map([
      [child.id, first],
      [twin.id, twin.owner],
    ])
  }
  const [older, newer] = inOrder(child, twin)
  return new Map([
    [older.id, reading === 'the newer stays' ? null : end],
    [newer.id, reading === 'the older stays' ? null : end],
  ])
}

/** Of a pair: which child stands for which under a reading. */
export function replacedUnder({ child, twin }: Case, reading: Reading): readonly (readonly [number, number])[] {
  if (twin === null || reading === 'both stay' || reading === 'as it was') return []
  const [older, newer] = inOrder(child, twin)
  return [reading === 'the older stays' ? [newer.id, older.id] : [older.id, newer.id]]
}

/** The reading that the target shows. */
export function truthOf({ due }: Story, { plan, path, child, twin }: Case): Reading {
  if (plan.kind === 'undone') return 'as it was'
  const owner = due.children.get(child.id)?.owner
  if (twin !== null) {
    const [older] = inOrder(child, twin)
    return due.children.has(older.id) ? 'the older stays' : 'the newer stays'
  }
  if (owner === undefined) return 'away'
  return path.length > 2 && owner === path.at(-1) ? 'end' : 'next'
}

/** A child as it was before it was struck. */
const asItWas = (story: Story, { path }: Case, own: Child): Child => ({
  ...own,
  owner: story.seen.children.get(own.id)?.owner ?? path[0] ?? own.owner,
})

/** What a case alone leaves under a reading: its children, and those of some uses that are still there. */
export function caseUnder(story: Story, own: Case, reading: Reading, uses: readonly Use[]): Books {
  const children = [...ownersUnder(own, reading)].flatMap(([id, owner]): Child[] => {
    if (owner === null) return []
    return [{ ...asItWas(story, own, id === own.child.id ? own.child : (own.twin as Child)), owner }]
  })
  return { children, uses: settleUses(uses, new Map(replacedUnder(own, reading)), story.rule.uses) }
}

/** Everything under a choice for every component; what is not named is as in the target. */
export function booksUnder(story: Story, choices: ReadonlyMap<string, string> = new Map()): Books {
  const { seen, cases, entered, rule } = story
  const children = new Map(seen.children)
  const replaced = new Map(seen.replaced)
  for (const own of cases) {
    const reading = (choices.get(caseId(own)) ?? truthOf(story, own)) as Reading
    for (const [id, owner] of ownersUnder(own, reading)) {
      const child = id === own.child.id ? own.child : (own.twin as Child)
      if (owner === null) children.delete(id)
      else children.set(id, { ...asItWas(story, own, child), owner })
    }
    for (const [gone, heir] of replacedUnder(own, reading)) replaced.set(gone, heir)
  }
  const following = (choices.get('uses') ?? rule.uses) as MergeRule['uses']
  // What went in good times was settled then.
  const settled = settleUses(entered, seen.replaced, rule.uses)
  const open = new Map([...replaced].filter(([id]) => !seen.replaced.has(id)))
  return { children: [...children.values()], uses: settleUses(settled, open, following) }
}
