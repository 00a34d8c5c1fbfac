/**
 * CORS: what pages may read, and the browser's question before a request, which is answered with yes exactly where
 * the request would be served.
 *
 * @module
 */
import type { Context, HonoRequest } from 'hono'
import type { AppEnvironment } from './app-environment.ts'
import { sessionHeader } from './session-id.ts'

/** Headers of replies that pages may read beside those that every page may. */
export const exposedHeaders: string = [
  sessionHeader,
  'Mcp-Session-Id',
  'Mcp-Protocol-Version',
  'WWW-Authenticate',
  'Allow',
].join(', ')

/** Headers of requests that our clients are known to send. */
const knownHeaders: readonly string[] = [
  'Authorization',
  'Content-Type',
  'Last-Event-ID',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Protocol-Version',
  'Mcp-Session-Id',
  sessionHeader,
]

/** Whether a browser asks in place of a page. Such a request carries no token. */
export function isPreflight(request: HonoRequest): boolean {
  if (request.method !== 'OPTIONS' || request.header('Origin') === undefined) return false
  return request.header('Access-Control-Request-Method') !== undefined
}

/** The headers a page may send: no header makes the difference between a request that is served and one that is not. */
function allowedHeaders(asked: string | undefined): string {
  const names = (asked ?? '').split(',').map((name) => name.trim())
  const known = new Set(knownHeaders.map((name) => name.toLowerCase()))
  const more = names.filter((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !known.has(name.toLowerCase()))
  return [...knownHeaders, ...more].join(', ')
}

/**
 * The answer to a preflight whose origin is allowed, at a path that takes these methods; undefined where the page
 * asks for another method, or nobody asks.
 */
export function answerPreflight(context: Context<AppEnvironment>, methods: readonly string[]): Response | undefined {
  const { req } = context
  if (!isPreflight(req) || !methods.includes(req.header('Access-Control-Request-Method') ?? '')) return undefined
  context.header('Access-Control-Allow-Methods', methods.join(', '))
  context.header('Access-Control-Allow-Headers', allowedHeaders(req.header('Access-Control-Request-Headers')))
  context.header('Access-Control-Max-Age', '600')
  if (req.header('Access-Control-Request-Private-Network') === 'true') {
    context.header('Access-Control-Allow-Private-Network', 'true')
  }
  return context.body(null, 204)
}
