/**
 * An LLM at the public door: it is shown the goal and the results, answers with tool calls or text, and its
 * actions are played. Rewards are logged for people and never shown to the model.
 *
 * @module
 */
import type { Action } from '../contract/action.ts'
import {
  type EpisodeOutcome,
  outcomeSchema,
  type ResetResult,
  type Said,
  type StepResult,
  type Trajectory,
} from '../contract/episode.ts'
import type { Observation } from '../contract/observation.ts'
import { AppError } from '../kit/errors.ts'
import { actionOfCall, actionOfText, type ParsedAction } from './reading/action-parser.ts'
import { endLine, startLine, stepLine } from './agent-log.ts'
import { BackOff, type Patience } from './back-off.ts'
import { ChatHistory } from './model/chat-history.ts'
import { EnvironmentFailure } from './environment-failure.ts'
import type { ResetChoice } from './reset-choice.ts'
import { type ModelClient, type ModelFault, ModelUnavailable } from './model/model-client.ts'
import type { Reply } from './reading/reply-reader.ts'
import { saidIn } from './reading/said.ts'

/** How often in a row a model is asked again after an unusable answer, before the episode is given up. */
const patience = 3
/** Characters of a result that a model is shown. */
const longestResult = 12_000

/** Where an agent plays: a server, or a page's own environment. */
export interface EpisodeDoor {
  reset(params: ResetChoice): Promise<ResetResult>
  /** @param said what the model said before the action, and what it was told; for the record */
  step(action: Action, said?: readonly Said[]): Promise<StepResult>
  /** Says who plays, for the record. */
  name(player: Trajectory['player']): void
  /** The episode that is being recorded was not played. */
  discard(): void
}

export interface LlmAgentOptions {
  readonly door: EpisodeDoor
  readonly client: Pick<ModelClient, 'ask'>
  /** The model's name, for the log. */
  readonly model: string
  /** One line of the log. */
  readonly print: (line: string) => void
  /** For a server that is full. */
  readonly patience: Patience
  readonly signal: AbortSignal
  /**
   * An episode that the model cannot go on with is submitted as it stands, and so has a grade: after answers without an
   * action, and when the conversation no longer fits the model. By default it is left.
   */
  readonly submitUnfinished?: boolean
}

/** What is played, and the name that the log has for it. */
export interface LlmTask {
  readonly name: string
  readonly params: ResetChoice
}

/** Why an episode did not come to its end. */
export interface LlmFault {
  /**
   * `interrupted` by the signal; `not_played`: model or environment were not to be had, which says nothing about the
   * model; `asked_wrongly`: there is no such episode; `unusable`: the model gave no action.
   */
  readonly kind: 'interrupted' | 'not_played' | 'asked_wrongly' | 'unusable'
  /** `unusable_answers` and `context_too_small` of an unusable one. */
  readonly code: string
  readonly message: string
  /** The next episode would end the same way. */
  readonly fatal: boolean
}

/** How an episode ended. */
export interface LlmResult {
  readonly solved: boolean
  /** Played to its end, whatever the score. */
  readonly finished: boolean
  readonly fault: LlmFault | null
  /** Of an episode that was played to its end. */
  readonly outcome: EpisodeOutcome | null
}

const instructions = [
  'You repair SQLite databases. In every turn take exactly one action by calling a tool.',
  'If you cannot call tools, answer with one JSON object and nothing else:',
  '{"action_type":"inspect_schema"}, {"action_type":"execute_sql","query":"..."} or {"action_type":"finish_task"}.',
].join('\n')

/** Plays one episode; prints one [START] line, one [STEP] a step and one [END], whatever happens. */
export async function playEpisode(options: LlmAgentOptions, { name, params }: LlmTask): Promise<LlmResult> {
  const { door, print, signal } = options
  const rewards: number[] = []
  let last: StepResult | undefined
  let fault: LlmFault | null = null
  print(startLine(name, options.model))
  try {
    const { observation, metadata } = await begin(options, params)
    door.name({ kind: 'model', name: options.model })
    const history = new ChatHistory()
    let current: Observation = observation
    let unusable = 0
    let said: Said[] = []
    while (!last?.done && unusable <= patience) {
      signal.throwIfAborted()
      history.open(instructions, opening(metadata.prompt, current))
      const reply = await answerOf(options, history)
      if (reply === 'context') {
        fault = tooLong
        break
      }
      const told: string[] = []
      said.push(...saidIn(reply))
      let played = false
      let stop: string | null = null
      for (const parsed of actionsOf(reply)) {
        if (stop !== null) told.push(stop)
        else if ('problem' in parsed) {
          told.push(`Not an action: ${parsed.problem}. Answer with one action.`)
          said.push({ by: 'environment', text: told.at(-1) ?? '' })
          stop = 'Not run: the call before it was none.'
        } else {
          last = await door.step(parsed.action, said)
          said = []
          current = last.observation
          played = true
          rewards.push(last.reward)
          print(lineOf(parsed.action, last))
          told.push(describe(current))
          // What follows was meant for the state that this call was to bring about.
          if (last.done) stop = 'Not run: the episode is over.'
          else if (current.last_error !== null) stop = 'Not run: the call before it failed.'
        }
      }
      unusable = played ? 0 : unusable + 1
      history.add(reply, told)
    }
    if (!last?.done) fault ??= givenUp(unusable)
    if (!last?.done && options.submitUnfinished === true) {
      last = await door.step({ action_type: 'finish_task' }, said)
      rewards.push(last.reward)
      print(lineOf({ action_type: 'finish_task' }, last))
    }
  } catch (error) {
    fault = faultOf(error, signal)
    if (fault.kind === 'not_played') door.discard()
  }
  const outcome = outcomeSchema.safeParse(last?.metadata)
  const sum = Math.round(rewards.reduce((total, reward) => total + reward, 0) * 1e6) / 1e6
  const solved = outcome.success && outcome.data.solved
  const score = outcome.success ? outcome.data.score : Math.min(Math.max(sum, 0), 1)
  print(endLine({ success: solved, steps: rewards.length, score, rewards }))
  return { solved, finished: last?.done ?? false, fault, outcome: outcome.data ?? null }
}

