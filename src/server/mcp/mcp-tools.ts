/**
 * The tools as MCP shows them: those of the other doors with a `session_id` each.
 *
 * @module
 */
import { AppError } from '../../kit/errors.ts'
import type { JsonObject } from '../floor/json-text.ts'
import { namedSession } from '../floor/session-id.ts'
import { toObject } from '../floor/tool-arguments.ts'
import { toInputSchema, type ToolCall, toolsOf, toToolCall } from '../floor/tools.ts'
import { sessionIdSchema } from '../floor/wire-schemas.ts'

const sessionIdArgument = sessionIdSchema
  .describe('An id of a session.')
  .nullish()
  .describe('The session to play in, as start_episode returned it. Leave it out if none was returned.')

export interface McpTool {
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonObject & { readonly type: 'object' }
}

const listTools = (offersStart: boolean): readonly McpTool[] =>
  Object.entries(toolsOf(offersStart)).map(([name, { description, input }]) => ({
    name,
    description,
    inputSchema: { ...toInputSchema(input.extend({ session_id: sessionIdArgument })), type: 'object' },
  }))

const lists = { withStart: listTools(true), withoutStart: listTools(false) }

/** What `tools/list` answers. @param offersStart see tool-play.ts */
export function mcpTools(offersStart: boolean): readonly McpTool[] {
  return offersStart ? lists.withStart : lists.withoutStart
}

/** A call, and the session that its arguments name. */
export interface McpCall {
  readonly call: ToolCall
  readonly sessionId: string | undefined
}

/** Takes a call apart; faults of its own arguments are left for the episode. @throws AppError `validation_error` for a bad session id */
export function parseCall(name: string, given: unknown): McpCall {
  const object = toObject(given)
  if (object === undefined) return { call: toToolCall(name, given), sessionId: undefined }
  const { session_id: named, ...args } = object
  return { call: toToolCall(name, args), sessionId: namedSession(named, ['arguments', 'session_id']) }
}

/** One session of those that a request names. @throws AppError `validation_error` when they differ */
export function sameSession(...named: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(named.filter((id) => id !== undefined))
  if (distinct.size > 1) throw new AppError('validation_error', 'the call names two different sessions')
  return [...distinct][0]
}
