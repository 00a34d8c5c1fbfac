import type { Connection } from './connection.ts'
import { quoteName } from './schema.ts'
import type { Pointer } from './sqlite-calls.ts'

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
 * @param statement prepared, of the agent's
 * @param run runs the statement; what it throws goes on
 */
export function rowsWrittenTo(
  { schema, name }: CreatedTable,
  statement: Pointer,
  connection: Connection,
  run: () => void,
): number {
  const { sqlite } = connection
  // Without an AS it is empty, as most are.
  if (!/\bas\b/i.test(sqlite.cText(sqlite.calls.sqlite3_sql(statement)))) {
    run()
    return 0
  }
  const read = (sql: string): number => {
    let value = 0
    connection.each(sql, (row) => void (value = sqlite.calls.sqlite3_column_double(row, 0)))
    return value
  }
  const version = `PRAGMA ${schema}.schema_version`
  const before = read(version)
  run()
  // IF NOT EXISTS may have found one.
  return read(version) === before ? 0 : read(`SELECT count(*) FROM ${schema}.${quoteName(name)}`)
}
