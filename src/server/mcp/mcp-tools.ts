/**
 * The tools as MCP shows them: those of the other doors with a `session_id` each, and no reward mode that tells
 * an agent how right it is while it plays.
 *
 * @module
 */
import { z } from 'zod'
import { type RewardMode, rewardModes } from '../../contract/episode.ts'
import { AppError } from '../../kit/errors.ts'
import { isJsonObject, type JsonObject } from '../json-text.ts'
import { toFlatJsonSchema } from '../schema-document.ts'
import { findFault, startTool, type ToolCall, tools } from '../tools.ts'
import { parseInput } from '../validation.ts'
import { type ResetData, resetDataSchema, sessionIdSchema } from '../wire-schemas.ts'

type OpenRewardMode = Exclude<RewardMode, 'potential'>

/** `potential` pays the change of the score at every step, which is an oracle of the grader. */
const openRewardModes = rewardModes.filter((mode): mode is OpenRewardMode => mode !== 'potential')

const startSchema = resetDataSchema.omit({ episode_id: true }).extend({
  reward_mode: z
    .enum(openRewardModes)
    .nullish()
    .describe("Default: the task's own. Rewards travel beside the results, where models do not read."),
})

const sessionIdArgument = sessionIdSchema
  .describe('An id of a session.')
  .nullish()
  .describe('The session to play in, as start_episode returned it. Leave it out if none was returned.')

function toInputSchema(input: z.ZodObject): JsonObject {
  const { $schema: _, id: __, ...schema } = toFlatJsonSchema(input.extend({ session_id: sessionIdArgument }))
  return schema
}

export interface McpTool {
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonObject & { readonly type: 'object' }
}

/** What `tools/list` answers. */
export const mcpToolList: readonly McpTool[] = Object.entries(tools).map(([name, { description, input }]) => ({
  name,
  description,
  inputSchema: { ...toInputSchema(name === startTool ? startSchema : input), type: 'object' },
}))

/** The parameters of a `start_episode`. @throws AppError `validation_error` */
export function parseStart(args: JsonObject): ResetData {
  return parseInput(startSchema, args, ['arguments'])
}

/** A call, and the session that its arguments name. */
export interface McpCall {
  readonly call: ToolCall
  readonly sessionId: string | undefined
}

/** Takes a call apart; faults of its own arguments are left for the episode. @throws AppError `validation_error` for a bad session id */
export function parseCall(name: string, given: unknown): McpCall {
  if (!isJsonObject(given)) return { call: { name, args: {}, error: findFault(name, given) }, sessionId: undefined }
  const { session_id: named, ...args } = given
  const sessionId = parseInput(sessionIdArgument, named, ['arguments', 'session_id']) ?? undefined
  return { call: { name, args, error: name === startTool ? null : findFault(name, args) }, sessionId }
}

/** One session of those that a request names. @throws AppError `validation_error` when they differ */
export function sameSession(...named: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(named.filter((id) => id !== undefined))
  if (distinct.size > 1) throw new AppError('validation_error', 'the call names two different sessions')
  return [...distinct][0]
}
