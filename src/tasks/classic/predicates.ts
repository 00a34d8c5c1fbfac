import type { DatabaseContent, SchemaObject, TableContent } from '../../data/content.ts'
import type { SqlValue, TypedCell } from '../../data/values.ts'
import { fromTypedCell } from '../../data/values.ts'

/** A row by column name. */
export type Row = Readonly<Record<string, SqlValue>>

/**
 * The rows of a table by their key, or null where the table is missing, has other columns than these,
 * or holds a key twice.
 */
export function rowsByKey(
  content: DatabaseContent,
  table: string,
  columns: readonly [key: string, ...others: string[]],
): Map<SqlValue, Row> | null {
  const found = content.tables.get(table)
  if (found === undefined) return null
  const names = found.columns.map((column) => column.toLowerCase())
  if (names.length !== columns.length || !columns.every((column) => names.includes(column))) return null
  const rows = new Map<SqlValue, Row>()
  for (const row of recordsOf(found)) rows.set(row[columns[0]] ?? null, row)
  return rows.size === found.rows.length ? rows : null
}

/** Records already made, by columns and row: check-task asks about thousands of states that share most rows. */
const knownRecords = new WeakMap<readonly string[], WeakMap<readonly TypedCell[], Row>>()

function recordsOf({ columns, rows }: TableContent): Row[] {
  const known = knownRecords.get(columns) ?? new WeakMap<readonly TypedCell[], Row>()
  knownRecords.set(columns, known)
  return rows.map((cells) => {
    const row: Row =
      known.get(cells) ??
      Object.fromEntries(columns.map((column, index) => [column.toLowerCase(), fromTypedCell(cells[index] ?? 'n')]))
    known.set(cells, row)
    return row
  })
}

/** Whether both maps hold the same keys and, for each, rows that `fits` takes. */
export function everyRow(
  expected: ReadonlyMap<SqlValue, Row>,
  actual: ReadonlyMap<SqlValue, Row>,
  fits: (before: Row, now: Row) => boolean,
): boolean {
  if (expected.size !== actual.size) return false
  for (const [key, before] of expected) {
    const now = actual.get(key)
    if (now === undefined || !fits(before, now)) return false
  }
  return true
}

/** Whether the two rows agree in these columns. 5 equals 5.0, never '5'. */
export function agreeIn(columns: readonly string[], before: Row, now: Row): boolean {
  return columns.every((column) => before[column] === now[column])
}

/** Whether a table is as it was. */
export function untouched(
  seed: DatabaseContent,
  state: DatabaseContent,
  table: string,
  columns: readonly [key: string, ...others: string[]],
): boolean {
  const before = rowsByKey(seed, table, columns)
  const now = rowsByKey(state, table, columns)
  return before !== null && now !== null && everyRow(before, now, (was, is) => agreeIn(columns, was, is))
}

/**
 * Whether the permanent objects are those of the seed and the `added` tables. Indexes that enforce
 * nothing, and SQLite's own, do not count: no rule of a goal is about them.
 */
export function nothingLeftBehind(
  seed: DatabaseContent,
  state: DatabaseContent,
  added: readonly string[] = [],
): boolean {
  const names = objectNames(seed)
  const expected = added.length === 0 ? names : [...names, ...added.map((name) => `table ${name}`)].toSorted()
  const actual = objectNames(state)
  return expected.length === actual.length && expected.every((name, index) => name === actual[index])
}

/** Names already sorted: the states that are asked about share most lists of objects. */
const knownNames = new WeakMap<readonly SchemaObject[], readonly string[]>()

function objectNames({ objects }: DatabaseContent): readonly string[] {
  const known = knownNames.get(objects)
  if (known !== undefined) return known
  const names = objects
    .filter((object) => object.type !== 'index' || object.unique)
    .map((object) => `${object.type} ${object.name.toLowerCase()}`)
    .filter((name) => !name.includes(' sqlite_'))
    .toSorted()
  knownNames.set(objects, names)
  return names
}
