import { AppError } from '../kit/errors.ts'
import type { EpisodeStart, RecordedStep } from './episode-record.ts'
import { type Journal, type JournaledEpisode, noEpisode, pageLimits, unknownSession } from './journal.ts'

interface Known {
  readonly start: EpisodeStart
  readonly steps: RecordedStep[]
  /** Characters of actions. */
  size: number
  bytes: number
}

/** What an entry costs beside its text, in bytes. */
const overhead = 160

export interface MemoryJournalOptions {
  /** Bytes that all records may take together; by default any number. */
  readonly limit?: number
  /** Sessions that there may be: each has its part of the room whatever the others record. */
  readonly maxSessions?: number
  /** Another one that has its records in the same room. */
  readonly beside?: MemoryJournal
}

/**
 * A journal that dies with the process. It still outlives workers. Once half of its room is taken, a session whose
 * record is larger than its part of the other half records nothing more until others have ended.
 */
export class MemoryJournal implements Journal {
  readonly #sessions = new Map<string, Known | null>()
  readonly #limit: number
  readonly #part: number
  /** What those take that have their records in the same room. */
  readonly #room: { bytes: number }
  #bytes = 0
  readonly fault = undefined

  constructor({ limit = Number.POSITIVE_INFINITY, maxSessions = 1024, beside }: MemoryJournalOptions = {}) {
    this.#room = beside === undefined ? { bytes: 0 } : beside.#room
    this.#limit = limit
    this.#part = limit / 2 / maxSessions
  }

  get memoryBytes(): number {
    return this.#bytes
  }

  sessions(): IterableIterator<string> {
    return this.#sessions.keys()
  }

  find(session: string): JournaledEpisode | null {
    const known = this.#sessions.get(session)
    if (known === undefined) throw unknownSession(session)
    if (known === null) return null
    const { start, steps, size } = known
    return { start, steps: steps.length, size, done: steps.at(-1)?.done ?? false }
  }

  async *read(session: string, from = 0): AsyncGenerator<readonly RecordedStep[]> {
    const known = this.#sessions.get(session)
    if (!known) throw noEpisode(session)
    let page: RecordedStep[] = []
    let size = 0
    for (const step of known.steps.slice(from)) {
      if (page.length === pageLimits.steps || (page.length > 0 && size + step.action.length > pageLimits.characters)) {
        yield page
        page = []
        size = 0
      }
      page.push(step)
      size += step.action.length
    }
    if (page.length > 0) yield page
  }

  open(session: string): undefined {
    this.forget(session)
    this.#sessions.set(session, null)
    this.#count(overhead)
  }

  begin(session: string, start: EpisodeStart): undefined {
    this.forget(session)
    this.#sessions.set(session, { start, steps: [], size: 0, bytes: 0 })
    this.#count(overhead)
  }

  append(session: string, step: RecordedStep): undefined {
    const known = this.#sessions.get(session)
    if (!known) throw noEpisode(session)
    // JavaScript takes two bytes for a character where one of the text needs them.
    const bytes = overhead + 2 * step.action.length
    if (this.#room.bytes + bytes > this.#limit / 2 && known.bytes + bytes > this.#part) {
      throw new AppError(
        'storage_error',
        'the records of all sessions take the memory that they may; this action was not taken, try again later',
      )
    }
    known.steps.push(step)
    known.size += step.action.length
    known.bytes += bytes
    this.#count(bytes)
  }

  forget(session: string): undefined {
    const known = this.#sessions.get(session)
    if (known === undefined) return
    this.#count(-overhead - (known?.bytes ?? 0))
    this.#sessions.delete(session)
  }

  async close(): Promise<void> {
    this.#sessions.clear()
    this.#count(-this.#bytes)
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    this.#room.bytes += bytes
  }
}
