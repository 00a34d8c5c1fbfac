import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('enum_drift', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('enum_drift@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['SalesOrders', 'Stage'])
    expect(goal).toContain("- ZVD: 'ka' stands for open; 'kb' stands for sent; packed has the code 'kc'.")
    expect(goal).toContain("- FAP: open has the code 'kc'; sent has the code 'ka'; packed has the code 'kb'.")
    expect(goal).toContain("- VTW: 'kb' stands for open; sent has the code 'kc'; 'ka' stands for packed.")
    expect(lineOf(instance, 2540)).toEqual(['kb', 'packed'])
    expect(lineOf(instance, 2539)).toEqual(['kb', 'sent'])
    expect(lineOf(instance, 2521)).toEqual(['ka', 'sent'])
    expect(lineOf(instance, 2536)).toEqual(['returned', 'returned'])
  })

  it('reads every code differently for each sender', () => {
    for (const { lines } of sampleOf('enum_drift')) {
      const meanings = new Map<unknown, Set<unknown>>()
      for (const { found, due } of lines) {
        if (found !== due) meanings.set(found, (meanings.get(found) ?? new Set()).add(due))
      }
      expect(meanings.size).toBe(3)
      for (const [, seen] of meanings) expect(seen.size).toBeGreaterThanOrEqual(2)
    }
  })

  it('leaves words of the list', () => {
    for (const { lines } of sampleOf('enum_drift')) {
      const words = new Set(lines.map(({ due }) => due))
      for (const { found, due } of lines) if (words.has(found)) expect(due).toBe(found)
    }
  })
})
