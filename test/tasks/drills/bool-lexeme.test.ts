import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('bool_lexeme', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('bool_lexeme@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['clients', 'wants_letter'])
    expect(goal).toContain("- CH84: yes is written 'S'; no is written 'P'; 'Q' stands for not known.")
    expect(goal).toContain("- ZD00: 'Q' stands for yes; no is written 'S'; 'P' stands for not known.")
    expect(goal).toContain("- LD03: 'P' stands for yes; 'Q' stands for no; 'S' stands for not known.")
    expect(goal).toContain("- UZ42: yes is written 'P'; no is written 'Q'; what is not known is written 'S'.")
    // One mark, three meanings: CH84, ZD00, LD03.
    expect(lineOf(instance, 367)).toEqual(['P', 0])
    expect(lineOf(instance, 373)).toEqual(['P', null])
    expect(lineOf(instance, 420)).toEqual(['P', 1])
    expect(lineOf(instance, 339)).toEqual(['Q', 0])
    // Numbers and NULL stay.
    expect(lineOf(instance, 327)).toEqual([1, 1])
    expect(lineOf(instance, 402)).toEqual([null, null])
  })

  it('stores the numbers 0 and 1 and NULL, never text', () => {
    for (const { lines } of sampleOf('bool_lexeme')) {
      expect(lines.every(({ due }) => due === 0 || due === 1 || due === null)).toBe(true)
      expect(new Set(lines.map(({ due }) => due))).toEqual(new Set([0, 1, null]))
    }
  })

  it('gives a mark more than one meaning', () => {
    for (const { lines } of sampleOf('bool_lexeme')) {
      const marks = new Set(lines.flatMap(({ found }) => (typeof found === 'string' ? [found] : [])))
      const meanings = lines.flatMap(({ found, due }) => (typeof found === 'string' ? [`${found} ${String(due)}`] : []))
      expect(marks.size).toBe(3)
      expect(new Set(meanings).size).toBeGreaterThanOrEqual(5)
    }
  })
})
