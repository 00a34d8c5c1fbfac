import type { Connection } from './connection.ts'
import { quoteName } from './schema.ts'

/** A table that a statement is about to create, unless there is one already. */
export interface CreatedTable {
  readonly schema: 'main' | 'temp'
  readonly name: string
}

/**
 * Runs a statement that creates a table, and tells how many rows it wrote. SQLite counts those of CREATE TABLE ... AS
 * SELECT nowhere, so the table is counted: page by page, as part of the work of the action, and without an effect on
 * changes(), total_changes() and last_insert_rowid().
 *
 * @param authorizer trusts what we ask for ourselves
 * @param run runs the statement; what it throws goes on
 */
export function rowsWrittenTo(
  { schema, name }: CreatedTable,
  connection: Connection,
  authorizer: { trusted: boolean },
  run: () => void,
): number {
  const read = (sql: string): number => {
    let value = 0
    authorizer.trusted = true
    connection.each(sql, (statement) => void (value = connection.sqlite.calls.sqlite3_column_double(statement, 0)))
    return value
  }
  const version = `PRAGMA ${schema}.schema_version`
  const before = read(version)
  run()
  // IF NOT EXISTS may have found one.
  return read(version) === before ? 0 : read(`SELECT count(*) FROM ${schema}.${quoteName(name)}`)
}
