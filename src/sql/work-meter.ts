import { limits } from './limits.ts'
import type { Sqlite } from './sqlite.ts'
import type { Pointer } from './sqlite-calls.ts'

/** Why a running statement was stopped. */
export type StopReason = 'work' | 'time' | 'memory'

/**
 * The share of a budget from which on its end is near. To read all pages of a database again takes less than the
 * rest: a page of 1 KB takes some 40 units, and the cache holds some thousand.
 */
const nearShare = 0.95

/** Work between two looks at the clock and the memory of the host. */
const interval = 100_000

/**
 * The budget of one action. Work is what the instance counts of itself (metered-wasm.ts): the same statement
 * stops at the same place everywhere. Wall clock and memory are backstops of the host.
 */
export class WorkMeter {
  stopped: StopReason | null = null
  /**
   * Asked every few milliseconds of work: whether nobody waits for the answer any more. Then the action ends as
   * if its time had run out; whoever cancels must throw the result away, for a replay gives another.
   */
  isCancelled: () => boolean = () => false

  readonly #sqlite: Sqlite
  #budget = 0
  #nearBudget = false
  #isAgents = false
  #deadline = 0
  #memoryCeiling = 0

  /** Where a word is kept that is not 0 once the meter has said to stop. */
  readonly stoppedAt: Pointer

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
    this.stoppedAt = sqlite.allocate(4)
    sqlite.writePointer(this.stoppedAt, 0)
  }

  /**
   * A fresh budget.
   *
   * @param isAgents an agent's action runs for the first time: the clock watches, and it may be cancelled. What is played
   * again, read for grading or described must come out the same on a machine that is slow today, so work alone bounds it
   */
  start(budget: number = limits.work, isAgents = false): void {
    const { work, checkpoint, memoryUsed } = this.#sqlite
    this.#noteNear()
    this.#budget = budget
    this.#isAgents = isAgents
    this.#deadline = isAgents ? performance.now() + limits.wallClock : Number.POSITIVE_INFINITY
    this.#memoryCeiling = memoryUsed + limits.actionMemory
    this.stopped = null
    this.#sqlite.writePointer(this.stoppedAt, 0)
    work.value = 0
    checkpoint.value = Math.min(interval, budget)
  }

  /** Whether to stop; once it says so, it does until the next start. Sets when it wants to be asked again. */
  check(): boolean {
    const { checkpoint, memoryUsed } = this.#sqlite
    const { spent } = this
    if (spent > this.#budget) this.stopped ??= 'work'
    else if (performance.now() > this.#deadline || (this.#isAgents && this.isCancelled())) this.stopped ??= 'time'
    else if (memoryUsed > this.#memoryCeiling) this.stopped ??= 'memory'
    if (this.stopped) this.#sqlite.writePointer(this.stoppedAt, 1)
    checkpoint.value = this.stopped ? spent + interval : Math.min(spent + interval, this.#budget)
    return this.stopped !== null
  }

  /**
   * Whether any budget since the last time was so nearly spent, or so barely overspent, that another state of the
   * page cache might have decided otherwise.
   */
  takeNear(): boolean {
    this.#noteNear()
    const near = this.#nearBudget
    this.#nearBudget = false
    return near
  }

  #noteNear(): void {
    if (this.spent > this.#budget * nearShare) this.#nearBudget = true
  }

  /** No budget: what runs now is ours alone. */
  rest(): void {
    this.#sqlite.checkpoint.value = -1
    this.#sqlite.writePointer(this.stoppedAt, 0)
  }

  /** Adds work done outside the instance; false when the budget is spent. */
  charge(units: number): boolean {
    this.#sqlite.work.value += units
    return this.spent <= this.#budget || !this.check()
  }

  get spent(): number {
    return this.#sqlite.work.value >>> 0
  }

  /** What is left, never negative. */
  get remaining(): number {
    return Math.max(0, this.#budget - this.spent)
  }
}
