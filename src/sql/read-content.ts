import { SqliteError, type Connection } from './connection.ts'
import { limits } from './limits.ts'
import { readTypedRows } from './rows.ts'
import { rc } from './sqlite-calls.ts'
import { quoteName } from './schema.ts'
import type { DatabaseContent, SchemaObject, TableContent } from '../data/content.ts'
import type { TypedCell } from '../data/values.ts'

/** Reads the permanent objects of a database; SQLite's own are left out. */
function readObjects(connection: Connection): SchemaObject[] {
  const { sqlite } = connection
  const { calls } = sqlite
  const text = (statement: number, column: number): string =>
    sqlite.text(calls.sqlite3_column_text(statement, column), calls.sqlite3_column_bytes(statement, column))
  const objects: SchemaObject[] = []
  const indexed = new Set<string>()
  connection.each(
    `SELECT type, name, tbl_name FROM main.sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY name, type`,
    (statement) => {
      const type = text(statement, 0) as SchemaObject['type']
      if (type === 'index') indexed.add(text(statement, 2))
      objects.push({ type, name: text(statement, 1), unique: false })
    },
  )
  const unique = new Set<string>()
  for (const table of indexed) {
    connection.each(`PRAGMA main.index_list(${quoteName(table)})`, (statement) => {
      if (calls.sqlite3_column_double(statement, 2) === 1) unique.add(text(statement, 1))
    })
  }
  return objects.map((object) =>
    object.type === 'index' && unique.has(object.name) ? { ...object, unique: true } : object,
  )
}

function readColumns(connection: Connection, name: string): string[] {
  const { sqlite } = connection
  const { calls } = sqlite
  const columns: string[] = []
  connection.each(`PRAGMA main.table_xinfo(${quoteName(name)})`, (statement) => {
    // 1: hidden columns of virtual tables; generated columns are read like any other.
    if (calls.sqlite3_column_double(statement, 6) === 1) return
    columns.push(sqlite.text(calls.sqlite3_column_text(statement, 1), calls.sqlite3_column_bytes(statement, 1)))
  })
  return columns
}

/** Reads one table whole, or null when it is larger than asked for or cannot be read. */
function readTable(
  connection: Connection,
  name: string,
  maxRows: number,
  knownColumns?: readonly string[],
): TableContent | null {
  const rows: TypedCell[][] = []
  try {
    const columns = knownColumns ?? readColumns(connection, name)
    const sql = `SELECT ${columns.map(quoteName).join(', ')} FROM main.${quoteName(name)}`
    const bounds = { rows: maxRows, bytes: limits.readingBytes }
    const code = connection.using(sql, (statement) =>
      readTypedRows(connection.sqlite, statement, columns.length, bounds, rows),
    )
    return code === rc.done ? { name, columns, rows } : null
  } catch (error) {
    if (error instanceof SqliteError) return null
    throw error
  }
}

/** What to read. */
export interface ContentRequest {
  /** Tables to read, or all. */
  readonly tables?: readonly string[]
  /** A table with more rows, or of many megabytes, is only named in `unread`. Default: no bound on rows. */
  readonly maxRows?: (table: string) => number
}

/** Reads a database whose schema is that of `known`: its tables, without asking for objects and columns again. */
export function readUnchangedSchema(
  connection: Connection,
  known: DatabaseContent,
  request: ContentRequest = {},
): DatabaseContent {
  const wanted = request.tables && new Set(request.tables.map((name) => name.toLowerCase()))
  const tables = new Map<string, TableContent>()
  const unread = new Set<string>()
  for (const [key, { name, columns }] of known.tables) {
    if (wanted && !wanted.has(key)) continue
    const content = readTable(connection, name, request.maxRows?.(key) ?? Number.POSITIVE_INFINITY, columns)
    if (content) tables.set(key, content)
    else unread.add(key)
  }
  return { tables, unread, objects: known.objects }
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
