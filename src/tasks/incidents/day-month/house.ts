import type { Random } from '../../../kit/random.ts'

/** How a day is written with slashes: day first or month first. */
export type Order = 'dm' | 'md'

/** How a house works; each says so somewhere. */
export interface House {
  /** How the import reads every day with slashes while it is struck. */
  readonly region: Order
  /** A refused line that the partner sent again: the row of the later file stays, or the reserved row takes its place. */
  readonly again: 'later stays' | 'reserved row'
  /** A refused line that was called off since: no row, or a row that says so. */
  readonly withdrawn: 'left out' | 'entered'
  /** A second day that was changed by hand: it was typed as it is to be, or it was moved by some days. */
  readonly moved: 'as entered' | 'moved again'
}

const answers = {
  region: ['dm', 'md'],
  again: ['later stays', 'reserved row'],
  withdrawn: ['left out', 'entered'],
  moved: ['as entered', 'moved again'],
} as const

/** Every house there is: sixteen. */
export const houses: readonly House[] = answers.region.flatMap((region) =>
  answers.again.flatMap((again) =>
    answers.withdrawn.flatMap((withdrawn) => answers.moved.map((moved) => ({ region, again, withdrawn, moved }))),
  ),
)

export const drawHouse = (random: Random): House => random.pick(houses)

export const otherOrder = (order: Order): Order => (order === 'dm' ? 'md' : 'dm')
