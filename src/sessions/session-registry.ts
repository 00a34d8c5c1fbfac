/**
 * Sessions: who plays which episode. A session is an environment with a queue in front of it, found by
 * a key that the client chose.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { ResetParams, ResetResult, State, StepResult, TaskListItem } from '../contract/episode.ts'
import type { Environment } from '../episode/environment.ts'
import type { Runtime } from '../episode/runtime.ts'
import { AppError } from '../kit/errors.ts'
import { ActionQueue } from './action-queue.ts'
import { type AfterDone, stepOnce } from './after-done.ts'

/** The session of requests that name none. It exists as a place before its first reset. */
export const defaultSessionId = 'default'

/** The longest session id, in characters. */
export const maxSessionIdLength = 128

export const defaultMaxSessions = 1024
export const defaultIdleMs: number = 30 * 60_000

export interface SessionRegistryOptions {
  /** Where environments come from. The registry does not close it. */
  readonly runtime: Pick<Runtime, 'createEnvironment' | 'listTasks'>
  /** Sessions that may exist at once, `default` included. */
  readonly maxSessions?: number
  /** A session without reset, step or state for this long is freed, in milliseconds. */
  readonly idleMs?: number
  /** Milliseconds that never run backwards; for tests. */
  readonly now?: () => number
}

interface Session {
  readonly environment: Environment
  readonly queue: ActionQueue
  /** False while the session is only a place reserved for a first reset that may yet fail. */
  kept: boolean
  lastActivity: number
  /** The connection that is attached; a session with one is never idle. */
  holder: Holder | undefined
  /** Somebody closed it while a connection was attached: it ends when that lets go. */
  closing: boolean
  freed: boolean
}

interface Holder {
  readonly onReplaced: () => void
}

/** What a connection holds while it is attached to a session. */
export interface Attachment {
  readonly id: string
  /** Lets go, which may be done more than once. The session stays, unless somebody closed it meanwhile. */
  detach(): void
}

export interface AttachOptions {
  /** Called when a newer connection attaches to the same session. */
  readonly onReplaced: () => void
  /** Makes the session where there is none. */
  readonly create?: boolean
}

/**
 * All sessions of one server. Actions of one session run strictly in order of arrival; sessions do not
 * wait for one another.
 */
export class SessionRegistry {
  readonly #runtime: SessionRegistryOptions['runtime']
  readonly #maxSessions: number
  readonly #idleMs: number
  readonly #now: () => number
  readonly #sessions = new Map<string, Session>()
  readonly #timer: NodeJS.Timeout
  #blank: Environment | undefined
  #closed = false

  constructor(options: SessionRegistryOptions) {
    this.#runtime = options.runtime
    this.#maxSessions = options.maxSessions ?? defaultMaxSessions
    this.#idleMs = options.idleMs ?? defaultIdleMs
    this.#now = options.now ?? (() => performance.now())
    this.#timer = setInterval(() => this.reapIdle(), Math.min(Math.max(this.#idleMs / 4, 10), 60_000))
    this.#timer.unref()
  }

  /** Sessions that hold an environment. */
  get size(): number {
    return this.#sessions.size
  }

  /** Sessions that may exist at once. */
  get maxSessions(): number {
    return this.#maxSessions
  }

  /** Whether there is a session of this id. */
  has(id: string): boolean {
    return this.#sessions.has(id)
  }

  /**
   * Makes a session without an episode, which holds a place until it is closed or idle for too long.
   *
   * @returns its id
   * @throws AppError `capacity_reached`
   */
  async create(): Promise<string> {
    const id = randomUUID()
    this.#admit(id).kept = true
    return id
  }

