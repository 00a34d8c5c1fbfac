import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('derived_null', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('derived_null@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['order_register', 'to_pay_cents'])
    expect(goal).toContain('- 920A: one rebate is taken off the line as a whole.')
    expect(goal).toContain('- 690C: the rebate is added to each unit again.')
    expect(goal).toContain('- 991R: the rebate is paid back separately and not taken off.')
    expect(lineOf(instance, 2476)).toEqual([null, 4 * 2_399 - 587])
    expect(lineOf(instance, 2426)).toEqual([null, 4 * (14_991 + 2_303)])
    expect(lineOf(instance, 2487)).toEqual([null, 2 * 2_600])
    expect(lineOf(instance, 2422)).toEqual([null, 40 * 3_109])
    // Agreed upon: 4 times 1500 would be 6000.
    expect(lineOf(instance, 2410)).toEqual([6_300, 6_300])
  })

  it('spoils only lines in which all ways differ, or a line would tell the rule that it is not', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { draft, lines } = spoiltTable('derived_null@1/shop/1', seed)
      const { columns } = draft.seed.tables[0] ?? { columns: [] }
      const [quantity = '', , rebate = ''] = columns.slice(4, 7)
      const once = /goes off once|taken off the line as a whole/.test(draft.goal)
      const each = /every single unit|each unit is reduced/.test(draft.goal)
      for (const { found, row } of lines) {
        if (found !== null) continue
        expect(Number(row[rebate])).toBeGreaterThan(0)
        if (once && each) expect(Number(row[quantity])).toBeGreaterThan(1)
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
