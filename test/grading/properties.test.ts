import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grader, micros } from '../../src/grading/grader.ts'
import type { TypedCell } from '../../src/data/values.ts'
import {
  contentOf,
  crowdedSamples,
  gainOf,
  graderOf,
  junk,
  keyedSamples,
  samples,
  scoreOf,
  type Cells,
  type Sample,
  type TableState,
} from './states.ts'

const runs = { numRuns: 1000 }

/** Equality of two states, written without the grader: the same rows as often, whatever their order. */
function equalStates({ spec }: Sample, left: TableState, right: TableState): boolean {
  const typed = new Set(spec.typed?.map((name) => name.toLowerCase()))
  const written = (table: TableState): string[] =>
    table.rows
      .map((row) =>
        table.columns
          .map((name, index): [string, TypedCell] => {
            const cell = row[index] as TypedCell
            const loose = cell === 'r5' && !typed.has(name.toLowerCase()) ? 'i5' : cell
            return [name.toLowerCase(), loose]
          })
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      )
      .map((row) => JSON.stringify(row))
      .toSorted()
  const names = (table: TableState): string[] => table.columns.map((name) => name.toLowerCase()).toSorted()
  return JSON.stringify([names(left), written(left)]) === JSON.stringify([names(right), written(right)])
}

const setCell = (table: TableState, row: number, column: number, cell: TypedCell): TableState => ({
  ...table,
  rows: table.rows.with(row, (table.rows[row] as Cells).with(column, cell)),
})

const keyColumns = ({ spec }: Sample): string[] => (spec.key ?? []).map((name) => name.toLowerCase())

describe('what the score says', () => {
  it('is the whole point, and solved, if and only if the state equals the target', () => {
    let equal = 0
    fc.assert(
      fc.property(samples, (sample) => {
        const { scoreMicros, solved } = (graderOf(sample) as Grader).grade(contentOf(sample.now))
        const same = equalStates(sample, sample.now, sample.target)
        if (same) equal++
        expect(solved).toBe(same)
        expect(scoreMicros === micros).toBe(same)
        expect(Number.isInteger(scoreMicros) && scoreMicros >= 0 && scoreMicros <= micros).toBe(true)
      }),
      runs,
    )
    expect(equal).toBeGreaterThan(20)
  })

  it('is exactly 0 for the seed, without a cell repaired or changed', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { scoreMicros, report } = (graderOf(sample) as Grader).grade(contentOf(sample.before))
        expect(scoreMicros).toBe(0)
        expect(report.total).toMatchObject({ repaired: 0, damaged: 0, miscorrected: 0 })
        expect(report.total.missed).toBeGreaterThan(0)
      }),
      runs,
    )
  })

  it('is the share of the cells that the report counts', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const grader = graderOf(sample) as Grader
        const toRepair = grader.grade(contentOf(sample.before)).report.total.missed
        const { scoreMicros, solved, report } = grader.grade(contentOf(sample.now))
        const share = Math.floor((gainOf(sample) * micros) / toRepair)
        expect(scoreMicros).toBe(solved ? micros : Math.min(Math.max(share, 0), micros - 1))
        const sums = { repaired: 0, missed: 0, damaged: 0, miscorrected: 0 }
        for (const column of report.columns) {
          for (const verdict of ['repaired', 'missed', 'damaged', 'miscorrected'] as const) {
            sums[verdict] += column[verdict]
          }
        }
        expect(sums).toEqual(report.total)
      }),
      runs,
    )
  })
})