/** The model's next message; `context` when none fits any more, and the episode is to be graded all the same. */
async function answerOf(
  { client, signal, submitUnfinished }: LlmAgentOptions,
  history: ChatHistory,
): Promise<Reply | 'context'> {
  try {
    return (await client.ask(history, signal)) ?? noReply
  } catch (error) {
    const isOurs = submitUnfinished === true && error instanceof ModelUnavailable && error.isContextTooSmall
    if (isOurs) return 'context'
    throw error
  }
}

/** A server that is full has room when others have finished. */
async function begin({ door, patience, signal }: LlmAgentOptions, params: ResetChoice): Promise<ResetResult> {
  const backOff = new BackOff(patience)
  for (;;) {
    signal.throwIfAborted()
    try {
      return await door.reset(params)
    } catch (error) {
      const isFull = AppError.isInstance(error) && error.code === 'capacity_reached'
      if (!isFull || !(await backOff.wait(error.message, signal))) throw error
    }
  }
}

const noReply: Reply = { content: '', calls: [], legacy: false, reasoning: {}, cut: false }

/** Faults that another task may not meet. */
const passing: ReadonlySet<ModelFault> = new Set(['timeout', 'refused', 'unreadable'])

const tooLong: LlmFault = {
  kind: 'unusable',
  code: 'context_too_small',
  message: 'the conversation no longer fits the model',
  fatal: false,
}

function givenUp(unusable: number): LlmFault {
  const message = `${unusable} answers in a row held no action; the episode is given up`
  return { kind: 'unusable', code: 'unusable_answers', message, fatal: false }
}

/** Why the episode ended early. */
function faultOf(error: unknown, signal: AbortSignal): LlmFault {
  if (signal.aborted) return { kind: 'interrupted', code: 'interrupted', message: 'interrupted', fatal: true }
  if (error instanceof ModelUnavailable) {
    const { fault, message } = error
    return { kind: 'not_played', code: `model_${fault}`, message, fatal: !passing.has(fault) }
  }
  if (error instanceof EnvironmentFailure) {
    return { kind: 'not_played', code: error.code, message: error.message, fatal: true }
  }
  if (AppError.isInstance(error)) {
    return { kind: 'asked_wrongly', code: error.code, message: error.message, fatal: true }
  }
  // A defect of ours is no score either, and the last line is owed.
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'not_played', code: 'internal', message, fatal: true }
}

function opening(prompt: string, observation: Observation): string {
  return `${prompt}\n\nTables and columns now: ${JSON.stringify(observation.schema_summary)}`
}

function describe(observation: Observation): string {
  const { last_query_result: result, last_error: error, steps_remaining: left } = observation
  const text = error === null ? JSON.stringify(result ?? 'done') : `Error: ${error}`
  const shown = text.length > longestResult ? `${text.slice(0, longestResult)}… (cut)` : text
  return `${shown}\nSteps remaining: ${left}`
}

/** The actions of a reply in their order: its calls, or the one that its text holds. */
function actionsOf({ calls, content, cut }: Reply): ParsedAction[] {
  if (calls.length === 0) return [actionOfText(content, cut)]
  return calls.map((call, index) =>
    // Servers close the brackets of what was cut, and half a statement is another one.
    cut && index === calls.length - 1
      ? { problem: 'the answer was cut before its end; answer shorter' }
      : actionOfCall(call),
  )
}

function lineOf(action: Action, result: StepResult): string {
  const { current_step: number, last_error: error } = result.observation
  return stepLine({ number, action, reward: result.reward, done: result.done, error })
}
