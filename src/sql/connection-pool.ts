import type { Connection } from './connection.ts'
import type { ConnectionStates } from './connection-state.ts'

/**
 * Connections kept for the next databases: opening one takes several times as long as loading a small image, and
 * rollouts in lockstep end and begin by the dozen.
 */
const kept = 64
/** A larger database does not wait in memory for the next. */
const keptBytes = 256 * 1024
/** What those that wait may take together. */
const keptTotalBytes = 8 * 1024 * 1024

/**
 * Hardened connections of an engine. One that has been used is used again only where nothing tells it from a new
 * one: what an agent sees, and what its statements cost, must not depend on who was there before.
 */
export class ConnectionPool {
  readonly #states: ConnectionStates
  readonly #connect: () => Connection
  #idle: Connection[] = []
  #idleBytes = 0
  /** Flags, limits and counts of a new connection that has just been loaded. */
  #asNew: Uint8Array | undefined

  constructor(states: ConnectionStates, connect: () => Connection) {
    this.#states = states
    this.#connect = connect
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
    this.#asNew ??= this.#states.numbersOf(connection.db).slice()
    return connection
  }

  /** Takes back a connection whose database nobody needs any more. */
  close(connection: Connection): void {
    const { db, sqlite } = connection
    const size = connection.imageSize
    const fit =
      this.#idle.length < kept &&
      this.#idleBytes + size <= keptTotalBytes &&
      sqlite.calls.sqlite3_get_autocommit(db) === 1 &&
      !this.#states.hasTemp(db) &&
      size <= keptBytes
    if (!fit) return connection.close()
    this.#idle.push(connection)
    this.#idleBytes += size
  }

  #clean(connection: Connection): void {
    connection.forgetStatements()
    connection.setForeignKeys(false)
    // Table-valued functions are registered when they are first used.
    connection.sqlite.calls.sqlite3_drop_modules(connection.db, 0)
    this.#states.clear(connection.db)
  }

  #isAsNew({ db }: Connection): boolean {
    const wanted = this.#asNew
    if (wanted === undefined || this.#states.hasTemp(db)) return false
    const numbers = this.#states.numbersOf(db)
    for (let index = 0; index < wanted.length; index++) if (numbers[index] !== wanted[index]) return false
    return true
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
