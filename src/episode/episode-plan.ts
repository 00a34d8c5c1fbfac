import type { RewardMode } from '../contract/episode.ts'
import { type ResetData, resetDataSchema } from '../contract/reset-data.ts'
import { AppError } from '../kit/errors.ts'
import { issueText } from '../kit/issue-text.ts'
import type { Split, TaskDefinition } from '../tasks/define-task.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'
import { originOf } from '../tasks/task-origin.ts'
import type { EpisodeOptions } from './episode-options.ts'
import type { EpisodeSettings } from './episode-settings.ts'
import { rewardRules } from './rewards.ts'
import type { TaskRows } from '../tasks/task-rows.ts'

/** The task of a reset that names none. */
export const defaultTaskId = 'task_easy'

/** Where tasks, their instances and the settings of episodes come from. */
export interface EpisodeSource {
  readonly settings: EpisodeSettings
  readonly rows: TaskRows
  /** @throws AppError `unknown_task`, `validation_error` */
  task(id: string, split?: Split | null): TaskDefinition
  instance(task: TaskDefinition, seed: number | null): Promise<TaskInstance>
  stepLimit(instance: TaskInstance): number
}

/** What makes an episode, without its steps. */
export interface EpisodePlan {
  readonly instance: TaskInstance
  readonly options: EpisodeOptions
  /** Shared with its forks: what one of them sees, the others may know. */
  readonly lineage: { isForked: boolean }
}

/** What is the same for all episodes of an instance. */
export function optionsOf(
  source: EpisodeSource,
  instance: TaskInstance,
): Pick<EpisodeOptions, 'stepLimit' | 'rewards' | 'hidesCells' | 'recordLimit'> {
  const { rewards, recordLimit, reveal } = source.settings
  const hidesCells = isTest(instance.task) && !reveal
  return { stepLimit: source.stepLimit(instance), rewards, hidesCells, recordLimit }
}

/**
 * The episode that a reset asks for.
 *
 * @param params a task by its id, or what chooses one
 * @throws AppError `validation_error`, `unknown_task`
 */
export async function planEpisode(
  source: EpisodeSource,
  params: ResetData,
  keepsResults: boolean,
): Promise<EpisodePlan> {
  const { task: chosen, seed, params: named } = source.rows.choose(parseParams(params), { ofTask: true })
  const { episode_id: episodeId, reward_mode: rewardMode } = named
  const task = chosen ?? source.task(named.task_id ?? defaultTaskId, named.split)
  if (rewardMode != null && rewardRules[rewardMode].tells && isTest(task)) throw notForTest(rewardMode)
  const instance = await source.instance(task, seed)
  const lineage = { isForked: false }
  const options = {
    ...optionsOf(source, instance),
    isForked: () => lineage.isForked,
    episodeId: episodeId ?? defaultEpisodeId(instance.identity.shownId, instance.seed),
    rewardMode: rewardMode ?? task.rewardMode,
    keepsResults,
  }
  return { instance, lineage, options }
}

/** The id of an episode whose client chose none. @param taskId what an agent may see of the task's id */
export function defaultEpisodeId(taskId: string, seed: number | null): string {
  return `${taskId}:${seed ?? 'canonical'}`
}

export function isTest(task: TaskDefinition): boolean {
  return originOf(task).split === 'test'
}

/** In `test` nothing may tell how right the database is after each step. */
function notForTest(mode: RewardMode): AppError {
  const msg = `${mode} is not for the split test`
  return new AppError('validation_error', `reward_mode: ${msg}`, {
    details: [{ type: 'value_error', loc: ['reward_mode'], msg }],
  })
}

/** @throws AppError `validation_error` */
function parseParams(params: ResetData): ResetData {
  const parsed = resetDataSchema.safeParse(params)
  if (parsed.success) return parsed.data
  const known = Object.keys(resetDataSchema.shape)
  const details = parsed.error.issues.map((issue) => ({
    type: issue.code,
    loc: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
    msg: issueText(issue, known, (params as Readonly<Record<PropertyKey, unknown>> | null)?.[issue.path[0] ?? '']),
  }))
  const [first] = details
  const where = first && first.loc.length > 0 ? `${first.loc.join('.')}: ` : ''
  throw new AppError('validation_error', `${where}${first?.msg ?? 'invalid parameters'}`, { details })
}
