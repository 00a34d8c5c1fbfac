/**
 * What a story is worth, reading by reading: weighed as the law of balance weighs it, before anything is built.
 *
 * @module
 */
import type { CoreRow } from '../../worlds/stations/file-import.ts'
import { gradedWidth } from './core-columns.ts'
import { referencesWeight, smallestPart, totalsWeight } from './grading.ts'
import { type Fate, fateOf, type Reading, readings, truthOf } from './readings.ts'
import type { Pair, Story } from './story.ts'

/** The law's own bounds. */
const [most, least] = [0.4, 0.1]

/** Cells of two tables. */
interface Cells {
  readonly core: number
  readonly references: number
}

const nothingDone: Fate = { gone: new Map(), changed: new Map(), countOnly: false }

/** Whether no reading holds more than it may of what is to be repaired, and none that is true too little of what is at stake. */
export function isBalanced(story: Story): boolean {
  const { pairs, seen } = story
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
    const fates = readings.map((reading) => fateOf(pair, reading, seen.rows))
    const truth = truthOf(pair, story.rule)
    const right = fates[readings.indexOf(truth)] as Fate
    const apart = (fate: Fate): Cells =>
      cellsBetween(right, fate, pair, { rows: seen.rows, children: childrenOf.get(place) ?? [], width })
    return { truth, changes: apart(nothingDone), all: fates.map(apart) }
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
  input: { readonly rows: ReadonlyMap<number, CoreRow>; readonly children: readonly number[]; readonly width: number },
): Cells {
  const { rows, width } = input
  let core = 0
  for (const id of [...first.ids, ...second.ids]) {
    const row = rows.get(id)
    if (row === undefined) continue
    if (left.gone.has(id) !== right.gone.has(id)) core += width
    else if (!left.gone.has(id)) core += differing(shownBy(left, row, rows), shownBy(right, row, rows))
  }
  const references = input.children.filter((id) => (left.gone.get(id) ?? id) !== (right.gone.get(id) ?? id)).length
  return { core, references }
}

const shownBy = ({ changed, countOnly }: Fate, row: CoreRow, rows: ReadonlyMap<number, CoreRow>): CoreRow => {
  const source = rows.get(changed.get(row.id) ?? row.id) ?? row
  return { ...row, good: countOnly ? row.good : source.good, quantity: source.quantity }
}

/** Good, count and amount: what a correction touches. */
const differing = (left: CoreRow, right: CoreRow): number =>
  Number(left.good !== right.good) +
  Number(left.quantity !== right.quantity) +
  Number(left.good.price * left.quantity !== right.good.price * right.quantity)
