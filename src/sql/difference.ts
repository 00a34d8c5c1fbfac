/**
 * Which row of one table is which row of another: rows match by key, and where a key is not unique, by the
 * fewest differing cells. Pure; no SQL.
 *
 * @module
 */
import { looseNumber, type TableContent, type TypedCell } from './values.ts'

/** A cell where there is none: the row or the column is missing. */
export const absent = ''

/** A row by lower-case column name. */
export type Row = ReadonlyMap<string, TypedCell>

/** A table made comparable: lower-case columns, numbers loose but for typed columns. */
export interface ComparableTable {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** Makes a table comparable. */
export function toComparable(table: TableContent | undefined, typed: readonly string[] = []): ComparableTable {
  if (!table) return { columns: [], rows: [] }
  const columns = table.columns.map((column) => column.toLowerCase())
  const strict = new Set(typed.map((column) => column.toLowerCase()))
  const loose = columns.map((column) => !strict.has(column))
  return {
    columns,
    rows: table.rows.map(
      (row) =>
        new Map(
          columns.map((column, index) => {
            const cell = row[index] as TypedCell
            return [column, loose[index] ? looseNumber(cell) : cell]
          }),
        ),
    ),
  }
}

/** The cell of a row that may be missing. */
export function cellOf(row: Row | null, column: string): TypedCell {
  return row?.get(column) ?? absent
}

/** A key or a whole row as one string. */
export function rowText(row: Row, columns: readonly string[]): string {
  return columns.map((column) => JSON.stringify(cellOf(row, column))).join()
}

function byText(columns: readonly string[]): (left: Row, right: Row) => number {
  return (left, right) => {
    const [a, b] = [rowText(left, columns), rowText(right, columns)]
    return a < b ? -1 : a > b ? 1 : 0
  }
}

/** Above this many comparisons a group is paired by equality and order alone. */
const largestGroup = 250_000

/** Pairs of one group, by fewest differing cells; ties by typed row order. */
function pairGroup(left: readonly Row[], right: readonly Row[], columns: readonly string[]): [Row, Row][] {
  if (left.length === 1 && right.length === 1) return [[left[0] as Row, right[0] as Row]]
  const leftRows = left.toSorted(byText(columns))
  const rightRows = right.toSorted(byText(columns))
  const candidates: { cost: number; l: number; r: number }[] = []
  if (leftRows.length * rightRows.length <= largestGroup) {
    for (const [l, a] of leftRows.entries()) {
      for (const [r, b] of rightRows.entries()) {
        const cost = columns.reduce((sum, column) => sum + (cellOf(a, column) === cellOf(b, column) ? 0 : 1), 0)
        candidates.push({ cost, l, r })
      }
    }
    candidates.sort((a, b) => a.cost - b.cost || a.l - b.l || a.r - b.r)
  } else {
    const places = new Map<string, number[]>()
    for (const [r, row] of rightRows.entries()) {
      const text = rowText(row, columns)
      places.set(text, [...(places.get(text) ?? []), r])
    }
    for (const [l, row] of leftRows.entries()) {
      const r = places.get(rowText(row, columns))?.shift()
      if (r !== undefined) candidates.push({ cost: 0, l, r })
    }
    for (let index = 0; index < Math.min(leftRows.length, rightRows.length); index++) {
      candidates.push({ cost: 1, l: index, r: index })
    }
  }
  const usedLeft = new Set<number>()
  const usedRight = new Set<number>()
  const pairs: [Row, Row][] = []
  for (const { l, r } of candidates) {
    if (usedLeft.has(l) || usedRight.has(r)) continue
    usedLeft.add(l)
    usedRight.add(r)
    pairs.push([leftRows[l] as Row, rightRows[r] as Row])
  }
  return pairs
}

function group(rows: readonly Row[], key: readonly string[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const text = rowText(row, key)
    const list = groups.get(text)
    if (list) list.push(row)
    else groups.set(text, [row])
  }
  return groups
}

/** Matches rows of two tables by key. Rows are compared over `columns` where a key is not unique. */
export function pairRows(
  left: readonly Row[],
  right: readonly Row[],
  key: readonly string[],
  columns: readonly string[],
): ReadonlyMap<Row, Row> {
  const rightGroups = group(right, key)
  const pairs = new Map<Row, Row>()
  for (const [text, rows] of group(left, key)) {
    const others = rightGroups.get(text)
    if (others) for (const [a, b] of pairGroup(rows, others, columns)) pairs.set(a, b)
  }
  return pairs
}
