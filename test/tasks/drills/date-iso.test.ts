import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

const iso = /^\d{4}-\d\d-\d\d$/

describe('date_iso', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('date_iso@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['customers', 'birth_date'])
    expect(goal).toContain('- KZ-73: the month comes first, then the day, then the year; months are numbered 1 to 12.')
    expect(goal).toContain('- MB-09: the day comes first, then the month, then the year; months are numbered 1 to 12.')
    expect(goal).toContain(
      '- HD-42: the month comes first, then the day, then the year; months are numbered from 0 for',
    )
    expect(goal).toContain('- TU-22: day, month, year, from left to right; January is month 0, so month 5 is June.')
    expect(lineOf(instance, 298)).toEqual(['10 02 1979', '1979-10-02'])
    expect(lineOf(instance, 308)).toEqual(['03/08/2001', '2001-08-03'])
    // HD-42: month 4 is May.
    expect(lineOf(instance, 247)).toEqual(['04 01 1959', '1959-05-01'])
    // TU-22: month 9 is October.
    expect(lineOf(instance, 238)).toEqual(['04/09/1968', '1968-10-04'])
    // In our own form already, from HD-42: stays.
    expect(lineOf(instance, 312)).toEqual(['1980-02-03', '1980-02-03'])
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

  it('writes years in four digits, or tells their century', () => {
    const seen = new Set<boolean>()
    for (const { draft, lines } of sampleOf('date_iso', [1, 2, 3])) {
      const dirty = lines.filter(({ found, due }) => found !== due).map(({ found }) => String(found))
      const short = dirty.some((text) => !/\d{4}/.test(text))
      seen.add(short)
      if (short) expect(draft.goal).toMatch(/20xx|put 20 before them/)
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
