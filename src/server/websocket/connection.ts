import type { Readable } from 'node:stream'
import type { WebSocket } from 'ws'
import { withoutByteOrderMark } from '../../kit/byte-order-mark.ts'
import { Client } from '../../sessions/client.ts'
import type { ByteShare, Holding } from '../floor/byte-share.ts'
import { FrameTracker } from './frame-tracker.ts'
import type { SocketDialect } from '../floor/upgrade-request.ts'
import { runBatch } from './batch.ts'
import type { ValidationTelemetry } from './validation-telemetry.ts'
import { type ErrorFrame, parseMessage, toErrorFrame } from './messages.ts'
import { replyTo, type SessionDoor } from './replies.ts'

/** Requests a connection may have under way, and bytes of them and of replies not yet sent, before it is not read. */
const highWater = { requests: 256, bytes: 8 * 1024 * 1024 }

/** How long the other side may take to answer a close, in milliseconds. */
const closeGraceMs = 2000

/** How long a connection that has to go may take to be told so, in milliseconds. */
const cutGraceMs = 200

/** The close code for a connection whose session a newer one took. */
export const replacedCode = 4001

/** The close code for a connection whose place was needed, or that was silent for too long: try again later. */
const evictedCode = 1013

export interface ConnectionOptions extends SessionDoor {
  readonly dialect: SocketDialect
  /** For whoever validates the server, when it was started with a token for that. */
  readonly telemetry: ValidationTelemetry | undefined
  /** How long a client may take to answer a ping before it is suspect, in milliseconds. */
  readonly pingGraceMs: number
  /** Of the other side. */
  readonly address: string
  /** Lets go of the session; called once, as soon as the connection is of no more use. */
  readonly release: () => void
  readonly memory: SocketMemory
  /** How long a message may take to arrive, in milliseconds. */
  readonly messageMs: number
}

/** What the messages and replies of all connections may take. */
export interface SocketMemory {
  readonly incoming: ByteShare
  readonly outgoing: ByteShare
}

/**
 * One socket that drives one session. Requests enter the queue of the session as they arrive; replies leave in
 * the same order, one each (none for a notification of MCP). A client that sends faster than it is served, or does not read, is not read either.
 */
export class WebSocketConnection {
  readonly #socket: WebSocket
  readonly #options: ConnectionOptions
  #tail: Promise<void> = Promise.resolve()
  /** Until the reply to the last batch has left: replies may be large, so they are made one at a time. */
  #afterBatch: Promise<void> = Promise.resolve()
  /** Without a reply. */
  #unanswered = 0
  /** Without a reply that has left. */
  #pending = 0
  #pendingBytes = 0
  #messages = 0
  /** When the first ping was sent that nothing has come after. */
  #askedAt: number | undefined
  /** Of the message that has begun and not ended. */
  readonly #tracker = new FrameTracker()
  /** Of frames for many sessions. */
  readonly #client = new Client()
  #unfinished: { bytes: number; since: number; readonly holding: Holding } | undefined
  /** Of replies that have not left. */
  readonly #unsent: Holding
  #ending = false
  #released = false

