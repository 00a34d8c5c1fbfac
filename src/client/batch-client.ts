import type { Action } from '../contract/action.ts'
import type { ResetResult, State, StepResult } from '../contract/episode.ts'
import { Connection, ConnectionLost, type ConnectionOptions } from './connection.ts'
import { EnvironmentError, type ClientErrorCode, type WireErrorCode } from './environment-error.ts'
import type { RequestOptions, ResetRequest } from './episode-client.ts'
import { reconnect, toFailedConnection } from './reconnecting.ts'
import { untilAborted } from './waiting.ts'

/** Items that a server takes in one frame. */
const frameItems = 4096

/** Bytes of a frame at first: below the 1 MiB that servers usually take. */
const frameBytes = 1_000_000

/** One thing to do in one session. */
export type BatchItem =
  | { readonly session: string; readonly reset: ResetRequest }
  | {
      readonly session: string
      readonly step: Action
      /** The last step of a session, sent again with the same mark, is answered as it was and not taken again. */
      readonly request_id?: string
    }
  | { readonly session: string; readonly state: Readonly<Record<string, never>> }
  | { readonly session: string; readonly close: Readonly<Record<string, never>> }

/** Why an item has no other result. */
export interface BatchFailure {
  /** Null when the item named none. */
  readonly session: string | null
  readonly error: {
    /**
     * `reply_lost`: the connection was lost, and the item may have been done; a step with a `request_id` can be sent again.
     * `connection_lost`: it was not sent.
     */
    readonly code: WireErrorCode | Extract<ClientErrorCode, 'reply_lost' | 'connection_lost' | 'message_too_large'>
    readonly message: string
  }
}

/** What comes of an item. An error is a value: look for the key `error` first. */
export type BatchResult<Item extends BatchItem = BatchItem> =
  | BatchFailure
  | (Item extends { readonly reset: unknown }
      ? { readonly session: string } & ResetResult
      : Item extends { readonly step: unknown }
        ? { readonly session: string } & StepResult
        : Item extends { readonly state: unknown }
          ? { readonly session: string; readonly state: State }
          : { readonly session: string; readonly closed: boolean })

/** Not run, since the reply was full; what comes after it in the frame was not run either. */
const notRunCode = 'NOT_RUN'

interface WireEntry {
  readonly session: string | null
  readonly observation?: unknown
  readonly metadata?: unknown
  readonly error?: BatchFailure['error'] | { readonly code: typeof notRunCode; readonly message: string }
}

/** Drives many sessions over one connection. They are those of POST /reset, and outlive it. */
export class BatchClient {
  readonly #options: ConnectionOptions
  readonly #closing: AbortController
  #connection: Connection
  #frameBytes = frameBytes
  #tail: Promise<unknown> = Promise.resolve()

  private constructor(options: ConnectionOptions, closing: AbortController, connection: Connection) {
    this.#options = options
    this.#closing = closing
    this.#connection = connection
  }

  /** See `connectBatch`, which is the way in. */
  static async open(options: Omit<ConnectionOptions, 'signal'> & RequestOptions): Promise<BatchClient> {
    const closing = new AbortController()
    const lasting = { ...options, signal: closing.signal }
    try {
      const [connection] = await untilAborted(Connection.open(lasting), options.signal)
      return new BatchClient(lasting, closing, connection)
    } catch (error) {
      closing.abort(error)
      throw error instanceof ConnectionLost ? toFailedConnection(options.url, error) : error
    }
  }

  /**
   * Does all items and returns their results in the same order. Items of one session run in order, different
   * sessions at once. Any number may be given: they go in as many frames as it takes. Calls that do not wait for one
   * another run one after the other.
   *
   * @throws EnvironmentError `closed`, `protocol_error`; the reason of the signal. What goes wrong with an item is a
   * value, also when the connection is lost
   */
  async run<const Item extends BatchItem>(
    items: readonly Item[],
    { signal }: RequestOptions = {},
  ): Promise<BatchResult<Item>[]> {
    const texts = items.map((item) => JSON.stringify(item))
    const turn = this.#tail.then(async () => await this.#runAll(items, texts, signal))
    this.#tail = turn.catch(() => undefined)
    return await untilAborted(turn as Promise<BatchResult<Item>[]>, signal)
  }

  /** Ends the connection; the sessions stay. What is under way rejects with `closed`. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort(new EnvironmentError('closed', 'the client was closed'))
    await this.#connection.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #runAll(
    items: readonly BatchItem[],
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<unknown[]> {
    const results: unknown[] = []
    while (results.length < items.length) {
      signal?.throwIfAborted()
      this.#closing.signal.throwIfAborted()
      const from: number = results.length
      const to = endOfFrame(texts, from, this.#frameBytes)
      const entries = await this.#send(items.slice(from, to), texts.slice(from, to))
      if (entries === 'too large') {
        this.#frameBytes = sizeOf(texts.slice(from, to)) / 2
        continue
      }
      for (const entry of entries) {
        if (entry.error?.code === notRunCode) break
        results.push('observation' in entry ? { ...entry, metadata: entry.metadata ?? {} } : entry)
      }
      if (results.length === from) throw new EnvironmentError('protocol_error', 'the server ran nothing of a batch')
    }
    return results
  }

  /** The results of a frame, or the reason in place of each. Of a frame that is too large nothing was run. */
  async #send(items: readonly BatchItem[], texts: readonly string[]): Promise<readonly WireEntry[] | 'too large'> {
    const failAll = (code: BatchFailure['error']['code'], message: string): WireEntry[] =>
      items.map(({ session }) => ({ session, error: { code, message } }))
    try {
      if (!this.#connection.isOpen) [this.#connection] = await reconnect(this.#options)
    } catch (error) {
      if (isCode(error, 'connection_lost')) return failAll('connection_lost', `not sent: ${error.message}`)
      throw error
    }
    try {
      const data = await this.#connection.ask(`{"type":"batch","data":[${texts.join(',')}]}`, 'batch')
      if (Array.isArray(data) && data.length === items.length) return data as WireEntry[]
      throw new EnvironmentError('protocol_error', 'the server did not answer every item')
    } catch (error) {
      if (isCode(error, 'message_too_large')) {
        return items.length > 1 ? 'too large' : failAll('message_too_large', error.message)
      }
      if (!(error instanceof ConnectionLost)) throw error
      this.#closing.signal.throwIfAborted()
      return failAll('reply_lost', `${error.message}; ask for the state of the session`)
    }
  }
}

/** Bytes of texts with commas between them. */
function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + utf8Length(text) + 1, 0)
}

/** Bytes of a text on the wire. JSON holds no half of a pair of surrogates, which are four bytes together. */
function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return bytes
}

/** Where a frame ends that begins at an item; one item may be larger than a frame should be. */
function endOfFrame(texts: readonly string[], from: number, largest: number): number {
  let bytes = 0
  for (let index = from; index < texts.length; index++) {
    bytes += utf8Length(texts[index] as string) + 1
    if (index > from && (index - from === frameItems || bytes > largest)) return index
  }
  return texts.length
}

function isCode(error: unknown, code: ClientErrorCode): error is EnvironmentError {
  return EnvironmentError.isInstance(error) && error.code === code
}
