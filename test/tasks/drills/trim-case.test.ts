import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('trim_case', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('trim_case@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['orderRegister', 'coupon'])
    expect(goal).toContain('- 247R: all letters become small ones; blanks at both ends go, those inside stay.')
    expect(goal).toContain('- 556N: letters stay as typed; no blank is left, not even inside.')
    expect(goal).toContain('- 928S: letters are made capitals; blanks stay as typed.')
    // 928S: capitals, outer blanks stay.
    expect(lineOf(instance, 3576)).toEqual([' Zz86 fM1 ', ' ZZ86 FM1 '])
    expect(lineOf(instance, 3571)).toEqual(['Tu21 zK8 ', 'TU21 ZK8 '])
    // 247R: small letters, the two blanks inside stay.
    expect(lineOf(instance, 3579)).toEqual(['  Yc73  uN9', 'yc73  un9'])
    expect(lineOf(instance, 3583)).toEqual(['  Mb14 wR0', 'mb14 wr0'])
    // Nothing that a rule could change.
    expect(lineOf(instance, 3601)).toEqual(['13-0131', '13-0131'])
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
