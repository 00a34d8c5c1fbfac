import type { Runtime } from '../episode/runtime.ts'
import { AppError } from '../kit/errors.ts'
import { type Cancellation, EpisodeHost, type LaneReply, type LaneRequest } from './episode-host.ts'
import type { Call, Lane } from './lane.ts'

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
  #tail: Promise<unknown> = Promise.resolve()
  #lastId = 0
  isAlive = true
  pending = 0
  places = 0

  constructor(runtime: Runtime) {
    this.#host = new EpisodeHost(runtime)
  }

  // Which reply belongs to which request is what the host promises.
  call<T extends LaneReply>(request: LaneRequest): Call<T> {
    if (!this.isAlive) throw new AppError('internal', 'the lane is stopped')
    this.pending++
    const reply = this.#tail.then(() => this.#host.serve(request, never)).finally(() => this.pending--)
    this.#tail = reply.catch(() => undefined)
    return { id: ++this.#lastId, reply: reply as Promise<T> }
  }

  close(place: number): void {
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
