import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grader, micros } from '../../src/grading/grader.ts'
import type { TypedCell } from '../../src/data/values.ts'
import { contentOf, graderOf, keyedSamples, type Sample, type TableState } from './states.ts'

/** C, R and D from the words of the design: cell by cell, rows found by searching for their key. */
function recompute({ spec, before, target }: Sample, now: TableState): { c: number; r: number; d: number } {
  const typed = new Set(spec.typed?.map((name) => name.toLowerCase()))
  const look = (table: TableState, id: string, column: string): string => {
    const row = table.rows.find((candidate) => candidate[table.columns.indexOf('id')] === id)
    if (row === undefined) return 'no row'
    const cell = row[table.columns.indexOf(column)]
    if (cell === undefined) return 'no cell'
    return cell === 'r5' && !typed.has(column) ? 'i5' : cell
  }
  const nothing = (cell: string): boolean => cell === 'no row' || cell === 'no cell'
  const same = (left: string, right: string): boolean => left === right || (nothing(left) && nothing(right))
  const ids = new Set(
    [before, target, now].flatMap((t) => t.rows.map((row) => row[t.columns.indexOf('id')] as TypedCell)),
  )
  const columns = new Set([before, target, now].flatMap((t) => t.columns))
  const [count, inTarget] = [{ c: 0, r: 0, d: 0 }, new Set(target.columns)]
  for (const id of ids) {
    for (const column of columns) {
      const [was, due, is] = [look(before, id, column), look(target, id, column), look(now, id, column)]
      if (!same(was, due)) count.c++
      // Dropping a column does not repair the rows that should be deleted.
      const dropped = due === 'no row' && is === 'no cell' && inTarget.has(column)
      if (same(is, due) && !dropped) {
        if (!same(was, due)) count.r++
      } else if (dropped || same(was, due) || !same(is, was)) count.d++
    }
  }
  return count
}

describe('the grader, computed again', () => {
  it('finds the same C, R and D where keys are unique', () => {
    let interesting = 0
    fc.assert(
      fc.property(keyedSamples, (sample) => {
        const keys = sample.now.rows.map((row) => row[sample.now.columns.indexOf('id')])
        fc.pre(new Set(keys).size === keys.length)
        const grader = graderOf(sample) as Grader
        const { c, r, d } = recompute(sample, sample.now)
        const { scoreMicros, solved, report } = grader.grade(contentOf(sample.now))
        expect(report.total.repaired).toBe(r)
        expect(report.total.damaged + report.total.miscorrected).toBe(d)
        expect(grader.grade(contentOf(sample.before)).report.total.missed).toBe(c)
        if (!solved) expect(scoreMicros).toBe(Math.min(Math.max(Math.floor(((r - d) * micros) / c), 0), micros - 1))
        if (r > 0 && d > 0) interesting++
      }),
      { numRuns: 1000 },
    )
    expect(interesting).toBeGreaterThan(50)
  })
})

describe('parts', () => {
  /** Two tables, each a part, cells given by their number: [seed, target, now]. */
  type Strip = readonly (readonly [number, number, number])[]
  const strip: fc.Arbitrary<Strip> = fc
    .array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 9 })
    .filter((cells) => cells.some(([was, due]) => was !== due))

  it('weigh as declared, and the sum is held to 0 and 1', () => {
    fc.assert(
      fc.property(strip, strip, fc.integer({ min: 1, max: 9 }), (left, right, tenths) => {
        const tables = { left, right }
        const state = (which: 0 | 1 | 2) => ({
          tables: new Map(
            Object.entries(tables).map(([name, cells]) => [
              name,
              { name, columns: ['id', 'v'], rows: cells.map((cell, id) => [`i${id}`, `i${cell[which]}`]) },
            ]),
          ),
          unread: new Set<string>(),
          objects: [],
        })
        const weights = { left: tenths / 10, right: 1 - tenths / 10 }
        const grader = new Grader({
          before: state(0),
          target: state(1),
          parts: (['left', 'right'] as const).map((name) => ({
            name,
            weight: weights[name],
            tables: [{ name, key: ['id'] }],
          })),
        })
        const share = (cells: Strip): number => {
          const c = cells.filter(([was, due]) => was !== due).length
          const r = cells.filter(([was, due, is]) => was !== due && is === due).length
          const d = cells.filter(([was, due, is]) => is !== due && is !== was).length
          return (r - d) / c
        }
        const sum = weights.left * share(left) + weights.right * share(right)
        const { scoreMicros, solved } = grader.grade(state(2))
        expect(solved).toBe([...left, ...right].every(([, due, is]) => is === due))
        expect(Math.abs(scoreMicros / micros - Math.min(Math.max(sum, 0), 1))).toBeLessThanOrEqual(1.1e-6)
      }),
      { numRuns: 500 },
    )
  })
})
