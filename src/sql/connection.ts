import { engineLimits, limits } from './limits.ts'
import type { Sqlite } from './sqlite.ts'
import { rc, type Pointer } from './sqlite-calls.ts'
import type { SqlValue } from '../data/values.ts'

const openFlags = 0x2 | 0x4 | 0x80 // READWRITE | CREATE | MEMORY
/** A file system in memory, part of SQLite. Temporary files go there too: there is nothing else. */
const fileSystem = 'memdb'
const freeOnClose = 1
const resizeable = 2
const configDefensive = 1010
const configTrustedSchema = 1017
const configForeignKeys = 1002
const noCopy = 1
const controlSizeLimit = 36

/** SQLite reported an error for SQL of our own: a defect of ours or a broken instance. */
export class SqliteError extends Error {
  override name = 'SqliteError'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A prepared statement of our own. */
export type Statement = Pointer

/** An open in-memory database: our own statements on it, and the calls the sandbox builds on. */
export class Connection {
  readonly db: Pointer
  readonly sqlite: Sqlite
  readonly #statements = new Map<string, Statement>()

  constructor(sqlite: Sqlite) {
    this.sqlite = sqlite
    const name = sqlite.allocateText(':memory:').pointer
    const vfs = sqlite.allocateText(fileSystem).pointer
    const code = sqlite.calls.sqlite3_open_v2(name, sqlite.scratch, openFlags, vfs)
    sqlite.calls.free(name)
    sqlite.calls.free(vfs)
    this.db = sqlite.readPointer(sqlite.scratch)
    if (code !== rc.ok) throw new SqliteError(code, 'cannot open a database')
  }

  /** Turns on everything that keeps SQL inside; before the first statement of an agent. */
  harden(): void {
    const { calls } = this.sqlite
    calls.sqlite3__wasm_db_config_ip(this.db, configDefensive, 1, 0)
    calls.sqlite3__wasm_db_config_ip(this.db, configTrustedSchema, 0, 0)
    calls.sqlite3_drop_modules(this.db, 0)
    // Sorts and intermediate tables in files: in memory a sort of a million rows is a single instruction.
    this.runOnce('PRAGMA temp_store = FILE')
    for (const [id, value] of engineLimits) calls.sqlite3_limit(this.db, id, value)
  }

  setForeignKeys(on: boolean): void {
    this.sqlite.calls.sqlite3__wasm_db_config_ip(this.db, configForeignKeys, on ? 1 : 0, 0)
  }

  /** Replaces the content with a copy of a database image. */
  load(image: Uint8Array): void {
    const { sqlite } = this
    const pointer = sqlite.calls.sqlite3_malloc64(BigInt(image.length))
    if (pointer === 0) throw new SqliteError(rc.nomem, 'out of memory')
    sqlite.bytes.set(image, pointer)
    this.#deserialize(pointer, image.length)
  }

  /** Replaces the content with a copy of what another connection of the same instance holds. */
  loadFrom(other: Connection): void {
    const { sqlite } = this
    const source = other.#imageAt()
    const pointer = sqlite.calls.sqlite3_malloc64(BigInt(source.size))
    if (pointer === 0) throw new SqliteError(rc.nomem, 'out of memory')
    sqlite.bytes.copyWithin(pointer, source.pointer, source.pointer + source.size)
    this.#deserialize(pointer, source.size)
  }

  /** A copy of the database file. */
  image(): Uint8Array {
    const { sqlite } = this
    const pointer = sqlite.calls.sqlite3_serialize(this.db, 0, sqlite.scratch, 0)
    if (pointer === 0) throw new SqliteError(rc.nomem, 'out of memory')
    const copy = sqlite.bytes.slice(pointer, pointer + Number(sqlite.readInt64(sqlite.scratch)))
    sqlite.calls.sqlite3_free(pointer)
    return copy
  }

  #deserialize(pointer: Pointer, size: number): void {
    const bytes = BigInt(size)
    const code = this.sqlite.calls.sqlite3_deserialize(this.db, 0, pointer, bytes, bytes, freeOnClose | resizeable)
    if (code !== rc.ok) throw new SqliteError(code, 'not a database image')
  }

  /** Holds a loaded database to a number of bytes; otherwise its memory doubles whenever it is too small. */
  limitSize(bytes: number): void {
    const { sqlite } = this
    const argument = sqlite.scratch
    sqlite.writePointer(argument, bytes)
    sqlite.writePointer(argument + 4, 0)
    const code = sqlite.calls.sqlite3_file_control(this.db, 0, controlSizeLimit, argument)
    if (code !== rc.ok) throw new SqliteError(code, 'the size of the database cannot be limited')
    this.runOnce(`PRAGMA max_page_count = ${Math.floor(bytes / this.pageSize)}`)
  }

