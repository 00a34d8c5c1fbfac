import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../src/kit/random.ts'

const parts = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 })
const drawn = (random: Random): number[] => Array.from({ length: 8 }, () => random.int(0, 1_000_000))

const filled = (bytes: Uint8Array): number[] => {
  new Random('bytes').fill(bytes)
  return [...bytes]
}

describe('random numbers', () => {
  it('of equal parts are equal', () => {
    fc.assert(
      fc.property(parts, (all) => {
        expect(drawn(new Random(...all))).toEqual(drawn(new Random(...all)))
      }),
    )
  })

  it('of different parts are unrelated, however alike the parts are', () => {
    const streams = [['a', 'bc'], ['ab', 'c'], ['abc'], ['a', 'bc', null], [1], ['1'], [2], [], [''], [null]]
    const seen = new Set(streams.map((all) => drawn(new Random(...all)).join()))
    expect(seen.size).toBe(streams.length)
    // Neighbouring seeds do not share numbers one place apart.
    const [left, right] = [new Random('t', 42), new Random('t', 43)].map((random) => drawn(random))
    expect(left?.slice(1)).not.toEqual(right?.slice(0, -1))
  })

  it('are the same in every version, on every host', () => {
    expect(drawn(new Random('task', 'classic', 'task_easy', 7)).slice(0, 4)).toEqual([386157, 334365, 397608, 902040])
    expect(filled(new Uint8Array(8))).toEqual([69, 32, 113, 11, 220, 21, 62, 46])
  })

  it('keep to their range and reach both ends', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -5, max: 5 }), fc.nat(6), (seed, low, width) => {
        const random = new Random(seed)
        const numbers = Array.from({ length: 300 }, () => random.int(low, low + width))
        expect(new Set(numbers).size).toBe(width + 1)
        expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([low, low + width])
      }),
    )
  })

  it('make chances, choices and digits', () => {
    const random = new Random('chances')
    const hits = Array.from({ length: 10_000 }, () => random.percent(30)).filter(Boolean).length
    expect(hits).toBeGreaterThan(2_700)
    expect(hits).toBeLessThan(3_300)
    expect(Array.from({ length: 100 }, () => [random.percent(0), random.percent(100)])).toEqual(
      Array.from({ length: 100 }, () => [false, true]),
    )
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['x', 'y', 'z']))).size).toBe(3)
    expect(random.digits(40)).toMatch(/^[0-9]{40}$/)
    expect(random.digits(0)).toBe('')
  })

  it('fill bytes of every value, also a last few that make no whole word', () => {
    expect(new Set(filled(new Uint8Array(5_000))).size).toBe(256)
    expect(filled(new Uint8Array(5))).toEqual(filled(new Uint8Array(8)).slice(0, 5))
  })

  it('shuffle and sample without losing or repeating anything', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), fc.nat(10), (seed, items, count) => {
        const given = [...items]
        const shuffled = new Random(seed).shuffle(items)
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b))
        expect(items).toEqual(given)
        const places = items.map((_, index) => index)
        const sample = new Random(seed).sample(places, count)
        expect(new Set(sample).size).toBe(Math.min(count, items.length))
      }),
    )
    const orders = new Set(Array.from({ length: 200 }, (_, seed) => new Random(seed).shuffle([1, 2, 3]).join()))
    expect(orders.size).toBe(6)
  })
})
