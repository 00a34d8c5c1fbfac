import type { RewardMode } from '../contract/episode.ts'
import type { RewardRule, RewardTable } from './rewards.ts'

/** What an episode is made of, beside its task instance. */
export interface EpisodeOptions {
  readonly episodeId: string
  readonly rewardMode: RewardMode
  readonly stepLimit: number
  readonly rewards: RewardTable
  /** How steps are paid, where it is not by the rule of the mode: for a mode in the making. */
  readonly rewardRule?: RewardRule
  /** Whether the grade is counts only. */
  readonly hidesCells?: boolean
  /** False keeps no results of steps, so there is no trajectory either: for whoever keeps them elsewhere. */
  readonly keepsResults?: boolean
  /** Whether another episode has this one's past, and may have seen what this one has not. */
  readonly isForked?: () => boolean
  /** Characters that the JSON of all actions may take; by default 8 Mi. */
  readonly recordLimit?: number
}
