import type { Runtime } from '../../src/index.ts'
import type { Engine } from '../../src/sql/engine.ts'
import { rc, type Pointer } from '../../src/sql/sqlite-calls.ts'

/** A connection of an agent. Environments may move to another engine by themselves, and then it closes. */
interface Opened {
  readonly db: Pointer
  closed: boolean
}

/** The connection that was opened last on an engine. */
const lastOpened = new WeakMap<Engine, Opened>()
/** Work of the budgets before the current one. */
const earlierWork = new WeakMap<Engine, number>()

/** SQLITE_LIMIT_* and the SQLITE_DBCONFIG_* switches that no SQL may move; 1002 is foreign_keys, which may. */
const limitIds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const switches = [1003, 1004, 1005, 1007, 1008, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017]

/** Settings of a connection that a statement could have left changed. */
const settings = `
  recursive_triggers defer_foreign_keys ignore_check_constraints query_only read_uncommitted reverse_unordered_selects
  secure_delete synchronous journal_mode locking_mode max_page_count hard_heap_limit soft_heap_limit temp_store
  automatic_index cell_size_check legacy_alter_table trusted_schema writable_schema cache_size full_column_names
  count_changes encoding threads`
  .trim()
  .split(/\s+/)

/** Calls the sandbox itself has no use for. */
interface MoreCalls {
  sqlite3_next_stmt(db: Pointer, statement: Pointer): Pointer
  sqlite3_stmt_busy?(statement: Pointer): number
}

/**
 * Looks at one connection from outside of the environment that holds it. It reads through raw calls, because
 * what it looks for is state that no observation shows.
 */
export class Probe {
  readonly engine: Engine
  readonly #opened: Opened
  readonly #db: Pointer
  readonly #limits: string
  readonly #settings: string
  #taken = 0

  private constructor(engine: Engine, opened: Opened) {
    this.engine = engine
    this.#opened = opened
    this.#db = opened.db
    this.#limits = this.#readLimits()
    this.#settings = this.#readSettings()
  }

  /** Runs `open`, which opens a database, and returns a probe of it; null when it went to another engine. */
  static async around<T>(runtime: Runtime, open: () => Promise<T>): Promise<{ value: T; probe: Probe | null }> {
    const engine = await currentEngine(runtime)
    lastOpened.delete(engine)
    const value = await open()
    const opened = lastOpened.get(engine)
    return { value, probe: opened === undefined || engine.broken ? null : new Probe(engine, opened) }
  }

  /** The connection is still the one the environment uses. */
  get healthy(): boolean {
    return !this.#opened.closed && !this.engine.broken
  }

  /** Work units spent since the last call, by actions and by what they cause: undoing, grading, describing. */
  takeWork(): number {
    const total = (earlierWork.get(this.engine) ?? 0) + this.engine.meter.spent
    const taken = total - this.#taken
    this.#taken = total
    return taken
  }

  /** After every action: what is wrong, or null. */
  quick(): string | null {
    const { calls } = this.engine.sqlite
    if (calls.sqlite3_get_autocommit(this.#db) === 0) return 'a savepoint is still open after the action'
    const now = this.#readLimits()
    return now === this.#limits ? null : `limits or switches moved: ${this.#limits} became ${now}`
  }

  /** Now and then: settings that outlive the action, statements left running. */
  thorough(): string | null {
    const now = this.#readSettings()
    if (now !== this.#settings) return `settings moved: ${this.#settings} became ${now}`
    const calls = this.engine.sqlite.calls as unknown as MoreCalls
    for (let at = calls.sqlite3_next_stmt(this.#db, 0); at !== 0; at = calls.sqlite3_next_stmt(this.#db, at)) {
      if (calls.sqlite3_stmt_busy?.(at)) return 'a statement was left running'
    }
    return null
  }

  /**
   * What no image shows: DDL as it stands, and the objects and row counts of the TEMP database. That is opened
   * by reading it, which EXPLAIN would show, so it is read only when the agent has opened it.
   */
  objects(): string {
    const permanent = this.#rows('SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY 1, 2')
    const isOpen = this.#rows('PRAGMA database_list').some(([, name]) => name === 'temp')
    const temporary = isOpen
      ? this.#rows('SELECT type, name, tbl_name, sql FROM temp.sqlite_temp_schema ORDER BY 1, 2')
      : []
    const counts = temporary
      .filter(([type]) => type === 'table')
      .map(([, name = '']) => this.#rows(`SELECT count(*) FROM temp."${name.replaceAll('"', '""')}"`))
    return JSON.stringify([permanent, temporary, counts])
  }

  /** The rows of an image, and what its header says beside the counters of changes. */
  contentOf(image: Uint8Array): string {
    const header = Buffer.from(image.slice(0, 100)).fill(0, 24, 28).fill(0, 92).toString('hex')
    const { tables, unread, objects } = this.engine.readContent(image)
    return JSON.stringify([header, [...tables], [...unread], objects])
  }

  #readLimits(): string {
    const { calls, scratch } = this.engine.sqlite
    const values = limitIds.map((id) => calls.sqlite3_limit(this.#db, id, -1))
    for (const option of switches) {
      calls.sqlite3__wasm_db_config_ip(this.#db, option, -1, scratch)
      values.push(this.engine.sqlite.readPointer(scratch))
    }
    return values.join(' ')
  }

  #readSettings(): string {
    return settings.map((name) => `${name}=${this.#rows(`PRAGMA ${name}`).join()}`).join(' ')
  }

  /** Runs SQL of our own; the next action sets its budget anew. Empty when it fails. */
  #rows(sql: string): string[][] {
    const { engine } = this
    const { sqlite } = engine
    const { calls } = sqlite
    engine.meter.start()
    const text = sqlite.allocateText(sql)
    const code = calls.sqlite3_prepare_v3(this.#db, text.pointer, text.size, 0, sqlite.scratch, 0)
    const statement = sqlite.readPointer(sqlite.scratch)
    calls.free(text.pointer)
    if (code !== rc.ok) return []
    const rows: string[][] = []
    while (calls.sqlite3_step(statement) === rc.row) {
      const count = calls.sqlite3_column_count(statement)
      rows.push(Array.from({ length: count }, (_, index) => sqlite.cText(calls.sqlite3_column_text(statement, index))))
    }
    calls.sqlite3_finalize(statement)
    return rows
  }
}

/** The engine that takes the next database, made to tell which connection it opened last. */
export async function currentEngine(runtime: Runtime): Promise<Engine> {
  const lease = await runtime.engines.lease()
  const { engine } = lease
  lease.release()
  if (!earlierWork.has(engine)) {
    earlierWork.set(engine, 0)
    const { meter } = engine
    const start = meter.start.bind(meter)
    meter.start = (...budget) => {
      earlierWork.set(engine, (earlierWork.get(engine) ?? 0) + meter.spent)
      start(...budget)
    }
    const begin = engine.begin.bind(engine)
    let begun: Pointer = 0
    engine.begin = (connection, ...rest) => {
      begun = connection.db
      begin(connection, ...rest)
    }
    const open = engine.open.bind(engine)
    engine.open = (...given) => {
      const sandbox = open(...given)
      const opened = { db: begun, closed: false }
      const close = sandbox.close.bind(sandbox)
      sandbox.close = () => {
        opened.closed = true
        close()
      }
      lastOpened.set(engine, opened)
      return sandbox
    }
  }
  return engine
}
