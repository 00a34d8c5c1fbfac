import type { EpisodeOutcome, EvaluationEnd } from '../contract/episode.ts'

/** Why an episode was not solved, by the first that holds. */
export const failureClasses = {
  unusable_answers: 'its answers held no action',
  context_too_small: 'the conversation no longer fitted the model',
  blocked: 'it sent a statement that ends the episode',
  never_wrote: 'the steps ran out before it changed anything',
  out_of_steps: 'the steps ran out in the middle of the repair',
  nothing_done: 'it submitted what it found',
  wrong_place: 'it changed only what was right',
  damaged: 'it changed what was right, beside a repair',
  miscorrected: 'it changed what was wrong into something else that is wrong',
  left_behind: 'all is repaired, but objects of its own were left',
  missed: 'what it did was right, but not all',
} as const
export type FailureClass = keyof typeof failureClasses

/** The class of an episode that was not solved. @param wrote whether any statement was to change something */
export function failureOf({ grade }: EpisodeOutcome, ended: EvaluationEnd, wrote: boolean): FailureClass {
  const { repaired, missed, damaged, miscorrected } = grade.total
  if (ended === 'unusable') return 'unusable_answers'
  if (ended === 'context') return 'context_too_small'
  if (ended === 'blocked') return 'blocked'
  if (ended === 'steps') return wrote ? 'out_of_steps' : 'never_wrote'
  if (repaired + damaged + miscorrected === 0) return 'nothing_done'
  if (damaged > 0) return repaired + miscorrected === 0 ? 'wrong_place' : 'damaged'
  if (miscorrected > 0) return 'miscorrected'
  return missed === 0 && grade.left_behind.length > 0 ? 'left_behind' : 'missed'
}
