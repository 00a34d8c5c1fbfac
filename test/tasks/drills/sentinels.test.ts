import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('sentinels', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('sentinels@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['Buyers', 'Note'])
    expect(goal).toContain(
      "- 432V: 'same' is typed where there is nothing to say; it counts in capitals or small letters, with",
    )
    expect(goal).toContain(
      "- 746C: 'usual' is typed where there is nothing to say; capitals and spaces around it do not matter.",
    )
    expect(goal).toContain(
      "- 362G: who has nothing to say types 'late'; it counts in capitals or small letters, with or without",
    )
    expect(goal).toContain(
      "- 318N: 'same' is typed where there is nothing to say; capitals and spaces around it do not matter.",
    )
    // Any spelling of what the sender types for nothing.
    expect(lineOf(instance, 775)).toEqual(['Same', null])
    expect(lineOf(instance, 863)).toEqual(['Usual', null])
    expect(lineOf(instance, 848)).toEqual(['late ', null])
    // 432V types same for nothing; from 746C it is a remark, and so is usual from 318N, with its space.
    expect(lineOf(instance, 751)).toEqual(['same', 'same'])
    expect(lineOf(instance, 771)).toEqual([' usual', ' usual'])
    expect(lineOf(instance, 821)).toEqual(['third time', 'third time'])
  })

  it('asks for NULL, never for an empty text, and leaves all other texts to the letter', () => {
    for (const { lines } of sampleOf('sentinels')) {
      for (const { found, due } of lines) {
        expect(found).not.toBe('')
        if (found !== due) expect(due).toBeNull()
      }
    }
  })

  it('keeps each word of the lists as a remark somewhere', () => {
    for (const { lines } of sampleOf('sentinels')) {
      const fold = (value: unknown): string => String(value).trim().toLowerCase()
      const gone = new Set(lines.filter(({ found, due }) => found !== due).map(({ found }) => fold(found)))
      const kept = new Set(lines.filter(({ found, due }) => found === due).map(({ found }) => fold(found)))
      expect(gone.size).toBe(3)
      for (const word of gone) expect(kept).toContain(word)
    }
  })

  it('has each text as often in the lines of any sender as what that one types for nothing', () => {
    for (const tier of [1, 2]) {
      for (let seed = 0; seed < 30; seed++) {
        const { lines } = spoiltTable(`sentinels@2/shop/${tier}`, seed)
        const fold = (value: unknown): string => String(value).trim().toLowerCase()
        const texts = new Set(lines.flatMap(({ found, due }) => (found !== due ? [fold(found)] : [])))
        const own = new Map<unknown, string>()
        const counts = new Map<unknown, Map<string, number>>()
        for (const { row, found, due } of lines) {
          const sender = Object.values(row).at(-1)
          if (found !== due) own.set(sender, fold(found))
          if (!texts.has(fold(found))) continue
          const seen = counts.get(sender) ?? new Map<string, number>()
          counts.set(sender, seen.set(fold(found), (seen.get(fold(found)) ?? 0) + 1))
        }
        expect(texts.size).toBe(3)
        for (const [sender, seen] of counts) {
          expect(own.has(sender)).toBe(true)
          expect([...seen.keys()].toSorted()).toEqual([...texts].toSorted())
          expect(new Set(seen.values()).size).toBe(1)
        }
      }
    }
  })
})
