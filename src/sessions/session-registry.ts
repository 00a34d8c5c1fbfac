/**
 * Sessions: who plays which episode. A session is a player with a queue in front of it, found by a key that
 * the client chose.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { ResetParams, State } from '../contract/episode.ts'
import type { TaskRows } from '../tasks/task-rows.ts'
import { AppError } from '../kit/errors.ts'
import { blankStateOf, defaultSessionId, notThere } from './absent-session.ts'
import { ActionQueue } from './action-queue.ts'
import type { EncodedResult } from './encoded-result.ts'
import type { Starter } from './episode-record.ts'
import { cancelled } from './episode-host.ts'
import type { Journal } from './journal.ts'
import type { Lane, Lanes } from './lane.ts'
import { MemoryJournal } from './memory-journal.ts'
import type { Client } from './client.ts'
import { OpenDatabases } from './open-databases.ts'
import { type AfterDone, Player } from './player.ts'
import { registryDefaults as defaults, type SessionRegistryOptions } from './registry-options.ts'
import { memoryOf, type RegistryStats, type RequestKind, type RequestObserver } from './registry-stats.ts'
import { type Attachment, type AttachOptions, cancelOf, type Session } from './session.ts'
import { mostSuspect, neverStepped, silenceOf } from './suspects.ts'
import { defaultSharedBytes, TransitionCache } from './transition-cache.ts'

export { defaultSessionId } from './absent-session.ts'
export { maxSessionIdLength, type SessionRegistryOptions } from './registry-options.ts'

/**
 * All sessions of one server. Actions of one session run strictly in order of arrival; sessions do not
 * wait for one another.
 */
export class SessionRegistry {
  readonly #lanes: Lanes
  readonly #maxSessions: number
  readonly #idleMs: number
  readonly #perClient: number
  readonly #firstStepMs: number
  readonly #passivateMs: number
  readonly #now: () => number
  readonly #journal: Journal
  /** Of sessions that die with their connections. */
  readonly #passing: Journal
  readonly #cache: TransitionCache | undefined
  readonly #onRequest: RequestObserver | undefined
  #evictions = 0
  readonly #sessions = new Map<string, Session>()
  readonly #open: OpenDatabases
  readonly #timer: NodeJS.Timeout
  #closed = false

  constructor(options: SessionRegistryOptions) {
    this.#lanes = options.lanes
    this.#maxSessions = options.maxSessions ?? defaults.maxSessions
    this.#idleMs = options.idleMs ?? defaults.idleMs
    this.#perClient = options.sessionsPerConnection ?? Math.ceil((this.#maxSessions * 7) / 8)
    this.#firstStepMs = options.firstStepMs ?? defaults.firstStepMs
    this.#open = new OpenDatabases(options.maxOpen ?? defaults.maxOpen)
    this.#passivateMs = options.passivateMs ?? defaults.passivateMs
    this.#onRequest = options.onRequest
    this.#now = options.now ?? (() => performance.now())
    const { journal, memory, sharedBytes = defaultSharedBytes } = options
    const limits = { maxSessions: this.#maxSessions, ...(memory && { limit: memory.journal }) }
    const passing = new MemoryJournal(limits)
    this.#passing = passing
    this.#journal = journal ?? new MemoryJournal({ ...limits, beside: passing })
    const sharedLimit = Math.min(sharedBytes, memory?.shared ?? sharedBytes)
    this.#cache = sharedBytes === 0 ? undefined : new TransitionCache(sharedLimit)
    for (const id of [...this.#journal.sessions()]) {
      const session = this.#add(id, this.#journal)
      session.starter = session.player.restore()
      session.hasStepped = session.player.steps > 0
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

  /** Why nothing can be recorded at present, so that resets and steps are refused; undefined while all is well. */
  get fault(): AppError | undefined {
    return this.#journal.fault
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
      passivations: this.#open.passivations + this.#lanes.use.evictions,
      sharedAnswers: this.#cache?.hits ?? 0,
      sharedBytes: this.#cache?.size ?? 0,
      memory: memoryOf(this.#lanes.use, [this.#journal, this.#passing], this.#cache),
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
   * @throws AppError `capacity_reached`, `storage_error`
   */
  async create(): Promise<string> {
    const id = randomUUID()
    const session = this.#admit(id, this.#journal)
    session.kept = true
    try {
      await session.journal.open(id)
    } catch (error) {
      this.#free(id, session)
      throw error
    }
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
   * @param client who asks, for one session of many
   * @throws AppError `capacity_reached` when all places are taken; `validation_error`, `unknown_task`, and then no
   * session is left behind
   */
  async reset(
    id: string | undefined,
    params: ResetParams,
    by: Starter = 'host',
    client?: Client,
  ): Promise<EncodedResult> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key) ?? this.#admit(key, this.#journal, client)
    const isHost = by === 'host'
    if (!isHost && this.starterOf(key) === 'host') throw new AppError('wrong_use', 'the host began this episode')
    if (isHost) session.hostResets++
    try {
      return await this.#enqueue(key, session, 'reset', async () => {
        if (client) session.player.flow = client.flow
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
   * @param client who asks, for one session of many
   * @param by the connection that asks; when it lets go, the action is cancelled, or never begun
   * @throws AppError `unknown_session`, `no_episode`, `episode_over`
   */
  async step(
    id: string | undefined,
    action: object,
    afterDone: AfterDone = 'refuse',
    by?: Attachment,
    client?: Client,
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
      session.hasStepped = true
      if (client) session.player.flow = client.flow
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

  #admit(key: string, journal: Journal, client?: Client): Session {
    if (this.#closed) throw new AppError('internal', 'the session registry is closed')
    if (this.#sessions.size >= this.#maxSessions) this.reapIdle()
    if (this.#sessions.size >= this.#maxSessions) {
      const now = this.#now()
      const first =
        neverStepped(this.#sessions, now - this.#firstStepMs) ?? mostSuspect(this.#sessions, now, this.#passing)
      if (first) this.#evict(...first)
    }
    if (this.#sessions.size >= this.#maxSessions) {
      throw new AppError('capacity_reached', `all ${this.#maxSessions} sessions are in use; try again later`)
    }
    client?.take(this.#perClient)
    const session = this.#add(key, journal)
    session.client = client
    return session
  }

  /** Frees a session that nobody has asked to end. */
  #evict(key: string, session: Session): void {
    this.#evictions++
    session.holder?.onEvicted?.()
    this.#free(key, session)
  }

  #add(key: string, journal: Journal): Session {
    const { recordLimit } = this.#lanes
    const pickLane = (): Lane => this.#lanes.pick()
    const player = new Player({ session: key, journal, cache: this.#cache, pickLane, recordLimit })
    const session: Session = {
      player,
      journal,
      queue: new ActionQueue(),
      kept: false,
      starter: null,
      hostResets: 0,
      lastActivity: this.#now(),
      holder: undefined,
      client: undefined,
      hasStepped: false,
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
    session.client?.giveBack()
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