describe('the score never rises', () => {
  it('when any cell outside the key is made wrong', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.nat(), (sample, anyRow, anyColumn) => {
        const { now } = sample
        const open = now.columns.flatMap((name, index) => (keyColumns(sample).includes(name) ? [] : [index]))
        fc.pre(sample.spec.key !== null && now.rows.length > 0 && open.length > 0)
        const changed = setCell(now, anyRow % now.rows.length, open[anyColumn % open.length] as number, junk)
        expect(gainOf(sample, changed)).toBeLessThanOrEqual(gainOf(sample))
        expect(scoreOf(sample, changed)).toBeLessThanOrEqual(scoreOf(sample))
      }),
      runs,
    )
  })

  it('when the key of a row that should be is made wrong', () => {
    fc.assert(
      fc.property(keyedSamples, fc.nat(), (sample, any) => {
        const place = sample.now.columns.indexOf('id')
        const keys = sample.now.rows.map((row) => row[place])
        const due = keys.flatMap((key, index) =>
          sample.target.rows.some((row) => row[0] === key) && keys.indexOf(key) === keys.lastIndexOf(key)
            ? [index]
            : [],
        )
        fc.pre(due.length > 0)
        const changed = setCell(sample.now, due[any % due.length] as number, place, junk)
        expect(gainOf(sample, changed)).toBeLessThan(gainOf(sample))
        expect(scoreOf(sample, changed)).toBeLessThanOrEqual(scoreOf(sample))
      }),
      runs,
    )
  })

  it('when a row is added that should not be', () => {
    fc.assert(
      fc.property(
        samples,
        fc.array(fc.constantFrom('n', 'i5', junk), { minLength: 4, maxLength: 4 }),
        (sample, cells) => {
          const stranger = sample.now.columns.map((name, index) => (name === 'id' ? junk : (cells[index] as TypedCell)))
          const more = { ...sample.now, rows: [...sample.now.rows, stranger] }
          expect(gainOf(sample, more)).toBeLessThan(gainOf(sample))
          expect(scoreOf(sample, more)).toBeLessThanOrEqual(scoreOf(sample))
        },
      ),
      runs,
    )
  })

  it('when a row is there twice', () => {
    fc.assert(
      fc.property(keyedSamples, fc.nat(), (sample, any) => {
        const { rows } = sample.now
        fc.pre(rows.length > 0)
        const twice = { ...sample.now, rows: [...rows, rows[any % rows.length] as Cells] }
        expect(gainOf(sample, twice)).toBeLessThan(gainOf(sample))
      }),
      runs,
    )
  })

  it('when a right row is deleted', () => {
    fc.assert(
      fc.property(samples, fc.nat(), (sample, any) => {
        const { rows } = sample.target
        fc.pre(rows.length > 0)
        const gone = any % rows.length
        const fewer = { ...sample.target, rows: rows.toSpliced(gone, 1) }
        expect(gainOf(sample, fewer)).toBeLessThan(gainOf(sample, sample.target))
        expect(scoreOf(sample, fewer)).toBeLessThan(micros)
      }),
      runs,
    )
    fc.assert(
      fc.property(keyedSamples, fc.nat(), (sample, any) => {
        const { now, target } = sample
        const place = now.columns.indexOf('id')
        const keys = now.rows.map((row) => row[place])
        const due = now.rows.flatMap((row, index) => {
          const id = row[place]
          const alone = keys.indexOf(id) === keys.lastIndexOf(id)
          const right = target.rows.find((candidate) => candidate[0] === id)
          return alone && right && equalStates(sample, { ...now, rows: [row] }, { ...target, rows: [right] })
            ? [index]
            : []
        })
        fc.pre(due.length > 0)
        const fewer = { ...now, rows: now.rows.toSpliced(due[any % due.length] as number, 1) }
        expect(gainOf(sample, fewer)).toBeLessThan(gainOf(sample))
      }),
      runs,
    )
  })

  it('when a column is added, renamed or dropped', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(0, 1, 2), (sample, place) => {
        const { columns, rows } = sample.now
        const wider = { columns: [...columns, 'junk'], rows: rows.map((row) => [...row, 'n']) }
        expect(gainOf(sample, wider)).toBe(gainOf(sample) - rows.length)
        expect(scoreOf(sample, wider)).toBeLessThan(micros)
        fc.pre(place < columns.length && columns[place] !== 'more')
        const renamed = { columns: columns.with(place, 'junk'), rows }
        const dropped = { columns: columns.toSpliced(place, 1), rows: rows.map((row) => row.toSpliced(place, 1)) }
        expect(scoreOf(sample, renamed)).toBeLessThan(micros)
        expect(scoreOf(sample, dropped)).toBeLessThan(micros)
        // A wrong guess may be taken back by dropping its column; from the seed nothing is won.
        const { before } = sample
        const beforeDropped = {
          columns: before.columns.toSpliced(place, 1),
          rows: before.rows.map((row) => row.toSpliced(place, 1)),
        }
        expect(scoreOf(sample, beforeDropped)).toBe(0)
      }),
      runs,
    )
  })

  it('when an object is left behind', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom('table', 'view', 'trigger', 'index'), (sample, type) => {
        const grader = graderOf(sample) as Grader
        const clean = grader.grade(contentOf(sample.now))
        const littered = grader.grade(contentOf(sample.now, [{ type, name: 'scratch', unique: type === 'index' }]))
        expect(littered.solved).toBe(false)
        const due = Math.max(clean.scoreMicros - 50_000, 0)
        // A state whose cells are all right may still be short of the whole point by one micro.
        expect([due, due + 1]).toContain(littered.scoreMicros)
        if (clean.solved) expect(littered.scoreMicros).toBe(950_000)
        expect(littered.report.left_behind).toEqual([`${type} scratch`])
      }),
      runs,
    )
  })
})

