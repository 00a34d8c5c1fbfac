/**
 * A model behind an API that calls itself OpenAI-compatible. It is asked by the official client, which is told neither
 * to try again nor to read: servers differ in both, so that is done here.
 *
 * @module
 */
import OpenAI from 'openai'
import { BackOff, type Patience, systemClock } from '../back-off.ts'
import { withDeadline } from '../deadline.ts'
import type { ChatHistory } from './chat-history.ts'
import { tools } from './model-tools.ts'
import { ModelRefusal, refusalInside } from './refusal.ts'
import { readReply, type Reply } from '../reading/reply-reader.ts'
import { adapt, firstShape, isContextRefusal, type RequestShape } from './request-shape.ts'

/** How to reach a model. */
export interface ModelOptions extends Partial<Patience> {
  /** May hold a query, which every request then has. */
  readonly baseUrl: string
  readonly token: string
  readonly model: string
  /** The longest answer, in tokens. */
  readonly maxTokens: number
  /** The longest conversation sent, in tokens. */
  readonly historyTokens: number
  /** For one answer, in milliseconds. */
  readonly timeout: number
  /** Default: the platform's. */
  readonly fetch?: typeof fetch | undefined
  /** It is asked from a web page, whose reader typed the key in. */
  readonly inBrowser?: boolean
  /** 0 to 2; default 0. */
  readonly temperature?: number
  /** Actions are asked for as text from the first request on; by default by tool calls, while the server takes them. */
  readonly asText?: boolean
  /** Fields of a request beside ours, such as `reasoning_effort`. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Told whenever the server says that it is asked too often. */
  readonly onBusy?: () => void
}

/** Why a model does not answer. */
export type ModelFault = 'unauthorized' | 'rate_limited' | 'timeout' | 'unreachable' | 'refused' | 'unreadable'

/** A model that could not be asked: no fault of the model, and none of its answers. */
export class ModelUnavailable extends Error {
  readonly fault: ModelFault

  constructor(fault: ModelFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ModelUnavailable'
    this.fault = fault
  }

  /** The conversation does not fit the model, however short it is made: that is the model's. */
  get isContextTooSmall(): boolean {
    return this.cause instanceof ModelRefusal && isContextRefusal(this.cause)
  }
}

class Timeout extends Error {}

/** Hands on what a server refused with, before the official client reduces it to what it expects. */
class RawClient extends OpenAI {
  readonly #now: () => number

  constructor(options: ConstructorParameters<typeof OpenAI>[0], now: () => number) {
    super(options)
    this.#now = now
  }

  protected override makeStatusError(
    status: number,
    error: object,
    message: string | undefined,
    headers: Headers,
  ): never {
    const body = error === undefined || error === null ? (message ?? '') : JSON.stringify(error)
    throw new ModelRefusal(status, body, headers, this.#now())
  }
}

/** Tries after the first where waiting for minutes is of no use. */
const fewTries = 3
/** Statuses of a server that is busy, or away for a while. */
const busy: ReadonlySet<number> = new Set([408, 409, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529])
/** Failed tool calls in a row, after which actions are asked for as text. */
const mostFailedCalls = 2

const outOfMoney = /insufficient_quota|exceeded your current quota|billing|payment|credits/

/** What is known of a server, by all conversations with it. */
interface ServerFacts {
  /** What this server takes. */
  shape: RequestShape
  /** It has answered before: when it does not now, it may come back. */
  known: boolean
}

export class ModelClient {
  readonly #client: OpenAI
  readonly #options: ModelOptions
  readonly #patience: Patience
  readonly #server: ServerFacts
  /** What one conversation has to do with less of; it says nothing about another one. */
  #own: Pick<RequestShape, 'maxTokens' | 'historyTokens'> & Partial<Pick<RequestShape, 'tools'>>
  #failedCalls = 0

