import { describe, expect, it } from 'vitest'
import { Random } from '../../../../src/kit/random.ts'
import {
  decodeRule,
  encodeRule,
  ruleEncodings,
  sayRule,
  type Setting,
} from '../../../../src/tasks/drills/blocks/rule-text.ts'

const settings: readonly Setting[] = [
  {
    name: 'order',
    label: 'order of the parts',
    phrases: { dmy: ['day first', 'the day leads'], mdy: ['month first', 'the month leads'] },
  },
  { name: 'no', label: 'mark for no', templates: ['{} stands for no', 'no is written {}'] },
  {
    name: 'unknown',
    label: 'mark for not known',
    templates: ['{} stands for not known', 'what is not known is written {}'],
  },
]

describe('a rule', () => {
  it.each(ruleEncodings)('written as %s can be read back, whatever the phrases', (encoding) => {
    const told = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const random = new Random('rule', seed)
      const params = {
        order: random.pick(['dmy', 'mdy']),
        no: random.pick(['II', 'no', '-']),
        unknown: random.pick(['I', 'not', '?']),
      }
      const cells = encodeRule(random, encoding, settings, params)
      told.add(JSON.stringify(cells))
      expect(decodeRule(encoding, settings, cells)).toEqual(params)
    }
    expect(told.size).toBeGreaterThan(6)
  })

  it('is refused where it says nothing, or two things', () => {
    const [order] = settings
    if (order === undefined) throw new Error('no setting')
    expect(() => decodeRule('sentence', [order], [['the year leads.']])).toThrow(/0 readings/)
    expect(() => decodeRule('sentence', [order], [['day first; month first.']])).toThrow(/2 readings/)
    expect(() => decodeRule('json', [order], [['{"no":"x"}']])).toThrow(/unclear rule/)
    expect(() =>
      decodeRule(
        'settings',
        [order],
        [
          ['order of the parts', 'day first'],
          ['order of the parts', 'month first'],
        ],
      ),
    ).toThrow(/unclear rule/)
    expect(() => decodeRule('form', [order], [['colour: red']])).toThrow(/unclear rule/)
    expect(() => decodeRule('form', [order], [['order of the parts: dmy']])).toThrow(/0 readings/)
  })

  it.each(ruleEncodings)('written as %s holds no token that only its maker knows', (encoding) => {
    for (let seed = 0; seed < 20; seed++) {
      const cells = encodeRule(new Random('plain', seed), encoding, settings, { order: 'dmy', no: '-', unknown: '?' })
      expect(JSON.stringify(cells)).not.toMatch(/dmy|mdy|\border\b(?! of)/)
    }
  })

  it('is not written down where a phrase of one value is part of that of another', () => {
    const phrases = { whole: ['minutes are counted'], half: ['half minutes are counted'] }
    const step: Setting = { name: 'step', label: 'step', phrases }
    expect(() => encodeRule(new Random('step'), 'sentence', [step], { step: 'half' })).toThrow(/2 readings/)
  })

  it('cannot be said for a value without a phrase', () => {
    expect(() => sayRule(new Random('rule'), settings, { order: 'ymd', no: 'x', unknown: 'y' })).toThrow(
      /no phrase for ymd/,
    )
  })
})
