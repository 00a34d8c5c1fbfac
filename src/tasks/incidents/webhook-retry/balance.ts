import { fateOf, houseOf, receiptsUnder, truthOf } from './settle.ts'
import type { Place } from './clusters.ts'
import type { Story } from './story.ts'

/** Rows that refer to what goes, so that they are a part of their own. */
const leastReceipts = 8
/** What papers and totals weigh in the score, about; see grading.ts. */
const weightOfPapers = 0.15
const weightOfTotals = (level: number): number => (level < 3 ? 0 : level === 3 ? 0.05 : 0.1)
const mostOfAPlace = 0.385

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
