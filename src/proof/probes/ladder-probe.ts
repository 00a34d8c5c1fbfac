/**
 * Whether tiers of a drill are tiers of information: who reads the evidence of a tier solves it, and who reads the goal
 * alone gets at most half of tier 2, where the rules stand in a table.
 *
 * On its own tier a reader is the oracle: the instance holds no evidence beyond it. One tier up, naive repairs of the draft
 * stand for the reader of the goal: one way for all lines, the best of all that there are. The way to convert a value is
 * right in them, which is more than the goal tells; so what they score is the most that the reader could.
 *
 * @module
 */
import type { Engine } from '../../sql/engine.ts'
import { micros } from '../../grading/grader.ts'
import type { Repair, TaskDefinition } from '../../tasks/define-task.ts'
import { instantiate } from '../../tasks/instantiate.ts'
import { originOf } from '../../tasks/task-origin.ts'
import { playTrial } from '../trial.ts'

/** What the reader of the goal may score at tier 2. */
export const ladderBound = 0.5

export interface LadderFigures {
  /** Instances that were solved with the evidence of their own tier, and how many there were. */
  readonly solved: number
  readonly instances: number
  /** Instances of tier 2, and what the reader of the goal scored there: the mean and the most, 0 to 1. */
  readonly climbs: number
  readonly mean: number
  readonly worst: number
  readonly failures: readonly string[]
}

/** Climbs with tasks of both tiers of a drill; tasks of several worlds may be given at once. */
export function probeLadder(engine: Engine, tasks: readonly TaskDefinition[], seeds: readonly number[]): LadderFigures {
  const failures: string[] = []
  const scores: number[] = []
  let [solved, instances] = [0, 0]
  for (const task of tasks) {
    const level = originOf(task).facts?.level ?? 0
    for (const seed of seeds) {
      const instance = instantiate(engine, task, seed)
      const { oracles, senders } = instance.draft
      const scoreOf = ({ queries }: Repair): number => playTrial(engine, instance, queries).scoreMicros / micros
      instances++
      if (playTrial(engine, instance, oracles[0].queries).solved) solved++
      else failures.push(`${task.id}, seed ${seed}: tier ${level} does not solve itself`)
      if (level !== 2) continue
      if (senders === undefined) failures.push(`${task.id}, seed ${seed}: no repair stands for the reader of the goal`)
      const best = Math.max(0, ...(senders?.ways.map(scoreOf) ?? []))
      scores.push(best)
      if (best > ladderBound) failures.push(`${task.id}, seed ${seed}: the reader of the goal gets ${best}`)
    }
  }
  const mean = scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length
  return { solved, instances, climbs: scores.length, mean, worst: Math.max(0, ...scores), failures }
}
