import { Authorizer, harmlessActions } from './authorizer.ts'
import { Connection, SqliteError } from './connection.ts'
import { ConnectionPool } from './connection-pool.ts'
import { ConnectionStates } from './connection-state.ts'
import { readDatabase, readUnchangedSchema, type ContentRequest } from './read-content.ts'
import { limits } from './limits.ts'
import { MeteredFunctions } from './metered-functions.ts'
import { ProgramStop } from './program-stop.ts'
import { readSummary, type SchemaSummary } from './schema.ts'
import { Sandbox, type SandboxOptions } from './sandbox.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { EngineMemoryError, Sqlite } from './sqlite.ts'
import { rc, type Pointer } from './sqlite-calls.ts'
import type { DatabaseContent, DatabaseSpec } from '../data/content.ts'
import { createGates } from './work-gate.ts'
import { WorkMeter } from './work-meter.ts'

/** Instructions between two looks at the budget: few, because one may work on a large value. */
const tickSize = 16

/** Nothing that is random shows while a database is opened. */
const noRandomness = (target: Uint8Array): void => void target.fill(0)

/**
 * One WebAssembly instance and what its connections share: the meter, the authorizer and the replaced
 * functions. Calls are synchronous and never overlap.
 */
export class Engine implements SandboxHost {
  readonly sqlite: Sqlite
  readonly meter: WorkMeter
  readonly authorizer: Authorizer
  readonly states: ConnectionStates
  /** Set when a trap left the instance in an unknown state: nothing may use it any more. */
  broken = false

  readonly #functions: MeteredFunctions
  readonly #tick: Pointer
  readonly #authorize: Pointer
  readonly #programs: ProgramStop
  readonly #connections: ConnectionPool
  /** The connection that is running something. */
  #running: Pointer = 0
  #reader: Connection | undefined
  /** Agents' databases that are open. */
  #databases = 0

  private constructor(sqlite: Sqlite) {
    this.sqlite = sqlite
    this.meter = new WorkMeter(sqlite)
    this.authorizer = new Authorizer(sqlite)
    this.#functions = new MeteredFunctions(sqlite, this.meter)
    const gates = createGates({
      work: sqlite.work,
      checkpoint: sqlite.checkpoint,
      check: () => (this.meter.check() ? 1 : 0),
      memory: sqlite.memory,
      table: sqlite.table,
      calls: sqlite.calls,
      trusted: this.authorizer.trustedAt,
      stopped: this.meter.stoppedAt,
      decide: (code, first, second, schema) => this.authorizer.decide(code, first, second, schema),
      harmless: harmlessActions,
      functions: this.#functions.guarded,
    })
    this.#tick = sqlite.install('i(p)', gates.tick)
    this.#authorize = sqlite.install('i(pipppp)', gates.authorize)
    this.#functions.install(gates.functions)
    const scratch = new Connection(sqlite)
    scratch.runOnce(`PRAGMA hard_heap_limit = ${limits.heapBytes}`)
    this.#programs = new ProgramStop(scratch)
    this.states = new ConnectionStates(scratch)
    this.#connections = new ConnectionPool(this.states, () => this.#connect())
    scratch.close()
    sqlite.alarm = () => this.#onAlarm()
  }

  /** Makes an engine of a compiled module (35 ms). */
  static async create(wasm: WebAssembly.Module): Promise<Engine> {
    return new Engine(await Sqlite.instantiate(wasm))
  }

  /** Bytes the instance has grown to; it never shrinks. */
  get memoryBytes(): number {
    return this.sqlite.memoryBytes
  }

  /** What runs next runs on this connection, with a fresh budget; see WorkMeter.start. */
  begin(connection: Connection, budget: number = limits.work, isAgents = false): void {
    this.#running = connection.db
    this.meter.start(budget, isAgents)
  }

