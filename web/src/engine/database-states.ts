/**
 * What the page shows of a database: its tables after each step, and what the step changed in them.
 *
 * @module
 */
import type { Environment } from '../../../src/episode/environment.ts'
import type { DatabaseContent } from '../../../src/data/content.ts'
import type { TaskInstance } from '../../../src/tasks/instantiate.ts'
import type { DatabaseFacts, RowsRequest, TableFacts, TablePage } from './engine-api.ts'
import { compareTables, type ComparedTable } from './row-difference.ts'

/** A larger table is named and not shown. */
const mostRows = 20_000

/** A database after a step, compared with the one before it. */
export interface DatabaseState {
  readonly content: DatabaseContent
  readonly tables: ReadonlyMap<string, ComparedTable>
  readonly facts: DatabaseFacts
}

/** The keys by which the grader matches rows, by table. */
export type TableKeys = ReadonlyMap<string, readonly string[] | null>

export function keysOf(instance: TaskInstance): TableKeys {
  const graded = instance.draft.parts.flatMap((part) => part.tables)
  return new Map(graded.map(({ name, key }) => [name.toLowerCase(), key]))
}

/** Reads the database of an environment. TEMP objects are not in it. */
export function readContent(environment: Environment): DatabaseContent {
  const { engine } = environment
  if (engine === undefined) throw new TypeError('there is no database')
  return engine.readContent(environment.image(), { maxRows: () => mostRows })
}

let versions = 0

/** The same database after an action that changed nothing. */
function unchanged(before: DatabaseState): DatabaseState {
  if (before.facts.tables.every(({ changed }) => changed === null)) return before
  return stateOf(before.content, before.content, new Map())
}

/**
 * A database beside the one before it.
 *
 * @param before null at the beginning
 */
export function stateOf(now: DatabaseContent, before: DatabaseContent | null, keys: TableKeys): DatabaseState {
  const tables = new Map<string, ComparedTable>()
  const facts: TableFacts[] = []
  for (const { type, name } of now.objects) {
    if (type === 'view') facts.push({ name, kind: 'view', columns: [], rows: null, changed: null })
    if (type !== 'table') continue
    const id = name.toLowerCase()
    const content = now.tables.get(id)
    if (content === undefined) {
      facts.push({ name, kind: 'table', columns: [], rows: null, changed: null })
      continue
    }
    const compared = compareTables(before === null ? content : before.tables.get(id), content, keys.get(id) ?? null)
    tables.set(id, compared)
    facts.push({ name, kind: 'table', columns: content.columns, rows: content.rows.length, changed: compared.change })
  }
  for (const [id, content] of before?.tables ?? []) {
    if (now.tables.has(id) || now.unread.has(id)) continue
    const compared = compareTables(content, undefined, null)
    tables.set(id, compared)
    facts.push({ name: content.name, kind: 'table', columns: content.columns, rows: 0, changed: compared.change })
  }
  const sorted = facts.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  return { content: now, tables, facts: { tables: sorted, version: ++versions } }
}

/** The states of one line of play, step by step. */
export class DatabaseStates {
  readonly #keys: TableKeys
  readonly #states: DatabaseState[]

  private constructor(keys: TableKeys, states: DatabaseState[]) {
    this.#keys = keys
    this.#states = states
  }

  static begin(environment: Environment, keys: TableKeys): DatabaseStates {
    return new DatabaseStates(keys, [stateOf(readContent(environment), null, keys)])
  }

  copy(): DatabaseStates {
    return new DatabaseStates(this.#keys, [...this.#states])
  }

  get last(): DatabaseState {
    return this.#states.at(-1) as DatabaseState
  }

  at(step: number | undefined): DatabaseState | undefined {
    return step === undefined ? this.last : this.#states[step]
  }

  /** Takes down what a step has made of the database. */
  add(environment: Environment): DatabaseState {
    const next =
      environment.lastIdle !== null
        ? unchanged(this.last)
        : stateOf(sharing(readContent(environment), this.last.content), this.last.content, this.#keys)
    this.#states.push(next)
    return next
  }

  /** Forgets the last step. */
  drop(): void {
    if (this.#states.length > 1) this.#states.pop()
  }
}

/** The content with the tables of the one before where they are equal, so that nothing is kept twice. */
function sharing(now: DatabaseContent, before: DatabaseContent): DatabaseContent {
  const tables = new Map(now.tables)
  for (const [id, content] of now.tables) {
    const old = before.tables.get(id)
    const isEqual =
      old !== undefined &&
      old.rows.length === content.rows.length &&
      old.columns.join('\0') === content.columns.join('\0') &&
      old.rows.every((row, index) => row.every((cell, place) => cell === content.rows[index]?.[place]))
    if (isEqual) tables.set(id, old)
  }
  return { ...now, tables }
}

/** Some rows of a table. */
export function pageOf(state: DatabaseState, { table, offset, count, changedOnly = false }: RowsRequest): TablePage {
  const compared = state.tables.get(table.toLowerCase())
  if (compared === undefined) return { columns: [], total: 0, offset, rows: [] }
  const rows = changedOnly ? compared.rows.filter(({ change }) => change !== 'same') : compared.rows
  return { columns: compared.columns, total: rows.length, offset, rows: rows.slice(offset, offset + count) }
}
