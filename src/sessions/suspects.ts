import type { Journal } from './journal.ts'
import type { Session } from './session.ts'

/**
 * The session to free when a place is needed: its connection owes a sign of life, none came through another door since
 * it was asked for, and nothing is under way. One that ends with its connection goes before one that somebody could come
 * back to, and then the one silent for longest.
 *
 * @param now on the clock of the sessions' last activity
 * @param passing the journal of sessions that end with their connections
 * @returns undefined when no session is suspect
 */
export function mostSuspect(sessions: Iterable<Session>, now: number, passing: Journal): Session | undefined {
  let worst: Session | undefined
  let longest = 0
  for (const session of sessions) {
    const silence = session.silenceMs
    const isSuspect = silence > 0 && session.isHeld && now - session.lastActivity >= silence
    if (!isSuspect || session.pending > 0) continue
    const isPassing = session.journal === passing
    const wasPassing = worst?.journal === passing
    if (worst !== undefined && (isPassing === wasPassing ? silence <= longest : wasPassing)) continue
    worst = session
    longest = silence
  }
  return worst
}

/** The session that was made first of those that have had time for a step since then, and never took one. */
export function neverStepped(sessions: Iterable<Session>, since: number): Session | undefined {
  for (const session of sessions) {
    const isUnused = !session.isHeld && !session.hasStepped && session.pending === 0
    if (isUnused && session.lastActivity <= since) return session
  }
  return undefined
}
