import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { clipText } from '../../kit/clip-text.ts'
import { AppError } from '../../kit/errors.ts'
import { toValidationError, parseInput } from './validation.ts'
import { sessionIdSchema } from './wire-schemas.ts'

/** The header that names a session, in requests and replies. */
export const sessionHeader = 'X-Session-Id'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of a header value, which Node gives as Latin-1: UTF-8 where the bytes are UTF-8, as curl sends
 * it, else Latin-1, as `fetch` does.
 */
function fromHeaderValue(value: string): string {
  try {
    return strictUtf8.decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

/**
 * A session id as header value, or undefined where a header cannot carry it: clients disagree about
 * everything but visible ASCII, and outer spaces are dropped on the way.
 */
export function toHeaderValue(id: string): string | undefined {
  return /^[!-~](?:[ -~]*[!-~])?$/.test(id) ? id : undefined
}

function headerValues(context: Context): readonly string[] {
  const incoming = (context.env as { incoming?: IncomingMessage } | undefined)?.incoming
  // The joined header would make one id out of two.
  const distinct = incoming?.headersDistinct[sessionHeader.toLowerCase()]
  if (distinct !== undefined) return distinct
  const joined = context.req.header(sessionHeader)
  return joined === undefined ? [] : [joined]
}

/**
 * The ids in the query of an address.
 *
 * @throws AppError `validation_error` for a misspelt name: the call would go on in another session
 */
function idsInQuery(query: URLSearchParams): string[] {
  for (const key of query.keys()) {
    if (key !== 'session_id' && /^session[-_ ]?id$/i.test(key)) {
      const msg = 'Unknown parameter; did you mean session_id?'
      throw toValidationError([{ type: 'extra_forbidden', loc: ['query', key], msg, input: query.get(key) }])
    }
  }
  return query.getAll('session_id')
}

/**
 * The session a request names: by the header X-Session-Id, by the query parameter or by the field
 * `session_id`. Undefined when it names none.
 *
 * @throws AppError `validation_error` for an empty or overlong id, and when two places disagree
 */
export function resolveSessionId(context: Context, field?: string | null): string | undefined {
  return sameId([
    ...headerValues(context).map((value) => ({ loc: ['header', sessionHeader], value: fromHeaderValue(value) })),
    ...idsInQuery(new URL(context.req.url).searchParams).map((value) => ({ loc: ['query', 'session_id'], value })),
    ...(field === undefined || field === null ? [] : [{ loc: ['body', 'session_id'], value: field }]),
  ])
}

/**
 * The session a handshake names, by the header X-Session-Id or by the query parameter. Undefined when it names none.
 *
 * @throws AppError as `resolveSessionId`
 */
export function resolveHandshake({ url, headersDistinct }: IncomingMessage): string | undefined {
  const headers = headersDistinct[sessionHeader.toLowerCase()] ?? []
  return sameId([
    ...headers.map((value) => ({ loc: ['header', sessionHeader], value: fromHeaderValue(value) })),
    ...idsInQuery(new URL(url ?? '/', 'http://localhost').searchParams).map((value) => ({
      loc: ['query', 'session_id'],
      value,
    })),
  ])
}

function sameId(named: readonly { readonly loc: readonly string[]; readonly value: string }[]): string | undefined {
  let id: string | undefined
  for (const { loc, value } of named) {
    parseInput(sessionIdSchema, value, loc)
    if (id !== undefined && id !== value) {
      throw toValidationError([
        { type: 'session_mismatch', loc, msg: 'The request names two different sessions', input: value },
      ])
    }
    id = value
  }
  return id
}

/** The session that a parameter names; null and empty text name none. @throws AppError `validation_error` */
export function namedSession(given: unknown, place: readonly string[]): string | undefined {
  if (given === '') return undefined
  return parseInput(sessionIdSchema.nullish(), given, place) ?? undefined
}

/** What is said of a session that was closed, or never was. @param advice what would make it one */
export function unknownSession(id: string, advice?: string): AppError {
  const more = advice === undefined ? '' : `; ${advice}`
  return new AppError('unknown_session', `Unknown session_id: ${clipText(id, 128)}${more}`)
}