  /** @param sibling a client of the same server, whose experience is shared */
  constructor(options: ModelOptions, sibling?: ModelClient) {
    this.#options = options
    const { maxTokens, historyTokens, asText = false } = options
    this.#own = { maxTokens, historyTokens }
    this.#server =
      sibling === undefined ? { shape: { ...firstShape(options), tools: !asText }, known: false } : sibling.#server
    const { clock = systemClock, patienceMs = 600_000, onWait } = options
    this.#patience = { clock, patienceMs, ...(onWait && { onWait }) }
    const url = new URL(options.baseUrl)
    const query = Object.fromEntries(url.searchParams)
    url.search = ''
    this.#client = new RawClient(
      {
        baseURL: url.href.replace(/\/+$/, ''),
        defaultQuery: query,
        apiKey: options.token,
        // Meant for OpenAI, and nobody asked to have them sent elsewhere.
        adminAPIKey: null,
        organization: null,
        project: null,
        // The deadline of a request is kept here: the client's ends with the headers of an answer.
        timeout: options.timeout * 2,
        maxRetries: 0,
        logLevel: 'off',
        // The client refuses to run in a page, where a key of the page's owner would be everybody's.
        dangerouslyAllowBrowser: options.inBrowser === true,
        ...(options.fetch && { fetch: options.fetch }),
        // Redirected, a POST becomes a GET or loses its key.
        fetchOptions: { redirect: 'manual' },
      },
      () => clock.now(),
    )
  }

