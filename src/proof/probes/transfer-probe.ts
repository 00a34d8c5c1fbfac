/**
 * Whether SQL can be learnt by heart: the statements that solve one instance are run on other instances of the same
 * family, world and level.
 *
 * @module
 */
import type { Engine } from '../../sql/engine.ts'
import { micros } from '../../grading/grader.ts'
import type { TaskDefinition } from '../../tasks/define-task.ts'
import { instantiate } from '../../tasks/instantiate.ts'
import { playTrial } from '../trial.ts'

/** What the oracle of one seed may score on another, in the median, from tier 2 on. */
export const transferBound = 0.3

/** The lowest tier that the bound holds for: below, an instance has few names to vary. */
export const transferLevel = 2

export interface TransferFigures {
  readonly task: string
  /** Pairs of different seeds, each oracle. */
  readonly pairs: number
  /** The greater of the two oracles' medians, 0 to 1. */
  readonly median: number
  /** The best score of all pairs. */
  readonly best: number
  readonly failures: readonly string[]
}

/** Plays both oracles of every seed on every other seed of a task. */
export function probeTransfer(engine: Engine, task: TaskDefinition, seeds: readonly number[]): TransferFigures {
  const instances = seeds.map((seed) => instantiate(engine, task, seed))
  const byOracle = ([0, 1] as const).map((oracle) =>
    instances.flatMap((source) =>
      instances
        .filter((other) => other !== source)
        .map((other) => playTrial(engine, other, source.draft.oracles[oracle].queries).scoreMicros / micros),
    ),
  )
  const median = Math.max(...byOracle.map(medianOf))
  const scores = byOracle.flat()
  const failures: string[] = []
  if (scores.length === 0) failures.push(`${task.id}: a seed alone has nothing to be played on`)
  else if (median > transferBound) failures.push(`${task.id}: SQL of one seed earns ${median} on the next`)
  return { task: task.id, pairs: scores.length, median, best: Math.max(0, ...scores), failures }
}

/** The middle value, of an even number the mean of both; NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const at = (place: number): number => sorted[place] ?? Number.NaN
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2
}
