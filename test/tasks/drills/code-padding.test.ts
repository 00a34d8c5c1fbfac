import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('code_padding', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('code_padding@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['OrderRegister', 'PromoCode'])
    expect(goal).toContain("- ES38: codes have '7' characters in all; each begins with 'W'.")
    expect(goal).toContain("- TU64: a whole code is '9' characters long; each begins with 'H'.")
    expect(goal).toContain("- GV27: a whole code is '8' characters long; in front of everything stands 'W'.")
    expect(lineOf(instance, 5033)).toEqual(['8552', 'W0008552'])
    expect(lineOf(instance, 5027)).toEqual(['369', 'W000369'])
    expect(lineOf(instance, 5054)).toEqual(['8397', 'H00008397'])
    expect(lineOf(instance, 5016)).toEqual(['198', 'W0000198'])
    // From ES38, but whole already: it stays with nine characters.
    expect(lineOf(instance, 5000)).toEqual(['H00000087', 'H00000087'])
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
      const { draft, lines } = spoiltTable('code_padding@1/shop/1', seed)
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
    expect(same / all).toBeGreaterThan(0.27)
    expect(same / all).toBeLessThan(0.4)
  })
})
