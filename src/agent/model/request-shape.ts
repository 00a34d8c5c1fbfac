/**
 * What of a request a server takes. A refusal that names what it does not take makes the next request another one; each
 * such step is taken once and for good.
 *
 * @module
 */
import type { ModelRefusal } from './refusal.ts'

/** How requests to one server look. */
export interface RequestShape {
  /** Tools are described and called; otherwise actions and results are text. */
  readonly tools: boolean
  /** `auto` is what servers do when nothing is said, and is not sent. */
  readonly toolChoice: 'auto' | 'required'
  readonly temperature: boolean
  /** The parameter that limits the answer. */
  readonly limit: 'max_tokens' | 'max_completion_tokens' | 'none'
  /** The longest answer, in tokens. */
  readonly maxTokens: number
  /** The longest conversation, in tokens. */
  readonly historyTokens: number
  /** Instructions have a message of their own. */
  readonly system: boolean
  /** Several calls of one answer go back in one message, or in one each. */
  readonly calls: 'together' | 'apart'
  /** Whether the reasoning that came with a call goes back with it. */
  readonly reasoning: boolean
  /** What stands for the text of an answer that was only calls. */
  readonly noContent: 'null' | 'empty' | 'words'
  /** Whose ids calls have. */
  readonly ids: 'theirs' | 'ours'
}

export function firstShape(limits: Pick<RequestShape, 'maxTokens' | 'historyTokens'>): RequestShape {
  return {
    tools: true,
    toolChoice: 'auto',
    temperature: true,
    limit: 'max_tokens',
    system: true,
    calls: 'together',
    reasoning: true,
    noContent: 'null',
    ids: 'theirs',
    ...limits,
  }
}

/** Below these a conversation makes no sense, in tokens. */
const leastAnswer = 128
const leastHistory = 512
/** About what the three tools and the marks of a template take, in tokens. */
const overhead = 500

type Change = Partial<RequestShape> | null

const contextWords =
  /context[ _-]?(?:length|size|window)|maximum context|prompt is too long|input (?:is )?too long|too many (?:input |prompt )?tokens|inputs?`? tokens \+|reduce (?:the length|your prompt)|must be reduced|request too large|requested tokens|token count.{0,80}exceed|exceed.{0,80}(?:context|n_ctx)|n_ctx/
const contextLimits = [
  /(?:context (?:length|size|window)|maximum context)[^0-9]{0,40}(\d{3,8})/,
  /"n_ctx"\s{0,4}:\s{0,4}(\d{3,8})/,
  /(?:must be <=|limit|> |at most)[^0-9]{0,12}(\d{3,8})/,
]

/** Whether a server refuses a conversation because it is too long. */
export function isContextRefusal({ text }: ModelRefusal): boolean {
  return contextWords.test(text)
}

/** The context is full: a shorter answer and a shorter history, by what the server says it holds, else by halves. */
function shrink(shape: RequestShape, text: string): Change {
  const told = contextLimits.map((pattern) => Number(pattern.exec(text)?.[1])).find((limit) => limit >= 256)
  const maxTokens = Math.max(leastAnswer, Math.min(shape.maxTokens, Math.floor((told ?? shape.maxTokens * 2) / 4)))
  const fits = told === undefined ? shape.historyTokens : told - maxTokens - (shape.tools ? overhead : overhead / 5)
  // What was told and did not help was counted in other tokens.
  const smaller = Math.min(fits, fits < shape.historyTokens ? fits : Math.floor(shape.historyTokens * 0.6))
  if (smaller >= leastHistory) return { maxTokens, historyTokens: smaller }
  return shape.historyTokens > leastHistory ? { maxTokens: leastAnswer, historyTokens: leastHistory } : null
}

/** The limit has another name, or is too high. */
function relimit(shape: RequestShape, text: string): Change {
  if (shape.limit === 'none') return null
  const isTooHigh =
    /too (?:large|high|big)|at most|less than or equal|maximum|exceed|<=|not? (?:greater|more) than/.test(text)
  const numbers = [...text.matchAll(/\d{2,8}/g)].map(Number).filter((n) => n < shape.maxTokens && n >= leastAnswer)
  if (isTooHigh && numbers.length > 0) return { maxTokens: Math.max(...numbers) }
  return { limit: shape.limit === 'max_tokens' ? 'max_completion_tokens' : 'none' }
}

function withoutTools(shape: RequestShape): Change {
  return shape.tools ? { tools: false } : null
}

interface Rule {
  readonly when: RegExp
  change(shape: RequestShape, text: string): Change
}

/** In their order: the first that matches and can still change something decides. */
const rules: readonly Rule[] = [
  { when: contextWords, change: shrink },
  { when: /max_(?:completion_|new_|output_)?tokens|max(?:imum)? (?:completion |output )tokens/, change: relimit },
  { when: /temperature/, change: ({ temperature }) => (temperature ? { temperature: false } : null) },
  {
    when: /tool[_ -]?choice/,
    change: (shape) => (shape.tools && shape.toolChoice === 'auto' ? { toolChoice: 'required' } : withoutTools(shape)),
  },
  {
    when: /single tool|only (?:one|1|a single) (?:tool|function)|one tool[- ]call|parallel tool|multiple tool[- ]calls/,
    change: (shape) => (shape.calls === 'together' ? { calls: 'apart' } : withoutTools(shape)),
  },
  {
    when: /tool[_ -]?call[_ -]?id|tool_calls?\S{0,20}\.id\b/,
    change: (shape) => (shape.ids === 'theirs' ? { ids: 'ours' } : withoutTools(shape)),
  },
  {
    when: /reasoning(?:_content|_details)?\b/,
    change: ({ reasoning }) => (reasoning ? { reasoning: false } : null),
  },
  {
    when: /content.{0,120}(?:empty|blank|null|none\b|required|missing|string)|(?:empty|blank|null|missing).{0,60}content/,
    change: ({ noContent }) => (noContent === 'words' ? null : { noContent: noContent === 'null' ? 'empty' : 'words' }),
  },
  {
    when: /system (?:role|message|prompt|instruction)|role.{0,40}system|["'`]system["'`]|developer instruction|only user.{0,20}assistant|alternat/,
    change: ({ system }) => (system ? { system: false } : null),
  },
  { when: /tool|function[_ -]?call|functions?\b.{0,40}support|alternat/, change: withoutTools },
]

