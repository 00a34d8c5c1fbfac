/**
 * Reads what servers answer. Hardly two of them mean the same by "OpenAI-compatible", so nothing is taken for granted
 * but that it is JSON.
 *
 * @module
 */
import type { WrittenCall } from './text-calls.ts'

/** A tool call, with what a server wants to see again beside it. */
export interface ReplyCall extends WrittenCall {
  /** Empty where the server gave none. */
  readonly id: string
  /** Fields that are no part of the protocol, such as Gemini's signature of a thought. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** The message of a reply. */
export interface Reply {
  readonly content: string
  readonly calls: readonly ReplyCall[]
  /** The call came as `function_call`, the form before tools. */
  readonly legacy: boolean
  /** What the model thought, in the fields that the server used. */
  readonly reasoning: Readonly<Record<string, unknown>>
  /** The answer ended at its limit of tokens. */
  readonly cut: boolean
  /** What the server counted, where it did. */
  readonly usage?: TokenUsage
}

/** Tokens of one request and its answer, as the server counts them. */
export interface TokenUsage {
  readonly input: number
  readonly output: number
}

export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const reasoningFields = ['reasoning_content', 'reasoning', 'reasoning_details'] as const

/** Parts that are no answer. */
const silentParts: ReadonlySet<unknown> = new Set(['thinking', 'reasoning', 'redacted_thinking', 'reasoning_content'])

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (Array.isArray(content)) return content.map(textOf).join('')
  if (!isRecord(content)) return ''
  if (silentParts.has(content['type'])) return ''
  if (content['type'] === undefined && content['text'] === undefined) return JSON.stringify(content)
  return textOf(content['text'] ?? content['refusal'] ?? '')
}

function callOf(value: unknown): ReplyCall | null {
  if (!isRecord(value)) return null
  const called = isRecord(value['function']) ? value['function'] : value
  const name = called['name']
  if (typeof name !== 'string') return null
  const {
    id,
    type: _type,
    function: _function,
    name: _name,
    arguments: _arguments,
    index: _index,
    input: _input,
    ...extra
  } = value
  return {
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
    name,
    arguments: called['arguments'] ?? called['input'] ?? called['parameters'],
    extra: called === value ? {} : extra,
  }
}

const callsOf = (value: unknown): ReplyCall[] =>
  (Array.isArray(value) ? value : [value]).map(callOf).filter((call) => call !== null)

const cutReasons: ReadonlySet<unknown> = new Set(['length', 'max_tokens', 'model_length', 'max_output_tokens'])

/** Whole counts alone are believed. */
function usageOf(body: JsonRecord): TokenUsage | undefined {
  const usage = body['usage']
  if (!isRecord(usage)) return undefined
  const count = (...names: readonly string[]): number | undefined =>
    names.map((name) => usage[name]).find((value): value is number => Number.isSafeInteger(value) && Number(value) >= 0)
  const input = count('prompt_tokens', 'input_tokens')
  const output = count('completion_tokens', 'output_tokens')
  return input === undefined || output === undefined ? undefined : { input, output }
}

/** The first choice of a reply; null when there is none. */
export function readReply(body: unknown): Reply | null {
  const choices = isRecord(body) ? body['choices'] : undefined
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  if (!isRecord(choice)) return null
  const message = isRecord(choice['message']) ? choice['message'] : choice
  const content = message['content'] ?? message['text']
  const parts = Array.isArray(content) ? content.filter((part) => isRecord(part) && part['type'] === 'tool_use') : []
  const calls = [...callsOf(message['tool_calls']), ...callsOf(parts)]
  const old = calls.length === 0 ? callsOf(message['function_call']) : []
  const reason = choice['finish_reason'] ?? choice['stop_reason']
  const usage = isRecord(body) ? usageOf(body) : undefined
  return {
    content: textOf(content),
    calls: old.length > 0 ? old : calls,
    legacy: old.length > 0,
    reasoning: Object.fromEntries(
      reasoningFields.flatMap((field) => {
        const value = message[field]
        return value == null || value === '' ? [] : [[field, value]]
      }),
    ),
    cut: cutReasons.has(typeof reason === 'string' ? reason.toLowerCase() : reason),
    ...(usage && { usage }),
  }
}
