/**
 * The tools by which agents play, and their way into actions. A tool call is a step: it counts and is
 * rewarded.
 *
 * @module
 */
import { z } from 'zod'
import { actionSchema, invalidCall } from '../../contract/action.ts'
import { rewardModes } from '../../contract/episode.ts'
import { clipText } from '../../kit/clip-text.ts'
import { issueText } from '../../kit/issue-text.ts'
import { didYouMean } from '../../kit/nearest.ts'
import { tellingModes } from '../../sessions/telling-modes.ts'
import type { JsonObject } from './json-text.ts'
import { toFlatJsonSchema } from './flat-schema.ts'
import { toLenient, toObject } from './tool-arguments.ts'
import { parseInput } from './validation.ts'
import { type ResetData, resetDataSchema } from './wire-schemas.ts'

export const startTool = 'start_episode'

export interface Tool {
  readonly description: string
  readonly input: z.ZodObject
}

/** What tells how right the database is, an agent may not choose for itself. */
const openRewardModes = rewardModes.filter((mode) => !tellingModes.includes(mode))

const startSchema = resetDataSchema.omit({ episode_id: true }).extend({
  reward_mode: z
    .enum(openRewardModes)
    .nullish()
    .describe("Default: the task's own. Rewards travel beside the results, where models do not read."),
})

const { query, table_name: tableName } = actionSchema.shape

const allTools: Readonly<Record<string, Tool>> = {
  [startTool]: { description: 'Start an episode: a corrupted database and the goal.', input: startSchema },
  inspect_schema: {
    description: 'Show all tables with their DDL, row counts and foreign keys, or one of them.',
    input: z.strictObject({ table_name: tableName }),
  },
  execute_sql: {
    description: 'Run SQL. Several statements run in order, all of them or none; an action has a limit of work.',
    input: z.strictObject({ query: query.unwrap().unwrap().describe('SQL to run.') }),
  },
  finish_task: {
    description: 'Submit the database as it is for grading, and end the episode.',
    input: z.strictObject({}),
  },
}

const { [startTool]: _, ...playTools } = allTools

/** The tools of a session by name, in the order of the lists. @param offersStart see `offersStart` of tool-play.ts */
export function toolsOf(offersStart: boolean): Readonly<Record<string, Tool>> {
  return offersStart ? allTools : playTools
}

/** The JSON Schema of what a tool takes. */
export function toInputSchema(input: z.ZodObject): JsonObject {
  const { $schema: _schema, id: _id, ...schema } = toFlatJsonSchema(input)
  return schema
}

/** Why a call did not do what it says; OpenEnv's client knows these types. */
export interface ToolError {
  readonly error_type: 'execution_error' | 'invalid_args' | 'tool_not_found'
  readonly message: string
}

/** A call as it came. */
export interface ToolCall {
  readonly name: string
  readonly args: JsonObject
  /** What is wrong with its form, before anybody looks at the tool. */
  readonly fault: string | null
}

const callKeys = new Set(['type', 'tool_name', 'arguments', 'metadata'])

/** Takes `{"tool_name","arguments"}` apart. */
export function parseToolCall(call: JsonObject): ToolCall {
  const name = typeof call['tool_name'] === 'string' ? call['tool_name'] : ''
  const extra = Object.keys(call).filter((key) => !callKeys.has(key))
  const parsed = toToolCall(name, call['arguments'])
  if (extra.length === 0) return parsed
  return { ...parsed, fault: clipText(`unknown keys beside arguments: ${extra.join(', ')}`, 500) }
}

/** A call of a tool with arguments as a model wrote them. */
export function toToolCall(name: string, given: unknown): ToolCall {
  const args = toObject(given)
  if (args === undefined) return { name, args: {}, fault: 'the arguments must be a JSON object' }
  const tool = Object.hasOwn(allTools, name) ? allTools[name] : undefined
  return { name, args: tool === undefined ? args : toLenient(tool.input, args), fault: null }
}

/** What is wrong with a call among the tools of a session: with its name, its form or its arguments. */
export function findFault({ name, args, fault }: ToolCall, offersStart: boolean): ToolError | null {
  const offered = toolsOf(offersStart)
  const tool = Object.hasOwn(offered, name) ? offered[name] : undefined
  if (tool === undefined) return { error_type: 'tool_not_found', message: explainMissing(name, Object.keys(offered)) }
  const reason = fault ?? explainArguments(name, tool, args)
  return reason === null ? null : { error_type: 'invalid_args', message: reason }
}

function explainMissing(name: string, offered: readonly string[]): string {
  const known = `the tools are ${offered.join(', ')}`
  if (name === startTool) return `${startTool} is not offered here, for the episode is the host's to start; ${known}`
  const quoted = name === '' ? 'the call names no tool' : `no such tool: ${clipText(name, 100)}`
  return `${quoted}${didYouMean(name, offered)}; ${known}`
}

function explainArguments(name: string, { input }: Tool, args: JsonObject): string | null {
  const parsed = input.safeParse(args)
  if (parsed.success) return null
  const reasons = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return explainUnknown(name, input, issue.keys)
    const text = issueText(issue, [], args[String(issue.path[0])])
    return [...issue.path.map(String), text].join(': ')
  })
  return clipText(reasons.join('; '), 500)
}

function explainUnknown(name: string, input: z.ZodObject, keys: readonly string[]): string {
  const known = Object.keys(input.shape)
  const takes = known.length === 0 ? 'takes no arguments' : `takes ${known.join(', ')}`
  const unknown = keys.map((key) => `${clipText(key, 100)}${didYouMean(key, known)}`)
  return `unknown arguments: ${unknown.join(', ')}; ${name} ${takes}`
}

/** The parameters of a `start_episode`. @throws AppError `validation_error` */
export function parseStart({ args, fault }: ToolCall): ResetData {
  return parseInput(startSchema, fault === null ? args : fault, ['arguments'])
}

/** The action that plays a call. A faulty call becomes one that is refused in-band for its reason, and counted. */
export function toAction({ name, args }: ToolCall, error: ToolError | null): JsonObject {
  return error === null ? { ...args, action_type: name } : invalidCall(error.message)
}
