import { AppError } from '../kit/errors.ts'

let lastFlow = 0

/** A number for whoever asks of lanes: each is served in turn. */
export function newFlow(): number {
  return ++lastFlow
}

/** Who asks something of a session, as far as it matters whether anybody will hear the answer. */
export interface Asker {
  /** Whether nobody hears it any more. Where servers share sessions, what was asked is not done then: it was asked of another. */
  readonly isGone: boolean
}

/** Who plays many sessions by one connection: in turn with all others, and with some of the places. */
export class Client implements Asker {
  readonly flow: number = newFlow()
  #places = 0
  #isGone = false

  /** Whether its connection has ended, so that nobody hears of what is yet to be done for it. */
  get isGone(): boolean {
    return this.#isGone
  }

  leave(): void {
    this.#isGone = true
  }

  /** Sessions that it made and that there are. */
  get places(): number {
    return this.#places
  }

  /** @throws AppError `capacity_reached` when it holds so many */
  take(limit: number): void {
    if (this.#places >= limit) {
      throw new AppError(
        'capacity_reached',
        `this connection made ${limit} sessions, which is as many as one may; close some of them first`,
      )
    }
    this.#places++
  }

  giveBack(): void {
    this.#places--
  }
}
