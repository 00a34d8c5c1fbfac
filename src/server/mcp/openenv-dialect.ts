/**
 * OpenEnv's dialect of MCP: JSON-RPC without a handshake, sessions by `openenv/session/create` and `close`. Spoken
 * over HTTP, on the socket `/mcp`, and in `mcp` messages on `/ws`.
 *
 * @module
 */
import { clipText } from '../../kit/clip-text.ts'
import { defaultSessionId } from '../../sessions/session-registry.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { type JsonObject, parseJson } from '../floor/json-text.ts'
import type { RpcCaller, RpcDialect } from '../floor/rpc-dialect.ts'
import { namedSession, unknownSession } from '../floor/session-id.ts'
import { offersStart, playTool, toCallText } from '../floor/tool-play.ts'
import { idOf, parseRequest, RpcError, rpcCodes, type RpcId, toErrorText, toReplyText } from './json-rpc.ts'
import { mcpTools, parseCall, sameSession } from './mcp-tools.ts'
import { toRpcError } from './rpc-error.ts'

const toolsTexts = new Map([true, false].map((start) => [start, JSON.stringify({ tools: mcpTools(start) })]))

/** The session that the parameters of a method name. @throws AppError `validation_error` */
const sessionIn = (params: JsonObject): string | undefined =>
  namedSession(params['session_id'], ['params', 'session_id'])

/** What the methods take; `_meta` is anybody's. */
const parameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['openenv/session/create', []],
  ['openenv/session/close', ['session_id']],
  ['tools/list', ['session_id', 'cursor']],
  ['tools/call', ['session_id', 'name', 'arguments']],
])

/** A misspelt session must not become a call in another one. */
function refuseUnknown(method: string, params: JsonObject): void {
  const known = parameters.get(method)
  const extra = Object.keys(params).find((key) => key !== '_meta' && known?.includes(key) === false)
  if (extra === undefined) return
  throw new RpcError(rpcCodes.invalidParams, `Invalid params - unknown parameter '${clipText(extra, 100)}'`)
}

export class OpenEnvDialect implements RpcDialect {
  readonly #context: DoorContext

  constructor(context: DoorContext) {
    this.#context = context
  }

  async answer(value: unknown, caller: RpcCaller): Promise<string | null> {
    let id: RpcId = idOf(value)
    try {
      const request = parseRequest(value)
      if (request.id === undefined) return null
      id = request.id
      return toReplyText(id, await this.#run(caller, request.method, request.params))
    } catch (error) {
      return toErrorText(id, toRpcError(error, this.#context))
    }
  }

  async answerFrame(frame: Buffer, isBinary: boolean, caller: RpcCaller): Promise<string | null> {
    let value: unknown
    try {
      if (isBinary) throw new RpcError(rpcCodes.invalidRequest, 'Invalid Request: send text, not binary frames')
      value = parseJson(frame.toString('utf8'), 'message')
    } catch (error) {
      return this.refuse(error)
    }
    return await this.answer(value, caller)
  }

  refuse(error: unknown): string {
    return toErrorText(null, toRpcError(error, this.#context))
  }

  async #run(caller: RpcCaller, method: string, params: JsonObject): Promise<string> {
    refuseUnknown(method, params)
    switch (method) {
      case 'openenv/session/create':
        return await this.#createSession(caller)
      case 'openenv/session/close':
        return await this.#closeSession(caller, params)
      case 'tools/list':
        return await this.#listTools(caller, params)
      case 'tools/call':
        return await this.#callTool(caller, params)
      case 'initialize':
        throw new RpcError(
          rpcCodes.methodNotFound,
          'Method not found: initialize is answered over HTTP with Accept: application/json, text/event-stream',
        )
      default:
        throw new RpcError(rpcCodes.methodNotFound, `Method not found: ${clipText(method, 100)}`)
    }
  }

  /** The session a request is about. @throws RpcError, AppError when it names none, two, or one that is not there */
  #sessionOf({ bound, attachment }: RpcCaller, ...named: readonly (string | undefined)[]): string | Promise<string> {
    const { registry, requireSession } = this.#context
    const own = sameSession(bound, ...named) ?? attachment?.id
    if (own === undefined && requireSession === true) {
      throw new RpcError(rpcCodes.invalidParams, 'this server needs to know the session: name it by session_id')
    }
    const id = own ?? defaultSessionId
    const checked = (): string => {
      if (id !== defaultSessionId && !registry.has(id)) throw unknownSession(id)
      return id
    }
    // What a socket holds is brought here in its turn, so that messages keep their order.
    const coming = id === attachment?.id ? undefined : registry.summon(id)
    return coming === undefined ? checked() : coming.then(checked)
  }

  async #createSession(caller: RpcCaller): Promise<string> {
    if (caller.bound !== undefined) return JSON.stringify({ session_id: await this.#sessionOf(caller) })
    return JSON.stringify({ session_id: caller.attachment?.id ?? (await this.#context.registry.create()) })
  }

  async #closeSession({ bound, attachment }: RpcCaller, params: JsonObject): Promise<string> {
    const { registry } = this.#context
    const id = sameSession(bound, sessionIn(params))
    if (id === undefined) throw new RpcError(rpcCodes.invalidParams, "Invalid params - 'session_id' is required")
    if (id === attachment?.id) {
      throw new RpcError(rpcCodes.invalidRequest, 'Cannot close active WebSocket-managed session via MCP method')
    }
    const coming = registry.summon(id)
    if (coming !== undefined) await coming
    if (!registry.has(id)) throw unknownSession(id)
    // Whoever was given the address of a session is a visitor there.
    if (bound !== undefined) return JSON.stringify({ session_id: id, closed: false })
    const closed = registry.closeSession(id)
    return JSON.stringify({ session_id: id, closed, ...(!closed && { closing: true }) })
  }

  async #listTools(caller: RpcCaller, params: JsonObject): Promise<string> {
    const named = sameSession(caller.bound, sessionIn(params)) ?? caller.attachment?.id
    // Some clients list first: without a session none is needed yet.
    const found = named === undefined ? defaultSessionId : this.#sessionOf(caller, named)
    const session = typeof found === 'string' ? found : await found
    return toolsTexts.get(offersStart(this.#context, session)) as string
  }

  async #callTool(caller: RpcCaller, params: JsonObject): Promise<string> {
    const { name } = params
    if (typeof name !== 'string' || name === '') throw new RpcError(rpcCodes.invalidParams, "Missing 'name' in params")
    const { call, sessionId } = parseCall(name, params['arguments'])
    const found = this.#sessionOf(caller, sessionIn(params), sessionId)
    const session = typeof found === 'string' ? found : await found
    const by = session === caller.attachment?.id ? caller.attachment : undefined
    return toCallText(await playTool(this.#context, call, session, by))
  }
}
