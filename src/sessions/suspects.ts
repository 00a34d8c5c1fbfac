import type { Journal } from './journal.ts'
import type { Session } from './session.ts'

/** For how long the connection of a session has owed a sign of life, in milliseconds; without a connection for ever. */
export function silenceOf({ holder }: Session): number {
  return holder === undefined ? Infinity : (holder.silentMs?.() ?? 0)
}

/**
 * The session to free when a place is needed: its connection owes a sign of life, none came through another door since
 * it was asked for, and nothing is under way. One that ends with its connection goes before one that somebody could come
 * back to, and then the one silent for longest.
 *
 * @param now on the clock of the sessions' last activity
 * @param passing the journal of sessions that end with their connections
 * @returns its id and itself; undefined when no session is suspect
 */
export function mostSuspect(
  sessions: Iterable<readonly [string, Session]>,
  now: number,
  passing: Journal,
): readonly [string, Session] | undefined {
  let worst: readonly [string, Session] | undefined
  let longest = 0
  for (const entry of sessions) {
    const [, session] = entry
    const silence = silenceOf(session)
    const isSuspect = silence > 0 && session.holder !== undefined && now - session.lastActivity >= silence
    if (!isSuspect || session.queue.length > 0) continue
    const isPassing = session.journal === passing
    const wasPassing = worst?.[1].journal === passing
    if (worst !== undefined && (isPassing === wasPassing ? silence <= longest : wasPassing)) continue
    worst = entry
    longest = silence
  }
  return worst
}

/** The session that was made first of those that have had time for a step since then, and never took one. */
export function neverStepped(
  sessions: Iterable<readonly [string, Session]>,
  since: number,
): readonly [string, Session] | undefined {
  for (const entry of sessions) {
    const { holder, queue, hasStepped, lastActivity } = entry[1]
    if (holder === undefined && queue.length === 0 && !hasStepped && lastActivity <= since) return entry
  }
  return undefined
}
