import {
  type EpisodeOutcome,
  outcomeSchema,
  type StepResult,
  trajectorySchema,
  type Trajectory,
} from '../contract/episode.ts'
import { canonicalJson } from '../kit/canonical-json.ts'
import { AppError } from '../kit/errors.ts'
import { EngineFault } from '../sql/engine.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'
import { Episode } from './episode.ts'
import { optionsOf } from './episode-plan.ts'
import { recordedCut } from './past-step.ts'
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
 * The record of an episode.
 *
 * @throws AppError `validation_error` when it is no trajectory
 */
export function parseTrajectory(recorded: unknown): Trajectory {
  const parsed = trajectorySchema.safeParse(recorded)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AppError('validation_error', `not a trajectory: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  }
  // As it was recorded: parsing loses a table named __proto__.
  return recorded as Trajectory
}

/**
 * Runs a recorded episode again and compares every byte.
 *
 * @throws AppError `validation_error` when it is no trajectory, `unknown_task`
 */
export async function replay(runtime: Runtime, recorded: unknown): Promise<ReplayReport> {
  const trajectory = parseTrajectory(recorded)
  return await begin(runtime, trajectory, (episode, instance) => {
    try {
      return compare(episode, instance.imageDigest, trajectory)
    } catch (error) {
      if (error instanceof EngineFault) return differenceAt(episode, episode.steps.length + 1, null, error.message)
      throw error
    }
  })
}

/**
 * Takes the recorded actions again, whatever comes back, and says how this version judges them; null where the episode is
 * not over after them.
 *
 * @throws AppError `validation_error` when it is no trajectory, `unknown_task`, `engine_fault`
 */
export async function replayOutcome(runtime: Runtime, recorded: unknown): Promise<EpisodeOutcome | null> {
  const trajectory = parseTrajectory(recorded)
  return await begin(runtime, trajectory, (episode) => {
    let last: StepResult | undefined
    for (const { action, host_cut: cut, result } of trajectory.steps) {
      if (episode.done) break
      last = episode.stepAgain(action, recordedCut(cut, result))
    }
    return outcomeSchema.safeParse(last?.metadata).data ?? null
  })
}

/** Begins the recorded episode anew, on an engine of its own. */
async function begin<T>(
  runtime: Runtime,
  trajectory: Trajectory,
  play: (episode: Episode, instance: TaskInstance) => T,
): Promise<T> {
  const task = runtime.task(trajectory.task_id, trajectory.split)
  const instance = await runtime.instance(task, trajectory.seed)
  const lease = await runtime.engines.leaseFresh()
  const episode = Episode.start(lease.engine, instance, {
    ...optionsOf(runtime, instance),
    episodeId: trajectory.episode_id,
    rewardMode: trajectory.reward_mode,
    keepsResults: false,
    isForked: () => trajectory.forked === true,
  })
  try {
    return play(episode, instance)
  } finally {
    episode.close()
    lease.release()
  }
}

/** Takes the recorded steps in an episode that has just begun. Throws EngineFault. */
function compare(episode: Episode, imageDigest: string, trajectory: Trajectory): ReplayReport {
  if (trajectory.image_digest !== null && trajectory.image_digest !== imageDigest) {
    return differenceAt(episode, 'image', trajectory.image_digest, imageDigest)
  }
  if (differs(trajectory.reset, episode.reset)) {
    return differenceAt(episode, 'reset', trajectory.reset, episode.reset)
  }
  for (const [index, { action, host_cut: cut, result: recorded }] of trajectory.steps.entries()) {
    if (episode.done) return differenceAt(episode, index + 1, recorded, null)
    const result = asRecorded(recorded, episode.stepAgain(action, recordedCut(cut, recorded)))
    if (differs(recorded, result)) return differenceAt(episode, index + 1, recorded, result)
  }
  return { equal: true, steps: episode.steps.length, firstDifference: null, expected: null, actual: null }
}

function differs(left: unknown, right: unknown): boolean {
  return canonicalJson(left) !== canonicalJson(right)
}

function differenceAt(
  { steps }: Episode,
  firstDifference: ReplayReport['firstDifference'],
  expected: unknown,
  actual: unknown,
): ReplayReport {
  const texts = { expected: canonicalJson(expected), actual: canonicalJson(actual) }
  return { equal: false, steps: steps.length, firstDifference, ...texts }
}

/** Versions before 0.2 recorded no task in the outcome of a classic one. */
export function asRecorded(recorded: StepResult, { metadata, ...result }: StepResult): StepResult {
  if ('task' in recorded.metadata || !('task' in metadata)) return { ...result, metadata }
  const { task: _, ...outcome } = metadata
  return { ...result, metadata: outcome }
}