  /** @param bytes what arrives on the socket, before anything has */
  constructor(socket: WebSocket, options: ConnectionOptions, bytes: Readable) {
    this.#socket = socket
    this.#options = options
    bytes.on('data', (chunk: Buffer) => this.#follow(chunk))
    this.#unsent = options.memory.outgoing.begin(() => {
      // It does not read, so there is nobody to say goodbye to.
      this.#release()
      socket.terminate()
    })
    const started = performance.now()
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    for (const sign of ['pong', 'ping'] as const) socket.on(sign, () => (this.#askedAt = undefined))
    // Follows on frames that break the protocol or are too large; `ws` closes the socket with the code for it.
    socket.on('error', () => {
      this.#release()
      this.#terminateIn(closeGraceMs)
    })
    socket.on('close', (code) => {
      this.#release()
      this.#unfinished?.holding.end()
      this.#unsent.end()
      const ms = Math.round(performance.now() - started)
      options.context.logger.info({ session: options.attachment.id, messages: this.#messages, code, ms }, 'socket')
    })
  }

  /** Called at equal intervals: asks for a sign of life. Whoever owes one is not cut off, for it may be a trainer that thinks. */
  beat(): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (!this.#isDeaf) this.#askedAt ??= performance.now()
    this.#socket.ping()
  }

  get address(): string {
    return this.#options.address
  }

  /** For how long the client has owed a sign of life, in milliseconds; 0 within the grace. */
  get silentMs(): number {
    if (this.#askedAt === undefined || this.#isDeaf) return 0
    const ms = performance.now() - this.#askedAt
    return ms < this.#options.pingGraceMs ? 0 : ms
  }

  /** A connection that is not read while the session works cannot be heard. */
  get #isDeaf(): boolean {
    return this.#socket.isPaused && this.#unanswered > 0
  }

  /** Called now and then: a message has to end in time. @param elapsedMs since the last call */
  check(elapsedMs: number): void {
    const unfinished = this.#unfinished
    if (unfinished === undefined) return
    // While it is not read nothing can arrive.
    if (this.#socket.isPaused) unfinished.since += elapsedMs
    else if (performance.now() - unfinished.since > this.#options.messageMs) {
      this.#cut(1008, 'the message took too long to arrive')
    }
  }

  /** Takes no more requests, answers those under way, then closes. */
  end(code: number, reason: string): void {
    if (this.#ending) return
    this.#ending = true
    void this.#tail.then(() => this.#close(code, reason))
  }

  /** Closes at once: a newer connection took the session. */
  replace(): void {
    this.#ending = true
    this.#close(replacedCode, 'a newer connection attached to this session')
  }

  /** Closes at once: the session was freed, since the client owed a sign of life. */
  evict(): void {
    this.#ending = true
    this.#close(evictedCode, 'the client gave no sign of life, and its session was freed')
  }

  terminate(): void {
    this.#socket.terminate()
  }

  /** Keeps account of what has arrived of a message that has not ended. */
  #follow(chunk: Buffer): void {
    const { ended } = this.#tracker
    this.#tracker.push(chunk)
    const bytes = this.#tracker.unfinished
    if (bytes === 0 || this.#released) {
      this.#unfinished?.holding.end()
      this.#unfinished = undefined
      return
    }
    if (this.#tracker.ended !== ended) {
      // Another one than before.
      this.#unfinished?.holding.end()
      this.#unfinished = undefined
    }
    const evict = (): void => this.#cut(1013, 'the server has no room for more of this message; try again later')
    this.#unfinished ??= {
      bytes: 0,
      since: performance.now(),
      holding: this.#options.memory.incoming.begin(evict),
    }
    const more = bytes - this.#unfinished.bytes
    this.#unfinished.bytes = bytes
    this.#unfinished.holding.add(more)
  }

  #receive(frame: Buffer, isBinary: boolean): void {
    this.#askedAt = undefined
    if (this.#ending) return
    this.#messages++
    let answer: Promise<string | null>
    let whenSent: (() => void) | undefined
    try {
      if (this.#options.dialect === 'mcp') answer = this.#options.rpc.answerFrame(frame, isBinary, this.#options)
      else {
        const message = parseMessage(frame, isBinary)
        if (message.type === 'close') {
          this.end(1000, '')
          return
        }
        if (message.type === 'batch') {
          answer = this.#replyToBatch(message.data, this.#afterBatch)
          this.#afterBatch = new Promise((resolve) => (whenSent = resolve))
        } else answer = this.#recorded(message, frame)
      }
    } catch (error) {
      answer = Promise.resolve(this.#toErrorText(error))
    }
    const size = frame.length
    this.#unanswered++
    this.#options.memory.incoming.count(size)
    this.#hold(1, size)
    const text = answer.catch((error: unknown) => this.#toErrorText(error))
    this.#tail = this.#sendAfter(this.#tail, text, size, whenSent)
  }

  /** The reply to a message, which whoever validates the server may read later. */
  #recorded(message: Parameters<typeof replyTo>[0], frame: Buffer): Promise<string> {
    const { telemetry } = this.#options
    if (telemetry === undefined) return replyTo(message, this.#options)
    if (message.type === 'unknown') {
      const reply = this.#tail.then(() => telemetry.answer(message.name, message.data))
      return reply.then((text) => text ?? replyTo(message, this.#options))
    }
    const { type } = message
    const reply = replyTo(message, this.#options)
    if (type === 'mcp') return reply
    return reply.then((text) => {
      telemetry.record(type, withoutByteOrderMark(frame.toString()), text)
      return text
    })
  }

  async #replyToBatch(items: readonly unknown[], earlier: Promise<void>): Promise<string> {
    await earlier
    const { context, memory } = this.#options
    return await runBatch(items, {
      ...context,
      outgoing: memory.outgoing,
      client: this.#client,
      isOpen: () => this.#socket.readyState === this.#socket.OPEN,
      explain: (error) => this.#toErrorFrame(error).data,
    })
  }

  #toErrorFrame(error: unknown): ErrorFrame {
    return toErrorFrame(this.#options.context, error, 'a message failed')
  }

  #toErrorText(error: unknown): string {
    return JSON.stringify(this.#toErrorFrame(error))
  }

  async #sendAfter(
    earlier: Promise<void>,
    text: Promise<string | null>,
    requestSize: number,
    whenSent: (() => void) | undefined,
  ): Promise<void> {
    await earlier
    this.#send(await text, requestSize, whenSent)
  }

  #send(text: string | null, requestSize: number, whenSent: (() => void) | undefined): void {
    this.#unanswered--
    this.#options.memory.incoming.count(-requestSize)
    const size = text?.length ?? 0
    this.#hold(0, size - requestSize)
    const settled = (): void => {
      // That something left is a sign of life, for a slow reader may be paused.
      this.#askedAt = undefined
      this.#hold(-1, -size)
      whenSent?.()
    }
    if (text === null || this.#socket.readyState !== this.#socket.OPEN) return settled()
    this.#unsent.add(size)
    this.#socket.send(text, () => {
      // Who reads, however slowly, is not the first to go.
      this.#unsent.renew()
      this.#unsent.add(-size)
      settled()
    })
  }

  #hold(requests: number, bytes: number): void {
    this.#pending += requests
    this.#pendingBytes += bytes
    // Where memory is short, whoever has something under way has to wait for it.
    const hasToWait = this.#pending > 0 && this.#options.memory.incoming.isShort
    const isFull = this.#pending >= highWater.requests || this.#pendingBytes >= highWater.bytes
    if ((isFull || hasToWait) && !this.#socket.isPaused) this.#socket.pause()
    const isLow = this.#pending <= highWater.requests / 2 && this.#pendingBytes <= highWater.bytes / 2
    if (isLow && !hasToWait && this.#socket.isPaused) this.#socket.resume()
  }

  #close(code: number, reason: string): void {
    this.#release()
    this.#socket.resume()
    this.#socket.close(code, reason)
    this.#terminateIn(closeGraceMs)
  }

  /** Ends it now, whatever is under way: there is just time for the reason to leave. */
  #cut(code: number, reason: string): void {
    this.#unfinished?.holding.end()
    this.#unfinished = undefined
    this.#ending = true
    this.#release()
    this.#socket.close(code, reason)
    this.#terminateIn(cutGraceMs)
  }

  #terminateIn(ms: number): void {
    setTimeout(() => this.#socket.terminate(), ms).unref()
  }

  #release(): void {
    this.#ending = true
    if (this.#released) return
    this.#released = true
    this.#client.leave()
    this.#options.release()
  }
}
