/**
 * Finds the action in what a model wrote: a JSON object, fenced or not, or SQL in a code fence. The first
 * valid one wins.
 *
 * @module
 */
import { actionSchema, actionTypes, type Action } from '../contract/action.ts'

/** Longer answers are not searched: nobody writes a query of this size on purpose. */
export const longestAnswer = 200_000
/** Opening braces that are tried. */
const mostObjects = 200

/** What a function is called with: its name and its arguments as JSON text or an object. */
export interface FunctionCall {
  readonly name: string
  readonly arguments: unknown
}

/** An action, or why there is none, in words for the model. */
export type ParsedAction = { readonly action: Action } | { readonly problem: string }

const isActionType = (name: string): boolean => (actionTypes as readonly string[]).includes(name)

function toObject(value: unknown): Record<string, unknown> | null {
  let parsed = value
  if (typeof value === 'string') {
    try {
      parsed = JSON.parse(value.trim() === '' ? '{}' : value)
    } catch {
      return null
    }
  }
  if (parsed === undefined || parsed === null) return {}
  return typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null
}

/** A tool call as an action. */
export function actionOfCall(call: FunctionCall): ParsedAction {
  if (!isActionType(call.name)) {
    return { problem: `there is no tool ${call.name.slice(0, 60)}; the tools are ${actionTypes.join(', ')}` }
  }
  const args = toObject(call.arguments)
  if (args === null) return { problem: `the arguments of ${call.name} are not a JSON object` }
  const parsed = actionSchema.safeParse({ ...args, action_type: call.name })
  if (!parsed.success) return { problem: `${call.name}: ${parsed.error.issues[0]?.message ?? 'invalid arguments'}` }
  return checkQuery(parsed.data)
}

function checkQuery(action: Action): ParsedAction {
  if (action.action_type === 'execute_sql' && action.query == null) return { problem: 'execute_sql needs a query' }
  return { action }
}

/** An object a model wrote: our own form, or that of a tool call. */
function actionOfObject(value: Record<string, unknown>): Action | null {
  const nested = value['function'] ?? value['action']
  if (typeof nested === 'object' && nested !== null && !Array.isArray(nested)) {
    return actionOfObject(nested as Record<string, unknown>)
  }
  const name = value['name'] ?? value['tool'] ?? value['tool_name']
  if (typeof name === 'string' && isActionType(name)) {
    const parsed = actionOfCall({ name, arguments: value['arguments'] ?? value['parameters'] })
    return 'action' in parsed ? parsed.action : null
  }
  const parsed = actionSchema.safeParse(value)
  if (!parsed.success) return null
  const checked = checkQuery(parsed.data)
  return 'action' in checked ? checked.action : null
}

/** Where the object that opens at `start` closes, or -1. */
function closingBrace(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at
  }
  return -1
}

interface Found {
  readonly at: number
  readonly action: Action
}

function findObject(text: string): Found | null {
  let start = text.indexOf('{')
  for (let tries = 0; start >= 0 && tries < mostObjects; tries++) {
    const end = closingBrace(text, start)
    if (end > start) {
      const value = toObject(text.slice(start, end + 1))
      const action = value && actionOfObject(value)
      if (action) return { at: start, action }
    }
    start = text.indexOf('{', start + 1)
  }
  return null
}

const sqlStart =
  /^\s*(?:(?:--[^\n]*\n|\/\*[^]*?\*\/)\s*)*(?:ALTER|ANALYZE|BEGIN|CREATE|DELETE|DROP|EXPLAIN|INSERT|PRAGMA|REPLACE|SAVEPOINT|SELECT|UPDATE|VALUES|WITH)\b/i

function findFence(text: string): Found | null {
  for (const fence of text.matchAll(/```[ \t]*([A-Za-z0-9_+-]*)[^\n]*\n([^]*?)(?:```|$)/g)) {
    const language = (fence[1] ?? '').toLowerCase()
    const body = (fence[2] ?? '').trim()
    const isSql = language === 'sql' || language === 'sqlite'
    if (body !== '' && (isSql || (language === '' && sqlStart.test(body)))) {
      return { at: fence.index, action: { action_type: 'execute_sql', query: body } }
    }
  }
  return null
}

/** The first valid action in a model's text. Reasoning between think tags does not count. */
export function actionOfText(answer: string): ParsedAction {
  if (answer.length > longestAnswer) {
    return { problem: `the answer has ${answer.length} characters, more than the ${longestAnswer} that are read` }
  }
  const text = answer.replaceAll(/<think>[^]*?<\/think>/g, '')
  const bare = /^\W*(inspect_schema|finish_task)\s*(?:\(\s*\))?\W*$/.exec(text)?.[1]
  if (bare !== undefined) return { action: { action_type: bare as Action['action_type'] } }
  const found = [findObject(text), findFence(text)].filter((candidate) => candidate !== null)
  const [first] = found.toSorted((left, right) => left.at - right.at)
  if (first) return { action: first.action }
  return { problem: 'the answer holds no action' }
}
