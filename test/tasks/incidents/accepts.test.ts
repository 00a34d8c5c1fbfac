import { describe, expect, it } from 'vitest'
import type { DatabaseContent } from '../../../src/data/content.ts'
import type { TypedCell } from '../../../src/data/values.ts'
import { acceptsReading } from '../../../src/tasks/incidents/accepts.ts'

type Rows = readonly (readonly TypedCell[])[]
const content = (rows: Rows): DatabaseContent => ({
  tables: new Map([['booking', { name: 'booking', columns: ['id', 'amount', 'reverses'], rows }]]),
  unread: new Set(),
  objects: [{ type: 'table', name: 'booking', unique: false }],
})
const seed = content([
  ['i7', 'i400', 'n'],
  ['i8', 'i400', 'n'],
])

describe('a row that is still to be entered', () => {
  // 8 is reversed by two new rows of whatever key.
  const accepts = acceptsReading([{ name: 'booking', key: ['id'], natural: ['reverses'] }], () => {
    const entered = { id: null, amount: -400, reverses: 8 }
    return new Map([
      ['booking', [{ id: 7, amount: 400, reverses: null }, { id: 8, amount: 400, reverses: null }, entered]],
    ])
  })
  const kept: Rows = [
    ['i7', 'i400', 'n'],
    ['i8', 'i400', 'n'],
  ]

  it.each([['i9'], ['i1'], ['t90']] as const)('may have the key %s', (key) => {
    expect(accepts(seed, content([...kept, [key, 'i-400', 'i8']]))).toBe(true)
  })

  it.each([
    ['no key', [...kept, ['n', 'i-400', 'i8']]],
    ['the key of another', [...kept, ['i7', 'i-400', 'i8']]],
    ['another amount', [...kept, ['i9', 'i-401', 'i8']]],
    ['nobody', kept],
    ['two of them', [...kept, ['i9', 'i-400', 'i8'], ['i10', 'i-400', 'i8']]],
    ['the place of a row that stays', [kept[0] ?? [], ['i9', 'i400', 'n'], ['i10', 'i-400', 'i8']]],
  ] as const)('is not taken with %s', (_, rows) => {
    expect(accepts(seed, content(rows))).toBe(false)
  })
})
