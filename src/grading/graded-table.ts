import type { SqlValue } from '../data/values.ts'

/** A task that cannot be graded as it is declared. */
export class TaskDefect extends TypeError {
  override name = 'TaskDefect'
}

/** What the grader compares in one table. */
export interface GradedTable {
  readonly name: string
  /** Columns that identify a row; never corrupted. null: the table is a multiset of rows. */
  readonly key: readonly string[] | null
  /** Columns in which 5 and 5.0 differ, because their rule is about type. */
  readonly typed?: readonly string[]
  /** Columns whose cells never count, such as `loaded_at`. They must still be there. */
  readonly ungraded?: readonly string[]
  /**
   * Columns that tell which row is meant where the target has one that the seed lacks, and its key is nobody's to
   * know: that key then counts only for being there and unlike all others. Needs a key of one column, whole and
   * unique in seed and target. Absent: such rows are found by their key as well.
   */
  readonly natural?: readonly string[]
  /** With `natural`: keys that a raw row or a journal states. The rows of the target that have them are found by them. */
  readonly stated?: readonly SqlValue[]
  /** Graded tables by the column that holds their keys: what refers to an inserted row follows the key it got. */
  readonly references?: Readonly<Record<string, string>>
}

/**
 * What a part is about. Parts of a task declare one all, or none does: then their weights are free, and a part may
 * cost more than it is worth.
 */
export type PartKind = 'core' | 'references' | 'derived'

/** A share of the score: the tables in it and their weight. Weights sum to 1. */
export interface GradedPart {
  readonly name: string
  readonly weight: number
  /**
   * `core`, rows that were struck or are inserted, weighs 0.6 or more in all, `references` to them 0.15 to 0.25,
   * tables `derived` from them at most 0.1. A part of a kind costs at most its weight, and one with fewer than 8
   * cells to repair is counted in the first core part.
   */
  readonly kind?: PartKind
  readonly tables: readonly GradedTable[]
}
