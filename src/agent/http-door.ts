import { z } from 'zod'
import type { Action } from '../contract/action.ts'
import {
  resetResultSchema,
  stateSchema,
  stepResultSchema,
  taskListItemSchema,
  type ResetParams,
  type ResetResult,
  type State,
  type StepResult,
  type TaskListItem,
  type Trajectory,
} from '../contract/episode.ts'
import { AppError, type ErrorCode } from '../kit/errors.ts'
import { EpisodeRecorder } from './episode-recorder.ts'

const errorBodySchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
const taskListSchema = z.object({ tasks: z.array(taskListItemSchema) })

/** Milliseconds to wait for one answer. The server bounds every action far below. */
const answerTimeout = 60_000

/** A player's side of the HTTP API: one session on one server. */
export class HttpDoor {
  readonly #base: string
  readonly #sessionId: string
  readonly #recorder: EpisodeRecorder | undefined

  /**
   * @param url where the server listens; a path prefix is kept
   * @param sessionId keeps this player apart from others on the server
   * @param onEpisode is given every episode when the next begins or the door closes
   */
  constructor(url: string, sessionId: string, onEpisode?: (trajectory: Trajectory) => void) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new AppError('wrong_use', `not an http(s) URL: ${url}`)
    }
    this.#base = url.replace(/\/+$/, '')
    this.#sessionId = sessionId
    this.#recorder = onEpisode && new EpisodeRecorder(onEpisode)
  }

  async tasks(): Promise<TaskListItem[]> {
    return taskListSchema.parse(await this.#call('GET', '/tasks')).tasks
  }

  async reset(params: ResetParams): Promise<ResetResult> {
    this.#recorder?.end()
    const result = parseReply(resetResultSchema, await this.#call('POST', '/reset', params))
    this.#recorder?.begin(params, await this.state(), result)
    return result
  }

  async step(action: Action): Promise<StepResult> {
    const result = parseReply(stepResultSchema, await this.#call('POST', '/step', { action }))
    this.#recorder?.add(action, result)
    return result
  }

  async state(): Promise<State> {
    return parseReply(stateSchema, await this.#call('GET', '/state'))
  }

  /** Hands on the episode that is being recorded. */
  close(): void {
    this.#recorder?.end()
  }

  /** @throws AppError with the server's code, or `io_error` when there is no answer that makes sense */
  async #call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    let response: Response
    let text: string
    try {
      response = await fetch(this.#base + path, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-Session-Id': this.#sessionId },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerTimeout),
      })
      text = await response.text()
    } catch (cause) {
      throw new AppError('io_error', `no answer from ${this.#base}${path}: ${reasonOf(cause)}`, { cause })
    }
    let reply: unknown
    try {
      reply = JSON.parse(text)
    } catch (cause) {
      throw new AppError('io_error', `${this.#base}${path} did not answer with JSON (status ${response.status})`, {
        cause,
      })
    }
    if (response.ok) return reply
    const refusal = errorBodySchema.safeParse(reply)
    if (!refusal.success) throw new AppError('io_error', `${this.#base}${path} answered with status ${response.status}`)
    throw new AppError(refusal.data.error.code as ErrorCode, refusal.data.error.message)
  }
}

/** The reply less what the door adds beside it. */
function parseReply<T>(schema: z.ZodType<T>, reply: unknown): T {
  const { session_id: _session, ...result } = z.looseObject({}).parse(reply) as Record<string, unknown>
  const parsed = schema.safeParse(result)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError('io_error', `not a DataOps-Env reply: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (!(inner instanceof Error)) return String(inner)
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.message || inner.name
}
