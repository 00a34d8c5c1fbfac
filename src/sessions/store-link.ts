/**
 * The connections to a Redis or Valkey: one for what is written and read, one for what servers tell each other. A store that
 * is away for a moment is waited for; what was asked meanwhile is asked again.
 *
 * @module
 */
import type { RedisArgument } from '@redis/client'
import { AppError } from '../kit/errors.ts'
import { type StoreScript, storeScripts } from './store-scripts.ts'

/** What a script gives: texts, numbers, and null where it has nothing. */
export type StoreReply = string | number | null | readonly StoreReply[]

export interface StoreLinkOptions {
  /** `redis://HOST:PORT`, `rediss://` for TLS; may hold a name and a password. */
  readonly url: string
  /** For how long the store may be away before what was asked of it is refused, in milliseconds. */
  readonly patienceMs?: number | undefined
  /** Replicas of the store that must have a write too before it counts; 0: the store alone. */
  readonly replicas?: number | undefined
}

export const defaultPatienceMs = 10_000

/** Between two tries, in milliseconds. */
const tryEveryMs = 50

/** How long replicas of the store may take to have a write, in milliseconds. */
const replicaMs = 1000

/** Beginnings of error replies that the store gives while it starts, fails over or forgot the scripts. */
const passing = /^(?:LOADING|READONLY|MASTERDOWN|TRYAGAIN|CLUSTERDOWN|BUSY|NOSCRIPT|NOREPLICAS)\b/

async function loadClient() {
  try {
    return await import('@redis/client')
  } catch (cause) {
    const message =
      'a journal at redis:// needs the package @redis/client, which is not here: npm install @redis/client'
    throw new AppError('invalid_config', message, { cause })
  }
}

type Library = Awaited<ReturnType<typeof loadClient>>
type Client = ReturnType<Library['createClient']>

