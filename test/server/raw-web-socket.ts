/** A WebSocket byte by byte, for what no client does. */
import { once } from 'node:events'
import { connect } from 'node:net'

/** A frame as a client sends it, masked with zeros. */
export function frameOf(opcode: number, isLast: boolean, payload: Buffer): Buffer {
  const size = payload.length
  const head = [(isLast ? 0x80 : 0) | opcode]
  if (size < 126) head.push(0x80 | size)
  else if (size < 65_536) head.push(0x80 | 126, size >> 8, size & 0xff)
  else head.push(0x80 | 127, 0, 0, 0, 0, (size >>> 24) & 0xff, (size >>> 16) & 0xff, (size >>> 8) & 0xff, size & 0xff)
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload])
}

export interface RawSocket {
  write(bytes: Uint8Array): void
  destroy(): void
  isClosed(): boolean
  /** Code and reason with which the server closed it; 1006 when it did so without a word. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

export async function openRawSocket(url: string, path = '/ws'): Promise<RawSocket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let isClosed = false
  let received = Buffer.alloc(0)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13'
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${key}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString('latin1'))
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    const settle = (code: number, reason: string): void => {
      isClosed = true
      resolve({ code, reason })
    }
    socket.on('data', (chunk: Buffer) => {
      // A close is a frame of its own, and short.
      received = Buffer.concat([received, chunk]).subarray(-200)
      const at = received.lastIndexOf(0x88)
      if (at < 0 || received.length < at + 4) return
      const size = received[at + 1] as number
      if (received.length === at + 2 + size) settle(received.readUInt16BE(at + 2), received.toString('utf8', at + 4))
    })
    socket.once('close', () => settle(1006, ''))
  })
  return {
    write: (bytes) => void socket.write(bytes),
    destroy: () => socket.destroy(),
    isClosed: () => isClosed,
    closed,
  }
}
