import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../src/kit/random.ts'
import { passAtK, passHatK } from '../../src/evaluation/statistics/attempts.ts'
import { estimateMean, leastDifference, powerOf, type ItemValue } from '../../src/evaluation/statistics/estimate.ts'
import { normalQuantile, studentQuantile } from '../../src/evaluation/statistics/student-t.ts'

/** scipy.stats.t.ppf(p, df) of SciPy 1.17.1, for p = 0.6, 0.8, 0.975, 0.995. */
const quantiles: readonly (readonly [number, ...number[]])[] = [
  [1, 0.324_919_696_232_906_34, 1.376_381_920_471_173_8, 12.706_204_736_174_694, 63.656_741_162_871_526],
  [2, 0.288_675_134_594_812_8, 1.060_660_171_779_821_4, 4.302_652_729_749_462, 9.924_843_200_918_287],
  [3, 0.276_670_662_332_689_8, 0.978_472_312_363_304_2, 3.182_446_305_283_707_8, 5.840_909_309_733_355],
  [5, 0.267_180_865_704_145_1, 0.919_543_780_241_08, 2.570_581_835_636_31, 4.032_142_983_555_228],
  [11, 0.259_555_860_476_270_44, 0.875_529_978_073_881_9, 2.200_985_160_091_639, 3.105_806_515_539_280_4],
  [29, 0.255_683_634_571_256_04, 0.854_191_985_881_855_7, 2.045_229_642_132_703, 2.756_385_903_670_605],
  [1000, 0.253_414_515_839_498_76, 0.841_980_822_162_428_8, 1.962_339_080_826_408_3, 2.580_754_698_065_951],
]
const shares = [0.6, 0.8, 0.975, 0.995]

describe('quantiles of the t distribution', () => {
  it.each(quantiles)('with %d degrees of freedom are those of SciPy', (degrees, ...known) => {
    for (const [place, value] of known.entries()) {
      const share = shares[place] as number
      expect(studentQuantile(share, degrees) / value).toBeCloseTo(1, 9)
      expect(studentQuantile(1 - share, degrees) / -value).toBeCloseTo(1, 9)
    }
  })

  it('come to those of the normal distribution', () => {
    const known = [0.253_347_103_135_799_7, 0.841_621_233_572_914_3, 1.959_963_984_540_054, 2.575_829_303_548_900_4]
    for (const [place, value] of known.entries()) {
      expect(normalQuantile(shares[place] as number)).toBeCloseTo(value, 6)
    }
  })

  it.each([
    [0, 5],
    [1, 5],
    [Number.NaN, 5],
    [0.5, 0],
  ])('of %d with %d degrees there are none', (share, degrees) => {
    expect(() => studentQuantile(share, degrees)).toThrow(RangeError)
  })
})

/** All ways to choose k of n attempts, of which the first `solved` solved it. */
function countChoices(played: number, solved: number, k: number): { any: number; all: number } {
  let [any, all, every] = [0, 0, 0]
  for (let mask = 0; mask < 2 ** played; mask++) {
    const chosen = Array.from({ length: played }, (_, place) => place).filter((place) => (mask >> place) & 1)
    if (chosen.length !== k) continue
    every++
    if (chosen.some((place) => place < solved)) any++
    if (chosen.every((place) => place < solved)) all++
  }
  return { any: any / every, all: all / every }
}

describe('several attempts', () => {
  it('are counted as if every choice of k of them were looked at', () => {
    for (let played = 1; played <= 8; played++) {
      for (let solved = 0; solved <= played; solved++) {
        for (let k = 1; k <= played; k++) {
          const { any, all } = countChoices(played, solved, k)
          expect(passAtK({ played, solved }, k)).toBeCloseTo(any, 12)
          expect(passHatK({ played, solved }, k)).toBeCloseTo(all, 12)
        }
      }
    }
  })

  it('say nothing about more than were played', () => {
    expect(passAtK({ played: 3, solved: 3 }, 4)).toBeUndefined()
    expect(passHatK({ played: 3, solved: 0 }, 4)).toBeUndefined()
  })

  it('are without bias: over many items the mean is p, 1 - (1 - p)^k and p^k', () => {
    const random = new Random('attempts')
    const [k, items, played, p] = [3, 20_000, 6, 0.4]
    let [any, all] = [0, 0]
    for (let item = 0; item < items; item++) {
      const solved = Array.from({ length: played }, () => random.int(0, 999) < 1000 * p).filter(Boolean).length
      any += (passAtK({ played, solved }, k) ?? 0) / items
      all += (passHatK({ played, solved }, k) ?? 0) / items
    }
    expect(any).toBeCloseTo(1 - (1 - p) ** k, 2)
    expect(all).toBeCloseTo(p ** k, 2)
  })
})

