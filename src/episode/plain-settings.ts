import { taskList } from '../tasks/task-list.ts'
import type { RewardTable } from './rewards.ts'
import type { EpisodeSettings } from './runtime.ts'

/** Settings as data alone, which can be sent to a worker and compared. */
export interface PlainSettings {
  /** Ids of the enabled tasks, in the order they are listed. */
  readonly tasks: readonly string[]
  readonly stepLimits: Readonly<Record<string, number>>
  readonly rewards: RewardTable
}

export function toPlainSettings({ tasks, stepLimits, rewards }: EpisodeSettings): PlainSettings {
  return { tasks: tasks.map(({ id }) => id), stepLimits: { ...stepLimits }, rewards: { ...rewards } }
}

/** @throws TypeError for a task that this version does not have */
export function fromPlainSettings({ tasks, stepLimits, rewards }: PlainSettings): EpisodeSettings {
  const find = (id: string): EpisodeSettings['tasks'][number] => {
    const task = taskList.find((candidate) => candidate.id === id)
    if (task === undefined) throw new TypeError(`no task ${id}`)
    return task
  }
  return { tasks: tasks.map(find), stepLimits, rewards }
}
