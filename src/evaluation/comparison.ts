/**
 * Two players on the same items: the paired difference, which tells more than two intervals side by side.
 *
 * @module
 */
import type { EpisodeFacts } from './episode-facts.ts'
import type { Item } from './run.ts'
import {
  estimateMean,
  leastDifference,
  powerOf,
  type Estimate,
  type ItemValue,
  type Power,
} from './statistics/estimate.ts'
import { byItem, clusterOf } from './summary.ts'

/** An item that one of the two solves in at least half of its attempts, and the other does not. */
export interface FlippedItem {
  readonly item: Item
  /** Shares of attempts that solved it. */
  readonly before: number
  readonly after: number
}

export interface Comparison {
  readonly items: number
  /** Items that only one of the two has played. */
  readonly unpaired: number
  /** Second less first. */
  readonly solved: Estimate
  readonly score: Estimate
  readonly won: readonly FlippedItem[]
  readonly lost: readonly FlippedItem[]
  /** How many items differences of these sizes in `solved` need. */
  readonly power: readonly Power[]
  /** The smallest difference that these items find four times in five. */
  readonly leastDifference: number
}

const differences = [0.01, 0.02, 0.05, 0.1, 0.2]

const share = (episodes: readonly EpisodeFacts[], value: (episode: EpisodeFacts) => number): number =>
  episodes.reduce((sum, episode) => sum + value(episode), 0) / episodes.length

/** Compares the second with the first, item by item. */
export function compare(first: readonly EpisodeFacts[], second: readonly EpisodeFacts[]): Comparison {
  const [before, after] = [byItem(first), byItem(second)]
  const pairs = [...before].flatMap(([key, own]) => {
    const other = after.get(key)
    return other === undefined ? [] : [{ item: (own[0] as EpisodeFacts).item, own, other }]
  })
  const difference = (value: (episode: EpisodeFacts) => number): Estimate =>
    estimateMean(
      pairs.map(({ item, own, other }): ItemValue => ({
        cluster: clusterOf(item),
        value: share(other, value) - share(own, value),
      })),
      [-1, 1],
    )
  const solved = difference((episode) => Number(episode.solved))
  const flipped = pairs
    .map(({ item, own, other }): FlippedItem => ({
      item,
      before: share(own, (episode) => Number(episode.solved)),
      after: share(other, (episode) => Number(episode.solved)),
    }))
    .filter((pair) => pair.before >= 0.5 !== pair.after >= 0.5)
  return {
    items: pairs.length,
    unpaired: before.size + after.size - 2 * pairs.length,
    solved,
    score: difference(({ score }) => score),
    won: flipped.filter((pair) => pair.after > pair.before),
    lost: flipped.filter((pair) => pair.after < pair.before),
    power: powerOf(solved, differences),
    leastDifference: leastDifference(solved),
  }
}
