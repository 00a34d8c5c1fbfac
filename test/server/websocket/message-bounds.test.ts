/** Messages that do not end, and replies that nobody reads. */
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ByteShare } from '../../../src/server/floor/byte-share.ts'
import { FrameTracker } from '../../../src/server/websocket/frame-tracker.ts'
import { memoryShares, type MemoryLimits } from '../../../src/sessions/memory-budget.ts'
import { frameOf, openRawSocket, type RawSocket } from '../raw-web-socket.ts'
import { send, type TestServer } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { openSocket } from '../websocket-client.ts'

const start = useServers()
const sockets: (RawSocket | Socket)[] = []
async function raw(server: TestServer): Promise<RawSocket> {
  const socket = await openRawSocket(server.url)
  sockets.push(socket)
  return socket
}
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

const limitsOf = (bytes: Partial<MemoryLimits>): MemoryLimits => ({
  ...(Object.fromEntries(memoryShares.map((share) => [share, 2 ** 30])) as unknown as MemoryLimits),
  ...bytes,
})
async function usedOf(server: TestServer, share: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return Number(new RegExp(`^dataops_env_memory_bytes\\{share="${share}"\\} (\\S+)$`, 'm').exec(text)?.[1])
}
const pong = frameOf(10, true, Buffer.alloc(0))
const step = Buffer.from('{"type":"state"}')

