/**
 * Errors of servers, whatever their shape: what they say, in their own words.
 *
 * @module
 */
import { clipText } from '../../kit/clip-text.ts'
import { isRecord, type JsonRecord } from '../reading/reply-reader.ts'
import { retryDelayMs } from './retry-delay.ts'

/** Characters of a provider's words that are shown. */
const longestWords = 500
/** Characters of a body that are searched. */
const longestBody = 20_000

/** An answer that is an error. Its message is what the server said. */
export class ModelRefusal extends Error {
  /** Of HTTP, or what an error inside an answer of 200 calls its own. */
  readonly status: number
  /** All of the body in small letters, to look for words in. */
  readonly text: string
  /** The code or type by which the server names the error. */
  readonly code: string
  /** What a model wrote that the server could not take for a tool call. */
  readonly failedGeneration: string | undefined
  /** In milliseconds. */
  readonly retryAfter: number | undefined
  /** The server says itself that asking again is of no use. */
  readonly isFinal: boolean

  constructor(status: number, body: string, headers: Pick<Headers, 'get'>, now: number) {
    const parsed = parse(body)
    super(clipText(wordsOf(parsed).replaceAll(/\s+/g, ' ').trim(), longestWords))
    this.name = 'ModelRefusal'
    const error = errorOf(parsed)
    this.status = status
    this.text = body.slice(0, longestBody).toLowerCase()
    this.code = [error['code'], error['type']].filter((part) => typeof part === 'string').join(' ')
    const failed = error['failed_generation']
    this.failedGeneration = typeof failed === 'string' ? failed : undefined
    this.retryAfter = retryDelayMs(headers, body, now)
    this.isFinal = headers.get('x-should-retry') === 'false'
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** The object that tells of the error. */
function errorOf(body: unknown): JsonRecord {
  if (Array.isArray(body)) return errorOf(body[0])
  if (!isRecord(body)) return {}
  const inner = body['error']
  return isRecord(inner) ? inner : body
}

/** A page as text: what a proxy in between answers. */
function plain(text: string): string {
  if (!/^\s*</.test(text)) return text
  const title = /<title[^>]{0,200}>([^<]{1,500})/i.exec(text)?.[1]
  return title ?? text.slice(0, longestBody).replaceAll(/<[^>]{0,500}>/g, ' ')
}

const wordFields = [
  'message',
  'error',
  'detail',
  'details',
  'errors',
  'error_message',
  'msg',
  'title',
  'reason',
] as const

/** What a server says is wrong. */
function wordsOf(body: unknown): string {
  if (typeof body === 'string') return plain(body.slice(0, longestBody))
  if (Array.isArray(body)) return body.slice(0, 5).map(wordsOf).filter(Boolean).join('; ')
  if (!isRecord(body)) return typeof body === 'number' || typeof body === 'boolean' ? String(body) : ''
  const field = wordFields.find((name) => body[name] != null && wordsOf(body[name]) !== '')
  if (field === undefined) return Object.keys(body).length === 0 ? '' : JSON.stringify(body)
  const words = wordsOf(body[field])
  // FastAPI names the place; OpenRouter quotes the provider behind it.
  const place = Array.isArray(body['loc']) ? `${body['loc'].join('.')}: ` : ''
  const behind = isRecord(body['metadata']) ? body['metadata']['raw'] : undefined
  const raw = typeof behind === 'string' ? wordsOf(parse(behind)) : ''
  return raw === '' || words.includes(raw) ? `${place}${words}` : `${place}${words}: ${raw}`
}

/** The status that an error inside an answer of 200 gives itself. */
function statusInside(error: JsonRecord): number {
  for (const name of ['code', 'status', 'status_code']) {
    const status = Number(error[name])
    if (Number.isInteger(status) && status >= 400 && status < 600) return status
  }
  const kind = [error['code'], error['type']].join(' ').toLowerCase()
  if (/rate_?limit|too_many/.test(kind)) return 429
  if (/auth|api_key|permission/.test(kind)) return 401
  return /invalid|badrequest|bad_request|context_length|tool_use_failed/.test(kind) ? 400 : 500
}

/** The error that an answer of 200 holds, if it holds one. */
export function refusalInside(body: string, parsed: unknown, headers: Headers, now: number): ModelRefusal | null {
  const whole: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  if (!isRecord(whole)) return null
  const choices = whole['choices']
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  if (isRecord(choice)) {
    if (choice['error'] == null) return null
    const inner = JSON.stringify({ error: choice['error'] })
    return new ModelRefusal(statusInside(errorOf({ error: choice['error'] })), inner, headers, now)
  }
  const isError = whole['error'] != null || whole['object'] === 'error' || whole['detail'] != null
  return isError ? new ModelRefusal(statusInside(errorOf(whole)), body, headers, now) : null
}
