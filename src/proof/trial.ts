import type { Grade } from '../grading/grader.ts'
import type { Engine } from '../sql/engine.ts'
import type { DatabaseContent } from '../data/content.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'

/** What became of some queries on a fresh copy of an instance's database. */
export interface Trial {
  readonly state: DatabaseContent
  /** The grader's word, in whole 1e-6; 0 when the safety policy would have ended the episode. */
  readonly scoreMicros: number
  readonly solved: boolean
  readonly report: Grade['report']
  /** Messages of the queries that failed. */
  readonly errors: readonly string[]
  readonly destructive: boolean
}

/**
 * Plays queries without an episode: no step limit, no rewards. A destructive query ends it.
 *
 * @param only the one table that the queries can change, where that is known: the others are not read again
 */
export function playTrial(engine: Engine, instance: TaskInstance, queries: readonly string[], only?: string): Trial {
  const { task, clock, summary, grader, imageDigest, before } = instance
  const sandbox = engine.open(instance.seedImage, { safety: task.safety, clock, summary })
  try {
    const errors: string[] = []
    let destructive = false
    for (const [index, query] of queries.entries()) {
      const outcome = sandbox.run(query, ['trial', imageDigest, index])
      if (outcome.ok) continue
      errors.push(`query ${index + 1}: ${outcome.message}`)
      destructive = outcome.kind === 'destructive'
      if (destructive) break
    }
    const state =
      only === undefined || before.objects.some(({ type }) => type === 'trigger')
        ? sandbox.content({ known: before })
        : withTable(before, sandbox.content({ known: before, tables: [only] }))
    const grade = grader.grade(state)
    return {
      state,
      scoreMicros: destructive ? 0 : grade.scoreMicros,
      solved: !destructive && grade.solved,
      report: grade.report,
      errors,
      destructive,
    }
  } finally {
    sandbox.close()
  }
}

/** A database of which one table has been read again. */
function withTable(before: DatabaseContent, { tables, unread, objects }: DatabaseContent): DatabaseContent {
  const known = [...before.tables].filter(([name]) => !unread.has(name))
  return { tables: new Map([...known, ...tables]), unread, objects }
}
