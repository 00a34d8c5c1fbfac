import { type RewardMode, rewardModes } from '../contract/episode.ts'
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

/** A step, as far as what it pays may depend on it. Scores are the grader's, in micros. */
export interface PaidStep {
  readonly event: StepEvent
  /** Of the database behind it; null where it was not graded, so in most modes before the end. */
  readonly score: number | null
  /** The last score before it; 0 at the start of an episode. */
  readonly scoreBefore: number
  /** Whether the database was graded and is as it should be. */
  readonly solved: boolean
  /** The founding table. */
  readonly prices: RewardTable
}

/** What a reward mode is. */
export interface RewardRule {
  /** Whether the database is graded after each step, not only at the end. */
  readonly gradesEachStep: boolean
  /** Whether its rewards tell how right the database is, so that it is not for the split `test`, nor for an agent to choose. */
  readonly tells: boolean
  /** What a step pays, in micros. One that left nothing behind may be paid again without being run. */
  readonly pay: (step: PaidStep) => number
}

/** How each mode pays. A mode is its name in the contract, and its entry here. */
export const rewardRules: Readonly<Record<RewardMode, RewardRule>> = Object.freeze({
  classic: {
    gradesEachStep: false,
    tells: false,
    pay: ({ event, score, prices }) => {
      const step = event === 'finish' ? 0 : toMicros(prices[event])
      return step + Math.floor(((score ?? 0) * toMicros(prices.completion)) / micros)
    },
  },
  terminal: { gradesEachStep: false, tells: false, pay: ({ score }) => score ?? 0 },
  potential: {
    gradesEachStep: true,
    tells: true,
    pay: ({ score, scoreBefore }) => (score ?? scoreBefore) - scoreBefore,
  },
  solved: { gradesEachStep: false, tells: false, pay: ({ solved }) => (solved ? micros : 0) },
})

/** The modes that tell how right the database is. */
export const tellingModes: readonly RewardMode[] = rewardModes.filter((mode) => rewardRules[mode].tells)
