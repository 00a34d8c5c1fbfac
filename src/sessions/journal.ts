import type { AppError } from '../kit/errors.ts'
import type { EpisodeStart, RecordedStep } from './episode-record.ts'

/** What a journal knows of an episode without reading its steps. */
export interface JournaledEpisode {
  readonly start: EpisodeStart
  /** How many steps it has. */
  readonly steps: number
  /** Characters of their actions together. */
  readonly size: number
  /** Whether the last of them ended it. */
  readonly done: boolean
}

/** What a page of steps holds at most, unless one step alone is larger: characters of actions, and steps. */
export const pageLimits = { characters: 512 * 1024, steps: 256 } as const

/**
 * Remembers episodes, so that they can be played again. Steps may be anywhere, so they are read in pages and take
 * time; who plays and how far is known at once. What a method returns settles when the entry is as safe as the
 * journal makes it; a step is answered no sooner. Nothing is returned where nothing need be waited for.
 *
 * An entry that cannot be kept rejects (or throws) with `storage_error`, and is then as if it had never been given.
 */
export interface Journal {
  /** Why nothing can be recorded at present; undefined while all is well. */
  readonly fault: AppError | undefined
  /** Bytes that it takes in memory, roughly. */
  readonly memoryBytes: number
  /** The sessions it knows, which for a new server are those to be taken up again. */
  sessions(): IterableIterator<string>
  /** The episode of a session; null before its first reset. @throws TypeError for a session it does not know */
  find(session: string): JournaledEpisode | null
  /**
   * The steps of a session from one of them on, in pages of the size of `pageLimits`.
   *
   * @throws TypeError for a session without an episode; AppError `storage_error` when they cannot be read
   */
  read(session: string, from?: number): AsyncIterable<readonly RecordedStep[]>
  /** A session begins, without an episode. */
  open(session: string): Promise<void> | undefined
  /** An episode begins; the one before is forgotten. */
  begin(session: string, start: EpisodeStart): Promise<void> | undefined
  /** @throws TypeError for a session without an episode */
  append(session: string, step: RecordedStep): Promise<void> | undefined
  /** A session ends. */
  forget(session: string): Promise<void> | undefined
  /** Where several servers have this journal, how they have its sessions in turn. */
  readonly sharing?: Sharing
  /** Resolves when everything is safe and nothing is held any more. */
  close(): Promise<void>
}

/**
 * How servers that have one journal have its sessions: each session is one server's at a time, and what another writes is
 * refused with `lease_lost`. What a server knows of a session that it does not have may be out of date.
 */
export interface Sharing {
  /** Resolves when sessions can be taken again; undefined where they can. */
  settled(): Promise<void> | undefined
  /** Whether this server has the session, as far as it knows. */
  has(session: string): boolean
  /**
   * Takes a session from whoever has it; from then on `find` knows it.
   *
   * @returns false when there is no such session
   * @throws AppError `storage_error`
   */
  take(session: string, options?: TakeOptions): Promise<boolean>
  /** Makes sure that it still has the session, for an answer that nothing was written for. @throws AppError `lease_lost` */
  confirm(session: string): Promise<void>
  /** Notes the connection that a session which it has is attached to. */
  attach(session: string, connection: string): Promise<void>
  /** The connection that was attached when the session was taken. */
  attachedTo(session: string): string | null
  /** Gives a session away; nothing that was asked of it may be under way. @param to who wants it */
  release(session: string, to?: string): void
  /** Called when another server wants a session. */
  onWanted: (session: string, by: string, isAttaching: boolean) => void
}

export interface TakeOptions {
  /** For a connection, which replaces the one before wherever that is. */
  readonly isAttaching?: boolean
  /**
   * Whoever asks will know, when it has the session, whether that is still wanted. So it may be asked for while this server
   * does not know what of all that it finds waiting is old; else it is refused then.
   */
  readonly mayWait?: boolean
}

export function unknownSession(session: string): TypeError {
  return new TypeError(`the journal does not know the session ${session}`)
}

export function noEpisode(session: string): TypeError {
  return new TypeError(`the journal knows no episode of the session ${session}`)
}
