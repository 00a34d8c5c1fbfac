import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('code_padding', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('code_padding@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['OrderRegister', 'Coupon'])
    expect(goal).toContain("- WL-00: a whole code is '7' characters long; the letter in front is 'D'.")
    expect(goal).toContain("- RC-16: a whole code is '9' characters long; the letter in front is 'W'.")
    expect(goal).toContain("- NP-83: a whole code is '7' characters long; the letter in front is 'W'.")
    expect(goal).toContain("- FB-18: a whole code is '9' characters long; the letter in front is 'D'.")
    expect(lineOf(instance, 3728)).toEqual(['212', 'D000212'])
    expect(lineOf(instance, 3772)).toEqual(['19', 'W00000019'])
    expect(lineOf(instance, 3745)).toEqual(['75', 'W000075'])
    expect(lineOf(instance, 3849)).toEqual(['839', 'D00000839'])
    // From FB-18, but whole already: it keeps its letter and its length.
    expect(lineOf(instance, 3832)).toEqual(['W000017', 'W000017'])
  })

  it('keeps the digits and never meets one that fills its length', () => {
    for (const { lines } of sampleOf('code_padding')) {
      for (const { found, due } of lines) {
        expect(String(due)).toMatch(/^[A-Z]\d{6,9}$/)
        if (found === due) continue
        expect(String(found)).toMatch(/^[1-9]\d{1,4}$/)
        expect(String(due)).toMatch(new RegExp(`^[A-Z]0+${String(found)}$`))
      }
    }
  })

  it('tells no rule by whole codes: each length is as frequent in the lines of any sender', () => {
    // In a hundred instances the lengths of whole codes do not depend on the length that is due in the same feed.
    let same = 0
    let all = 0
    for (let seed = 0; seed < 100; seed++) {
      const { draft, lines } = spoiltTable('code_padding@2/shop/1', seed)
      const stamp = draft.seed.tables.find(({ name }) => draft.goal.includes(name))?.columns.at(-1) ?? ''
      const widths = new Map<unknown, number>()
      for (const { found, due, row } of lines) if (found !== due) widths.set(row[stamp], String(due).length)
      for (const { found, due, row } of lines) {
        if (found !== due || !widths.has(row[stamp])) continue
        all++
        if (String(found).length === widths.get(row[stamp])) same++
      }
    }
    expect(all).toBeGreaterThan(1_000)
    expect(same / all).toBeGreaterThan(0.45)
    expect(same / all).toBeLessThan(0.55)
  })
})