describe('the tracker of frames', () => {
  test('knows how much is there of a message, however it is cut up', () => {
    const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
    const long = fc.constantFrom(125, 126, 65_535, 65_536, 70_000).map((size) => Buffer.alloc(size))
    const message = fc.record({
      parts: fc.array(fc.oneof(payload, long), { minLength: 1, maxLength: 4 }),
      pings: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1 }),
        (messages, cuts) => {
          const frames = messages.flatMap(({ parts, pings }) =>
            parts.flatMap((part, index) => [
              ...(pings ? [frameOf(9, true, Buffer.from('x'))] : []),
              frameOf(index === 0 ? 1 : 0, index === parts.length - 1, part),
            ]),
          )
          const bytes = Buffer.concat(frames)
          const tracker = new FrameTracker()
          let turn = 0
          for (let at = 0; at < bytes.length;) {
            const size = cuts[turn++ % cuts.length] as number
            tracker.push(bytes.subarray(at, at + size))
            at = Math.min(bytes.length, at + size)
            expect(tracker.unfinished === 0).toBe(isBoundary(frames, at))
            expect(tracker.unfinished).toBeLessThanOrEqual(at + turn * 256)
          }
          expect(tracker.unfinished).toBe(0)
          expect(tracker.ended).toBe(messages.length)
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** Whether so many bytes of some frames are whole messages and whole control frames. */
function isBoundary(frames: readonly Buffer[], at: number): boolean {
  let end = 0
  let isOpen = false
  for (const frame of frames) {
    if (end === at) break
    end += frame.length
    if (end > at) return false
    const [first] = frame as unknown as [number]
    if ((first & 8) === 0) isOpen = (first & 0x80) === 0
  }
  return !isOpen
}

describe('a share of bytes', () => {
  test('lets those go that were begun first, until the rest fits', () => {
    const share = new ByteShare(100)
    const gone: string[] = []
    const [a, b, c] = ['a', 'b', 'c'].map((name) => share.begin(() => gone.push(name)))
    a?.add(30)
    b?.add(30)
    share.count(20)
    expect([gone, share.used, share.isShort]).toEqual([[], 80, true])
    a?.renew()
    c?.renew()
    c?.add(60)
    expect([gone, share.used]).toEqual([['b', 'a'], 80])
    a?.add(5)
    // What held nothing for long is not older for it.
    const [d, e] = ['d', 'e'].map((name) => share.begin(() => gone.push(name)))
    e?.add(15)
    d?.add(15)
    expect([gone.length, share.used]).toEqual([3, 50])
    e?.add(60)
    expect([gone.slice(2), share.used]).toEqual([['c', 'e'], 35])
    d?.end()
    b?.end()
    c?.end()
    share.count(-20)
    expect([share.used, share.isShort]).toEqual([0, false])
  })
})

describe('a message that does not end', () => {
  test('has its time, whatever comes between its fragments; others are not held up', async () => {
    const server = await start({ server: { timeouts: { message: 400, check: 50 } } })
    const stuck = await Promise.all(Array.from({ length: 20 }, () => raw(server)))
    const beat = setInterval(() => {
      for (const socket of stuck)
        if (!socket.isClosed()) socket.write(Buffer.concat([frameOf(0, false, Buffer.from(' ')), pong]))
    }, 60)
    try {
      for (const socket of stuck) socket.write(frameOf(1, false, Buffer.alloc(1000, ' ')))
      // One that is slow to begin, one that is quick to end.
      const fine = await openSocket(server)
      const codes = await Promise.all(stuck.map(async ({ closed }) => await closed))
      expect(new Set(codes.map(({ code, reason }) => `${code} ${reason}`))).toEqual(
        new Set(['1008 the message took too long to arrive']),
      )
      expect((await fine.ask({ type: 'state' })).type).toBe('state')
      fine.socket.terminate()
      await expect.poll(async () => await usedOf(server, 'incoming')).toBe(0)
      await expect.poll(() => server.registry.size).toBe(0)
    } finally {
      clearInterval(beat)
    }
  })

  test('is not confused with the one before it, which had ended', async () => {
    const server = await start({ server: { timeouts: { message: 1500, check: 50 } } })
    const socket = await raw(server)
    const whole = frameOf(1, true, step)
    // Every chunk ends one message and begins the next.
    socket.write(whole.subarray(0, 5))
    for (let count = 0; count < 12; count++) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      socket.write(Buffer.concat([whole.subarray(5), whole.subarray(0, 5)]))
    }
    expect(socket.isClosed()).toBe(false)
  })

  test('is refused with words when all of them take more than they may, the first one first', async () => {
    const server = await start({ server: { memory: limitsOf({ incoming: 2_000_000 }) } })
    const begun = frameOf(1, true, Buffer.alloc(900_000, ' ')).subarray(0, 800_000)
    const stuck: RawSocket[] = []
    for (let count = 0; count < 6; count++) {
      const socket = await raw(server)
      stuck.push(socket)
      socket.write(begun)
      // In this order.
      await expect.poll(async () => await usedOf(server, 'incoming')).toBeGreaterThan(Math.min(2, count + 1) * 790_000)
      expect(await usedOf(server, 'incoming')).toBeLessThanOrEqual(2_000_000)
    }
    for (const { closed } of stuck.slice(0, 4)) {
      expect(await closed).toEqual({
        code: 1013,
        reason: 'the server has no room for more of this message; try again later',
      })
    }
    expect(stuck.slice(4).map((socket) => socket.isClosed())).toEqual([false, false])
    const fine = await openSocket(server)
    expect((await fine.ask({ type: 'state' })).type).toBe('state')
    fine.socket.terminate()
    for (const socket of stuck) socket.destroy()
    await expect.poll(async () => await usedOf(server, 'incoming')).toBe(0)
  })

  test('nor does a body over HTTP take more', async () => {
    const server = await start({ server: { memory: limitsOf({ incoming: 2_000_000 }) } })
    const answers: Promise<string>[] = []
    for (let count = 0; count < 6; count++) {
      const socket = connect(server.port, '127.0.0.1')
      sockets.push(socket)
      socket.on('error', () => undefined)
      answers.push(
        new Promise((resolve) => {
          let text = ''
          socket.on('data', (chunk) => (text += String(chunk)))
          socket.on('close', () => resolve(text))
        }),
      )
      socket.write(`POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n${' '.repeat(10_000)}`)
      await expect
        .poll(async () => await usedOf(server, 'incoming'))
        .toBeGreaterThanOrEqual(Math.min(2, count + 1) * 900_000)
    }
    for (const answer of answers.slice(0, 4)) {
      expect(await answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n[\s\S]*no room for more requests/)
    }
    expect((await send(server, '/health')).status).toBe(200)
    for (const socket of sockets) socket.destroy()
    await expect.poll(async () => await usedOf(server, 'incoming')).toBe(0)
  })
})

describe('replies that nobody reads', () => {
  test('cost those who do not read their connections, and nobody else', async () => {
    const server = await start({ server: { memory: limitsOf({ outgoing: 3_000_000 }) } })
    const wide = { type: 'step', data: { action_type: 'execute_sql', query: `SELECT printf('%.60000c', 'x')` } }
    const deaf = await Promise.all(Array.from({ length: 12 }, async () => await openSocket(server)))
    for (const client of deaf) {
      client.socket.pause()
      for (let round = 0; round < 12; round++) {
        client.send({ type: 'reset', data: { task_id: 'task_hard' } })
        for (let count = 0; count < 19; count++) client.send(wide)
      }
    }
    const closed = Promise.race(deaf.map(async (client) => await client.closed))
    for (const client of deaf) setTimeout(() => client.socket.resume(), 20_000).unref()
    await expect.poll(() => server.registry.size, { timeout: 30_000 }).toBeLessThan(12)
    expect(await usedOf(server, 'outgoing')).toBeLessThanOrEqual(3_000_000)
    const fine = await openSocket(server)
    await fine.ask({ type: 'reset', data: {} })
    expect((await fine.ask(wide)).data.observation.last_error).toBeNull()
    for (const client of [...deaf, fine]) client.socket.terminate()
    await closed
    await expect.poll(async () => await usedOf(server, 'outgoing')).toBe(0)
  })
})
