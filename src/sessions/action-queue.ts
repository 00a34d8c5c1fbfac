/**
 * Runs jobs one after the other, in the order in which they were added. A job that fails does not stop
 * the ones behind it.
 */
export class ActionQueue {
  #tail: Promise<unknown> = Promise.resolve()
  #length = 0

  /** Jobs waiting or running. */
  get length(): number {
    return this.#length
  }

  /** Adds a job; settles as the job does. */
  run<T>(job: () => Promise<T>): Promise<T> {
    this.#length++
    const result = this.#tail.then(job).finally(() => this.#length--)
    // The chain only orders jobs: whoever added a job hears of its failure.
    this.#tail = result.catch(() => undefined)
    return result
  }

  /** Resolves when everything added so far has settled. */
  async settled(): Promise<void> {
    await this.#tail
  }
}
