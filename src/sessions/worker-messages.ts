/**
 * What a worker and the thread that owns it send each other.
 *
 * @module
 */
import type { PlainSettings } from '../episode/plain-settings.ts'
import type { LaneReply, LaneRequest, PlainError } from './episode-host.ts'

export interface WorkerInput {
  readonly wasm: WebAssembly.Module
  readonly settings: PlainSettings
  /** See `Flags`. */
  readonly flags: SharedArrayBuffer
}

/** Everything that arrived in one turn of the event loop crosses in one message. */
export type WorkerRequests = readonly (readonly [id: number, request: LaneRequest])[]

export type WorkerReplies = readonly (readonly [id: number, value: LaneReply, error?: PlainError])[]

/** The first message of a worker. */
export const workerReady = 'ready'

const slots = 1024

/** Numbers that both threads see at once: which request is served, how far it is, and which are cancelled. */
export class Flags {
  static readonly bytes: number = 4 * (2 + slots)
  readonly #words: Int32Array

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer)
  }

  /** The id of the request that is served; 0 when there is none. */
  get current(): number {
    return Atomics.load(this.#words, 0)
  }

  set current(id: number) {
    Atomics.store(this.#words, 0, id)
  }

  /** Counts actions that were begun, so that a long replay is not taken for a long action. */
  get actions(): number {
    return Atomics.load(this.#words, 1)
  }

  countAction(): void {
    Atomics.add(this.#words, 1, 1)
  }

  /** Marks a request; forgotten when so many younger ones are cancelled. */
  cancel(id: number): void {
    Atomics.store(this.#words, 2 + (id % slots), id)
  }

  isCancelled(id: number): boolean {
    return Atomics.load(this.#words, 2 + (id % slots)) === id
  }
}
