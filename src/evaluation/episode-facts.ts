/** What of an episode an evaluation counts: read off its record, once. */
import { outcomeSchema, type EpisodeOutcome, type EvaluatedEpisode } from '../contract/episode.ts'
import { failureOf, type FailureClass } from './failure-class.ts'
import type { EvaluatedTrajectory, Item } from './run.ts'

export interface EpisodeFacts extends Omit<EvaluatedEpisode, 'item'> {
  readonly item: Item
  readonly solved: boolean
  /** 0 to 1. */
  readonly score: number
  readonly steps: number
  readonly stepLimit: number
  readonly repaired: number
  readonly missed: number
  readonly damaged: number
  readonly miscorrected: number
  /** Whether a statement looked at rows before the first that changed any; null where none changed any. */
  readonly lookedFirst: boolean | null
  /** Null where it is solved. */
  readonly failure: FailureClass | null
}

/** Statements that change rows or objects, by their first word. */
const writing =
  /^\s*(?:insert|update|delete|replace|create|alter|drop|with\b[\s\S]*?\b(?:insert|update|delete|replace)\b)/i

interface SentAction {
  readonly action_type?: unknown
  readonly query?: unknown
}

const queryOf = (action: unknown): string | undefined => {
  const { action_type: kind, query } = (action ?? {}) as SentAction
  return kind === 'execute_sql' && typeof query === 'string' ? query : undefined
}

/** Whether rows were read before the first statement that writes; null where nothing is written. */
function lookedFirst(actions: readonly unknown[]): boolean | null {
  const first = actions.findIndex((action) => writing.test(queryOf(action) ?? ''))
  if (first < 0) return null
  return actions.slice(0, first).some((action) => /^\s*(?:select|with|values)\b/i.test(queryOf(action) ?? ''))
}

/** The outcome of a recorded episode; undefined where the record does not come to an end. */
export function outcomeIn({ steps }: Pick<EvaluatedTrajectory, 'steps'>): EpisodeOutcome | undefined {
  return outcomeSchema.safeParse(steps.at(-1)?.result.metadata).data
}

/** What is counted of an episode; undefined where it did not end, which is no score. */
export function factsOf(trajectory: EvaluatedTrajectory, item: Item): EpisodeFacts | undefined {
  const outcome = outcomeIn(trajectory)
  if (outcome === undefined) return undefined
  const { steps, reset, evaluation } = trajectory
  const { total } = outcome.grade
  return {
    ...evaluation,
    item,
    solved: outcome.solved,
    score: outcome.grader_score,
    steps: steps.length,
    stepLimit: reset.observation.steps_remaining,
    repaired: total.repaired,
    missed: total.missed,
    damaged: total.damaged,
    miscorrected: total.miscorrected,
    lookedFirst: lookedFirst(steps.map(({ action }) => action)),
    failure: outcome.solved
      ? null
      : failureOf(
          outcome,
          evaluation.ended,
          steps.some(({ action }) => writing.test(queryOf(action) ?? '')),
        ),
  }
}
