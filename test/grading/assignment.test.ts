import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assign } from '../../src/grading/assignment.ts'

/** The least total cost, by trying everything. */
function cheapest(costs: readonly (readonly number[])[], used: ReadonlySet<number> = new Set()): number {
  const [first, ...rest] = costs
  if (first === undefined) return 0
  return Math.min(
    ...first.flatMap((cost, place) => (used.has(place) ? [] : [cost + cheapest(rest, new Set([...used, place]))])),
  )
}

const matrices = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 })).chain(([left, spare]) =>
  fc.array(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: left + spare, maxLength: left + spare }), {
    minLength: left,
    maxLength: left,
  }),
)

it('gives every item a place of its own at the least cost', () => {
  fc.assert(
    fc.property(matrices, (costs) => {
      const right = costs[0]?.length ?? 0
      const given = assign(costs.length, right, (item, place) => costs[item]?.[place] as number)
      expect(new Set(given).size).toBe(costs.length)
      expect(given.every((place) => place >= 0 && place < right)).toBe(true)
      const total = given.reduce((sum, place, item) => sum + (costs[item]?.[place] as number), 0)
      expect(total).toBe(cheapest(costs))
    }),
    { numRuns: 500 },
  )
})
