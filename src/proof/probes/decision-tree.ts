/**
 * A small classification tree (CART: binary splits by Gini impurity), for asking whether some features tell two kinds
 * of rows apart. No randomness: equal samples give the same tree.
 *
 * @module
 */

/** One row: its features, all trees' samples in the same order, and its kind. */
export interface Sample {
  readonly features: readonly number[]
  readonly positive: boolean
}

export interface TreeLimits {
  readonly depth: number
  /** Fewest samples on either side of a split. */
  readonly leaf: number
  /** Most places to cut that are tried a feature and node. */
  readonly cuts: number
}

/** Deep enough for a conjunction of several features, and leaves too large to learn single rows by heart. */
export const treeLimits: TreeLimits = Object.freeze({ depth: 6, leaf: 40, cuts: 48 })

/** `share` is the share of positives among the samples that came here; samples below `cut` go left. */
export type Tree =
  | { readonly share: number; readonly split: null }
  | {
      readonly share: number
      readonly split: { readonly feature: number; readonly cut: number; readonly left: Tree; readonly right: Tree }
    }

const shareOf = (samples: readonly Sample[]): number =>
  samples.length === 0 ? 0 : samples.filter(({ positive }) => positive).length / samples.length

/** Values between which a cut is tried: all different ones, or those at even steps through the sorted samples. */
function cutsOf(sorted: readonly number[], most: number): number[] {
  const found = new Set<number>()
  const step = Math.max(1, sorted.length / most)
  for (let place = 0; place < sorted.length; place += step) found.add(sorted[Math.floor(place)] as number)
  const rare = new Set(sorted)
  return [...(rare.size <= most ? rare : found)].toSorted((left, right) => left - right).slice(1)
}

interface Cut {
  readonly feature: number
  readonly cut: number
  readonly impurity: number
}

/** The best cut of one feature: least impurity, weighted by samples. */
function bestCut(samples: readonly Sample[], feature: number, { leaf, cuts }: TreeLimits): Cut | null {
  const ordered = samples
    .map(({ features, positive }) => ({ value: features[feature] ?? 0, positive }))
    .toSorted((left, right) => left.value - right.value)
  const all = ordered.filter(({ positive }) => positive).length
  let best: Cut | null = null
  let place = 0
  let positives = 0
  for (const cut of cutsOf(
    ordered.map(({ value }) => value),
    cuts,
  )) {
    for (; (ordered[place]?.value ?? cut) < cut; place++) if (ordered[place]?.positive === true) positives++
    const rest = ordered.length - place
    if (place < leaf || rest < leaf) continue
    const impurity = gini(positives, place) + gini(all - positives, rest)
    if (best === null || impurity < best.impurity) best = { feature, cut, impurity }
  }
  return best
}

/** Gini impurity times the number of samples. */
const gini = (positives: number, count: number): number => (2 * positives * (count - positives)) / count

/** Grows a tree; without samples it is a leaf of share 0. */
export function growTree(samples: readonly Sample[], limits: TreeLimits = treeLimits): Tree {
  const share = shareOf(samples)
  if (limits.depth === 0 || share === 0 || share === 1) return { share, split: null }
  const width = samples[0]?.features.length ?? 0
  let best: Cut | null = null
  for (let feature = 0; feature < width; feature++) {
    const found = bestCut(samples, feature, limits)
    if (found !== null && (best === null || found.impurity < best.impurity)) best = found
  }
  const count = samples.length
  if (best === null || best.impurity >= gini(share * count, count) - 1e-9) return { share, split: null }
  const { feature, cut } = best
  const goesLeft = ({ features }: Sample): boolean => (features[feature] ?? 0) < cut
  const below = { ...limits, depth: limits.depth - 1 }
  const left = growTree(samples.filter(goesLeft), below)
  const right = growTree(
    samples.filter((sample) => !goesLeft(sample)),
    below,
  )
  return { share, split: { feature, cut, left, right } }
}

/** How likely the tree thinks that a row is positive, 0 to 1. */
export function estimate(tree: Tree, features: readonly number[]): number {
  let node = tree
  while (node.split !== null) {
    const { feature, cut, left, right } = node.split
    node = (features[feature] ?? 0) < cut ? left : right
  }
  return node.share
}

/** The features that a tree asks for, the first asked first. */
export function featuresAsked(tree: Tree): number[] {
  const asked: number[] = []
  const open: Tree[] = [tree]
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    if (node.split === null) continue
    if (!asked.includes(node.split.feature)) asked.push(node.split.feature)
    open.push(node.split.left, node.split.right)
  }
  return asked
}

/**
 * Area under the ROC curve: how often a positive has the higher score of a pair, ties counting half. 0.5 is chance,
 * NaN when one kind is missing.
 */
export function areaUnderCurve(scored: readonly { readonly score: number; readonly positive: boolean }[]): number {
  const sorted = scored.toSorted((left, right) => left.score - right.score)
  let ranks = 0
  let positives = 0
  for (let start = 0; start < sorted.length;) {
    let end = start
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++
    for (let place = start; place < end; place++) {
      if (sorted[place]?.positive !== true) continue
      positives++
      ranks += (start + end + 1) / 2
    }
    start = end
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives))
}

/**
 * The same within groups: pairs of one group only count, so what tells groups apart tells nothing. NaN when no group
 * has both kinds.
 */
export function areaWithin(
  groups: Iterable<readonly { readonly score: number; readonly positive: boolean }[]>,
): number {
  let [right, pairs] = [0, 0]
  for (const scored of groups) {
    const positives = scored.filter(({ positive }) => positive).length
    const own = positives * (scored.length - positives)
    if (own === 0) continue
    right += areaUnderCurve(scored) * own
    pairs += own
  }
  return right / pairs
}
