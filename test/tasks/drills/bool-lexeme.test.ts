import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('bool_lexeme', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('bool_lexeme@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['Clients', 'LetterOptIn'])
    expect(goal).toContain("- RC80: 'x' stands for yes; 'o' stands for no; what is not known is written '-'.")
    expect(goal).toContain("- GA23: 'o' stands for yes; no is written '-'; 'x' stands for not known.")
    expect(goal).toContain("- EN74: '-' stands for yes; 'x' stands for no; what is not known is written 'o'.")
    // One mark, three meanings: RC80, GA23, EN74.
    expect(lineOf(instance, 308)).toEqual(['o', 0])
    expect(lineOf(instance, 317)).toEqual(['o', 1])
    expect(lineOf(instance, 318)).toEqual(['o', null])
    expect(lineOf(instance, 356)).toEqual(['-', 1])
    // Numbers and NULL stay.
    expect(lineOf(instance, 330)).toEqual([1, 1])
    expect(lineOf(instance, 326)).toEqual([null, null])
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
