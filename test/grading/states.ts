/**
 * Random small instances for the grader: few columns, few values, so that equal rows, equal keys, NULL keys
 * and every kind of cell meet often.
 */
import fc from 'fast-check'
import type { GradedTable } from '../../src/grading/graded-table.ts'
import { Grader } from '../../src/grading/grader.ts'
import type { DatabaseContent, SchemaObject, TableContent } from '../../src/data/content.ts'
import type { TypedCell } from '../../src/data/values.ts'

export type Cells = readonly TypedCell[]

/** A table as a test handles it. */
export interface TableState {
  readonly columns: readonly string[]
  readonly rows: readonly Cells[]
}

/** An instance with one graded table, and a state to grade. */
export interface Sample {
  readonly spec: GradedTable
  readonly before: TableState
  readonly target: TableState
  readonly now: TableState
}

/** Cells that look alike and are not: NULL, '', 0, '0', 5, 5.0, '5', a blob that reads 5, infinity. */
const anyCell = fc.constantFrom(
  'n',
  't',
  'i0',
  'i1',
  'i5',
  'r5',
  'r0.5',
  't0',
  't5',
  'tA',
  'ta',
  'b',
  'b35',
  'rInfinity',
)
/** Few cells, so that rows are often equal. */
const fewCells = fc.constantFrom('n', 'i5', 'r5', 't5')

/** A cell that no instance holds. */
export const junk = 'tjunk'

export const columns = ['id', 'a', 'b'] as const

const rowOf = (id: fc.Arbitrary<TypedCell>, cell: fc.Arbitrary<TypedCell>): fc.Arbitrary<Cells> =>
  fc.tuple(id, cell, cell)

/** Rows with different keys. */
const keyedRows = fc.uniqueArray(
  rowOf(
    fc.nat({ max: 7 }).map((id) => `i${id}`),
    anyCell,
  ),
  { maxLength: 7, selector: (row) => row[0] },
)

/** Rows whose keys repeat and may be NULL. */
const crowdedRows = fc.array(rowOf(fc.constantFrom('n', 'i1', 'i2'), fewCells), { maxLength: 6 })

const tableOf = (rows: fc.Arbitrary<readonly Cells[]>): fc.Arbitrary<TableState> =>
  rows.map((all) => ({ columns, rows: all }))

/** A state reached from others: some rows of each, some cells of them mixed, a new row, other columns. */
function stateFrom(
  before: TableState,
  target: TableState,
  rows: fc.Arbitrary<readonly Cells[]>,
): fc.Arbitrary<TableState> {
  const pool = [...before.rows, ...target.rows]
  const mixed = fc
    .tuple(fc.subarray(pool), rows, fc.infiniteStream(fc.nat({ max: 3 })))
    .map(([kept, fresh, dice]): TableState => {
      const twins = kept.map((row) => {
        const other = target.rows.find((candidate) => candidate[0] === row[0]) ?? row
        return row.map((cell, index) => (dice.next().value === 0 ? (other[index] ?? cell) : cell))
      })
      return { columns, rows: [...twins, ...fresh.slice(0, 1)] }
    })
  const turned = target.rows.map((row) => row.toReversed())
  const wider: TableState = { columns: [...columns, 'more'], rows: target.rows.map((row) => [...row, 'n']) }
  const narrower: TableState = { columns: columns.slice(0, 2), rows: target.rows.map((row) => row.slice(0, 2)) }
  return fc.oneof(
    { weight: 4, arbitrary: mixed },
    {
      weight: 1,
      arbitrary: fc.constantFrom<TableState>(before, target, { columns: columns.toReversed(), rows: turned }),
    },
    { weight: 1, arbitrary: fc.constantFrom(wider, narrower) },
    { weight: 1, arbitrary: fc.shuffledSubarray([...target.rows]).map((all) => ({ columns, rows: all })) },
  )
}

function samplesOf(rows: fc.Arbitrary<readonly Cells[]>, keys: fc.Arbitrary<GradedTable['key']>): fc.Arbitrary<Sample> {
  return fc
    .tuple(tableOf(rows), tableOf(rows), keys, fc.constantFrom([], ['a'], ['A', 'b']))
    .chain(([before, target, key, typed]) =>
      fc.record({
        spec: fc.constant({ name: 'T', key, typed }),
        before: fc.constant(before),
        target: fc.constant(target),
        now: stateFrom(before, target, rows),
      }),
    )
    .filter((sample) => {
      const grader = graderOf(sample)
      // Room for one more row: states with far too many are another matter (overflow.test.ts).
      return grader !== null && sample.now.rows.length < grader.maxRows('t')
    })
}

/** Seed and target hold every key once. The state may hold it more often. */
export const keyedSamples: fc.Arbitrary<Sample> = samplesOf(keyedRows, fc.constant(['id']))

/** Keys repeat, are NULL, take two columns or the whole row. */
export const crowdedSamples: fc.Arbitrary<Sample> = samplesOf(crowdedRows, fc.constantFrom(['id'], ['ID', 'a'], null))

export const samples: fc.Arbitrary<Sample> = fc.oneof(keyedSamples, crowdedSamples)

export function contentOf(table: TableState | null, objects: readonly SchemaObject[] = []): DatabaseContent {
  const content: TableContent | null = table && { name: 'T', ...table }
  const own: SchemaObject[] = table ? [{ type: 'table', name: 'T', unique: false }] : []
  return { tables: new Map(content ? [['t', content]] : []), unread: new Set(), objects: [...own, ...objects] }
}

/** null where seed and target are equal, which is no task. */
export function graderOf({ spec, before, target }: Pick<Sample, 'spec' | 'before' | 'target'>): Grader | null {
  try {
    return new Grader({
      before: contentOf(before),
      target: contentOf(target),
      parts: [{ name: 'data', weight: 1, tables: [spec] }],
    })
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('seed and target are equal')) return null
    throw error
  }
}

/** The score of a state of the sample, in whole 1e-6. */
export function scoreOf(sample: Sample, now: TableState = sample.now): number {
  return (graderOf(sample) as Grader).grade(contentOf(now)).scoreMicros
}

/** R - D without the bounds of the score. */
export function gainOf(sample: Sample, now: TableState = sample.now): number {
  const { total } = (graderOf(sample) as Grader).grade(contentOf(now)).report
  return total.repaired - total.damaged - total.miscorrected
}
