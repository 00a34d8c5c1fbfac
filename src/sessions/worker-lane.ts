import { Worker } from 'node:worker_threads'
import type { PlainSettings } from '../episode/plain-settings.ts'
import { fromPlainError, type LaneReply, type LaneRequest } from './episode-host.ts'
import { type Call, type Lane, LaneLost } from './lane.ts'
import type { LaneMemory, LaneUse } from './memory-budget.ts'
import {
  Flags,
  now,
  packRequest,
  unpackReply,
  type WorkerInput,
  workerReady,
  type WorkerReplies,
  type WorkerRequest,
  type WorkerRequests,
} from './worker-messages.ts'

export interface WorkerLaneOptions {
  readonly wasm: WebAssembly.Module
  readonly settings: PlainSettings
  /** The compiled worker-main. */
  readonly entry: URL
  /** A request that is served for longer has its worker ended, in milliseconds. */
  readonly watchdogMs: number
  /** Told how long a request waited until it was served, in milliseconds. */
  readonly onWait?: ((ms: number) => void) | undefined
  /** Null: any amount. */
  readonly memory: LaneMemory | null
  /** Called once, when the worker has died by itself or by the watchdog. */
  readonly onLost: (lane: WorkerLane, reason: string) => void
}

interface Waiting {
  readonly resolve: (value: LaneReply) => void
  readonly reject: (error: Error) => void
}

const largestId = 0x7fff_ffff

/** See `LaneMemory`. */
const defaultYoungMegabytes = 128

/** A worker thread. What is asked of it in one turn of the event loop crosses in one message. */
export class WorkerLane implements Lane {
  readonly #worker: Worker
  readonly #options: WorkerLaneOptions
  readonly #flags: Flags
  readonly #waiting = new Map<number, Waiting>()
  /** Places that the worker freed, and their users still count. */
  readonly #freed = new Set<number>()
  #evictions = 0
  readonly #watchdog: NodeJS.Timeout
  readonly #exited: Promise<void>
  #outbox: WorkerRequest[] = []
  #isScheduled = false
  #lastId = 0
  #seen = { id: 0, actions: 0, since: 0 }
  #guilty = 0
  #failure = ''
  isAlive = true
  /** Whether it was told to end. */
  isDying = false
  /** Whether it has ever served. */
  isReady = false
  seats = 0
  /** Resolves when it serves; rejects when it dies before. */
  readonly ready: Promise<void>

  constructor(options: WorkerLaneOptions) {
    this.#options = options
    const buffer = new SharedArrayBuffer(Flags.bytes)
    this.#flags = new Flags(buffer)
    const { wasm, settings, memory } = options
    const workerData: WorkerInput = { wasm, settings, flags: buffer, memory }
    this.#worker = new Worker(options.entry, {
      workerData,
      resourceLimits: {
        maxYoungGenerationSizeMb: memory?.youngMegabytes ?? defaultYoungMegabytes,
        ...(memory && { maxOldGenerationSizeMb: memory.oldMegabytes }),
      },
    })
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: typeof workerReady | WorkerReplies) => {
        if (message !== workerReady) return this.#settle(message)
        this.isReady = true
        resolve()
      })
      this.#worker.once('exit', () => reject(new LaneLost('none')))
    })
    // Whoever does not wait for it learns of a death from the calls that fail.
    this.ready.catch(() => undefined)
    this.#worker.on('error', (error) => (this.#failure = error.stack ?? error.message))
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#onExit(code)
        resolve()
      })
    })
    this.#watchdog = setInterval(() => this.#watch(), options.watchdogMs / 4)
    this.#watchdog.unref()
  }

  get pending(): number {
    return this.#waiting.size
  }

  // Which reply belongs to which request is what the host promises.
  call<T extends LaneReply>(request: LaneRequest): Call<T> {
    const id = this.#post(request)
    const reply = new Promise<LaneReply>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    return { id, reply: reply as Promise<T> }
  }

  get use(): LaneUse {
    return { ...this.#flags.memory, evictions: this.#evictions }
  }

  wasFreed(seat: number): boolean {
    return this.#freed.has(seat)
  }

  close(seat: number): void {
    this.#freed.delete(seat)
    if (this.isAlive) this.#post({ op: 'close', seat })
  }

  cancel(id: number): void {
    if (this.#waiting.has(id)) this.#flags.cancel(id)
  }

  async stop(): Promise<void> {
    this.isAlive = false
    clearInterval(this.#watchdog)
    await this.#worker.terminate()
    await this.#exited
  }

  /** Ends the thread as a crash would. */
  kill(): void {
    this.isDying = true
    void this.#worker.terminate()
  }

  #post(request: LaneRequest): number {
    this.#lastId = this.#lastId === largestId ? 1 : this.#lastId + 1
    this.#outbox.push(packRequest(this.#lastId, request))
    if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(() => this.#send())
    }
    return this.#lastId
  }

  #send(): void {
    this.#isScheduled = false
    const message: WorkerRequests = { at: now(), requests: this.#outbox }
    this.#outbox = []
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is a worker, not a window
    this.#worker.postMessage(message)
  }

  #settle(replies: WorkerReplies): void {
    for (const reply of replies) {
      if (reply.length === 1) {
        this.#evictions += reply[0].length
        for (const seat of reply[0]) this.#freed.add(seat)
        continue
      }
      const [id] = reply
      const { value, error, waited } = unpackReply(reply)
      this.#options.onWait?.(waited)
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value)
      // It was on its way when its seat was freed.
      else waiting?.reject(error.code === 'evicted' ? new LaneLost('none') : fromPlainError(error))
    }
  }

  #watch(): void {
    const { current: id, actions } = this.#flags
    const now = performance.now()
    if (id !== this.#seen.id || actions !== this.#seen.actions) this.#seen = { id, actions, since: now }
    else if (id !== 0 && now - this.#seen.since >= this.#options.watchdogMs) {
      this.#guilty = id
      this.kill()
    }
  }

  #onExit(code: number): void {
    const wasAlive = this.isAlive
    this.isAlive = false
    clearInterval(this.#watchdog)
    const present = this.#flags.current
    for (const [id, { reject }] of this.#waiting) {
      reject(new LaneLost(id === this.#guilty ? 'guilty' : id === present ? 'present' : 'none'))
    }
    this.#waiting.clear()
    if (!wasAlive) return
    const reason = this.#guilty > 0 ? 'a request took too long' : this.#failure || `exit code ${code}`
    this.#options.onLost(this, reason)
  }
}
