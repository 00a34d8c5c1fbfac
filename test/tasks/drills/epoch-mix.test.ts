import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('epoch_mix', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('epoch_mix@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['orderRegister', 'receivedAt'])
    expect(goal).toContain("- AF11: the count starts with '2025-01-06'; they count half minutes.")
    expect(goal).toContain("- KA28: counters began at 0 on '2025-02-10'; they count minutes.")
    expect(goal).toContain("- GX37: counters began at 0 on '2025-01-12'; they count half minutes.")
    // KA28: 63344 minutes are 43 days, 23 hours and 44 minutes after 10 February.
    expect(lineOf(instance, 5169)).toEqual([63_344, '2025-03-25 23:44:00'])
    // GX37: 66770 half minutes are 33385 minutes: 23 days, 4 hours and 25 minutes after 12 January.
    expect(lineOf(instance, 5115)).toEqual([66_770, '2025-02-04 04:25:00'])
    expect(lineOf(instance, 5135)).toEqual(['2025-02-11 00:27:56', '2025-02-11 00:27:56'])
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
