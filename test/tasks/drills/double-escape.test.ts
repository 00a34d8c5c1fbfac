import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('double_escape', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('double_escape@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['customers', 'remark'])
    expect(goal).toContain('- NB-16: it was wrapped once.')
    expect(goal).toContain('- XE-96: three rounds take it back.')
    expect(goal).toContain('- NT-49: two rounds take it back.')
    expect(lineOf(instance, 500)).toEqual(['forms &amp;amp;amp;amp; tape 53', 'forms &amp;amp; tape 53'])
    expect(lineOf(instance, 494)).toEqual(['glue &amp;amp;amp;amp; forms 94', 'glue &amp; forms 94'])
    expect(lineOf(instance, 497)).toEqual(['keys &amp;amp;amp;lt;31&amp;amp;amp;gt; 31', 'keys &lt;31&gt; 31'])
    expect(lineOf(instance, 492)).toEqual(['maps &amp;amp;amp;amp; glue 13', 'maps &amp;amp;amp; glue 13'])
    // Half a code, and a mark that is none.
    expect(lineOf(instance, 519)).toEqual(['forms &amp maps', 'forms &amp maps'])
    expect(lineOf(instance, 502)).toEqual(['cables < 38', 'cables < 38'])
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
