import type { GradedTable } from '../../grading/graded-table.ts'
import type { Engine } from '../../sql/engine.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'

export type Fail = (message: string) => void

/** What the rules look at. */
export interface Subject {
  readonly engine: Engine
  readonly instance: TaskInstance
  readonly graded: readonly GradedTable[]
}

/** The score of one policy, 0 to 1. */
export interface PolicyScore {
  readonly policy: string
  readonly score: number
}
