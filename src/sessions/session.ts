import type { ResetParams, State } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { blankStateOf, notThere } from './absent-session.ts'
import { ActionQueue } from './action-queue.ts'
import type { Client } from './client.ts'
import type { EncodedResult } from './encoded-result.ts'
import { cancelled } from './episode-host.ts'
import type { Starter } from './episode-record.ts'
import type { Journal } from './journal.ts'
import type { AfterDone, Player } from './player.ts'
import type { RequestKind, RequestObserver } from './registry-stats.ts'

/** A connection, and how it is asked and told. */
interface Holder extends Pick<AttachOptions, 'onReplaced' | 'silentMs' | 'onEvicted'> {
  readonly attachment: Attachment
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
  /**
   * For how long the other side has owed a sign of life, in milliseconds; 0 while it owes none. A session whose connection
   * owes one is suspect: it goes on, but it is the first to go when a place is needed, and ends when it is idle for too long.
   */
  readonly silentMs?: () => number
  /** Called when the session is freed although the connection is attached. */
  readonly onEvicted?: () => void
  /** Makes the session where there is none. */
  readonly create?: boolean
  /** The session ends with its connection, so no journal need outlive it. */
  readonly passing?: boolean
}

/** What a session tells whoever keeps it, and asks of it. */
export interface SessionKeeper {
  /** Milliseconds that never run backwards. */
  readonly now: () => number
  readonly onRequest: RequestObserver | undefined
  /** A request of this session ended. */
  onEnd(session: Session): void
}

export interface SessionOptions {
  readonly id: string
  readonly player: Player
  readonly journal: Journal
  readonly keeper: SessionKeeper
  /** Who made it, among many others; undefined when it was made by itself. */
  readonly client: Client | undefined
}

/**
 * `reserved` for a first reset that may yet fail; `kept` from then on; `closing` when somebody closed it while a connection
 * was attached, with which it ends; `freed` at the end.
 */
type Stage = 'reserved' | 'kept' | 'closing' | 'freed'

/** One episode after the other, and a queue before them: what is asked of it runs strictly in order of arrival. */
export class Session {
  readonly id: string
  readonly player: Player
  readonly journal: Journal
  readonly #keeper: SessionKeeper
  readonly #client: Client | undefined
  readonly #queue = new ActionQueue()
  #stage: Stage = 'reserved'
  /** Who began its episode; null before the first. */
  #starter: Starter | null = null
  /** Resets of the host that have arrived and not ended. */
  #hostResets = 0
  #lastActivity: number
  #hasStepped = false
  /** The connection that is attached. */
  #holder: Holder | undefined
  /** Who asked for what is under way, if that was a connection. */
  #actor: Attachment | undefined

  constructor({ id, player, journal, keeper, client }: SessionOptions) {
    this.id = id
    this.player = player
    this.journal = journal
    this.#keeper = keeper
    this.#client = client
    this.#lastActivity = keeper.now()
  }

  /** Requests waiting or under way. */
  get pending(): number {
    return this.#queue.length
  }

  /** False while it is only a place for a first reset that may yet fail. */
  get isKept(): boolean {
    return this.#stage !== 'reserved'
  }

  /** When something was last asked or answered, or a connection came or went. */
  get lastActivity(): number {
    return this.#lastActivity
  }

  /** Whether it ever took a step. */
  get hasStepped(): boolean {
    return this.#hasStepped
  }

  /** Whether a connection is attached. */
  get isHeld(): boolean {
    return this.#holder !== undefined
  }

  /** For how long its connection has owed a sign of life, in milliseconds; without a connection for ever. */
  get silenceMs(): number {
    return this.#holder === undefined ? Infinity : (this.#holder.silentMs?.() ?? 0)
  }

  /** Who began its episode, from the arrival of the reset on; null before the first one. */
  get starter(): Starter | null {
    return this.#hostResets > 0 ? 'host' : this.#starter
  }

  /** Takes up what its journal has of it. */
  restore(): void {
    this.#starter = this.player.restore()
    this.#hasStepped = this.player.steps > 0
    this.keep()
  }

