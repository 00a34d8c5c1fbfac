/** What clients do to a server on purpose: it stays quick for the others, and keeps nothing. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { post, type TestServer } from '../server/test-server.ts'
import { useServers } from '../server/use-servers.ts'
import { openSocket, type SocketClient } from '../server/websocket-client.ts'

const start = useServers({ workers: 1 })

async function open(server: TestServer): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
  await once(socket, 'open')
  return socket
}

async function ask(socket: WebSocket, message: object | string): Promise<string> {
  const reply = once(socket, 'message')
  socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  return String((await reply)[0])
}

const step = (query: string): object => ({ type: 'step', data: { action_type: 'execute_sql', query } })
const runaway = step('WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c')
const endlessWorker = new URL('endless-worker.mjs', import.meta.url)
const megabytes = (): number => Math.round(process.memoryUsage().rss / 2 ** 20)

/** 64 sessions that step all the time; their latencies in milliseconds, sorted. */
async function busy(server: TestServer, during: () => Promise<void>): Promise<number[]> {
  const sockets = await Promise.all(Array.from({ length: 64 }, () => open(server)))
  const latencies: number[] = []
  let isOver = false
  const played = Promise.all(
    sockets.map(async (socket, index) => {
      for (let round = 0; !isOver; round++) {
        await ask(socket, { type: 'reset', data: { seed: index } })
        for (let count = 1; count <= 8 && !isOver; count++) {
          const started = performance.now()
          const reply = await ask(socket, step(`SELECT ${index}, ${round}, ${count}`))
          latencies.push(performance.now() - started)
          expect(reply).toContain(`"rows":[[${index},${round},${count}]]`)
          expect(reply).toContain(`"current_step":${count}`)
        }
      }
    }),
  )
  await during()
  isOver = true
  await played
  for (const socket of sockets) socket.terminate()
  return latencies.toSorted((a, b) => a - b)
}

const p99 = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length * 0.99)] as number
const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))

