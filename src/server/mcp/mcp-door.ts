/**
 * `/mcp` over HTTP: two dialects on one URL, told apart by what only their clients send.
 *
 * @module
 */
import { maxSessionIdLength } from '../../sessions/session-registry.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { isClientError } from '../floor/error-map.ts'
import { isJsonObject } from '../floor/json-text.ts'
import { readJson } from '../floor/request-body.ts'
import type { AppContext, Route } from '../floor/route.ts'
import { resolveSessionId } from '../floor/session-id.ts'
import { idOf, RpcError } from './json-rpc.ts'
import { endOperation, postOperation, streamOperation } from './mcp-operations.ts'
import { OpenEnvDialect } from './openenv-dialect.ts'
import { toRpcError } from './rpc-error.ts'
import { mcpSessionHeader, refuseWith, StandardDoor } from './standard-door.ts'

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
  /** OpenEnv's, which is spoken on sockets too. */
  readonly openEnv: OpenEnvDialect
  readonly #context: DoorContext
  readonly #standard: StandardDoor

  constructor(context: DoorContext) {
    this.#context = context
    this.openEnv = new OpenEnvDialect(context)
    this.#standard = new StandardDoor(context)
  }

  /** @param limit of a body, in bytes */
  routes(limit: number): readonly Route[] {
    const path = '/mcp'
    const refuse = (context: AppContext, error: unknown): Response | undefined => this.#refusePage(context, error)
    return [
      {
        method: 'POST',
        path,
        summary: 'Model Context Protocol',
        handle: async (context) => await this.#post(context, limit),
        refuse,
        operation: postOperation,
      },
      {
        method: 'GET',
        path,
        summary: 'The stream of a session of standard MCP, on which nothing is said',
        handle: async (context) => await this.#inStandard('get', context),
        // A HEAD would hold the stream of the session, and nobody would read it.
        takesHead: false,
        refuse,
        operation: streamOperation,
      },
      {
        method: 'DELETE',
        path,
        summary: 'End a session of standard MCP',
        handle: async (context) => await this.#inStandard('delete', context),
        refuse,
        operation: endOperation,
      },
    ]
  }

  /** How a web page is refused at this door; undefined for other errors. */
  #refusePage(context: AppContext, error: unknown): Response | undefined {
    if (!isClientError(error) || error.code !== 'forbidden_origin') return undefined
    return pass(context, refuseWith(403, null, toRpcError(error, this.#context)))
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
      return toRpcError(error, this.#context)
    }
  }

  async #inStandard(method: 'get' | 'delete', context: AppContext): Promise<Response> {
    const bound = this.#boundOf(context)
    if (bound instanceof RpcError) return pass(context, refuseWith(400, null, bound))
    return pass(context, await this.#standard[method](context.req.raw, bound))
  }

  async #post(context: AppContext, limit: number): Promise<Response> {
    const request = context.req.raw
    let body: unknown
    try {
      body = await readJson(request, { limit })
    } catch (error) {
      if (!isClientError(error)) throw error
      if (isOpenEnv(request, undefined)) return reply(context, this.openEnv.refuse(error))
      const status = error.code === 'body_too_large' ? 413 : 400
      return pass(context, refuseWith(status, null, toRpcError(error, this.#context)))
    }
    const bound = this.#boundOf(context)
    if (bound instanceof RpcError) {
      const refusal = refuseWith(isOpenEnv(request, body) ? 200 : 400, idOf(body), bound)
      return pass(context, refusal)
    }
    if (!isOpenEnv(request, body)) return pass(context, await this.#standard.post(request, body, bound))
    const text = await this.openEnv.answer(body, { bound })
    return text === null ? context.body(null, 202) : reply(context, text)
  }
}
