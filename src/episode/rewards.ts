import { micros } from '../grading/grader.ts'

/** The founding table: what a step pays in mode `classic`. At most six decimals. */
export interface RewardTable {
  /** A schema inspection. */
  readonly inspect: number
  /** SQL that succeeded. */
  readonly valid: number
  /** SQL that failed, an empty query, or an action that is not one. */
  readonly invalid: number
  /** SQL or an inspection that succeeded before in this episode. */
  readonly repeated: number
  /** DROP TABLE, DROP DATABASE or TRUNCATE: blocked, and the episode ends. */
  readonly destructive: number
  /** The share of the grader's score that the end of an episode pays. */
  readonly completion: number
}

export const defaultRewards: RewardTable = Object.freeze({
  inspect: 0.03,
  valid: 0.03,
  invalid: -0.05,
  repeated: -0.02,
  destructive: -0.2,
  completion: 0.5,
})

/** What happened in a step, as far as rewards care. */
export const stepEvents = ['inspect', 'valid', 'invalid', 'repeated', 'destructive', 'finish'] as const
export type StepEvent = (typeof stepEvents)[number]

/** Points to whole micros: rewards are integers until they leave, so that sums are exact. */
export function toMicros(points: number): number {
  return Math.round(points * micros)
}

/** Whole micros to points. */
export function toPoints(amount: number): number {
  return amount === 0 ? 0 : amount / micros
}

/** The classic reward of a step in micros; `scoreMicros` is the grader's score when the episode ended by grading. */
export function classicReward(table: RewardTable, event: StepEvent, scoreMicros: number | null): number {
  const step = event === 'finish' ? 0 : toMicros(table[event])
  const completion = scoreMicros === null ? 0 : Math.floor((scoreMicros * toMicros(table.completion)) / micros)
  return step + completion
}
