import type { Attachment } from '../../sessions/session.ts'

/** Who sends a request of JSON-RPC, as far as its door knows. */
export interface RpcCaller {
  /** What the socket holds that requests come by; over HTTP there is none. */
  readonly attachment?: Attachment
  /** The session that the address or a header names: the only one that a request may be about. */
  readonly bound?: string | undefined
}

/** A dialect of JSON-RPC that is spoken at more than one door. Its answers never reject. */
export interface RpcDialect {
  /**
   * The reply to a request: null for a notification. What it asks of a session is in its queue when this returns.
   */
  answer(value: unknown, caller: RpcCaller): Promise<string | null>
  /** The reply to a frame; null for a notification. */
  answerFrame(frame: Buffer, isBinary: boolean, caller: RpcCaller): Promise<string | null>
  /** The reply to what could not even be read. */
  refuse(error: unknown): string
}
