/** By key, who waits: called when the work has ended. */
type Running = Map<string, (() => void)[]>

/**
 * Work that somebody does now, so that others of the same client, who are about to do the very same, wait for its result
 * instead. Clients do not wait for one another: each has its own turn at the lanes, and one that has burnt much is served late.
 */
export class SharedWork {
  readonly #byFlow = new Map<number, Running>()

  /** Resolves when whoever does it has ended, however that went; undefined when nobody of this flow does it. */
  join(key: string, flow: number): Promise<void> | undefined {
    const waiting = this.#byFlow.get(flow)?.get(key)
    return waiting && new Promise((resolve) => waiting.push(resolve))
  }

  /** Others of this flow wait from now on, until what is returned is called; undefined when somebody does it already. */
  begin(key: string, flow: number): (() => void) | undefined {
    let running = this.#byFlow.get(flow)
    if (running === undefined) this.#byFlow.set(flow, (running = new Map()))
    if (running.has(key)) return undefined
    const waiting: (() => void)[] = []
    const work = running.set(key, waiting)
    return () => {
      work.delete(key)
      if (work.size === 0) this.#byFlow.delete(flow)
      for (const goOn of waiting) goOn()
    }
  }
}
