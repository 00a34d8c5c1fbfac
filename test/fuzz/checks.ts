/**
 * What must hold of every answer, whatever was asked. Each check returns what is wrong, or null.
 *
 * @module
 */
import { stateSchema, stepResultSchema, type StepResult } from '../../src/contract/episode.ts'
import { canaryNumber, canaryText } from './subject.ts'

/** An observation as JSON: a schema summary, a result and a goal of at most 64 KB each, and names. */
const largestObservation = 256 * 1024
const longestError = 600

/** The ways in which the canary could be spelt in an answer. */
const spellings: readonly string[] = [
  canaryText,
  String(canaryNumber),
  Buffer.from(canaryText).toString('hex'),
  Buffer.from(canaryText).toString('hex').toUpperCase(),
  // base64 of a blob that holds it at any offset: the characters that depend on nothing before or after
  ...[0, 1, 2].map((offset) => {
    const padded = Buffer.from(`${'x'.repeat(offset)}${canaryText}`).toString('base64')
    return padded.slice(offset === 0 ? 0 : offset + 1, -4)
  }),
]

/** Facts of the host. An error may hold one only when the agent's own SQL does. */
const hostFacts: readonly RegExp[] = [
  /\/(?:work|home|usr|tmp|root|etc|proc|var|opt)\/[\w.-]*/i,
  /[A-Z]:\\\w+/,
  /node_modules|wasm-function|wasm:\/\/|file:\/\//i,
  /\bat \S+:\d+:\d+/,
  /\w+\.(?:[cm]?[jt]s|wasm|c):\d+/,
  /\b0x[0-9a-f]{5,}/i,
  /\b(?:Sqlite|Engine|Type|Range|Runtime|Reference)(?:Error|Fault)\b/,
  /\bundefined\b|\[object /,
]

/** The answer has the shape of the contract. */
export function checkShape(result: unknown): string | null {
  const parsed = stepResultSchema.safeParse(result)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `the result breaks the contract at ${issue?.path.join('.')}: ${issue?.message}`
  }
  const { done, metadata } = parsed.data
  if (!done && Object.keys(metadata).length > 0) return 'metadata before the end of the episode'
  return null
}

/** So has the state. */
export function checkState(state: unknown): string | null {
  const parsed = stateSchema.safeParse(state)
  return parsed.success ? null : `the state breaks the contract: ${parsed.error.issues[0]?.message}`
}

/** The answer, before the end, holds no value of the target. */
export function checkCanary(json: string): string | null {
  const found = spellings.find((spelling) => json.includes(spelling))
  return found === undefined ? null : `a target value was seen, spelt ${found}`
}

/** The answer is no larger than promised. */
export function checkSize(json: string): string | null {
  return json.length <= largestObservation ? null : `an observation of ${json.length} characters`
}

/** Errors are short and tell nothing of the host. `written` is all SQL the agent sent in this episode. */
export function checkError(error: string | null, written: () => string): string | null {
  if (error === null) return null
  if (error === '') return 'an empty error'
  if (error.length > longestError) return `an error of ${error.length} characters`
  for (const pattern of hostFacts) {
    const fact = pattern.exec(error)?.[0]
    if (fact !== undefined && !isRepeated(fact, written().toLowerCase())) {
      return `the error tells ${JSON.stringify(fact)}: ${error.slice(0, 200)}`
    }
  }
  return null
}

/** Whether the words of a fact are the agent's own; it may have put them together, and RAISE anything at all. */
function isRepeated(fact: string, written: string): boolean {
  const own = (fact.toLowerCase().match(/\w+/g) ?? []).every((word) => written.includes(word))
  return own || written.includes('raise')
}

/** Kinds of outcome, for the table. */
export type OutcomeKind =
  | 'ran'
  | 'error'
  | 'syntax'
  | 'refused'
  | 'budget'
  | 'limit'
  | 'destructive'
  | 'host'
  | 'invalid'

/** The kind of an answer, read from its error. */
export function outcomeKind(result: StepResult): OutcomeKind {
  const error = result.observation.last_error
  if (error === null) return 'ran'
  if (error.includes('the episode ends')) return 'destructive'
  if (error.includes('needs more work than one action may do')) return 'budget'
  if (/stopped: the query (?:ran too long|needs too much memory|crashed)/.test(error)) return 'host'
  if (/^invalid (?:action|query: it)|^the query is empty/.test(error)) return 'invalid'
  if (/syntax error|unrecognized token|incomplete input/.test(error)) return 'syntax'
  if (/ allowed|not authorized|not be set|may be read/.test(error)) return 'refused'
  if (/too big|too many|too much|too large|too complex|too long|limit|grows beyond|more than|full/.test(error))
    return 'limit'
  return 'error'
}
