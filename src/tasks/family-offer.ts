import type { TaskDefinition } from './define-task.ts'
import { splits, type Split } from './define-task.ts'
import { difficultyOf, splitOf } from './family-tasks.ts'
import type { TaskFamily } from './task-family.ts'

/** What there is of a family, in the names of the wire. */
export interface FamilyOffer {
  readonly version: number
  readonly dimension: string
  /** Every split that has a task of it. */
  readonly splits: readonly Split[]
  /** The worlds with a place for it, and the splits that have its tasks there. */
  readonly worlds: readonly { readonly world: string; readonly splits: readonly Split[] }[]
  readonly levels: readonly {
    readonly level: number
    readonly difficulty: TaskDefinition['difficulty']
    /** The most steps of an instance. */
    readonly step_limit: number
  }[]
}

/** The splits with tasks of a family in a world. */
function splitsIn(family: TaskFamily, world: string): readonly Split[] {
  const isHeldOut = splitOf(family, world) === 'test'
  return splits.filter((split) => (split === 'test') === isHeldOut)
}

/**
 * What there is of a family: worlds, levels, splits.
 *
 * @param stepLimit of every instance, where somebody has configured one
 */
export function offerOf(family: TaskFamily, stepLimit?: number): FamilyOffer {
  const worlds = family.worlds.map(({ id }) => ({ world: id, splits: splitsIn(family, id) }))
  return {
    version: family.version,
    dimension: family.dimension,
    splits: splits.filter((split) => worlds.some((place) => place.splits.includes(split))),
    worlds,
    levels: family.levels.map((level) => ({
      level,
      difficulty: difficultyOf(level),
      step_limit: stepLimit ?? family.mostSteps(level),
    })),
  }
}
