/**
 * The two descriptions of a database: the one we build from (`DatabaseSpec`) and the one we read back for grading
 * (`DatabaseContent`).
 *
 * @module
 */
import { fromTypedCell, type SqlValue, type TypedCell } from './values.ts'

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

/** A table as records, for predicates that read like their goal text. */
export function toRecords(table: TableContent): Record<string, SqlValue>[] {
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, index) => [column.toLowerCase(), fromTypedCell(row[index] ?? 'n')])),
  )
}
