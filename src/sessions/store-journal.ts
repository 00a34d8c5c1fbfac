/**
 * A journal in a Redis or Valkey, which outlives the machine: any server of the same version and settings that has the same
 * store may take up any session. At any time one of them has it; see store-scripts.ts for how that is held.
 *
 * Here is only what a server knows of the sessions that it has. A session that nobody uses expires in the store.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { AppError } from '../kit/errors.ts'
import type { EpisodeStart, RecordedStep } from './episode-record.ts'
import {
  type Journal,
  type JournaledEpisode,
  noEpisode,
  pageLimits,
  type Sharing,
  type TakeOptions,
  unknownSession,
} from './journal.ts'
import { readStart, readStep, writeStart, writeStep } from './journal-lines.ts'
import { defaultLeaseMs, StoreLease } from './store-lease.ts'
import { defaultPatienceMs, shownStore, StoreLink, type StoreLinkOptions, type StoreReply } from './store-link.ts'
import { confirmScript, readScript, releaseScript, takeScript, writeScript } from './store-scripts.ts'

export interface StoreJournalOptions extends StoreLinkOptions {
  /** Digest of everything else that episodes follow from: servers of different ones never meet. */
  readonly settings: string
  /** A session without a request for this long is freed by the server that has it; the store forgets it after twice that. */
  readonly idleMs?: number | undefined
  /** After so long without a sign of life a server has lost its sessions, in milliseconds. */
  readonly leaseMs?: number | undefined
  readonly onFault?: ((fault: AppError | undefined) => void) | undefined
  /** Told what an operator should know about the store. */
  readonly onWarning?: ((text: string) => void) | undefined
}

/** How long a server that lives may keep a session that another wants: longer than any action may run, in milliseconds. */
const handOverMs = 15_000

/** Between two looks whether a session can be had, in milliseconds. */
const lookMs = 50

/** After so long a server is asked again for a session, in milliseconds. */
const askAgainMs = 500

/** What a session that a server has costs in memory, in bytes. */
const sessionBytes = 1024

interface Held {
  readonly token: string
  /** Writes that were sent, and the last that was kept. */
  sent: number
  /** Whether the first write has to make it. */
  isNew: boolean
  start: EpisodeStart | null
  steps: number
  size: number
  done: boolean
  attached: string | null
  /** Counting what is not yet written. */
  isBegun: boolean
  /** Characters of actions, counting what is not yet written. */
  sentSize: number
  /** Settles when all that was sent is kept, or not. */
  tail: Promise<void>
}

function lost(): AppError {
  return new AppError('lease_lost', 'another server has this session now')
}

export class StoreJournal implements Journal, Sharing {
  readonly #options: StoreJournalOptions
  readonly #link: StoreLink
  readonly #lease: StoreLease
  readonly #prefix: string
  readonly #held = new Map<string, Held>()
  readonly #taking = new Set<string>()
  #isClosed = false
  onWanted: Sharing['onWanted'] = (session, by) => this.release(session, by)

  private constructor(options: StoreJournalOptions, link: StoreLink, lease: StoreLease, prefix: string) {
    this.#options = options
    this.#link = link
    this.#lease = lease
    this.#prefix = prefix
    lease.onWanted = (session, by, isAttaching) => this.#hearWanted(session, by, isAttaching)
  }

  /**
   * @throws AppError `io_error` when the store cannot be reached; `invalid_config` when it would throw sessions away to make
   * room, or without the package of its client
   */
  static async open(options: StoreJournalOptions): Promise<StoreJournal> {
    const { settings, leaseMs = defaultLeaseMs, patienceMs = defaultPatienceMs, onFault } = options
    const prefix = `dataops-env:${settings.slice(0, 16)}:`
    const link = await StoreLink.open(options)
    try {
      await checkStore(link, options)
      const lease = await StoreLease.open({ link, prefix, leaseMs, patienceMs, onFault })
      return new StoreJournal(options, link, lease, prefix)
    } catch (error) {
      link.close()
      throw error
    }
  }

  get sharing(): Sharing {
    return this
  }

  /** By which servers know each other. */
  get server(): string {
    return this.#lease.server
  }

  get fault(): AppError | undefined {
    return this.#lease.fault
  }

  settled(): Promise<void> | undefined {
    return this.#lease.settled()
  }

  get memoryBytes(): number {
    return this.#held.size * sessionBytes
  }

