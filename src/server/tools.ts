/**
 * The tools by which agents play, and their way into actions. A tool call is a step: it counts and is
 * rewarded.
 *
 * @module
 */
import { z } from 'zod'
import { actionSchema } from '../contract/action.ts'
import { clipText } from '../kit/clip-text.ts'
import { isJsonObject, type JsonObject } from './json-text.ts'
import { toFlatJsonSchema } from './schema-document.ts'
import { resetDataSchema } from './wire-schemas.ts'

export const startTool = 'start_episode'

export interface Tool {
  readonly description: string
  readonly input: z.ZodObject
}

const { query, table_name: tableName } = actionSchema.shape

/** By name, in the order of the lists. */
export const tools: Readonly<Record<string, Tool>> = {
  [startTool]: { description: 'Start an episode: a corrupted database and the goal.', input: resetDataSchema },
  inspect_schema: {
    description: 'Show all tables with their DDL, row counts and foreign keys, or one of them.',
    input: z.strictObject({ table_name: tableName }),
  },
  execute_sql: {
    description: 'Run SQL. Several statements run in order, all of them or none.',
    input: z.strictObject({ query: query.unwrap().unwrap().describe('SQL to run.') }),
  },
  finish_task: {
    description: 'Submit the database as it is for grading, and end the episode.',
    input: z.strictObject({}),
  },
}

export interface ToolListItem {
  readonly name: string
  readonly description: string
  readonly input_schema: JsonObject
}

/** What `list_tools` answers. */
export const toolList: readonly ToolListItem[] = Object.entries(tools).map(([name, { description, input }]) => {
  const { $schema: _, id: __, ...schema } = toFlatJsonSchema(input)
  return { name, description, input_schema: schema }
})

/** Why a call did not do what it says; OpenEnv's client knows these types. */
export interface ToolError {
  readonly error_type: 'execution_error' | 'invalid_args' | 'tool_not_found'
  readonly message: string
}

export interface ToolCall {
  readonly name: string
  readonly args: JsonObject
  /** What is wrong with the call itself. */
  readonly error: ToolError | null
}

function invalid(message: string): ToolError {
  return { error_type: 'invalid_args', message }
}

/** What is wrong with the arguments of a call, or with its name. */
export function findFault(name: string, args: unknown): ToolError | null {
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined
  if (tool === undefined) {
    return { error_type: 'tool_not_found', message: `no such tool; there is ${Object.keys(tools).join(', ')}` }
  }
  const parsed = tool.input.safeParse(args)
  if (parsed.success) return null
  const reasons = parsed.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '))
  return invalid(clipText(reasons.join('; '), 500))
}

function explain(name: string, call: JsonObject, args: unknown): ToolError | null {
  const extra = Object.keys(call).filter((key) => !['type', 'tool_name', 'arguments', 'metadata'].includes(key))
  if (extra.length > 0 && Object.hasOwn(tools, name)) {
    return invalid(clipText(`unknown keys beside arguments: ${extra.join(', ')}`, 500))
  }
  return findFault(name, args)
}

/** Takes `{"tool_name","arguments"}` apart. */
export function parseToolCall(call: JsonObject): ToolCall {
  const name = typeof call['tool_name'] === 'string' ? call['tool_name'] : ''
  const args = call['arguments'] ?? {}
  return { name, args: isJsonObject(args) ? args : {}, error: explain(name, call, args) }
}

/** The action that plays a call. A faulty call becomes one that is refused in-band, and counted. */
export function toAction({ name, args, error }: ToolCall): JsonObject {
  if (error === null) return { ...args, action_type: name }
  // No action type is spelt like this.
  return { action_type: `invalid call of ${name}` }
}
