import OpenAI from 'openai'
import type { ChatMessage } from './chat-history.ts'

/** How to reach a model. */
export interface ModelOptions {
  readonly baseUrl: string
  readonly token: string
  readonly model: string
  /** The longest answer, in tokens. */
  readonly maxTokens: number
  /** For one answer, in milliseconds. */
  readonly timeout: number
}

/** Tries after the first, with back-off that honours Retry-After. */
const retries = 3

export const tools: OpenAI.Chat.Completions.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'inspect_schema',
      description: 'All tables with their DDL, row counts and foreign keys.',
      parameters: {
        type: 'object',
        properties: { table_name: { type: 'string', description: 'Narrows it to one table.' } },
        additionalProperties: false,
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'execute_sql',
      description: 'Runs SQLite SQL. Several statements run in order, all of them or none.',
      parameters: {
        type: 'object',
        properties: { query: { type: 'string' } },
        required: ['query'],
        additionalProperties: false,
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'finish_task',
      description: 'Submits the database for grading and ends the task.',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
    },
  },
]

/** A model behind an OpenAI-compatible API. */
export class ModelClient {
  readonly #client: OpenAI
  readonly #options: ModelOptions
  /** Parameters an endpoint may not know: dropped for good when it says so. */
  #extras: { tools: boolean; temperature: boolean } = { tools: true, temperature: true }

  constructor(options: ModelOptions) {
    this.#options = options
    this.#client = new OpenAI({
      baseURL: options.baseUrl,
      apiKey: options.token,
      timeout: options.timeout,
      maxRetries: retries,
    })
  }

  /**
   * The model's next message; null when the reply holds none.
   *
   * @throws OpenAI.APIError and its kin; SyntaxError when the reply is no JSON
   */
  async ask(
    messages: readonly ChatMessage[],
    signal: AbortSignal,
  ): Promise<OpenAI.Chat.Completions.ChatCompletionMessage | null> {
    for (;;) {
      try {
        const completion: Partial<OpenAI.Chat.Completions.ChatCompletion> | string =
          await this.#client.chat.completions.create(
            {
              model: this.#options.model,
              messages: [...messages],
              max_tokens: this.#options.maxTokens,
              ...(this.#extras.temperature ? { temperature: 0 } : {}),
              ...(this.#extras.tools ? { tools } : {}),
            },
            // The client adds listeners and does not take them off: a signal of its own each time.
            { signal: AbortSignal.any([signal]) },
          )
        // An endpoint that answers with another content type gives the text as it is.
        if (typeof completion === 'string') throw new SyntaxError('the reply is not JSON')
        return completion?.choices?.[0]?.message ?? null
      } catch (error) {
        if (!this.#dropParameter(error)) throw error
      }
    }
  }

  #dropParameter(error: unknown): boolean {
    if (!(error instanceof OpenAI.BadRequestError) && !(error instanceof OpenAI.UnprocessableEntityError)) return false
    const text = error.message.toLowerCase()
    if (this.#extras.temperature && text.includes('temperature')) {
      this.#extras.temperature = false
      return true
    }
    if (this.#extras.tools && text.includes('tool')) {
      this.#extras.tools = false
      return true
    }
    return false
  }
}

/** Why a request failed, in one line without secrets. */
export function explainModelError(error: unknown): {
  readonly code: string
  readonly message: string
  readonly fatal: boolean
} {
  if (error instanceof OpenAI.APIUserAbortError) return { code: 'interrupted', message: 'interrupted', fatal: true }
  if (error instanceof OpenAI.APIConnectionTimeoutError) {
    return { code: 'model_timeout', message: 'the model did not answer in time', fatal: false }
  }
  if (error instanceof OpenAI.APIConnectionError) {
    const cause = error.cause instanceof Error ? error.cause : error
    return { code: 'model_unreachable', message: `the model cannot be reached: ${cause.message}`, fatal: true }
  }
  if (error instanceof OpenAI.APIError) {
    const status = error.status ?? 0
    const refused = status === 401 || status === 403
    const message = `the model's API answered with status ${status}${refused ? ': is HF_TOKEN right?' : ''}`
    return { code: refused ? 'model_unauthorized' : 'model_error', message, fatal: refused }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'model_error', message: `the model's reply cannot be read: ${message}`, fatal: false }
}
