import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('enum_drift', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('enum_drift@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['orderRegister', 'state'])
    expect(goal).toContain("- NG10: '00' stands for returned; '01' stands for sent; open has the code '02'.")
    expect(goal).toContain("- BH11: '01' stands for returned; '02' stands for sent; '00' stands for open.")
    expect(goal).toContain("- WL74: '02' stands for returned; sent has the code '00'; open has the code '01'.")
    // One code, three words.
    expect(lineOf(instance, 5003)).toEqual(['01', 'sent'])
    expect(lineOf(instance, 5049)).toEqual(['01', 'returned'])
    expect(lineOf(instance, 4973)).toEqual(['01', 'open'])
    expect(lineOf(instance, 5076)).toEqual(['packed', 'packed'])
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
