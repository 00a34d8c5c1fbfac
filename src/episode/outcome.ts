import type { Conduct, EpisodeOutcome, GradeReport } from '../contract/episode.ts'
import { micros } from '../grading/grader.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'
import { originOf } from '../tasks/task-origin.ts'
import type { EpisodeOptions } from './episode-options.ts'
import { toPoints } from './rewards.ts'

/** How an episode ended, in whole millionths. */
export interface EpisodeEnd {
  /** Of the grader. */
  readonly score: number
  readonly solved: boolean
  readonly truncated: boolean
  readonly returnMicros: number
}

/** The account of an episode that is over. */
export function concludeEpisode(
  instance: TaskInstance,
  { rewardMode, hidesCells, isForked }: EpisodeOptions,
  grade: GradeReport,
  { score, solved, truncated, returnMicros }: EpisodeEnd,
  conduct: Conduct | undefined,
): EpisodeOutcome {
  return {
    grader_score: toPoints(score),
    return: toPoints(returnMicros),
    score: toPoints(Math.min(Math.max(returnMicros, 0), micros)),
    solved,
    truncated,
    reward_mode: rewardMode,
    // Counts in all: a column by its name would tell where the damage was.
    grade: hidesCells === true ? { ...grade, columns: [], examples: [], notes: [] } : grade,
    task: originOf(instance.task).played(instance.seed),
    ...(conduct !== undefined && { conduct }),
    ...(isForked?.() === true && { forked: true as const }),
  }
}