  /** A client for another conversation: what this server takes is known, and how much this one had to be cut is not. */
  forConversation(): ModelClient {
    return new ModelClient(this.#options, this)
  }

  get #shape(): RequestShape {
    return { ...this.#server.shape, ...this.#own }
  }

  /** Takes what a refusal has taught: of tokens for this conversation alone. */
  #learn({ maxTokens, historyTokens, ...shape }: RequestShape): void {
    const { tools } = this.#own
    this.#own = { ...this.#own, maxTokens, historyTokens }
    // A conversation that fell back to text by itself does not speak for the server.
    this.#server.shape = {
      ...this.#server.shape,
      ...shape,
      ...(tools === false && { tools: this.#server.shape.tools }),
    }
  }

  /**
   * The model's next message; null when the reply holds none.
   *
   * @throws ModelUnavailable; what the signal was aborted with
   */
  async ask(history: ChatHistory, signal: AbortSignal): Promise<Reply | null> {
    const backOff = new BackOff(this.#patience)
    for (;;) {
      try {
        const reply = await this.#once(history, signal)
        this.#server.known = true
        this.#failedCalls = 0
        return reply
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof ModelRefusal) {
          this.#server.known = true
          const failed = this.#failedCall(error)
          if (failed) return failed
          const next = adapt(this.#shape, error)
          if (next) {
            this.#learn(next)
            continue
          }
        }
        const waited = await this.#wait(error, backOff, signal)
        signal.throwIfAborted()
        if (!waited) throw this.#explain(error)
      }
    }
  }

  async #once(history: ChatHistory, signal: AbortSignal): Promise<Reply | null> {
    const shape = this.#shape
    let isLate = false
    try {
      return await withDeadline(this.#options.timeout, signal, async (own) => {
        own.addEventListener('abort', () => (isLate = !signal.aborted))
        const response = await this.#client.chat.completions
          .create(
            {
              model: this.#options.model,
              messages: history.messages(shape),
              ...(shape.limit === 'none' ? {} : { [shape.limit]: shape.maxTokens }),
              ...(shape.temperature ? { temperature: this.#options.temperature ?? 0 } : {}),
              ...(shape.tools ? { tools: [...tools] } : {}),
              ...(shape.tools && shape.toolChoice === 'required' ? { tool_choice: 'required' as const } : {}),
              ...this.#options.parameters,
            },
            { signal: own },
          )
          .asResponse()
        return this.#read(await response.text(), response.headers)
      })
    } catch (error) {
      if (isLate) throw new Timeout('the model did not answer in time', { cause: error })
      throw error
    }
  }

  #read(body: string, headers: Headers): Reply | null {
    let parsed: unknown
    try {
      parsed = JSON.parse(body)
    } catch {
      throw new SyntaxError(`it is not JSON but begins ${JSON.stringify(body.slice(0, 80))}`)
    }
    const refusal = refusalInside(body, parsed, headers, this.#patience.clock.now())
    if (refusal) throw refusal
    return readReply(parsed)
  }

  /** Waits if another try may help. */
  async #wait(error: unknown, backOff: BackOff, signal: AbortSignal): Promise<boolean> {
    const { message } = this.#explain(error)
    if (!(error instanceof ModelRefusal)) {
      const mayComeBack = this.#server.known && error instanceof OpenAI.APIConnectionError
      return await backOff.wait(message, signal, undefined, mayComeBack ? undefined : fewTries)
    }
    if (error.status === 429) this.#options.onBusy?.()
    if (error.isFinal || outOfMoney.test(error.text) || !(busy.has(error.status) || error.status >= 500)) return false
    return await backOff.wait(message, signal, error.retryAfter, busy.has(error.status) ? undefined : fewTries + 2)
  }

  /** A tool call that the server could not read is the model's answer, and no good one. */
  #failedCall(error: ModelRefusal): Reply | null {
    if (!/tool_use_failed|failed to (?:call a function|parse tool call)/.test(error.text)) return null
    if (++this.#failedCalls >= mostFailedCalls) this.#own = { ...this.#own, tools: false }
    // Not to be played: whether it is whole is what the server could not tell.
    const content = `(a tool call that could not be read) ${error.failedGeneration?.slice(0, 500) ?? ''}`.trim()
    return { content, calls: [], legacy: false, reasoning: {}, cut: true }
  }

  #explain(error: unknown): ModelUnavailable {
    if (error instanceof Timeout || error instanceof OpenAI.APIConnectionTimeoutError) {
      return new ModelUnavailable('timeout', 'the model did not answer in time', error)
    }
    if (error instanceof OpenAI.APIConnectionError) {
      return new ModelUnavailable('unreachable', `the model cannot be reached: ${this.#clean(rootOf(error))}`, error)
    }
    if (!(error instanceof ModelRefusal)) {
      const message = error instanceof Error ? error.message : String(error)
      return new ModelUnavailable('unreadable', `the model's reply cannot be read: ${this.#clean(message)}`, error)
    }
    const { status, message: words } = error
    const hint = this.#hint(error)
    const told = words === '' ? ' and no words' : `: ${this.#clean(words)}`
    const fault = status === 401 || status === 403 ? 'unauthorized' : status === 429 ? 'rate_limited' : 'refused'
    return new ModelUnavailable(fault, `the model's API answered with status ${status}${told}${hint}`, error)
  }

  #hint({ status, text }: ModelRefusal): string {
    const { pathname } = new URL(this.#options.baseUrl)
    if (status === 401 || status === 403) return ' (is the key right?)'
    if (status >= 300 && status < 400) return ' (it redirects: name the address it redirects to)'
    const isAway = (status === 404 || status === 405) && !/\/v\d/.test(pathname) && !/model.{0,99}not found/.test(text)
    return isAway ? ' (most servers answer under /v1: does the address lack it?)' : ''
  }

  /** Providers quote keys. */
  #clean(text: string): string {
    const { token } = this.#options
    return token.length < 6 ? text : text.replaceAll(token, '***')
  }
}

/** The words at the bottom of an error that others were put around. */
function rootOf(error: Error): string {
  let root = error
  for (let depth = 0; depth < 8 && root.cause instanceof Error; depth++) root = root.cause
  const all = root instanceof AggregateError && root.errors[0] instanceof Error ? root.errors[0] : root
  return all.message || ('code' in root ? String(root.code) : root.name)
}
