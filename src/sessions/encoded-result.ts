import type { ResetResult, StepResult } from '../contract/episode.ts'

/**
 * The answer to a reset or step as JSON texts: made once, where the episode runs, sent by every door as they
 * are. So all doors give the same bytes, and nobody copies objects between threads.
 */
export interface EncodedResult {
  /** JSON of an observation. */
  readonly observation: string
  /** In points; null for a reset. */
  readonly reward: number | null
  readonly done: boolean
  /** JSON of an object, `{}` when there is nothing to say. */
  readonly metadata: string
}

/** The metadata of a step before the end. */
export const noMetadata = '{}'

/** @param head what the JSON of the observation begins with, up to `last_query_result` */
export function encodeResult(
  { observation, reward, done, metadata }: ResetResult | StepResult,
  head: string,
): EncodedResult {
  const { last_query_result, last_error, steps_remaining, current_step } = observation
  const more = 'metadata' in observation ? observation.metadata : undefined
  const tail = { last_query_result, last_error, steps_remaining, current_step, metadata: more }
  const text = `${head},${JSON.stringify(tail).slice(1)}`
  return { observation: text, reward, done, metadata: done || reward === null ? JSON.stringify(metadata) : noMetadata }
}

/** The way back, for who needs values. */
export function decodeResult({ observation, reward, done, metadata }: EncodedResult): ResetResult | StepResult {
  return { observation: JSON.parse(observation), reward, done, metadata: JSON.parse(metadata) } as
    | ResetResult
    | StepResult
}
