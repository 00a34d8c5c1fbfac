/**
 * What a story is worth, reading by reading: weighed as the law of balance weighs it, before anything is built.
 *
 * @module
 */
import type { CoreRow } from '../../worlds/stations/file-import.ts'
import { childWidth, gradedWidth } from './core-columns.ts'
import { referencesWeight, smallestPart, totalsWeight } from './grading.ts'
import { type Fate, fateOf, type Reading, readings, truthOf } from './readings.ts'
import type { Pair } from './readings.ts'
import type { Story } from './story.ts'

/** The law's own bounds. */
const [most, least] = [0.4, 0.1]

/** Cells of two tables. */
interface Cells {
  readonly core: number
  readonly references: number
}

/** Whether no reading holds more than it may of what is to be repaired, and none that is true too little of what is at stake. */
export function isBalanced(story: Story): boolean {
  const { pairs, known } = story
  const childrenOf = new Map<number, number[]>()
  const pairOf = new Map(
    pairs.flatMap((pair, place) => [...pair.first.ids, ...pair.second.ids].map((id) => [id, place])),
  )
  for (const { core } of story.children) {
    const place = pairOf.get(core)
    if (place !== undefined) childrenOf.set(place, [...(childrenOf.get(place) ?? []), core])
  }
  const width = gradedWidth(story)
  const weighed = pairs.map((pair, place) => {
    const fates = readings.map((reading) => fateOf(pair, reading, known))
    const truth = truthOf(pair, story.rule)
    const right = fates[readings.indexOf(truth)] as Fate
    const untouched = fates[readings.indexOf('both stay')] as Fate
    const children = childrenOf.get(place) ?? []
    const apart = (fate: Fate): Cells => cellsBetween(right, fate, pair, { children, width })
    return { truth, changes: apart(untouched), all: fates.map(apart) }
  })
  const [core, references] = (['core', 'references'] as const).map((table) =>
    weighed.reduce((sum, { changes }) => sum + changes[table], 0),
  ) as [number, number]
  const ofReferences = references < smallestPart ? 0 : referencesWeight
  const worth = (cells: Cells): number =>
    (cells.core * (100 - ofReferences - totalsWeight(story.level))) / core +
    (ofReferences === 0 ? 0 : (cells.references * ofReferences) / references)
  const held = new Map<Reading, { changes: number; stake: number }>()
  for (const { truth, changes, all } of weighed) {
    const own = held.get(truth) ?? { changes: 0, stake: 0 }
    own.changes += worth(changes)
    own.stake += Math.max(...all.map(worth))
    held.set(truth, own)
  }
  const sums = [...held.values()]
  const [changes, stakes] = [
    sums.reduce((sum, own) => sum + own.changes, 0),
    sums.reduce((sum, own) => sum + own.stake, 0),
  ]
  return sums.every((own) => own.changes <= most * changes && own.stake >= least * stakes)
}

/** Cells in which two fates of a pair differ. */
function cellsBetween(
  left: Fate,
  right: Fate,
  { first, second }: Pair,
  { children, width }: { readonly children: readonly number[]; readonly width: number },
): Cells {
  let core = 0
  for (const id of [...first.ids, ...second.ids]) {
    const [mine, theirs] = [left.rows.get(id), right.rows.get(id)]
    if (mine !== undefined && theirs !== undefined) core += differing(mine, theirs)
    else if (mine !== theirs) core += width
  }
  let references = 0
  for (const id of children) {
    const [mine, theirs] = [left, right].map(({ gone }) => (gone.has(id) ? gone.get(id) : id))
    if (mine !== theirs) references += mine === null || theirs === null ? childWidth : 1
  }
  return { core, references }
}

/** Party, good, count and amount: what a correction and what people touch. */
const differing = (left: CoreRow, right: CoreRow): number =>
  Number(left.party !== right.party) +
  Number(left.good !== right.good) +
  Number(left.quantity !== right.quantity) +
  Number(left.good.price * left.quantity !== right.good.price * right.quantity)
