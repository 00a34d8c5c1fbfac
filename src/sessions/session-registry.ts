/**
 * Sessions: who plays which episode. A session is a player with a queue in front of it, found by a key that
 * the client chose.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { ResetParams, State } from '../contract/episode.ts'
import type { TaskRows } from '../episode/task-rows.ts'
import { AppError } from '../kit/errors.ts'
import { blankStateOf, defaultSessionId, notThere } from './absent-session.ts'
import { ActionQueue } from './action-queue.ts'
import type { EncodedResult } from './encoded-result.ts'
import type { Starter } from './episode-record.ts'
import { cancelled } from './episode-host.ts'
import { type Journal, MemoryJournal } from './journal.ts'
import type { Lane } from './lane.ts'
import { OpenDatabases } from './open-databases.ts'
import { type AfterDone, Player } from './player.ts'
import type { RegistryStats, RequestKind, RequestObserver } from './registry-stats.ts'
import { type Attachment, type AttachOptions, cancelOf, type Session } from './session.ts'
import { mostSuspect, silenceOf } from './suspects.ts'
import { TransitionCache } from './transition-cache.ts'

export { defaultSessionId } from './absent-session.ts'

/** The longest session id, in characters. */
export const maxSessionIdLength = 128

export const defaultMaxSessions = 1024
export const defaultIdleMs: number = 30 * 60_000
export const defaultMaxOpen = 2048
export const defaultPassivateMs: number = 5 * 60_000

/** Where episodes run. */
export interface Lanes {
  readonly tasks: TaskRows
  readonly size: number
  readonly restarts: number
  pick(): Lane
}

export interface SessionRegistryOptions {
  /** The registry does not close them. */
  readonly lanes: Lanes
  /** Sessions that may exist at once, `default` included. */
  readonly maxSessions?: number
  /** A session without reset, step or state for this long is freed, in milliseconds. */
  readonly idleMs?: number
  /** Databases that are kept open between actions; the one used least lately goes first. It costs a replay, no bytes. */
  readonly maxOpen?: number
  /** A database without an action for this long is freed, in milliseconds; its session goes on. */
  readonly passivateMs?: number
  /** Of sessions that outlive connections; what it knows is taken up. The registry closes it. Default: in memory. */
  readonly journal?: Journal
  /** Characters that shared results may take; 0 shares nothing. */
  readonly sharedBytes?: number
  readonly onRequest?: RequestObserver
  /** Milliseconds that never run backwards; for tests. */
  readonly now?: () => number
}

/**
 * All sessions of one server. Actions of one session run strictly in order of arrival; sessions do not
 * wait for one another.
 */
export class SessionRegistry {
  readonly #lanes: Lanes
  readonly #maxSessions: number
  readonly #idleMs: number
  readonly #passivateMs: number
  readonly #now: () => number
  readonly #journal: Journal
  /** Of sessions that die with their connections. */
  readonly #passing = new MemoryJournal()
  readonly #cache: TransitionCache | undefined
  readonly #onRequest: RequestObserver | undefined
  #evictions = 0
  readonly #sessions = new Map<string, Session>()
  readonly #open: OpenDatabases
  readonly #timer: NodeJS.Timeout
  #closed = false

