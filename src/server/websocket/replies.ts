/**
 * From messages to replies: what a connection asks of its session. Everything here enters the queue of the
 * session before it returns, so that messages keep their order.
 *
 * @module
 */
import { clipText } from '../../kit/clip-text.ts'
import { type EncodedResult, noMetadata } from '../../sessions/encoded-result.ts'
import { repeatLast } from '../../sessions/player.ts'
import type { Attachment } from '../../sessions/session.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { isClientError } from '../floor/error-map.ts'
import type { JsonObject } from '../floor/json-text.ts'
import { toObservationFrame } from '../floor/reply-text.ts'
import type { RpcCaller, RpcDialect } from '../floor/rpc-dialect.ts'
import { offersStart, playTool, toResultFields } from '../floor/tool-play.ts'
import { parseToolCall, startTool, toInputSchema, type ToolError, toolsOf } from '../floor/tools.ts'
import { createErrorFrame, type Message } from './messages.ts'

/** A connection and the session it drives. */
export interface SessionDoor extends RpcCaller {
  readonly context: DoorContext
  /** What `mcp` messages speak. */
  readonly rpc: RpcDialect
  /** What the connection holds of the session. */
  readonly attachment: Attachment
}

function toToolFrame(result: EncodedResult, name: string, fields: string | null, error: ToolError | null): string {
  const inner = fields === null ? 'null' : `{${fields}}`
  const observation = `{"tool_name":${JSON.stringify(name)},"result":${inner},"error":${JSON.stringify(error)}}`
  return toObservationFrame({ ...result, observation })
}

const toolLists = new Map(
  [true, false].map((start) => {
    const list = Object.entries(toolsOf(start)).map(([name, { description, input }]) => ({
      name,
      description,
      input_schema: toInputSchema(input),
    }))
    return [start, JSON.stringify({ tools: list })]
  }),
)

async function listTools({ context, attachment: { id } }: SessionDoor): Promise<string> {
  const observation = toolLists.get(offersStart(context, id)) as string
  const { done } = await context.registry.state(id)
  return toObservationFrame({ observation, reward: 0, done, metadata: noMetadata })
}

/** A call is a step. One that would start an episode and cannot is none: nothing is counted. */
async function callTool(
  { context, attachment }: SessionDoor,
  data: JsonObject,
  request: string | null | undefined,
): Promise<string> {
  const { id } = attachment
  const call = parseToolCall(data)
  const mayStart = call.name === startTool && offersStart(context, id)
  try {
    const played = await playTool(context, call, id, attachment, request)
    return toToolFrame(played.result, call.name, toResultFields(played), played.error)
  } catch (cause) {
    if (!mayStart || !isClientError(cause)) throw cause
    const { done } = await context.registry.state(id)
    const result = { observation: '', reward: 0, done, metadata: noMetadata }
    return toToolFrame(result, startTool, null, { error_type: 'invalid_args', message: cause.message })
  }
}

async function replyToStep(door: SessionDoor, data: JsonObject, request: string | null | undefined): Promise<string> {
  // An ordinary action has no key `type`.
  if (data['type'] === 'list_tools') return await listTools(door)
  if (data['type'] === 'call_tool') return await callTool(door, data, request)
  const { context, attachment } = door
  return toObservationFrame(
    await context.registry.step(attachment.id, data, repeatLast, attachment, undefined, request),
  )
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
  const { registry, catalog } = door.context
  const { id } = door.attachment
  switch (message.type) {
    case 'reset':
      return toObservationFrame(
        await registry.reset(id, catalog.toResetParams(message.data, 'data'), 'host', undefined, door.attachment),
      )
    case 'step':
      return await replyToStep(door, message.data, message.request)
    case 'state':
      return JSON.stringify({ type: 'state', data: await registry.state(id) })
    case 'mcp':
      // Every message has a reply, so that of a notification says nothing.
      return `{"type":"mcp","data":${await door.rpc.answer(message.data, door)}}`
    case 'unknown': {
      const name = clipText(message.name, 100)
      const known = 'reset, step, state, mcp, batch, close'
      return JSON.stringify(createErrorFrame('UNKNOWN_TYPE', `unknown message type '${name}'; there is ${known}`))
    }
  }
}
