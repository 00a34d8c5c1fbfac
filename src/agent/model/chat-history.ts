import type OpenAI from 'openai'
import { clipText } from '../../kit/clip-text.ts'
import { plainName, toObject } from '../reading/action-parser.ts'
import type { Reply } from '../reading/reply-reader.ts'
import type { RequestShape } from './request-shape.ts'
import { withoutThoughts } from '../reading/thoughts.ts'

export type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam

/** A call as it goes back: its arguments are valid JSON and its id is not empty. */
interface SaidCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
  readonly extra: Readonly<Record<string, unknown>>
}

/** What a model said, without its thoughts. */
interface Said {
  readonly content: string
  readonly calls: readonly SaidCall[]
  /** The call came as `function_call` and goes back so. */
  readonly legacy: boolean
  /** Fields with what it thought before a call. */
  readonly reasoning: Readonly<Record<string, unknown>>
}

/** How messages have to look. */
export type HistoryShape = Pick<
  RequestShape,
  'tools' | 'system' | 'calls' | 'reasoning' | 'noContent' | 'ids' | 'historyTokens'
>

/** Characters of a token, on the safe side for SQL and JSON. */
const charactersPerToken = 3
/** Characters of a text that are kept, without its thoughts. */
const longestText = 12_000
/** Characters of the newest result that are always sent. */
const leastResult = 600

/** What stands in place of a result that had to go. */
const leftOut = '[result left out to save space]'

/** A turn: what the model said and what it was told, an answer a call. Turns leave the history whole. */
interface Turn {
  readonly said: Said
  readonly told: readonly string[]
  /** The number of its first call among all. */
  readonly first: number
}

const sizeOf = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0)

/** An id that every server takes: nine letters and digits. */
export function madeUpId(number: number): string {
  return `call${String(number % 100_000).padStart(5, '0')}`
}

/** The middle is what can be spared: the end counts the steps that remain. */
function clipMiddle(text: string, length: number): string {
  if (text.length <= length) return text
  const tail = text.slice(Math.max(text.lastIndexOf('\n'), text.length - 200))
  return `${text.slice(0, Math.max(0, length - tail.length))}… (cut)${tail}`
}

/** A call as text, in the form that a model without tools is asked for. */
function callText({ name, arguments: args }: SaidCall): string {
  return JSON.stringify({ action_type: name, ...(JSON.parse(args) as object) })
}

/** A name that protocols allow. */
function sendableName(name: string): string {
  return /^[\w-]{1,64}$/.test(name)
    ? name
    : plainName(name)
        .replaceAll(/[^\w-]/g, '_')
        .slice(0, 64) || 'unknown'
}

function emptyContent(shape: HistoryShape, names: string): string | null {
  if (shape.noContent === 'null') return null
  return shape.noContent === 'empty' ? '' : `Calling ${names}.`
}

function withTools({ said, told, first }: Turn, shape: HistoryShape): ChatMessage[] {
  const reasoning = shape.reasoning ? said.reasoning : {}
  const names = said.calls.map(({ name }) => name).join(', ')
  const empty = emptyContent(shape, names)
  const content = said.content === '' ? empty : said.content
  const contentOf = (index: number): string | null => (index === 0 ? content : empty)
  const idOf = (index: number): string =>
    shape.ids === 'ours' ? madeUpId(first + index) : (said.calls[index]?.id ?? madeUpId(first + index))
  if (said.legacy) {
    return said.calls.flatMap(({ name, arguments: args }, index): ChatMessage[] => [
      { role: 'assistant', content: contentOf(index), function_call: { name, arguments: args }, ...reasoning },
      { role: 'function', name, content: told[index] ?? '' },
    ])
  }
  const calls = said.calls.map(({ name, arguments: args, extra }, index) => ({
    ...extra,
    id: idOf(index),
    type: 'function' as const,
    function: { name, arguments: args },
  }))
  const answers = calls.map(({ id }, index): ChatMessage => ({
    role: 'tool',
    tool_call_id: id,
    content: told[index] ?? '',
  }))
  if (shape.calls === 'together') return [{ role: 'assistant', content, tool_calls: calls, ...reasoning }, ...answers]
  return calls.flatMap((call, index): ChatMessage[] => [
    { role: 'assistant', content: contentOf(index), tool_calls: [call], ...reasoning },
    answers[index] as ChatMessage,
  ])
}

function messagesOf(turn: Turn, shape: HistoryShape): ChatMessage[] {
  const { said, told } = turn
  if (shape.tools && said.calls.length > 0) return withTools(turn, shape)
  const text = [said.content, ...said.calls.map(callText)].filter((part) => part !== '').join('\n')
  return [
    { role: 'assistant', content: text === '' ? '(no answer)' : text },
    { role: 'user', content: told.join('\n\n') },
  ]
}

/**
 * The conversation within a budget of tokens. The opening (goal and schema) always stays; the oldest results are left
 * out first, then the oldest turns, and what is still too long of the newest result.
 */
export class ChatHistory {
  #system = ''
  #goal = ''
  readonly #turns: Turn[] = []
  #calls = 0
  readonly #ids = new Set<string>()

  /** Sets what always stays: who the model is; the goal and the schema as it is now. */
  open(system: string, goal: string): void {
    this.#system = system
    this.#goal = goal
  }

  /** Adds what the model said and what it was told, an answer a call; one in all where it made none. */
  add(reply: Reply, told: readonly string[]): void {
    const first = this.#calls + 1
    const calls = reply.calls.map((call, index): SaidCall => {
      const given = call.id !== '' && !this.#ids.has(call.id)
      const id = given ? call.id : madeUpId(first + index)
      this.#ids.add(id)
      return { ...call, id, name: sendableName(call.name), arguments: JSON.stringify(toObject(call.arguments) ?? {}) }
    })
    const { text, unfinished } = withoutThoughts(reply.content)
    const content = clipText(text.trim(), longestText) || (unfinished ? '(a thought that came to no end)' : '')
    const { legacy, reasoning } = reply
    this.#turns.push({ said: { content, calls, legacy, reasoning }, told, first })
    this.#calls += calls.length
  }

  /** The messages to send. */
  messages(shape: HistoryShape): ChatMessage[] {
    const budget = shape.historyTokens * charactersPerToken
    const opening: ChatMessage[] = shape.system
      ? [
          { role: 'system', content: this.#system },
          { role: 'user', content: this.#goal },
        ]
      : [{ role: 'user', content: `${this.#system}\n\n${this.#goal}` }]
    let turns = [...this.#turns]
    let parts = turns.map((turn) => messagesOf(turn, shape))
    const size = (): number => sizeOf(opening) + parts.reduce((sum, part) => sum + sizeOf(part), 0)
    // The newest turn stays as it is while it can: the model has not read it yet.
    for (let at = 0; at < turns.length - 1 && size() > budget; at++) {
      const turn = turns[at] as Turn
      turns[at] = { ...turn, told: turn.told.map((told) => (told.length > leftOut.length ? leftOut : told)) }
      parts[at] = messagesOf(turns[at] as Turn, shape)
    }
    while (turns.length > 1 && size() > budget) {
      turns = turns.slice(1)
      parts = parts.slice(1)
    }
    const newest = turns.at(-1)
    const over = size() - budget
    if (newest !== undefined && over > 0) {
      const told = newest.told.map((text) =>
        clipMiddle(text, Math.max(leastResult, text.length - Math.ceil(over / newest.told.length))),
      )
      parts = [...parts.slice(0, -1), messagesOf({ ...newest, told }, shape)]
    }
    return [...opening, ...parts.flat()]
  }
}
