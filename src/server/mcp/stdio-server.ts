/**
 * Standard MCP over standard input and output: one client, one session, both eras.
 *
 * @module
 */
import { type Readable, Transform, type Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import type { DoorContext } from '../floor/door-context.ts'
import { withObjectArguments } from '../floor/tool-arguments.ts'
import { createSdkServer, playIn } from './sdk-server.ts'

/* oxlint-disable unicorn/prefer-add-event-listener -- transports have no other way to be heard */

/** How long requests under way may take once the input has ended, in milliseconds. */
const lastAnswersMs = 5000

/** A transport that knows what is still to be answered. */
class CountingTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  /** Resolves when the connection is closed from either side. */
  readonly closed: Promise<void>
  readonly #wire: StdioServerTransport
  readonly #unanswered = new Set<RequestId>()
  #whenIdle: (() => void) | undefined

  constructor(input: Readable, output: Writable) {
    this.#wire = new StdioServerTransport(input, output)
    this.closed = new Promise((resolve) => {
      this.#wire.onclose = () => {
        this.#unanswered.clear()
        this.#settle(undefined)
        resolve()
        this.onclose?.()
      }
    })
    this.#wire.onerror = (error) => this.onerror?.(error)
    this.#wire.onmessage = (message) => this.#receive(message)
  }

  async start(): Promise<void> {
    await this.#wire.start()
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#wire.send(message)
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) this.#settle(message.id)
  }

  async close(): Promise<void> {
    await this.#wire.close()
  }

  /** Resolves when everything that was asked is answered, or after so many milliseconds. */
  async idle(limitMs: number): Promise<void> {
    if (this.#unanswered.size === 0) return
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve
      setTimeout(resolve, limitMs).unref()
    })
  }

  #receive(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) this.#unanswered.add(message.id)
    // What is cancelled is never answered.
    else if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      this.#settle(message.params?.['requestId'] as RequestId | undefined)
    }
    this.onmessage?.(withObjectArguments(message))
  }

  #settle(id: RequestId | undefined): void {
    if (id !== undefined) this.#unanswered.delete(id)
    if (this.#unanswered.size === 0) this.#whenIdle?.()
  }
}

const byteOrderMark = Buffer.from('\uFEFF')

/** Hands on what comes, less the byte order mark that some shells and editors begin with. */
function skipByteOrderMark(): Transform {
  /** What may be the beginning of a mark; null once that is settled. */
  let beginning: Buffer | null = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _, done) {
      if (beginning === null) {
        done(null, chunk)
        return
      }
      const bytes = Buffer.concat([beginning, chunk])
      const head = bytes.subarray(0, byteOrderMark.length)
      const isOpen = head.length < byteOrderMark.length && byteOrderMark.subarray(0, head.length).equals(head)
      beginning = isOpen ? bytes : null
      if (isOpen) done()
      else done(null, head.equals(byteOrderMark) ? bytes.subarray(head.length) : bytes)
    },
  })
}

/** The two ends of a connection by pipes. */
export interface Pipes {
  readonly input: Readable
  readonly output: Writable
}

/** Serves until the input ends, and answers what was asked before that. */
export async function serveMcpStdio(context: DoorContext, { input, output }: Pipes): Promise<void> {
  const { registry, logger } = context
  const attachment = registry.attach('stdio', { create: true, passing: true, onReplaced: () => undefined })
  const lines = skipByteOrderMark()
  const transport = new CountingTransport(lines, output)
  const handle = serveStdio(() => createSdkServer(context, playIn(context, attachment.id), undefined), {
    transport,
    maxSubscriptions: 0,
    onerror: (error) => logger.debug({ err: error }, 'mcp'),
  })
  input.pipe(lines, { end: false })
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) input.once(event, resolve)
  })
  await Promise.race([ended, transport.closed])
  // What was read last has then arrived.
  await setImmediate()
  await transport.idle(lastAnswersMs)
  await handle.close()
  attachment.detach()
}
