/**
 * DataOps-Env in process: an environment in which an agent repairs a corrupted SQLite database with SQL.
 *
 * @module
 * @example
 * import { createEnvironment } from 'dataops-env'
 *
 * const environment = await createEnvironment()
 * const { observation } = await environment.reset({ task_id: 'task_easy', seed: 7 })
 * const step = await environment.step({ action_type: 'execute_sql', query: 'SELECT * FROM users LIMIT 5' })
 * environment.close()
 */
import type { Environment } from './episode/environment.ts'
import { replay as replayWith, type ReplayReport } from './episode/replay.ts'
import { defaultSettings, type EpisodeSettings } from './episode/episode-settings.ts'
import { Runtime } from './episode/runtime.ts'
import { loadSqliteWasm } from './host/node-wasm.ts'

export type { Action, ActionType } from './contract/action.ts'
export type {
  EpisodeOutcome,
  GradeReport,
  ResetParams,
  ResetResult,
  RewardMode,
  State,
  StepResult,
  TaskListItem,
  Trajectory,
} from './contract/episode.ts'
export type { Observation, QueryResult, RowsResult, TableInfo } from './contract/observation.ts'
export type { ResetData } from './contract/reset-data.ts'
export { Environment } from './episode/environment.ts'
export { defaultSettings, type EpisodeSettings } from './episode/episode-settings.ts'
export type { ReplayReport } from './episode/replay.ts'
export { defaultRewards, type RewardTable } from './episode/rewards.ts'
export { Runtime } from './episode/runtime.ts'
export { AppError, type ErrorCode } from './kit/errors.ts'
export { defineTask, type TaskDefinition, type TaskDraft } from './tasks/define-task.ts'
export { deriveSplitKey } from './tasks/split-key.ts'
export { taskList } from './tasks/task-list.ts'

let shared: Promise<Runtime> | undefined

/**
 * A runtime: engines and task instances that its environments share.
 *
 * @param settings enabled tasks, step limits and rewards where they differ from the defaults
 */
export async function createRuntime(settings: Partial<EpisodeSettings> = {}): Promise<Runtime> {
  return Runtime.create({ wasm: await loadSqliteWasm(), settings: { ...defaultSettings, ...settings } })
}

/** An environment on the runtime of this process, with default settings. */
export async function createEnvironment(): Promise<Environment> {
  shared ??= createRuntime()
  return (await shared).createEnvironment()
}

/**
 * Runs a recorded episode again and says whether every byte is equal.
 *
 * @throws AppError `validation_error` when it is no trajectory, `unknown_task`
 */
export async function replay(trajectory: unknown): Promise<ReplayReport> {
  shared ??= createRuntime()
  return replayWith(await shared, trajectory)
}
