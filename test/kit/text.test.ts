import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asciiLower } from '../../src/kit/ascii-case.ts'
import { canonicalJson } from '../../src/kit/canonical-json.ts'
import { clipText } from '../../src/kit/clip-text.ts'
import { digest, digestHex } from '../../src/kit/digest.ts'

describe('canonical JSON', () => {
  it('is JSON, and the same for values that are the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain)
      }),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).toReversed())
        expect(canonicalJson(reversed)).toBe(canonicalJson(record))
      }),
    )
  })

  it('sorts by code units, leaves out what is undefined, and has no spaces', () => {
    expect(canonicalJson({ b: [1, undefined, 'x y'], a: undefined, B: { d: null, c: -0 } })).toBe(
      '{"B":{"c":0,"d":null},"b":[1,null,"x y"]}',
    )
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}')
  })

  it('refuses what JSON would silently change', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('x'), undefined]) {
      expect(() => canonicalJson(value)).toThrow(TypeError)
    }
  })
})

describe('digests', () => {
  type Parts = readonly (string | number | null)[]
  const hex = (...parts: Parts): string => Buffer.from(digest(...parts)).toString('hex')

  it('are SHA-256', () => {
    expect(digestHex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('tell parts apart that read the same in a row', () => {
    const lists: Parts[] = [
      ['a', 'bc'],
      ['ab', 'c'],
      ['abc'],
      ['a|string:2:bc'],
      [1],
      ['1'],
      [null],
      ['null'],
      [],
      [''],
      ['', ''],
    ]
    expect(new Set(lists.map((parts) => hex(...parts))).size).toBe(lists.length)
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (left, right) => {
        expect(hex(...left) === hex(...right)).toBe(JSON.stringify(left) === JSON.stringify(right))
      }),
    )
  })
})

describe('text', () => {
  it('in lower case is changed from A to Z alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lower = asciiLower(text)
        expect(lower).toHaveLength(text.length)
        for (const [index, letter] of [...lower].entries()) {
          const was = [...text][index] as string
          expect(letter).toBe(was >= 'A' && was <= 'Z' ? was.toLowerCase() : was)
        }
      }),
    )
  })

  it('clipped is short and well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, length) => {
        const clipped = clipText(text, length)
        expect(clipped.length).toBeLessThanOrEqual(length + 1)
        expect(() => encodeURIComponent(clipped)).not.toThrow()
        if (text.length <= length) expect(clipped).toBe(text)
      }),
    )
    expect(clipText('ab😀', 3)).toBe('ab\uFFFD…')
    expect(clipText('\uD83D', 5)).toBe('\uFFFD')
  })
})
