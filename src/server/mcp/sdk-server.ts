/**
 * Standard MCP by the official SDK: a server object for each connection or request, which plays by the same calls
 * as every other door.
 *
 * @module
 */
import { type CallToolResult, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import { clipText } from '../../kit/clip-text.ts'
import { AppError } from '../../kit/errors.ts'
import { isClientError } from '../floor/error-map.ts'
import { packageVersion } from '../floor/package-version.ts'
import type { ToolCall } from '../floor/tools.ts'
import { mcpTools, parseCall } from './mcp-tools.ts'
import { toRpcError } from './openenv-dialect.ts'
import { offersStart, type Played, playTool, toMeta, type ToolRoom, toToolResult } from '../floor/tool-play.ts'

/** What came of a call, and the session that the agent has to name, if it has to. */
export interface SdkPlayed extends Played {
  readonly session?: string
}

/** Plays a call in the session that it names, if it names one. @throws AppError */
export type PlayCall = (call: ToolCall, named: string | undefined) => Promise<SdkPlayed>

const startAdvice = [
  'Call start_episode first: its result holds the goal.',
  'If it returns a session_id, pass that with every later call.',
]

/** What a client tells its model of the server. */
function instructionsOf(canStart: boolean): string {
  return [
    'Repair a corrupted SQLite database with SQL.',
    ...(canStart ? startAdvice : ['The episode is started for you.']),
    'Call inspect_schema and execute_sql until the database is right, and finish_task to submit it.',
    'Every call is a step, and steps are limited: steps_remaining counts them down.',
  ].join(' ')
}

function toText(text: string): { type: 'text'; text: string } {
  return { type: 'text', text }
}

function toCallResult({ session, ...played }: SdkPlayed): CallToolResult {
  const { text, observation, isError } = toToolResult(played)
  const content = [toText(text)]
  const meta = toMeta(played.result)
  if (session === undefined) return { content, structuredContent: observation, isError, _meta: meta }
  // Some clients show their model nothing but one of these.
  if (played.isStart) content.push(toText(JSON.stringify({ session_id: session })))
  meta['dataops-env/session_id'] = session
  return { content, structuredContent: { ...observation, session_id: session }, isError, _meta: meta }
}

/** What kept a call from being played is for the agent, which can put most of it right. */
async function answerCall(name: string, args: unknown, play: PlayCall): Promise<CallToolResult> {
  try {
    const { call, sessionId } = parseCall(name, args)
    return toCallResult(await play(call, sessionId))
  } catch (error) {
    if (!isClientError(error)) throw error
    return { content: [toText(error.message)], isError: true }
  }
}

/** Makes a server object for the SDK's transports. */
export function createSdkServer(options: {
  readonly room: ToolRoom
  readonly logger: Logger
  readonly play: PlayCall
  /** The session of all calls; undefined where each names its own. */
  readonly session?: string | undefined
}): Server {
  const { room, logger, play, session } = options
  const server = new Server(
    { name: 'dataops-env', version: packageVersion },
    { capabilities: { tools: {} }, instructions: instructionsOf(offersStart(room, session)) },
  )
  server.setRequestHandler('tools/list', () => ({
    tools: mcpTools(offersStart(room, session)).map((tool) => ({ ...tool })),
  }))
  server.setRequestHandler('tools/call', async ({ params }) => {
    try {
      return await answerCall(params.name, params.arguments, play)
    } catch (error) {
      throw new ProtocolError(
        ProtocolErrorCode.InternalError,
        toRpcError(error, { registry: room.registry, logger }).message,
      )
    }
  })
  return server
}

/** A session that was closed, or never was. */
export function unknownSession(id: string): AppError {
  return new AppError('unknown_session', `Unknown session_id: ${clipText(id, 128)}; POST /reset prepares one`)
}

/** Calls that are all for one session, which they may name as well. */
export function playIn(room: ToolRoom, session: string): PlayCall {
  return async (call, named) => {
    if (named !== undefined && named !== session) {
      throw new AppError('validation_error', 'this connection plays in one session; leave session_id out')
    }
    // A reset would make it anew.
    if (!room.registry.has(session)) throw unknownSession(session)
    return await playTool(room, call, session)
  }
}
