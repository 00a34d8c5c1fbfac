import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('epoch_mix', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('epoch_mix@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['order_book', 'order_time'])
    expect(goal).toContain("- FH54: the count began on '2025-01-20'; one is added every 30 seconds.")
    expect(goal).toContain("- NC27: midnight at the start of '2025-01-23' is 0; one is added every minute.")
    // FH54: 65062 half minutes are 32531 minutes: 22 days, 14 hours and 11 minutes after 20 January.
    expect(lineOf(instance, 4454)).toEqual([65_062, '2025-02-11 14:11:00'])
    // NC27: 126172 minutes are 87 days, 14 hours and 52 minutes after 23 January.
    expect(lineOf(instance, 4481)).toEqual([126_172, '2025-04-20 14:52:00'])
    expect(lineOf(instance, 4508)).toEqual(['2025-03-26 20:31:23', '2025-03-26 20:31:23'])
  })

  it('stays within a year and a half whatever the rule, so that no reading is out of the question', () => {
    for (const { lines } of sampleOf('epoch_mix')) {
      for (const { due } of lines) expect(String(due)).toMatch(/^202[56]-\d\d-\d\d \d\d:\d\d:\d\d$/)
    }
  })

  it('leaves times that are there', () => {
    for (const { lines } of sampleOf('epoch_mix')) {
      for (const { found, due } of lines) if (typeof found === 'string') expect(due).toBe(found)
    }
  })
})
