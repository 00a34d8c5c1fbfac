/**
 * Turns, in the order in which they were asked for. Whoever finds nobody before it has its turn at once: nothing need be
 * waited for.
 */
export class ActionQueue {
  /** Called one by one as turns end. */
  readonly #waiting: (() => void)[] = []
  #length = 0

  /** Turns waiting or taken. */
  get length(): number {
    return this.#length
  }

  /** Asks for a turn, to be ended by `leave`; undefined when it is now. */
  enter(): Promise<void> | undefined {
    if (this.#length++ === 0) return undefined
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Ends a turn. The next begins behind what its caller does before it waits for anything. */
  leave(): void {
    this.#length--
    this.#waiting.shift()?.()
  }

  /** Resolves when every turn that was asked for so far has ended. */
  async settled(): Promise<void> {
    if (this.#length === 0) return
    await new Promise<void>((resolve) => {
      this.#waiting.push(() => {
        resolve()
        // It took no turn of its own.
        this.#waiting.shift()?.()
      })
    })
  }
}
