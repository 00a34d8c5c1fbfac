/**
 * What happens on a connection outside requests that were understood: malformed HTTP, clients that are
 * too slow, and the end of the server.
 *
 * @module
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { ByteShare } from '../floor/byte-share.ts'

interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

interface Refusal {
  readonly status: string
  readonly message: string
}

const refusals = new Map<string | undefined, Refusal>([
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: '408 Request Timeout', message: 'the request took too long to arrive' }],
  ['HPE_HEADER_OVERFLOW', { status: '431 Request Header Fields Too Large', message: 'the headers are too large' }],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { status: '413 Payload Too Large', message: 'the chunk extensions are too large' }],
])

const malformed: Refusal = { status: '400 Bad Request', message: 'this is not a well-formed HTTP/1.1 request' }

/** What is read of a body at most, and what is taken to come where nothing says it, in bytes. */
const mostOfBody = 1024 * 1024
const unknownBody = 256 * 1024

/** The body of answers to what is not a well-formed HTTP request. */
export function toBadRequestBody(message: string): string {
  return JSON.stringify({ error: { code: 'bad_request', message } })
}

function toRawResponse({ status, message }: Refusal): string {
  const body = toBadRequestBody(message)
  return (
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
    `X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`
  )
}

/** Watches the exchanges of a server, answers what is no request, and ends the server gracefully. */
export class ConnectionGuard {
  readonly #server: Server
  readonly #logger: Logger
  readonly #bodies: ByteShare
  readonly #exchanges = new Map<Duplex, Set<Exchange>>()
  readonly #addresses = new Map<string, number>()
  #whenIdle: (() => void) | undefined
  #stopping = false
  /** Ends a connection of an address that owes a sign of life, for one that has just come; false when there is none. */
  makeRoom: (address: string) => boolean = () => false

  /**
   * @param perAddress connections one address may have at a time; 0 is no limit
   * @param bodies what the bodies of all requests may take that have not been answered
   */
  constructor(server: Server, logger: Logger, perAddress = 0, bodies: ByteShare = new ByteShare()) {
    this.#bodies = bodies
    this.#server = server
    this.#logger = logger
    if (perAddress > 0) server.on('connection', (socket: Socket) => this.#countAddress(socket, perAddress))
    server.prependListener('request', (incoming, outgoing) => this.#begin(incoming, outgoing))
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#refuse(error, socket))
    // An expectation other than 100-continue is no reason to turn a request away.
    server.on('checkExpectation', (incoming, outgoing) => server.emit('request', incoming, outgoing))
  }

  /**
   * Stops accepting, lets exchanges under way finish, then closes what is left.
   *
   * @param limitMs after this long exchanges under way are cut off
   */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const exchanges of this.#exchanges.values()) for (const exchange of exchanges) this.#endAfter(exchange)
    if (this.#exchanges.size > 0) {
      const timer = setTimeout(() => this.#whenIdle?.(), limitMs)
      await new Promise<void>((resolve) => (this.#whenIdle = resolve))
      clearTimeout(timer)
    }
    this.#server.closeAllConnections()
    await closed
  }

  #countAddress(socket: Socket, limit: number): void {
    const address = socket.remoteAddress ?? ''
    const count = (this.#addresses.get(address) ?? 0) + 1
    this.#addresses.set(address, count)
    socket.once('close', () => {
      const left = (this.#addresses.get(address) ?? 1) - 1
      if (left === 0) this.#addresses.delete(address)
      else this.#addresses.set(address, left)
    })
    if (count <= limit || this.makeRoom(address)) return
    this.#logger.debug({ peer: address, limit }, 'too many connections')
    socket.on('error', () => undefined)
    socket.end(toRawResponse({ status: '429 Too Many Requests', message: `more than ${limit} connections` }))
  }

  #begin(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const exchange = { incoming, outgoing }
    const socket = incoming.socket
    const open = this.#exchanges.get(socket) ?? new Set()
    this.#exchanges.set(socket, open.add(exchange))
    if (this.#stopping) this.#endAfter(exchange)
    this.#countBody(exchange)
    outgoing.once('close', () => {
      open.delete(exchange)
      if (open.size > 0) return
      this.#exchanges.delete(socket)
      if (this.#exchanges.size === 0) this.#whenIdle?.()
    })
  }

  /** A body is held until its request is answered; while it has not arrived it may be refused for want of memory. */
  #countBody({ incoming, outgoing }: Exchange): void {
    const { 'content-length': length, 'transfer-encoding': encoding } = incoming.headers
    const size = encoding === undefined ? Number(length ?? 0) : unknownBody
    if (!(size > 0)) return
    const bytes = Math.min(size, mostOfBody)
    const arriving = this.#bodies.begin(() => {
      const { socket } = incoming
      const message = 'the server has no room for more requests at present; try again later'
      if (outgoing.headersSent) socket.destroy()
      else socket.end(toRawResponse({ status: '429 Too Many Requests', message }))
    })
    arriving.add(bytes)
    let held = 0
    incoming.once('end', () => {
      arriving.end()
      if (outgoing.closed) return
      held = bytes
      this.#bodies.count(held)
    })
    outgoing.once('close', () => {
      arriving.end()
      this.#bodies.count(-held)
      held = 0
    })
  }

  #endAfter({ outgoing }: Exchange): void {
    if (!outgoing.headersSent) outgoing.setHeader('Connection', 'close')
  }

  #refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
    this.#logger.debug({ code: error.code, peer: (socket as Socket).remoteAddress }, 'a connection went wrong')
    const open = [...(this.#exchanges.get(socket) ?? [])]
    const respond = (): void => {
      if (socket.writable && !open.some(({ outgoing }) => outgoing.headersSent && !outgoing.writableEnded)) {
        socket.end(toRawResponse(refusals.get(error.code) ?? malformed))
      } else socket.destroy()
    }
    // Rubbish behind complete requests must not cost them their answers.
    const waiting = open.filter(({ incoming, outgoing }) => incoming.complete && !outgoing.closed)
    const last = waiting.at(-1)
    if (last === undefined || waiting.length < open.length) respond()
    else last.outgoing.once('close', respond)
  }
}
