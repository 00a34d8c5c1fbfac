/**
 * Standard MCP over Streamable HTTP, in both eras. With `initialize` (2025-11-25 and before) the header
 * Mcp-Session-Id is the session, one of the registry like any other; without it (2026-07-28) calls name theirs. In both
 * a request may name, beside that, the session that its host has prepared: it then plays in that one, and never ends it.
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
import type { DoorContext } from '../floor/door-context.ts'
import { isClientError } from '../floor/error-map.ts'
import { toHeaderValue } from '../floor/session-id.ts'
import { withObjectArguments } from '../floor/tool-arguments.ts'
import { idOf, RpcError, rpcCodes, type RpcId, toErrorText } from './json-rpc.ts'
import { NamedSessions } from './named-sessions.ts'
import { toRpcError } from './rpc-error.ts'
import { createSdkServer, type PlayCall, playIn, unprepared } from './sdk-server.ts'

export const mcpSessionHeader = 'Mcp-Session-Id'

/** The code of the SDK's transports for a session that is not there. */
const sessionNotFound = -32_001

/** An error as the whole answer. */
export function refuseWith(status: number, id: RpcId, error: RpcError): Response {
  return new Response(toErrorText(id, error), { status, headers: { 'Content-Type': 'application/json' } })
}

/** Clients show their users the error of a reply, and little of another status. */
function refuseBinding(body: unknown, reason: string): Response {
  return refuseWith(200, idOf(body), new RpcError(rpcCodes.invalidParams, reason))
}

/** @param announced the id that the answer to `initialize` names */
function createTransport(announced?: string): WebStandardStreamableHTTPServerTransport {
  return new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: true,
    ...(announced !== undefined && { sessionIdGenerator: () => announced }),
  })
}

export class StandardDoor {
  readonly #context: DoorContext
  readonly #modern: McpHttpHandler
  readonly #named: NamedSessions
  /** What requests under way are bound to. */
  readonly #bound = new WeakMap<Request, string>()
  /** Streams that clients hold open, by session. Nothing is ever said on them: tools do not change. */
  readonly #streams = new Map<string, WebStandardStreamableHTTPServerTransport>()
  #isStopping = false

  constructor(context: DoorContext) {
    this.#context = context
    const { logger } = context
    this.#named = new NamedSessions(context)
    this.#modern = createMcpHandler(
      ({ requestInfo }) => {
        const session = requestInfo && this.#bound.get(requestInfo)
        const play: PlayCall =
          session === undefined ? (call, named) => this.#named.play(call, named) : playIn(context, session)
        return createSdkServer(context, play, session)
      },
      { legacy: 'reject', maxSubscriptions: 0, onerror: (error) => logger.debug({ err: error }, 'mcp') },
    )
  }

  /** Answers a POST, whose body was read. @param bound the session that the host named for it */
  async post(request: Request, sent: unknown, bound: string | undefined): Promise<Response> {
    const body = withObjectArguments(sent)
    if (Array.isArray(body)) {
      return refuseWith(400, null, new RpcError(rpcCodes.invalidRequest, 'Invalid Request: batches are not supported'))
    }
    if (!(await isLegacyRequest(request, body))) {
      if (bound !== undefined) this.#bound.set(request, bound)
      return await this.#modern.fetch(request, { parsedBody: body })
    }
    if (isInitializeRequest(body)) return await this.#initialize(request, body, bound)
    const session = await this.#sessionOf(request, bound, idOf(body))
    return session instanceof Response ? session : await this.#exchange(createTransport(), session, request, body)
  }

  /** Opens a stream, on which nothing is ever said. */
  async get(request: Request, bound: string | undefined): Promise<Response> {
    const id = await this.#sessionOf(request, bound, null)
    if (id instanceof Response) return id
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

  /** Ends a session, or the visit to one that is the host's. */
  async delete(request: Request, bound: string | undefined): Promise<Response> {
    const { registry } = this.#context
    const session = await this.#sessionOf(request, bound, null)
    if (session instanceof Response) return session
    // Clients end what they opened whenever they close, and some open a connection for every call.
    if (bound === undefined && registry.starterOf(session) !== 'host') registry.closeSession(session)
    await this.#streams.get(session)?.close()
    this.#streams.delete(session)
    return new Response(null, { status: 200 })
  }

  /** Ends the streams, which would never end by themselves. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all([...this.#streams.values()].map((transport) => transport.close()))
    this.#streams.clear()
  }

  /** The session of a request that needs one, or why there is none. */
  async #sessionOf(request: Request, bound: string | undefined, id: RpcId): Promise<string | Response> {
    const announced = request.headers.get(mcpSessionHeader) ?? undefined
    if (announced !== undefined && bound !== undefined && announced !== bound) {
      return refuseWith(400, id, new RpcError(rpcCodes.server, 'Bad Request: the request names two different sessions'))
    }
    const session = announced ?? bound
    if (session === undefined) {
      return refuseWith(400, id, new RpcError(rpcCodes.server, `Bad Request: ${mcpSessionHeader} header is required`))
    }
    try {
      await this.#context.registry.summon(session)
    } catch (error) {
      if (!isClientError(error)) throw error
      return refuseWith(200, id, toRpcError(error, this.#context))
    }
    if (this.#context.registry.has(session)) return session
    return refuseWith(404, id, new RpcError(sessionNotFound, 'Session not found'))
  }

  async #initialize(request: Request, body: unknown, bound: string | undefined): Promise<Response> {
    if (bound !== undefined) {
      await this.#context.registry.summon(bound)
      if (!this.#context.registry.has(bound)) return refuseBinding(body, unprepared(bound).message)
      if (toHeaderValue(bound) === bound) return await this.#exchange(createTransport(bound), bound, request, body)
      return refuseBinding(body, `${mcpSessionHeader} holds visible ASCII alone; prepare a session with such an id`)
    }
    const { registry } = this.#context
    if (registry.size >= registry.maxSessions) this.#named.makeRoom()
    let session: string
    try {
      session = await registry.create()
    } catch (error) {
      if (!isClientError(error)) throw error
      return refuseWith(200, idOf(body), toRpcError(error, this.#context))
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
    const server = createSdkServer(this.#context, playIn(this.#context, session), session)
    await server.connect(transport)
    return await transport.handleRequest(request, { parsedBody: body })
  }
}
