import type { ChangesResult, RowsResult, TableInfo } from '../contract/observation.ts'
import { Random } from '../kit/random.ts'
import type { StatementReport } from './authorizer.ts'
import { SqliteError, type Connection } from './connection.ts'
import type { ContentRequest } from './content.ts'
import type { Engine } from './engine.ts'
import { limitLength, limits, tiers } from './limits.ts'
import type { Failure, FailureKind, Outcome } from './outcome.ts'
import { readRows, ShownQuota } from './rows.ts'
import { readSummary, readTables, schemaSize, type SchemaSummary } from './schema.ts'
import { rc, type Pointer } from './sqlite.ts'
import { Transactions } from './transactions.ts'
import type { DatabaseContent } from './values.ts'

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

/** Work for describing the schema after it changed. */
const schemaWork = 5_000_000
/** Statements that move DDL about need room for it beyond its own length. */
const ddlRoom = 256

/** Page size of the TEMP database: the build's default. */
const tempPageSize = 8192

const largest = tiers.length - 1

/** A statement that ended an action, before its number is put in front. */
class Stop {
  readonly failure: Failure

  constructor(kind: FailureKind, message: string, cut?: 'time' | 'memory') {
    this.failure = { ok: false, kind, message: message.slice(0, limits.message), ...(cut ? { cut } : {}) }
  }
}

/** The action needs larger values than its tier allows. */
const tooSmall = Symbol('too small')

/** State of the connection that a rollback does not restore. */
interface ConnectionState {
  readonly foreignKeys: boolean
  readonly hasTemp: boolean
  /** Weight of the heaviest function in the agent's own schema objects, which run unseen. */
  readonly schemaWeight: number
  readonly summary: SchemaSummary
}

/**
 * An agent's database. Every action runs inside a savepoint: all of its statements take effect, or none.
 * The agent's mistakes are values; only a broken instance throws (EngineFault).
 */
export class Sandbox {
  readonly #engine: Engine
  readonly #connection: Connection
  readonly #options: SandboxOptions
  readonly #transactions: Transactions
  /** Root pages of the tables of the image: they stay with a table when it is renamed. */
  readonly #originalRoots: ReadonlySet<number>
  #state: ConnectionState

  /** Made by Engine.open. */
  constructor(engine: Engine, connection: Connection, options: SandboxOptions) {
    this.#engine = engine
    this.#connection = connection
    this.#options = options
    this.#transactions = new Transactions(connection)
    connection.runOnce(`PRAGMA max_page_count = ${Math.floor(limits.databaseBytes / connection.pageSize)}`)
    const summary = options.summary ?? readSummary(connection, false, engine.meter)
    this.#state = { foreignKeys: false, hasTemp: false, schemaWeight: 1, summary }
    this.#originalRoots = options.safety === 'own' ? this.#rootPages() : new Set()
  }

  /** Tables, views and their columns as they are now. */
  get summary(): SchemaSummary {
    return this.#state.summary
  }

