import type { Place } from './clusters.ts'
import { type Fate, fateOf, houseOf, type Reading, receiptsUnder, reversalsOf, survivorsOf, truthOf } from './settle.ts'
import type { Cluster, Story } from './story.ts'

/** Rows that refer to what goes, so that they are a part of their own. */
const leastReceipts = 8
/** What papers and totals weigh in the score, about; see grading.ts. */
const weightOfPapers = 0.15
const weightOfTotals = (level: number): number => (level < 3 ? 0 : level === 3 ? 0.05 : 0.1)
const mostOfAPlace = 0.385
/** Of what is to be repaired and of what is at stake: the bounds of the law, a hair inside. */
const mostOfAReading = 0.3995
const leastOfAReading = 0.1005

/**
 * Whether enough papers hang on bookings that go, and no place among the calls is right for most of the score. That the
 * bookings alone are balanced is planned before.
 */
export function isBalancedByScore(story: Story): boolean {
  const { level, rule, clusters, receipts } = story
  const house = houseOf(story)
  const counts = { rows: new Map<Place, number>(), papers: new Map<Place, number>(), bills: new Map<Place, number>() }
  const add = (to: Map<Place, number>, place: Place, count: number): void => {
    to.set(place, (to.get(place) ?? 0) + count)
  }
  for (const cluster of clusters) {
    const { calls, place } = cluster.plan
    if (calls === 1) continue
    const { gone, added } = fateOf(story, cluster, truthOf(cluster, rule), house.closed)
    const own = receipts.filter(({ booking }) => gone.has(booking ?? 0))
    const moved = receiptsUnder(own, gone, house.receipts).filter(
      ({ booking }, index) => booking !== own[index]?.booking,
    )
    add(counts.rows, place, gone.size + added.length)
    add(counts.papers, place, moved.length)
    add(counts.bills, place, gone.size + added.length > 0 ? 1 : 0)
  }
  const totalOf = (own: ReadonlyMap<Place, number>): number => [...own.values()].reduce((sum, count) => sum + count, 0)
  const papers = totalOf(counts.papers)
  const needsPapers = level > 1 && rule.receipts !== 'decide'
  if (needsPapers && papers < leastReceipts) return false
  const parts = [
    [counts.rows, 1],
    [counts.papers, needsPapers ? weightOfPapers : 0],
    [counts.bills, weightOfTotals(level)],
  ] as const
  const core = 1 - parts.slice(1).reduce((sum, [, weight]) => sum + weight, 0)
  const shares = (['first', 'middle', 'last'] as const).map((place) =>
    parts.reduce(
      (sum, [own, weight], index) =>
        sum + (index === 0 ? core : weight) * ((own.get(place) ?? 0) / Math.max(1, totalOf(own))),
      0,
    ),
  )
  return Math.max(...shares) <= mostOfAPlace
}

/** Cells of a booking; of one that is still to be entered the number is nobody's to know. */
const cellsOf = { there: 7, new: 6 }
const nothing: Fate = { gone: new Map(), added: [] }

/** In how many cells of bookings and of papers two fates of a cluster differ. */
function apart(
  left: Fate,
  right: Fate,
  underOf: (fate: Fate) => readonly (number | null)[],
): { readonly bookings: number; readonly papers: number } {
  const differing = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): number =>
    [...one].filter((own) => !other.has(own)).length + [...other].filter((own) => !one.has(own)).length
  const entered = ({ added }: Fate): Set<number | null> => new Set(added.map(({ reverses }) => reverses))
  const [one, other] = [underOf(left), underOf(right)]
  return {
    bookings:
      cellsOf.there * differing(new Set(left.gone.keys()), new Set(right.gone.keys())) +
      cellsOf.new * differing(entered(left), entered(right)),
    papers: one.filter((own, place) => own !== other[place]).length,
  }
}

/**
 * Whether no reading is true of more than two fifths of what is to be repaired, and none that is true anywhere of less
 * than a tenth of what is at stake: counted cell by cell, in what the cells of each table are worth.
 */
export function isBalancedByCells(story: Story): boolean {
  const { level, rule, clusters, receipts } = story
  const house = houseOf(story)
  const measured = clusters.map((cluster) => {
    const truth = truthOf(cluster, rule)
    const ids = bookingsWithReversals(story, cluster)
    const own = receipts.filter(({ booking }) => ids.has(booking ?? 0))
    const underOf = ({ gone }: Fate): (number | null)[] =>
      receiptsUnder(own, gone, house.receipts).map(({ booking }) => booking)
    const fate = (reading: Reading): Fate => fateOf(story, cluster, reading, house.closed)
    const right = fate(truth)
    const others = survivorsOf(cluster).flatMap((survivor) =>
      (['stand', 'go'] as const).map((reversed) => apart(right, fate(`${survivor}, reversed ${reversed}`), underOf)),
    )
    return { truth, changes: apart(right, nothing, underOf), others }
  })
  const [bookings, papers] = (['bookings', 'papers'] as const).map((part) =>
    measured.reduce((sum, { changes }) => sum + changes[part], 0),
  ) as [number, number]
  const share = papers === 0 ? 0 : weightOfPapers
  const worthOf = (cells: { readonly bookings: number; readonly papers: number }): number =>
    ((1 - share - weightOfTotals(level)) * cells.bookings) / Math.max(1, bookings) +
    (share * cells.papers) / Math.max(1, papers)
  const weighed = measured
    .map(({ truth, changes, others }) => ({ truth, due: worthOf(changes), stake: Math.max(...others.map(worthOf)) }))
    .filter(({ stake }) => stake > 0)
  const sum = (of: (own: (typeof weighed)[number]) => number, own = weighed): number =>
    own.reduce((all, each) => all + of(each), 0)
  return [...new Set(weighed.map(({ truth }) => truth))].every((reading) => {
    const named = weighed.filter(({ truth }) => truth === reading)
    const [due, stake] = [({ due: own }: (typeof weighed)[number]) => own, (own: { stake: number }) => own.stake]
    return sum(due, named) <= mostOfAReading * sum(due) && sum(stake, named) >= leastOfAReading * sum(stake)
  })
}

function bookingsWithReversals(story: Story, { bookings }: Cluster): Set<number> {
  const ids = bookings.flat()
  return new Set(ids.flatMap((id) => [id, reversalsOf(story).get(id)?.id ?? id]))
}
