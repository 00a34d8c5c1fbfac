import type { Runtime } from '../episode/runtime.ts'
import { AppError } from '../kit/errors.ts'
import { ActionQueue } from './action-queue.ts'
import { type Cancellation, EpisodeHost, type LaneReply, type LaneRequest } from './episode-host.ts'
import { type Call, type Lane, LaneLost } from './lane.ts'
import type { LaneUse } from './memory-budget.ts'

/** Nothing can reach a thread that is busy with SQL. */
const never: Cancellation = {
  replay: () => undefined,
  begin: () => undefined,
  end: () => undefined,
  isCancelled: () => false,
}

/** Runs episodes on the thread of its caller: for tests and small programs, where nothing else must stay quick. */
export class InlineLane implements Lane {
  readonly #host: EpisodeHost
  readonly #freed = new Set<number>()
  #evictions = 0
  readonly #queue = new ActionQueue()
  #lastId = 0
  isAlive = true
  seats = 0

  /** @param databaseBytes what databases and records may take together */
  constructor(runtime: Runtime, databaseBytes?: number) {
    this.#host = new EpisodeHost(runtime, databaseBytes)
  }

  get pending(): number {
    return this.#queue.length
  }

  // Which reply belongs to which request is what the host promises.
  call<T extends LaneReply>(request: LaneRequest): Call<T> {
    if (!this.isAlive) throw new AppError('internal', 'the lane is stopped')
    return { id: ++this.#lastId, reply: this.#serve(request) as Promise<T> }
  }

  /** In its turn, which is now when the lane does nothing else. */
  async #serve(request: LaneRequest): Promise<LaneReply> {
    const turn = this.#queue.enter()
    try {
      if (turn !== undefined) await turn
      return await this.#host.serve(request, never)
    } catch (error) {
      throw AppError.isInstance(error) && error.code === 'evicted' ? new LaneLost('none') : error
    } finally {
      const freed = this.#host.trim()
      this.#evictions += freed.length
      for (const seat of freed) this.#freed.add(seat)
      this.#queue.leave()
    }
  }

  get use(): LaneUse {
    const { memoryBytes: databaseBytes, instanceBytes } = this.#host
    return { databaseBytes, instanceBytes, evictions: this.#evictions }
  }

  wasFreed(seat: number): boolean {
    return this.#freed.has(seat)
  }

  close(seat: number): void {
    this.#freed.delete(seat)
    if (this.isAlive) void this.#serve({ op: 'close', seat })
  }

  cancel(): void {
    // See above.
  }

  async stop(): Promise<void> {
    this.isAlive = false
    await this.#queue.settled()
    this.#host.close()
  }
}
