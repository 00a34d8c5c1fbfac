import { randomUUID } from 'node:crypto'
import type { ResetParams, State } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { blankStateOf, notThere } from './absent-session.ts'
import { ActionQueue } from './action-queue.ts'
import type { Asker, Client } from './client.ts'
import type { EncodedResult } from './encoded-result.ts'
import { cancelled } from './episode-host.ts'
import type { Starter } from './episode-record.ts'
import type { Journal, Sharing } from './journal.ts'
import type { AfterDone, Player } from './player.ts'
import type { RequestKind, RequestObserver } from './registry-stats.ts'
import { runShared } from './shared-turn.ts'

/** A connection, and how it is asked and told. */
interface Holder extends Pick<AttachOptions, 'onReplaced' | 'silentMs' | 'onEvicted'> {
  readonly attachment: Attachment
  /** By which servers tell connections from each other. */
  readonly key: string
}

/** What a connection holds while it is attached to a session. */
export interface Attachment extends Asker {
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
  /** A request of this session ended, or it went to another server. */
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
  #actor: Asker | undefined
  /** The server that wants it, as soon as what is under way has ended. */
  #wantedBy: string | undefined

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

  /** Whether another server may have it: what is known of it here may be out of date. */
  get isAway(): boolean {
    return this.isKept && this.journal.sharing?.has(this.id) === false
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
    const isGone = (): boolean => this.#holder?.attachment !== attachment
    const attachment: Attachment = {
      id: this.id,
      get isGone() {
        return isGone()
      },
      detach: () => {
        if (this.#detach(attachment)) onEnd()
      },
    }
    const key = randomUUID()
    this.#holder = { attachment, key, ...told }
    this.#touch()
    // What it asks comes behind this.
    this.journal.sharing?.attach(this.id, key).catch(() => undefined)
    if (replaced) this.#replace(replaced)
    return attachment
  }

  /** Brings it here, where servers share it, if there is such a session. @param isAttaching for a connection */
  summon(isAttaching: boolean): Promise<void> {
    return this.#run(undefined, undefined, () => undefined, isAttaching)
  }

  /** Another server wants it, and has it as soon as what is under way has ended. */
  handOver(to: string, isAttaching: boolean): void {
    this.#wantedBy = to
    if (isAttaching && this.#holder !== undefined) {
      const replaced = this.#holder
      this.#holder = undefined
      this.#replace(replaced)
    }
    this.#letGoIfIdle()
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
  async reset(params: ResetParams, by: Starter, client?: Client, asker?: Asker): Promise<EncodedResult> {
    const isHost = by === 'host'
    if (!isHost && this.starter === 'host') throw new AppError('wrong_use', 'the host began this episode')
    if (isHost) this.#hostResets++
    try {
      return await this.#run('reset', client ?? asker, async () => {
        if (client) this.player.flow = client.flow
        if (!isHost && this.#starter === 'host') throw new AppError('wrong_use', 'the host began this episode')
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
    by: Attachment | Asker | undefined,
    client: Client | undefined,
    request: string | null | undefined,
  ): Promise<EncodedResult> {
    return this.#run('step', client ?? by, () => {
      // It may have queued up behind a first reset that failed.
      if (!this.isKept) throw notThere(this.id)
      // What its connection asked before was cancelled, so this would leave a gap.
      if (by !== undefined && 'detach' in by && by.isGone) throw cancelled()
      this.#actor = by
      this.#hasStepped = true
      if (client) this.player.flow = client.flow
      return this.player.step(action, afterDone, request)
    })
  }

  /** See `SessionRegistry.state`. */
  state(): Promise<State> {
    return this.#run('state', undefined, () => (this.isKept ? this.player.state() : blankStateOf(this.id)))
  }

  /** Resolves when everything that has arrived is answered. */
  settled(): Promise<void> {
    return this.#queue.settled()
  }

  /** A job in its turn, which is now when nothing is before it. */
  async #run<T>(
    kind: RequestKind | undefined,
    asker: Asker | undefined,
    job: () => T | Promise<T>,
    isAttaching = false,
  ): Promise<T> {
    const { now } = this.#keeper
    const onRequest = kind && this.#keeper.onRequest?.bind(undefined, kind)
    const { sharing } = this.journal
    const arrived = now()
    this.#lastActivity = arrived
    const turn = this.#queue.enter()
    try {
      if (turn !== undefined) await turn
      if (this.#stage === 'freed') throw new AppError('unknown_session', 'the session was closed')
      const result = await (sharing === undefined
        ? job()
        : runShared(sharing, {
            id: this.id,
            kind,
            asker,
            job,
            player: this.player,
            bring: (mayWait) => this.#bring(sharing, isAttaching, mayWait),
          }))
      onRequest?.('ok', now() - arrived)
      return result
    } catch (thrown) {
      const isCancelled = AppError.isInstance(thrown) && thrown.code === 'cancelled'
      const error = isCancelled ? new AppError('unknown_session', 'the session was closed') : thrown
      onRequest?.(AppError.isInstance(error) ? error.code : 'internal', now() - arrived)
      throw error
    } finally {
      this.#touch()
      // Whoever had it brought here is about to ask something of it.
      if (kind === undefined && this.#wantedBy !== undefined) setImmediate(() => this.#letGoIfIdle())
      else if (this.#wantedBy !== undefined) this.#letGo()
      this.#queue.leave()
      this.#keeper.onEnd(this)
    }
  }

  async #bring(sharing: Sharing, isAttaching: boolean, mayWait: boolean): Promise<void> {
    const isThere = await sharing.take(this.id, { isAttaching, mayWait })
    if (this.#stage === 'freed') throw cancelled()
    this.player.free()
    this.#starter = isThere ? this.player.restore() : null
    if (!isThere) {
      // It ended elsewhere, or never was: a reset may begin it.
      if (this.#stage === 'kept') this.#stage = 'reserved'
      this.player.forget()
      this.tellEvicted()
      this.#holder = undefined
      return
    }
    this.#hasStepped ||= this.player.steps > 0
    this.keep()
    const attached = sharing.attachedTo(this.id)
    // A newer connection came elsewhere.
    if (this.#holder === undefined || attached === null || attached === this.#holder.key) return
    const replaced = this.#holder
    this.#holder = undefined
    this.#replace(replaced)
  }

  #letGoIfIdle(): void {
    if (this.pending > 0 || this.#wantedBy === undefined) return
    this.#letGo()
    this.#keeper.onEnd(this)
  }

  /** Gives it to the server that wants it. */
  #letGo(): void {
    this.journal.sharing?.release(this.id, this.#wantedBy)
    this.#wantedBy = undefined
    this.player.free()
  }

  #replace(replaced: Holder): void {
    this.#cancelFor(replaced.attachment)
    replaced.onReplaced()
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