/** Errors that another request would not mend. */
const hopeless =
  /api[_ ]key|quota|billing|credit|unauthorized|permission|model.{0,100}(?:not found|does not exist|not exist)/

/** Without a word to go by, in the order of what is missed least. */
const blind: readonly ((shape: RequestShape) => Change)[] = [
  ({ temperature }) => (temperature ? { temperature: false } : null),
  ({ limit }) => (limit === 'none' ? null : { limit: limit === 'max_tokens' ? 'max_completion_tokens' : 'none' }),
  ({ noContent }) => (noContent === 'null' ? { noContent: 'words' } : null),
  withoutTools,
  ({ system }) => (system ? { system: false } : null),
]
const saysNothing =
  /^\W*(?:bad request|invalid request|unprocessable(?: entity| content)?|error|unknown error|request failed)?\W*$/i

/** Statuses with which servers refuse what a request holds, or fall over it. */
const speaking: ReadonlySet<number> = new Set([400, 404, 405, 413, 422, 424, 429, 500, 501])

/** Another shape for the next request, when the refusal tells what would be taken; null when it does not. */
export function adapt(shape: RequestShape, refusal: ModelRefusal): RequestShape | null {
  const { status, text } = refusal
  if (!speaking.has(status) || (hopeless.test(text) && !contextWords.test(text))) return null
  if (status === 429 && !/request too large|must be reduced/.test(text)) return null
  if (status === 413) return merge(shape, shrink(shape, text))
  for (const rule of rules) {
    const change = rule.when.test(text) ? rule.change(shape, text) : null
    if (change !== null) return merge(shape, change)
  }
  if ((status !== 400 && status !== 422) || !saysNothing.test(refusal.message)) return null
  for (const drop of blind) {
    const change = drop(shape)
    if (change !== null) return merge(shape, change)
  }
  return null
}

function merge(shape: RequestShape, change: Change): RequestShape | null {
  return change && { ...shape, ...change }
}
