/**
 * Tool calls that open models and their chat templates write as text, when nothing between them and us turns the
 * text into a call. One table row a style; docs/agent.md shows each.
 *
 * @module
 */
import { actionTypes } from '../../contract/action.ts'

/** A call as it was written: its name and its arguments, a JSON text or an object. */
export interface WrittenCall {
  readonly name: string
  readonly arguments: unknown
}

/** A call and where it begins. */
export interface FoundCall extends WrittenCall {
  readonly at: number
}

/** Openings that are tried in one answer. */
const mostValues = 200
/** Openings that nothing closes, after which no more are tried: each was searched to the end of the text. */
export const mostUnclosed = 20

/** Where the object or array that opens at `start` closes, or -1. */
export function closingBracket(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at
  }
  return -1
}

/** The JSON values that a pattern leads to: objects, or the objects of an array. */
function* jsonAfter(text: string, pattern: RegExp): Generator<{ at: number; value: unknown; match: RegExpExecArray }> {
  let tries = 0
  let unclosed = 0
  for (const match of text.matchAll(pattern)) {
    if (++tries > mostValues || unclosed > mostUnclosed) return
    const start = match.index + match[0].length
    const end = closingBracket(text, start)
    if (end < 0) {
      unclosed++
      continue
    }
    let value: unknown
    try {
      value = JSON.parse(text.slice(start, end + 1))
    } catch {
      continue
    }
    for (const one of Array.isArray(value) ? value : [value]) yield { at: match.index, value: one, match }
  }
}

