import type { ChangesResult, RowsResult } from '../contract/observation.ts'

/** Why SQL was not carried out. The agent's mistakes are values, never exceptions. */
export type FailureKind =
  /** SQLite's own error. */
  | 'error'
  /** The sandbox does not allow it. */
  | 'refused'
  /** The deterministic work budget ran out. */
  | 'budget'
  /** A limit on size: text, value, database, result, schema. */
  | 'limit'
  /** The safety policy ends the episode for it. */
  | 'destructive'
  /** The host stopped it (wall clock or memory); recorded, so that replay repeats it. */
  | 'host'

export interface Failure {
  readonly ok: false
  readonly kind: FailureKind
  readonly message: string
  /** Set when kind is `host`. */
  readonly cut?: 'time' | 'memory'
}

export interface Success {
  readonly ok: true
  /** One result a statement, in order; never empty. */
  readonly results: readonly (RowsResult | ChangesResult)[]
}

/** What became of one query, which may hold several statements: all of them took effect, or none. */
export type Outcome = Success | Failure