  /** Those that this server has, which for a new one are none. */
  sessions(): IterableIterator<string> {
    return this.#held.keys()
  }

  find(session: string): JournaledEpisode | null {
    const held = this.#held.get(session)
    if (held === undefined) throw unknownSession(session)
    const { start, steps, size, done } = held
    return start === null ? null : { start, steps, size, done }
  }

  async *read(session: string, from = 0): AsyncGenerator<readonly RecordedStep[]> {
    const held = this.#held.get(session)
    if (!held?.isBegun) throw noEpisode(session)
    await held.tail
    for (let at = from; ;) {
      const limits = [String(at), String(pageLimits.steps), String(pageLimits.characters)]
      const reply = await this.#link.run(readScript, this.#keysOf(session), [held.token, ...limits])
      const [status, ...lines] = reply as readonly string[]
      if (status !== 'ok') throw this.#lose(session, held)
      if (lines.length === 0) return
      at += lines.length
      yield lines.map(toStep)
    }
  }

  async open(session: string): Promise<void> {
    await this.#begin(session, 'open', null)
  }

  async begin(session: string, start: EpisodeStart): Promise<void> {
    await this.#begin(session, 'begin', start)
  }

  append(session: string, step: RecordedStep): Promise<void> {
    const held = this.#held.get(session)
    if (!held?.isBegun) throw noEpisode(session)
    held.sentSize += step.action.length
    const size = held.sentSize
    return this.#write(session, held, ['append', writeStep(step), String(size), step.done ? '1' : ''], () => {
      held.steps++
      held.size = size
      held.done = step.done
    })
  }

  async forget(session: string): Promise<void> {
    const held = this.#held.get(session)
    if (held === undefined) return
    const written = this.#write(session, held, ['forget', '', '', ''], () => undefined)
    this.#held.delete(session)
    // What somebody else took over is theirs to end.
    await written.catch((error: unknown) => {
      if (!AppError.isInstance(error) || error.code !== 'lease_lost') throw error
    })
  }

  /** Everybody may take what this server has, at once. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await Promise.allSettled([...this.#held.values()].map(({ tail }) => tail))
    this.#lease.stop()
    await this.#link.end(this.#lease.aliveKey).catch(() => undefined)
    this.#held.clear()
    this.#link.close()
  }

  has(session: string): boolean {
    return this.#held.has(session)
  }

  attachedTo(session: string): string | null {
    return this.#held.get(session)?.attached ?? null
  }

  async take(session: string, options: TakeOptions = {}): Promise<boolean> {
    if (this.#held.has(session)) return true
    this.#taking.add(session)
    try {
      return await this.#take(session, options)
    } finally {
      this.#taking.delete(session)
    }
  }

  async #take(session: string, { isAttaching = false, mayWait = false }: TakeOptions): Promise<boolean> {
    const token = randomUUID()
    let asked: { readonly owner: string; readonly at: number } | undefined
    if (mayWait) await this.#lease.settled()
    const since = performance.now()
    for (;;) {
      if (!mayWait) this.#requireNoPause()
      const now = performance.now()
      const force = now - since > handOverMs ? '1' : ''
      const values = [this.#lease.server, token, this.#ttl, force, this.#lease.alivePrefix]
      const reply = (await this.#link.run(takeScript, this.#keysOf(session), values)) as readonly StoreReply[]
      if (reply[0] === 'none') return false
      if (reply[0] === 'taken') {
        this.#held.set(session, toHeld(token, reply))
        return true
      }
      const owner = reply[1] as string
      if (asked === undefined || asked.owner !== owner || now - asked.at > askAgainMs) {
        asked = { owner, at: now }
        this.#lease.ask(owner, session, isAttaching)
      }
      await this.#lease.given(session, lookMs)
    }
  }

  async confirm(session: string): Promise<void> {
    await this.attach(session, '')
  }

  async attach(session: string, connection: string): Promise<void> {
    const held = this.#held.get(session)
    if (held === undefined) throw lost()
    if (connection !== '') held.attached = connection
    const values = [held.token, String(held.sent), this.#ttl, connection]
    const reply = await this.#link.run(confirmScript, this.#keysOf(session), values)
    if (reply !== 'ok') throw this.#lose(session, held)
  }

  release(session: string, to = ''): void {
    const token = this.#held.get(session)?.token ?? ''
    this.#held.delete(session)
    const values = [this.#lease.server, token, to]
    // Asked once: later this server may have it anew.
    const given = this.#link.ask(releaseScript, this.#keysOf(session).slice(0, 1), values)
    // Whoever wants it looks by itself as well.
    given.then(
      () => to !== '' && this.#lease.give(to, session),
      () => undefined,
    )
  }

  #hearWanted(session: string, by: string, isAttaching: boolean): void {
    // What is just being taken is not yet here to be given away; whoever wants it asks again.
    if (this.#isClosed || this.#taking.has(session)) return
    if (this.#held.has(session)) this.onWanted(session, by, isAttaching)
    else this.release(session, by)
  }

  async #begin(session: string, operation: 'open' | 'begin', start: EpisodeStart | null): Promise<void> {
    let held = this.#held.get(session)
    if (held === undefined) {
      held = toHeld(randomUUID(), [])
      held.isNew = true
      this.#held.set(session, held)
    }
    const own = held
    own.isBegun = start !== null
    own.sentSize = 0
    await this.#write(session, own, [operation, start === null ? '' : writeStart(start), '', ''], () => {
      own.start = start
      own.steps = 0
      own.size = 0
      own.done = false
    })
  }

  /** Writes of one session are kept in their order. What cannot be kept is given up: whoever wants it takes it anew. */
  #write(session: string, held: Held, [what, ...rest]: readonly string[], whenKept: () => void): Promise<void> {
    const make = held.isNew ? '1' : ''
    held.isNew = false
    const number = String(++held.sent)
    const values = [held.token, number, this.#ttl, what as string, this.#lease.server, make, ...rest]
    const since = performance.now()
    // The first try leaves at once, behind those before it.
    const first = this.#link.write(writeScript, this.#keysOf(session), values)
    first.catch(() => undefined)
    const earlier = held.tail
    const write = async (): Promise<void> => {
      let isFirst = true
      const attempt = async (): Promise<StoreReply> => {
        if (isFirst) {
          isFirst = false
          return await first
        }
        await earlier
        return await this.#link.write(writeScript, this.#keysOf(session), values)
      }
      try {
        const reply = await this.#link.insist(attempt, since)
        if (reply !== 'ok') throw lost()
        await earlier
        whenKept()
      } catch (error) {
        if (this.#held.get(session) === held) this.#held.delete(session)
        throw error
      }
    }
    const written = write()
    held.tail = written.catch(() => undefined)
    return written
  }

  #requireNoPause(): void {
    const { pause } = this.#lease
    if (pause !== undefined) throw pause
  }

  #lose(session: string, held: Held): AppError {
    if (this.#held.get(session) === held) this.#held.delete(session)
    return lost()
  }

  get #ttl(): string {
    return String(2 * (this.#options.idleMs ?? 30 * 60_000))
  }

  /** Any text may be an id, and JSON writes each in another way. */
  #keysOf(session: string): readonly [string, string] {
    const name = JSON.stringify(session)
    return [`${this.#prefix}session:${name}`, `${this.#prefix}steps:${name}`]
  }
}