/** Items of clusters that differ: each cluster has a chance of its own, each item solves some of 4 attempts. */
function drawItems(random: Random, clusters: number, each: number, shift = 0): ItemValue[] {
  return Array.from({ length: clusters }, (_, cluster) => {
    // Two values: chances spread around 0.5, as tasks of one family do.
    const chance = 0.5 + (random.int(0, 1000) - random.int(0, 1000)) / 2600 + shift
    return Array.from({ length: each }, () => {
      const solved = Array.from({ length: 4 }, () => random.int(0, 999_999) < chance * 1e6).filter(Boolean).length
      return { cluster: String(cluster), value: solved / 4 }
    })
  }).flat()
}

const evaluations = 400

describe('intervals', () => {
  it.each([6, 12, 30])('hold the truth in 92 to 98 of 100 evaluations of %d clusters', (clusters) => {
    const random = new Random('coverage', clusters)
    let held = 0
    for (let turn = 0; turn < evaluations; turn++) {
      const { low, high } = estimateMean(drawItems(random, clusters, 8))
      if (low <= 0.5 && high >= 0.5) held++
    }
    expect(held / evaluations).toBeGreaterThanOrEqual(0.92)
    expect(held / evaluations).toBeLessThanOrEqual(0.98)
  })

  it.each([6, 12, 30])('of paired differences do so as well, with %d clusters', (clusters) => {
    const random = new Random('paired coverage', clusters)
    let held = 0
    for (let turn = 0; turn < evaluations; turn++) {
      // The same chances for both, the second 0.05 better.
      const values = Array.from({ length: clusters }, (_, cluster) => {
        const chance = 0.45 + (random.int(0, 1000) - random.int(0, 1000)) / 2600
        const share = (p: number): number =>
          Array.from({ length: 4 }, () => random.int(0, 999_999) < p * 1e6).filter(Boolean).length / 4
        return Array.from({ length: 8 }, () => ({
          cluster: String(cluster),
          value: share(chance + 0.05) - share(chance),
        }))
      }).flat()
      const { low, high } = estimateMean(values, [-1, 1])
      if (low <= 0.05 && high >= 0.05) held++
    }
    expect(held / evaluations).toBeGreaterThanOrEqual(0.92)
    expect(held / evaluations).toBeLessThanOrEqual(0.98)
  })

  it('are those of the standard error of a mean where every item is its own cluster', () => {
    const values = [0, 0.25, 1, 1, 0.5].map((value, place) => ({ cluster: String(place), value }))
    const mean = 0.55
    const variance = values.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 4
    const { standardError, mean: found } = estimateMean(values)
    expect(found).toBeCloseTo(mean, 12)
    expect(standardError).toBeCloseTo(Math.sqrt(variance / 5), 12)
  })

  it('are wider where items of a cluster agree', () => {
    const values = Array.from({ length: 40 }, (_, place) => ({ cluster: String(place % 8), value: (place % 8) / 7 }))
    const apart = values.map(({ value }, place) => ({ cluster: String(place), value }))
    expect(estimateMean(values).standardError).toBeGreaterThan(2 * estimateMean(apart).standardError)
  })

  it('do not claim to be sure where nothing differs', () => {
    const none = Array.from({ length: 60 }, (_, place) => ({ cluster: String(place % 12), value: 0 }))
    const { mean, low, high } = estimateMean(none)
    expect({ mean, low }).toEqual({ mean: 0, low: 0 })
    expect(high).toBeCloseTo(1 - 0.05 ** (1 / 12), 12)
    expect(estimateMean(none.slice(0, 1))).toMatchObject({ low: 0, high: 1, clusters: 1 })
  })

  it('hold the mean and stay within what is possible, whatever comes', () => {
    const value = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8)
    const item = fc.record({ cluster: fc.constantFrom('a', 'b', 'c', 'd'), value })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 40 }), (values) => {
        const { mean, low, high } = estimateMean(values)
        return low >= 0 && high <= 1 && low <= mean + 1e-12 && mean <= high + 1e-12
      }),
    )
  })
})

describe('power', () => {
  it('is what is promised: with so many items the difference is found four times in five', () => {
    const random = new Random('power')
    const pilot = estimateMean(pairs(random, 4000), [-1, 1])
    const [plan] = powerOf(pilot, [0.1])
    const items = plan?.items ?? 0
    let found = 0
    for (let turn = 0; turn < evaluations; turn++) {
      const { low } = estimateMean(pairs(random, items), [-1, 1])
      if (low > 0) found++
    }
    expect(found / evaluations).toBeGreaterThan(0.73)
    expect(found / evaluations).toBeLessThan(0.87)
    expect(leastDifference(estimateMean(pairs(random, items), [-1, 1]))).toBeCloseTo(0.1, 1)
  })
})

/** Paired differences of items of their own, 0.1 in the mean. */
function pairs(random: Random, items: number): ItemValue[] {
  return Array.from({ length: items }, (_, place) => {
    const solve = (p: number): number => Number(random.int(0, 999_999) < p * 1e6)
    return { cluster: String(place), value: solve(0.6) - solve(0.5) }
  })
}
