import type { DatabaseContent } from '../sql/values.ts'
import type { GradedPart } from './graded-table.ts'
import { Grader, type Grade } from './grader.ts'

/** Grades one state. For many states of one instance keep a Grader. */
export function grade(input: {
  readonly before: DatabaseContent
  readonly now: DatabaseContent
  readonly target: DatabaseContent
  readonly parts: readonly GradedPart[]
}): Grade {
  return new Grader(input).grade(input.now)
}
