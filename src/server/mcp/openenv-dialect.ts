/**
 * OpenEnv's dialect of MCP: JSON-RPC without a handshake, sessions by `openenv/session/create` and `close`. Spoken
 * over HTTP, on the socket `/mcp`, and in `mcp` messages on `/ws`.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { clipText } from '../../kit/clip-text.ts'
import type { Attachment } from '../../sessions/session.ts'
import { defaultSessionId } from '../../sessions/session-registry.ts'
import { isClientError } from '../floor/error-map.ts'
import { type JsonObject, parseJson } from '../floor/json-text.ts'
import { parseInput } from '../floor/validation.ts'
import { sessionIdSchema } from '../floor/wire-schemas.ts'
import { idOf, parseRequest, RpcError, rpcCodes, type RpcId, toErrorText, toReplyText } from './json-rpc.ts'
import { mcpTools, parseCall, sameSession } from './mcp-tools.ts'
import { offersStart, playTool, toCallText, type ToolRoom } from '../floor/tool-play.ts'

export interface OpenEnvDoor extends ToolRoom {
  readonly logger: Logger
  /** What the socket holds that requests come by; over HTTP there is none. */
  readonly attachment?: Attachment
  /** The session that the address or a header names: the only one that a request may be about. */
  readonly bound?: string | undefined
  /** Whether a request over HTTP has to name its session. */
  readonly requireSession?: boolean | undefined
}

const toolsTexts = new Map([true, false].map((start) => [start, JSON.stringify({ tools: mcpTools(start) })]))

function unknownSession(id: string): RpcError {
  return new RpcError(rpcCodes.invalidParams, `Unknown session_id: ${clipText(id, 128)}`)
}

/** The session a request names in its parameters. @throws AppError `validation_error` */
function namedSession(params: JsonObject): string | undefined {
  const named = params['session_id']
  if (named === '') return undefined
  return parseInput(sessionIdSchema.nullish(), named, ['params', 'session_id']) ?? undefined
}

/** The session a request is about. @throws RpcError when there is none of this id; AppError when it names two */
function sessionOf(door: OpenEnvDoor, ...named: readonly (string | undefined)[]): string {
  const own = sameSession(door.bound, ...named) ?? door.attachment?.id
  if (own === undefined && door.requireSession === true) {
    throw new RpcError(rpcCodes.invalidParams, 'this server needs to know the session: name it by session_id')
  }
  const id = own ?? defaultSessionId
  if (id !== defaultSessionId && !door.registry.has(id)) throw unknownSession(id)
  return id
}

async function createSession(door: OpenEnvDoor): Promise<string> {
  const { registry, attachment, bound } = door
  if (bound !== undefined) return JSON.stringify({ session_id: sessionOf(door) })
  return JSON.stringify({ session_id: attachment?.id ?? (await registry.create()) })
}

function closeSession({ registry, attachment, bound }: OpenEnvDoor, params: JsonObject): string {
  const id = sameSession(bound, namedSession(params))
  if (id === undefined) throw new RpcError(rpcCodes.invalidParams, "Invalid params - 'session_id' is required")
  if (id === attachment?.id) {
    throw new RpcError(rpcCodes.invalidRequest, 'Cannot close active WebSocket-managed session via MCP method')
  }
  if (!registry.has(id)) throw unknownSession(id)
  // Whoever was given the address of a session is a visitor there.
  if (bound !== undefined) return JSON.stringify({ session_id: id, closed: false })
  const closed = registry.closeSession(id)
  return JSON.stringify({ session_id: id, closed, ...(!closed && { closing: true }) })
}

async function callTool(door: OpenEnvDoor, params: JsonObject): Promise<string> {
  const { name } = params
  if (typeof name !== 'string' || name === '') throw new RpcError(rpcCodes.invalidParams, "Missing 'name' in params")
  const { call, sessionId } = parseCall(name, params['arguments'])
  const session = sessionOf(door, namedSession(params), sessionId)
  const by = session === door.attachment?.id ? door.attachment : undefined
  return toCallText(await playTool(door, call, session, by))
}

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

async function run(door: OpenEnvDoor, method: string, params: JsonObject): Promise<string> {
  refuseUnknown(method, params)
  switch (method) {
    case 'openenv/session/create':
      return await createSession(door)
    case 'openenv/session/close':
      return closeSession(door, params)
    case 'tools/list': {
      const named = sameSession(door.bound, namedSession(params)) ?? door.attachment?.id
      // Some clients list first: without a session none is needed yet.
      const session = named === undefined ? defaultSessionId : sessionOf(door, named)
      return toolsTexts.get(offersStart(door, session)) as string
    }
    case 'tools/call':
      return await callTool(door, params)
    case 'initialize':
      throw new RpcError(
        rpcCodes.methodNotFound,
        'Method not found: initialize is answered over HTTP with Accept: application/json, text/event-stream',
      )
    default:
      throw new RpcError(rpcCodes.methodNotFound, `Method not found: ${clipText(method, 100)}`)
  }
}

/** An error as a client may see it; faults of the host are logged, and shown by their id alone. */
export function toRpcError(error: unknown, { registry, logger }: Pick<OpenEnvDoor, 'registry' | 'logger'>): RpcError {
  if (error instanceof RpcError) return error
  if (!isClientError(error)) {
    const request = randomUUID()
    logger.error({ request, err: error }, 'a request of MCP failed')
    return new RpcError(rpcCodes.internal, `internal error (request ${request})`)
  }
  const { code, message } = error
  switch (code) {
    case 'invalid_json':
      return new RpcError(rpcCodes.parseError, `Parse error: ${message}`)
    case 'body_too_large':
      return new RpcError(rpcCodes.invalidRequest, `Invalid Request: ${message}`)
    case 'capacity_reached':
      return new RpcError(rpcCodes.server, message, {
        active_sessions: registry.size,
        max_sessions: registry.maxSessions,
      })
    case 'validation_error':
    case 'unknown_task':
    case 'unknown_session':
      return new RpcError(rpcCodes.invalidParams, message)
    default:
      return new RpcError(rpcCodes.server, message)
  }
}

/**
 * The reply to a request: null for a notification. Never rejects. What it asks of a session is in its queue when
 * this returns.
 */
export async function answerOpenEnv(value: unknown, door: OpenEnvDoor): Promise<string | null> {
  let id: RpcId = idOf(value)
  try {
    const request = parseRequest(value)
    if (request.id === undefined) return null
    id = request.id
    return toReplyText(id, await run(door, request.method, request.params))
  } catch (error) {
    return toErrorText(id, toRpcError(error, door))
  }
}

/** The reply to a frame on the socket `/mcp`; null for a notification. Never rejects. */
export async function answerFrame(frame: Buffer, isBinary: boolean, door: OpenEnvDoor): Promise<string | null> {
  let value: unknown
  try {
    if (isBinary) throw new RpcError(rpcCodes.invalidRequest, 'Invalid Request: send text, not binary frames')
    value = parseJson(frame.toString('utf8'), 'message')
  } catch (error) {
    return refuseOpenEnv(error, door)
  }
  return await answerOpenEnv(value, door)
}

/** The reply to what could not even be read. */
export function refuseOpenEnv(error: unknown, door: Pick<OpenEnvDoor, 'registry' | 'logger'>): string {
  return toErrorText(null, toRpcError(error, door))
}
