import { SqliteError, type Connection } from './connection.ts'
import { readTypedCell } from './rows.ts'
import { quoteName } from './schema.ts'
import type { DatabaseContent, SchemaObject, TableContent, TypedCell } from './values.ts'

/** Reads the permanent objects of a database; SQLite's own are left out. */
function readObjects(connection: Connection): SchemaObject[] {
  const { sqlite } = connection
  const { calls } = sqlite
  const objects: SchemaObject[] = []
  const column = (statement: number, index: number): string =>
    sqlite.text(calls.sqlite3_column_text(statement, index), calls.sqlite3_column_bytes(statement, index))
  connection.each(
    `SELECT type, name, type = 'index' AND coalesce((SELECT "unique" FROM pragma_index_list(tbl_name, 'main') AS list
       WHERE list.name = s.name), 0)
     FROM main.sqlite_schema AS s WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY name, type`,
    (statement) => {
      objects.push({
        type: column(statement, 0) as SchemaObject['type'],
        name: column(statement, 1),
        unique: calls.sqlite3_column_double(statement, 2) === 1,
      })
    },
  )
  return objects
}

/** Reads one table whole, or null when it has more than `maxRows` rows or cannot be read. */
function readTable(connection: Connection, name: string, maxRows: number): TableContent | null {
  const { sqlite } = connection
  const columns: string[] = []
  const rows: TypedCell[][] = []
  try {
    connection.each(
      "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1",
      (statement) => {
        const pointer = sqlite.calls.sqlite3_column_text(statement, 0)
        columns.push(sqlite.text(pointer, sqlite.calls.sqlite3_column_bytes(statement, 0)))
      },
      [name],
    )
    connection.each(`SELECT ${columns.map(quoteName).join(', ')} FROM main.${quoteName(name)}`, (statement) => {
      const row: TypedCell[] = []
      for (let index = 0; index < columns.length; index++) row.push(readTypedCell(sqlite, statement, index))
      rows.push(row)
      return rows.length <= maxRows
    })
  } catch (error) {
    if (error instanceof SqliteError) return null
    throw error
  }
  return rows.length > maxRows ? null : { name, columns, rows }
}

/** What to read. */
export interface ContentRequest {
  /** Tables to read, or all. */
  readonly tables?: readonly string[]
  /** A table with more rows is only named in `unread`. Default: no bound. */
  readonly maxRows?: (table: string) => number
}

/** Reads a database for grading. */
export function readDatabase(connection: Connection, request: ContentRequest = {}): DatabaseContent {
  const objects = readObjects(connection)
  const wanted = request.tables && new Set(request.tables.map((name) => name.toLowerCase()))
  const tables = new Map<string, TableContent>()
  const unread = new Set<string>()
  for (const object of objects) {
    const key = object.name.toLowerCase()
    if (object.type !== 'table' || (wanted && !wanted.has(key))) continue
    const content = readTable(connection, object.name, request.maxRows?.(key) ?? Number.POSITIVE_INFINITY)
    if (content) tables.set(key, content)
    else unread.add(key)
  }
  return { tables, unread, objects }
}
