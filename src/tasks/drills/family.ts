import type { Random } from '../../kit/random.ts'
import type { TaskDraft } from '../define-task.ts'
import type { Tier } from './blocks/senders.ts'
import type { World } from './trades/world.ts'

/** A column of a world in which a family can do its damage. */
export interface Place {
  readonly table: string
  readonly column: string
}

/** A kind of damage and its repair, for any world that has a place for it. */
export interface Family {
  readonly id: string
  /** Raised by any change of the bytes of an instance. */
  readonly version: number
  readonly dimension: string
  readonly summary: string
  /** Every place of a world that fits, in the order of its columns. */
  readonly places: (world: World) => readonly Place[]
  readonly generate: (random: Random, options: { readonly world: World; readonly level: Tier }) => TaskDraft
}
