import type { Session } from './session.ts'

/** The sessions whose databases are in memory. Taking one away costs a replay, and nobody can tell. */
export class OpenDatabases {
  readonly #limit: number
  /** The one used least lately first. */
  readonly #sessions = new Set<Session>()
  #passivations = 0

  /** @param limit databases that are kept between actions */
  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    let size = 0
    // The lanes may have freed some for want of memory.
    for (const { player } of this.#sessions) if (player.isOpen) size++
    return size
  }

  /** Databases that were taken away so far. */
  get passivations(): number {
    return this.#passivations
  }

  /** An action of this session ended: it is now the one used last. Takes one away when there are too many. */
  note(session: Session): void {
    this.#sessions.delete(session)
    if (!session.player.isOpen) return
    this.#sessions.add(session)
    if (this.#sessions.size <= this.#limit) return
    for (const candidate of this.#sessions) {
      if (candidate.pending > 0) continue
      this.#passivate(candidate)
      return
    }
  }

  forget(session: Session): void {
    this.#sessions.delete(session)
  }

  /** Takes away those without an action since then. */
  passivateIdle(since: number): void {
    for (const session of this.#sessions) {
      if (session.pending === 0 && session.lastActivity <= since) this.#passivate(session)
    }
  }

  #passivate(session: Session): void {
    if (session.player.isOpen) this.#passivations++
    session.player.free()
    this.#sessions.delete(session)
  }
}
