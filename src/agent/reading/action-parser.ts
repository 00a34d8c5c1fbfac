/**
 * Finds the action in what a model wrote: a tool call between the marks of some template, a JSON object, fenced or
 * not, or SQL in a code fence. The first valid one wins; calls between marks come before anything else.
 *
 * @module
 */
import { actionSchema, actionTypes, type Action } from '../../contract/action.ts'
import { clipText } from '../../kit/clip-text.ts'
import { didYouMean } from '../../kit/nearest.ts'
import { callOfObject, closingBracket, markedCalls, mostUnclosed, type WrittenCall } from './text-calls.ts'
import { withoutThoughts } from './thoughts.ts'

/** Longer answers are not searched: nobody writes a query of this size on purpose. */
export const longestAnswer = 200_000
/** Opening braces that are tried. */
const mostObjects = 200

/** An action, or why there is none, in words for the model. */
export type ParsedAction = { readonly action: Action } | { readonly problem: string }

const isActionType = (name: string): boolean => (actionTypes as readonly string[]).includes(name)

/** The object that arguments are, also where they were encoded once too often; null when they are none. */
export function toObject(value: unknown): Record<string, unknown> | null {
  let parsed = value
  for (let times = 0; typeof parsed === 'string' && times < 3; times++) {
    if (parsed.trim() === '') return {}
    try {
      parsed = JSON.parse(parsed)
    } catch {
      return null
    }
  }
  if (parsed === undefined || parsed === null) return {}
  return typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null
}

/** The name of a tool without what templates put around it: `functions.execute_sql:0`. */
export function plainName(name: string): string {
  return name
    .trim()
    .replace(/:\d+$/, '')
    .replace(/^.*[./]/s, '')
}

/** A tool call as an action. */
export function actionOfCall(call: WrittenCall): ParsedAction {
  const name = plainName(call.name)
  if (!isActionType(name)) {
    const meant = didYouMean(name, actionTypes)
    return { problem: `there is no tool ${clipText(name, 60)}; the tools are ${actionTypes.join(', ')}${meant}` }
  }
  const args = toObject(call.arguments)
  if (args === null) {
    const shown = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments)
    return { problem: `the arguments of ${name} are not a JSON object: ${clipText(shown, 200)}` }
  }
  const parsed = actionSchema.safeParse({ ...args, action_type: name })
  if (!parsed.success) return { problem: `${name}: ${parsed.error.issues[0]?.message ?? 'invalid arguments'}` }
  return checkQuery(parsed.data)
}

function checkQuery(action: Action): ParsedAction {
  if (action.action_type === 'execute_sql' && action.query == null) return { problem: 'execute_sql needs a query' }
  return { action }
}

/** An object a model wrote: our own form, or that of a tool call. */
function actionOfObject(value: Record<string, unknown>): ParsedAction | null {
  const parsed = actionSchema.safeParse(value)
  if (parsed.success) return checkQuery(parsed.data)
  const nested = value['action']
  if (typeof nested === 'object' && nested !== null && !Array.isArray(nested)) {
    return actionOfObject(nested as Record<string, unknown>)
  }
  if (typeof value['action_type'] === 'string' && isActionType(value['action_type'])) {
    return { problem: `${value['action_type']}: ${parsed.error.issues[0]?.message ?? 'invalid'}` }
  }
  const call = callOfObject(value)
  return call && isActionType(plainName(call.name)) ? actionOfCall(call) : null
}

interface Found {
  readonly at: number
  readonly parsed: ParsedAction
}

/** Valid ones first, each kind in the order of the text. */
function firstOf(found: readonly Found[]): Found | undefined {
  return found.find(({ parsed }) => 'action' in parsed) ?? found[0]
}

function findObjects(text: string): Found[] {
  const found: Found[] = []
  let start = text.indexOf('{')
  let unclosed = 0
  for (let tries = 0; start >= 0 && tries < mostObjects && unclosed <= mostUnclosed; tries++) {
    const end = closingBracket(text, start)
    if (end < 0) unclosed++
    const value = end > start ? toObject(text.slice(start, end + 1)) : null
    const parsed = value && actionOfObject(value)
    if (parsed) {
      found.push({ at: start, parsed })
      start = end
    }
    start = text.indexOf('{', start + 1)
  }
  return found
}

const sqlStart =
  /^\s*(?:(?:--[^\n]*\n|\/\*[^]*?\*\/)\s*)*(?:ALTER|ANALYZE|BEGIN|CREATE|DELETE|DROP|EXPLAIN|INSERT|PRAGMA|REPLACE|SAVEPOINT|SELECT|UPDATE|VALUES|WITH)\b/i

/** @param cut leaves out a fence that nothing closes: half a statement is another one */
function findFences(text: string, cut: boolean): Found[] {
  const found: Found[] = []
  for (const fence of text.matchAll(/```[ \t]*([A-Za-z0-9_+-]*)[^\n]{0,200}\n([^]*?)(```|$)/g)) {
    const language = (fence[1] ?? '').toLowerCase()
    const body = (fence[2] ?? '').trim()
    if (cut && fence[3] === '') continue
    const isSql = language === 'sql' || language === 'sqlite'
    if (body !== '' && (isSql || (language === '' && sqlStart.test(body)))) {
      found.push({ at: fence.index, parsed: { action: { action_type: 'execute_sql', query: body } } })
    }
  }
  return found
}

/** The action of a text without thoughts, and where it begins. */
function find(text: string, cut: boolean): Found | undefined {
  const bare = /^\W*(inspect_schema|finish_task)\s*(?:\(\s*\))?\W*$/.exec(text)?.[1]
  if (bare !== undefined) return { at: 0, parsed: { action: { action_type: bare as Action['action_type'] } } }
  const marked = firstOf(markedCalls(text).map((call) => ({ at: call.at, parsed: actionOfCall(call) })))
  if (marked !== undefined && 'action' in marked.parsed) return marked
  const loose = [...findObjects(text), ...findFences(text, cut)].toSorted((left, right) => left.at - right.at)
  const first = firstOf(loose)
  return first !== undefined && 'action' in first.parsed ? first : (marked ?? first)
}

/**
 * The first valid action in a model's text. What it thought does not count.
 *
 * @param cut whether the answer ended at its limit of tokens: then only what stands at its very beginning can be
 * meant, for thoughts may have no marks
 */
export function actionOfText(answer: string, cut = false): ParsedAction {
  if (answer.length > longestAnswer) {
    return { problem: `the answer has ${answer.length} characters, more than the ${longestAnswer} that are read` }
  }
  const { text, unfinished } = withoutThoughts(answer)
  const found = find(text, cut)
  const begins = found !== undefined && /^[\s`]*(?:json|sql|sqlite)?[\s`]*$/i.test(text.slice(0, found.at))
  if (found !== undefined && (!cut || begins)) return found.parsed
  if (cut || unfinished) return { problem: 'the answer was cut before its action; think less, and act at once' }
  return { problem: 'the answer holds no action' }
}
