import { z } from 'zod'
import type { Action } from '../contract/action.ts'
import {
  resetResultSchema,
  stateSchema,
  stepResultSchema,
  taskListItemSchema,
  type ResetResult,
  type Said,
  type State,
  type StepResult,
  type TaskListItem,
  type Trajectory,
} from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { withDeadline } from './deadline.ts'
import { EnvironmentFailure } from './environment-failure.ts'
import { EpisodeRecorder } from './episode-recorder.ts'
import type { ResetChoice } from './reset-choice.ts'

const errorBodySchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
// A newer server may tell more.
const taskListSchema = z.object({ tasks: z.array(z.looseObject(taskListItemSchema.shape)) })

/** What the list tells of a family. */
export type ListedTask = TaskListItem & {
  readonly splits?: readonly string[] | undefined
  readonly levels?: readonly { readonly level: number }[] | undefined
}

/** Milliseconds to wait for one answer. The server bounds every action far below. */
const answerTimeout = 60_000

/** Milliseconds that the end of a session may take; a server that does not answer frees it when it is idle. */
const farewellTimeout = 5000

/** Where a server is, and how to get in. */
export interface Place {
  /** A path prefix is kept. */
  readonly url: string
  /** What the server asks for as `Authorization: Bearer TOKEN`. */
  readonly token?: string | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof fetch | undefined
}

/** A player's side of the HTTP API: one session on one server. */
export class HttpDoor {
  readonly #base: string
  readonly #sessionId: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #fetch: typeof fetch
  readonly #recorder: EpisodeRecorder | undefined
  /** The server may hold a session of ours. */
  #begun = false

  /**
   * @param sessionId keeps this player apart from others on the server
   * @param onEpisode is given every episode when the next begins or the door closes
   * @throws AppError `wrong_use`
   */
  constructor({ url, token, fetch: ask }: Place, sessionId: string, onEpisode?: (trajectory: Trajectory) => void) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new AppError('wrong_use', `not an http(s) URL: ${url}`)
    }
    this.#base = url.replace(/\/+$/, '')
    this.#sessionId = sessionId
    this.#headers = {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    }
    this.#fetch = ask ?? ((...request) => fetch(...request))
    this.#recorder = onEpisode && new EpisodeRecorder(onEpisode)
  }

  async tasks(): Promise<ListedTask[]> {
    return parseReply(taskListSchema, await this.#call('GET', '/tasks')).tasks
  }

  async reset(params: ResetChoice): Promise<ResetResult> {
    this.#recorder?.end()
    this.#begun = true
    const result = parseReply(resetResultSchema, await this.#call('POST', '/reset', params))
    this.#recorder?.begin(params, await this.state(), result)
    return result
  }

  /** @param said goes into the record, and nowhere else */
  async step(action: Action, said?: readonly Said[]): Promise<StepResult> {
    const result = parseReply(stepResultSchema, await this.#call('POST', '/step', { action }))
    this.#recorder?.add(action, result, said)
    return result
  }

  /** Writes into the record who plays this episode. */
  name(player: Trajectory['player']): void {
    this.#recorder?.name(player)
  }

  /** The episode that is being recorded, so far. */
  recorded(): Trajectory | undefined {
    return this.#recorder?.current
  }

  async state(): Promise<State> {
    return parseReply(stateSchema, await this.#call('GET', '/state'))
  }

  /** Leaves the episode that is being recorded out: it was not played. */
  discard(): void {
    this.#recorder?.discard()
  }

  /** Hands on the episode that is being recorded and ends the session, whose place is free for others then. Never fails. */
  async close(): Promise<void> {
    this.#recorder?.end()
    if (!this.#begun) return
    this.#begun = false
    const params = { session_id: this.#sessionId }
    const body = { jsonrpc: '2.0', id: 1, method: 'openenv/session/close', params }
    // Not in this session's name: the request is about it, and it may be gone.
    await withDeadline(farewellTimeout, null, async (signal) => {
      const init = { method: 'POST', headers: this.#headers, body: JSON.stringify(body), signal }
      return await (await this.#fetch(`${this.#base}/mcp`, init)).text()
    }).catch(() => undefined)
  }

  /**
   * @throws EnvironmentFailure with the server's code, or `io_error` when there is no answer that makes sense; AppError
   * for what was asked wrongly
   */
  async #call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    let response: Response
    let text: string
    try {
      ;[response, text] = await withDeadline(answerTimeout, null, async (signal) => {
        const answer = await this.#fetch(this.#base + path, {
          method,
          headers: { ...this.#headers, 'X-Session-Id': this.#sessionId },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal,
        })
        return [answer, await answer.text()] as const
      })
    } catch (cause) {
      throw new EnvironmentFailure('io_error', `no answer from ${this.#base}${path}: ${reasonOf(cause)}`, { cause })
    }
    let reply: unknown
    try {
      reply = JSON.parse(text)
    } catch (cause) {
      throw new EnvironmentFailure(
        'io_error',
        `${this.#base}${path} did not answer with JSON (status ${response.status})`,
        {
          cause,
        },
      )
    }
    if (response.ok) return reply
    const refusal = errorBodySchema.safeParse(reply)
    if (!refusal.success) {
      throw new EnvironmentFailure('io_error', `${this.#base}${path} answered with status ${response.status}`)
    }
    throw EnvironmentFailure.ofCode(refusal.data.error.code, refusal.data.error.message)
  }
}

/** The reply less what the door adds beside it. */
function parseReply<T>(schema: z.ZodType<T>, reply: unknown): T {
  const { session_id: _session, ...result } = (z.looseObject({}).safeParse(reply).data ?? {}) as Record<string, unknown>
  const parsed = schema.safeParse(result)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new EnvironmentFailure(
    'io_error',
    `not a DataOps-Env reply: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  )
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (!(inner instanceof Error)) return String(inner)
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.message || inner.name
}
