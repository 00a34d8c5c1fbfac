/**
 * A tool call as it is played: a step like any other, whichever dialect brought it.
 *
 * @module
 */
import { AppError } from '../../kit/errors.ts'
import type { EncodedResult } from '../../sessions/encoded-result.ts'
import type { Attachment } from '../../sessions/session.ts'
import type { DoorContext } from './door-context.ts'
import type { JsonObject } from './json-text.ts'
import { findFault, parseStart, startTool, toAction, type ToolCall, type ToolError } from './tools.ts'

/** What came of a call. */
export interface Played {
  readonly result: EncodedResult
  /** What was wrong with the call itself, which then was played as an invalid action. */
  readonly error: ToolError | null
  /** Whether it started an episode. */
  readonly isStart: boolean
}

/**
 * Whether an agent may start an episode in a session: only where its host has not. A harness that chose the task, or
 * is about to, is not talked out of it. Decided when a call arrives, as the order of a session's queue is.
 *
 * @param session undefined: one that is yet to be made
 */
export function offersStart({ registry, startEpisode }: DoorContext, session: string | undefined): boolean {
  return startEpisode !== false && (session === undefined || registry.starterOf(session) !== 'host')
}

/**
 * Plays a call in a session. It is in the queue of the session when this returns.
 *
 * @param by the connection that asks
 * @param request the client's mark of the step
 * @throws AppError `validation_error` and `unknown_task` for an episode that cannot start; what the session throws
 */
export async function playTool(
  context: DoorContext,
  call: ToolCall,
  session: string,
  by?: Attachment,
  request?: string | null,
): Promise<Played> {
  const { registry, catalog } = context
  let mayStart = offersStart(context, session)
  if (call.name === startTool && mayStart) {
    const params = catalog.toResetParams(parseStart(call), 'arguments')
    try {
      // A step pays a number.
      const result = { ...(await registry.reset(session, params, 'agent')), reward: 0 }
      return { result, error: null, isStart: true }
    } catch (thrown) {
      if (!AppError.isInstance(thrown) || thrown.code !== 'wrong_use') throw thrown
      // The host began it at another server meanwhile.
      mayStart = false
    }
  }
  const error = findFault(call, mayStart)
  const next = mayStart ? `; call ${startTool}` : ''
  try {
    const afterDone = { repeat: `the episode is over${next}` }
    const result = await registry.step(session, toAction(call, error), afterDone, by, undefined, request)
    return { result, error, isStart: false }
  } catch (thrown) {
    if (!AppError.isInstance(thrown) || thrown.code !== 'no_episode') throw thrown
    const advice = mayStart ? `${next} first` : ', and it is the host that starts one'
    throw new AppError('no_episode', `there is no episode yet${advice}`)
  }
}

/** What a model reads of an observation: at the start what it is about, later what is new. */
function toToolText({ result, isStart }: Played, observation: JsonObject): string {
  const { last_query_result: rows, last_error: error, steps_remaining } = observation
  if (isStart) {
    const { task_id, goal, schema_summary } = observation
    return JSON.stringify({ task_id, goal, schema_summary, steps_remaining })
  }
  return JSON.stringify({
    ...(rows !== null && { last_query_result: rows }),
    ...(error !== null && { last_error: error }),
    steps_remaining,
    ...(result.done && { episode: 'over' }),
  })
}

/** The result of a call as values. */
export interface ToolResult {
  /** What a model reads. */
  readonly text: string
  /** What programs read: the observation. */
  readonly observation: JsonObject
  readonly isError: boolean
}

export function toToolResult(played: Played): ToolResult {
  const observation = JSON.parse(played.result.observation) as JsonObject
  return { text: toToolText(played, observation), observation, isError: played.error !== null }
}

/** The fields of a result in both spellings that clients look for, as JSON without the braces. */
export function toResultFields(played: Played): string {
  const { text, isError } = toToolResult(played)
  const { observation } = played.result
  const content = `[{"type":"text","text":${JSON.stringify(text)}}]`
  return (
    `"content":${content},"structuredContent":${observation},"structured_content":${observation},` +
    `"data":${observation},"isError":${isError},"is_error":${isError}`
  )
}

const metaKeys = {
  reward: 'dataops-env/reward',
  done: 'dataops-env/done',
  metadata: 'dataops-env/metadata',
} as const

/** What travels beside a result, for programs; models read `content`. */
export function toMeta({ reward, done, metadata }: EncodedResult): JsonObject {
  return { [metaKeys.reward]: reward, [metaKeys.done]: done, [metaKeys.metadata]: JSON.parse(metadata) }
}

/** The JSON of a call's result as OpenEnv's clients read it. */
export function toCallText(played: Played): string {
  const { reward, done, metadata } = played.result
  const meta = `{"${metaKeys.reward}":${reward},"${metaKeys.done}":${done},"${metaKeys.metadata}":${metadata}}`
  return `{${toResultFields(played)},"_meta":${meta}}`
}