  /** Runs one action. */
  run(sql: string, entropy: Entropy): Outcome {
    if (sql.includes('\0')) return new Stop('error', 'invalid query: it contains a NUL character').failure
    const bytes = new TextEncoder().encode(sql).length
    if (bytes > limits.sqlBytes) {
      return new Stop('limit', `invalid query: ${bytes} bytes of SQL, the limit is ${limits.sqlBytes}`).failure
    }
    return this.#engine.guard(() => {
      this.#engine.sqlite.clock = this.#options.clock
      this.#engine.meter.start()
      for (let tier = 0; ; tier++) {
        const outcome = this.#attempt(sql, entropy, tier)
        if (outcome !== tooSmall) return outcome
      }
    })
  }

  /** Describes tables and views, all or one; unknown names give an empty list. */
  inspect(tableName: string | null): { readonly ok: true; readonly tables: TableInfo[] } | Failure {
    return this.#engine.guard(() => {
      this.#engine.authorizer.trusted = true
      this.#engine.meter.start()
      try {
        return { ok: true, tables: readTables(this.#connection, this.#state.hasTemp, tableName) }
      } catch (error) {
        if (!(error instanceof SqliteError) || error.code === rc.nomem) throw error
        return new Stop('error', error.message).failure
      }
    })
  }

  /** What the grader sees, read from a copy. */
  content(request?: ContentRequest): DatabaseContent {
    return this.#engine.readCopy(this.#connection, request)
  }

  /** The database file, without TEMP objects and the state of the connection. */
  image(): Uint8Array {
    return this.#engine.guard(() => this.#connection.image())
  }

  close(): void {
    if (!this.#engine.broken) this.#connection.close()
  }

  #attempt(sql: string, entropy: Entropy, tier: number): Outcome | typeof tooSmall {
    const { authorizer, sqlite } = this.#engine
    const before = this.#state
    this.#seedRandomness(entropy)
    authorizer.trusted = true
    this.#transactions.clear()
    this.#connection.run('SAVEPOINT action')
    const text = sqlite.allocateText(sql)
    let statement = 0
    try {
      const results: (RowsResult | ChangesResult)[] = []
      const quota = new ShownQuota()
      const end = text.pointer + text.size
      let touchesSchema = false
      for (let head = text.pointer; head < end; ) {
        statement++
        if (statement > limits.statements) throw new Stop('limit', `more than ${limits.statements} statements`)
        const prepared = this.#prepare(head, end)
        head = prepared.tail
        if (prepared.statement === 0) {
          statement--
          continue
        }
        touchesSchema ||= prepared.report.touchesSchema
        results.push(this.#execute(prepared, quota, tier))
      }
      authorizer.trusted = true
      if (this.#transactions.active) {
        throw new Stop('error', 'the query leaves a transaction open; COMMIT or ROLLBACK it in the same query')
      }
      if (touchesSchema) this.#describeSchema()
      if (this.#connection.tryRun('RELEASE action') !== rc.ok) throw this.#failure(rc.error, tier, false)
      return { ok: true, results }
    } catch (thrown) {
      this.#undo(before)
      if (thrown === tooSmall) return tooSmall
      if (!(thrown instanceof Stop)) throw thrown
      return { ...thrown.failure, message: `statement ${Math.max(statement, 1)}: ${thrown.failure.message}` }
    } finally {
      sqlite.calls.free(text.pointer)
    }
  }

  /** Prepares the statement at `head`; 0 when only space and comments are left before `tail`. */
  #prepare(head: Pointer, end: Pointer): PreparedStatement {
    const { authorizer, sqlite, meter } = this.#engine
    authorizer.begin()
    authorizer.trusted = false
    meter.weight = 1
    meter.charge(1 + ((end - head) >> 6))
    const code = sqlite.calls.sqlite3_prepare_v3(
      this.#connection.db,
      head,
      end - head,
      0,
      sqlite.scratch,
      sqlite.scratch + 4,
    )
    const statement = sqlite.readPointer(sqlite.scratch)
    const tail = sqlite.readPointer(sqlite.scratch + 4)
    const { report } = authorizer
    if (code !== rc.ok) {
      if (report.refusal !== null) throw new Stop('refused', report.refusal)
      throw this.#failure(code, largest, false)
    }
    return { statement, tail, bytes: tail - head, report }
  }

  #execute(prepared: PreparedStatement, quota: ShownQuota, tier: number): RowsResult | ChangesResult {
    const { calls } = this.#engine.sqlite
    const { statement, report } = prepared
    try {
      const explain = calls.sqlite3_stmt_isexplain(statement) !== 0
      this.#checkDrops(report, explain)
      if (explain) return this.#step(prepared, quota, largest, tiers[1]?.weight ?? 1)
      if (report.transaction !== null) {
        this.#engine.authorizer.trusted = true
        const refusal = this.#transactions.apply(report.transaction)
        if (refusal !== null) throw new Stop('error', refusal)
        return { rows_affected: 0 }
      }
      if (report.foreignKeys !== null) {
        // SQLite ignores it inside a transaction; so do we inside the agent's.
        if (!this.#transactions.active) this.#setForeignKeys(isTrue(report.foreignKeys))
        return { rows_affected: 0 }
      }
      this.#prepareForSchema(prepared, tier)
      const weight = (tiers[tier]?.weight ?? 1) * Math.max(report.weight, this.#state.schemaWeight)
      return this.#step(prepared, quota, tier, weight)
    } finally {
      calls.sqlite3_finalize(statement)
    }
  }

  #step(prepared: PreparedStatement, quota: ShownQuota, tier: number, weight: number): RowsResult | ChangesResult {
    const { sqlite, meter, authorizer } = this.#engine
    const { calls } = sqlite
    const { db } = this.#connection
    authorizer.trusted = false
    meter.weight = weight
    calls.sqlite3_limit(db, limitLength, tiers[tier]?.valueBytes ?? limits.valueBytes)
    let code: number
    let result: RowsResult | ChangesResult
    const columns = calls.sqlite3_column_count(prepared.statement)
    if (columns > 0) {
      const read = readRows(sqlite, prepared.statement, columns, quota)
      code = read.code
      result = read.result
    } else {
      const changesBefore = calls.sqlite3_total_changes(db)
      code = calls.sqlite3_step(prepared.statement)
      const changed = calls.sqlite3_total_changes(db) !== changesBefore
      result = { rows_affected: changed ? calls.sqlite3_changes(db) : 0 }
    }
    calls.sqlite3_limit(db, limitLength, limits.valueBytes)
    if (code !== rc.done) {
      if (authorizer.report.refusal !== null) throw new Stop('refused', authorizer.report.refusal)
      throw this.#failure(code, tier, prepared.report.touchesSchema)
    }
    return result
  }

  /** The second lock of the safety policy; the first is the tokenizer, before anything is prepared. */
  #checkDrops(report: StatementReport, explain: boolean): void {
    if (report.drops.length === 0 || this.#options.safety === 'any') return
    if (this.#options.safety === 'forbidden') {
      throw new Stop(explain ? 'refused' : 'destructive', 'DROP TABLE is not allowed')
    }
    this.#engine.authorizer.trusted = true
    const roots = this.#rootPages(report.drops)
    if ([...roots].some((root) => this.#originalRoots.has(root))) {
      throw new Stop('refused', 'DROP TABLE is allowed only for tables created in this episode')
    }
  }

  /** DDL is a value too: give it room, bound the TEMP database, remember heavy functions in schema objects. */
  #prepareForSchema({ report, bytes }: PreparedStatement, tier: number): void {
    if (!report.touchesSchema) return
    const connection = this.#connection
    this.#engine.authorizer.trusted = true
    const longest = report.alters ? schemaSize(connection, this.#state.hasTemp).longest : 0
    if (tier < largest && (tiers[tier]?.valueBytes ?? 0) < longest + bytes + ddlRoom) throw tooSmall
    if (report.touchesTemp && !this.#state.hasTemp) {
      connection.runOnce(`PRAGMA temp.max_page_count = ${Math.floor(limits.tempBytes / tempPageSize)}`)
    }
    this.#state = {
      ...this.#state,
      hasTemp: this.#state.hasTemp || report.touchesTemp,
      schemaWeight: Math.max(this.#state.schemaWeight, report.weight),
    }
  }

  /** Reads the schema after it changed and holds it to the limits. */
  #describeSchema(): void {
    const { hasTemp } = this.#state
    this.#engine.meter.start(schemaWork)
    try {
      const size = schemaSize(this.#connection, hasTemp)
      const summary = readSummary(this.#connection, hasTemp, this.#engine.meter)
      if (
        size.objects > limits.schemaObjects ||
        size.ddlBytes > limits.schemaBytes ||
        JSON.stringify(summary).length > limits.schemaBytes
      ) {
        throw new Stop('limit', `the schema grows beyond ${limits.schemaObjects} objects or ${limits.schemaBytes} bytes`)
      }
      this.#state = { ...this.#state, summary }
    } catch (error) {
      if (error instanceof SqliteError && this.#engine.meter.stopped !== null) {
        throw new Stop('limit', 'the schema is too complex to be described')
      }
      throw error
    }
  }

  #setForeignKeys(on: boolean): void {
    this.#connection.setForeignKeys(on)
    this.#state = { ...this.#state, foreignKeys: on }
  }

  /** Takes back what the action did. After an interrupted write or ROLLBACK SQLite has already done so. */
  #undo(before: ConnectionState): void {
    this.#engine.authorizer.trusted = true
    const { calls } = this.#engine.sqlite
    calls.sqlite3_limit(this.#connection.db, limitLength, limits.valueBytes)
    this.#transactions.clear()
    this.#engine.meter.start()
    if (calls.sqlite3_get_autocommit(this.#connection.db) === 0) {
      this.#connection.run('ROLLBACK TO action')
      this.#connection.run('RELEASE action')
    }
    if (before.foreignKeys !== this.#state.foreignKeys) this.#connection.setForeignKeys(before.foreignKeys)
    this.#state = before
  }

  /** Why a call failed, or `tooSmall` when it may succeed with larger values. */
  #failure(code: number, tier: number, touchesSchema: boolean): Stop | typeof tooSmall {
    const { meter, sqlite } = this.#engine
    if (meter.stopped === 'work') {
      return new Stop('budget', 'stopped: the query needs more work than one action may do; make it simpler')
    }
    if (meter.stopped === 'time') return new Stop('host', 'stopped: the query ran too long', 'time')
    if (meter.stopped === 'memory' || (code === rc.nomem && !(touchesSchema && tier < largest))) {
      return new Stop('host', 'stopped: the query needs too much memory', 'memory')
    }
    const { message } = this.#connection
    const unexplained = message === sqlite.cText(sqlite.calls.sqlite3_errstr(code & 0xff))
    if (tier < largest && (code === rc.toobig || code === rc.nomem || (unexplained && code !== rc.full))) return tooSmall
    if (code === rc.toobig) return new Stop('limit', `${message} (a value or row may have ${limits.valueBytes} bytes)`)
    return new Stop(code === rc.full ? 'limit' : 'error', message)
  }

  #seedRandomness(entropy: Entropy): void {
    const { sqlite } = this.#engine
    sqlite.randomness = (target) => new Random(...entropy).fill(target)
    sqlite.calls.sqlite3_randomness(0, 0)
  }

  /** Root pages of the named permanent tables, or of all. */
  #rootPages(names?: readonly string[]): Set<number> {
    const roots = new Set<number>()
    const wanted = names && new Set(names.map((name) => name.toLowerCase()))
    const { sqlite } = this.#connection
    this.#connection.each("SELECT name, rootpage FROM main.sqlite_schema WHERE type = 'table'", (statement) => {
      const { calls } = sqlite
      const name = sqlite.text(calls.sqlite3_column_text(statement, 0), calls.sqlite3_column_bytes(statement, 0))
      if (wanted?.has(name.toLowerCase()) ?? true) roots.add(calls.sqlite3_column_double(statement, 1))
    })
    return roots
  }
}

/** One prepared statement of the agent. */
interface PreparedStatement {
  readonly statement: Pointer
  /** Where the next one begins. */
  readonly tail: Pointer
  readonly bytes: number
  readonly report: StatementReport
}

/** SQLite's reading of a boolean PRAGMA argument. */
function isTrue(argument: string): boolean {
  const text = argument.toLowerCase()
  return ['on', 'yes', 'true'].includes(text) || (Number.parseInt(text, 10) || 0) !== 0
}
