/**
 * SQL values on our side of the engine, and the two descriptions of a database: the one we build from
 * (`DatabaseSpec`) and the one we read back for grading (`DatabaseContent`).
 *
 * @module
 */

/** A SQL value. Integers and reals are both numbers; integers beyond 2^53 are bigints. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** A table to build: its DDL and the rows in the order in which they are inserted. */
export interface TableSpec {
  readonly name: string
  readonly ddl: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
}

/** A database to build: tables in order, then further statements (indexes, views, triggers). */
export interface DatabaseSpec {
  readonly tables: readonly TableSpec[]
  readonly statements?: readonly string[]
}

/** A table as it was read: column names as declared, rows as arrays in no promised order. */
export interface TableContent {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly TypedCell[])[]
}

/**
 * A cell with its SQL type in one string, so that equality is string equality: `n` (NULL), `i5`, `r0.5`,
 * `tAda`, `b00ff`. Minus zero is written as zero.
 */
export type TypedCell = string

/** A permanent object of the schema. */
export interface SchemaObject {
  readonly type: 'table' | 'view' | 'trigger' | 'index'
  readonly name: string
  /** Only for indexes: whether it enforces uniqueness. */
  readonly unique: boolean
}

/** Everything the grader looks at, by lower-case table name. */
export interface DatabaseContent {
  readonly tables: ReadonlyMap<string, TableContent>
  /** Tables that exist but are too large or cannot be read. */
  readonly unread: ReadonlySet<string>
  readonly objects: readonly SchemaObject[]
}

/** Writes a JavaScript value as a typed cell. Whole numbers count as integers. */
export function toTypedCell(value: SqlValue): TypedCell {
  if (value === null) return 'n'
  if (typeof value === 'string') return `t${value}`
  if (typeof value === 'bigint') return `i${value}`
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? `i${value === 0 ? 0 : value}` : `r${value}`
  }
  let hex = 'b'
  for (const byte of value) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** Reads a typed cell back. */
export function fromTypedCell(cell: TypedCell): SqlValue {
  const body = cell.slice(1)
  switch (cell[0]) {
    case 'i': {
      const whole = Number(body)
      return Number.isSafeInteger(whole) ? whole : BigInt(body)
    }
    case 'r':
      return Number(body)
    case 't':
      return body
    case 'b':
      return Uint8Array.from(body.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    default:
      return null
  }
}

/**
 * The same cell with reals of whole value turned into integers: the comparison for columns whose rule is
 * not about type, where 5 and 5.0 are equal. Text never equals a number.
 */
export function looseNumber(cell: TypedCell): TypedCell {
  if (cell[0] !== 'r') return cell
  const value = Number(cell.slice(1))
  return Number.isInteger(value) ? `i${BigInt(value)}` : cell
}

/** A table as records, for predicates that read like their goal text. */
export function toRecords(table: TableContent): Record<string, SqlValue>[] {
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, index) => [column.toLowerCase(), fromTypedCell(row[index] ?? 'n')])),
  )
}
