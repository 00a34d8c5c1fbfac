import { type StepResult, trajectorySchema, type Trajectory } from '../contract/episode.ts'
import { canonicalJson } from '../kit/canonical-json.ts'
import { AppError } from '../kit/errors.ts'
import { EngineFault } from '../sql/engine.ts'
import { Episode, recordedCut } from './episode.ts'
import type { Runtime } from './runtime.ts'

/** What a replay found. */
export interface ReplayReport {
  /** Every byte is equal. */
  readonly equal: boolean
  /** Steps that were compared. */
  readonly steps: number
  /** Where the first difference is: `image`, `reset`, or the number of a step, counted from 1. */
  readonly firstDifference: 'image' | 'reset' | number | null
  /** The recorded and the replayed result there, as canonical JSON. */
  readonly expected: string | null
  readonly actual: string | null
}

/**
 * Runs a recorded episode again and compares every byte.
 *
 * @throws AppError `validation_error` when it is no trajectory, `unknown_task`
 */
export async function replay(runtime: Runtime, recorded: unknown): Promise<ReplayReport> {
  const parsed = trajectorySchema.safeParse(recorded)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AppError('validation_error', `not a trajectory: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  }
  // As it was recorded: parsing loses a table named __proto__.
  const trajectory = recorded as Trajectory
  const task = runtime.task(trajectory.task_id, trajectory.split)
  const instance = await runtime.instance(task, trajectory.seed)
  const lease = await runtime.engines.leaseFresh()
  const episode = Episode.start(lease.engine, instance, {
    episodeId: trajectory.episode_id,
    rewardMode: trajectory.reward_mode,
    stepLimit: runtime.stepLimit(instance),
    hidesCells: task.family?.split === 'test' && !runtime.settings.reveal,
    rewards: runtime.settings.rewards,
    keepsResults: false,
    isForked: () => trajectory.forked === true,
    recordLimit: runtime.settings.recordLimit,
  })
  const report = (
    firstDifference: ReplayReport['firstDifference'],
    expected: unknown,
    actual: unknown,
  ): ReplayReport => ({
    equal: false,
    steps: episode.steps.length,
    firstDifference,
    expected: canonicalJson(expected),
    actual: canonicalJson(actual),
  })
  const differs = (left: unknown, right: unknown): boolean => canonicalJson(left) !== canonicalJson(right)
  try {
    if (trajectory.image_digest !== null && trajectory.image_digest !== instance.imageDigest) {
      return report('image', trajectory.image_digest, instance.imageDigest)
    }
    if (differs(trajectory.reset, episode.reset)) return report('reset', trajectory.reset, episode.reset)
    for (const [index, step] of trajectory.steps.entries()) {
      if (episode.done) return report(index + 1, step.result, null)
      const result = asRecorded(step.result, episode.step(step.action, recordedCut(step.host_cut, step.result)))
      if (differs(step.result, result)) return report(index + 1, step.result, result)
    }
    return { equal: true, steps: episode.steps.length, firstDifference: null, expected: null, actual: null }
  } catch (error) {
    if (error instanceof EngineFault) return report(episode.steps.length + 1, null, error.message)
    throw error
  } finally {
    episode.close()
    lease.release()
  }
}

/** Versions before 0.2 recorded no task in the outcome of a classic one. */
function asRecorded(recorded: StepResult, { metadata, ...result }: StepResult): StepResult {
  if ('task' in recorded.metadata || !('task' in metadata)) return { ...result, metadata }
  const { task: _, ...outcome } = metadata
  return { ...result, metadata: outcome }
}
