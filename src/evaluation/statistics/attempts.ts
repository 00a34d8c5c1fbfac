/**
 * What several attempts at one item tell: how likely one of k solves it, and how likely all k do. Both are unbiased:
 * they are means over all choices of k attempts of those that were played.
 *
 * @module
 */

/** Attempts at one item that count, and how many of them solved it. */
export interface Attempts {
  readonly played: number
  readonly solved: number
}

/** The share of all choices of `k` of `n` that are taken from `m` of them alone. */
function shareWithin(n: number, m: number, k: number): number {
  let share = 1
  for (let place = 0; place < k; place++) share *= Math.max(m - place, 0) / (n - place)
  return share
}

/** Of k attempts at least one solves it (Chen et al. 2021); undefined where fewer than k were played. */
export function passAtK({ played, solved }: Attempts, k: number): number | undefined {
  return played < k ? undefined : 1 - shareWithin(played, played - solved, k)
}

/** Of k attempts every one solves it (Yao et al. 2024, pass^k); undefined where fewer than k were played. */
export function passHatK({ played, solved }: Attempts, k: number): number | undefined {
  return played < k ? undefined : shareWithin(played, solved, k)
}
