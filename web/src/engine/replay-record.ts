/**
 * A record that is run again, with the database after each step. Uses the environment as a player does, so that what is
 * shown is what was played.
 *
 * @module
 */
import type { StepResult, Trajectory } from '../../../src/contract/episode.ts'
import { isTest } from '../../../src/episode/episode-plan.ts'
import { recordedCut } from '../../../src/episode/past-step.ts'
import { asRecorded, parseTrajectory } from '../../../src/episode/replay.ts'
import type { Runtime } from '../../../src/episode/runtime.ts'
import type { TaskInstance } from '../../../src/tasks/instantiate.ts'
import { canonicalJson } from '../../../src/kit/canonical-json.ts'
import { DatabaseStates, keysOf } from './database-states.ts'
import type { GradedTableCells, Replayed, ReplayedStep } from './engine-api.ts'
import { gradeCells } from './grade-cells.ts'

/** The id of the task that a record is of, as far as it names one. */
export function taskOf(recorded: unknown): string | null {
  const named = typeof recorded === 'object' && recorded !== null && 'task_id' in recorded ? recorded.task_id : null
  return typeof named === 'string' ? named : null
}

/**
 * Runs a record again.
 *
 * @throws AppError `validation_error` when it is no trajectory, `unknown_task`
 */
export async function replayRecord(
  runtime: Runtime,
  recorded: unknown,
): Promise<{ readonly states: DatabaseStates; readonly report: Omit<Replayed, 'key'> }> {
  const trajectory = parseTrajectory(recorded)
  const task = runtime.task(trajectory.task_id, trajectory.split)
  const instance = await runtime.instance(task, trajectory.seed)
  let environment = runtime.createEnvironment()
  await environment.reset(paramsOf(trajectory))
  if (trajectory.forked === true) {
    const copy = await environment.fork()
    environment.close()
    environment = copy
  }
  try {
    const states = DatabaseStates.begin(environment, keysOf(instance))
    const database = states.last.facts
    const steps: ReplayedStep[] = []
    for (const { action, host_cut: cut, result } of trajectory.steps) {
      if (environment.state().done) {
        steps.push({ database: states.last.facts, equal: false })
        continue
      }
      const again = await environment.step(action, recordedCut(cut, result))
      steps.push({ database: states.add(environment).facts, equal: areEqual(result, again) })
    }
    const grade = environment.state().done ? cellsOf(runtime, instance, states) : null
    const sameReset = canonicalJson(trajectory.reset) === canonicalJson(environment.trajectory().reset)
    const sameImage = trajectory.image_digest === null || trajectory.image_digest === instance.imageDigest
    const equal = sameReset && sameImage && steps.every((step) => step.equal)
    return { states, report: { database, equal, steps, grade } }
  } finally {
    environment.close()
  }
}

/** The cells of the grade at the end; null where the wire shows none. */
export function cellsOf(runtime: Runtime, instance: TaskInstance, states: DatabaseStates): GradedTableCells[] | null {
  return isTest(instance.task) && !runtime.settings.reveal ? null : gradeCells(instance, states.last.content)
}

function areEqual(recorded: StepResult, again: StepResult): boolean {
  return canonicalJson(recorded) === canonicalJson(asRecorded(recorded, again))
}

function paramsOf({ task_id, split, seed, reward_mode, episode_id }: Trajectory): {
  task_id: string
  split?: Exclude<Trajectory['split'], undefined>
  seed: number | null
  reward_mode: Trajectory['reward_mode']
  episode_id: string
} {
  return { task_id, ...(split != null && { split }), seed, reward_mode, episode_id }
}
