import type { ResetParams } from '../contract/episode.ts'

/** What a reset is asked for: a task by its id, or by its family, split and level. */
export type ResetChoice = Omit<ResetParams, 'split'> & {
  readonly split?: string | null | undefined
  readonly family?: string | null
  readonly world?: string | null
  readonly level?: number | null
}
