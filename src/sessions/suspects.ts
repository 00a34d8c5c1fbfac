import type { Session } from './session.ts'

/**
 * The session to free when a place is needed: its connection owes a sign of life, none came through another door since
 * it was asked for, and nothing is under way. One that ends with its connection goes before one that somebody could come
 * back to, and then the one silent for longest.
 *
 * @returns its id; undefined when no session is suspect
 */
export function mostSuspect(
  sessions: Iterable<readonly [string, Session]>,
  now: number,
  endsWithConnection: (session: Session) => boolean,
): string | undefined {
  let worst: { key: string; isPassing: boolean; silentMs: number } | undefined
  for (const [key, session] of sessions) {
    const silentMs = session.holder?.silentMs() ?? 0
    if (silentMs === 0 || session.queue.length > 0 || now - session.lastActivity < silentMs) continue
    const isPassing = endsWithConnection(session)
    const isWorse = worst === undefined || (isPassing === worst.isPassing ? silentMs > worst.silentMs : isPassing)
    if (isWorse) worst = { key, isPassing, silentMs }
  }
  return worst?.key
}
