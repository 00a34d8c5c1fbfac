import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('numeric_text', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('numeric_text@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['sales_orders', 'item_count'])
    expect(goal).toContain('- WG-42: a comma is the decimal mark, a full stop groups; the figure counts whole units.')
    expect(goal).toContain('- ET-84: a full stop is the decimal mark, a comma groups; figures are in dozens.')
    expect(goal).toContain('- WU-53: a comma is the decimal mark, a full stop groups; the figure counts dozens.')
    // ET-84: 1475 dozens are 17,700 units.
    expect(lineOf(instance, 5684)).toEqual(['1,475', 17_700_000])
    // WG-42: 5.961 units; 7472 units.
    expect(lineOf(instance, 5703)).toEqual(['5,961', 5_961])
    expect(lineOf(instance, 5645)).toEqual(['7.472', 7_472_000])
    // WU-53: 819,701 dozens.
    expect(lineOf(instance, 5618)).toEqual(['819.701', 819_701 * 12 * 1_000])
    // Numbers stay, whatever their size.
    expect(lineOf(instance, 5626)).toEqual([11_097_072_000, 11_097_072_000])
  })

  it('stores exact whole numbers, never text', () => {
    for (const { lines } of sampleOf('numeric_text')) {
      for (const { due } of lines) expect(Number.isSafeInteger(due)).toBe(true)
    }
  })

  it('writes no text that tells its own convention', () => {
    for (const { lines } of sampleOf('numeric_text')) {
      for (const { found } of lines) if (typeof found === 'string') expect(found).toMatch(/^[1-9]\d{0,2}[.,]\d{3}$/)
      const marks = new Set(lines.flatMap(({ found }) => (typeof found === 'string' ? [found.replace(/\d/g, '')] : [])))
      expect(marks).toEqual(new Set([',', '.']))
    }
  })

  it('shows no sum that would give a figure away', () => {
    for (const level of [1, 2, 3, 4, 5]) {
      for (const seed of [1, 2, 3]) {
        const { draft } = spoiltTable(`numeric_text@1/shop/${level}`, seed)
        const names = draft.seed.tables.flatMap(({ columns }) => columns)
        const texts = draft.seed.tables.flatMap(({ rows }) => rows.flat().filter((cell) => typeof cell === 'string'))
        // What the shop calls the sum of an order; opaque names stand in the dictionary.
        expect([...names, ...texts].filter((text) => /(total|sum|to_?pay) ?_?(cents|ct)\b/i.test(text))).toEqual([])
        expect([...names, ...texts].some((text) => /price ?_?(cents|ct)\b|prc_ct/i.test(text))).toBe(true)
      }
    }
  })
})
