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
  /** Bytes that databases and records, and instances may take; null is any number. */
  readonly memory: { readonly databaseBytes: number; readonly instanceBytes: number } | null
}

/** A request; the short form is for a step of a seat that is up to date, as nearly all are: names take time to copy. */
export type WorkerRequest =
  | readonly [id: number, request: LaneRequest]
  | readonly [id: number, seat: number, action: string, flow: number]

/**
 * A reply; the short form is for a step that the host did not cut short. One to no request tells which seats were freed
 * after everything before it.
 */
export type WorkerReply =
  | readonly [freed: readonly number[]]
  | readonly [id: number, value: LaneReply, error: PlainError | undefined, waited: number]
  | readonly [
      id: number,
      observation: string,
      reward: number | null,
      done: boolean,
      metadata: string,
      idle: StepEvent | null,
      waited: number,
    ]

/** Everything that arrived in one turn of the event loop crosses in one message. */
export interface WorkerRequests {
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number
  readonly requests: readonly WorkerRequest[]
}
export type WorkerReplies = readonly WorkerReply[]

export function packRequest(id: number, request: LaneRequest): WorkerRequest {
  if (request.op !== 'step' || request.start !== null || request.cut !== null || request.before.length > 0) {
    return [id, request]
  }
  return [id, request.seat, request.action, request.flow]
}

export function unpackRequest(packed: WorkerRequest): LaneRequest {
  if (packed.length === 2) return packed[1]
  const [, seat, action, flow] = packed
  return { op: 'step', seat, flow, action, cut: null, start: null, before: [] }
}

/** @param waited from its message to its beginning, in milliseconds */
export function packReply(id: number, value: LaneReply, waited: number): WorkerReply {
  if (value === undefined || !('cut' in value) || value.cut !== null) return [id, value, undefined, waited]
  const { observation, reward, done, metadata } = value.result
  return [id, observation, reward, done, metadata, value.idle, waited]
}

export function unpackReply(packed: Exclude<WorkerReply, readonly [freed: readonly number[]]>): {
  readonly value: LaneReply
  readonly error: PlainError | undefined
  readonly waited: number
} {
  if (packed.length === 4) return { value: packed[1], error: packed[2], waited: packed[3] }
  const [, observation, reward, done, metadata, idle, waited] = packed
  return { value: { result: { observation, reward, done, metadata }, cut: null, idle }, error: undefined, waited }
}

/** To compute it is not cheap. */
const { timeOrigin } = performance

/** Milliseconds since 1970, with fractions: the same on all threads. */
export function now(): number {
  return timeOrigin + performance.now()
}

/** The first message of a worker. */
export const workerReady = 'ready'

const slots = 1024

/** Where the amounts of memory stand, behind the slots. */
const memoryAt: number = 2 + slots

/** Amounts of memory are given in these, for they have to fit in 32 bits. */
const kilobyte = 1024

/**
 * Numbers that both threads see at once: which request is served, how far it is, which are cancelled, and what memory
 * the worker takes.
 */
export class Flags {
  static readonly bytes: number = 4 * (memoryAt + 2)
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

  /** What databases with their records, and instances take, in bytes. */
  get memory(): { readonly databaseBytes: number; readonly instanceBytes: number } {
    const at = (index: number): number => kilobyte * Atomics.load(this.#words, memoryAt + index)
    return { databaseBytes: at(0), instanceBytes: at(1) }
  }

  setMemory(databaseBytes: number, instanceBytes: number): void {
    Atomics.store(this.#words, memoryAt, Math.ceil(databaseBytes / kilobyte))
    Atomics.store(this.#words, memoryAt + 1, Math.ceil(instanceBytes / kilobyte))
  }

  /** Marks a request; forgotten when so many younger ones are cancelled. */
  cancel(id: number): void {
    Atomics.store(this.#words, 2 + (id % slots), id)
  }

  isCancelled(id: number): boolean {
    return Atomics.load(this.#words, 2 + (id % slots)) === id
  }
}
