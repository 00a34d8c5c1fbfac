/** Something that may have to go when memory is short. */
export interface Holding {
  /** Counts more bytes, or fewer. */
  add(bytes: number): void
  /** It is younger than all others from now on. */
  renew(): void
  /** It holds nothing any more; may be called more than once. */
  end(): void
}

interface Held {
  bytes: number
  readonly evict: () => void
}

/**
 * Bytes that connections hold, all of them together. When there are more than there may be, what was begun first has
 * to go first: honest work is over in a moment.
 */
export class ByteShare {
  readonly limit: number
  readonly #held = new Set<Held>()
  #used = 0

  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.limit = limit
  }

  get used(): number {
    return this.#used
  }

  /** Whether it is time to take no more from those who have something under way. */
  get isShort(): boolean {
    return this.#used > this.limit / 2
  }

  /** Counts bytes of what will be over by itself; a negative number of them when it is. */
  count(bytes: number): void {
    this.#used += bytes
    this.#enforce()
  }

  /** Counts something that can be refused in its midst. @param evict called once, when it has to go */
  begin(evict: () => void): Holding {
    const held: Held = { bytes: 0, evict }
    this.#held.add(held)
    return {
      add: (bytes) => {
        if (!this.#held.has(held)) return
        // What held nothing begins now.
        if (held.bytes === 0) this.#renew(held)
        held.bytes += bytes
        this.count(bytes)
      },
      renew: () => this.#renew(held),
      end: () => this.#end(held),
    }
  }

  #renew(held: Held): void {
    if (this.#held.delete(held)) this.#held.add(held)
  }

  #end(held: Held): void {
    if (this.#held.delete(held)) this.#used -= held.bytes
  }

  #enforce(): void {
    for (const held of this.#held) {
      if (this.#used <= this.limit) return
      if (held.bytes === 0) continue
      this.#end(held)
      held.evict()
    }
  }
}
