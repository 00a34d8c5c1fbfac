import type { ResetParams, State, StepResult } from '../contract/episode.ts'
import type { Environment } from '../episode/environment.ts'
import type { RecordedCut } from '../episode/past-step.ts'
import type { StepEvent } from '../episode/rewards.ts'
import type { Runtime } from '../episode/runtime.ts'
import { AppError, type ErrorCode, type ErrorDetail } from '../kit/errors.ts'
import { encodeResult, type EncodedResult } from './encoded-result.ts'
import type { RecordedStep } from './episode-record.ts'

/**
 * What a lane is asked to do. A seat is the number of one open episode, unique in its lane; a flow is one for whoever
 * asks: flows are served in turn.
 */
export type LaneRequest =
  | { readonly op: 'reset'; readonly seat: number; readonly flow: number; readonly params: ResetParams }
  | {
      readonly op: 'step'
      readonly seat: number
      readonly flow: number
      /** The action as JSON. */
      readonly action: string
      /** Repeated in place of running the action. */
      readonly cut: RecordedCut | null
      /** How the episode began, when the seat is not open. */
      readonly start: ResetParams | null
      /** Steps that were taken since the seat last heard of the episode; they are played first. */
      readonly before: readonly RecordedStep[]
    }
  | {
      /** Steps that were taken before, when they are too many to come with the next. */
      readonly op: 'replay'
      readonly seat: number
      readonly flow: number
      readonly start: ResetParams | null
      readonly before: readonly RecordedStep[]
    }
  | { readonly op: 'close'; readonly seat: number }

/** What a reset comes to. */
export interface ResetReply {
  readonly result: EncodedResult
  readonly state: State
}

/** What a step comes to. */
export interface StepReply {
  readonly result: EncodedResult
  /** How the host cut it short, which the record has to hold. */
  readonly cut: RecordedCut | null
  /** What happened, when it left nothing behind. */
  readonly idle: StepEvent | null
}

export type LaneReply = ResetReply | StepReply | undefined

/** Whether the request that is served is still wanted. The replay before an action is not cancelled. */
export interface Cancellation {
  /** An action is played again. */
  replay(): void
  /** The action begins. */
  begin(): void
  end(): void
  isCancelled(): boolean
}

/** Nobody waits for the action any more; it is as if it had never been asked for. */
export function cancelled(): AppError {
  return new AppError('cancelled', 'the client went away before the action ended')
}

/** An error as data. */
export interface PlainError {
  readonly code: ErrorCode
  readonly message: string
  readonly details: readonly ErrorDetail[]
  /** Of a fault of the host, for its log. */
  readonly stack: string | null
}