function toStep(line: string): RecordedStep {
  const step = readStep(line)
  if (step === null)
    throw new AppError('storage_error', 'a step in the store cannot be read: something else wrote there')
  return step
}

/** What a reply of the script that takes says of a session. */
function toHeld(token: string, reply: readonly StoreReply[]): Held {
  const [, start = null, steps, size, done, seq, attached = null] = reply
  const known = start === null ? null : readStart(start as string)
  return {
    token,
    sent: Number(seq ?? 0),
    isNew: false,
    start: known,
    steps: Number(steps ?? 0),
    size: Number(size ?? 0),
    done: done === '1',
    attached: attached as string | null,
    isBegun: known !== null,
    sentSize: Number(size ?? 0),
    tail: Promise.resolve(),
  }
}

/** @throws AppError `invalid_config` */
async function checkStore(link: StoreLink, { url, onWarning }: StoreJournalOptions): Promise<void> {
  const memory = await link.info('memory')
  const policy = memory.get('maxmemory_policy') ?? 'noeviction'
  if (policy !== 'noeviction' && memory.get('maxmemory') !== '0') {
    const why = `it may throw sessions away to make room (maxmemory-policy ${policy}); set it to noeviction`
    throw new AppError('invalid_config', `the store at ${shownStore(url)} is no journal: ${why}`)
  }
  const persistence = await link.info('persistence')
  if (persistence.get('aof_enabled') !== '1') {
    onWarning?.('the store of the journal keeps no log (appendonly no): when it restarts, sessions are lost')
  }
}
