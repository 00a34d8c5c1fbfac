import { everyFamily } from '../tasks/family-list.ts'
import { taskList } from '../tasks/task-list.ts'
import type { TaskSettings } from '../tasks/task-rows.ts'
import { defaultRecordLimit } from './action-record.ts'
import { defaultRewards, type RewardTable } from './rewards.ts'

/** What may be configured about episodes. */
export interface EpisodeSettings extends TaskSettings {
  /** Whether the grade of an instance of `test` shows cells, as it does of all others. */
  readonly reveal: boolean
  readonly rewards: RewardTable
  /** Characters that the JSON of all actions of one episode may take. */
  readonly recordLimit: number
}

export const defaultSettings: EpisodeSettings = Object.freeze({
  tasks: taskList,
  families: everyFamily,
  splitKey: null,
  reveal: false,
  stepLimits: {},
  rewards: defaultRewards,
  recordLimit: defaultRecordLimit,
})
