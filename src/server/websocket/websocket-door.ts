/**
 * The WebSocket door: `/ws` and `/mcp`, under any path prefix. One connection drives one session, which dies with it
 * unless `?session_id=` names one that lives on its own.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Attachment } from '../../sessions/session.ts'
import type { Access } from '../floor/access.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { isClientError, toErrorReply } from '../floor/error-map.ts'
import type { RpcDialect } from '../floor/rpc-dialect.ts'
import { dialectOf, type SocketDialect } from '../floor/upgrade-request.ts'
import { resolveHandshake } from '../floor/session-id.ts'
import { ValidationTelemetry } from './validation-telemetry.ts'
import { type SocketMemory, WebSocketConnection } from './connection.ts'
import { createErrorFrame, type ErrorFrame, toErrorFrame } from './messages.ts'

/** How large a message may be, in bytes; a larger one closes the connection with code 1009. */
export const defaultFrameLimit: number = 1024 * 1024

/** Pieces of one message that wait for the rest: each costs more than its bytes. */
const mostPieces = { fragments: 1024, chunks: 16 * 1024 } as const

/** Ids that begin like this are chosen by clients, who come back by them: attaching makes the session. */
const clientChosen = 'c-'

export interface WebSocketDoorOptions {
  readonly context: DoorContext
  /** What is spoken on `/mcp`, and in `mcp` messages on `/ws`. */
  readonly rpc: RpcDialect
  /** Between two pings, in milliseconds. */
  readonly pingMs: number
  /** How long a client may take to answer one before its session is suspect, in milliseconds. */
  readonly pingGraceMs: number
  readonly access: Access
  /** Opens the telemetry of validation. */
  readonly validationToken: string | undefined
  /** In bytes. */
  readonly frameLimit: number
  /** From the beginning of a message to its end, and how often that is looked at, in milliseconds. */
  readonly messageMs: number
  readonly checkMs: number
  readonly memory: SocketMemory
}