  constructor(options: SessionRegistryOptions) {
    this.#lanes = options.lanes
    this.#maxSessions = options.maxSessions ?? defaultMaxSessions
    this.#idleMs = options.idleMs ?? defaultIdleMs
    this.#open = new OpenDatabases(options.maxOpen ?? defaultMaxOpen)
    this.#passivateMs = options.passivateMs ?? defaultPassivateMs
    this.#onRequest = options.onRequest
    this.#now = options.now ?? (() => performance.now())
    this.#journal = options.journal ?? new MemoryJournal()
    this.#cache = options.sharedBytes === 0 ? undefined : new TransitionCache(options.sharedBytes)
    for (const id of [...this.#journal.sessions()]) {
      const session = this.#add(id, this.#journal)
      session.starter = session.player.restore()
      session.kept = true
    }
    const interval = Math.min(this.#idleMs, this.#passivateMs) / 4
    this.#timer = setInterval(() => this.reapIdle(), Math.min(Math.max(interval, 10), 60_000))
    this.#timer.unref()
  }

  /** Sessions that hold a place. */
  get size(): number {
    return this.#sessions.size
  }

  /** Sessions that may exist at once. */
  get maxSessions(): number {
    return this.#maxSessions
  }

  /** What happened so far, and what there is now. */
  get stats(): RegistryStats {
    let queued = 0
    for (const { queue } of this.#sessions.values()) queued += queue.length
    return {
      sessions: this.#sessions.size,
      maxSessions: this.#maxSessions,
      openDatabases: this.#open.size,
      queued,
      workers: this.#lanes.size,
      workerRestarts: this.#lanes.restarts,
      evictions: this.#evictions,
      passivations: this.#open.passivations,
      sharedAnswers: this.#cache?.hits ?? 0,
      sharedBytes: this.#cache?.size ?? 0,
    }
  }

  /** Whether there is a session of this id. */
  has(id: string): boolean {
    return this.#sessions.has(id)
  }

  /**
   * Who began the episode of a session, from the arrival of the reset on; null before the first one, and where there
   * is no such session. Closing a session frees its name of this too.
   */
  starterOf(id: string): Starter | null {
    const session = this.#sessions.get(id)
    return session !== undefined && session.hostResets > 0 ? 'host' : (session?.starter ?? null)
  }

  /**
   * Makes a session without an episode, which holds a place until it is closed or idle for too long.
   *
   * @returns its id
   * @throws AppError `capacity_reached`
   */
  async create(): Promise<string> {
    const id = randomUUID()
    const session = this.#admit(id, this.#journal)
    session.kept = true
    await session.journal.open(id)
    return id
  }

  /**
   * Binds a connection to a session: while it is attached and gives signs of life the session is not idle. One
   * connection at a time; the newest wins, and the one before is told.
   *
   * @throws AppError `unknown_session`; `capacity_reached` when a session would have to be made
   */
  attach(id: string, { create = false, passing = false, ...told }: AttachOptions): Attachment {
    let session = this.#sessions.get(id)
    if (session === undefined) {
      if (!create) throw new AppError('unknown_session', 'no such session')
      session = this.#admit(id, passing ? this.#passing : this.#journal)
      // Its first step waits for this entry, since it comes after.
      session.journal.open(id)?.catch(() => undefined)
    }
    const held = session
    held.kept = true
    const replaced = held.holder
    const attachment: Attachment = { id, detach: () => this.#detach(id, held, attachment) }
    held.holder = { attachment, ...told }
    held.lastActivity = this.#now()
    if (replaced) {
      cancelOf(held, replaced.attachment)
      replaced.onReplaced()
    }
    return attachment
  }

  /**
   * Ends a session. Its place is free at once, and what still waits in its queue is refused; with a connection
   * attached it ends when that lets go.
   *
   * @returns whether it has ended
   * @throws AppError `unknown_session`
   */
  closeSession(id: string): boolean {
    const session = this.#sessions.get(id)
    if (session === undefined) throw new AppError('unknown_session', 'no such session')
    if (session.holder === undefined) this.#free(id, session)
    else session.closing = true
    return session.freed
  }

  /**
   * Starts an episode; an unknown id makes a session, a known one keeps its place.
   *
   * @param by the agent itself, by a tool: its door asks `starterOf` first
   * @throws AppError `capacity_reached` when all places are taken; `validation_error`, `unknown_task`, and then no
   * session is left behind
   */
  async reset(id: string | undefined, params: ResetParams, by: Starter = 'host'): Promise<EncodedResult> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key) ?? this.#admit(key, this.#journal)
    const isHost = by === 'host'
    if (!isHost && this.starterOf(key) === 'host') throw new AppError('wrong_use', 'the host began this episode')
    if (isHost) session.hostResets++
    try {
      return await this.#enqueue(key, session, 'reset', async () => {
        const result = await session.player.reset(params, by)
        session.kept = true
        session.starter = by
        return result
      })
    } finally {
      if (isHost) session.hostResets--
    }
  }