/** What stands between an opening and the next closing mark, and the name in the opening one. Linear in the text. */
function* blocks(text: string, open: RegExp, close: RegExp): Generator<{ at: number; name: string; body: string }> {
  const opening = new RegExp(open, 'g')
  const closing = new RegExp(close, 'g')
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    closing.lastIndex = opening.lastIndex
    const end = closing.exec(text)
    if (end === null) return
    yield { at: match.index, name: match[1] ?? '', body: text.slice(opening.lastIndex, end.index) }
    opening.lastIndex = closing.lastIndex
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The call that an object is: `{"name", "arguments"}` and its like, an API's `{"function": {…}}`, or
 * `{"execute_sql": {…}}`.
 */
export function callOfObject(value: unknown): WrittenCall | null {
  if (!isRecord(value)) return null
  const nested = value['function'] ?? value['tool'] ?? value['action'] ?? value['function_call']
  if (isRecord(nested)) return callOfObject(nested)
  const name = value['name'] ?? value['tool_name'] ?? nested
  if (typeof name === 'string') {
    const {
      name: _name,
      tool_name: _tool,
      function: _function,
      tool: _other,
      action: _action,
      type: _type,
      id: _id,
      ...flat
    } = value
    const args =
      value['arguments'] ?? value['parameters'] ?? value['args'] ?? value['input'] ?? value['action_input'] ?? flat
    return { name, arguments: args }
  }
  const keys = Object.keys(value)
  const [only] = keys
  if (keys.length !== 1 || only === undefined || !actionTypes.includes(only as (typeof actionTypes)[number]))
    return null
  return { name: only, arguments: value[only] }
}

const trimLines = (text: string): string => text.replace(/^[ \t]*\r?\n/, '').replace(/\r?\n[ \t]*$/, '')

/** Names and texts, as XML-like styles write arguments. */
function pairsIn(text: string, open: RegExp, close: RegExp): Record<string, string> {
  return Object.fromEntries([...blocks(text, open, close)].map(({ name, body }) => [name, trimLines(body)]))
}

const pythonEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' }

/** A string literal of Python at this place. */
function pythonString(text: string, start: number): { readonly value: string; readonly end: number } | null {
  const quote = ['"""', "'''", '"', "'"].find((mark) => text.startsWith(mark, start))
  if (quote === undefined) return null
  let value = ''
  for (let at = start + quote.length; at < text.length; at++) {
    const character = text[at] as string
    if (text.startsWith(quote, at)) return { value, end: at + quote.length }
    if (character === '\n' && quote.length === 1) return null
    if (character === '\\') {
      const escaped = text[++at] ?? ''
      value += pythonEscapes[escaped] ?? (/["'\\]/.test(escaped) ? escaped : `\\${escaped}`)
    } else value += character
  }
  return null
}

/** A call as Python writes it, `execute_sql(query="…")`, behind a mark. */
function* pythonCalls(text: string, before: string): Generator<FoundCall> {
  const opening = new RegExp(`${before}(${actionTypes.join('|')})\\(\\s{0,20}(?:(\\w{1,40})\\s{0,4}=\\s{0,4})?`, 'g')
  let tries = 0
  for (const match of text.matchAll(opening)) {
    if (++tries > mostValues) return
    const [whole, name = '', argument = name === 'execute_sql' ? 'query' : 'table_name'] = match
    const start = match.index + whole.length
    const literal = pythonString(text, start)
    if (!/^\s{0,20},?\s{0,20}\)/.test(text.slice(literal?.end ?? start, (literal?.end ?? start) + 50))) continue
    yield { at: match.index, name, arguments: literal === null ? {} : { [argument]: literal.value } }
  }
}

/** Calls in objects that a mark leads to. */
const objectsAfter = (pattern: RegExp) =>
  function* find(text: string): Generator<FoundCall> {
    for (const { at, value } of jsonAfter(text, pattern)) {
      const call = callOfObject(value)
      if (call) yield { at, ...call }
    }
  }

/** Arguments in an object; the name is in the mark that leads to it. */
const namedBefore = (pattern: RegExp) =>
  function* find(text: string): Generator<FoundCall> {
    for (const { at, value, match } of jsonAfter(text, pattern)) yield { at, name: match[1] ?? '', arguments: value }
  }

/** A way to write a call. */
export interface CallStyle {
  readonly name: string
  find(text: string): Iterable<FoundCall>
}

/** A way to write a call. */
export interface CallStyle {
  readonly name: string
  find(text: string): Iterable<FoundCall>
}

/** Calls whose arguments are written as pairs between marks. */
const pairsBetween = (open: RegExp, close: RegExp, openPair: RegExp, closePair: RegExp) =>
  function* find(text: string): Generator<FoundCall> {
    for (const { at, name, body } of blocks(text, open, close)) {
      yield { at, name, arguments: pairsIn(body, openPair, closePair) }
    }
  }

/*
 * Space between marks is bounded, and a block is passed over whole: what a model writes must not make a pattern
 * search its text again and again.
 */

/** Every style with marks of its own; a call between marks is meant as one. */
export const callStyles: readonly CallStyle[] = [
  {
    name: 'Hermes, Qwen 2.5 and 3',
    find: objectsAfter(/<tool_calls?>\s{0,20}(?:```(?:json)?\s{0,20})?(?=[{[])/gi),
  },
  { name: 'Llama 3.1, python_tag', find: objectsAfter(/<\|python_tag\|>\s{0,20}(?=\{)/g) },
  { name: 'Llama 3.1, function', find: namedBefore(/<function=([\w.]{1,80})>\s{0,20}(?=\{)/g) },
  {
    name: 'Llama 3.2 and 4, pythonic',
    find: (text) =>
      pythonCalls(text, String.raw`(?:^|\n|<\|python_tag\|>|<\|python_start\|>)[ \t]{0,20}\[?[ \t]{0,20}`),
  },
  {
    name: 'Gemma, tool_code',
    find: (text) =>
      pythonCalls(
        text,
        String.raw`\x60{3}(?:tool_code|tool_call|python)[ \t]{0,20}\r?\n[ \t]{0,20}(?:print\()?(?:default_api\.)?`,
      ),
  },
  { name: 'Mistral, array', find: objectsAfter(/\[TOOL_CALLS\]\s{0,20}(?=[{[])/g) },
  {
    name: 'Mistral, ARGS',
    find: namedBefore(/\[TOOL_CALLS\]\s{0,20}(\w{1,80})(?:\[CALL_ID\]\w{0,80})?(?:\[ARGS\])?\s{0,20}(?=\{)/g),
  },
  {
    name: 'DeepSeek V3 and R1',
    find: namedBefore(/<｜tool▁call▁begin｜>function<｜tool▁sep｜>(\w{1,80})\s{0,20}(?:```(?:json)?\s{0,20})?(?=\{)/g),
  },
  { name: 'DeepSeek V3.1', find: namedBefore(/<｜tool▁call▁begin｜>(\w{1,80})<｜tool▁sep｜>\s{0,20}(?=\{)/g) },
  {
    name: 'DeepSeek V3.2, MiniMax M2 and Claude, invoke',
    find: pairsBetween(
      /<(?:｜DSML｜)?invoke name="?([\w.]{1,80})"?>/,
      /<\/(?:｜DSML｜)?invoke>/,
      /<(?:｜DSML｜)?parameter name="?(\w{1,80})"?(?: string="\w{1,9}")?>/,
      /<\/(?:｜DSML｜)?parameter>/,
    ),
  },
  {
    name: 'Qwen3-Coder',
    find: pairsBetween(
      /<function=([\w.]{1,80})>(?!\s{0,20}\{)/,
      /<\/function>/,
      /<parameter=(\w{1,80})>/,
      /<\/parameter>/,
    ),
  },
  {
    name: 'GLM 4.5',
    *find(text) {
      for (const { at, name, body } of blocks(text, /<tool_call>\s{0,20}([a-z_]{1,80})(?=\s*<)/, /<\/tool_call>/)) {
        const keys = [...blocks(body, /<arg_key>/, /<\/arg_key>/)].map((block) => block.body.trim())
        const values = [...blocks(body, /<arg_value>/, /<\/arg_value>/)].map((block) => trimLines(block.body))
        yield { at, name, arguments: Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ''])) }
      }
    },
  },
  {
    name: 'Kimi K2',
    find: namedBefore(
      /<\|tool_call_begin\|>\s{0,20}([\w.]{1,80}(?::\d{1,9})?)\s{0,20}<\|tool_call_argument_begin\|>\s{0,20}(?=\{)/g,
    ),
  },
  {
    name: 'gpt-oss, channels',
    find: namedBefore(
      /<\|channel\|>\w{0,20}\s{0,4}to=([\w.]{1,80})\s{0,4}(?:<\|constrain\|>)?\s{0,4}\w{0,20}\s{0,4}<\|message\|>\s{0,20}(?=\{)/g,
    ),
  },
  { name: 'Command R', find: objectsAfter(/\bAction:\s{0,20}```(?:json)?\s{0,20}(?=[{[])/g) },
  { name: 'Command R7B and A', find: objectsAfter(/<\|START_ACTION\|>\s{0,20}(?=[{[])/g) },
  {
    name: 'Phi 4, Granite, Nemotron, InternLM, Firefunction, Apertus',
    find: objectsAfter(/(?:<\|tool_call\|>|<TOOLCALL>|<\|plugin\|>|functools|<\|tools_prefix\|>)\s{0,20}(?=[{[])/g),
  },
  {
    name: 'ReAct',
    find: namedBefore(
      /(?:^|\n)[ \t]{0,20}Action:[ \t]{0,20}`?(\w{1,80})`?[ \t]{0,20}\r?\n[ \t]{0,20}Action[ _]Input:\s{0,20}(?:```(?:json)?\s{0,20})?(?=\{)/gi,
    ),
  },
]

/** The calls between marks, as they follow one another. */
export function markedCalls(text: string): FoundCall[] {
  const found = callStyles.flatMap((style) => [...style.find(text)])
  return found.toSorted((left, right) => left.at - right.at)
}
