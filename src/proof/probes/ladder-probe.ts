/**
 * Whether levels are tiers of information: who reads the evidence of level k and no further solves level k, and gets
 * at most half of level k + 1.
 *
 * | tier | reads |
 * |---|---|
 * | 1 | the goal |
 * | 2 | the table of rules as well |
 * | 3 | the register of batches as well: who sent a batch, and when |
 * | 4 | notices that book batches to another feed or are withdrawn, and which lines belong to a run |
 * | 5 | the log of moves and cancelled moves |
 *
 * On its own level a tier is the oracle: the instance holds no evidence beyond it. One level up, naive repairs of the
 * draft stand for it. Each is given more than the tier can read, for the ways to convert a value are right in all of
 * them; so what they score is the most that the tier could.
 *
 * @module
 */
import type { Engine } from '../../sql/engine.ts'
import { micros } from '../../grading/grader.ts'
import type { Repair, TaskDefinition } from '../../tasks/define-task.ts'
import { instantiate } from '../../tasks/instantiate.ts'
import { originOf } from '../../tasks/task-origin.ts'
import { playTrial } from '../trial.ts'

/** What a tier may score one level up. */
export const ladderBound = 0.5

/** A way to go on where the evidence of a tier ends, as naive repairs of the draft do it. */
export interface StandIn {
  /** What it leaves unread. */
  readonly meaning: string
  /** Names of naive repairs; each of these kinds of families has one. */
  readonly repairs: RegExp
}

const oneRule: StandIn = {
  meaning: 'one rule for all lines, the best of all rules that there are',
  repairs: /^(?:(?:all lines by way|the same column for all,) \d+|every change taken back)$/,
}

/** By the tier that is to climb: what it can do on the level above. The best one counts. */
export const standIns: Readonly<Record<1 | 2 | 3 | 4, readonly StandIn[]>> = Object.freeze({
  // The goal tells no rule any more, and which one a line goes by stands in a table that is not read.
  1: [oneRule],
  // Rules are known by feed, but lines name batches; even with the register, days are not minded.
  2: [
    oneRule,
    { meaning: 'the newest rule of each feed', repairs: /^the newest rule for all$/ },
    { meaning: 'the oldest rule of each feed', repairs: /^the oldest rule for all$/ },
  ],
  // The register is taken at its word, or lines that name no batch are left.
  3: [
    { meaning: 'the register without corrections', repairs: /^corrections left out$/ },
    { meaning: 'lines that name their batch', repairs: /^lines with a batch number only$/ },
  ],
  // There are no notices; or the log is read as if it were notices, of which none says that it was withdrawn.
  4: [
    { meaning: 'the register without corrections', repairs: /^corrections left out$/ },
    { meaning: 'moves without cancellations', repairs: /^withdrawn corrections followed$/ },
  ],
})

/** What a tier scored one level up. */
export interface RungFigures {
  readonly tier: 1 | 2 | 3 | 4
  /** Instances of the level above. */
  readonly instances: number
  /** The mean of the best stand-ins, 0 to 1, and the worst case. */
  readonly mean: number
  readonly worst: number
}

export interface LadderFigures {
  /** Instances that tiers solved on their own levels, and how many there were. */
  readonly solved: number
  readonly instances: number
  readonly rungs: readonly RungFigures[]
  readonly failures: readonly string[]
}

const tiers = [1, 2, 3, 4] as const

/** Climbs with tasks of all levels of a family; tasks of several worlds may be given at once. */
export function probeLadder(engine: Engine, tasks: readonly TaskDefinition[], seeds: readonly number[]): LadderFigures {
  const failures: string[] = []
  const scores = new Map<number, number[]>()
  let [solved, instances] = [0, 0]
  for (const task of tasks) {
    const level = originOf(task).facts?.level ?? 0
    for (const seed of seeds) {
      const instance = instantiate(engine, task, seed)
      const scoreOf = ({ queries }: Repair): number => playTrial(engine, instance, queries).scoreMicros / micros
      instances++
      if (playTrial(engine, instance, instance.draft.oracles[0].queries).solved) solved++
      else failures.push(`${task.id}, seed ${seed}: tier ${level} does not solve its own level`)
      const tier = tiers.find((candidate) => candidate === level - 1)
      if (tier === undefined) continue
      const climbed = standIns[tier].flatMap(({ meaning, repairs }) => {
        const found = instance.draft.naive.filter(({ name }) => repairs.test(name))
        if (found.length === 0) failures.push(`${task.id}, seed ${seed}: no repair stands for ${meaning}`)
        return found.map(scoreOf)
      })
      const best = Math.max(0, ...climbed)
      scores.set(tier, [...(scores.get(tier) ?? []), best])
      if (best > ladderBound) failures.push(`${task.id}, seed ${seed}: tier ${tier} gets ${best}`)
    }
  }
  const rungs = tiers.flatMap((tier): RungFigures[] => {
    const own = scores.get(tier) ?? []
    if (own.length === 0) return []
    const mean = own.reduce((sum, score) => sum + score, 0) / own.length
    return [{ tier, instances: own.length, mean, worst: Math.max(...own) }]
  })
  return { solved, instances, rungs, failures }
}
