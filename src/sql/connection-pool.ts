import type { Connection } from './connection.ts'
import type { Pointer, Sqlite } from './sqlite.ts'

/**
 * Connections kept for the next databases: opening one takes several times as long as loading a small image, and
 * rollouts in lockstep end and begin by the dozen.
 */
const kept = 64
/** A larger database does not wait in memory for the next. */
const keptBytes = 256 * 1024
/** What those that wait may take together. */
const keptTotalBytes = 8 * 1024 * 1024

const wordBytes = 8

/** Where a connection keeps what it counts; learnt, for SQLite says nothing of it. */
interface Layout {
  /** The rowid of the last insert, the first of the three. The flags stand before it. */
  readonly lastRowid: number
  /** Rows changed by the last statement; the next word is the total. */
  readonly changes: number
}

/**
 * Hardened connections of an engine. One that has been used is used again only where nothing tells it from a new
 * one: what an agent sees, and what its statements cost, must not depend on who was there before.
 */
export class ConnectionPool {
  readonly #sqlite: Sqlite
  readonly #connect: () => Connection
  readonly #layout: Layout
  readonly #tempName: Pointer
  #idle: Connection[] = []
  #idleBytes = 0
  /** Flags, limits and counts of a new connection that has just been loaded. */
  #asNew: Uint8Array | undefined

  /** `scratch` is a connection to learn from. Throws a TypeError when SQLite is laid out in another way. */
  constructor(scratch: Connection, connect: () => Connection) {
    this.#sqlite = scratch.sqlite
    this.#connect = connect
    this.#layout = learnLayout(scratch)
    this.#tempName = this.#sqlite.allocateText('temp').pointer
  }

  /** A connection with a copy of an image. */
  open(image: Uint8Array): Connection {
    const used = this.#idle.pop()
    if (used) {
      this.#idleBytes -= used.imageSize
      this.#clean(used)
      load(used, image)
      if (this.#isAsNew(used)) return used
      used.close()
    }
    const connection = this.#connect()
    load(connection, image)
    this.#asNew ??= this.#stateOf(connection)
    return connection
  }

  /** Takes back a connection whose database nobody needs any more. */
  close(connection: Connection): void {
    const { calls } = this.#sqlite
    const size = connection.imageSize
    const fit =
      this.#idle.length < kept &&
      this.#idleBytes + size <= keptTotalBytes &&
      calls.sqlite3_get_autocommit(connection.db) === 1 &&
      // It has had no TEMP database.
      calls.sqlite3_db_readonly(connection.db, this.#tempName) < 0 &&
      size <= keptBytes
    if (!fit) return connection.close()
    this.#idle.push(connection)
    this.#idleBytes += size
  }

  #clean(connection: Connection): void {
    const { lastRowid, changes } = this.#layout
    connection.forgetStatements()
    connection.setForeignKeys(false)
    // Table-valued functions are registered when they are first used.
    this.#sqlite.calls.sqlite3_drop_modules(connection.db, 0)
    // Only now: any call may move the memory.
    const { bytes } = this.#sqlite
    bytes.fill(0, connection.db + lastRowid, connection.db + lastRowid + wordBytes)
    bytes.fill(0, connection.db + changes, connection.db + changes + 2 * wordBytes)
  }

  #isAsNew({ db }: Connection): boolean {
    const wanted = this.#asNew
    if (wanted === undefined) return false
    const { bytes } = this.#sqlite
    const start = db + this.#layout.lastRowid - wordBytes
    for (let index = 0; index < wanted.length; index++) if (bytes[start + index] !== wanted[index]) return false
    return true
  }

  /** What lies between the flags and the counts: numbers, no pointers. */
  #stateOf({ db }: Connection): Uint8Array {
    const { lastRowid, changes } = this.#layout
    return this.#sqlite.bytes.slice(db + lastRowid - wordBytes, db + changes + 2 * wordBytes)
  }
}

function load(connection: Connection, image: Uint8Array): void {
  try {
    connection.load(image)
  } catch (error) {
    connection.close()
    throw error
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
  if (lastRowid.length !== 1 || changes.length !== 1 || (lastRowid[0] as number) > (changes[0] as number)) {
    throw new TypeError('this build of SQLite keeps its counts elsewhere')
  }
  return { lastRowid: lastRowid[0] as number, changes: changes[0] as number }
}
