import type { Action } from '../contract/action.ts'
import { outcomeSchema, type EpisodeOutcome, type StepResult } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import type { HttpDoor } from './http-door.ts'
import type { ResetChoice } from './reset-choice.ts'

/** How one episode of a scripted policy went. */
export interface PlayedTask {
  readonly outcome: EpisodeOutcome
  readonly steps: number
  readonly stepLimit: number
}

/**
 * Plays one episode to its end. The policy is asked for the action of each step, counted from 0; when it
 * has none left, the task is finished.
 */
export async function playTask(
  door: HttpDoor,
  params: ResetChoice,
  policy: (step: number) => Action | undefined,
): Promise<PlayedTask> {
  const { observation } = await door.reset(params)
  const stepLimit = observation.steps_remaining
  let last: StepResult | undefined
  for (let step = 0; step < stepLimit && !last?.done; step++) {
    last = await door.step(policy(step) ?? { action_type: 'finish_task' })
  }
  const outcome = outcomeSchema.safeParse(last?.metadata)
  if (!last?.done || !outcome.success) {
    throw new AppError('io_error', 'the server did not end the episode at its step limit')
  }
  return { outcome: outcome.data, steps: last.observation.current_step, stepLimit }
}
