/**
 * From messages to replies: what a connection asks of its session. Everything here enters the queue of the
 * session before it returns, so that messages keep their order.
 *
 * @module
 */
import type { ResetResult, State, StepResult } from '../contract/episode.ts'
import { clipText } from '../kit/clip-text.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { isClientError } from './error-map.ts'
import type { JsonObject } from './json-text.ts'
import type { TaskCatalog } from './task-catalog.ts'
import { parseToolCall, startTool, toAction, type ToolCall, type ToolError, toolList } from './tools.ts'
import { parseInput } from './validation.ts'
import { createErrorFrame, type ErrorFrame, type Message } from './websocket-messages.ts'
import { resetDataSchema } from './wire-schemas.ts'

/** What travels back for a reset or a step. `metadata` is absent when empty: null breaks clients. */
interface ObservationFrame {
  readonly type: 'observation'
  readonly data: {
    readonly observation: object
    readonly reward: number | null
    readonly done: boolean
    readonly metadata?: object
  }
}

export type ReplyFrame = ObservationFrame | ErrorFrame | { readonly type: 'state'; readonly data: State }

export interface SessionDoor {
  readonly registry: SessionRegistry
  readonly catalog: TaskCatalog
  readonly sessionId: string
}

function toFrame(result: ResetResult | StepResult, observation: object = result.observation): ObservationFrame {
  const { reward, done, metadata } = result
  const isEmpty = Object.keys(metadata).length === 0
  return { type: 'observation', data: { observation, reward, done, ...(isEmpty ? {} : { metadata }) } }
}

async function listTools({ registry, sessionId }: SessionDoor): Promise<ObservationFrame> {
  const { done } = await registry.state(sessionId)
  return { type: 'observation', data: { observation: { tools: toolList }, reward: 0, done } }
}

function toToolObservation(name: string, result: object | null, error: ToolError | null): object {
  return { tool_name: name, result, error }
}

/** A tool that starts an episode is no step: when it fails nothing is counted. */
async function startEpisode(door: SessionDoor, { args, error }: ToolCall): Promise<ObservationFrame> {
  const { registry, catalog, sessionId } = door
  let fault = error
  try {
    if (fault === null) {
      const data = parseInput(resetDataSchema, args, ['arguments'])
      const result = await registry.reset(sessionId, catalog.toResetParams(data, 'arguments'))
      return toFrame(result, toToolObservation(startTool, result.observation, null))
    }
  } catch (cause) {
    if (!isClientError(cause)) throw cause
    fault = { error_type: 'invalid_args', message: cause.message }
  }
  const { done } = await registry.state(sessionId)
  return { type: 'observation', data: { observation: toToolObservation(startTool, null, fault), reward: 0, done } }
}

async function callTool(door: SessionDoor, data: JsonObject): Promise<ObservationFrame> {
  const call = parseToolCall(data)
  if (call.name === startTool) return await startEpisode(door, call)
  const result = await door.registry.step(door.sessionId, toAction(call), 'repeat')
  return toFrame(result, toToolObservation(call.name, result.observation, call.error))
}

async function replyToStep(door: SessionDoor, data: JsonObject): Promise<ObservationFrame> {
  // An ordinary action has no key `type`.
  if (data['type'] === 'list_tools') return await listTools(door)
  if (data['type'] === 'call_tool') return await callTool(door, data)
  return toFrame(await door.registry.step(door.sessionId, data, 'repeat'))
}

/**
 * Answers a message.
 *
 * @throws AppError what the session throws
 */
export async function replyTo(message: Exclude<Message, { type: 'close' }>, door: SessionDoor): Promise<ReplyFrame> {
  const { registry, catalog, sessionId } = door
  switch (message.type) {
    case 'reset':
      return toFrame(await registry.reset(sessionId, catalog.toResetParams(message.data, 'data')))
    case 'step':
      return await replyToStep(door, message.data)
    case 'state':
      return { type: 'state', data: await registry.state(sessionId) }
    case 'unknown': {
      const name = clipText(message.name, 100)
      return createErrorFrame('UNKNOWN_TYPE', `unknown message type '${name}'; there is reset, step, state, close`)
    }
  }
}
