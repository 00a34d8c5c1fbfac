import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('double_escape', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('double_escape@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['clients', 'note'])
    expect(goal).toContain('- UWH: one round back is enough.')
    expect(goal).toContain('- SNL: take two rounds back.')
    expect(goal).toContain('- PZM: three rounds back are needed.')
    expect(goal).toContain('- GSM: take three rounds back.')
    expect(lineOf(instance, 219)).toEqual(['photo &amp;amp;amp; key, page 31', 'photo &amp;amp; key, page 31'])
    expect(lineOf(instance, 277)).toEqual(['form &amp;amp;amp;amp; door, page 37', 'form &amp;amp; door, page 37'])
    expect(lineOf(instance, 271)).toEqual(['key &amp;amp;amp;amp; gate, page 59', 'key &amp; gate, page 59'])
    expect(lineOf(instance, 255)).toEqual(['door &amp;amp;lt;new&amp;amp;gt;, page 9', 'door <new>, page 9'])
    // Marks that are no code.
    expect(lineOf(instance, 205)).toEqual(['Q&A bill 1', 'Q&A bill 1'])
    expect(lineOf(instance, 175)).toEqual(['copy < 36', 'copy < 36'])
  })

  it('wraps every remark deeper than any rule takes it back', () => {
    for (const { lines } of sampleOf('double_escape')) {
      for (const { found, due } of lines) if (found !== due) expect(String(found)).toMatch(/&amp;amp;(?:amp|lt|gt);/)
    }
  })

  it('leaves what holds no whole code', () => {
    for (const { lines } of sampleOf('double_escape')) {
      for (const { found, due } of lines) if (!/&\w+;/.test(String(found))) expect(due).toBe(found)
    }
  })
})
