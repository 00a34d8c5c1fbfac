/** Time as a player sees it, so that tests need none. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
      if (signal.aborted) done()
    }),
}

/** Between two tries, in milliseconds: doubled from the first to the longest. */
const shortestWait = 500
const longestWait = 60_000
/** Tries of what a server never tires of refusing, however short its waits. */
const mostWaits = 100

export interface Patience {
  readonly clock: Clock
  /** The most that all waits of one request may take together, in milliseconds. */
  readonly patienceMs: number
  /** Told before a wait, in milliseconds, and why. */
  readonly onWait?: (ms: number, reason: string) => void
}

/** The waits of one request that is tried again and again. */
export class BackOff {
  readonly #patience: Patience
  #spent = 0
  #waits = 0

  constructor(patience: Patience) {
    this.#patience = patience
  }

  /**
   * Waits before the next try.
   *
   * @param asked what the server asks for, in milliseconds
   * @param most how many waits this reason is worth
   * @returns false, without waiting, when patience would be at its end
   */
  async wait(reason: string, signal: AbortSignal, asked?: number, most: number = mostWaits): Promise<boolean> {
    const { clock, patienceMs, onWait } = this.#patience
    // Nobody is asked again at once.
    const ms = asked || Math.min(shortestWait * 2 ** this.#waits, longestWait)
    if (this.#waits >= Math.min(most, mostWaits) || this.#spent + ms > patienceMs) return false
    this.#waits++
    this.#spent += ms
    onWait?.(ms, reason)
    await clock.sleep(ms, signal)
    return true
  }
}
