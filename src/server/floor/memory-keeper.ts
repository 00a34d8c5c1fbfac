import { collectGarbage } from '../../sessions/collect-garbage.ts'

/** How often it looks, in milliseconds. */
const lookMs = 2000

/** So much may wait for the collector, in bytes. */
const uncollectedBytes = 48 * 1024 * 1024

/**
 * Gives the memory of messages and replies back that are over. They are buffers outside V8's heap: a server that is idle
 * after a flood makes no garbage, so nothing would ever collect them.
 */
export class MemoryKeeper {
  readonly #timer: NodeJS.Timeout

  /** @param countHeld bytes of buffers that are still wanted */
  constructor(countHeld: () => number) {
    this.#timer = setInterval(() => {
      const { external, arrayBuffers, heapTotal, heapUsed } = process.memoryUsage()
      const waiting = Math.max(external, arrayBuffers) + (heapTotal - heapUsed) / 4 - 2 * countHeld()
      if (waiting > uncollectedBytes) collectGarbage()
    }, lookMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
