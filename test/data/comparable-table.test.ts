import { describe, expect, it } from 'vitest'
import { absent, alignRows, columnsOf, countDiffering, keyOf, toComparable } from '../../src/data/comparable-table.ts'
import { asciiLower } from '../../src/kit/ascii-case.ts'

const table = {
  name: 't',
  columns: ['Id', 'Amount', 'NOTE'],
  rows: [
    ['i1', 'r5', 'tA'],
    ['i2', 'r0.5', 'n'],
  ],
}

describe('rows side by side', () => {
  it('have the columns that are asked for, in that order', () => {
    expect(columnsOf(table)).toEqual(['id', 'amount', 'note'])
    expect(alignRows(table, ['note', 'missing', 'id'])).toEqual([
      ['tA', absent, 'i1'],
      ['n', absent, 'i2'],
    ])
    expect(alignRows(undefined, ['id'])).toEqual([])
  })

  it('take 5.0 for 5 but where the type counts', () => {
    expect(alignRows(table, ['id', 'amount'])[0]).toEqual(['i1', 'i5'])
    expect(alignRows(table, ['id', 'amount'], new Set(['amount']))[0]).toEqual(['i1', 'r5'])
    expect(toComparable(table, ['AMOUNT']).rows[0]?.get('amount')).toBe('r5')
    expect(toComparable(table).rows[0]?.get('amount')).toBe('i5')
  })

  it('leave the table as it was', () => {
    const rows = structuredClone(table.rows)
    alignRows(table, ['id', 'amount', 'note'])
    expect(table.rows).toEqual(rows)
  })

  it('differ where a cell has another type or text', () => {
    expect(countDiffering(['i5', 'tA', 'n'], ['t5', 'ta', 'n'])).toBe(2)
  })
})

it('keys of several columns do not run into each other', () => {
  // An empty blob after 'at' reads like 'b' after 'a'.
  expect(keyOf(['tat', 'b'], [0, 1])).not.toBe(keyOf(['ta', 'tb'], [0, 1]))
  expect(keyOf(['n', 't1'], [0, 1])).not.toBe(keyOf([absent, 't1'], [0, 1]))
  expect(keyOf(['x', 'i7', 'y'], [1])).toBe('i7')
})

it('lower case is of A to Z alone', () => {
  expect(asciiLower('InvoiceID_Ä\u212A')).toBe('invoiceid_Ä\u212A')
})
