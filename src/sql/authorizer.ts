/**
 * What a statement is about to do, as SQLite itself reports it while preparing: comments, aliases, views,
 * triggers and CTEs cannot hide anything from it. One authorizer serves all connections of an instance.
 *
 * @module
 */
import type { CreatedTable } from './created-table.ts'
import {
  allowedFunctions,
  internalFunction,
  pragmasWithArgument,
  readablePragmas,
  settablePragmas,
} from './permissions.ts'
import type { Sqlite } from './sqlite.ts'
import type { Pointer } from './sqlite-calls.ts'

const allow = 0
const deny = 1

const action = {
  createIndex: 1,
  createTable: 2,
  createTempIndex: 3,
  createTempTable: 4,
  createTempTrigger: 5,
  createTempView: 6,
  createTrigger: 7,
  createView: 8,
  delete: 9,
  dropIndex: 10,
  dropTable: 11,
  dropTempIndex: 12,
  dropTempTable: 13,
  dropTempTrigger: 14,
  dropTempView: 15,
  dropTrigger: 16,
  dropView: 17,
  insert: 18,
  pragma: 19,
  read: 20,
  select: 21,
  transaction: 22,
  update: 23,
  attach: 24,
  detach: 25,
  alterTable: 26,
  reindex: 27,
  analyze: 28,
  createVirtualTable: 29,
  dropVirtualTable: 30,
  function: 31,
  savepoint: 32,
  recursive: 33,
} as const

const schemaActions: ReadonlySet<number> = new Set([
  action.createIndex,
  action.createTable,
  action.createTempIndex,
  action.createTempTable,
  action.createTempTrigger,
  action.createTempView,
  action.createTrigger,
  action.createView,
  action.dropIndex,
  action.dropTable,
  action.dropTempIndex,
  action.dropTempTable,
  action.dropTempTrigger,
  action.dropTempView,
  action.dropTrigger,
  action.dropView,
  action.alterTable,
])

const tempActions: ReadonlySet<number> = new Set([
  action.createTempIndex,
  action.createTempTable,
  action.createTempTrigger,
  action.createTempView,
])

/** A transaction statement: the agent's are translated, never run. */
export interface TransactionRequest {
  readonly verb: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback to'
  readonly name: string
}

/** What one statement asked for. */
export interface StatementReport {
  /** Why it may not run, in words for the agent. */
  refusal: string | null
  transaction: TransactionRequest | null
  /** `PRAGMA foreign_keys = ...`, which has no effect inside a savepoint and is applied by the sandbox. */
  foreignKeys: string | null
  /** Permanent tables it would drop. */
  drops: string[]
  /** The table it creates, unless there is one already. */
  creates: CreatedTable | null
  touchesSchema: boolean
  touchesTemp: boolean
}

/** A report of nothing. */
function emptyReport(): StatementReport {
  return {
    refusal: null,
    transaction: null,
    foreignKeys: null,
    drops: [],
    creates: null,
    touchesSchema: false,
    touchesTemp: false,
  }
}

/** What is allowed without a question and changes nothing in a report. */
export const harmlessActions: readonly number[] = [
  action.read,
  action.select,
  action.insert,
  action.update,
  action.delete,
  action.reindex,
  action.analyze,
]

/** Decides what an agent's statement may do, and remembers what it saw. */
export class Authorizer {
  report: StatementReport = emptyReport()

  readonly #sqlite: Sqlite
  readonly #trusted: Pointer

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
    this.#trusted = sqlite.allocate(4)
    sqlite.writePointer(this.#trusted, 1)
  }

  /**
   * Runs a call into SQLite as the agent: what is prepared in it is decided here. All else is ours and may do anything,
   * so there is one way out of what an agent may do, and none that it stays out by.
   */
  asAgent<T>(call: () => T): T {
    this.#sqlite.writePointer(this.#trusted, 0)
    try {
      return call()
    } finally {
      this.#sqlite.writePointer(this.#trusted, 1)
    }
  }

  /** Where that is kept, for the callback (work-gate.ts). */
  get trustedAt(): Pointer {
    return this.#trusted
  }

  /** Forgets the last statement. */
  begin(): void {
    this.report = emptyReport()
  }

  #refuse(reason: string): number {
    this.report.refusal ??= reason
    return deny
  }

  /** Answers SQLite: 0 to allow an action that is not among the harmless, 1 to refuse it. */
  decide(code: number, first: Pointer, second: Pointer, schema: Pointer): number {
    const { report } = this
    if (schemaActions.has(code)) {
      report.touchesSchema = true
      // Without the word TEMP the name of the schema alone tells: CREATE TABLE temp.t.
      const isTemp = tempActions.has(code) || this.#text(schema).toLowerCase() === 'temp'
      if (isTemp) report.touchesTemp = true
      if (code === action.dropTable) report.drops.push(this.#text(first))
      if (code === action.createTable || code === action.createTempTable) this.#creates(this.#text(first), isTemp)
      return allow
    }
    switch (code) {
      case action.recursive:
        return allow
      case action.function:
        return this.#function(this.#text(second))
      case action.pragma:
        return this.#pragma(this.#text(first).toLowerCase(), second === 0 ? null : this.#text(second))
      case action.transaction:
        report.transaction = { verb: this.#text(first).toLowerCase() as TransactionRequest['verb'], name: '' }
        return allow
      case action.savepoint: {
        const verbs: Record<string, TransactionRequest['verb']> = {
          BEGIN: 'savepoint',
          RELEASE: 'release',
          ROLLBACK: 'rollback to',
        }
        const verb = verbs[this.#text(first)]
        if (verb === undefined) return this.#refuse('this kind of savepoint is not allowed')
        report.transaction = { verb, name: this.#text(second) }
        return allow
      }
      case action.attach:
        return this.#refuse('ATTACH is not allowed: the database is the only one')
      case action.detach:
        return this.#refuse('DETACH is not allowed: the database is the only one')
      case action.createVirtualTable:
      case action.dropVirtualTable:
        return this.#refuse(`virtual tables are not allowed (${this.#text(second)})`)
      default:
        return this.#refuse(`not authorized (action ${code})`)
    }
  }

  #creates(name: string, isTemp: boolean): void {
    // ANALYZE and AUTOINCREMENT make tables of SQLite's own.
    if (!/^sqlite_/i.test(name)) this.report.creates = { schema: isTemp ? 'temp' : 'main', name }
  }

  #function(name: string): number {
    if (allowedFunctions.has(name.toLowerCase()) || internalFunction.test(name)) return allow
    return this.#refuse(`the function ${name}() is not allowed`)
  }

  #pragma(name: string, argument: string | null): number {
    if (argument === null) {
      if (readablePragmas.has(name)) return allow
    } else if (pragmasWithArgument.has(name)) {
      return allow
    } else if (settablePragmas.has(name)) {
      if (name === 'foreign_keys') this.report.foreignKeys = argument
      return allow
    } else if (readablePragmas.has(name)) {
      return this.#refuse(`PRAGMA ${name} may be read but not set`)
    }
    return this.#refuse(`PRAGMA ${name} is not allowed`)
  }

  #text(pointer: Pointer): string {
    return this.#sqlite.cText(pointer)
  }
}
