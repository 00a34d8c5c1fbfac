import type { Random } from '../kit/random.ts'
import type { InstanceSketch, TaskDraft } from './define-task.ts'

export const levels = [1, 2, 3, 4, 5] as const
export type Level = (typeof levels)[number]

/** A world as lists and ids know it. */
export interface NamedWorld {
  /** One lower-case word; part of a task's id. */
  readonly id: string
}

/**
 * What makes tasks: one for each world it is at home in, at each of its levels. How it comes by an instance is its own
 * affair; ids, splits, lists, episodes and proofs know families by this interface alone. Another kind of family is
 * another adapter beside `drill-family.ts`.
 */
export interface TaskFamily<World extends NamedWorld = NamedWorld, Sketch extends InstanceSketch = InstanceSketch> {
  readonly id: string
  /** Raised by any change of the bytes of an instance. */
  readonly version: number
  /** Which laws its instances are proven by, and under which heading lists show it. */
  readonly suite: string
  readonly dimension: string
  readonly summary: string
  /** Words that a goal of levels 3 to 5 does not use: they would name the diagnosis. */
  readonly jargon?: RegExp
  /** In the order in which lists show them. */
  readonly worlds: readonly World[]
  readonly levels: readonly Level[]
  /** Enough steps for every instance of a level. */
  mostSteps(level: Level): number
  /** Draws from the start of the stream that `generate` is given. */
  sketch(random: Random, options: { readonly world: World; readonly level: Level }): Sketch
  /** Same stream, same draft; `sketch` has drawn from it before. */
  generate(
    random: Random,
    options: { readonly world: World; readonly level: Level; readonly sketch: Sketch },
  ): TaskDraft
}
