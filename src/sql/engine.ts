import { Authorizer } from './authorizer.ts'
import { Connection, SqliteError } from './connection.ts'
import { readDatabase, type ContentRequest } from './content.ts'
import { limits } from './limits.ts'
import { MeteredFunctions } from './metered-functions.ts'
import { Sandbox, type SandboxOptions } from './sandbox.ts'
import { rc, Sqlite, type Pointer } from './sqlite.ts'
import type { DatabaseContent, DatabaseSpec } from './values.ts'
import { WorkMeter } from './work-meter.ts'

/** Work units a grader may spend on reading: agents cannot make grading slow. */
const readingWork = 60_000_000

/**
 * One WebAssembly instance and what its connections share: the meter, the authorizer and the replaced
 * functions. Calls are synchronous and never overlap.
 */
export class Engine {
  readonly sqlite: Sqlite
  readonly meter: WorkMeter
  readonly authorizer: Authorizer
  /** Set when a trap left the instance in an unknown state: nothing may use it any more. */
  broken = false

  readonly #functions: MeteredFunctions
  readonly #onProgress: Pointer
  #reader: Connection | undefined

  private constructor(sqlite: Sqlite) {
    this.sqlite = sqlite
    this.meter = new WorkMeter(() => sqlite.memoryUsed)
    this.authorizer = new Authorizer(sqlite, this.meter)
    this.#functions = new MeteredFunctions(sqlite, this.meter)
    this.#onProgress = sqlite.install('i(p)', () => (this.meter.tick() ? 1 : 0))
  }

  /** Makes an engine of a compiled module (35 ms). */
  static async create(wasm: WebAssembly.Module): Promise<Engine> {
    const engine = new Engine(await Sqlite.instantiate(wasm))
    const connection = new Connection(engine.sqlite)
    connection.runOnce(`PRAGMA hard_heap_limit = ${limits.heapBytes}`)
    connection.close()
    return engine
  }

  /** Bytes the instance has grown to; it never shrinks. */
  get memoryBytes(): number {
    return this.sqlite.memoryBytes
  }

  /** Opens an agent's database on a copy of an image. */
  open(image: Uint8Array, options: SandboxOptions): Sandbox {
    return this.guard(() => {
      this.authorizer.trusted = true
      this.meter.start()
      const connection = this.#connect()
      connection.load(image)
      return new Sandbox(this, connection, options)
    })
  }

  /** A hardened connection under the meter and the authorizer. */
  #connect(): Connection {
    const connection = new Connection(this.sqlite)
    connection.harden()
    this.#functions.register(connection.db)
    this.authorizer.attach(connection.db)
    this.sqlite.calls.sqlite3_progress_handler(connection.db, WorkMeter.tickSize, this.#onProgress, 0)
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
    return this.#read((reader) => reader.load(image), request)
  }

  /** Reads the tables of an agent's database for grading, from a copy without its TEMP objects. */
  readCopy(source: Connection, request?: ContentRequest): DatabaseContent {
    return this.#read((reader) => reader.loadFrom(source), request)
  }

  #read(load: (reader: Connection) => void, request?: ContentRequest): DatabaseContent {
    return this.guard(() => {
      this.#reader ??= this.#connect()
      this.authorizer.trusted = true
      this.meter.start(readingWork)
      load(this.#reader)
      return readDatabase(this.#reader, request)
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
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
        this.broken = true
        throw new EngineFault('the engine trapped', { cause: error })
      }
      if (error instanceof SqliteError && error.code === rc.nomem) {
        throw new EngineFault('the engine ran out of memory', { cause: error })
      }
      throw error
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
