/**
 * How an agent went about a repair: told beside the score, never part of it. All of it follows from the actions and the
 * final database, so that an episode which is played again tells the same.
 *
 * @module
 */
import type { Conduct, GradeReport } from '../contract/episode.ts'
import type { Engine } from '../sql/engine.ts'
import { tokenize } from '../sql/tokenizer.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'
import { originOf } from '../tasks/task-origin.ts'
import type { PastStep } from './past-step.ts'
import { signsIn } from './signs.ts'

/** Names in a query, whether or not they are quoted, in small letters. */
function namesIn(query: string): readonly string[] {
  return tokenize(query).map(({ text }) => text.replace(/^["'`[]|["'`\]]$/g, '').toLowerCase())
}

/** What was looked at before anything was changed. */
function lookedAt(steps: readonly PastStep[], evidence: readonly string[]) {
  const named = new Set<string>()
  let reads = 0
  for (const { action, idle, cut } of steps) {
    // The first action that left something behind; a failed one looked at nothing.
    if (idle === null && cut === null) break
    if (idle === null || idle === 'invalid') continue
    reads++
    const { query } = action as { readonly query?: unknown }
    if (typeof query === 'string') for (const name of namesIn(query)) named.add(name)
  }
  return { reads, opened: evidence.filter((table) => named.has(table.toLowerCase())).length }
}

/**
 * The conduct of an episode that is over.
 *
 * @param steps those before the one that ended it
 * @param image the database at the end
 * @returns undefined for the classic tasks, whose answers are as they always were
 */
export function conductOf(
  engine: Engine,
  instance: TaskInstance,
  steps: readonly PastStep[],
  { total }: Pick<GradeReport, 'total'>,
  image: () => Uint8Array,
): Conduct | undefined {
  if (originOf(instance.task).facts === null) return undefined
  const { reads, opened } = lookedAt(steps, instance.evidence)
  const { repaired, missed, miscorrected, damaged } = total
  const faulty = repaired + missed + miscorrected
  return {
    reads_before_write: reads,
    evidence_opened: opened,
    evidence_tables: instance.evidence.length,
    writes_outside: damaged,
    wrongly_repaired: faulty === 0 ? 0 : Math.floor((miscorrected / faulty) * 1e6) / 1e6,
    ...signsIn(engine, instance, image),
  }
}
