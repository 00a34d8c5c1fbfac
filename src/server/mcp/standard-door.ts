/**
 * Standard MCP over Streamable HTTP, in both eras. With `initialize` (2025-11-25 and before) the header
 * Mcp-Session-Id is the session, one of the registry like any other; without it (2026-07-28) calls name theirs.
 * Every request has a server object of its own, so nothing but the registry remembers a session.
 *
 * @module
 */
import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type McpHttpHandler,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import { isClientError } from '../error-map.ts'
import { idOf, RpcError, rpcCodes, type RpcId, toErrorText } from './json-rpc.ts'
import { NamedSessions } from './named-sessions.ts'
import { toRpcError } from './openenv-dialect.ts'
import { createSdkServer, playIn } from './sdk-server.ts'
import type { ToolRoom } from './tool-play.ts'

export const mcpSessionHeader = 'Mcp-Session-Id'

/** The code of the SDK's transports for a session that is not there. */
const sessionNotFound = -32_001

/** An error as the whole answer. */
export function refuseWith(status: number, id: RpcId, error: RpcError): Response {
  return new Response(toErrorText(id, error), { status, headers: { 'Content-Type': 'application/json' } })
}

/** @param announced the id that the answer to `initialize` names */
function createTransport(announced?: string): WebStandardStreamableHTTPServerTransport {
  return new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: true,
    ...(announced !== undefined && { sessionIdGenerator: () => announced }),
  })
}

export interface StandardDoorOptions extends ToolRoom {
  readonly logger: Logger
}

export class StandardDoor {
  readonly #options: StandardDoorOptions
  readonly #modern: McpHttpHandler
  readonly #named: NamedSessions
  /** Streams that clients hold open, by session. Nothing is ever said on them: tools do not change. */
  readonly #streams = new Map<string, WebStandardStreamableHTTPServerTransport>()
  #isStopping = false

  constructor(options: StandardDoorOptions) {
    this.#options = options
    const { logger } = options
    this.#named = new NamedSessions(options)
    this.#modern = createMcpHandler(
      () => createSdkServer({ room: options, logger, play: (call, named) => this.#named.play(call, named) }),
      { legacy: 'reject', maxSubscriptions: 0, onerror: (error) => logger.debug({ err: error }, 'mcp') },
    )
  }

  /** Answers a POST, whose body was read. */
  async post(request: Request, body: unknown): Promise<Response> {
    if (Array.isArray(body)) {
      return refuseWith(400, null, new RpcError(rpcCodes.invalidRequest, 'Invalid Request: batches are not supported'))
    }
    if (!(await isLegacyRequest(request, body))) return await this.#modern.fetch(request, { parsedBody: body })
    if (isInitializeRequest(body)) return await this.#initialize(request, body)
    const session = request.headers.get(mcpSessionHeader)
    const refused = this.#refuseSession(session, idOf(body))
    return refused ?? (await this.#exchange(createTransport(), session as string, request, body))
  }

  /** Opens a stream, on which nothing is ever said. */
  async get(request: Request): Promise<Response> {
    const session = request.headers.get(mcpSessionHeader)
    const refused = this.#refuseSession(session, null)
    if (refused !== undefined) return refused
    const id = session as string
    if (this.#isStopping || this.#streams.has(id)) {
      return refuseWith(
        409,
        null,
        new RpcError(rpcCodes.server, 'Conflict: Only one SSE stream is allowed per session'),
      )
    }
    const transport = createTransport()
    this.#streams.set(id, transport)
    const release = (): void => {
      if (this.#streams.get(id) === transport) this.#streams.delete(id)
    }
    request.signal.addEventListener('abort', release, { once: true })
    const response = await this.#exchange(transport, id, request)
    if (!response.ok) release()
    return response
  }

  /** Ends a session. */
  async delete(request: Request): Promise<Response> {
    const session = request.headers.get(mcpSessionHeader)
    const refused = this.#refuseSession(session, null)
    if (refused !== undefined) return refused
    this.#options.registry.closeSession(session as string)
    await this.#streams.get(session as string)?.close()
    this.#streams.delete(session as string)
    return new Response(null, { status: 200 })
  }

  /** Ends the streams, which would never end by themselves. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all([...this.#streams.values()].map((transport) => transport.close()))
    this.#streams.clear()
  }

  #refuseSession(session: string | null, id: RpcId): Response | undefined {
    if (session === null) {
      return refuseWith(400, id, new RpcError(rpcCodes.server, `Bad Request: ${mcpSessionHeader} header is required`))
    }
    if (this.#options.registry.has(session)) return undefined
    return refuseWith(404, id, new RpcError(sessionNotFound, 'Session not found'))
  }

  async #initialize(request: Request, body: unknown): Promise<Response> {
    const { registry } = this.#options
    if (registry.size >= registry.maxSessions) this.#named.makeRoom()
    let session: string
    try {
      session = await registry.create()
    } catch (error) {
      if (!isClientError(error)) throw error
      return refuseWith(200, idOf(body), toRpcError(error, this.#options))
    }
    const response = await this.#exchange(createTransport(session), session, request, body)
    if (!response.ok && registry.has(session)) registry.closeSession(session)
    return response
  }

  /** Puts a server object behind a transport, for this one request. */
  async #exchange(
    transport: WebStandardStreamableHTTPServerTransport,
    session: string,
    request: Request,
    body?: unknown,
  ): Promise<Response> {
    const { logger } = this.#options
    const server = createSdkServer({ room: this.#options, logger, play: playIn(this.#options, session) })
    await server.connect(transport)
    return await transport.handleRequest(request, { parsedBody: body })
  }
}
