import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('phone_e164', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('phone_e164@2/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['customer_register', 'contact_phone'])
    expect(goal).toContain('- 737S: each number belongs to the country that its line names.')
    expect(goal).toContain('- 362W: PL for all of them, whatever country the line names.')
    expect(goal).toContain('- 817B: all its numbers are from FR.')
    expect(goal).toContain('- 269D: all its numbers are from SE.')
    expect(goal).toContain('- 468W: all its numbers are from SE.')
    // 737S, and the line names DE (49).
    expect(lineOf(instance, 177)).toEqual(['0936 850 194', '+49936850194'])
    // 362W, so Poland (48) although the line names ES.
    expect(lineOf(instance, 181)).toEqual(['0339.751.374', '+48339751374'])
    expect(lineOf(instance, 283)).toEqual(['06369.76.221', '+33636976221'])
    // A 0 in brackets, and none in front.
    expect(lineOf(instance, 228)).toEqual(['(0)4347.95.075', '+46434795075'])
    expect(lineOf(instance, 196)).toEqual(['78.5377.000', '+46785377000'])
    // International already, from 468W: stays with its French code.
    expect(lineOf(instance, 172)).toEqual(['+33697514836', '+33697514836'])
  })

  it('tells the country by no length: every local number has nine digits', () => {
    for (const { lines } of sampleOf('phone_e164')) {
      for (const { found, due } of lines) {
        if (found === due) continue
        expect(String(found).replace(/\D/g, '').replace(/^0/, '')).toMatch(/^[1-9]\d{8}$/)
      }
    }
  })

  it('spoils no line whose own country is one that a rule names: it would tell which rule it is not', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { draft, lines } = spoiltTable('phone_e164@2/shop/1', seed)
      const homes = [...draft.goal.matchAll(/^- .*(?:are from |: )([A-Z]{2})(?:\.| for all)/gm)].map(([, home]) => home)
      expect(new Set(homes).size).toBe(3)
      for (const { found, due, row } of lines) {
        if (found === due) continue
        expect(Object.values(row).filter((value) => homes.includes(String(value)))).toEqual([])
      }
    }
  })

  it('leaves what begins with a plus sign as it is', () => {
    for (const { lines } of sampleOf('phone_e164')) {
      for (const { found, due } of lines) {
        expect(String(due)).toMatch(/^\+\d{11,12}$/)
        if (String(found).startsWith('+')) expect(due).toBe(found)
      }
    }
  })
})