  /** Bytes of a loaded database. */
  get imageSize(): number {
    return this.#imageAt().size
  }

  /** Where the image of a loaded database lies; valid until the next change. */
  #imageAt(): { pointer: Pointer; size: number } {
    const { sqlite } = this
    const pointer = sqlite.calls.sqlite3_serialize(this.db, 0, sqlite.scratch, noCopy)
    if (pointer === 0) throw new SqliteError(rc.error, 'the database has no image')
    return { pointer, size: Number(sqlite.readInt64(sqlite.scratch)) }
  }

  /** Pages of the image are this large. */
  get pageSize(): number {
    const { pointer } = this.#imageAt()
    const size = ((this.sqlite.bytes[pointer + 16] as number) << 8) | (this.sqlite.bytes[pointer + 17] as number)
    return size === 1 ? 65_536 : size
  }

  /** SQLite's text for the last error. */
  get message(): string {
    return this.sqlite.cText(this.sqlite.calls.sqlite3_errmsg(this.db)).slice(0, limits.message)
  }

  /** Runs SQL of our own that yields nothing; the statement stays prepared. Returns the result code. */
  tryRun(sql: string): number {
    const { calls } = this.sqlite
    const statement = this.prepared(sql)
    let code = calls.sqlite3_step(statement)
    while (code === rc.row) code = calls.sqlite3_step(statement)
    // reset reports the same error again
    calls.sqlite3_reset(statement)
    return code === rc.done ? rc.ok : code
  }

  run(sql: string): void {
    const code = this.tryRun(sql)
    if (code !== rc.ok) throw new SqliteError(code, this.message)
  }

  /** Runs SQL of our own that is used once. */
  runOnce(sql: string, values: readonly (readonly SqlValue[])[] = [[]]): void {
    const { calls } = this.sqlite
    const statement = this.prepare(sql)
    try {
      for (const row of values) {
        for (const [index, value] of row.entries()) this.#bind(statement, index + 1, value)
        const code = calls.sqlite3_step(statement)
        if (code !== rc.done && code !== rc.row) throw new SqliteError(code, this.message)
        calls.sqlite3_reset(statement)
      }
    } finally {
      calls.sqlite3_finalize(statement)
    }
  }

  /** Calls back for every row of a query of ours; the statement is used once. */
  each(sql: string, onRow: (statement: Statement) => boolean | void, values: readonly SqlValue[] = []): void {
    const { calls } = this.sqlite
    const statement = this.prepare(sql)
    try {
      for (const [index, value] of values.entries()) this.#bind(statement, index + 1, value)
      for (;;) {
        const code = calls.sqlite3_step(statement)
        if (code === rc.done) return
        if (code !== rc.row) throw new SqliteError(code, this.message)
        if (onRow(statement) === false) return
      }
    } finally {
      calls.sqlite3_finalize(statement)
    }
  }

  /** Prepares a statement of ours for one use. */
  using<T>(sql: string, use: (statement: Statement) => T): T {
    const statement = this.prepare(sql)
    try {
      return use(statement)
    } finally {
      this.sqlite.calls.sqlite3_finalize(statement)
    }
  }

  /** A statement of ours that stays prepared until close. */
  prepared(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  prepare(sql: string): Statement {
    const { sqlite } = this
    const text = sqlite.allocateText(sql)
    const code = sqlite.calls.sqlite3_prepare_v3(this.db, text.pointer, text.size, 0, sqlite.scratch, 0)
    sqlite.calls.free(text.pointer)
    const statement = sqlite.readPointer(sqlite.scratch)
    if (code !== rc.ok || statement === 0) throw new SqliteError(code, this.message)
    return statement
  }

  #bind(statement: Statement, index: number, value: SqlValue): void {
    const { calls } = this.sqlite
    const transient = -1
    if (value === null) calls.sqlite3_bind_null(statement, index)
    else if (typeof value === 'bigint') calls.sqlite3_bind_int64(statement, index, value)
    else if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) calls.sqlite3_bind_int64(statement, index, BigInt(value))
      else calls.sqlite3_bind_double(statement, index, value)
    } else if (typeof value === 'string') {
      const text = this.sqlite.allocateText(value)
      calls.sqlite3_bind_text(statement, index, text.pointer, text.size, transient)
      calls.free(text.pointer)
    } else {
      const pointer = this.sqlite.allocateBytes(value)
      calls.sqlite3_bind_blob(statement, index, pointer, value.length, transient)
      calls.free(pointer)
    }
  }

  /** Drops the statements that stay prepared. */
  forgetStatements(): void {
    for (const statement of this.#statements.values()) this.sqlite.calls.sqlite3_finalize(statement)
    this.#statements.clear()
  }

  close(): void {
    this.forgetStatements()
    this.sqlite.calls.sqlite3_close_v2(this.db)
  }
}
