/**
 * The lines of an instance as somebody sees them who has understood nothing: where each stands, what its neighbours
 * are, how long it is. Beside that whether it is corrupted, and whether it only looks so.
 *
 * @module
 */
import type { DatabaseSpec, TableSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { TaskDraft } from '../../tasks/define-task.ts'

/** A feature that needs no rule. `value` features look at the cell that may be corrupted, `place` features never do. */
export interface Feature {
  readonly name: string
  readonly about: 'place' | 'value'
}

const moduli = [2, 3, 4, 5, 7, 10] as const

/** In the order of `ProbedLine.features`. */
export const features: readonly Feature[] = Object.freeze(
  [
    'order of insertion',
    'rank of the key',
    'gap before the key',
    'gap after the key',
    ...moduli.map((modulus) => `key mod ${modulus}`),
    'rows of the table',
    'place of the table',
    'lines of its batch',
    'names its batch',
    'place in the run',
    'length of the run',
    'rank of its batch',
    'mentions of its batch',
    'place of the mention',
    'length of the other columns',
  ]
    .map((name): Feature => ({ name, about: 'place' }))
    .concat(['length of the value', 'values like it'].map((name): Feature => ({ name, about: 'value' }))),
)

export interface ProbedLine {
  readonly corrupted: boolean
  /** It is right, and its value is of the same make as a corrupted one of the instance. */
  readonly decoy: boolean
  readonly features: readonly number[]
}

const textOf = (value: SqlValue | undefined): string => (value == null ? '' : String(value))

/** A table in which some lines are corrupted and some are not. */
interface FaultyTable {
  readonly spec: TableSpec
  /** Its place among the tables, 0 to 1. */
  readonly place: number
  readonly corrupted: ReadonlySet<SqlValue>
  /** Places of the columns that hold a corrupted cell; empty where lines only go. */
  readonly columns: readonly number[]
}

function faultyTables(seed: DatabaseSpec, target: DatabaseSpec): FaultyTable[] {
  return seed.tables.flatMap((spec, place): FaultyTable[] => {
    const due = new Map(target.tables.find(({ name }) => name === spec.name)?.rows.map((row) => [row[0] ?? null, row]))
    const columns = new Set<number>()
    const corrupted = new Set<SqlValue>()
    for (const row of spec.rows) {
      const clean = due.get(row[0] ?? null)
      if (clean === undefined) corrupted.add(row[0] ?? null)
      for (const [column, cell] of row.entries()) {
        if (clean === undefined || clean[column] === cell) continue
        corrupted.add(row[0] ?? null)
        columns.add(column)
      }
    }
    // Where every line is to be filled in there is nothing to tell apart.
    if (corrupted.size === 0 || corrupted.size === spec.rows.length) return []
    return [{ spec, place: place / seed.tables.length, corrupted, columns: [...columns] }]
  })
}

/** Every line of the faulty tables of an instance, table by table. */
export function probeLines({ seed, target }: Pick<TaskDraft, 'seed' | 'target'>): ProbedLine[][] {
  return faultyTables(seed, target).map((table) => {
    const { rows } = table.spec
    const isCorrupted = (row: readonly SqlValue[]): boolean => table.corrupted.has(row[0] ?? null)
    const makes = new Set(rows.filter(isCorrupted).map((row) => makeOf(table, row)))
    const places = placeFeatures(seed, table)
    return rows.map((row, index): ProbedLine => {
      const corrupted = isCorrupted(row)
      return {
        corrupted,
        decoy: !corrupted && makes.has(makeOf(table, row)),
        features: [...(places[index] ?? []), ...valueFeatures(table, row)],
      }
    })
  })
}

/** What a value looks like at a glance: its type, and of a text its marks, without which letters and digits they are. */
function makeOf({ columns }: FaultyTable, row: readonly SqlValue[]): string {
  const makes = columns.map((column) => {
    const value = row[column] ?? null
    if (typeof value !== 'string') return value === null ? 'NULL' : typeof value
    return `text ${value
      .replace(/\p{L}+/gu, 'a')
      .replace(/\d+/g, '0')
      .replace(/ +/g, ' ')}`
  })
  return makes.join(' and ')
}

/**
 * Of each line, in the order of insertion. The last column of a table names the batch or the feed a line came by;
 * where that column is corrupted itself, lines came by none.
 */
function placeFeatures(seed: DatabaseSpec, { spec, place, columns }: FaultyTable): number[][] {
  const { rows } = spec
  const sorted = rows.toSorted((left, right) => Number(left[0]) - Number(right[0]))
  const ranks = new Map(sorted.map((row, rank) => [row[0] ?? null, rank]))
  const keyAt = (rank: number, otherwise: number): number => Number(sorted[rank]?.[0] ?? otherwise)
  const last = spec.columns.length - 1
  const stampOf = (row: readonly SqlValue[]): SqlValue => (columns.includes(last) ? null : (row[last] ?? null))
  const { batches, runs } = batchesOf(sorted.map(stampOf))
  const sizes = countsOf(batches)
  const numbers = [...new Set(batches)].toSorted((left, right) => (textOf(left) < textOf(right) ? -1 : 1))
  const elsewhere = seed.tables
    .filter((table) => table !== spec)
    .flatMap((table) => table.rows.map((row) => new Set(row)))
  const mentions = new Map(
    numbers.map((batch) => {
      const found = elsewhere.flatMap((cells, at) => (batch !== null && cells.has(batch) ? [at] : []))
      return [batch, { count: found.length, first: (found[0] ?? -1) / elsewhere.length }]
    }),
  )
  return rows.map((row, index) => {
    const rank = ranks.get(row[0] ?? null) ?? 0
    const key = Number(row[0])
    const batch = batches[rank] ?? null
    const run = runs[rank]
    const others = row.filter((_, column) => column !== 0 && column !== last && !columns.includes(column))
    return [
      index / rows.length,
      rank / rows.length,
      key - keyAt(rank - 1, key - 1),
      keyAt(rank + 1, key + 1) - key,
      ...moduli.map((modulus) => key % modulus),
      rows.length,
      place,
      sizes.get(batch) ?? 0,
      stampOf(row) === null ? 0 : 1,
      run?.place ?? 0,
      run?.length ?? 0,
      numbers.indexOf(batch) / numbers.length,
      mentions.get(batch)?.count ?? 0,
      mentions.get(batch)?.first ?? 0,
      others.reduce<number>((sum, cell) => sum + textOf(cell).length, 0),
    ]
  })
}

/** The batch of each line by order of keys, carried on where a line names none, and where the line stands in its run. */
function batchesOf(stamps: readonly SqlValue[]): {
  readonly batches: readonly SqlValue[]
  readonly runs: readonly { readonly place: number; readonly length: number }[]
} {
  const batches: SqlValue[] = []
  const starts: number[] = []
  for (const [rank, stamp] of stamps.entries()) {
    const batch = stamp ?? batches[rank - 1] ?? null
    starts.push(batch === batches[rank - 1] && stamp === null ? (starts[rank - 1] ?? rank) : rank)
    batches.push(batch)
  }
  const lengths = countsOf(starts)
  const runs = starts.map((start, rank) => ({ place: rank - start, length: lengths.get(start) ?? 1 }))
  return { batches, runs }
}

function countsOf<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function valueFeatures({ spec, columns }: FaultyTable, row: readonly SqlValue[]): number[] {
  let length = 0
  let alike = 0
  for (const column of columns) {
    length += textOf(row[column]).length
    alike += spec.rows.filter((other) => other[column] === row[column]).length
  }
  return [length, alike / spec.rows.length]
}
