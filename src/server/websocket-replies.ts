/**
 * From messages to replies: what a connection asks of its session. Everything here enters the queue of the
 * session before it returns, so that messages keep their order.
 *
 * @module
 */
import type { Logger } from 'pino'
import { clipText } from '../kit/clip-text.ts'
import { type EncodedResult, noMetadata } from '../sessions/encoded-result.ts'
import type { Attachment } from '../sessions/session.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { isClientError } from './error-map.ts'
import type { JsonObject } from './json-text.ts'
import { answerOpenEnv } from './mcp/openenv-dialect.ts'
import { toObservationFrame } from './reply-text.ts'
import type { TaskCatalog } from './task-catalog.ts'
import { parseToolCall, startTool, toAction, type ToolCall, type ToolError, toolList } from './tools.ts'
import { parseInput } from './validation.ts'
import { createErrorFrame, type Message } from './websocket-messages.ts'
import { resetDataSchema } from './wire-schemas.ts'

export interface SessionDoor {
  readonly registry: SessionRegistry
  readonly catalog: TaskCatalog
  readonly logger: Logger
  readonly sessionId: string
  /** What the connection holds of the session. */
  readonly attachment: Attachment
}

/** A tool's answer in place of an observation. */
function toToolFrame(result: EncodedResult, name: string, error: ToolError | null): string {
  const [tool, fault] = [JSON.stringify(name), JSON.stringify(error)]
  const observation = `{"tool_name":${tool},"result":${result.observation},"error":${fault}}`
  return toObservationFrame({ ...result, observation })
}

const toolsObservation = JSON.stringify({ tools: toolList })

async function listTools({ registry, sessionId }: SessionDoor): Promise<string> {
  const { done } = await registry.state(sessionId)
  return toObservationFrame({ observation: toolsObservation, reward: 0, done, metadata: noMetadata })
}

/** A tool that starts an episode is no step: when it fails nothing is counted. */
async function startEpisode(door: SessionDoor, { args, error }: ToolCall): Promise<string> {
  const { registry, catalog, sessionId } = door
  let fault = error
  try {
    if (fault === null) {
      const data = parseInput(resetDataSchema, args, ['arguments'])
      return toToolFrame(await registry.reset(sessionId, catalog.toResetParams(data, 'arguments')), startTool, null)
    }
  } catch (cause) {
    if (!isClientError(cause)) throw cause
    fault = { error_type: 'invalid_args', message: cause.message }
  }
  const { done } = await registry.state(sessionId)
  return toToolFrame({ observation: 'null', reward: 0, done, metadata: noMetadata }, startTool, fault)
}

async function callTool(door: SessionDoor, data: JsonObject): Promise<string> {
  const call = parseToolCall(data)
  if (call.name === startTool) return await startEpisode(door, call)
  const result = await door.registry.step(door.sessionId, toAction(call), 'repeat', door.attachment)
  return toToolFrame(result, call.name, call.error)
}

async function replyToStep(door: SessionDoor, data: JsonObject): Promise<string> {
  // An ordinary action has no key `type`.
  if (data['type'] === 'list_tools') return await listTools(door)
  if (data['type'] === 'call_tool') return await callTool(door, data)
  return toObservationFrame(await door.registry.step(door.sessionId, data, 'repeat', door.attachment))
}

/**
 * Answers a message with the text of a frame.
 *
 * @throws AppError what the session throws
 */
export async function replyTo(
  message: Exclude<Message, { type: 'close' | 'batch' }>,
  door: SessionDoor,
): Promise<string> {
  const { registry, catalog, sessionId } = door
  switch (message.type) {
    case 'reset':
      return toObservationFrame(await registry.reset(sessionId, catalog.toResetParams(message.data, 'data')))
    case 'step':
      return await replyToStep(door, message.data)
    case 'state':
      return JSON.stringify({ type: 'state', data: await registry.state(sessionId) })
    case 'mcp':
      // Every message has a reply, so that of a notification says nothing.
      return `{"type":"mcp","data":${await answerOpenEnv(message.data, door)}}`
    case 'unknown': {
      const name = clipText(message.name, 100)
      const known = 'reset, step, state, mcp, batch, close'
      return JSON.stringify(createErrorFrame('UNKNOWN_TYPE', `unknown message type '${name}'; there is ${known}`))
    }
  }
}
