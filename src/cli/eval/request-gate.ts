import type { Clock } from '../../agent/back-off.ts'

/** How often a limit that was cut is tried one higher: after as many answers as it lets through at once. */
const growth = 1

/**
 * How many requests a model gets at once: half as many whenever it says that it is asked too often, then slowly more
 * again, as senders do on a network. And how many a minute, where somebody has said so.
 */
export class RequestGate {
  readonly #most: number
  readonly #perMinute: number
  readonly #clock: Clock
  #limit: number
  #active = 0
  #waiting: (() => void)[] = []
  /** When the last cut was: answers that were under way then say nothing new. */
  #cutAt = Number.NEGATIVE_INFINITY
  /** When the next request may begin. */
  #next = 0

  /** @param perMinute Infinity where nothing limits it */
  constructor(most: number, perMinute: number, clock: Clock) {
    this.#most = most
    this.#limit = most
    this.#perMinute = perMinute
    this.#clock = clock
  }

  /** How many may be under way now. */
  get limit(): number {
    return Math.max(1, Math.floor(this.#limit))
  }

  /** Runs one request when there is room for it. */
  async run<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
    while (this.#active >= this.limit) {
      signal.throwIfAborted()
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.push(wake)
        signal.addEventListener('abort', wake)
      })
    }
    signal.throwIfAborted()
    this.#active++
    try {
      await this.#pace(signal)
      const answer = await request()
      this.#limit = Math.min(this.#most, this.#limit + growth / this.#limit)
      return answer
    } finally {
      this.#active--
      for (const wake of this.#waiting.splice(0, Math.max(0, this.limit - this.#active))) wake()
    }
  }

  /** The model is asked too often. */
  slow(): void {
    const now = this.#clock.now()
    if (now - this.#cutAt < 1000) return
    this.#cutAt = now
    this.#limit = Math.max(1, this.#limit / 2)
  }

  /** Requests begin evenly spread. */
  async #pace(signal: AbortSignal): Promise<void> {
    if (!Number.isFinite(this.#perMinute)) return
    const now = this.#clock.now()
    const at = Math.max(now, this.#next)
    this.#next = at + 60_000 / this.#perMinute
    if (at > now) await this.#clock.sleep(at - now, signal)
    signal.throwIfAborted()
  }
}