describe('the score never falls', () => {
  it('when one more cell is repaired', () => {
    fc.assert(
      fc.property(keyedSamples, fc.nat(), (sample, any) => {
        const { now, target } = sample
        const place = now.columns.indexOf('id')
        const keys = now.rows.map((row) => row[place])
        const wrong = now.rows.flatMap((row, index) => {
          const right = target.rows.find((candidate) => candidate[0] === row[place])
          if (right === undefined || keys.indexOf(row[place]) !== keys.lastIndexOf(row[place])) return []
          return now.columns.flatMap((name, column) => {
            const due = right[target.columns.indexOf(name)]
            return due !== undefined && due !== row[column] ? [{ index, column, due }] : []
          })
        })
        fc.pre(wrong.length > 0)
        const { index, column, due } = wrong[any % wrong.length] as (typeof wrong)[number]
        const repaired = setCell(now, index, column, due)
        expect(gainOf(sample, repaired)).toBeGreaterThanOrEqual(gainOf(sample))
        expect(scoreOf(sample, repaired)).toBeGreaterThanOrEqual(scoreOf(sample))
      }),
      runs,
    )
  })

  it('when one more row is put right: added, deleted or replaced', () => {
    fc.assert(
      fc.property(keyedSamples, fc.nat(), (sample, any) => {
        const { target } = sample
        fc.pre(sample.now.columns.length === target.columns.length)
        const places = target.columns.map((name) => sample.now.columns.indexOf(name))
        const now = {
          columns: target.columns,
          rows: sample.now.rows.map((row) => places.map((place) => row[place] ?? 'n')),
        }
        const ids = [...new Set([...now.rows, ...target.rows].map((row) => row[0]))]
        fc.pre(ids.length > 0)
        const id = ids[any % ids.length]
        const others = now.rows.filter((row) => row[0] !== id)
        const better = { ...now, rows: [...others, ...target.rows.filter((row) => row[0] === id)] }
        expect(gainOf(sample, better)).toBeGreaterThanOrEqual(gainOf(sample, now))
        expect(scoreOf(sample, better)).toBeGreaterThanOrEqual(scoreOf(sample, now))
      }),
      runs,
    )
  })
})

describe('the grade does not depend', () => {
  const shuffle = (table: TableState): fc.Arbitrary<TableState> =>
    fc
      .tuple(
        fc.shuffledSubarray([...table.rows], { minLength: table.rows.length }),
        fc.shuffledSubarray(
          table.columns.map((_, index) => index),
          { minLength: table.columns.length },
        ),
      )
      .map(([rows, order]) => ({
        columns: order.map((index) => table.columns[index] as string),
        rows: rows.map((row) => order.map((index) => row[index] as TypedCell)),
      }))

  it('on the order of rows and columns, nor on the case of names', () => {
    const shuffled = samples.chain((sample) =>
      fc.record({
        sample: fc.constant(sample),
        before: shuffle(sample.before),
        target: shuffle(sample.target),
        now: shuffle(sample.now),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ sample, before, target, now }) => {
        const loud = { ...now, columns: now.columns.map((name) => name.toUpperCase()) }
        const reference = (graderOf(sample) as Grader).grade(contentOf(sample.now))
        const nowOnly = (graderOf(sample) as Grader).grade(contentOf(loud))
        const all = (graderOf({ spec: sample.spec, before, target }) as Grader).grade(contentOf(loud))
        expect({ ...nowOnly.report, examples: [] }).toEqual({ ...reference.report, examples: [] })
        expect([nowOnly.scoreMicros, nowOnly.solved]).toEqual([reference.scoreMicros, reference.solved])
        expect([all.scoreMicros, all.solved]).toEqual([reference.scoreMicros, reference.solved])
      }),
      runs,
    )
  })

  it('on the order of rows even in its examples', () => {
    fc.assert(
      fc.property(crowdedSamples, (sample) => {
        const grader = graderOf(sample) as Grader
        const reversed = { ...sample.now, rows: sample.now.rows.toReversed() }
        expect(grader.grade(contentOf(reversed))).toEqual(grader.grade(contentOf(sample.now)))
      }),
      runs,
    )
  })
})
