/**
 * How a server of several says that it lives, and how they ask each other for sessions. Whoever has not said so for as long
 * as a lease lasts is taken for dead: its sessions are anybody's.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { AppError } from '../kit/errors.ts'
import type { StoreLink } from './store-link.ts'
import { beatScript } from './store-scripts.ts'

export const defaultLeaseMs = 3000

/**
 * The part of a lease after which a server that did nothing was out. Its last sign of life may be a quarter of a lease older
 * than that.
 */
const longestPause = 1 / 2

/** After a server was out it takes up nothing for so long, in which it learns who of those that wait has gone, in milliseconds. */
const settleMs = 1000

interface Message {
  readonly kind: 'wanted' | 'released'
  readonly session: string
  readonly by: string
  readonly isAttaching?: boolean
}

export interface StoreLeaseOptions {
  readonly link: StoreLink
  /** What all keys and channels begin with. */
  readonly prefix: string
  readonly leaseMs: number
  /** For how long the store may be away before nothing is taken any more, in milliseconds. */
  readonly patienceMs: number
  readonly onFault: ((fault: AppError | undefined) => void) | undefined
}

export class StoreLease {
  /** Of this process. */
  readonly server: string = randomUUID()
  readonly #options: StoreLeaseOptions
  readonly #waiting = new Map<string, Set<() => void>>()
  readonly #timer: NodeJS.Timeout
  readonly #tickMs: number
  #lastTick = performance.now()
  /** When the store last confirmed that this server lives. */
  #lastBeat = performance.now()
  #isBeating = false
  #reconnectedAt = 0
  #outUntil = 0
  #fault: AppError | undefined
  /** Another server wants a session. */
  onWanted: (session: string, by: string, isAttaching: boolean) => void = () => undefined

  private constructor(options: StoreLeaseOptions) {
    this.#options = options
    this.#tickMs = Math.max(Math.min(options.leaseMs, options.patienceMs) / 4, 10)
    this.#timer = setInterval(() => this.#tick(), this.#tickMs)
    this.#timer.unref()
  }

  static async open(options: StoreLeaseOptions): Promise<StoreLease> {
    const lease = new StoreLease(options)
    const { link } = options
    try {
      await link.run(beatScript, [lease.aliveKey], [String(options.leaseMs)])
      await link.subscribe(lease.#channelOf(lease.server), (text) => lease.#hear(text))
      return lease
    } catch (error) {
      lease.stop()
      throw error
    }
  }

  /** Why nothing can be recorded at present. */
  get fault(): AppError | undefined {
    return this.#fault
  }

  /** What the keys of servers that live begin with. */
  get alivePrefix(): string {
    return `${this.#options.prefix}alive:`
  }

  /**
   * Why this server takes nothing up at present: it was out, as when it was frozen. What it finds waiting was asked of it
   * before, and whoever asked may have gone to another meanwhile.
   */
  get pause(): AppError | undefined {
    const now = performance.now()
    this.#notePause(now)
    if (now >= this.#outUntil) return undefined
    return new AppError('storage_error', 'this server was out for a while; send it again, or ask for the state first')
  }

  /** Resolves when this server takes sessions up again; undefined where it does. */
  settled(): Promise<void> | undefined {
    if (this.pause === undefined) return undefined
    return new Promise((resolve) => {
      setTimeout(() => resolve(this.settled()), this.#outUntil - performance.now())
    })
  }

  /** Asks a server for a session. */
  ask(owner: string, session: string, isAttaching: boolean): void {
    this.#tell(owner, { kind: 'wanted', session, by: this.server, isAttaching })
  }

  /** Tells a server that it has what it asked for. */
  give(to: string, session: string): void {
    this.#tell(to, { kind: 'released', session, by: this.server })
  }

  /** Resolves when a session was given to this server, or after so long. */
  async given(session: string, ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    let wake: () => void = () => undefined
    const waiting = this.#waiting.get(session) ?? new Set()
    this.#waiting.set(session, waiting)
    await new Promise<void>((resolve) => {
      wake = resolve
      waiting.add(wake)
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
    waiting.delete(wake)
    if (waiting.size === 0) this.#waiting.delete(session)
  }

  /** From here on this server counts as dead as soon as its lease is over. */
  stop(): void {
    clearInterval(this.#timer)
  }

  /** The key that says that this server lives. */
  get aliveKey(): string {
    return `${this.alivePrefix}${this.server}`
  }

  #channelOf(server: string): string {
    return `${this.#options.prefix}to:${server}`
  }

  #tell(server: string, message: Message): void {
    this.#options.link.tell(this.#channelOf(server), JSON.stringify(message))
  }

  #hear(text: string): void {
    const { kind, session, by, isAttaching = false } = JSON.parse(text) as Message
    if (kind === 'wanted') this.onWanted(session, by, isAttaching)
    else for (const wake of this.#waiting.get(session) ?? []) wake()
  }

  #tick(): void {
    const now = performance.now()
    const { leaseMs, patienceMs } = this.#options
    this.#notePause(now)
    // Where it gets little of the machine, it takes longer to see all that waits.
    if (now < this.#outUntil && now - this.#lastTick > 2 * this.#tickMs) this.#outUntil = now + settleMs
    this.#lastTick = now
    const silence = now - this.#lastBeat
    if (silence > patienceMs)
      this.#setFault(new AppError('storage_error', 'the store of the journal cannot be reached'))
    if (!this.#isBeating) void this.#beat()
    else if (now - Math.max(this.#lastBeat, this.#reconnectedAt) > 2 * leaseMs) {
      // A connection whose other side vanished tells nobody.
      this.#reconnectedAt = now
      this.#options.link.reconnect()
    }
  }

  #notePause(now: number): void {
    if (now - this.#lastTick > longestPause * this.#options.leaseMs) this.#outUntil = now + settleMs
  }

  /** Never rejects. */
  async #beat(): Promise<void> {
    const { link, leaseMs } = this.#options
    this.#isBeating = true
    try {
      await link.askBeside(beatScript, [this.aliveKey], [String(leaseMs)])
      this.#lastBeat = performance.now()
      this.#setFault(undefined)
    } catch (error) {
      if (!link.isPassing(error)) {
        this.#setFault(new AppError('storage_error', 'the store of the journal refuses to write', { cause: error }))
      } else if ((error as Error).message.startsWith('NOSCRIPT')) await link.loadScripts().catch(() => undefined)
    } finally {
      this.#isBeating = false
    }
  }

  #setFault(fault: AppError | undefined): void {
    const isNew = (fault === undefined) !== (this.#fault === undefined)
    this.#fault = fault
    if (isNew) this.#options.onFault?.(fault)
  }
}
