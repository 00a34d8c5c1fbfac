import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('trim_case', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('trim_case@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['orderRegister', 'coupon'])
    expect(goal).toContain('- 688D: letters stay as they were typed; no space is left, not even inside.')
    expect(goal).toContain('- 280A: letters become capital letters; spaces stay as they were typed.')
    expect(goal).toContain(
      '- 937W: all letters are made capitals; spaces at both ends are taken off, those inside stay.',
    )
    expect(goal).toContain('- 756F: all letters are made small; no space is left, not even inside.')
    expect(lineOf(instance, 5597)).toEqual([' Hd35 gW2 ', 'Hd35gW2'])
    expect(lineOf(instance, 5694)).toEqual([' Wz59 kK2', ' WZ59 KK2'])
    expect(lineOf(instance, 5715)).toEqual(['  Ex90 yC4', 'EX90 YC4'])
    expect(lineOf(instance, 5698)).toEqual(['  Nu35  pE9', 'nu35pe9'])
    // Nothing that a rule could change.
    expect(lineOf(instance, 5686)).toEqual(['39-1622', '39-1622'])
  })

  it('never touches another column, however it is spelt', () => {
    for (const { draft, column } of sampleOf('trim_case')) {
      for (const [place, { columns, rows }] of draft.seed.tables.entries()) {
        const due = draft.target.tables[place]?.rows ?? []
        const at = columns.indexOf(column)
        if (at < 0) continue
        for (const [index, row] of rows.entries()) expect(due[index]?.toSpliced(at, 1)).toEqual(row.toSpliced(at, 1))
      }
    }
  })

  it('spells with letters A to Z, digits, hyphens and blanks only', () => {
    for (const { lines } of sampleOf('trim_case')) {
      for (const { found } of lines) expect(String(found)).toMatch(/^[A-Za-z0-9 -]+$/)
    }
  })

  it('tells no rule by the codes that are right: none has a letter or a blank', () => {
    for (const { lines } of sampleOf('trim_case')) {
      for (const { found, due } of lines) if (found === due) expect(String(found)).toMatch(/^[\d-]+$/)
    }
  })
})
