import { describe, expect, it } from 'vitest'
import { lineOf, recordsIn, sampleOf, spoiltTable } from './family-lines.ts'

describe('lookup_null', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('lookup_null@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['order_register', 'item_price_cents'])
    expect(goal).toContain("- APD: amounts go by list 'XN7'.")
    expect(goal).toContain("- DTF: list 'XN8' gives the amounts.")
    expect(goal).toContain("- VXM: amounts go by list 'XN1'.")
    // Product 59 in three lists.
    expect(lineOf(instance, 4739)).toEqual([null, 10_659])
    expect(lineOf(instance, 4747)).toEqual([null, 3_039])
    expect(lineOf(instance, 4775)).toEqual([null, 17_079])
    const amounts = recordsIn(instance.draft, 'list_entries').filter((entry) => entry['item_ref'] === 59)
    expect(
      Object.fromEntries(amounts.map((entry) => Object.values(entry).slice(1)).map(([list, , cents]) => [list, cents])),
    ).toEqual({
      XN8: 10_659,
      XN1: 3_039,
      XN7: 17_079,
    })
    // Agreed upon, though list XN8 of DTF says 10,659 for product 59.
    expect(lineOf(instance, 4741)).toEqual([2_620, 2_620])
    // XN7 of APD has nothing for product 98.
    expect(lineOf(instance, 4763)).toEqual([null, null])
    const item = recordsIn(instance.draft, 'list_entries').filter((entry) => entry['item_ref'] === 98)
    expect(item.length).toBeGreaterThan(0)
    expect(item.some((entry) => Object.values(entry).includes('XN7'))).toBe(false)
  })

  it('leaves amounts that are there, and NULL where the list of the line has nothing', () => {
    for (const { lines } of sampleOf('lookup_null')) {
      for (const { found, due } of lines) if (found !== null) expect(due).toBe(found)
      expect(lines.some(({ found, due }) => found === null && due === null)).toBe(true)
    }
  })

  it('shows no sum from which an amount could be worked out', () => {
    for (const { draft, table } of sampleOf('lookup_null', [1])) {
      const columns = draft.seed.tables.find(({ name }) => name === table)?.columns ?? []
      expect(
        columns.filter((name) => /(^|_)C?(sum|total|bill|due|net|debit|pay)/i.test(name) && /cents|_ct$/i.test(name)),
      ).toEqual([])
    }
  })
})
