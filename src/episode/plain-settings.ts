import { everyFamily } from '../tasks/family-list.ts'
import { taskList } from '../tasks/task-list.ts'
import type { RewardTable } from './rewards.ts'
import type { EpisodeSettings } from './episode-settings.ts'

/** Settings as data alone, which can be sent to a worker and compared. */
export interface PlainSettings {
  /** Ids of the enabled tasks, in the order they are listed. */
  readonly tasks: readonly string[]
  /** Names of the enabled families. */
  readonly families: readonly string[]
  readonly splitKey: string | null
  readonly reveal: boolean
  readonly stepLimits: Readonly<Record<string, number>>
  readonly rewards: RewardTable
  readonly recordLimit: number
}

export function toPlainSettings(settings: EpisodeSettings): PlainSettings {
  const { tasks, families, splitKey, reveal, stepLimits, rewards, recordLimit } = settings
  return {
    tasks: tasks.map(({ id }) => id),
    families: families.map(({ id }) => id),
    splitKey,
    reveal,
    stepLimits: { ...stepLimits },
    rewards: { ...rewards },
    recordLimit,
  }
}

/** @throws TypeError for a task or family that this version does not have */
export function fromPlainSettings({ tasks, families, ...others }: PlainSettings): EpisodeSettings {
  return {
    tasks: tasks.map((id) => find(taskList, id)),
    families: families.map((id) => find(everyFamily, id)),
    ...others,
  }
}

function find<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((candidate) => candidate.id === id)
  if (found === undefined) throw new TypeError(`no task ${id}`)
  return found
}