  /**
   * Binds a connection to a session: while it is attached the session is not idle. One connection at a time;
   * the newest wins, and the one before is told.
   *
   * @throws AppError `unknown_session`; `capacity_reached` when a session would have to be made
   */
  attach(id: string, { onReplaced, create = false }: AttachOptions): Attachment {
    let session = this.#sessions.get(id)
    if (session === undefined) {
      if (!create) throw new AppError('unknown_session', 'no such session')
      session = this.#admit(id)
    }
    const held = session
    held.kept = true
    const replaced = held.holder
    const holder = { onReplaced }
    held.holder = holder
    held.lastActivity = this.#now()
    replaced?.onReplaced()
    return { id, detach: () => this.#detach(id, held, holder) }
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
   * @throws AppError `capacity_reached` when all places are taken; whatever `Environment.reset` throws,
   * and then no session is left behind.
   */
  async reset(id: string | undefined, params: ResetParams): Promise<ResetResult> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key) ?? this.#admit(key)
    return await this.#enqueue(key, session, async () => {
      const result = await session.environment.reset(params)
      session.kept = true
      return result
    })
  }

  /**
   * Plays one action. An action that is a JSON object is always answered in-band.
   *
   * @param afterDone by default `refuse`
   * @throws AppError `unknown_session`, `no_episode`, `episode_over`
   */
  async step(id: string | undefined, action: unknown, afterDone: AfterDone = 'refuse'): Promise<StepResult> {
    return await this.#visit(id, (environment) => stepOnce(environment, action, afterDone))
  }

  /**
   * The public facts of a session, also before its first reset and after its episode ended.
   *
   * @throws AppError `unknown_session`
   */
  async state(id: string | undefined): Promise<State> {
    return await this.#visit(id, async (environment) => environment.state())
  }

  /** What GET /tasks lists. */
  async tasks(): Promise<readonly TaskListItem[]> {
    return this.#runtime.listTasks()
  }

  /** Frees sessions that were idle for too long and returns their number. A timer calls it. */
  reapIdle(): number {
    const before = this.#sessions.size
    const deadline = this.#now() - this.#idleMs
    for (const [key, session] of this.#sessions) {
      const isIdle = session.holder === undefined && session.queue.length === 0
      if (isIdle && session.lastActivity <= deadline) this.#free(key, session)
    }
    return before - this.#sessions.size
  }

  /** Resolves when every action that has arrived is answered. */
  async drain(): Promise<void> {
    while ([...this.#sessions.values()].some(({ queue }) => queue.length > 0)) {
      await Promise.all([...this.#sessions.values()].map(({ queue }) => queue.settled()))
    }
  }

  /** Drains, then frees everything. Nothing is admitted afterwards. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.drain()
    for (const [key, session] of this.#sessions) this.#free(key, session)
    this.#blank?.close()
    this.#blank = undefined
  }

  #admit(key: string): Session {
    if (this.#closed) throw new AppError('internal', 'the session registry is closed')
    if (this.#sessions.size >= this.#maxSessions) this.reapIdle()
    if (this.#sessions.size >= this.#maxSessions) {
      throw new AppError('capacity_reached', `all ${this.#maxSessions} sessions are in use; try again later`)
    }
    const session: Session = {
      environment: this.#runtime.createEnvironment(),
      queue: new ActionQueue(),
      kept: false,
      lastActivity: this.#now(),
      holder: undefined,
      closing: false,
      freed: false,
    }
    this.#sessions.set(key, session)
    return session
  }

  async #visit<T>(id: string | undefined, visit: (environment: Environment) => Promise<T>): Promise<T> {
    const key = id ?? defaultSessionId
    const session = this.#sessions.get(key)
    if (session === undefined) return await visit(this.#blankFor(key))
    // An action may have queued up behind a first reset that fails.
    return await this.#enqueue(key, session, () => visit(session.kept ? session.environment : this.#blankFor(key)))
  }

  async #enqueue<T>(key: string, session: Session, job: () => Promise<T>): Promise<T> {
    session.lastActivity = this.#now()
    try {
      return await session.queue.run(async () => {
        if (session.freed) throw new AppError('unknown_session', 'the session was closed')
        return await job()
      })
    } finally {
      session.lastActivity = this.#now()
      if (!session.kept && session.queue.length === 0) this.#free(key, session)
    }
  }

  /** An environment that was never reset, which knows how to answer for `default` before its first reset. */
  #blankFor(key: string): Environment {
    if (key !== defaultSessionId) throw new AppError('unknown_session', 'no such session; POST /reset makes one')
    this.#blank ??= this.#runtime.createEnvironment()
    return this.#blank
  }

  #detach(key: string, session: Session, holder: Holder): void {
    if (session.holder !== holder) return
    session.holder = undefined
    session.lastActivity = this.#now()
    if (session.closing) this.#free(key, session)
  }

  #free(key: string, session: Session): void {
    if (session.freed) return
    session.freed = true
    this.#sessions.delete(key)
    // A job under way still needs the environment.
    if (session.queue.length === 0) session.environment.close()
    else void session.queue.settled().then(() => session.environment.close())
  }
}
