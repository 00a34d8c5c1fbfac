import type { Action } from '../contract/action.ts'
import type { ResetResult, State, StepResult } from '../contract/episode.ts'
import type { ResetData } from '../contract/reset-data.ts'
import { Connection, ConnectionLost, type ConnectionOptions } from './connection.ts'
import { EnvironmentError } from './environment-error.ts'
import { reconnect, toFailedConnection } from './reconnecting.ts'
import { untilAborted } from './waiting.ts'
import { createSessionId } from './web-socket.ts'

/**
 * What a reset takes: a task by its id, or what chooses one: `split` with `index` or `seed`, `family`, `world`, `level`,
 * `difficulty`.
 */
export type ResetRequest = ResetData

export interface RequestOptions {
  /** Ends the waiting; what was sent already goes on at the server. */
  readonly signal?: AbortSignal
}

/** How often a request may lose its connection before it is given up. */
const maxLosses = 4

/** What is known of the episode, by which a client tells after a loss whether its step was taken. */
interface Known {
  /** Undefined when the server made it up. */
  readonly episodeId: string | null | undefined
  readonly taskId: string | null
  readonly stepCount: number
}

type Message =
  | { readonly type: 'reset'; readonly data: ResetRequest }
  | { readonly type: 'step'; readonly data: Action }
  | { readonly type: 'state' }

const replyTypes = { reset: 'observation', step: 'observation', state: 'state' } as const

function toKnown({ episode_id: episodeId, task_id: taskId, step_count: stepCount }: State): Known {
  return { episodeId, taskId, stepCount }
}