/** The address without what is secret in it. */
export function shownStore(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

function reasonOf(error: unknown): string {
  const { code, message, name } = error as NodeJS.ErrnoException
  return code ?? (message === '' ? name : message)
}

export class StoreLink {
  readonly #library: Library
  readonly #client: Client
  /** Apart, so that what servers tell each other waits for no replica of the store. */
  readonly #signals: Client
  readonly #patienceMs: number
  readonly #replicas: number
  /** The wait for replicas that writes of this turn of the event loop share. */
  #group: Promise<number> | undefined
  #isClosed = false

  private constructor(library: Library, { url, patienceMs = defaultPatienceMs, replicas = 0 }: StoreLinkOptions) {
    this.#library = library
    this.#patienceMs = patienceMs
    this.#replicas = replicas
    const reconnectStrategy = (retries: number): number => Math.min(tryEveryMs * (retries + 1), 500)
    const socket = { reconnectStrategy, connectTimeout: 2000 }
    this.#client = library.createClient({ url, disableOfflineQueue: true, name: 'dataops-env', socket })
    this.#signals = this.#client.duplicate()
    // Told again by what fails.
    this.#client.on('error', () => undefined)
    this.#signals.on('error', () => undefined)
  }

  /** @throws AppError `invalid_config` without the client's package, `io_error` when the store cannot be reached or used */
  static async open(options: StoreLinkOptions): Promise<StoreLink> {
    const link = new StoreLink(await loadClient(), options)
    try {
      await link.#connect()
      return link
    } catch (cause) {
      link.close()
      if (AppError.isInstance(cause)) throw cause
      const message = `cannot use the journal at ${shownStore(options.url)}: ${reasonOf(cause)}`
      throw new AppError('io_error', message, { cause })
    }
  }

  async #connect(): Promise<void> {
    let last: unknown
    this.#client.on('error', (error: unknown) => (last = error))
    const connected = Promise.all([this.#client.connect(), this.#signals.connect()])
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(last ?? new Error('it does not answer')), this.#patienceMs)
    })
    try {
      await Promise.race([connected, late])
      await this.loadScripts()
    } finally {
      clearTimeout(timer)
      connected.catch(() => undefined)
    }
  }

  /** What the store says of itself, by name. */
  async info(section: 'memory' | 'persistence' | 'replication'): Promise<ReadonlyMap<string, string>> {
    const text = await this.#client.info(section)
    return new Map(text.split('\r\n').map((line) => line.split(':', 2) as [string, string]))
  }

  /** Asks once. */
  async ask(script: StoreScript, keys: readonly string[], values: readonly RedisArgument[]): Promise<StoreReply> {
    return await askBy(this.#client, script, keys, values)
  }

  /** Asks once, beside everything else. */
  async askBeside(script: StoreScript, keys: readonly string[], values: readonly RedisArgument[]): Promise<StoreReply> {
    return await askBy(this.#signals, script, keys, values)
  }

  /**
   * Asks once, and waits until as many replicas of the store have it as were asked for. Writes of one turn of the event
   * loop travel together, and share that wait.
   */
  async write(script: StoreScript, keys: readonly string[], values: readonly RedisArgument[]): Promise<StoreReply> {
    const reply = askBy(this.#client, script, keys, values)
    if (this.#replicas === 0) return await reply
    this.#group ??= this.#waitForReplicas()
    const [given, reached] = await Promise.all([reply, this.#group])
    if (reached >= this.#replicas) return given
    throw new AppError(
      'storage_error',
      `${reached} of ${this.#replicas} replicas of the store have it; whether it was taken the state will tell`,
    )
  }

  /** Asks until there is an answer. @throws AppError `storage_error` */
  async run(script: StoreScript, keys: readonly string[], values: readonly RedisArgument[]): Promise<StoreReply> {
    return await this.insist(() => this.ask(script, keys, values))
  }

  /** Tries again while the store is away, as long as patience lasts. @throws AppError `storage_error` */
  async insist<T>(attempt: () => Promise<T>, since: number = performance.now()): Promise<T> {
    for (;;) {
      try {
        return await this.#inTime(attempt(), since)
      } catch (error) {
        if (AppError.isInstance(error)) throw error
        if (!this.isPassing(error)) throw toStorageError(`the store refuses to write: ${reasonOf(error)}`, error)
        if (this.#isClosed || performance.now() - since >= this.#patienceMs) {
          throw toStorageError(`the store cannot be reached (${reasonOf(error)})`, error)
        }
        if ((error as Error).message.startsWith('NOSCRIPT')) await this.loadScripts().catch(() => undefined)
        else await new Promise((resolve) => setTimeout(resolve, tryEveryMs))
      }
    }
  }

  /** Whether asking again may help. */
  isPassing(error: unknown): boolean {
    return !(error instanceof this.#library.ErrorReply) || passing.test(error.message)
  }

  async #inTime<T>(attempt: Promise<T>, since: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const left = this.#patienceMs - (performance.now() - since)
      timer = setTimeout(() => reject(toStorageError('the store does not answer', undefined)), Math.max(left, 1))
    })
    try {
      return await Promise.race([attempt, late])
    } finally {
      clearTimeout(timer)
    }
  }

  async #waitForReplicas(): Promise<number> {
    // Behind the writes of this turn, which are already on their way.
    await Promise.resolve()
    this.#group = undefined
    return await this.#client.wait(this.#replicas, replicaMs)
  }

  /** A store that started anew has forgotten them. */
  async loadScripts(): Promise<void> {
    await Promise.all(storeScripts.map(({ text }) => this.#client.scriptLoad(text)))
  }

  async subscribe(channel: string, onMessage: (text: string) => void): Promise<void> {
    await this.#signals.subscribe(channel, onMessage)
  }

  /** Tells, or not: whoever waits for it looks by itself too. */
  tell(channel: string, text: string): void {
    this.#signals.publish(channel, text).catch(() => undefined)
  }

  /** Takes away a key that says that a server lives. */
  async end(key: string): Promise<void> {
    await this.#inTime(this.#client.del(key), performance.now() - this.#patienceMs + replicaMs)
  }

  /** A connection may be dead without anybody knowing: makes both anew, and rejects what was under way. */
  reconnect(): void {
    for (const client of [this.#client, this.#signals]) {
      if (this.#isClosed) return
      if (client.isOpen) client.destroy()
      client.connect().catch(() => undefined)
    }
  }

  close(): void {
    this.#isClosed = true
    for (const client of [this.#client, this.#signals]) if (client.isOpen) client.destroy()
  }
}

async function askBy(
  client: Client,
  { sha }: StoreScript,
  keys: readonly string[],
  values: readonly RedisArgument[],
): Promise<StoreReply> {
  return (await client.evalSha(sha, { keys: [...keys], arguments: [...values] })) as StoreReply
}

function toStorageError(what: string, cause: unknown): AppError {
  const advice = 'send it again later under the same request_id, or ask for the state first: it may have been taken'
  return new AppError('storage_error', `${what}; ${advice}`, { cause })
}
