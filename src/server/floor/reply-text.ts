/**
 * The JSON of replies, put together from texts that were made where the episode ran.
 *
 * @module
 */
import { type EncodedResult, noMetadata } from '../../sessions/encoded-result.ts'

/** The reply to reset and step over HTTP. */
export function toHttpText({ observation, reward, done, metadata }: EncodedResult, sessionId: string): string {
  return `{"observation":${observation},"reward":${reward},"done":${done},"metadata":${metadata},"session_id":${JSON.stringify(sessionId)}}`
}

/** What frames hold of a result. `metadata` is absent when empty: null breaks clients. */
function toFields({ observation, reward, done, metadata }: EncodedResult): string {
  const more = metadata === noMetadata ? '' : `,"metadata":${metadata}`
  return `"observation":${observation},"reward":${reward},"done":${done}${more}`
}

/** What travels in a frame for reset and step. */
export function toFrameData(result: EncodedResult): string {
  return `{${toFields(result)}}`
}

/** What travels in a batch for one of its sessions. */
export function toBatchEntry(session: string, result: EncodedResult): string {
  return `{"session":${JSON.stringify(session)},${toFields(result)}}`
}

export function toObservationFrame(result: EncodedResult): string {
  return `{"type":"observation","data":${toFrameData(result)}}`
}
