/**
 * What guessing earns over many instances of a drill: whoever reads no rule and tries each sender's way by chance, or by
 * counting what its lines hold.
 *
 * @module
 */
import type { Engine } from '../../sql/engine.ts'
import type { FamilyTask } from '../../tasks/define-task.ts'
import { instantiate } from '../../tasks/instantiate.ts'
import { boardOf } from '../drills/guess-board.ts'
import { boundOf, guessesOn, isGambler } from '../drills/guesses.ts'

/** A policy and what it earns in the mean, 0 to 1. */
export interface GuessFigure {
  readonly policy: string
  readonly mean: number
}

export interface GuessFigures {
  readonly instances: number
  /** The best policy of chance, and the best that counts. */
  readonly gambling: GuessFigure
  readonly counting: GuessFigure
  readonly failures: readonly string[]
}

export function probeGuesses(
  engine: Engine,
  instances: readonly { readonly task: FamilyTask; readonly seed: number }[],
): GuessFigures {
  const scores = new Map<string, number[]>()
  for (const { task, seed } of instances) {
    for (const [policy, score] of guessesOn(boardOf(engine, instantiate(engine, task, seed)), `${task.id} ${seed}`)) {
      const known = scores.get(policy)
      if (known === undefined) scores.set(policy, [score])
      else known.push(score)
    }
  }
  const figures = [...scores].map(([policy, own]) => ({
    policy,
    mean: own.reduce((sum, score) => sum + score, 0) / own.length,
  }))
  const bestOf = (isOfKind: (policy: string) => boolean): GuessFigure =>
    figures
      .filter(({ policy }) => isOfKind(policy))
      .reduce((best, figure) => (figure.mean > best.mean ? figure : best), { policy: 'none', mean: 0 })
  return {
    instances: instances.length,
    gambling: bestOf(isGambler),
    counting: bestOf((policy) => !isGambler(policy)),
    failures: figures.flatMap(({ policy, mean }) =>
      mean > boundOf(policy) ? [`${policy}: ${mean.toFixed(3)} in the mean, more than ${boundOf(policy)}`] : [],
    ),
  }
}
