import type { Runtime } from '../episode/runtime.ts'
import { AppError } from '../kit/errors.ts'
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
  #tail: Promise<unknown> = Promise.resolve()
  #lastId = 0
  isAlive = true
  pending = 0
  places = 0

  /** @param databaseBytes what databases and records may take together */
  constructor(runtime: Runtime, databaseBytes?: number) {
    this.#host = new EpisodeHost(runtime, databaseBytes)
  }

  // Which reply belongs to which request is what the host promises.
  call<T extends LaneReply>(request: LaneRequest): Call<T> {
    if (!this.isAlive) throw new AppError('internal', 'the lane is stopped')
    this.pending++
    const reply = this.#tail.then(async () => await this.#serve(request)).finally(() => this.pending--)
    this.#tail = reply.catch(() => undefined)
    return { id: ++this.#lastId, reply: reply as Promise<T> }
  }

  async #serve(request: LaneRequest): Promise<LaneReply> {
    try {
      return await this.#host.serve(request, never)
    } catch (error) {
      throw AppError.isInstance(error) && error.code === 'evicted' ? new LaneLost('none') : error
    } finally {
      const freed = this.#host.trim()
      this.#evictions += freed.length
      for (const place of freed) this.#freed.add(place)
    }
  }

  get use(): LaneUse {
    const { memoryBytes: databaseBytes, instanceBytes } = this.#host
    return { databaseBytes, instanceBytes, evictions: this.#evictions }
  }

  wasFreed(place: number): boolean {
    return this.#freed.has(place)
  }

  close(place: number): void {
    this.#freed.delete(place)
    if (this.isAlive) this.#tail = this.#tail.then(() => this.#host.serve({ op: 'close', place }, never))
  }

  cancel(): void {
    // See above.
  }

  async stop(): Promise<void> {
    this.isAlive = false
    await this.#tail
    this.#host.close()
  }
}
