import type { Starter } from './episode-record.ts'
import type { ActionQueue } from './action-queue.ts'
import type { Client } from './client.ts'
import type { Journal } from './journal.ts'
import type { Player } from './player.ts'

/** What a registry keeps of a session. */
export interface Session {
  readonly player: Player
  readonly journal: Journal
  readonly queue: ActionQueue
  /** False while the session is only a place reserved for a first reset that may yet fail. */
  kept: boolean
  /** Who began its episode; null before the first. */
  starter: Starter | null
  /** Resets of the host that have arrived and not ended. */
  hostResets: number
  lastActivity: number
  /** The connection that is attached; a session with one is never idle. */
  holder: Holder | undefined
  /** Who made it, among many others; undefined when it was made by itself. */
  client: Client | undefined
  /** Whether it ever took a step. */
  hasStepped: boolean
  /** Who asked for what is under way, if that was a connection. */
  actor: Attachment | undefined
  /** Somebody closed it while a connection was attached: it ends when that lets go. */
  closing: boolean
  freed: boolean
}

/** A connection, and how it is asked and told. */
interface Holder extends Pick<AttachOptions, 'onReplaced' | 'silentMs' | 'onEvicted'> {
  readonly attachment: Attachment
}

/** What a connection holds while it is attached to a session. */
export interface Attachment {
  readonly id: string
  /** Lets go, which may be done more than once. The session stays, unless somebody closed it meanwhile. */
  detach(): void
}

export interface AttachOptions {
  /** Called when a newer connection attaches to the same session. */
  readonly onReplaced: () => void
  /**
   * For how long the other side has owed a sign of life, in milliseconds; 0 while it owes none. A session whose connection
   * owes one is suspect: it goes on, but it is the first to go when a place is needed, and ends when it is idle for too long.
   */
  readonly silentMs?: () => number
  /** Called when the session is freed although the connection is attached. */
  readonly onEvicted?: () => void
  /** Makes the session where there is none. */
  readonly create?: boolean
  /** The session ends with its connection, so no journal need outlive it. */
  readonly passing?: boolean
}

/** Nobody is left to hear what came of it. */
export function cancelOf(session: Session, attachment: Attachment): void {
  if (session.actor === attachment) session.player.cancel()
}
