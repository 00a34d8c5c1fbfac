import type { EpisodeRecord, EpisodeStart, RecordedStep } from './episode-record.ts'

/** What a journal knows of one session: its episode, or null before its first reset. */
export type JournaledSession = EpisodeRecord | null

/**
 * Remembers episodes, so that they can be played again. What a method returns settles when the entry is as
 * safe as the journal makes it; a step is answered no sooner. Nothing is returned where nothing need be waited for.
 */
export interface Journal {
  /** The sessions it knows, which for a new server are those to be taken up again. */
  sessions(): IterableIterator<string>
  /** @throws TypeError for a session it does not know */
  read(session: string): JournaledSession
  /** A session begins, without an episode. */
  open(session: string): Promise<void> | undefined
  /** An episode begins; the one before is forgotten. */
  begin(session: string, start: EpisodeStart): Promise<void> | undefined
  append(session: string, step: RecordedStep): Promise<void> | undefined
  /** A session ends. */
  forget(session: string): Promise<void> | undefined
  /** Resolves when everything is safe and nothing is held any more. */
  close(): Promise<void>
}

/** A journal that dies with the process. It still outlives workers. */
export class MemoryJournal implements Journal {
  readonly #sessions = new Map<string, { start: EpisodeStart; steps: RecordedStep[] } | null>()

  sessions(): IterableIterator<string> {
    return this.#sessions.keys()
  }

  read(session: string): JournaledSession {
    const known = this.#sessions.get(session)
    if (known === undefined) throw new TypeError(`the journal does not know the session ${session}`)
    return known
  }

  open(session: string): undefined {
    this.#sessions.set(session, null)
  }

  begin(session: string, start: EpisodeStart): undefined {
    this.#sessions.set(session, { start, steps: [] })
  }

  append(session: string, step: RecordedStep): undefined {
    const known = this.#sessions.get(session)
    if (!known) throw new TypeError(`the journal knows no episode of the session ${session}`)
    known.steps.push(step)
  }

  forget(session: string): undefined {
    this.#sessions.delete(session)
  }

  async close(): Promise<void> {
    this.#sessions.clear()
  }
}