  /** From here on it stays without an episode too. */
  keep(): void {
    if (this.#stage === 'reserved') this.#stage = 'kept'
  }

  /**
   * Binds a connection to it: while that is attached and gives signs of life the session is not idle. The newest wins,
   * and the one before is told.
   *
   * @param onEnd called when it lets go of a session that somebody closed meanwhile
   */
  attach(told: Pick<AttachOptions, 'onReplaced' | 'silentMs' | 'onEvicted'>, onEnd: () => void): Attachment {
    this.keep()
    const replaced = this.#holder
    const attachment: Attachment = {
      id: this.id,
      detach: () => {
        if (this.#detach(attachment)) onEnd()
      },
    }
    this.#holder = { attachment, ...told }
    this.#touch()
    if (replaced) {
      this.#cancelFor(replaced.attachment)
      replaced.onReplaced()
    }
    return attachment
  }

  /** Ends it when its connection lets go. */
  close(): void {
    if (this.#stage !== 'freed') this.#stage = 'closing'
  }

  /**
   * Ends it at once: what is under way is cancelled, and what waits is refused.
   *
   * @returns false when it had ended
   */
  free(): boolean {
    if (this.#stage === 'freed') return false
    this.#stage = 'freed'
    this.#client?.giveBack()
    this.player.abandon()
    return true
  }

  /** Tells its connection that it is freed. */
  tellEvicted(): void {
    this.#holder?.onEvicted?.()
  }

  /** See `SessionRegistry.reset`. */
  async reset(params: ResetParams, by: Starter, client: Client | undefined): Promise<EncodedResult> {
    const isHost = by === 'host'
    if (!isHost && this.starter === 'host') throw new AppError('wrong_use', 'the host began this episode')
    if (isHost) this.#hostResets++
    try {
      return await this.#run('reset', async () => {
        if (client) this.player.flow = client.flow
        const result = await this.player.reset(params, by)
        this.keep()
        this.#starter = by
        return result
      })
    } finally {
      if (isHost) this.#hostResets--
    }
  }

  /** See `SessionRegistry.step`. */
  step(
    action: object,
    afterDone: AfterDone,
    by: Attachment | undefined,
    client: Client | undefined,
    request: string | null | undefined,
  ): Promise<EncodedResult> {
    return this.#run('step', () => {
      // It may have queued up behind a first reset that failed.
      if (!this.isKept) throw notThere(this.id)
      // What its connection asked before was cancelled, so this would leave a gap.
      if (by !== undefined && this.#holder?.attachment !== by) throw cancelled()
      this.#actor = by
      this.#hasStepped = true
      if (client) this.player.flow = client.flow
      return this.player.step(action, afterDone, request)
    })
  }

  /** See `SessionRegistry.state`. */
  state(): Promise<State> {
    return this.#run('state', () => (this.isKept ? this.player.state() : blankStateOf(this.id)))
  }

  /** Resolves when everything that has arrived is answered. */
  settled(): Promise<void> {
    return this.#queue.settled()
  }

  /** A job in its turn, which is now when nothing is before it. */
  async #run<T>(kind: RequestKind, job: () => T | Promise<T>): Promise<T> {
    const { now, onRequest } = this.#keeper
    const arrived = now()
    this.#lastActivity = arrived
    const turn = this.#queue.enter()
    try {
      if (turn !== undefined) await turn
      if (this.#stage === 'freed') throw new AppError('unknown_session', 'the session was closed')
      const result = await job()
      onRequest?.(kind, 'ok', now() - arrived)
      return result
    } catch (thrown) {
      const isCancelled = AppError.isInstance(thrown) && thrown.code === 'cancelled'
      const error = isCancelled ? new AppError('unknown_session', 'the session was closed') : thrown
      onRequest?.(kind, AppError.isInstance(error) ? error.code : 'internal', now() - arrived)
      throw error
    } finally {
      this.#touch()
      this.#queue.leave()
      this.#keeper.onEnd(this)
    }
  }

  #touch(): void {
    this.#lastActivity = this.#keeper.now()
  }

  /** @returns whether the session ends with it */
  #detach(attachment: Attachment): boolean {
    if (this.#holder?.attachment !== attachment) return false
    this.#holder = undefined
    this.#touch()
    if (this.#stage === 'closing') return true
    this.#cancelFor(attachment)
    return false
  }

  /** Nobody is left to hear what came of it. */
  #cancelFor(attachment: Attachment): void {
    if (this.#actor === attachment) this.player.cancel()
  }
}
