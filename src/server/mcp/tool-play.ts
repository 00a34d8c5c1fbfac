/**
 * A tool call as it is played: a step like any other, whichever dialect brought it.
 *
 * @module
 */
import type { EncodedResult } from '../../sessions/encoded-result.ts'
import type { Attachment } from '../../sessions/session.ts'
import type { SessionRegistry } from '../../sessions/session-registry.ts'
import type { JsonObject } from '../json-text.ts'
import type { TaskCatalog } from '../task-catalog.ts'
import { startTool, toAction, type ToolCall } from '../tools.ts'
import { parseStart } from './mcp-tools.ts'

export interface ToolRoom {
  readonly registry: SessionRegistry
  readonly catalog: TaskCatalog
}

/** What came of a call. */
export interface Played {
  readonly result: EncodedResult
  /** What was wrong with the call itself, which then was played as an invalid action. */
  readonly fault: string | null
}

/**
 * Plays a call in a session. It is in the queue of the session when this returns.
 *
 * @param by the connection that asks
 * @throws AppError `validation_error` and `unknown_task` for an episode that cannot start; what the session throws
 */
export async function playTool(room: ToolRoom, call: ToolCall, session: string, by?: Attachment): Promise<Played> {
  const { registry, catalog } = room
  if (call.name === startTool) {
    const params = catalog.toResetParams(parseStart(call.args), 'arguments')
    return { result: await registry.reset(session, params), fault: null }
  }
  const result = await registry.step(session, toAction(call), 'repeat', by)
  return { result, fault: call.error?.message ?? null }
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
export function toCallText({ result, fault }: Played): string {
  const { observation, reward, done, metadata } = result
  const texts = fault === null ? [observation] : [observation, fault]
  const content = texts.map((text) => `{"type":"text","text":${JSON.stringify(text)}}`).join(',')
  const meta = `{"${metaKeys.reward}":${reward},"${metaKeys.done}":${done},"${metaKeys.metadata}":${metadata}}`
  return `{"content":[${content}],"structuredContent":${observation},"isError":${fault !== null},"data":${observation},"_meta":${meta}}`
}
