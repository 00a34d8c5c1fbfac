/**
 * Tables laid side by side: rows over the same columns, with keys, so that they can be compared cell by
 * cell. Pure; no SQL.
 *
 * @module
 */
import { asciiLower } from '../kit/ascii-case.ts'
import type { TableContent } from './content.ts'
import { looseNumber, type TypedCell } from './values.ts'

/** A cell where there is none: the row or the column is missing. */
export const absent = ''
/** A cell that is missing although its row is there, and should not be. */
export const lost = '-'

/** A row by lower-case column name. */
export type Row = ReadonlyMap<string, TypedCell>

/** A table whose rows are looked up by column name. */
export interface ComparableTable {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** Cells in the order of agreed columns; `absent` where the table lacks the column. */
export type AlignedRow = readonly TypedCell[]

/** Lists of names that have been asked for: the states of a table have the very list of its seed, mostly. */
const lowerNames = new WeakMap<readonly string[], readonly string[]>()

/** Column names as SQLite compares them. */
export function columnsOf(table: TableContent | undefined): readonly string[] {
  if (table === undefined) return []
  let names = lowerNames.get(table.columns)
  if (names === undefined) lowerNames.set(table.columns, (names = table.columns.map(asciiLower)))
  return names
}

/**
 * The rows of a table over the given columns. Numbers become loose (5.0 is 5) but for columns in `typed`.
 */
export function alignRows(
  table: TableContent | undefined,
  columns: readonly string[],
  typed: ReadonlySet<string> = new Set(),
): readonly AlignedRow[] {
  if (!table) return []
  const own = columnsOf(table)
  const straight = own.length === columns.length && columns.every((column, index) => column === own[index])
  // Most tables have the expected columns in the expected order and no real: no copy.
  if (straight && !table.rows.some(hasReal)) return table.rows
  const places = columns.map((column) => own.indexOf(column))
  const loose = columns.map((column) => !typed.has(column))
  return table.rows.map((row) =>
    places.map((place, index) => {
      const cell = row[place] ?? absent
      return loose[index] && isReal(cell) ? looseNumber(cell) : cell
    }),
  )
}

function hasReal(row: readonly TypedCell[]): boolean {
  for (let index = 0; index < row.length; index++) if (isReal(row[index] as TypedCell)) return true
  return false
}

const isReal = (cell: TypedCell): boolean => cell.charCodeAt(0) === 0x72

/** The cells at the given places as one string; different cells give different strings. */
export function keyOf(row: AlignedRow, places: readonly number[]): string {
  if (places.length === 1) return row[places[0] as number] ?? absent
  let key = ''
  for (const place of places) {
    const cell = row[place] ?? absent
    key += `${cell.length}:${cell}`
  }
  return key
}

/** Columns in which two rows differ. */
export function countDiffering(left: AlignedRow, right: AlignedRow): number {
  let count = 0
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) count++
  return count
}

/** A table with rows by column name. */
export function toComparable(table: TableContent | undefined, typed: readonly string[] = []): ComparableTable {
  const columns = columnsOf(table)
  const rows = alignRows(table, columns, new Set(typed.map(asciiLower)))
  return { columns, rows: rows.map((row) => new Map(columns.map((column, index) => [column, row[index] ?? absent]))) }
}
