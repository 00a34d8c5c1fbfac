/**
 * The worker from the page's side. A worker that does not answer in time is ended and replaced; whoever plays then opens
 * the same line of play again.
 *
 * @module
 */
import wasmUrl from '../../../dist/host/sqlite3-metered.wasm?url'
import type { PlainSettings } from '../../../src/episode/plain-settings.ts'
import type { EngineApi, EngineCalls, EngineReply } from './engine-api.ts'

/** An answer that is an error. */
export class EngineError extends Error {
  override name = 'EngineError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Milliseconds for one call. The budget of an action ends it far below. */
const patience = 20_000

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly timer: ReturnType<typeof setTimeout>
}

export class EngineClient {
  /** The calls of the worker. */
  readonly calls: EngineCalls
  /** Told when a worker was replaced: all that was open there is gone. */
  onReplaced: (() => void) | undefined
  readonly #patience: number
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #count = 0

  readonly #settings: PlainSettings | null

  /** @param settings with which episodes are played; null: as this version has them */
  constructor(settings: PlainSettings | null = null, patienceMs: number = patience) {
    this.#settings = settings
    this.#patience = patienceMs
    this.calls = new Proxy({} as EngineCalls, {
      get:
        (_, name: string) =>
        (...args: readonly unknown[]) =>
          this.#call(name as keyof EngineApi, args),
    })
  }

  /** Ends the worker; the next call starts another. */
  replace(reason = 'the SQL engine did not answer and was replaced'): void {
    this.#worker?.terminate()
    this.#worker = undefined
    for (const [id, { reject, timer }] of this.#waiting) {
      clearTimeout(timer)
      this.#waiting.delete(id)
      reject(new EngineError('engine_fault', reason))
    }
    this.onReplaced?.()
  }

  #call(name: keyof EngineApi, args: readonly unknown[]): Promise<unknown> {
    const worker = (this.#worker ??= this.#start())
    const id = ++this.#count
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.replace(), this.#patience)
      this.#waiting.set(id, { resolve, reject, timer })
      worker.postMessage({ id, name, args })
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'engine' })
    worker.addEventListener('message', ({ data }: MessageEvent<EngineReply>) => {
      const waiting = this.#waiting.get(data.id)
      if (waiting === undefined) return
      clearTimeout(waiting.timer)
      this.#waiting.delete(data.id)
      if ('failure' in data) waiting.reject(new EngineError(data.failure.code, data.failure.message))
      else waiting.resolve(data.value)
    })
    worker.addEventListener('error', (event) => {
      if (this.#worker === worker) this.replace(event.message || 'the SQL engine could not be started')
    })
    worker.postMessage({ wasm: new URL(wasmUrl, document.baseURI).href, settings: this.#settings })
    return worker
  }
}
