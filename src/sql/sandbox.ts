import type { ChangesResult, RowsResult, TableInfo } from '../contract/observation.ts'
import { Random } from '../kit/random.ts'
import type { StatementReport } from './authorizer.ts'
import { SqliteError, type Connection } from './connection.ts'
import type { ContentRequest } from './read-content.ts'
import { rowsWrittenTo } from './created-table.ts'
import { failureOf, isOutOfMemory } from './failure.ts'
import { limits } from './limits.ts'
import { hintFor } from './name-hints.ts'
import type { Failure, Outcome } from './outcome.ts'
import { clip, readRows, ShownQuota } from './rows.ts'
import { readNames, readSummary, readTables, rootPages, schemaSize, type SchemaSummary } from './schema.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { rc, type Pointer } from './sqlite-calls.ts'
import { isTrue } from './pragma-argument.ts'
import { Stop } from './stop.ts'
import { Transactions } from './transactions.ts'
import type { DatabaseContent } from '../data/content.ts'

/** How an agent's database behaves. */
export interface SandboxOptions {
  /** What DROP TABLE means: it ends the episode, it is for the agent's own tables, or it is ordinary. */
  readonly safety: 'forbidden' | 'own' | 'any'
  /** What `now` means, in Unix milliseconds. */
  readonly clock: number
  /** The summary of the image, when the caller has it: saves reading it. */
  readonly summary?: SchemaSummary
}

/** The parts randomness of one action is made from. */
export type Entropy = readonly (string | number | null)[]

/** Page size of the TEMP database: the build's default. */
const tempPageSize = 8192

/** State of the connection that a rollback does not restore. */
interface ConnectionState {
  readonly foreignKeys: boolean
  readonly hasTemp: boolean
  readonly lastRowid: bigint
  readonly summary: SchemaSummary
}

/**
 * An agent's database. Every action runs inside a savepoint: all of its statements take effect, or none.
 * The agent's mistakes are values; only a broken instance throws (EngineFault).
 */
export class Sandbox {
  readonly #engine: SandboxHost
  readonly #connection: Connection
  readonly #options: SandboxOptions
  readonly #transactions: Transactions
  /** Root pages of the tables of the image: they stay with a table when it is renamed. */
  readonly #originalRoots: ReadonlySet<number>
  /** The summary at the start: any action that touches the schema makes a new one. */
  readonly #opened: SchemaSummary
  #state: ConnectionState
  #hadEffect = false
  #isRepeat = false
  #open = true

  /** Made by Engine.open. */
  constructor(engine: SandboxHost, connection: Connection, options: SandboxOptions) {
    this.#engine = engine
    this.#connection = connection
    this.#options = options
    this.#transactions = new Transactions(connection)
    connection.limitSize(limits.databaseBytes)
    connection.runOnce(`PRAGMA cache_size = ${-limits.cacheBytes / 1024}`)
    const summary = options.summary ?? readSummary(connection, false)
    this.#state = { foreignKeys: false, hasTemp: false, lastRowid: 0n, summary }
    this.#opened = summary
    this.#originalRoots = options.safety === 'own' ? rootPages(connection) : new Set()
  }

  /** Tables, views and their columns as they are now. */
  get summary(): SchemaSummary {
    return this.#state.summary
  }

  /**
   * Whether the last action may have left anything behind, be it in the connection alone: it ran something that may
   * write, or the connection is in another state than before. After any other nothing that can be seen has changed, so
   * it need not be played again.
   */
  get hadEffect(): boolean {
    return this.#hadEffect
  }

  /** See WorkMeter.takeNear. */
  takeNearBudget(): boolean {
    return this.#engine.meter.takeNear()
  }

  /** What `body` runs has run before, elsewhere or earlier: no clock cuts it short, and nobody cancels it. */
  asRepeat<T>(body: () => T): T {
    this.#isRepeat = true
    try {
      return body()
    } finally {
      this.#isRepeat = false
    }
  }

