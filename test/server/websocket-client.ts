/** A WebSocket client that reads replies one by one. */
import { WebSocket } from 'ws'
import type { TestServer } from './test-server.ts'

// oxlint-disable-next-line no-explicit-any -- tests look into frames of every shape
export type Frame = any

export interface SocketClient {
  readonly socket: WebSocket
  /** Sends a value as JSON, or a text or bytes as they are. */
  send(message: object | string | Buffer): void
  /** The next reply; fails when the socket closes first. */
  next(): Promise<Frame>
  /** Sends, then waits for the reply. */
  ask(message: object | string | Buffer): Promise<Frame>
  /** Replies that nobody has read. */
  unread(): readonly Frame[]
  /** The code with which the socket closed. */
  readonly closed: Promise<number>
}

export async function openSocket(server: TestServer, path = '/ws', options: object = {}): Promise<SocketClient> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, options)
  const replies: Frame[] = []
  const waiting: { resolve: (frame: Frame) => void; reject: (error: Error) => void }[] = []
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString('utf8'))
    const first = waiting.shift()
    if (first === undefined) replies.push(frame)
    else first.resolve(frame)
  })
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      resolve(code)
      for (const { reject } of waiting.splice(0)) reject(new Error(`closed with ${code}`))
    })
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  const send = (message: object | string | Buffer): void => {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message)
    socket.send(isRaw ? message : JSON.stringify(message))
  }
  const next = async (): Promise<Frame> => {
    if (replies.length > 0) return replies.shift()
    if (socket.readyState === socket.CLOSED) throw new Error('closed')
    return await new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }
  return {
    socket,
    send,
    next,
    ask: async (message) => {
      send(message)
      return await next()
    },
    unread: () => replies,
    closed,
  }
}
