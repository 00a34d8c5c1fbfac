import { describe, expect, it } from 'vitest'
import { lineOf, sampleOf, spoiltTable } from './family-lines.ts'

describe('phone_e164', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('phone_e164@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['customer_register', 'contact_phone'])
    expect(goal).toContain('- 638M: the number belongs to the country that the line names.')
    expect(goal).toContain('- 522R: all numbers are local ones of SE.')
    expect(goal).toContain('- 154M: all numbers are local ones of PT.')
    // 522R, so Sweden (46) although the line names DE; the first 0 is the trunk zero.
    expect(lineOf(instance, 688)).toEqual(['082.7758.172', '+46827758172'])
    // 154M, so Portugal (351).
    expect(lineOf(instance, 670)).toEqual(['029.3755.142', '+351293755142'])
    // 638M, and the line names FR (33); no trunk zero.
    expect(lineOf(instance, 693)).toEqual(['95 5291 355', '+33955291355'])
    // A trunk zero in brackets, Sweden.
    expect(lineOf(instance, 662)).toEqual(['(0)75/5723/972', '+46755723972'])
    // International already, from 522R: stays with its German code.
    expect(lineOf(instance, 721)).toEqual(['+49122186059', '+49122186059'])
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
      const { draft, lines } = spoiltTable('phone_e164@1/shop/1', seed)
      const homes = [...draft.goal.matchAll(/^- .*(?:local ones of |: )([A-Z]{2})(?:\.| decides)/gm)].map(
        ([, home]) => home,
      )
      expect(homes).toHaveLength(2)
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
