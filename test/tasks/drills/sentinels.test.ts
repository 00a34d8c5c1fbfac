import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('sentinels', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('sentinels@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['orderRegister', 'remark'])
    expect(goal).toContain("- NHD: 'void' is typed where there is nothing to say; in capitals or small letters, blanks")
    expect(goal).toContain("- ZVW: nothing to say is written 'same'; in capitals or small letters, blanks at the ends")
    expect(goal).toContain("- XSW: nothing to say is written '?'; in capitals or small letters, blanks at the ends")
    // Every spelling of the sender's own word.
    expect(lineOf(instance, 5418)).toEqual(['void', null])
    expect(lineOf(instance, 5472)).toEqual(['VOID', null])
    expect(lineOf(instance, 5440)).toEqual(['same ', null])
    expect(lineOf(instance, 5423)).toEqual(['?', null])
    // NHD writes void for nothing; from ZVW it is a remark, blank included.
    expect(lineOf(instance, 5479)).toEqual(['void ', 'void '])
    expect(lineOf(instance, 5474)).toEqual(['keep dry', 'keep dry'])
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

  it('makes the own word of a sender no more frequent in its lines than the others', () => {
    let own = 0
    let other = 0
    for (let seed = 0; seed < 60; seed++) {
      const { draft, lines } = spoiltTable('sentinels@1/shop/1', seed)
      const words = [...draft.goal.matchAll(/^- (\S+): .*?'([^']*)'/gm)].map(([, feed, word]) => ({ feed, word }))
      for (const { row, found } of lines) {
        const feed = Object.values(row).at(-1)
        for (const { feed: of, word } of words) {
          if (String(found).trim().toLowerCase() !== word) continue
          if (of === feed) own++
          else other++
        }
      }
    }
    expect(own).toBeGreaterThan(300)
    // Two other words a line: their average is half of what was counted.
    expect(own / (other / 2)).toBeGreaterThan(0.85)
    expect(own / (other / 2)).toBeLessThan(1.2)
  })
})
