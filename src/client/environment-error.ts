import type { State } from '../contract/episode.ts'

/** What the server calls its errors on `/ws`; codes of later servers may join them. */
export type WireErrorCode =
  | 'INVALID_JSON'
  | 'UNKNOWN_TYPE'
  | 'VALIDATION_ERROR'
  | 'EXECUTION_ERROR'
  | 'CAPACITY_REACHED'
  | 'FACTORY_ERROR'
  | 'SESSION_ERROR'
  | 'STORAGE_ERROR'

/** What goes wrong on this side, or on the way. */
export type ClientErrorCode =
  /** No connection could be made: a wrong address or token, or no server. */
  | 'connection_failed'
  /** The connection was lost and did not come back in time. What was asked may or may not have happened. */
  | 'connection_lost'
  /**
   * What came of a step cannot be told: steps were taken in the session that this client did not send (`state` tells where
   * the episode is now), or the connection of a batch was lost.
   */
  | 'reply_lost'
  /** The session no longer holds the episode: the server forgot it, or somebody else has reset it. */
  | 'episode_lost'
  /** A newer connection took the session; this client is of no more use. */
  | 'replaced'
  /** No reply in time, twice. What was asked may or may not have happened. */
  | 'timeout'
  /** The message is larger than the server takes. */
  | 'message_too_large'
  /** The client was closed. */
  | 'closed'
  /** What came is no reply to what was asked. */
  | 'protocol_error'
  /** This platform has no WebSocket; pass one as `webSocket`. */
  | 'no_web_socket'

export interface EnvironmentErrorOptions {
  readonly cause?: unknown
  /** What the server sent beside code and message. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly state?: State
}

/** Everything that a client of the environment throws, but for the reasons of aborted signals. */
export class EnvironmentError extends Error {
  override readonly name: string = 'EnvironmentError'
  /** Stable; upper case from the server, lower case from this side. */
  readonly code: WireErrorCode | ClientErrorCode
  /** What the server sent beside code and message, such as `errors` of VALIDATION_ERROR. */
  readonly details: Readonly<Record<string, unknown>>
  /** With `reply_lost` and `episode_lost`: what the session holds now. */
  readonly state: State | undefined

  constructor(code: WireErrorCode | ClientErrorCode, message: string, options: EnvironmentErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
    this.state = options.state
  }

  /** Whether a value is such an error, from whichever copy of this module. */
  static isInstance(value: unknown): value is EnvironmentError {
    return value instanceof Error && value.name === 'EnvironmentError' && 'code' in value
  }
}
