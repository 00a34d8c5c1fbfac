/**
 * What a connection remembers from one statement to the next, beside its databases. SQL can read all of it: some by
 * functions and PRAGMAs, some in the output of EXPLAIN. SQLite has no call that tells whether it moved, so it is
 * read where it lies.
 *
 * @module
 */
import type { Connection } from './connection.ts'
import type { Sqlite } from './sqlite.ts'
import type { Pointer } from './sqlite-calls.ts'

const wordBytes = 8

/** An entry of the list of databases: name, file, two small numbers, schema. Main is the first, TEMP the second. */
const entry = { bytes: 16, file: 4, schema: 12 } as const
/** Of a schema: how often it was read anew, behind its cookie. */
const generation = 4

/** Where a connection keeps it; learnt, for SQLite says nothing of it. */
interface Layout {
  /** The rowid of the last insert, the first of the three. The flags stand before it. */
  readonly lastRowid: number
  /** Rows changed by the last statement; the next word is the total. */
  readonly changes: number
  /** The pointer to the list of databases. */
  readonly databases: number
}

/** Reads and compares the states of the connections of one instance. */
export class ConnectionStates {
  readonly #sqlite: Sqlite
  readonly #layout: Layout
  /** Where the numbers lie, as offsets from the connection. */
  readonly #numbers: readonly number[]
  readonly #marked: Uint32Array
  readonly #now: Uint32Array

  /** `scratch` is a connection to learn from. Throws a TypeError when SQLite is laid out in another way. */
  constructor(scratch: Connection) {
    this.#sqlite = scratch.sqlite
    this.#layout = learnLayout(scratch)
    const { lastRowid, changes } = this.#layout
    this.#numbers = [lastRowid - wordBytes, lastRowid, changes, changes + wordBytes].flatMap((at) => [at, at + 4])
    this.#marked = new Uint32Array(this.#numbers.length + 3)
    this.#now = this.#marked.slice()
  }

  /** Notes the state of a connection, for `hasMoved`. */
  mark(connection: Connection): void {
    this.#read(connection.db, this.#marked)
  }

  /** Whether the connection that was marked last is in another state than then: flags, counts, TEMP, schemas. */
  hasMoved(connection: Connection): boolean {
    const now = this.#now
    this.#read(connection.db, now)
    for (let index = 0; index < now.length; index++) if (now[index] !== this.#marked[index]) return true
    return false
  }

  #read(db: Pointer, into: Uint32Array): void {
    const sqlite = this.#sqlite
    let index = 0
    for (const offset of this.#numbers) into[index++] = sqlite.readPointer(db + offset)
    into[index++] = this.hasTemp(db) ? 1 : 0
    into[index++] = sqlite.readPointer(this.#schema(db, 0) + generation)
    into[index] = sqlite.readPointer(this.#schema(db, 1) + generation)
  }

  /** Whether a TEMP database was ever opened, be it empty. */
  hasTemp(db: Pointer): boolean {
    return this.#sqlite.readPointer(this.#entry(db, 1) + entry.file) !== 0
  }

  /** Counts and flags of a connection as bytes, with what lies between them: numbers, no pointers. */
  numbersOf(db: Pointer): Uint8Array {
    const { lastRowid, changes } = this.#layout
    return this.#sqlite.bytes.subarray(db + lastRowid - wordBytes, db + changes + 2 * wordBytes)
  }

  /**
   * Sets back what no call sets back: the counts, and how often the schema of TEMP was read anew. The connection must
   * have no statements and no TEMP database.
   */
  clear(db: Pointer): void {
    const { lastRowid, changes } = this.#layout
    const { bytes } = this.#sqlite
    bytes.fill(0, db + lastRowid, db + lastRowid + wordBytes)
    bytes.fill(0, db + changes, db + changes + 2 * wordBytes)
    this.#sqlite.writePointer(this.#schema(db, 1) + generation, 0)
  }

  #entry(db: Pointer, index: number): Pointer {
    return this.#sqlite.readPointer(db + this.#layout.databases) + index * entry.bytes
  }

  #schema(db: Pointer, index: number): Pointer {
    return this.#sqlite.readPointer(this.#entry(db, index) + entry.schema)
  }
}

function learnLayout(connection: Connection): Layout {
  const { sqlite, db } = connection
  const places = Array.from({ length: 64 }, (_, index) => index * wordBytes)
  const [rowid, changed, total] = [0x0123456789abcdefn, 3n, 8n]
  connection.runOnce('CREATE TABLE t (a)')
  connection.runOnce('INSERT INTO t VALUES (1), (2), (3), (4), (5)')
  connection.runOnce('UPDATE t SET a = 0 WHERE a > 2')
  sqlite.calls.sqlite3_set_last_insert_rowid(db, rowid)
  const at = (place: number): bigint => sqlite.readInt64(db + place)
  const lastRowid = places.filter((place) => at(place) === rowid)
  const changes = places.filter((place) => at(place) === changed && at(place + wordBytes) === total)
  const databases = places.flatMap((place) => [place, place + 4]).filter((place) => isList(connection, place))
  if (
    lastRowid.length !== 1 ||
    changes.length !== 1 ||
    databases.length !== 1 ||
    (lastRowid[0] as number) > (changes[0] as number)
  ) {
    throw new TypeError('this build of SQLite keeps its counts elsewhere')
  }
  const layout = {
    lastRowid: lastRowid[0] as number,
    changes: changes[0] as number,
    databases: databases[0] as number,
  }
  checkSchemas(connection, layout)
  return layout
}

/** Whether a word of a connection points to a list of main and TEMP. */
function isList({ sqlite, db }: Connection, place: number): boolean {
  const list = sqlite.readPointer(db + place)
  const isMemory = (pointer: Pointer): boolean => pointer > 0 && pointer + 2 * entry.bytes < sqlite.memoryBytes
  if (!isMemory(list)) return false
  const names = [0, 1].map((index) => sqlite.readPointer(list + index * entry.bytes))
  return names.every(isMemory) && names.map((name) => sqlite.cText(name)).join() === 'main,temp'
}

/** EXPLAIN shows how often a schema was read anew, so it tells whether that lies where it is looked for. */
function checkSchemas(connection: Connection, { databases }: Layout): void {
  const { sqlite, db } = connection
  const { calls } = sqlite
  const list = sqlite.readPointer(db + databases)
  const check = (index: number, table: string, isOpen: boolean): void => {
    const place = list + index * entry.bytes
    const shown: number[] = []
    connection.each(`EXPLAIN SELECT 1 FROM ${table}`, (row) => {
      const isTransaction = sqlite.cText(calls.sqlite3_column_text(row, 1)) === 'Transaction'
      if (isTransaction) shown.push(calls.sqlite3_column_double(row, 5))
    })
    const found = sqlite.readPointer(sqlite.readPointer(place + entry.schema) + generation)
    if (shown.length !== 1 || shown[0] !== found || (sqlite.readPointer(place + entry.file) !== 0) !== isOpen) {
      throw new TypeError('this build of SQLite keeps its schemas elsewhere')
    }
  }
  for (let count = 0; count < 3; count++) {
    check(0, 'main.t', true)
    check(1, 'temp.sqlite_schema', false)
    for (const sql of ['BEGIN', 'CREATE TABLE u (a)', 'ROLLBACK']) connection.runOnce(sql)
  }
  connection.runOnce('CREATE TEMP TABLE u (a)')
  check(0, 'main.t', true)
  check(1, 'temp.sqlite_schema', true)
}