  #onAlarm(): void {
    const { checkpoint } = this.sqlite
    // No alarm within the alarm.
    checkpoint.value = -1
    if (this.meter.check()) {
      const again = checkpoint.value
      checkpoint.value = -1
      this.#programs.stop(this.#running)
      checkpoint.value = again
    }
  }

  /**
   * Throws unless one more action has room for all the memory it may take: what becomes of an agent's query
   * must not depend on its neighbours. The caller goes on with another engine.
   */
  requireRoom(connection: Connection): void {
    const { memoryUsed } = this.sqlite
    const crowded = memoryUsed > limits.crowdedBytes
    const misplaced = crowded && this.#databases > 1 && connection.imageSize > limits.largeDatabase
    if (misplaced || memoryUsed + limits.actionMemory > limits.heapBytes) throw new EngineFault('the engine is full')
  }

  /** Too much of the memory is in use for another database. */
  get crowded(): boolean {
    return this.sqlite.memoryUsed > limits.crowdedBytes
  }

  /** Opens an agent's database on a copy of an image. */
  open(image: Uint8Array, options: SandboxOptions): Sandbox {
    return this.guard(() => {
      this.sqlite.randomness = noRandomness
      this.meter.rest()
      const connection = this.#connections.open(image)
      this.begin(connection)
      try {
        const sandbox = new Sandbox(this, connection, options)
        this.#databases++
        return sandbox
      } catch (error) {
        connection.close()
        throw error
      }
    })
  }

  /** An agent's database is no longer needed. */
  closed(connection: Connection): void {
    this.#databases--
    if (!this.broken) this.#connections.close(connection)
  }

  /** A hardened connection under the meter and the authorizer. */
  #connect(): Connection {
    const connection = new Connection(this.sqlite)
    connection.harden()
    this.#functions.register(connection.db)
    this.sqlite.calls.sqlite3_set_authorizer(connection.db, this.#authorize, 0)
    this.sqlite.calls.sqlite3_progress_handler(connection.db, tickSize, this.#tick, 0)
    return connection
  }

  /** Builds a database file: tables, rows in the given order, further statements, VACUUM. */
  buildImage(spec: DatabaseSpec): Uint8Array {
    const connection = new Connection(this.sqlite)
    try {
      connection.runOnce('PRAGMA page_size = 1024')
      connection.runOnce('PRAGMA secure_delete = ON')
      connection.runOnce('BEGIN')
      for (const table of spec.tables) {
        connection.runOnce(table.ddl)
        const columns = table.columns.map((column) => `"${column}"`).join(', ')
        const marks = table.columns.map((_, index) => `?${index + 1}`).join(', ')
        connection.runOnce(`INSERT INTO "${table.name}" (${columns}) VALUES (${marks})`, table.rows)
      }
      for (const statement of spec.statements ?? []) connection.runOnce(statement)
      connection.runOnce('COMMIT')
      connection.runOnce('VACUUM')
      return connection.image()
    } finally {
      connection.close()
    }
  }

  /** Reads the tables of an image for grading. */
  readContent(image: Uint8Array, request?: ContentRequest): DatabaseContent {
    return this.#read(
      (reader) => reader.load(image),
      (reader) => readDatabase(reader, request),
    )
  }

  /** Reads the tables of an agent's database for grading, from a copy without its TEMP objects. */
  readCopy(source: Connection, request?: ContentRequest): DatabaseContent {
    return this.#read(
      (reader) => reader.loadFrom(source),
      (reader) => readDatabase(reader, request),
    )
  }

  /** Reads an agent's database for grading where it is: nobody has touched its schema since `known` was read. */
  readInPlace(source: Connection, known: DatabaseContent, request?: ContentRequest): DatabaseContent {
    return this.guard(() => {
      this.begin(source, limits.readingWork)
      return readUnchangedSchema(source, known, request)
    })
  }

  /** Reads an image whole: the tables for grading, and the names of tables, views and columns. */
  readImage(image: Uint8Array): { readonly content: DatabaseContent; readonly summary: SchemaSummary } {
    return this.#read(
      (reader) => reader.load(image),
      (reader) => ({ content: readDatabase(reader), summary: readSummary(reader, false) }),
    )
  }

  #read<T>(load: (reader: Connection) => void, read: (reader: Connection) => T): T {
    return this.guard(() => {
      this.#reader ??= this.#connect()
      this.begin(this.#reader, limits.readingWork)
      load(this.#reader)
      try {
        return read(this.#reader)
      } finally {
        if (this.#reader.imageSize > limits.largeDatabase) {
          this.#reader.close()
          this.#reader = undefined
        }
      }
    })
  }

  /**
   * Runs calls into the instance. A trap (a WebAssembly fault, or JavaScript's own stack running out inside
   * it) marks the engine as broken and becomes an EngineFault: its databases must be opened elsewhere.
   */
  guard<T>(body: () => T): T {
    if (this.broken) throw new EngineFault('the engine is broken')
    try {
      return body()
    } catch (error) {
      if (error instanceof EngineMemoryError || (error instanceof SqliteError && error.code === rc.nomem)) {
        throw new EngineFault('the engine ran out of memory', { cause: error })
      }
      // SQLite's own errors leave it as it should be. Whatever else came through it has left it anywhere.
      if (!(error instanceof SqliteError || error instanceof EngineFault)) this.broken = true
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
        throw new EngineFault('the engine trapped', { cause: error })
      }
      throw error
    } finally {
      this.meter.rest()
    }
  }
}

/** Makes an engine; see Engine.create. */
export function createEngine(wasm: WebAssembly.Module): Promise<Engine> {
  return Engine.create(wasm)
}

/** The instance itself failed, not the SQL. */
export class EngineFault extends Error {
  override name = 'EngineFault'
}
