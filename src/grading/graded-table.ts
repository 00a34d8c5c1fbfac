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
}

/** A share of the score: the tables in it and their weight. Weights sum to 1. */
export interface GradedPart {
  readonly name: string
  readonly weight: number
  readonly tables: readonly GradedTable[]
}