  /**
   * Plays one action. An action that is a JSON object is always answered in-band.
   *
   * @param afterDone by default `refuse`
   * @param by the connection that asks; when it lets go, the action is cancelled, or never begun
   * @throws AppError `unknown_session`, `no_episode`, `episode_over`
   */
  async step(
    id: string | undefined,
    action: object,
    afterDone: AfterDone = 'refuse',
    by?: Attachment,
  ): Promise<EncodedResult> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key)
    if (session === undefined) throw notThere(key)
    return await this.#enqueue(key, session, 'step', async () => {
      // It may have queued up behind a first reset that failed.
      if (!session.kept) throw notThere(key)
      // What its connection asked before was cancelled, so this would leave a gap.
      if (by !== undefined && session.holder?.attachment !== by) throw cancelled()
      session.actor = by
      return await session.player.step(action, afterDone)
    })
  }

  /**
   * The public facts of a session, also before its first reset and after its episode ended.
   *
   * @throws AppError `unknown_session`
   */
  async state(id: string | undefined): Promise<State> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key)
    if (session === undefined) return blankStateOf(key)
    return await this.#enqueue(key, session, 'state', async () =>
      session.kept ? await session.player.state() : blankStateOf(key),
    )
  }

  /** The tasks that can be played. */
  get tasks(): TaskRows {
    return this.#lanes.tasks
  }

  /** Frees sessions, and databases of sessions, that were idle for too long; returns the number of sessions. A timer calls it. */
  reapIdle(): number {
    const before = this.#sessions.size
    const deadline = this.#now() - this.#idleMs
    for (const [key, session] of this.#sessions) {
      const isIdle = silenceOf(session) >= this.#idleMs && session.queue.length === 0
      if (isIdle && session.lastActivity <= deadline) this.#evict(key, session)
    }
    this.passivate(this.#passivateMs)
    return before - this.#sessions.size
  }

  /** Frees databases without an action for so long, in milliseconds. Their sessions go on, and nobody can tell. */
  passivate(idleMs: number): void {
    this.#open.passivateIdle(this.#now() - idleMs)
  }

  /** Resolves when every action that has arrived is answered. */
  async drain(): Promise<void> {
    while ([...this.#sessions.values()].some(({ queue }) => queue.length > 0)) {
      await Promise.all([...this.#sessions.values()].map(({ queue }) => queue.settled()))
    }
  }

  /** Drains, then frees everything and closes the journal, which keeps the sessions. Nothing is admitted afterwards. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.drain()
    for (const { player } of this.#sessions.values()) player.free()
    this.#sessions.clear()
    await this.#journal.close()
  }

  #admit(key: string, journal: Journal): Session {
    if (this.#closed) throw new AppError('internal', 'the session registry is closed')
    if (this.#sessions.size >= this.#maxSessions) this.reapIdle()
    if (this.#sessions.size >= this.#maxSessions) {
      const suspect = mostSuspect(this.#sessions, this.#now(), this.#passing)
      if (suspect) this.#evict(...suspect)
    }
    if (this.#sessions.size >= this.#maxSessions) {
      throw new AppError('capacity_reached', `all ${this.#maxSessions} sessions are in use; try again later`)
    }
    return this.#add(key, journal)
  }

  /** Frees a session that nobody has asked to end. */
  #evict(key: string, session: Session): void {
    this.#evictions++
    session.holder?.onEvicted?.()
    this.#free(key, session)
  }

  #add(key: string, journal: Journal): Session {
    const player = new Player({ session: key, journal, cache: this.#cache, pickLane: () => this.#lanes.pick() })
    const session: Session = {
      player,
      journal,
      queue: new ActionQueue(),
      kept: false,
      starter: null,
      hostResets: 0,
      lastActivity: this.#now(),
      holder: undefined,
      actor: undefined,
      closing: false,
      freed: false,
    }
    this.#sessions.set(key, session)
    return session
  }

  async #enqueue<T>(key: string, session: Session, kind: RequestKind, job: () => Promise<T>): Promise<T> {
    const arrived = this.#now()
    session.lastActivity = arrived
    try {
      const result = await session.queue.run(async () => {
        if (session.freed) throw new AppError('unknown_session', 'the session was closed')
        return await job()
      })
      this.#onRequest?.(kind, 'ok', this.#now() - arrived)
      return result
    } catch (thrown) {
      const isCancelled = AppError.isInstance(thrown) && thrown.code === 'cancelled'
      const error = isCancelled ? new AppError('unknown_session', 'the session was closed') : thrown
      this.#onRequest?.(kind, AppError.isInstance(error) ? error.code : 'internal', this.#now() - arrived)
      throw error
    } finally {
      session.lastActivity = this.#now()
      this.#open.note(session)
      if (!session.kept && session.queue.length === 0) this.#free(key, session)
    }
  }

  #detach(key: string, session: Session, attachment: Attachment): void {
    if (session.holder?.attachment !== attachment) return
    session.holder = undefined
    session.lastActivity = this.#now()
    if (session.closing) this.#free(key, session)
    else cancelOf(session, attachment)
  }

  #free(key: string, session: Session): void {
    if (session.freed) return
    session.freed = true
    this.#sessions.delete(key)
    this.#open.forget(session)
    session.player.abandon()
    const end = (): void => {
      session.player.free()
      // A session of the same id may have begun meanwhile; the journal is then its own.
      if (!this.#sessions.has(key)) session.journal.forget(key)?.catch(() => undefined)
    }
    // A job under way still needs the player.
    if (session.queue.length === 0) end()
    else void session.queue.settled().then(end)
  }
}
