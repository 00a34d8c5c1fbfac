import type { ResetParams, State } from '../contract/episode.ts'
import type { Environment } from '../episode/environment.ts'
import type { RecordedCut } from '../episode/episode.ts'
import type { StepEvent } from '../episode/rewards.ts'
import type { Runtime } from '../episode/runtime.ts'
import { AppError, type ErrorCode, type ErrorDetail } from '../kit/errors.ts'
import { encodeResult, type EncodedResult } from './encoded-result.ts'
import type { RecordedStep } from './episode-record.ts'

/** What a lane is asked to do. A place is a number for one open episode, unique in its lane. */
export type LaneRequest =
  | { readonly op: 'reset'; readonly place: number; readonly params: ResetParams }
  | {
      readonly op: 'step'
      readonly place: number
      /** The action as JSON. */
      readonly action: string
      /** Repeated in place of running the action. */
      readonly cut: RecordedCut | null
      /** How the episode began, when the place is not open. */
      readonly start: ResetParams | null
      /** Steps that were taken since the place last heard of the episode; they are played first. */
      readonly before: readonly RecordedStep[]
    }
  | { readonly op: 'close'; readonly place: number }

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

/** The open episodes of one lane. Requests must not overlap. */
export class EpisodeHost {
  readonly #runtime: Runtime
  readonly #open = new Map<number, Environment>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Databases that are open. */
  get size(): number {
    return this.#open.size
  }

  /**
   * Serves one request.
   *
   * @throws AppError what the environment throws, `cancelled`
   */
  async serve(request: LaneRequest, cancellation: Cancellation): Promise<LaneReply> {
    switch (request.op) {
      case 'reset':
        return await this.#reset(request.place, request.params)
      case 'step':
        return await this.#step(request, cancellation)
      case 'close':
        this.#open.get(request.place)?.close()
        this.#open.delete(request.place)
        return undefined
    }
  }

  close(): void {
    for (const environment of this.#open.values()) environment.close()
    this.#open.clear()
  }

  async #reset(place: number, params: ResetParams): Promise<ResetReply> {
    const environment = this.#open.get(place) ?? this.#runtime.createEnvironment(false)
    const result = await environment.reset(params)
    this.#open.set(place, environment)
    return { result: encodeResult(result, environment.observationHead), state: environment.state() }
  }

  async #step(request: LaneRequest & { op: 'step' }, cancellation: Cancellation): Promise<StepReply> {
    const { place, action, cut } = request
    const environment = await this.#catchUp(request, cancellation)
    cancellation.begin()
    const result = await environment.step(JSON.parse(action), cut).finally(() => cancellation.end())
    if (!cancellation.isCancelled()) {
      const { observationHead, lastCut, lastIdle: idle } = environment
      return { result: encodeResult(result, observationHead), cut: lastCut, idle }
    }
    // What the action did is no longer what a replay of it does.
    environment.close()
    this.#open.delete(place)
    throw cancelled()
  }

  /** The environment of a place, with everything done that the record has. */
  async #catchUp(
    { place, start, before }: LaneRequest & { op: 'step' },
    cancellation: Cancellation,
  ): Promise<Environment> {
    let environment = this.#open.get(place)
    if (environment === undefined) {
      if (start === null) throw new AppError('internal', `place ${place} is not open`)
      environment = this.#runtime.createEnvironment(false)
      await environment.reset(start)
      this.#open.set(place, environment)
    }
    for (const { action, cut, idle } of before) {
      cancellation.replay()
      await environment.replay({ action: JSON.parse(action), cut, idle, result: null })
    }
    return environment
  }
}
