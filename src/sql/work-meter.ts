import { limits } from './limits.ts'
import { createWorkGate, type SharedNumber, type WorkGate } from './work-gate.ts'

/** Why a running statement was stopped. */
export type StopReason = 'work' | 'time' | 'memory'

/** Work between two looks at the clock and the memory of the host. */
const interval = 100_000

/**
 * The budget of one action. Work is what the instance counts of itself (metered-wasm.ts): the same statement
 * stops at the same place everywhere. Wall clock and memory are backstops of the host.
 */
export class WorkMeter {
  stopped: StopReason | null = null

  readonly gate: WorkGate
  readonly #work: SharedNumber
  readonly #memoryUsed: () => number
  #budget = 0
  #deadline = 0
  #memoryCeiling = 0

  constructor(work: SharedNumber, memoryUsed: () => number) {
    this.#work = work
    this.#memoryUsed = memoryUsed
    this.gate = createWorkGate(work, () => (this.check() ? 1 : 0))
  }

  /** A fresh budget. */
  start(budget: number = limits.work): void {
    this.#budget = budget
    this.#deadline = performance.now() + limits.wallClock
    this.#memoryCeiling = this.#memoryUsed() + limits.actionMemory
    this.stopped = null
    this.#work.value = 0
    this.gate.checkpoint.value = Math.min(interval, budget)
  }

  /** Whether to stop; once it says so, it does until the next start. */
  check(): boolean {
    const { spent } = this
    if (spent > this.#budget) this.stopped ??= 'work'
    else if (performance.now() > this.#deadline) this.stopped ??= 'time'
    else if (this.#memoryUsed() > this.#memoryCeiling) this.stopped ??= 'memory'
    this.gate.checkpoint.value = this.stopped ? 0 : Math.min(spent + interval, this.#budget)
    return this.stopped !== null
  }

  /** Adds work done outside the instance; false when the budget is spent. */
  charge(units: number): boolean {
    this.#work.value += units
    return this.spent <= this.#budget || !this.check()
  }

  get spent(): number {
    return this.#work.value >>> 0
  }

  /** What is left, never negative. */
  get remaining(): number {
    return Math.max(0, this.#budget - this.spent)
  }
}
