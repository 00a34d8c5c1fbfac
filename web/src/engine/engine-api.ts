/**
 * What the page asks of the worker that holds the environment. Everything in it can be cloned from thread to thread.
 *
 * @module
 */
import type { Action } from '../../../src/contract/action.ts'
import type { ResetParams, ResetResult, StepResult, TaskListItem, Trajectory } from '../../../src/contract/episode.ts'
import type { Observation } from '../../../src/contract/observation.ts'

/** A task, or a family of them, as it is chosen from a list. */
export type CatalogItem = Pick<TaskListItem, 'id' | 'suite' | 'summary' | 'version' | 'worlds'> & {
  readonly levels?: readonly { readonly level: number; readonly difficulty: string }[] | undefined
}

/** What can be played. */
export interface Catalog {
  readonly tasks: readonly CatalogItem[]
}

/** One table or view of the database as it is. */
export interface TableFacts {
  readonly name: string
  readonly kind: 'table' | 'view'
  readonly columns: readonly string[]
  /** Null where it cannot be counted: a view, or a table too large to read. */
  readonly rows: number | null
  /** How the last action changed it. */
  readonly changed: TableChange | null
}

export interface TableChange {
  readonly cells: number
  readonly added: number
  readonly removed: number
}

/** The database beside an observation. */
export interface DatabaseFacts {
  readonly tables: readonly TableFacts[]
  /** Rises with every change, so that whoever shows rows knows that they are old. */
  readonly version: number
}

export interface Opened {
  readonly reset: ResetResult
  readonly database: DatabaseFacts
  readonly stepLimit: number
  readonly seed: number | null
}

export interface Stepped {
  readonly result: StepResult
  readonly database: DatabaseFacts
}

export interface TakenBack {
  readonly observation: Observation
  readonly reward: number
  readonly database: DatabaseFacts
}

/** How a row stands to the state before. */
export type RowChange = 'same' | 'changed' | 'added' | 'removed'

/** A row of a table: typed cells (`n`, `i5`, `r0.5`, `tAda`, `b00ff`), and what the last action did to it. */
export interface TableRow {
  readonly cells: readonly string[]
  readonly change: RowChange
  /** By column: the cell before the last action where it differs, else null; absent where nothing does. */
  readonly before?: readonly (string | null)[]
}

export interface TablePage {
  readonly columns: readonly string[]
  readonly total: number
  readonly offset: number
  readonly rows: readonly TableRow[]
}

export type Verdict = 'right' | 'repaired' | 'missed' | 'damaged' | 'miscorrected'

/** A cell with what was found, what is there and what should be: typed cells, `''` where there is none. */
export interface GradedCell {
  readonly verdict: Verdict
  readonly found: string
  readonly yours: string
  readonly expected: string
}

export interface GradedRow {
  readonly key: readonly string[]
  readonly cells: readonly GradedCell[]
}

/** The cells of one table by the grader's own matching; rows in which nothing was or is wrong are left out. */
export interface GradedTableCells {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly GradedRow[]
}

/** One step of a record that was run again. */
export interface ReplayedStep {
  readonly database: DatabaseFacts
  /** Whether what came of it is what the record says, byte by byte. */
  readonly equal: boolean
}

/** A record that was run again. */
export interface Replayed {
  readonly key: string
  readonly database: DatabaseFacts
  readonly equal: boolean
  readonly steps: readonly ReplayedStep[]
  /** Null where it did not end, and where the wire shows no cells. */
  readonly grade: readonly GradedTableCells[] | null
}

/** Rows of a table: of an open branch as it is, or of a replayed record after a step (0: at reset). */
export interface RowsRequest {
  readonly of: string
  readonly step?: number
  readonly table: string
  readonly offset: number
  readonly count: number
  /** Only rows that the last action changed. */
  readonly changedOnly?: boolean
}

/** The calls. `branch` is a name that the page gives to one line of play. */
export interface EngineApi {
  catalog(): Catalog
  open(branch: string, params: ResetParams): Promise<Opened>
  /** Opens a branch and plays actions; `marked` says in its record that others know more than it. */
  reopen(
    branch: string,
    params: ResetParams,
    actions: readonly Action[],
    marked: boolean,
  ): Promise<Opened & { steps: Stepped[] }>
  /** A second line of play that leaves one after so many of its steps. The records of both say so. */
  fork(branch: string, to: string, steps: number): Promise<Opened>
  step(branch: string, action: Action): Promise<Stepped>
  undo(branch: string): Promise<TakenBack | null>
  rows(request: RowsRequest): TablePage
  grade(branch: string): GradedTableCells[] | null
  trajectory(branch: string): Trajectory
  /** Of everything that a line of play came to: equal play gives equal digits. */
  fingerprint(branch: string): string
  image(branch: string): Uint8Array
  close(branch: string): void
  replay(key: string, record: unknown): Promise<Replayed>
}

/** The same calls from the other thread. */
export type EngineCalls = {
  readonly [Name in keyof EngineApi]: (
    ...args: Parameters<EngineApi[Name]>
  ) => Promise<Awaited<ReturnType<EngineApi[Name]>>>
}

export interface EngineRequest {
  readonly id: number
  readonly name: keyof EngineApi
  readonly args: readonly unknown[]
}

export interface EngineFailure {
  readonly code: string
  readonly message: string
}

export type EngineReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: EngineFailure }