/** Strangers get no socket at all. */
function refuseHandshake(socket: Duplex, error: unknown): void {
  const { status, body } = toErrorReply(error, randomUUID())
  const text = JSON.stringify(body)
  const more = status === 401 ? 'WWW-Authenticate: Bearer\r\n' : ''
  socket.on('error', () => undefined)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n${more}` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}

function refuseStopping(socket: Duplex): void {
  socket.on('error', () => undefined)
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

/** Serves WebSockets on the upgrades of an HTTP server. */
export class WebSocketDoor {
  readonly #options: WebSocketDoorOptions
  readonly #connections = new Set<WebSocketConnection>()
  readonly #heartbeat: NodeJS.Timeout
  readonly #check: NodeJS.Timeout
  readonly #webSockets: WebSocketServer
  #stopping = false
  #whenEmpty: (() => void) | undefined

  constructor(server: Server, options: WebSocketDoorOptions) {
    this.#options = options
    this.#webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.frameLimit,
      maxFragments: mostPieces.fragments,
      maxBufferedChunks: mostPieces.chunks,
      perMessageDeflate: false,
      clientTracking: false,
    })
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#heartbeat = setInterval(() => {
      for (const connection of this.#connections) connection.beat()
    }, options.pingMs)
    this.#heartbeat.unref()
    this.#check = setInterval(() => {
      for (const connection of this.#connections) connection.check(options.checkMs)
    }, options.checkMs)
    this.#check.unref()
  }

  /** Open connections. */
  get size(): number {
    return this.#connections.size
  }

  /** Ends the connection of this address that has owed a sign of life for longest; false when none owes one. */
  endSuspect(address: string): boolean {
    let worst: WebSocketConnection | undefined
    for (const connection of this.#connections) {
      if (connection.address !== address || connection.silentMs <= (worst?.silentMs ?? 0)) continue
      worst = connection
    }
    if (worst === undefined) return false
    // It gives way once.
    this.#forget(worst)
    worst.terminate()
    return true
  }

  /**
   * Answers what is under way, then closes every connection with code 1001.
   *
   * @param limitMs after this long connections are cut off
   */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true
    clearInterval(this.#heartbeat)
    clearInterval(this.#check)
    if (this.#connections.size === 0) return
    const empty = new Promise<void>((resolve) => (this.#whenEmpty = resolve))
    for (const connection of this.#connections) connection.end(1001, 'the server is stopping')
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.terminate()
    }, limitMs)
    await empty
    clearTimeout(timer)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#stopping) {
      refuseStopping(socket)
      return
    }
    const dialect = dialectOf(request) ?? 'ws'
    try {
      this.#options.access.checkUpgrade(request)
    } catch (error) {
      refuseHandshake(socket, error)
      return
    }
    const open = (failure?: unknown): void =>
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        if (failure === undefined) this.#open(webSocket, request, dialect)
        else this.#refuse(webSocket, failure, dialect)
      })
    const coming = this.#summon(request)
    if (coming === undefined) return open()
    // Nothing is read of the socket meanwhile.
    const drop = (): void => void socket.destroy()
    socket.on('error', drop)
    const begin = (failure?: unknown): void => {
      socket.off('error', drop)
      if (this.#stopping) refuseStopping(socket)
      else open(failure)
    }
    coming.then(() => begin(), begin)
  }

  /** Brings the session that a handshake names here, where servers share sessions. */
  #summon(request: IncomingMessage): Promise<void> | undefined {
    let named: string | undefined
    try {
      named = resolveHandshake(request)
    } catch {
      // Told once there is a socket to tell it on.
    }
    try {
      return named === undefined ? undefined : this.#options.context.registry.summon(named, true)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #open(socket: WebSocket, request: IncomingMessage, dialect: SocketDialect): void {
    const { context, rpc, validationToken, pingGraceMs, memory, messageMs } = this.#options
    const { registry } = context
    let attachment: Attachment
    let isPlain: boolean
    try {
      const named = resolveHandshake(request)
      isPlain = named === undefined
      const create = named === undefined || named.startsWith(clientChosen)
      attachment = registry.attach(named ?? randomUUID(), {
        create,
        passing: isPlain,
        onReplaced: () => opened.replace(),
        silentMs: () => opened.silentMs,
        onEvicted: () => opened.evict(),
      })
    } catch (error) {
      this.#refuse(socket, error, dialect)
      return
    }
    const sessionId = attachment.id
    const release = (): void => {
      if (isPlain && registry.has(sessionId)) registry.closeSession(sessionId)
      attachment.detach()
    }
    const door = { context, rpc, attachment, bound: isPlain ? undefined : sessionId }
    const address = request.socket.remoteAddress ?? ''
    const telemetry = validationToken === undefined ? undefined : new ValidationTelemetry(validationToken)
    const connection = { ...door, dialect, telemetry, pingGraceMs, address, release, memory, messageMs }
    const opened = new WebSocketConnection(socket, connection, request.socket)
    this.#connections.add(opened)
    socket.once('close', () => this.#forget(opened))
  }

  #forget(connection: WebSocketConnection): void {
    this.#connections.delete(connection)
    if (this.#connections.size === 0) this.#whenEmpty?.()
  }

  /** The reason goes in a frame, since clients see nothing of a refused handshake. */
  #refuse(socket: WebSocket, error: unknown, dialect: SocketDialect): void {
    socket.on('error', () => undefined)
    socket.send(dialect === 'mcp' ? this.#options.rpc.refuse(error) : JSON.stringify(this.#toRefusal(error)))
    socket.close(1000)
  }

  #toRefusal(error: unknown): ErrorFrame {
    const isWrong = isClientError(error) && (error.code === 'validation_error' || error.code === 'unknown_session')
    if (isWrong) return createErrorFrame('SESSION_ERROR', error.message)
    return toErrorFrame(this.#options.context, error, 'a handshake failed')
  }
}
