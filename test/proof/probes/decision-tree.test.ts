import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import {
  areaUnderCurve,
  areaWithin,
  estimate,
  featuresAsked,
  growTree,
  treeLimits,
  type Sample,
} from '../../../src/proof/probes/decision-tree.ts'

/** Samples with three features of noise; `kind` decides from them, or not. */
function draw(seed: number, count: number, kind: (features: readonly number[], random: Random) => boolean): Sample[] {
  const random = new Random('tree', seed)
  return Array.from({ length: count }, () => {
    const features = [random.int(0, 99), random.int(0, 99), random.int(0, 1)]
    return { features, positive: kind(features, random) }
  })
}

/** How well a tree of one drawing does on another. */
function areaOf(kind: Parameters<typeof draw>[2], limits = treeLimits): number {
  const tree = growTree(draw(1, 3000, kind), limits)
  return areaUnderCurve(
    draw(2, 3000, kind).map(({ features, positive }) => ({ score: estimate(tree, features), positive })),
  )
}

describe('areaUnderCurve', () => {
  it('counts pairs in the right order, ties half', () => {
    const scored = (...pairs: readonly (readonly [score: number, positive: boolean])[]): number =>
      areaUnderCurve(pairs.map(([score, positive]) => ({ score, positive })))
    expect(scored([0.1, false], [0.2, false], [0.8, true], [0.9, true])).toBe(1)
    expect(scored([0.1, true], [0.9, false])).toBe(0)
    expect(scored([0.5, true], [0.5, false], [0.5, false])).toBe(0.5)
    // Of four pairs two are right, one is a tie, one is wrong.
    expect(scored([0.1, false], [0.3, true], [0.3, false], [0.2, true])).toBe(2.5 / 4)
    expect(scored([0.5, true])).toBeNaN()
  })
})

describe('areaWithin', () => {
  it('counts pairs of one group only', () => {
    const high = [true, false, false].map((positive) => ({ score: 0.9, positive }))
    const low = [true, true, false].map((positive) => ({ score: 0.1, positive }))
    // Whoever tells the groups apart does better than chance over all pairs, and knows nothing of any line.
    expect(areaUnderCurve([...high, ...low])).toBeLessThan(0.5)
    expect(areaWithin([high, low])).toBe(0.5)
    const told = [0.2, 0.7].map((score) => ({ score, positive: score > 0.5 }))
    // Two pairs at chance, one right.
    expect(areaWithin([high, told, [{ score: 1, positive: true }]])).toBeCloseTo(2 / 3)
    expect(areaWithin([])).toBeNaN()
  })
})

describe('a tree', () => {
  it('finds a threshold, an interval and a remainder, and asks for no other feature first', () => {
    expect(areaOf(([value = 0]) => value > 62)).toBeGreaterThan(0.99)
    expect(areaOf(([, value = 0]) => value > 30 && value < 45)).toBeGreaterThan(0.97)
    const tree = growTree(draw(1, 3000, ([, , flag]) => flag === 1))
    expect(featuresAsked(tree)).toEqual([2])
    expect([estimate(tree, [0, 0, 0]), estimate(tree, [0, 0, 1])]).toEqual([0, 1])
  })

  it('finds a conjunction through noise', () => {
    const kind = ([first = 0, second = 0]: readonly number[], random: Random): boolean =>
      random.percent(first > 50 && second > 50 ? 80 : 20)
    const area = areaOf(kind)
    expect(area).toBeGreaterThan(0.65)
    expect(area).toBeLessThan(0.85)
    expect(areaOf(kind, { ...treeLimits, depth: 0 })).toBe(0.5)
  })

  it('learns nothing where there is nothing to learn', () => {
    const area = areaOf((_, random) => random.percent(50))
    expect(area).toBeGreaterThan(0.46)
    expect(area).toBeLessThan(0.54)
  })

  it('makes no leaf of less than the limit, and of nothing a leaf', () => {
    const few = draw(3, 2 * treeLimits.leaf - 1, ([value = 0]) => value > 50)
    expect(growTree(few).split).toBeNull()
    expect(growTree(few, { ...treeLimits, leaf: 5 }).split).not.toBeNull()
    expect(growTree([])).toEqual({ share: 0, split: null })
  })
})
