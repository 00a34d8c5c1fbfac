import { createEngine, type Engine } from './engine.ts'

/** Databases one engine holds before the next is made. */
const databasesPerEngine = 64
/** WebAssembly memory never shrinks: an engine that has grown beyond this gets no new databases. */
const retiredBytes = 256 * 1024 * 1024
/** What engines without a database may take together while they wait for the next; making one takes milliseconds. */
const defaultIdleBytes = 256 * 1024 * 1024
/** One that is larger has held more than the small databases for which it was made. */
const grownBytes = 32 * 1024 * 1024

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
  /** They get no more databases. */
  readonly #retired = new WeakSet<Engine>()
  #next: Promise<Engine> | undefined
  /** The one made last, which the package holds on to until the next is made. */
  #last: Engine | undefined
  #droppedBytes = 0

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
      if (leases === 0 && this.#isFit(engine)) return this.#take(engine)
    }
    const engine = await this.#create()
    this.#leases.set(engine, 0)
    return this.#take(engine)
  }

  /** WebAssembly memory of all engines, in bytes. */
  get memoryBytes(): number {
    let bytes = 0
    for (const engine of this.#leases.keys()) bytes += engine.memoryBytes
    return bytes
  }

  /** Memory of engines that were let go of, so far, in bytes; the host has it back when it has been collected. */
  get droppedBytes(): number {
    return this.#droppedBytes
  }

  /** An engine gets no more databases, and goes with its last one. */
  retire(engine: Engine): void {
    this.#retired.add(engine)
    if (this.#leases.get(engine) === 0) this.#drop(engine)
  }

  /** Whether an engine takes much memory, and will as long as it has a single database. */
  isGrown(engine: Engine): boolean {
    return engine.memoryBytes > grownBytes
  }

  /** Lets go of engines without a database that have grown. */
  dropGrown(): void {
    for (const [engine, leases] of this.#leases) if (leases === 0 && this.isGrown(engine)) this.#drop(engine)
  }

  /** Engines in use, for metrics. */
  get size(): number {
    return this.#leases.size
  }

  async #create(): Promise<Engine> {
    const engine = await createEngine(this.#wasm)
    this.#last = engine
    if (this.#isCancelled) engine.meter.isCancelled = this.#isCancelled
    return engine
  }

  #fit(): Engine | undefined {
    for (const [engine, leases] of this.#leases) {
      if (leases < databasesPerEngine && this.#isFit(engine)) return engine
      if (leases === 0) this.#drop(engine)
    }
    return undefined
  }

  #isFit(engine: Engine): boolean {
    return isFit(engine) && !this.#retired.has(engine)
  }

  /** Nothing refers to an engine any more: its memory goes back to the host. */
  #drop(engine: Engine): void {
    if (!this.#leases.delete(engine)) return
    this.#droppedBytes += engine.memoryBytes
    if (engine !== this.#last || !this.isGrown(engine)) return
    this.#last = undefined
    // See `#last`.
    this.#next ??= this.#create()
    this.#next.catch(() => undefined)
  }

  /** A few idle engines are kept for the next databases; the memory of the others goes back to the host. */
  #dropSurplus(idle: Engine): void {
    let bytes = 0
    for (const [engine, leases] of this.#leases) {
      if (leases === 0 && engine !== idle && this.#isFit(engine)) bytes += engine.memoryBytes
    }
    const isSurplus = bytes > 0 && bytes + idle.memoryBytes > this.#idleBytes
    if (isSurplus || !this.#isFit(idle)) this.#drop(idle)
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
