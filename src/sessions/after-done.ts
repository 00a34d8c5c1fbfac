import type { StepResult } from '../contract/episode.ts'
import type { Environment } from '../episode/environment.ts'
import { AppError } from '../kit/errors.ts'

/**
 * What to do with a step after the end of an episode: `refuse` throws `episode_over`, `repeat` answers with
 * the last observation again, which then names the error. Nothing is counted either way.
 */
export type AfterDone = 'refuse' | 'repeat'

function repeatLast(environment: Environment, error: AppError): StepResult {
  const { reset, steps } = environment.trajectory()
  const { metadata: _, ...first } = reset.observation
  const last = steps.at(-1)?.result.observation ?? first
  return { observation: { ...last, last_error: error.message }, reward: 0, done: true, metadata: {} }
}

/** One step of an environment. @throws AppError whatever `Environment.step` throws, `episode_over` only with `refuse` */
export async function stepOnce(environment: Environment, action: unknown, afterDone: AfterDone): Promise<StepResult> {
  try {
    return await environment.step(action)
  } catch (error) {
    if (afterDone === 'repeat' && AppError.isInstance(error) && error.code === 'episode_over') {
      return repeatLast(environment, error)
    }
    throw error
  }
}
