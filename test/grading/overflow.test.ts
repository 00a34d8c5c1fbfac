import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grader } from '../../src/grading/grader.ts'
import type { DatabaseContent } from '../../src/data/content.ts'
import type { TypedCell } from '../../src/data/values.ts'
import { contentOf, graderOf, keyedSamples } from './states.ts'

type Rows = readonly (readonly TypedCell[])[]

/** A database of tables with the columns id and v. */
function database(tables: Record<string, Rows>, unread: readonly string[] = []): DatabaseContent {
  return {
    tables: new Map(Object.entries(tables).map(([name, rows]) => [name, { name, columns: ['id', 'v'], rows }])),
    unread: new Set(unread),
    objects: [...Object.keys(tables), ...unread].map((name) => ({ type: 'table', name, unique: false })),
  }
}

const rows = (count: number, cell: TypedCell): Rows => Array.from({ length: count }, (_, id) => [`i${id}`, cell])

const before = database({ left: rows(10, 'i0'), right: rows(10, 'i0') })
const target = database({ left: rows(10, 'i1'), right: rows(10, 'i1') })
const halves = [
  { name: 'left', weight: 0.5, tables: [{ name: 'left', key: ['id'] }] },
  { name: 'right', weight: 0.5, tables: [{ name: 'right', key: ['id'] }] },
]

describe('a table with far too many rows', () => {
  it('could not have scored anything, whatever its rows hold', () => {
    // C, R and D of one surplus row more than maxRows, worked out from the counts alone.
    fc.assert(
      fc.property(keyedSamples, (sample) => {
        const most = (graderOf(sample) as Grader).maxRows('T')
        const toRepair = (graderOf(sample) as Grader).grade(contentOf(sample.before)).report.total.missed
        const [spare] = [most + 1 - sample.before.rows.length - sample.target.rows.length]
        // At most C cells can be right; every row beyond those of seed and target is wrong in 3 cells.
        expect(toRepair - 3 * spare).toBeLessThan(0)
      }),
    )
  })

  it('scores 0, although the other part is solved', () => {
    const grader = new Grader({ before, target, parts: halves })
    expect(grader.maxRows('right')).toBe(30)
    const fine = grader.grade(database({ left: rows(10, 'i1'), right: rows(30, 'i0') }))
    expect(fine.report.notes).toEqual([])
    const over = grader.grade(database({ left: rows(10, 'i1'), right: rows(31, 'i0') }))
    const unread = grader.grade(database({ left: rows(10, 'i1') }, ['right']))
    expect(over).toEqual(unread)
    expect(over.scoreMicros).toBe(0)
    expect(over.solved).toBe(false)
    expect(over.report.notes).toEqual(['table right has far too many rows or cannot be read'])
    // The true state is worth no more: 20 surplus rows of 2 cells outweigh the solved half.
    expect(fine.scoreMicros).toBe(0)
  })

  it('never raises the score above that of the true state', () => {
    const grader = new Grader({ before, target, parts: halves })
    fc.assert(
      fc.property(fc.nat(10), fc.nat(25), (right, surplus) => {
        const left = [
          ...rows(right, 'i1'),
          ...rows(10, 'i0').slice(right),
          ...rows(surplus, 'i7').map(([, v]) => ['n', v as string]),
        ]
        const truth = grader.grade(database({ left, right: rows(10, 'i1') }))
        const unread = grader.grade(database({ right: rows(10, 'i1') }, ['left']))
        expect(unread.scoreMicros).toBeLessThanOrEqual(truth.scoreMicros)
      }),
    )
  })
})

describe('many rows under one key', () => {
  it('are graded although an agent wrote 100,000 of them', () => {
    const flood = Array.from({ length: 100_000 }, (_, index) => ['i3', `i${index}`])
    const grader = new Grader({ before, target, parts: halves })
    expect(grader.grade(database({ left: rows(10, 'i1'), right: flood })).scoreMicros).toBe(0)
  })

  it('are paired as well as can be where an instance has room for them', () => {
    // 64 rows of seed and target share the NULL key; the agent leaves them and adds 2,000 in the wrong order.
    const many = (shift: number): Rows => Array.from({ length: 64 }, (_, index) => ['n', `i${index + shift}`])
    const padding = rows(3000, 'i0')
    const wide = {
      before: database({ t: [...many(0), ...padding] }),
      target: database({ t: [...many(1000), ...rows(3000, 'i1')] }),
    }
    const grader = new Grader({ ...wide, parts: [{ name: 'all', weight: 1, tables: [{ name: 't', key: ['id'] }] }] })
    const extra = Array.from({ length: 2000 }, (_, index) => ['n', `i${index + 1000}`]).toReversed()
    const { report } = grader.grade(database({ t: [...extra, ...padding] }))
    expect(report.total).toEqual({ repaired: 64, missed: 3000, damaged: 2 * (2000 - 64), miscorrected: 0 })
  })

  it('are refused in an instance when they are more than pairing can bear', () => {
    const crowd = (count: number, cell: TypedCell): Rows => Array.from({ length: count }, () => ['n', cell])
    const make = (count: number, key: readonly string[] | null): Grader =>
      new Grader({
        before: database({ t: crowd(count, 'i0') }),
        target: database({ t: crowd(count, 'i1') }),
        parts: [{ name: 'all', weight: 1, tables: [{ name: 't', key }] }],
      })
    expect(() => make(64, ['id'])).not.toThrow()
    expect(() => make(65, ['id'])).toThrow('more than 64 rows share a key')
    expect(() => make(5000, null)).not.toThrow()
  })
})
