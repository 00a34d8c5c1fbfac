import { createEngine, type Engine } from './engine.ts'

/** Databases one engine holds before the next is made. */
const databasesPerEngine = 64
/** WebAssembly memory never shrinks: an engine that has grown beyond this gets no new databases. */
const retiredBytes = 256 * 1024 * 1024
/** What engines without a database may take together while they wait for the next; making one takes milliseconds. */
const defaultIdleBytes = 256 * 1024 * 1024

/** A place for one database on an engine; give it back when the database is closed. */
export interface EngineLease {
  readonly engine: Engine
  release(): void
}

function isFit(engine: Engine): boolean {
  return !engine.broken && !engine.crowded && engine.memoryBytes < retiredBytes
}

/** The engines of a process or worker. */
export class EnginePool {
  readonly #wasm: WebAssembly.Module
  readonly #isCancelled: (() => boolean) | undefined
  readonly #idleBytes: number
  readonly #leases = new Map<Engine, number>()
  #next: Promise<Engine> | undefined

  /**
   * @param isCancelled asked while statements run: whether nobody waits for the one under way
   * @param idleBytes what engines without a database may take together; one is always kept
   */
  constructor(wasm: WebAssembly.Module, isCancelled?: () => boolean, idleBytes: number = defaultIdleBytes) {
    this.#idleBytes = idleBytes
    this.#wasm = wasm
    this.#isCancelled = isCancelled
  }

  /** A place on an engine that is fit for new databases; makes one when there is none. */
  async lease(): Promise<EngineLease> {
    let engine = this.#fit()
    while (engine === undefined) {
      this.#next ??= this.#create()
      const made = await this.#next
      if (!this.#leases.has(made)) this.#leases.set(made, 0)
      this.#next = undefined
      engine = this.#fit()
    }
    return this.#take(engine)
  }

  /** A place on an engine of its own, for a database whose engine failed. */
  async leaseFresh(): Promise<EngineLease> {
    for (const [engine, leases] of this.#leases) {
      if (leases === 0 && isFit(engine)) return this.#take(engine)
    }
    const engine = await this.#create()
    this.#leases.set(engine, 0)
    return this.#take(engine)
  }

  /** Engines in use, for metrics. */
  get size(): number {
    return this.#leases.size
  }

  async #create(): Promise<Engine> {
    const engine = await createEngine(this.#wasm)
    if (this.#isCancelled) engine.meter.isCancelled = this.#isCancelled
    return engine
  }

  #fit(): Engine | undefined {
    for (const [engine, leases] of this.#leases) {
      if (leases < databasesPerEngine && isFit(engine)) return engine
      // Nothing refers to it any more: its memory goes back to the host.
      if (leases === 0) this.#leases.delete(engine)
    }
    return undefined
  }

  /** A few idle engines are kept for the next databases; the memory of the others goes back to the host. */
  #dropSurplus(idle: Engine): void {
    let bytes = 0
    for (const [engine, leases] of this.#leases) {
      if (leases === 0 && engine !== idle && isFit(engine)) bytes += engine.memoryBytes
    }
    const isSurplus = bytes > 0 && bytes + idle.memoryBytes > this.#idleBytes
    if (isSurplus || !isFit(idle)) this.#leases.delete(idle)
  }

  #take(engine: Engine): EngineLease {
    this.#leases.set(engine, (this.#leases.get(engine) ?? 0) + 1)
    let held = true
    return {
      engine,
      release: () => {
        if (!held) return
        held = false
        const left = (this.#leases.get(engine) ?? 1) - 1
        this.#leases.set(engine, left)
        if (left === 0) this.#dropSurplus(engine)
      },
    }
  }
}
