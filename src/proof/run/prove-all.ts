import { Worker } from 'node:worker_threads'
import { AppError } from '../../kit/errors.ts'
import type { Proof, ProofJob } from './proof.ts'
import type { ProofWorkerInput } from './proof-worker.ts'

/** Instances that go to a thread at once. */
const chunk = 4

/** The slowest instance takes some seconds on a busy machine; one that takes minutes will not end. */
const defaultPatienceMs = 300_000

/** Most of what a proof makes dies with it: room for it spares the collector work. */
const youngMegabytes = 64

export interface ProveOptions<Line = Proof> {
  readonly wasm: WebAssembly.Module
  /** Of the package that proves; it stands in every proof. */
  readonly version: string
  /** Threads, 1 or more. */
  readonly workers: number
  /** Called for every instance, in the order in which they are done. */
  readonly onProof: (proof: Line) => void
  readonly signal?: AbortSignal
  /** The compiled proof-worker, where it does not lie beside this file. */
  readonly entry?: URL
  /** An instance that takes longer is an error, in milliseconds. */
  readonly patienceMs?: number
  /** The most memory of a thread's JavaScript, in megabytes. */
  readonly memoryMb?: number
}

/**
 * Proves instances on threads of its own. When it settles, no thread runs any more.
 *
 * @throws AppError `internal`, with the instance at which a thread died or got stuck; `cancelled` by the signal;
 *   and whatever `onProof` throws
 */
export async function proveAll<Line = Proof>(jobs: Iterable<ProofJob>, options: ProveOptions<Line>): Promise<void> {
  const { wasm, version, workers, memoryMb, signal } = options
  const source = jobs[Symbol.iterator]()
  const entry = options.entry ?? new URL('proof-worker.js', import.meta.url)
  const threads: ProofThread<Line>[] = []
  let interrupt: (() => void) | undefined
  try {
    const cancelled = new Promise<never>((_, reject) => {
      interrupt = () => reject(new AppError('cancelled', 'interrupted'))
    })
    if (interrupt !== undefined) signal?.addEventListener('abort', interrupt)
    if (signal?.aborted) throw new AppError('cancelled', 'interrupted')
    for (let index = 0; index < workers; index++) {
      const first = take(source)
      if (first.length === 0) break
      const worker = new Worker(entry, {
        workerData: { wasm, version } satisfies ProofWorkerInput,
        resourceLimits: {
          maxYoungGenerationSizeMb: youngMegabytes,
          ...(memoryMb !== undefined && { maxOldGenerationSizeMb: memoryMb }),
        },
      })
      threads.push(new ProofThread(worker, first, source, options))
    }
    await Promise.race([Promise.all(threads.map(({ done }) => done)), cancelled])
  } finally {
    if (interrupt !== undefined) signal?.removeEventListener('abort', interrupt)
    await Promise.all(threads.map((thread) => thread.stop()))
  }
}

function take(source: Iterator<ProofJob>): ProofJob[] {
  const jobs: ProofJob[] = []
  while (jobs.length < chunk) {
    const next = source.next()
    if (next.done) break
    jobs.push(next.value)
  }
  return jobs
}

/** One thread and what it has been given. */
class ProofThread<Line> {
  /** Resolves when there is nothing left to take. */
  readonly done: Promise<void>
  readonly #worker: Worker
  readonly #source: Iterator<ProofJob>
  readonly #options: ProveOptions<Line>
  /** Given and not proven; the first is the one under way. */
  readonly #given: ProofJob[] = []
  #patience: NodeJS.Timeout | undefined
  #resolve: () => void = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor(worker: Worker, first: readonly ProofJob[], source: Iterator<ProofJob>, options: ProveOptions<Line>) {
    this.#worker = worker
    this.#source = source
    this.#options = options
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // All of them are waited for together; once one has failed nobody asks for the others.
    this.done.catch(() => undefined)
    worker.on('message', (proof: Line) => this.#settle(proof))
    worker.on('error', (error) => this.#fail(`the thread died: ${error.message}`))
    worker.on('messageerror', (error) => this.#fail(`the thread sent no proof: ${error.message}`))
    worker.on('exit', (code) => this.#fail(`the thread ended with code ${code}`))
    this.#give(first)
  }

  async stop(): Promise<void> {
    clearTimeout(this.#patience)
    await this.#worker.terminate()
  }

  #give(jobs: readonly ProofJob[]): void {
    this.#given.push(...jobs)
    this.#watch()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is a worker, not a window
    this.#worker.postMessage(jobs)
  }

  #watch(): void {
    clearTimeout(this.#patience)
    const { patienceMs = defaultPatienceMs } = this.#options
    this.#patience = setTimeout(() => this.#fail(`not proven within ${patienceMs / 1000} s`), patienceMs)
  }

  #settle(proof: Line): void {
    try {
      this.#options.onProof(proof)
      this.#given.shift()
      this.#watch()
      if (this.#given.length > 0) return
      const next = take(this.#source)
      if (next.length > 0) this.#give(next)
      else {
        clearTimeout(this.#patience)
        this.#resolve()
      }
    } catch (error) {
      this.#reject(error)
    }
  }

  #fail(reason: string): void {
    const [job] = this.#given
    const place = job === undefined ? '' : `${job.task}, seed ${job.seed}: `
    this.#reject(new AppError('internal', `${place}${reason}`))
  }
}
