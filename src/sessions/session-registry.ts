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
import type { Asker, Client } from './client.ts'
import type { EncodedResult } from './encoded-result.ts'
import type { Starter } from './episode-record.ts'
import type { Journal, Sharing } from './journal.ts'
import type { Lane, Lanes } from './lane.ts'
import { MemoryJournal } from './memory-journal.ts'
import { OpenDatabases } from './open-databases.ts'
import { type AfterDone, Player } from './player.ts'
import { registryDefaults as defaults, type SessionRegistryOptions } from './registry-options.ts'
import { memoryOf, type RegistryStats } from './registry-stats.ts'
import { type Attachment, type AttachOptions, Session, type SessionKeeper } from './session.ts'
import { mostSuspect, neverStepped } from './suspects.ts'
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
  readonly #keeper: SessionKeeper
  readonly #journal: Journal
  /** Of sessions that die with their connections. */
  readonly #passing: Journal
  readonly #cache: TransitionCache | undefined
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
    this.#now = options.now ?? (() => performance.now())
    this.#keeper = { now: this.#now, onRequest: options.onRequest, onEnd: (session) => this.#onEnd(session) }
    const { journal, memory, sharedBytes = defaultSharedBytes } = options
    const limits = { maxSessions: this.#maxSessions, ...(memory && { limit: memory.journal }) }
    const passing = new MemoryJournal(limits)
    this.#passing = passing
    this.#journal = journal ?? new MemoryJournal({ ...limits, beside: passing })
    const sharedLimit = Math.min(sharedBytes, memory?.shared ?? sharedBytes)
    this.#cache = sharedBytes === 0 ? undefined : new TransitionCache(sharedLimit)
    for (const id of [...this.#journal.sessions()]) {
      this.#add(id, this.#journal).restore()
    }
    const { sharing } = this.#journal
    if (sharing) sharing.onWanted = (id, by, isAttaching) => this.#onWanted(sharing, id, by, isAttaching)
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

  /**
   * Resolves when what this server finds waiting can be told from what is new: it was out, and whoever asked it something
   * before may have asked another server since. Undefined where nothing need be waited for.
   */
  settled(): Promise<void> | undefined {
    return this.#journal.sharing?.settled()
  }

  /** What happened so far, and what there is now. */
  get stats(): RegistryStats {
    let queued = 0
    for (const { pending } of this.#sessions.values()) queued += pending
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

  /**
   * Brings a session here that another server may have, if there is one of this id. Doors ask it before they look whether
   * there is one and who began its episode; undefined where nothing need be waited for.
   *
   * @param isAttaching for a connection, which replaces the one before wherever that is
   * @throws AppError `capacity_reached`, `storage_error`
   */
  summon(id: string, isAttaching = false): Promise<void> | undefined {
    const { sharing } = this.#journal
    if (sharing === undefined || sharing.has(id)) return undefined
    const known = this.#sessions.get(id)
    if (known !== undefined && known.journal !== this.#journal) return undefined
    return (known ?? this.#admit(id, this.#journal)).summon(isAttaching)
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
    return this.#sessions.get(id)?.starter ?? null
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
    session.keep()
    try {
      await session.journal.open(id)
    } catch (error) {
      this.#free(session)
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
    return held.attach(told, () => this.#free(held))
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
    if (!session.isHeld) return this.#free(session)
    session.close()
    return false
  }

  /**
   * Starts an episode; an unknown id makes a session, a known one keeps its place.
   *
   * @param by the agent itself, by a tool: its door asks `starterOf` first
   * @param client who asks, for one session of many; @param asker for one alone
   * @throws AppError `capacity_reached`; `validation_error`, `unknown_task`, and then no session is left behind
   */
  async reset(
    id: string | undefined,
    params: ResetParams,
    by: Starter = 'host',
    client?: Client,
    asker?: Asker,
  ): Promise<EncodedResult> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key) ?? this.#admit(key, this.#journal, client)
    return await session.reset(params, by, client, asker)
  }

  /**
   * Plays one action. An action that is a JSON object is always answered in-band.
   *
   * @param afterDone by default `refuse`; @param request the client's mark, see `Player.step`
   * @param client who asks, for one session of many
   * @param by who asks: a connection that is attached; when it lets go, the action is cancelled, or never begun
   * @throws AppError `unknown_session`, `no_episode`, `episode_over`
   */
  step(
    id: string | undefined,
    action: object,
    afterDone: AfterDone = 'refuse',
    by?: Attachment | Asker,
    client?: Client,
    request?: string | null,
  ): Promise<EncodedResult> {
    const key = id ?? defaultSessionId
    try {
      const session = this.#sessions.get(key) ?? this.#admitShared(key, client)
      if (session === undefined) return Promise.reject(notThere(key))
      return session.step(action, afterDone, by, client, request)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * The public facts of a session, also before its first reset and after its episode ended.
   *
   * @throws AppError `unknown_session`
   */
  async state(id: string | undefined): Promise<State> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key) ?? this.#admitShared(key)
    return session === undefined ? blankStateOf(key) : await session.state()
  }

  /** The tasks that can be played. */
  get tasks(): TaskRows {
    return this.#lanes.tasks
  }

  /** Frees sessions, and databases of sessions, that were idle for too long; returns the number of sessions. A timer calls it. */
  reapIdle(): number {
    const before = this.#sessions.size
    const deadline = this.#now() - this.#idleMs
    for (const session of this.#sessions.values()) {
      const isIdle = session.silenceMs >= this.#idleMs && session.pending === 0
      if (session.isAway) this.#dropAway(session)
      else if (isIdle && session.lastActivity <= deadline) this.#evict(session)
      // Its connection keeps it, so nobody else says that it is in use.
      else if (session.isHeld && session.pending === 0)
        session.journal.sharing?.confirm(session.id).catch(() => undefined)
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
    while ([...this.#sessions.values()].some(({ pending }) => pending > 0)) {
      await Promise.all([...this.#sessions.values()].map((session) => session.settled()))
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
    if (this.#sessions.size >= this.#maxSessions && journal.sharing) this.#setAside(journal.sharing)
    if (this.#sessions.size >= this.#maxSessions) {
      const now = this.#now()
      const first = neverStepped(this.#sessions.values(), now - this.#firstStepMs)
      const victim = first ?? mostSuspect(this.#sessions.values(), now, this.#passing)
      if (victim) this.#evict(victim)
    }
    if (this.#sessions.size >= this.#maxSessions) {
      throw new AppError('capacity_reached', `all ${this.#maxSessions} sessions are in use; try again later`)
    }
    client?.take(this.#perClient)
    return this.#add(key, journal, client)
  }

  /** A place for a session that another server may have. */
  #admitShared(key: string, client?: Client): Session | undefined {
    return this.#journal.sharing === undefined ? undefined : this.#admit(key, this.#journal, client)
  }

  /** Another server wants a session that is here. */
  #onWanted(sharing: Sharing, id: string, by: string, isAttaching: boolean): void {
    const session = this.#sessions.get(id)
    if (session === undefined) sharing.release(id, by)
    else session.handOver(by, isAttaching)
  }

  /** Leaves the session used least lately to the store, from where any server takes it up again. */
  #setAside(sharing: Sharing): void {
    let oldest: Session | undefined
    for (const session of this.#sessions.values()) {
      const isIdle = session.isKept && !session.isHeld && session.pending === 0 && sharing.has(session.id)
      if (isIdle && session.lastActivity < (oldest?.lastActivity ?? Infinity)) oldest = session
    }
    if (oldest === undefined) return
    sharing.release(oldest.id)
    this.#dropAway(oldest)
  }

  /** Forgets here, and only here, what another server may have, unless somebody here waits for it. */
  #dropAway(session: Session): void {
    if (session.isHeld || session.pending > 0 || this.#sessions.get(session.id) !== session) return
    session.free()
    this.#sessions.delete(session.id)
    this.#open.forget(session)
    session.player.free()
  }

  #add(id: string, journal: Journal, client?: Client): Session {
    const { recordLimit } = this.#lanes
    const pickLane = (): Lane => this.#lanes.pick()
    const player = new Player({ session: id, journal, cache: this.#cache, pickLane, recordLimit })
    const session = new Session({ id, player, journal, client, keeper: this.#keeper })
    this.#sessions.set(id, session)
    return session
  }

  #onEnd(session: Session): void {
    if (this.#sessions.get(session.id) === session) this.#open.note(session)
    if (session.isAway) this.#dropAway(session)
    else if (!session.isKept && session.pending === 0) this.#free(session)
  }

  /** Frees a session that nobody has asked to end. */
  #evict(session: Session): void {
    this.#evictions++
    session.tellEvicted()
    this.#free(session)
  }

  /** @returns whether it is freed now */
  #free(session: Session): boolean {
    if (!session.free()) return false
    const { id, player, journal } = session
    this.#sessions.delete(id)
    this.#open.forget(session)
    const end = (): void => {
      player.free()
      // A session of the same id may have begun meanwhile; the journal is then its own.
      if (!this.#sessions.has(id)) journal.forget(id)?.catch(() => undefined)
    }
    // A job under way still needs the player.
    if (session.pending === 0) end()
    else void session.settled().then(end)
    return true
  }
}