/** A number that JSON has no spelling for would arrive as null, and be taken for a default. */
function checkNumbers(params: ResetRequest): void {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${name} must be a finite number`)
  }
}

/** A step that nobody has heard the end of. */
interface Unsettled {
  readonly mark: string
  /** Of the action. */
  readonly text: string
}

/** What travels for a result; `metadata` is absent when empty. */
type WireResult<Result extends ResetResult | StepResult> = Omit<Result, 'metadata'> & Partial<Pick<Result, 'metadata'>>

/**
 * One episode after another, in a session of its own. Requests are played one at a time, in the order of the
 * calls. A lost connection is made again and the session taken up where it is.
 */
export class EpisodeClient {
  /** The session, by which others may come to the same episode. */
  readonly sessionId: string
  readonly #options: ConnectionOptions
  readonly #endsSession: boolean
  readonly #closing: AbortController
  #connection: Connection
  #known: Known
  #tail: Promise<unknown> = Promise.resolve()
  /** What the marks of this client's steps begin with: others may play in the same session. */
  readonly #marks = createSessionId()
  #sent = 0
  #unsettled: Unsettled | undefined

  private constructor(
    session: { readonly id: string; readonly ends: boolean },
    options: ConnectionOptions,
    closing: AbortController,
    [connection, state]: [Connection, unknown],
  ) {
    this.sessionId = session.id
    this.#endsSession = session.ends
    this.#options = options
    this.#closing = closing
    this.#connection = connection
    this.#known = toKnown(state as State)
  }

  /** See `connect`, which is the way in. */
  static async open(
    session: { readonly id: string; readonly ends: boolean },
    options: Omit<ConnectionOptions, 'signal'> & RequestOptions,
  ): Promise<EpisodeClient> {
    const closing = new AbortController()
    const lasting = { ...options, signal: closing.signal }
    try {
      const opened = await untilAborted(Connection.open(lasting), options.signal)
      return new EpisodeClient(session, lasting, closing, opened)
    } catch (error) {
      closing.abort(error)
      throw error instanceof ConnectionLost ? toFailedConnection(options.url, error) : error
    }
  }

  /**
   * Starts an episode, and ends the one before. Played again when its reply is lost, which changes nothing: equal
   * parameters give equal episodes.
   *
   * @throws EnvironmentError `VALIDATION_ERROR`, and what every request throws: see docs/client.md
   */
  async reset(params: ResetRequest = {}, options: RequestOptions = {}): Promise<ResetResult> {
    checkNumbers(params)
    const data = (await this.#request({ type: 'reset', data: params }, options)) as WireResult<ResetResult>
    const metadata = data.metadata ?? data.observation.metadata
    return { ...data, metadata }
  }

  /**
   * Plays one action. The agent's mistakes are no errors: see `last_error` of the observation.
   *
   * A step whose reply is lost with the connection is asked for again under the same mark, by which the server answers it
   * as it was: it is never played twice.
   *
   * @throws EnvironmentError `EXECUTION_ERROR` before the first reset; `reply_lost` when others have played here since
   */
  async step(action: Action, options: RequestOptions = {}): Promise<StepResult> {
    const data = (await this.#request({ type: 'step', data: action }, options)) as WireResult<StepResult>
    return { ...data, metadata: data.metadata ?? {} }
  }

  /** A step: shows all tables, or one. */
  async inspectSchema(table?: string, options: RequestOptions = {}): Promise<StepResult> {
    return await this.step(
      { action_type: 'inspect_schema', ...(table !== undefined && { table_name: table }) },
      options,
    )
  }

  /** A step: runs SQL; several statements run in order, all of them or none. */
  async executeSql(query: string, options: RequestOptions = {}): Promise<StepResult> {
    return await this.step({ action_type: 'execute_sql', query }, options)
  }

  /** A step: submits the database for grading. The outcome is in `metadata`. */
  async finish(options: RequestOptions = {}): Promise<StepResult> {
    return await this.step({ action_type: 'finish_task' }, options)
  }

  /** The public facts of the session; works before the first reset and after the end. */
  async state(options: RequestOptions = {}): Promise<State> {
    return (await this.#request({ type: 'state' }, options)) as State
  }

  /**
   * Ends the connection, and the session if its id was made by this client; what is under way rejects with
   * `closed`. May be called more than once.
   */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort(new EnvironmentError('closed', 'the client was closed'))
    // The session ends when its connection does.
    const end = { type: 'batch', data: [{ session: this.sessionId, close: {} }] }
    await this.#connection.close(this.#endsSession ? end : undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Waits for its turn and plays a message; the signal ends the waiting, not what was sent. */
  async #request(message: Message, { signal }: RequestOptions): Promise<unknown> {
    const turn = this.#tail.then(async () => {
      signal?.throwIfAborted()
      this.#closing.signal.throwIfAborted()
      return await this.#play(message, signal)
    })
    this.#tail = turn.catch(() => undefined)
    return await untilAborted(turn, signal)
  }

  /** The mark under which a step is sent: for one that was given up, and may have been taken, the same again. */
  #mark(action: Action): string {
    const text = JSON.stringify(action)
    if (this.#unsettled?.text !== text) this.#unsettled = { mark: `${this.#marks}-${++this.#sent}`, text }
    return this.#unsettled.mark
  }

  async #play(message: Message, signal: AbortSignal | undefined): Promise<unknown> {
    const sent = message.type === 'step' ? { ...message, request_id: this.#mark(message.data) } : message
    if (!this.#connection.isOpen) this.#check(await this.#reconnect(), message, false)
    for (let losses = 1, silences = 0; ; losses++) {
      try {
        const data = await this.#connection.ask(sent, replyTypes[message.type])
        this.#note(message, data)
        this.#unsettled = undefined
        return data
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error
        this.#closing.signal.throwIfAborted()
        if (error.silent) silences++
        if (silences > 1) throw new EnvironmentError('timeout', error.message, { cause: error })
        if (losses >= maxLosses) throw new EnvironmentError('connection_lost', error.message, { cause: error })
      }
      this.#check(await this.#reconnect(), message, true)
      // Nobody waits for it: what was not taken need not be.
      if (signal?.aborted) this.#unsettled = undefined
      signal?.throwIfAborted()
    }
  }

  async #reconnect(): Promise<State> {
    const [connection, state] = await reconnect(this.#options)
    this.#connection = connection
    return state as State
  }

  /**
   * Decides from the state of the session whether a message may be sent, or sent again.
   *
   * @throws EnvironmentError `episode_lost`, `reply_lost`
   */
  #check(state: State, { type }: Message, wasSent: boolean): void {
    const before = this.#known
    this.#known = toKnown(state)
    if (type !== 'step') return
    const isOther = before.episodeId !== undefined && before.episodeId !== state.episode_id
    if (isOther || before.taskId !== state.task_id || before.stepCount > state.step_count) {
      throw new EnvironmentError('episode_lost', 'the session no longer holds this episode; call reset', { state })
    }
    // Of one step that was taken the server says again what came of it; of more, somebody else has played.
    if (wasSent && state.step_count > before.stepCount + 1) {
      throw new EnvironmentError('reply_lost', 'steps were taken here that this client did not send', { state })
    }
  }

  #note(message: Message, data: unknown): void {
    if (message.type === 'state') {
      this.#known = toKnown(data as State)
      return
    }
    const { observation } = data as Pick<ResetResult | StepResult, 'observation'>
    const episodeId = message.type === 'step' ? this.#known.episodeId : (message.data.episode_id ?? undefined)
    this.#known = { episodeId, taskId: observation.task_id, stepCount: observation.current_step }
  }
}
