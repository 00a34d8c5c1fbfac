import { fromPlainSettings, type PlainSettings } from '../episode/plain-settings.ts'
import { Runtime } from '../episode/runtime.ts'
import { TaskRows } from '../tasks/task-rows.ts'
import { AppError } from '../kit/errors.ts'
import { InlineLane } from './inline-lane.ts'
import type { Lane } from './lane.ts'
import { type LaneMemory, laneMemory, type LaneUse } from './memory-budget.ts'
import { WorkerLane } from './worker-lane.ts'

/** A request that is served for longer than this has its worker ended, in milliseconds. */
export const defaultWatchdogMs = 10_000

/** So many workers in a row that died before they served are no accident; after a while the next is tried. */
const hopeless = 8
const patienceMs = 1000

export interface LanePoolOptions {
  readonly wasm: WebAssembly.Module
  readonly settings: PlainSettings
  /** Threads that run SQL; 0 runs it on this one, unwatched. */
  readonly workers: number
  readonly watchdogMs?: number
  /** What the whole server may take, in bytes: each lane keeps to its part. By default any amount. */
  readonly memory?: number | undefined
  /** The compiled worker-main, where it does not lie beside this file. */
  readonly entry?: URL
  /** Told how long a request waited until a worker served it, in milliseconds. */
  readonly onWait?: (ms: number) => void
  /** Told of workers that died; they are replaced. */
  readonly onRestart?: (reason: string) => void
}

/** What went wrong without its stack: the first line that says so, behind the spot where a file does not parse. */
function firstLine(reason: string): string {
  const lines = reason.split('\n').map((line) => line.trim())
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0] ?? ''
}

/** The lanes of a server. A lane that dies is replaced when it is next needed. */
export class LanePool {
  readonly tasks: TaskRows
  readonly settings: PlainSettings
  readonly #options: LanePoolOptions
  readonly #lanes: Lane[]
  #restarts = 0
  /** Of workers that are no more. */
  #pastEvictions = 0
  /** Workers in a row that died before they served. */
  #failedStarts = 0
  #lastFailure = 0
  #lastReason = ''
  /** Whether all lanes have served. */
  #isOpen = false

  private constructor(options: LanePoolOptions, lanes: Lane[]) {
    this.#options = options
    this.settings = options.settings
    this.tasks = new TaskRows(fromPlainSettings(options.settings))
    this.#lanes = lanes
  }

  /** Resolves when all lanes serve. @throws AppError `internal` when a worker does not start; then none is left */
  static async create(options: LanePoolOptions): Promise<LanePool> {
    const { wasm, workers } = options
    const lanes: Lane[] = []
    const pool = new LanePool(options, lanes)
    if (workers === 0) {
      const memory = pool.#memory
      const runtime = await Runtime.create({
        wasm,
        settings: fromPlainSettings(options.settings),
        ...(memory && { instanceBytes: memory.instanceBytes }),
      })
      lanes.push(new InlineLane(runtime, memory?.databaseBytes))
      return pool
    }
    try {
      const started = Array.from({ length: workers }, () => {
        const lane = pool.#start()
        lanes.push(lane)
        return lane.ready
      })
      await Promise.all(started)
      pool.#isOpen = true
      return pool
    } catch (cause) {
      await pool.close()
      const reason = pool.#lastReason || (cause as Error).message
      throw new AppError('internal', `the workers do not start: ${firstLine(reason)}`, { cause })
    }
  }

  /** Lanes there are, be they threads or this one. */
  get size(): number {
    return this.#lanes.length
  }

  /** What all lanes take together. */
  get use(): LaneUse {
    const sum = { databaseBytes: 0, instanceBytes: 0, evictions: this.#pastEvictions }
    for (const { use } of this.#lanes) {
      sum.databaseBytes += use.databaseBytes
      sum.instanceBytes += use.instanceBytes
      sum.evictions += use.evictions
    }
    return sum
  }

  get #memory(): LaneMemory | null {
    const { memory, workers } = this.#options
    return memory === undefined ? null : laneMemory(memory, workers)
  }

  get recordLimit(): number {
    return this.settings.recordLimit
  }

  /** Workers that died and were replaced. */
  get restarts(): number {
    return this.#restarts
  }

  /** Requests without a reply. */
  get pending(): number {
    return this.#lanes.reduce((sum, { pending }) => sum + pending, 0)
  }

  /** The lane with the least to do. @throws AppError `internal` when workers do not start */
  pick(): Lane {
    if (this.#failedStarts >= hopeless && performance.now() - this.#lastFailure < patienceMs) {
      throw new AppError('internal', 'workers do not start')
    }
    const weight = ({ pending, seats }: Lane): number => pending * 1024 + seats
    let best: Lane | undefined
    for (const [index, known] of this.#lanes.entries()) {
      const lane = known.isAlive ? known : this.#start()
      if (lane !== known) this.#pastEvictions += known.use.evictions
      this.#lanes[index] = lane
      if (best === undefined || weight(lane) < weight(best)) best = lane
    }
    return best as Lane
  }

  /** Ends a random worker as a crash would; false when there is none. For fault tests. */
  crashOne(random: () => number): boolean {
    const alive = this.#lanes.filter(
      (lane) => lane instanceof WorkerLane && lane.isReady && !lane.isDying,
    ) as WorkerLane[]
    const victim = alive[Math.floor(random() * alive.length)]
    victim?.kill()
    return victim !== undefined
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()))
  }

  #start(): WorkerLane {
    const { wasm, settings, watchdogMs = defaultWatchdogMs, onRestart, onWait } = this.#options
    return new WorkerLane({
      wasm,
      settings,
      watchdogMs,
      memory: this.#memory,
      onWait,
      entry: this.#options.entry ?? new URL('worker-main.js', import.meta.url),
      onLost: (lane, reason) => {
        this.#restarts++
        this.#failedStarts = lane.isReady ? 0 : this.#failedStarts + 1
        this.#lastFailure = performance.now()
        this.#lastReason = reason
        if (this.#isOpen) onRestart?.(reason)
      },
    })
  }
}
