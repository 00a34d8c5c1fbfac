/**
 * Means with error bars that know that items come in clusters: tasks of one world and one family stand and fall together,
 * so many of them tell less than as many unrelated ones. After E. Miller, "Adding Error Bars to Evals" (2024): the
 * clustered standard error of the mean, here with t of clusters - 1, which holds where there are few.
 *
 * @module
 */
import { studentQuantile } from './student-t.ts'

/** What one item gave. */
export interface ItemValue {
  /** Items that stand and fall together. */
  readonly cluster: string
  readonly value: number
}

export interface Estimate {
  /** Mean over items. NaN where there is none. */
  readonly mean: number
  /** NaN where there are fewer than two clusters. */
  readonly standardError: number
  /** The interval of 95 %. All that is possible where there are fewer than two clusters. */
  readonly low: number
  readonly high: number
  readonly items: number
  readonly clusters: number
}

/** The probability that an interval is meant to hold the truth with. */
export const confidence = 0.95
/** With fewer clusters an interval is wide and rests on few things: reports say so. */
export const fewClusters = 12

/**
 * The mean over items, with the interval of 95 %.
 *
 * @param range the least and the most that a value can be; the interval does not leave it
 */
export function estimateMean(values: readonly ItemValue[], range: readonly [number, number] = [0, 1]): Estimate {
  const [least, most] = range
  const items = values.length
  const mean = values.reduce((sum, { value }) => sum + value, 0) / items
  const sums = new Map<string, number>()
  for (const { cluster, value } of values) sums.set(cluster, (sums.get(cluster) ?? 0) + (value - mean))
  const clusters = sums.size
  if (clusters < 2) return { mean, standardError: Number.NaN, low: least, high: most, items, clusters }
  const squares = [...sums.values()].reduce((total, sum) => total + sum * sum, 0)
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / items
  const half = studentQuantile((1 + confidence) / 2, clusters - 1) * standardError
  const clamp = (bound: number): number => Math.min(Math.max(bound, least), most)
  const isFlat = values.every(({ value }) => value === values[0]?.value)
  if (!isFlat) return { mean, standardError, low: clamp(mean - half), high: clamp(mean + half), items, clusters }
  // Nothing differs, which is no proof that nothing could: as many clusters that all agree are as likely as
  // 1 - confidence when a share of (1 - confidence) ** (1 / clusters) of all clusters does.
  const reach = (1 - (1 - confidence) ** (1 / clusters)) * (most - least)
  return { mean, standardError, low: clamp(mean - reach), high: clamp(mean + reach), items, clusters }
}

/** How many items a comparison of two runs needs. */
export interface Power {
  /** The difference to be found. */
  readonly difference: number
  /** Items, of clusters like those at hand, that find it four times in five (power 80 %, two-sided 5 %). */
  readonly items: number
}

/** Quantiles for a power of 80 % at 5 %, both sides: about 2.8. */
const powerQuantiles = studentQuantile(0.975, 1e7) + studentQuantile(0.8, 1e7)

/** How many items each difference would need, by the spread of those at hand. */
export function powerOf({ standardError, items }: Estimate, differences: readonly number[]): Power[] {
  const spread = standardError * standardError * items
  return differences.map((difference) => ({
    difference,
    items: Math.ceil((powerQuantiles * powerQuantiles * spread) / (difference * difference)),
  }))
}

/** The smallest difference that this many items find four times in five. */
export function leastDifference({ standardError }: Estimate): number {
  return powerQuantiles * standardError
}
