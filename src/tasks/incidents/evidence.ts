/**
 * What can be read in an instance, and what a repaired database has to show.
 *
 * @module
 */
import type { SqlValue } from '../../data/values.ts'
import type { Repair } from '../define-task.ts'

/** Where something stands: a table, some of its rows, or some of its columns. */
export interface Shelf {
  readonly table: string
  /** Columns that hold it; absent: all. */
  readonly columns?: readonly string[]
  /** A condition in SQL that picks its rows; absent: all. */
  readonly where?: string
}

/** A thing in the database, or the ticket, that says something about the answer. */
export interface Carrier {
  /** Named in constraints. The ticket is `ticket`. */
  readonly id: string
  /** `essential`: without it two answers are left. `confirming`: it agrees with the answer, coarser than a choice. */
  readonly weight: 'essential' | 'confirming'
  /** For people: what it says. */
  readonly says: string
  /** Where an agent reads it; empty for the ticket. */
  readonly shelves: readonly Shelf[]
}

/** How a text speaks. */
export type Voice = 'ticket' | 'chat' | 'run-book' | 'release note' | 'mail' | 'contract' | 'ddl comment'

/** A text that an agent can read. */
export interface Prose {
  readonly voice: Voice
  readonly text: string
  /** Names and figures of this instance in the text: blanked before texts of instances are compared. */
  readonly blanks: readonly string[]
  /** It is about the riddle; otherwise it is plausible filler near the topic. */
  readonly bearing: boolean
}

/** What somebody noticed: a query and what it gave and should give. */
export interface Symptom {
  readonly name: string
  readonly query: string
  /** Rows of the query on the seed. The ticket quotes a figure of them. */
  readonly before: readonly (readonly SqlValue[])[]
  /** Rows of the query on the target; not equal to `before`. */
  readonly after: readonly (readonly SqlValue[])[]
  /** The figures of `before`, or of `after`, as the ticket writes them. */
  readonly quoted: readonly string[]
}

/** What always holds in a business that runs well. */
export interface Invariant {
  readonly name: string
  /** `order`: of two times; `range`: of a column; `sum`; `reference`; `dependency`: one column settles another. */
  readonly kind: 'order' | 'range' | 'sum' | 'reference' | 'dependency'
  /** The table of the violators. */
  readonly table: string
  /** Gives the key of every violator, one column for each column of the graded key. */
  readonly query: string
}

/** A column that holds keys of another table: times are compared along it, and its numbers mean nothing. */
export interface Relation {
  readonly child: string
  readonly column: string
  readonly parent: string
  /** The column of the parent that it holds. */
  readonly key: string
}

/** A row by its table and key. */
export interface RowPlace {
  readonly table: string
  readonly key: readonly SqlValue[]
}

/**
 * A short way to pick out rows: `release = '4.2'`, `groups of two`. From level 3 on each one that catches damaged
 * rows catches rows that stay as well (15 to 40 %).
 */
export interface RowSelector {
  readonly name: string
  readonly table: string
  /** Gives the keys it picks. */
  readonly query: string
}

/** A wrong way to repair. */
export interface WrongRepair extends Repair {
  /** `prior`: no carrier of evidence is read. `partial`: one stated rule is ignored, all else is right. */
  readonly kind: 'prior' | 'partial'
}