describe('a runaway statement beside 64 busy sessions', () => {
  test('ends by its budget', async () => {
    const server = await start({ workers: 2 })
    await busy(server, async () => await pause(1500))
    const quiet = await busy(server, async () => await pause(1000))
    let answer = ''
    const disturbed = await busy(server, async () => {
      const socket = await open(server)
      await ask(socket, { type: 'reset', data: {} })
      answer = await ask(socket, runaway)
      socket.terminate()
    })
    console.log(`p99 of the others: ${p99(quiet).toFixed(0)} ms, beside a runaway ${p99(disturbed).toFixed(0)} ms`)
    expect(answer).toContain('more work than one action may do')
    // Meanwhile the others went on.
    expect(disturbed.length).toBeGreaterThan(64)
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('costs nobody else a byte when the watchdog has to end its worker', async () => {
    const server = await start({ watchdogMs: 3000, worker: endlessWorker })
    let answer = ''
    await busy(server, async () => {
      const socket = await open(server)
      await ask(socket, { type: 'reset', data: {} })
      answer = await ask(socket, runaway)
      expect(await ask(socket, step('SELECT 7'))).toContain('"rows":[[7]]')
      socket.terminate()
    })
    expect(answer).toContain('stopped: the query crashed the SQL engine; its effects are undone')
    expect(server.lanes.restarts).toBeGreaterThan(0)
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('is stopped when its socket goes', async () => {
    const server = await start({ watchdogMs: 600_000, worker: endlessWorker })
    const socket = await open(server)
    await ask(socket, { type: 'reset', data: {} })
    for (let count = 0; count < 5; count++) socket.send(JSON.stringify(runaway))
    await expect.poll(() => server.lanes.pending).toBe(1)
    await pause(50)
    socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
    // The only worker is free, though nothing but that the socket went ends such a statement.
    expect((await post(server, '/reset', {})).status).toBe(200)
    expect(server.lanes.restarts).toBe(0)
  })
})

describe('no slot and no memory is left behind by', () => {
  test('a client that does not read', { timeout: 120_000 }, async () => {
    const server = await start()
    const before = megabytes()
    const socket = await open(server)
    await ask(socket, { type: 'reset', data: {} })
    socket.pause()
    const large = JSON.stringify(step(`SELECT printf('%.*c', 60000, 'x')`))
    const reset = JSON.stringify({ type: 'reset', data: {} })
    for (let count = 0; count < 4000; count++) socket.send(count % 5 === 0 ? reset : large)
    await pause(3000)
    const grown = megabytes() - before
    const other = await open(server)
    expect(await ask(other, { type: 'reset', data: {} })).toContain('"observation"')
    socket.terminate()
    other.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
    console.log(
      `a client that does not read: ${before} MB before, ${before + grown} MB while it sends, ${megabytes()} MB after`,
    )
    expect(grown).toBeLessThan(200)
  })

  test('half-open sockets, whose places go to whoever needs them', async () => {
    const places = 50
    const timeouts = { ping: 50, pingGrace: 1000 }
    const server = await start({ registry: { maxSessions: places }, server: { timeouts } })
    const dead = Array.from({ length: places }, () => {
      const socket = connect(server.port, '127.0.0.1')
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13'
      socket.write(`GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${key}\r\n\r\n`)
      socket.on('error', () => undefined)
      socket.resume()
      return socket
    })
    const ended = Promise.all(dead.map(async (socket) => await once(socket, 'close')))
    await expect.poll(() => server.registry.size).toBe(places)
    const living: SocketClient[] = []
    while (living.length < places) {
      const client = await openSocket(server)
      const { type } = await client.ask({ type: 'state' })
      if (type === 'state') living.push(client)
      else await pause(20)
    }
    await ended
    expect((await (await openSocket(server)).next()).data.code).toBe('CAPACITY_REACHED')
    for (const client of living) expect((await client.ask({ type: 'reset' })).type).toBe('observation')
    for (const { socket } of living) socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('a flood of resets', { timeout: 120_000 }, async () => {
    const server = await start()
    const sockets = await Promise.all(Array.from({ length: 20 }, () => open(server)))
    const flood = async (): Promise<void> => {
      const replies = sockets.map(async (socket, index) => {
        for (let count = 0; count < 100; count++)
          await ask(socket, { type: 'reset', data: { seed: index * 1000 + count } })
      })
      await Promise.all(replies)
    }
    await flood()
    const before = megabytes()
    await flood()
    await flood()
    const after = megabytes()
    for (const socket of sockets) socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
    await expect.poll(() => server.registry.stats.openDatabases).toBe(0)
    console.log(`a flood of resets: ${before} MB after 2,000, ${after} MB after 6,000`)
    expect(after - before).toBeLessThan(150)
  })

  test('10,000 bad messages', { timeout: 120_000 }, async () => {
    const server = await start()
    const socket = await open(server)
    const bad = [
      'x',
      '{',
      '[]',
      'null',
      '5',
      '"step"',
      '{}',
      '{"type":5}',
      '{"type":"dance"}',
      '{"type":"reset","data":[]}',
      '{"type":"reset","data":{"seed":-1}}',
      '{"type":"reset","data":{"seed":1e400}}',
      '{"type":"reset","data":{"task_id":"none"}}',
      '{"type":"step"}',
      '{"type":"step","data":"x"}',
      '{"type":"state","more":1}',
      '{"type":"step","data":NaN}',
      '['.repeat(5000),
      `{"type":"${'x'.repeat(10_000)}"}`,
      JSON.stringify(step('SELECT 1')),
    ]
    const before = megabytes()
    for (let count = 0; count < 10_000; count++) {
      expect(await ask(socket, bad[count % bad.length] as string)).toMatch(/^\{"type":"error","data":\{"message":/)
    }
    const after = megabytes()
    expect(await ask(socket, { type: 'reset', data: {} })).toContain('"observation"')
    expect(await ask(socket, step('SELECT 8'))).toContain('"rows":[[8]]')
    socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
    console.log(`10,000 bad messages: ${before} MB before, ${after} MB after`)
    expect(after - before).toBeLessThan(100)
  })
})
