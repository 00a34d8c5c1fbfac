import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('derived_null', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('derived_null@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['orderBook', 'totalCents'])
    expect(goal).toContain('- NZH: a line is reduced once, however many there are in it.')
    expect(goal).toContain('- NLT: the first one counts in full, every further one less the reduction.')
    expect(goal).toContain('- ZGP: the reduction is taken off every single one.')
    expect(goal).toContain('- ZDK: the reduction is settled at the end of the year, so it is not taken off here.')
    expect(goal).toContain('- KEZ: the reduction is taken off each one but the first.')
    expect(lineOf(instance, 2614)).toEqual([null, 4 * 5_420 - 375])
    expect(lineOf(instance, 2648)).toEqual([null, 5_540 + 3 * (5_540 - 995)])
    expect(lineOf(instance, 2619)).toEqual([null, 3 * (1_490 - 250)])
    expect(lineOf(instance, 2618)).toEqual([null, 5 * 1_220])
    // Agreed upon: by the rule of KEZ it would be 3100 and 4 times 2480.
    expect(lineOf(instance, 2562)).toEqual([14_975, 14_975])
  })

  it('has three or more and a reduction in every line, so that no line fits a way by chance', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { draft, lines } = spoiltTable('derived_null@2/shop/1', seed)
      const columns = draft.seed.tables[0]?.columns ?? []
      const [quantity = '', price = '', reduction = ''] = columns.slice(4, 7)
      for (const { row } of lines) {
        expect(Number(row[quantity])).toBeGreaterThanOrEqual(3)
        expect(Number(row[reduction])).toBeGreaterThan(0)
        expect(Number(row[reduction])).toBeLessThan(Number(row[price]))
      }
    }
  })

  it('leaves every sum that is there', () => {
    for (const { lines } of sampleOf('derived_null')) {
      for (const { found, due } of lines) {
        expect(Number.isSafeInteger(due)).toBe(true)
        if (found !== null) expect(due).toBe(found)
      }
    }
  })
})
