/**
 * What a worker and the thread that owns it send each other.
 *
 * @module
 */
import type { PlainSettings } from '../episode/plain-settings.ts'
import type { StepEvent } from '../episode/rewards.ts'
import type { LaneReply, LaneRequest, PlainError } from './episode-host.ts'

export interface WorkerInput {
  readonly wasm: WebAssembly.Module
  readonly settings: PlainSettings
  /** See `Flags`. */
  readonly flags: SharedArrayBuffer
}

/** A request; the short form is for a step of a place that is up to date, as nearly all are: names take time to copy. */
export type WorkerRequest =
  | readonly [id: number, request: LaneRequest]
  | readonly [id: number, place: number, action: string]

/** A reply; the short form is for a step that the host did not cut short. */
export type WorkerReply =
  | readonly [id: number, value: LaneReply, error?: PlainError]
  | readonly [
      id: number,
      observation: string,
      reward: number | null,
      done: boolean,
      metadata: string,
      idle: StepEvent | null,
    ]

/** Everything that arrived in one turn of the event loop crosses in one message. */
export type WorkerRequests = readonly WorkerRequest[]
export type WorkerReplies = readonly WorkerReply[]

export function packRequest(id: number, request: LaneRequest): WorkerRequest {
  if (request.op !== 'step' || request.start !== null || request.cut !== null || request.before.length > 0) {
    return [id, request]
  }
  return [id, request.place, request.action]
}

export function unpackRequest(packed: WorkerRequest): LaneRequest {
  if (packed.length === 2) return packed[1]
  return { op: 'step', place: packed[1], action: packed[2], cut: null, start: null, before: [] }
}

export function packReply(id: number, value: LaneReply): WorkerReply {
  if (value === undefined || !('cut' in value) || value.cut !== null) return [id, value]
  const { observation, reward, done, metadata } = value.result
  return [id, observation, reward, done, metadata, value.idle]
}

export function unpackReply(packed: WorkerReply): {
  readonly value: LaneReply
  readonly error: PlainError | undefined
} {
  if (packed.length !== 6) return { value: packed[1], error: packed[2] }
  const [, observation, reward, done, metadata, idle] = packed
  return { value: { result: { observation, reward, done, metadata }, cut: null, idle }, error: undefined }
}

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
