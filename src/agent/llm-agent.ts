/**
 * An LLM at the public door: it is shown the goal and the results, answers with tool calls or text, and its
 * actions are played. Rewards are logged for people and never shown to the model.
 *
 * @module
 */
import type OpenAI from 'openai'
import type { Action } from '../contract/action.ts'
import { outcomeSchema, type ResetParams, type StepResult } from '../contract/episode.ts'
import type { Observation } from '../contract/observation.ts'
import { AppError } from '../kit/errors.ts'
import { actionOfCall, actionOfText, type ParsedAction } from './action-parser.ts'
import { endLine, startLine, stepLine } from './agent-log.ts'
import { ChatHistory, type ChatMessage } from './chat-history.ts'
import type { HttpDoor } from './http-door.ts'
import { explainModelError, type ModelClient } from './model-client.ts'

/** How often in a row a model is asked again after an unusable answer, before the episode is given up. */
const patience = 3
/** Characters of a result that a model is shown. */
const longestResult = 12_000

export interface LlmAgentOptions {
  readonly door: HttpDoor
  readonly client: ModelClient
  /** The model's name, for the log. */
  readonly model: string
  /** Tokens of conversation that are sent. */
  readonly historyTokens: number
  /** One line of the log. */
  readonly print: (line: string) => void
  /** One line for people. */
  readonly diagnose: (code: string, message: string) => void
  readonly signal: AbortSignal
}

/** How an episode ended. */
export interface LlmResult {
  readonly solved: boolean
  /** Played to its end, whatever the score. */
  readonly finished: boolean
  /** There is no point in going on with the next task. */
  readonly fatal: boolean
}

/** A tool call's answer belongs to its id; text is answered by the user. */
interface Request {
  readonly parsed: ParsedAction
  readonly callId: string | null
}

const instructions = [
  'You repair SQLite databases. In every turn take exactly one action by calling a tool.',
  'If you cannot call tools, answer with one JSON object and nothing else:',
  '{"action_type":"inspect_schema"}, {"action_type":"execute_sql","query":"..."} or {"action_type":"finish_task"}.',
].join('\n')

/** Plays one episode; prints one [START] line, one [STEP] a step and one [END], whatever happens. */
export async function playEpisode(
  options: LlmAgentOptions,
  params: ResetParams & { task_id: string },
): Promise<LlmResult> {
  const { door, print, diagnose, signal } = options
  const rewards: number[] = []
  let last: StepResult | undefined
  let fatal = false
  print(startLine(params.task_id, options.model))
  try {
    const { observation, metadata } = await door.reset(params)
    const history = new ChatHistory(options.historyTokens)
    let current: Observation = observation
    let unusable = 0
    while (!last?.done && unusable <= patience) {
      signal.throwIfAborted()
      history.open(opening(metadata.prompt, current))
      const message = await options.client.ask(history.messages(), signal)
      const told: ChatMessage[] = []
      let played = false
      for (const { parsed, callId } of requestsOf(message)) {
        let answer: string
        if ('problem' in parsed) answer = `Not an action: ${parsed.problem}. Answer with one action.`
        else if (last?.done) answer = 'The episode is over.'
        else {
          last = await door.step(parsed.action)
          current = last.observation
          played = true
          rewards.push(last.reward)
          print(lineOf(parsed.action, last))
          answer = describe(current)
        }
        told.push(
          callId === null ? { role: 'user', content: answer } : { role: 'tool', tool_call_id: callId, content: answer },
        )
      }
      unusable = played ? 0 : unusable + 1
      history.add(said(message), told)
    }
    if (!last?.done)
      diagnose('unusable_answers', `${unusable} answers in a row held no action; the episode is given up`)
  } catch (error) {
    fatal = report(error, options)
  }
  const outcome = outcomeSchema.safeParse(last?.metadata)
  const sum = Math.round(rewards.reduce((total, reward) => total + reward, 0) * 1e6) / 1e6
  const solved = outcome.success && outcome.data.solved
  const score = outcome.success ? outcome.data.score : Math.min(Math.max(sum, 0), 1)
  print(endLine({ success: solved, steps: rewards.length, score, rewards }))
  return { solved, finished: last?.done ?? false, fatal }
}

/** Says why the episode ended early; true when the next one would end the same way. */
function report(error: unknown, { diagnose, signal }: LlmAgentOptions): boolean {
  if (signal.aborted) {
    diagnose('interrupted', 'interrupted')
    return true
  }
  if (AppError.isInstance(error)) {
    diagnose(error.code, error.message)
    return true
  }
  const { code, message, fatal } = explainModelError(error)
  diagnose(code, message)
  return fatal
}

function opening(prompt: string, observation: Observation): ChatMessage[] {
  const schema = JSON.stringify(observation.schema_summary)
  return [
    { role: 'system', content: instructions },
    { role: 'user', content: `${prompt}\n\nTables and columns now: ${schema}` },
  ]
}

function describe(observation: Observation): string {
  const { last_query_result: result, last_error: error, steps_remaining: left } = observation
  const text = error === null ? JSON.stringify(result ?? 'done') : `Error: ${error}`
  const shown = text.length > longestResult ? `${text.slice(0, longestResult)}… (cut)` : text
  return `${shown}\nSteps remaining: ${left}`
}

function requestsOf(message: OpenAI.Chat.Completions.ChatCompletionMessage | null): Request[] {
  const calls = message?.tool_calls ?? []
  if (calls.length === 0) return [{ parsed: actionOfText(message?.content ?? ''), callId: null }]
  return calls.map((call) => ({
    parsed: call.type === 'function' ? actionOfCall(call.function) : { problem: 'this kind of tool is unknown' },
    callId: call.id,
  }))
}

/** What the model said, as history: text cut to a bound, tool calls whole. */
function said(message: OpenAI.Chat.Completions.ChatCompletionMessage | null): ChatMessage {
  const content = (message?.content ?? '').slice(0, longestResult)
  const calls = message?.tool_calls
  if (calls && calls.length > 0) return { role: 'assistant', content, tool_calls: calls }
  return { role: 'assistant', content: content === '' ? '(no answer)' : content }
}

function lineOf(action: Action, result: StepResult): string {
  const { current_step: number, last_error: error } = result.observation
  return stepLine({ number, action, reward: result.reward, done: result.done, error })
}
