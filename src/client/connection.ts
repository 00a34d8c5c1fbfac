import type { ClientErrorCode, WireErrorCode } from './environment-error.ts'
import { EnvironmentError } from './environment-error.ts'
import { untilAborted } from './waiting.ts'
import type { WebSocketConstructor, WebSocketLike } from './web-socket.ts'

/** A frame from the server. */
export interface Frame {
  readonly type: string
  readonly data: unknown
}

/** Close codes after which there is no point in coming back. */
const finalCodes: Readonly<Record<number, readonly [ClientErrorCode, string]>> = {
  1009: ['message_too_large', 'the message is larger than the server takes'],
  4001: ['replaced', 'a newer connection took the session'],
}

/** How long the server may take to answer a close, in milliseconds. */
const closeMs = 2000

/** The socket is gone; `silent` when the other side said nothing for too long. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  readonly silent: boolean

  constructor(message: string, silent = false) {
    super(message)
    this.silent = silent
  }
}

export interface ConnectionOptions {
  readonly url: string
  readonly webSocket: WebSocketConstructor
  /** For each reply, in milliseconds. */
  readonly timeoutMs: number
  /** For the handshake; by default the same. */
  readonly handshakeMs?: number
  /** Ends the connection at once. */
  readonly signal: AbortSignal
}

interface Waiting {
  readonly resolve: (frame: Frame) => void
  readonly reject: (error: Error) => void
  readonly timer: ReturnType<typeof setTimeout>
}

/** One socket: messages go out, replies come back in the same order, one each. */
export class Connection {
  readonly #socket: WebSocketLike
  readonly #timeoutMs: number
  readonly #waiting: Waiting[] = []
  readonly #closed: Promise<void>
  /** Why nothing can be asked any more. */
  #end: Error | undefined

  private constructor(socket: WebSocketLike, timeoutMs: number) {
    this.#socket = socket
    this.#timeoutMs = timeoutMs
    socket.addEventListener('message', ({ data }) => this.#receive(data))
    this.#closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => {
        const final = finalCodes[code]
        const lost = new ConnectionLost(`the connection closed with code ${code}`)
        this.#fail(final === undefined ? lost : new EnvironmentError(...final))
        resolve()
      })
    })
  }

  /**
   * Makes a connection and asks for the state of its session, for a refusal comes as an answer.
   *
   * @returns the connection and the data of that answer
   * @throws ConnectionLost when there is none; EnvironmentError when the server refuses; the reason of the signal
   */
  static async open(options: ConnectionOptions): Promise<[Connection, unknown]> {
    const { url, webSocket, timeoutMs, handshakeMs = timeoutMs, signal } = options
    const socket = create(webSocket, url)
    const connection = new Connection(socket, timeoutMs)
    let timer: ReturnType<typeof setTimeout> | undefined
    const opened = new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new ConnectionLost('the handshake took too long', true)), handshakeMs)
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('error', () => reject(new ConnectionLost('no connection could be made')))
      connection.#closed.then(
        () => reject(new ConnectionLost('the connection closed')),
        () => undefined,
      )
    })
    try {
      await untilAborted(opened, signal)
      return [connection, await untilAborted(connection.ask({ type: 'state' }, 'state'), signal)]
    } catch (error) {
      connection.drop()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** False once nothing can be asked any more. @throws EnvironmentError `replaced` when it must not be made again */
  get isOpen(): boolean {
    if (EnvironmentError.isInstance(this.#end) && this.#end.code === 'replaced') throw this.#end
    return this.#end === undefined
  }

  /**
   * Sends a message and waits for its reply, which must be of the given type; returns its data.
   *
   * @throws ConnectionLost; EnvironmentError what the server answers, `protocol_error`
   */
  async ask(message: object | string, type: string): Promise<unknown> {
    const frame = await this.#exchange(typeof message === 'string' ? message : JSON.stringify(message))
    if (frame.type === type) return frame.data
    if (frame.type === 'error') throw toEnvironmentError(frame.data)
    this.drop()
    throw new EnvironmentError('protocol_error', `the server answered ${frame.type} instead of ${type}`)
  }

  /**
   * Says goodbye; what was asked is lost at once. Resolves when the server has answered, or did not in time.
   *
   * @param last sent before, without waiting for its reply
   */
  async close(last?: object): Promise<void> {
    if (this.#end !== undefined) return
    this.#fail(new ConnectionLost('the connection was closed'))
    if (last !== undefined) this.#send(JSON.stringify(last))
    this.#send('{"type":"close"}')
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeMs)))
    await Promise.race([this.#closed, late])
    clearTimeout(timer)
    this.#letGo()
  }

  /** Lets go at once; what was asked is lost. */
  drop(silent = false): void {
    this.#fail(new ConnectionLost(silent ? 'the server did not answer in time' : 'the connection was dropped', silent))
    this.#letGo()
  }

  #letGo(): void {
    if (this.#socket.terminate === undefined) this.#socket.close()
    else this.#socket.terminate()
  }

  async #exchange(text: string): Promise<Frame> {
    if (this.#end !== undefined) throw this.#end
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.drop(true), this.#timeoutMs)
      this.#waiting.push({ resolve, reject, timer })
      this.#send(text)
    })
  }

  #send(text: string): void {
    try {
      this.#socket.send(text)
    } catch {
      // It is closing; the event tells.
    }
  }

  #receive(data: unknown): void {
    const first = this.#waiting.shift()
    const frame = parseFrame(data)
    if (first === undefined) {
      // A refusal may come before anything was asked.
      if (frame?.type === 'error') this.#fail(toEnvironmentError(frame.data))
      return
    }
    clearTimeout(first.timer)
    if (frame === undefined) {
      first.reject(new EnvironmentError('protocol_error', 'the server sent something that is no frame'))
      this.drop()
      return
    }
    first.resolve(frame)
  }

  #fail(error: Error): void {
    if (this.#end !== undefined) return
    this.#end = error
    for (const { reject, timer } of this.#waiting.splice(0)) {
      clearTimeout(timer)
      reject(error)
    }
  }
}

/** Browsers throw where a page may not connect at all. */
function create(webSocket: WebSocketConstructor, url: string): WebSocketLike {
  try {
    return new webSocket(url)
  } catch (error) {
    throw new ConnectionLost((error as Error).message)
  }
}

function parseFrame(data: unknown): Frame | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const frame = JSON.parse(data) as Partial<Frame> | null
    return typeof frame?.type === 'string' ? { type: frame.type, data: frame.data } : undefined
  } catch {
    return undefined
  }
}

function toEnvironmentError(data: unknown): EnvironmentError {
  const { code, message, ...details } = (data ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && typeof message === 'string') {
    return new EnvironmentError(code as WireErrorCode, message, { details })
  }
  return new EnvironmentError('protocol_error', 'the server sent an error without code and message')
}