export function toPlainError(error: unknown): PlainError {
  if (AppError.isInstance(error)) {
    return { code: error.code, message: error.message, details: error.details, stack: null }
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal', message: 'an episode failed', details: [], stack }
}

export function fromPlainError({ code, message, details, stack }: PlainError): AppError {
  return new AppError(code, message, { details, ...(stack === null ? {} : { cause: stack }) })
}

type Engine = NonNullable<Environment['engine']>

interface OpenEpisode {
  readonly environment: Environment
  /** Characters of actions that it holds, when it was last looked at. */
  recordSize: number
  /** Whether it is played again page by page: it is wanted in a moment. */
  isCatchingUp: boolean
}

/** A character in JavaScript, in bytes, at most. */
const characterBytes = 2

/** Places that are caught up may hold so much more than all may, before they too are freed. */
const patience = 1.25

/**
 * The open episodes of one lane. Requests must not overlap. When they take more memory than they may, those used least
 * lately are freed; whoever comes back to one plays it again.
 */
export class EpisodeHost {
  readonly #runtime: Runtime
  readonly #limit: number
  /** The one used last comes last. */
  readonly #open = new Map<number, OpenEpisode>()
  #recordSize = 0

  /** @param limit bytes that databases and records may take together */
  constructor(runtime: Runtime, limit: number = Number.POSITIVE_INFINITY) {
    this.#runtime = runtime
    this.#limit = limit
  }

  /** Databases that are open. */
  get size(): number {
    return this.#open.size
  }

  /** What databases and records take, in bytes: WebAssembly memory as it has grown, for it never shrinks. */
  get memoryBytes(): number {
    return this.#runtime.engines.memoryBytes + characterBytes * this.#recordSize
  }

  get instanceBytes(): number {
    return this.#runtime.instanceBytes
  }

  /** Memory that was let go of, so far, in bytes: the host has it back when it has been collected. */
  get droppedBytes(): number {
    return this.#runtime.engines.droppedBytes
  }

  /**
   * Frees seats until the rest takes no more than it may, and returns them. Only an engine as a whole gives memory
   * back: those that have grown go first, the one used least lately before the others.
   */
  trim(): number[] {
    const freed: number[] = []
    if (this.memoryBytes <= this.#limit) return freed
    const { engines } = this.#runtime
    engines.dropGrown()
    for (const engine of this.#byUse()) {
      if (this.memoryBytes <= this.#limit) return freed
      const isDire = this.memoryBytes > patience * this.#limit
      const held = [...this.#open].filter(([, { environment }]) => environment.engine === engine)
      if (!isDire && held.some(([, { isCatchingUp }]) => isCatchingUp)) continue
      for (const [seat] of held) {
        this.#close(seat)
        freed.push(seat)
      }
      engines.retire(engine)
    }
    // What is left is records.
    for (const [seat, { isCatchingUp }] of this.#open) {
      if (this.memoryBytes <= this.#limit || this.#open.size === 1) return freed
      if (isCatchingUp) continue
      this.#close(seat)
      freed.push(seat)
    }
    return freed
  }

  /** Engines with seats: grown ones first, of each kind the one used least lately; the last to go is in use. */
  #byUse(): Engine[] {
    const engines = new Set<Engine>()
    for (const { environment } of this.#open.values()) {
      if (environment.engine === undefined) continue
      engines.delete(environment.engine)
      engines.add(environment.engine)
    }
    const all = [...engines]
    const current = all.at(-1)
    const { engines: pool } = this.#runtime
    const small = all.filter((engine) => !pool.isGrown(engine) && engine !== current)
    return [...all.filter((engine) => pool.isGrown(engine)), ...small]
  }

  /**
   * Serves one request.
   *
   * @throws AppError what the environment throws; `cancelled`; `evicted` for a seat that was freed meanwhile
   */
  serve(request: LaneRequest, cancellation: Cancellation): Promise<LaneReply> {
    switch (request.op) {
      case 'reset':
        return this.#reset(request.seat, request.params)
      case 'step':
        return this.#step(request, cancellation)
      case 'replay':
        return this.#replay(request, cancellation)
      case 'close':
        this.#close(request.seat)
        return Promise.resolve(undefined)
    }
  }

  close(): void {
    for (const seat of [...this.#open.keys()]) this.#close(seat)
  }

  #close(seat: number): void {
    const open = this.#open.get(seat)
    if (open === undefined) return
    this.#recordSize -= open.recordSize
    this.#open.delete(seat)
    open.environment.close()
  }

  /** A seat was used. */
  #touch(seat: number, open: OpenEpisode): void {
    const { recordSize } = open.environment
    this.#recordSize += recordSize - open.recordSize
    open.recordSize = recordSize
    this.#open.delete(seat)
    this.#open.set(seat, open)
  }

  async #reset(seat: number, params: ResetParams): Promise<ResetReply> {
    const open = this.#open.get(seat) ?? this.#create()
    const { environment } = open
    const result = await environment.reset(params)
    this.#touch(seat, open)
    return { result: encodeResult(result, environment.observationHead), state: environment.state() }
  }

  #create(): OpenEpisode {
    return { environment: this.#runtime.createEnvironment(false), recordSize: 0, isCatchingUp: false }
  }

  async #step(request: LaneRequest & { op: 'step' }, cancellation: Cancellation): Promise<StepReply> {
    const { seat, action, cut, before } = request
    const known = before.length === 0 ? this.#open.get(seat) : undefined
    const open = known ?? (await this.#catchUp(request, cancellation))
    const { environment } = open
    open.isCatchingUp = false
    let result: StepResult
    cancellation.begin()
    try {
      result = await environment.step(JSON.parse(action), cut)
    } finally {
      cancellation.end()
    }
    if (!cancellation.isCancelled()) {
      this.#touch(seat, open)
      const { observationHead, lastCut, lastIdle: idle } = environment
      return { result: encodeResult(result, observationHead), cut: lastCut, idle }
    }
    // What the action did is no longer what a replay of it does.
    this.#close(seat)
    throw cancelled()
  }

  async #replay(request: LaneRequest & { op: 'replay' }, cancellation: Cancellation): Promise<undefined> {
    const open = await this.#catchUp(request, cancellation)
    open.isCatchingUp = true
  }

  /** An episode with everything done that the record has. */
  async #catchUp(
    { seat, start, before }: LaneRequest & { op: 'step' | 'replay' },
    cancellation: Cancellation,
  ): Promise<OpenEpisode> {
    let open = this.#open.get(seat)
    if (open === undefined) {
      if (start === null) throw new AppError('evicted', `seat ${seat} is not open`)
      open = this.#create()
      await open.environment.reset(start)
      this.#touch(seat, open)
    }
    for (const { action, cut, idle } of before) {
      cancellation.replay()
      await open.environment.replay({ action: JSON.parse(action), cut, idle, result: null })
    }
    if (before.length > 0) this.#touch(seat, open)
    return open
  }
}