  /** Runs one action. */
  run(sql: string, entropy: Entropy): Outcome {
    // To SQLite most PRAGMAs are reads; and a table-valued one is called ever after as its first use has spelled it.
    this.#hadEffect = /pragma/i.test(sql)
    if (sql.includes('\0')) return new Stop('error', 'invalid query: it contains a NUL character').failure
    const bytes = sql.length * 3 > limits.sqlBytes ? new TextEncoder().encode(sql).length : 0
    if (bytes > limits.sqlBytes) {
      return new Stop('limit', `invalid query: ${bytes} bytes of SQL, the limit is ${limits.sqlBytes}`).failure
    }
    return this.#engine.guard(() => {
      this.#engine.requireRoom(this.#connection)
      this.#engine.sqlite.clock = this.#options.clock
      this.#engine.begin(this.#connection, limits.work, !this.#isRepeat)
      this.#engine.states.mark(this.#connection)
      const outcome = this.#attempt(sql, entropy)
      // What SQLite calls reading, and what it refuses, may open the TEMP database, which is seen ever after.
      if (!this.#hadEffect) this.#hadEffect = this.#engine.states.hasMoved(this.#connection)
      return outcome
    })
  }

  /** Describes tables and views, all or one; unknown names give an empty list. */
  inspect(tableName: string | null): { readonly ok: true; readonly tables: TableInfo[] } | Failure {
    return this.#engine.guard(() => {
      this.#engine.authorizer.begin()
      this.#engine.begin(this.#connection, limits.work, !this.#isRepeat)
      this.#engine.states.mark(this.#connection)
      try {
        return { ok: true, tables: readTables(this.#connection, this.#state.hasTemp, tableName) }
      } catch (error) {
        if (!(error instanceof SqliteError) || error.code === rc.nomem) throw error
        return this.#failure(error.code).failure
      } finally {
        this.#hadEffect = this.#engine.states.hasMoved(this.#connection)
      }
    })
  }

  /**
   * What the grader sees, read from a copy; where no action has touched the schema, nothing in it can mislead
   * a reader, and `known` (the content at the start) saves the copy and the reading of the schema.
   */
  content(request?: ContentRequest & { readonly known?: DatabaseContent }): DatabaseContent {
    if (request?.known && this.#state.summary === this.#opened) {
      return this.#engine.readInPlace(this.#connection, request.known, request)
    }
    return this.#engine.readCopy(this.#connection, request)
  }

  /** The database file, without TEMP objects and the state of the connection. */
  image(): Uint8Array {
    return this.#engine.guard(() => this.#connection.image())
  }

  close(): void {
    if (this.#open) this.#engine.closed(this.#connection)
    this.#open = false
  }

  #attempt(sql: string, entropy: Entropy): Outcome {
    const { sqlite, meter } = this.#engine
    const { calls } = sqlite
    const { db } = this.#connection
    const before = { ...this.#state, lastRowid: calls.sqlite3_last_insert_rowid(db) }
    this.#seedRandomness(entropy)
    this.#transactions.clear()
    this.#connection.run('SAVEPOINT action')
    const text = sqlite.allocateText(sql)
    let statement = 0
    let touchesSchema = false
    let start = text.pointer
    const end = text.pointer + text.size
    try {
      const results: (RowsResult | ChangesResult)[] = []
      const quota = new ShownQuota()
      for (let head = text.pointer; head < end;) {
        statement++
        if (statement > limits.statements) throw new Stop('limit', `more than ${limits.statements} statements`)
        if (meter.check()) throw this.#failure(rc.error)
        start = head
        const prepared = this.#prepare(head, end)
        head = prepared.tail
        if (prepared.statement === 0) {
          statement--
          continue
        }
        touchesSchema ||= prepared.report.touchesSchema
        results.push(this.#execute(prepared, quota))
      }
      if (this.#transactions.active) {
        throw new Stop('error', 'the query leaves a transaction open; COMMIT or ROLLBACK it in the same query')
      }
      if (touchesSchema) this.#describeSchema()
      if (this.#connection.tryRun('RELEASE action') !== rc.ok) throw this.#failure(rc.error)
      return { ok: true, results }
    } catch (thrown) {
      // A statement of our own can be stopped like the agent's: its work is part of the action's.
      const own =
        thrown instanceof SqliteError && (meter.stopped !== null || isOutOfMemory(this.#connection, thrown.code))
      const stop = own ? this.#failure(thrown.code) : thrown
      const hint = stop instanceof Stop ? this.#hint(stop.failure, sqlite.text(start, end - start), touchesSchema) : ''
      this.#undo(before)
      if (!(stop instanceof Stop)) throw stop
      const message = clip(stop.failure.message, limits.message - hint.length) + hint
      return { ...stop.failure, message: `statement ${Math.max(statement, 1)}: ${message}` }
    } finally {
      calls.free(text.pointer)
    }
  }

  /** Prepares the statement at `head`; 0 when only space and comments are left before `tail`. */
  #prepare(head: Pointer, end: Pointer): PreparedStatement {
    const { authorizer, sqlite } = this.#engine
    const { db } = this.#connection
    const out = sqlite.scratch
    authorizer.begin()
    const code = authorizer.asAgent(() => sqlite.calls.sqlite3_prepare_v3(db, head, end - head, 0, out, out + 4))
    if (code !== rc.ok) throw this.#failure(code)
    return { statement: sqlite.readPointer(out), tail: sqlite.readPointer(out + 4), report: authorizer.report }
  }

  #execute(prepared: PreparedStatement, quota: ShownQuota): RowsResult | ChangesResult {
    const { calls } = this.#engine.sqlite
    const { statement, report } = prepared
    try {
      const explain = calls.sqlite3_stmt_isexplain(statement) !== 0
      this.#checkDrops(report, explain)
      if (explain) return this.#step(statement, quota)
      if (report.transaction !== null) {
        this.#hadEffect = true
        const refusal = this.#transactions.apply(report.transaction)
        if (refusal !== null) throw new Stop('error', refusal)
        return { rows_affected: 0 }
      }
      if (report.foreignKeys !== null) {
        // SQLite ignores it inside a transaction; so do we inside the agent's.
        if (!this.#transactions.active) this.#setForeignKeys(isTrue(report.foreignKeys))
        return { rows_affected: 0 }
      }
      if (report.touchesTemp && !this.#state.hasTemp) this.#boundTemp()
      if (report.creates === null) return this.#step(statement, quota)
      const step = (): void => void this.#step(statement, quota)
      return { rows_affected: rowsWrittenTo(report.creates, statement, this.#connection, step) }
    } finally {
      calls.sqlite3_finalize(statement)
    }
  }

  #step(statement: Pointer, quota: ShownQuota): RowsResult | ChangesResult {
    const { sqlite, authorizer } = this.#engine
    const { calls } = sqlite
    // Even what fails may move counters that can be asked for.
    if (calls.sqlite3_stmt_readonly(statement) === 0) this.#hadEffect = true
    const columns = calls.sqlite3_column_count(statement)
    const { code, result } = authorizer.asAgent(() =>
      columns > 0 ? readRows(sqlite, statement, columns, quota) : this.#change(statement),
    )
    if (code !== rc.done) throw this.#failure(code)
    return result
  }

  /** Steps a statement that yields no columns. */
  #change(statement: Pointer): { readonly code: number; readonly result: ChangesResult } {
    const { calls } = this.#engine.sqlite
    const { db } = this.#connection
    const before = calls.sqlite3_total_changes(db)
    const code = calls.sqlite3_step(statement)
    const changed = calls.sqlite3_total_changes(db) !== before
    return { code, result: { rows_affected: changed ? calls.sqlite3_changes(db) : 0 } }
  }

  /** The second lock of the safety policy; the first is the tokenizer, before anything is prepared. */
  #checkDrops(report: StatementReport, explain: boolean): void {
    if (report.drops.length === 0 || this.#options.safety === 'any') return
    if (this.#options.safety === 'forbidden') {
      throw new Stop(explain ? 'refused' : 'destructive', 'DROP TABLE is not allowed')
    }
    const roots = rootPages(this.#connection, report.drops)
    if ([...roots].some((root) => this.#originalRoots.has(root))) {
      throw new Stop('refused', 'DROP TABLE is allowed only for tables created in this episode')
    }
  }

  /** Before the first TEMP object: the TEMP database gets its own bound. */
  #boundTemp(): void {
    this.#connection.runOnce(`PRAGMA temp.max_page_count = ${Math.floor(limits.tempBytes / tempPageSize)}`)
    this.#state = { ...this.#state, hasTemp: true }
  }

  /** Reads the schema after it changed and holds it to the limits. */
  #describeSchema(): void {
    const { hasTemp } = this.#state
    this.#engine.begin(this.#connection, limits.schemaWork)
    try {
      const size = schemaSize(this.#connection, hasTemp)
      const summary = readSummary(this.#connection, hasTemp)
      if (
        size.objects > limits.schemaObjects ||
        size.ddlBytes > limits.schemaBytes ||
        JSON.stringify(summary).length > limits.schemaBytes
      ) {
        throw new Stop(
          'limit',
          `the schema grows beyond ${limits.schemaObjects} objects or ${limits.schemaBytes} bytes`,
        )
      }
      this.#state = { ...this.#state, summary }
    } catch (error) {
      if (error instanceof SqliteError && this.#engine.meter.stopped !== null) {
        throw new Stop('limit', 'the schema is too complex to be described')
      }
      throw error
    }
  }

  /** What may have been meant, where SQLite did not know a name. Reads the schema as the failed statement met it. */
  #hint({ kind, message }: Failure, sql: string, touchesSchema: boolean): string {
    if (kind !== 'error') return ''
    const { hasTemp } = this.#state
    this.#engine.begin(this.#connection, limits.schemaWork)
    try {
      const summary = touchesSchema ? readSummary(this.#connection, hasTemp) : this.#state.summary
      return hintFor(message, { sql, summary, namesOf: (type) => readNames(this.#connection, hasTemp, type) })
    } catch (error) {
      // Whatever cannot be read there is no hint from.
      if (error instanceof SqliteError && error.code !== rc.nomem) return ''
      throw error
    }
  }

  #setForeignKeys(on: boolean): void {
    this.#connection.setForeignKeys(on)
    this.#state = { ...this.#state, foreignKeys: on }
  }

  /** Takes back what the action did. After an interrupted write or ROLLBACK SQLite has already done so. */
  #undo(before: ConnectionState): void {
    const { calls } = this.#engine.sqlite
    const { db } = this.#connection
    this.#transactions.clear()
    this.#engine.begin(this.#connection)
    if (calls.sqlite3_get_autocommit(db) === 0) {
      this.#connection.run('ROLLBACK TO action')
      this.#connection.run('RELEASE action')
    }
    calls.sqlite3_set_last_insert_rowid(db, before.lastRowid)
    if (before.foreignKeys !== this.#state.foreignKeys) this.#connection.setForeignKeys(before.foreignKeys)
    this.#state = before
  }

  /** Why a call failed. */
  #failure(code: number): Stop {
    return failureOf(this.#engine, this.#connection, code)
  }

  #seedRandomness(entropy: Entropy): void {
    const { sqlite } = this.#engine
    sqlite.randomness = (target) => new Random(...entropy).fill(target)
    sqlite.calls.sqlite3_randomness(0, 0)
  }
}

/** One prepared statement of the agent. */
interface PreparedStatement {
  readonly statement: Pointer
  /** Where the next one begins. */
  readonly tail: Pointer
  readonly report: StatementReport
}
