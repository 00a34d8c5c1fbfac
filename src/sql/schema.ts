import type { TableInfo } from '../contract/observation.ts'
import { SqliteError, type Connection } from './connection.ts'
import type { Sqlite } from './sqlite.ts'
import { rc } from './sqlite-calls.ts'

/** Table and view names with their columns, sorted by name. */
export interface SchemaSummary {
  readonly tables: readonly string[]
  readonly columns: Readonly<Record<string, readonly string[]>>
}

interface NamedObject {
  readonly schema: 'main' | 'temp'
  readonly type: 'table' | 'view'
  readonly name: string
  readonly ddl: string
}

/** Quotes an identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

const byName = (left: { name: string }, right: { name: string }): number =>
  left.name < right.name ? -1 : left.name > right.name ? 1 : 0

/** Tables and views as an unqualified name finds them: a TEMP object hides a permanent one. */
function listObjects(connection: Connection, withTemp: boolean): NamedObject[] {
  const { sqlite } = connection
  const found = new Map<string, NamedObject>()
  const select = (schema: 'main' | 'temp'): void => {
    const master = schema === 'main' ? 'main.sqlite_schema' : 'temp.sqlite_temp_schema'
    connection.each(
      `SELECT type, name, sql FROM ${master} WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'`,
      (statement) => {
        const name = textColumn(sqlite, statement, 1)
        const type = textColumn(sqlite, statement, 0) as NamedObject['type']
        found.set(name.toLowerCase(), { schema, type, name, ddl: textColumn(sqlite, statement, 2) })
      },
    )
  }
  select('main')
  if (withTemp) select('temp')
  return [...found.values()].toSorted(byName)
}

function textColumn(sqlite: Sqlite, statement: number, index: number): string {
  const pointer = sqlite.calls.sqlite3_column_text(statement, index)
  return pointer === 0 ? '' : sqlite.text(pointer, sqlite.calls.sqlite3_column_bytes(statement, index))
}

/** Column names; empty for a view that does not work. */
function columnNames(connection: Connection, { schema, name }: NamedObject): string[] {
  const names: string[] = []
  try {
    connection.each(
      `PRAGMA ${schema}.table_xinfo(${quoteName(name)})`,
      (statement) => void names.push(textColumn(connection.sqlite, statement, 1)),
    )
  } catch (error) {
    // A broken view is the agent's business; it learns why when it selects from it.
    if (!(error instanceof SqliteError) || error.code !== rc.error) throw error
  }
  return names
}

/** What every observation shows of the schema. */
export function readSummary(connection: Connection, withTemp: boolean): SchemaSummary {
  const objects = listObjects(connection, withTemp)
  return {
    tables: objects.map((object) => object.name),
    columns: Object.fromEntries(objects.map((object) => [object.name, columnNames(connection, object)])),
  }
}

/** What inspect_schema shows, narrowed to one table when a name is given. */
export function readTables(connection: Connection, withTemp: boolean, only: string | null): TableInfo[] {
  const { sqlite } = connection
  return listObjects(connection, withTemp)
    .filter((object) => only === null || object.name.toLowerCase() === only.toLowerCase())
    .map(({ schema, type, name, ddl }) => {
      let rowCount: number | null = null
      const foreignKeys: TableInfo['foreign_keys'] = []
      if (type === 'table') {
        connection.each(`SELECT count(*) FROM ${schema}.${quoteName(name)}`, (statement) => {
          rowCount = sqlite.calls.sqlite3_column_double(statement, 0)
        })
        connection.each(`PRAGMA ${schema}.foreign_key_list(${quoteName(name)})`, (statement) => {
          const refTable = textColumn(sqlite, statement, 2)
          const column = textColumn(sqlite, statement, 3)
          const refColumn = textColumn(sqlite, statement, 4)
          foreignKeys.push({ column, ref_table: refTable, ref_column: refColumn === '' ? null : refColumn })
        })
      }
      return { name, type, ddl, row_count: rowCount, foreign_keys: foreignKeys }
    })
}

/** Root pages of the named permanent tables, or of all: they stay with a table when it is renamed. */
export function rootPages(connection: Connection, names?: readonly string[]): Set<number> {
  const roots = new Set<number>()
  const wanted = names && new Set(names.map((name) => name.toLowerCase()))
  const { sqlite } = connection
  connection.each("SELECT name, rootpage FROM main.sqlite_schema WHERE type = 'table'", (statement) => {
    const name = textColumn(sqlite, statement, 0)
    if (wanted?.has(name.toLowerCase()) ?? true) roots.add(sqlite.calls.sqlite3_column_double(statement, 1))
  })
  return roots
}

/** Names of the indexes or triggers of both schemas. */
export function readNames(connection: Connection, withTemp: boolean, type: 'index' | 'trigger'): string[] {
  const names: string[] = []
  const { sqlite } = connection
  for (const master of withTemp ? ['main.sqlite_schema', 'temp.sqlite_temp_schema'] : ['main.sqlite_schema']) {
    const sql = `SELECT name FROM ${master} WHERE type = '${type}' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name`
    connection.each(sql, (statement) => void names.push(textColumn(sqlite, statement, 0)))
  }
  return names
}

/** Objects of both schemas and bytes of their DDL, for the limits. */
export function schemaSize(connection: Connection, withTemp: boolean): { objects: number; ddlBytes: number } {
  let objects = 0
  let ddlBytes = 0
  const add = (master: string): void =>
    connection.each(`SELECT count(*), total(octet_length(sql)) FROM ${master}`, (statement) => {
      const { calls } = connection.sqlite
      objects += calls.sqlite3_column_double(statement, 0)
      ddlBytes += calls.sqlite3_column_double(statement, 1)
    })
  add('main.sqlite_schema')
  if (withTemp) add('temp.sqlite_temp_schema')
  return { objects, ddlBytes }
}
