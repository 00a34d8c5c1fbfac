import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('numeric_text', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('numeric_text@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['Orders', 'Pieces'])
    expect(goal).toContain('- VDW: only the number in front counts; the one behind it is a page number.')
    expect(goal).toContain(
      '- RSL: the first number was planned, the second is what it came to, and that is the one we need.',
    )
    expect(goal).toContain('- LAE: the second number came on top later, so the two are added up.')
    expect(goal).toContain(
      '- FDV: what is left of the first number without the second counts, since the second was called',
    )
    expect(lineOf(instance, 4652)).toEqual(['14|4', 14])
    expect(lineOf(instance, 4648)).toEqual(['6|2', 2])
    expect(lineOf(instance, 4676)).toEqual(['8/2', 10])
    expect(lineOf(instance, 4586)).toEqual(['9/2', 7])
    // Numbers stay.
    expect(lineOf(instance, 4649)).toEqual([4, 4])
  })

  it('stores exact whole numbers, never text', () => {
    for (const { lines } of sampleOf('numeric_text')) {
      for (const { due } of lines) expect(Number.isSafeInteger(due)).toBe(true)
    }
  })

  it('writes no text that tells how it is meant: all four results differ, and all could be', () => {
    for (const { lines } of sampleOf('numeric_text')) {
      for (const { found, due } of lines) {
        expect(Number(due)).toBeLessThanOrEqual(80)
        if (typeof found !== 'string') continue
        const [first = 0, second = 0] = found.split(/ ?[/|] ?/).map(Number)
        const results = [first, second, first + second, first - second]
        expect(new Set(results).size).toBe(4)
        expect(Math.min(...results)).toBeGreaterThan(0)
        expect(results).toContain(due)
      }
    }
  })

  it('shows no sum that would give a number away', () => {
    for (const level of [1, 2]) {
      for (const seed of [1, 2, 3]) {
        const { draft } = spoiltTable(`numeric_text@2/shop/${level}`, seed)
        const names = draft.seed.tables.flatMap(({ columns }) => columns)
        // What the shop calls the sum of an order.
        expect(names.filter((name) => /(total|sum|to_?pay) ?_?(cents|ct)\b/i.test(name))).toEqual([])
        expect(names.some((name) => /price ?_?(cents|ct)\b/i.test(name))).toBe(true)
      }
    }
  })
})
