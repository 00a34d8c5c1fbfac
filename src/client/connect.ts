/**
 * The client of a DataOps-Env server, for Node and browsers.
 *
 * @module
 * @example
 * import { connect } from 'dataops-env/client'
 *
 * await using client = await connect('http://localhost:7860')
 * await client.reset({ task_id: 'task_easy', seed: 7 })
 * await client.executeSql(`UPDATE users SET email = lower(email)`)
 * const { metadata } = await client.finish()
 */
import { BatchClient } from './batch-client.ts'
import { EpisodeClient } from './episode-client.ts'
import { createSessionId, findWebSocket, toSocketUrl, type WebSocketConstructor } from './web-socket.ts'

export type { Action, ActionType } from '../contract/action.ts'
export type { EpisodeOutcome, GradeReport, ResetResult, RewardMode, State, StepResult } from '../contract/episode.ts'
export type { Observation, QueryResult, ResetObservation, RowsResult, TableInfo } from '../contract/observation.ts'
export { BatchClient, type BatchFailure, type BatchItem, type BatchResult } from './batch-client.ts'
export {
  type ClientErrorCode,
  EnvironmentError,
  type EnvironmentErrorOptions,
  type WireErrorCode,
} from './environment-error.ts'
export { EpisodeClient, type RequestOptions, type ResetRequest } from './episode-client.ts'
export type { WebSocketConstructor, WebSocketLike } from './web-socket.ts'

/** By default, in milliseconds. A single action ends in a few seconds. */
export const defaultTimeoutMs = 30_000

/** The same for a frame of up to 4,096 actions. */
export const defaultBatchTimeoutMs = 300_000

export interface ConnectOptions {
  /** Shown to a server that asks for one. It travels in the URL, since browsers can set no header here. */
  readonly token?: string
  /** Ends the connecting. */
  readonly signal?: AbortSignal
  /** How long a reply may take, and how long a lost connection may take to come back, in milliseconds. */
  readonly timeoutMs?: number
  /** In place of the global WebSocket, or of the package `ws` where there is none. */
  readonly webSocket?: WebSocketConstructor
}

export interface EpisodeOptions extends ConnectOptions {
  /**
   * The session to come to. One that begins with `c-` is made when there is none, and stays when the client is
   * closed. By default a new one, which ends with the client.
   */
  readonly sessionId?: string
}

/**
 * Connects to one session of a server.
 *
 * @param url of the server, as `http:`, `https:`, `ws:` or `wss:`; a path is the prefix it is served under
 * @throws EnvironmentError `connection_failed`, `no_web_socket`, `CAPACITY_REACHED`, `SESSION_ERROR`; the reason of
 * the signal
 */
export async function connect(url: string | URL, options: EpisodeOptions = {}): Promise<EpisodeClient> {
  const { sessionId, token, signal, timeoutMs = defaultTimeoutMs } = options
  const session = { id: sessionId ?? createSessionId(), ends: sessionId === undefined }
  const target = toSocketUrl(url, { session_id: session.id, token })
  signal?.throwIfAborted()
  const webSocket = await findWebSocket(options.webSocket)
  return await EpisodeClient.open(session, { url: target, webSocket, timeoutMs, ...(signal && { signal }) })
}

/**
 * Connects in order to drive many sessions, which outlive the connection.
 *
 * @throws EnvironmentError `connection_failed`, `no_web_socket`, `CAPACITY_REACHED`; the reason of the signal
 */
export async function connectBatch(url: string | URL, options: ConnectOptions = {}): Promise<BatchClient> {
  const { token, signal, timeoutMs = defaultBatchTimeoutMs } = options
  const target = toSocketUrl(url, { token })
  signal?.throwIfAborted()
  const webSocket = await findWebSocket(options.webSocket)
  return await BatchClient.open({ url: target, webSocket, timeoutMs, ...(signal && { signal }) })
}
