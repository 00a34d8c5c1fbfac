/**
 * `/mcp` over HTTP: two dialects on one URL, told apart by what only their clients send.
 *
 * @module
 */
import type { Context, Hono } from 'hono'
import { maxSessionIdLength } from '../../sessions/session-registry.ts'
import type { AppEnvironment } from '../floor/app-environment.ts'
import { isClientError } from '../floor/error-map.ts'
import { isJsonObject } from '../floor/json-text.ts'
import { refuseOtherMethods } from '../floor/refuse-methods.ts'
import { readJson } from '../floor/request-body.ts'
import { resolveSessionId } from '../floor/session-id.ts'
import { idOf, RpcError } from './json-rpc.ts'
import { answerOpenEnv, refuseOpenEnv, toRpcError } from './openenv-dialect.ts'
import { mcpSessionHeader, refuseWith, StandardDoor, type StandardDoorOptions } from './standard-door.ts'

export interface McpDoorOptions extends StandardDoorOptions {
  /** Whether a request of OpenEnv's dialect has to name its session. */
  readonly requireSession?: boolean | undefined
}

type AppContext = Context<AppEnvironment>

/** OpenEnv's clients take anything, and know no header of sessions. */
function isOpenEnv(request: Request, body: unknown): boolean {
  const method = isJsonObject(body) ? body['method'] : undefined
  if (typeof method === 'string' && method.startsWith('openenv/')) return true
  const accepts = request.headers.get('Accept')?.toLowerCase() ?? ''
  return !request.headers.has(mcpSessionHeader) && !accepts.includes('text/event-stream')
}

/** A response that others made, with the headers of ours. */
function pass(context: AppContext, response: Response): Response {
  const session = context.req.header(mcpSessionHeader)
  if (session !== undefined && session.length <= maxSessionIdLength) context.set('sessionId', session)
  return context.newResponse(response.body, response)
}

function reply(context: AppContext, text: string): Response {
  context.header('Content-Type', 'application/json')
  return context.body(text)
}

/** Both dialects of MCP over HTTP. */
export class McpDoor {
  readonly #options: McpDoorOptions
  readonly #standard: StandardDoor

  constructor(options: McpDoorOptions) {
    this.#options = options
    this.#standard = new StandardDoor(options)
  }

  /** @param limit of a body, in bytes */
  addRoutes(app: Hono<AppEnvironment>, limit: number): void {
    app.post('/mcp', async (context) => await this.#post(context, limit))
    for (const method of ['get', 'delete'] as const) {
      app.on(method.toUpperCase(), '/mcp', async (context, next) => {
        // A HEAD would hold the stream of the session, and nobody would read it.
        if (context.req.method === 'HEAD') return await next()
        const bound = this.#boundOf(context)
        if (bound instanceof RpcError) return pass(context, refuseWith(400, null, bound))
        return pass(context, await this.#standard[method](context.req.raw, bound))
      })
    }
    refuseOtherMethods(app, '/mcp', 'GET, POST, DELETE')
  }

  /** How a web page is refused at this door; undefined for other errors and at other doors. */
  refuse(context: AppContext, error: unknown): Response | undefined {
    if (context.req.path !== '/mcp' || !isClientError(error) || error.code !== 'forbidden_origin') return undefined
    return pass(context, refuseWith(403, null, toRpcError(error, this.#options)))
  }

  /** Lets go of connections that would never end by themselves. */
  async stop(): Promise<void> {
    await this.#standard.stop()
  }

  /** The session that a host names for a request: by the header X-Session-Id, or in the address. */
  #boundOf(context: AppContext): string | undefined | RpcError {
    try {
      const bound = resolveSessionId(context)
      if (bound !== undefined) context.set('sessionId', bound)
      return bound
    } catch (error) {
      return toRpcError(error, this.#options)
    }
  }

  async #post(context: AppContext, limit: number): Promise<Response> {
    const request = context.req.raw
    let body: unknown
    try {
      body = await readJson(request, { limit })
    } catch (error) {
      if (!isClientError(error)) throw error
      if (isOpenEnv(request, undefined)) return reply(context, refuseOpenEnv(error, this.#options))
      const status = error.code === 'body_too_large' ? 413 : 400
      return pass(context, refuseWith(status, null, toRpcError(error, this.#options)))
    }
    const bound = this.#boundOf(context)
    if (bound instanceof RpcError) {
      const refusal = refuseWith(isOpenEnv(request, body) ? 200 : 400, idOf(body), bound)
      return pass(context, refusal)
    }
    if (!isOpenEnv(request, body)) return pass(context, await this.#standard.post(request, body, bound))
    const text = await answerOpenEnv(body, { ...this.#options, bound })
    return text === null ? context.body(null, 202) : reply(context, text)
  }
}
