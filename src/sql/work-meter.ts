import { limits } from './limits.ts'

/** Why a running statement was stopped. */
export type StopReason = 'work' | 'time' | 'memory'

/**
 * The budget of one action. Work is counted in virtual machine instructions times a weight, so the same
 * statement stops at the same instruction everywhere; wall clock and memory are backstops of the host.
 */
export class WorkMeter {
  /** Instructions between two ticks. */
  static readonly tickSize = 1000

  /** Price of an instruction: larger values and heavier functions raise it. */
  weight = 1
  stopped: StopReason | null = null

  #remaining = 0
  #deadline = 0
  #ticks = 0
  #memoryCeiling = 0
  readonly #memoryUsed: () => number

  constructor(memoryUsed: () => number) {
    this.#memoryUsed = memoryUsed
  }

  /** A fresh budget. */
  start(work: number = limits.work): void {
    this.#remaining = work
    this.#deadline = performance.now() + limits.wallClock
    this.#memoryCeiling = this.#memoryUsed() + limits.actionMemory
    this.#ticks = 0
    this.weight = 1
    this.stopped = null
  }

  /** Called every `tickSize` instructions; true stops the statement. */
  tick(): boolean {
    this.#remaining -= WorkMeter.tickSize * this.weight
    this.#ticks++
    if (this.#remaining < 0) this.stopped ??= 'work'
    else if (performance.now() > this.#deadline) this.stopped ??= 'time'
    else if ((this.#ticks & 15) === 0 && this.#memoryUsed() > this.#memoryCeiling) this.stopped ??= 'memory'
    return this.stopped !== null
  }

  /** Charges work that is not instructions; false when the budget is spent. */
  charge(units: number): boolean {
    this.#remaining -= units
    if (this.#remaining < 0) this.stopped ??= 'work'
    return this.stopped === null
  }

  /** What is left, never negative. */
  get remaining(): number {
    return Math.max(0, this.#remaining)
  }
}
