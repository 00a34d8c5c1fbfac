import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

const iso = /^\d{4}-\d\d-\d\d$/

describe('date_iso', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('date_iso@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['customer_register', 'birth_date'])
    expect(goal).toContain("- BWH: the month comes first, then the day, then the year; put '20' before the two digits")
    expect(goal).toContain("- VDB: year, day, month, from left to right; put '20' before the two digits of the year.")
    expect(goal).toContain("- LBG: day, month, year, from left to right; put '20' before the two digits of the year.")
    // VDB: year 05, day 01, month 06.
    expect(lineOf(instance, 927)).toEqual(['05 01 06', '2005-06-01'])
    // VDB: year 04, day 06, month 03.
    expect(lineOf(instance, 886)).toEqual(['04 06 03', '2004-03-06'])
    // LBG: day 04, month 05, year 01.
    expect(lineOf(instance, 871)).toEqual(['04 05 01', '2001-05-04'])
    // In the house's form already, from LBG: stays.
    expect(lineOf(instance, 905)).toEqual(['2001-06-04', '2001-06-04'])
    expect(instance.lines.every(({ due }) => iso.test(String(due)))).toBe(true)
  })

  it('never asks for a day that does not exist', () => {
    for (const { lines } of sampleOf('date_iso')) {
      for (const { due } of lines) expect(new Date(`${String(due)}T00:00:00Z`).toISOString().slice(0, 10)).toBe(due)
    }
  })

  it('leaves what has the form of the house as it is, whoever sent it', () => {
    for (const { lines } of sampleOf('date_iso')) {
      for (const { found, due } of lines) if (iso.test(String(found))) expect(due).toBe(found)
    }
  })

  it('writes years in four digits, or names the century', () => {
    const seen = new Set<boolean>()
    for (const { draft, lines } of sampleOf('date_iso')) {
      const dirty = lines.filter(({ found, due }) => found !== due).map(({ found }) => String(found))
      const short = dirty.some((text) => !/\d{4}/.test(text))
      seen.add(short)
      const readable = [draft.goal, ...draft.seed.tables.flatMap(({ rows }) => rows.flat().map(String))].join('\n')
      if (short) expect(readable).toMatch(/'20'|century|"20"/)
    }
    expect(seen).toEqual(new Set([true, false]))
  })

  it('writes only days that could be months, all numbers of a date different', () => {
    for (const { lines } of sampleOf('date_iso')) {
      for (const { found, due } of lines) {
        if (found === due) continue
        const numbers = String(found).split(/[/. ]/).map(Number)
        expect(numbers).toHaveLength(3)
        expect(new Set(numbers).size).toBe(3)
        const small = numbers.filter((number) => number <= 12)
        expect(small.length).toBeGreaterThanOrEqual(2)
      }
    }
  })
})
