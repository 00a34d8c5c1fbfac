import { describe, expect, it } from 'vitest'
import { lineOf, recordsIn, sampleOf, spoiltTable } from './family-lines.ts'

describe('lookup_null', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('lookup_null@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['SalesOrders', 'ItemPriceCents'])
    expect(goal).toContain("- NMX: list 'GX6' holds its prices.")
    expect(goal).toContain("- AMH: prices are those of list 'GX1'.")
    expect(goal).toContain("- ETA: list 'GX4' holds its prices.")
    expect(goal).toContain("- RDH: prices are those of list 'GX6'.")
    const priceOf = (list: string, article: number): unknown =>
      recordsIn(instance.draft, 'PriceLists')
        .map((entry) => Object.values(entry).slice(1))
        .find(([own, item]) => own === list && item === article)?.[2]
    // Article 25 in two lists, article 36 in a third.
    expect([priceOf('GX1', 25), priceOf('GX4', 25), priceOf('GX6', 36)]).toEqual([2_980, 3_610, 3_670])
    expect(lineOf(instance, 5507)).toEqual([null, 2_980])
    expect(lineOf(instance, 5484)).toEqual([null, 3_610])
    expect(lineOf(instance, 5517)).toEqual([null, 3_670])
    // Agreed upon, though list GX6 of RDH says 2955 for article 45.
    expect(priceOf('GX6', 45)).toBe(2_955)
    expect(lineOf(instance, 5446)).toEqual([3_010, 3_010])
    // GX6 has nothing for article 25, though other lists have: what came from RDH stays NULL.
    expect(priceOf('GX6', 25)).toBeUndefined()
    const empty = instance.lines.filter(
      ({ found, due, row }) => found === null && due === null && Object.values(row).includes('RDH'),
    )
    expect(empty.map(({ row }) => Object.values(row)[2])).toEqual([25])
  })

  it('leaves amounts that are there, and NULL where the list of the line has nothing', () => {
    for (const { lines } of sampleOf('lookup_null')) {
      for (const { found, due } of lines) if (found !== null) expect(due).toBe(found)
      expect(lines.some(({ found, due }) => found === null && due === null)).toBe(true)
    }
  })

  it('has as many empty lines of what each list lacks in the lines of any sender', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { draft, lines } = spoiltTable('lookup_null@2/shop/2', seed)
      const [lists = ''] = draft.evidence ?? []
      const entries = recordsIn(draft, lists).map((entry) => Object.values(entry).slice(1))
      const codes = [...new Set(entries.map(([list]) => list))]
      const has = new Set(entries.map(([list, item]) => JSON.stringify([list, item])))
      const counts = new Map<unknown, number[]>()
      for (const { row, found } of lines) {
        if (found !== null) continue
        const sender = Object.values(row).at(-1)
        const item = Object.values(row)[2]
        const seen = counts.get(sender) ?? codes.map(() => 0)
        counts.set(
          sender,
          seen.map((count, place) => count + (has.has(JSON.stringify([codes[place], item])) ? 0 : 1)),
        )
      }
      for (const [, seen] of counts) expect(seen).toEqual([1, 1, 1, 1])
    }
  })

  it('has lists that differ by no more than prices do', () => {
    for (const { draft } of sampleOf('lookup_null')) {
      const [lists = ''] = draft.evidence ?? []
      const byItem = new Map<unknown, number[]>()
      for (const entry of recordsIn(draft, lists)) {
        const [, , item = null, amount] = Object.values(entry)
        byItem.set(item, [...(byItem.get(item) ?? []), Number(amount)])
      }
      for (const [, amounts] of byItem) {
        expect(new Set(amounts).size).toBe(amounts.length)
        expect(Math.max(...amounts) / Math.min(...amounts)).toBeLessThan(1.6)
      }
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
