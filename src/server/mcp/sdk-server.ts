/**
 * Standard MCP by the official SDK: a server object for each connection or request, which plays by the same calls
 * as every other door.
 *
 * @module
 */
import { type CallToolResult, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server'
import { AppError } from '../../kit/errors.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { isClientError } from '../floor/error-map.ts'
import { packageVersion } from '../floor/package-version.ts'
import { unknownSession } from '../floor/session-id.ts'
import { offersStart, type Played, playTool, toMeta, toToolResult } from '../floor/tool-play.ts'
import type { ToolCall } from '../floor/tools.ts'
import { mcpTools, parseCall } from './mcp-tools.ts'
import { toRpcError } from './rpc-error.ts'

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

/** Makes a server object for the SDK's transports. @param session of all calls; undefined where each names its own */
export function createSdkServer(context: DoorContext, play: PlayCall, session: string | undefined): Server {
  const server = new Server(
    { name: 'dataops-env', version: packageVersion },
    { capabilities: { tools: {} }, instructions: instructionsOf(offersStart(context, session)) },
  )
  server.setRequestHandler('tools/list', () => ({
    tools: mcpTools(offersStart(context, session)).map((tool) => ({ ...tool })),
  }))
  server.setRequestHandler('tools/call', async ({ params }) => {
    try {
      return await answerCall(params.name, params.arguments, play)
    } catch (error) {
      throw new ProtocolError(ProtocolErrorCode.InternalError, toRpcError(error, context).message)
    }
  })
  return server
}

/** What is said of a session that its host has not prepared. */
export function unprepared(session: string): AppError {
  return unknownSession(session, 'POST /reset prepares one')
}

/** Calls that are all for one session, which they may name as well. */
export function playIn(context: DoorContext, session: string): PlayCall {
  return async (call, named) => {
    if (named !== undefined && named !== session) {
      throw new AppError('validation_error', 'this connection plays in one session; leave session_id out')
    }
    await context.registry.summon(session)
    // A reset would make it anew.
    if (!context.registry.has(session)) throw unprepared(session)
    return await playTool(context, call, session)
  }
}
