/** Whose session a socket drives, how long it lives, and how connections end. */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openRaw, post, send } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { openSocket } from '../websocket-client.ts'

const start = useServers()

const inspect = { type: 'step', data: { action_type: 'inspect_schema' } }

describe('places', () => {
  test('a plain session takes one from the handshake to the end of its socket', async () => {
    const server = await start()
    const clients = [await openSocket(server), await openSocket(server), await openSocket(server)]
    expect(server.registry.size).toBe(3)
    clients[0]?.send({ type: 'close' })
    clients[1]?.socket.close()
    clients[2]?.socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('at capacity the handshake succeeds, then comes an error, then the end', async () => {
    const server = await start({ registry: { maxSessions: 1 } })
    const first = await openSocket(server)
    const second = await openSocket(server)
    expect(await second.next()).toEqual({
      type: 'error',
      data: {
        message: expect.stringContaining('in use'),
        code: 'CAPACITY_REACHED',
        active_sessions: 1,
        max_sessions: 1,
      },
    })
    expect(await second.closed).toBe(1000)
    first.send({ type: 'close' })
    await first.closed
    const third = await openSocket(server)
    expect((await third.ask({ type: 'reset' })).type).toBe('observation')
  })

  test('a socket that dies with work waiting frees its place', async () => {
    const server = await start()
    const client = await openSocket(server)
    for (let index = 0; index < 20; index++) client.send({ type: 'reset', data: { task_id: 'task_hard', seed: index } })
    await client.next()
    client.socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('a client that answers no ping keeps its session, and gives it up when a place is needed', async () => {
    const server = await start({ registry: { maxSessions: 2 }, server: { timeouts: { ping: 20, pingGrace: 500 } } })
    const silent = await openSocket(server, '/ws', { autoPong: false })
    const live = await openSocket(server)
    await silent.ask({ type: 'reset', data: {} })
    // Through far more pings than once cut it off.
    for (let count = 0; count < 60; count++) await once(silent.socket, 'ping')
    expect((await silent.ask(inspect)).data.observation.current_step).toBe(1)
    // It has just been heard, so nobody is suspect.
    const early = await openSocket(server)
    expect((await early.next()).data.code).toBe('CAPACITY_REACHED')
    for (let count = 0; count < 60; count++) await once(silent.socket, 'ping')
    const late = await openSocket(server)
    expect((await late.ask({ type: 'reset', data: {} })).type).toBe('observation')
    expect(await silent.closed).toBe(1013)
    expect((await live.ask({ type: 'state' })).type).toBe('state')
    expect(server.registry.stats).toMatchObject({ sessions: 2, evictions: 1 })
  })

  test('a client that answers no ping is let go after the idle time-out, one that does is not', async () => {
    const timeouts = { ping: 20, pingGrace: 20 }
    const server = await start({ registry: { idleMs: 500 }, server: { timeouts } })
    const silent = await openSocket(server, '/ws', { autoPong: false })
    const named = await openSocket(server, '/ws?session_id=c-silent', { autoPong: false })
    const live = await openSocket(server)
    expect([await silent.closed, await named.closed]).toEqual([1013, 1013])
    expect(server.registry.size).toBe(1)
    expect((await live.ask({ type: 'state' })).type).toBe('state')
  })
})

describe('attaching', () => {
  test('a session made over HTTP is one episode on both doors, and outlives its sockets', async () => {
    const server = await start()
    const headers = { 'X-Session-Id': 'shared' }
    await post(server, '/reset', {}, headers)
    const client = await openSocket(server, '/ws?session_id=shared')
    expect(server.registry.size).toBe(1)
    expect((await client.ask(inspect)).data.observation.current_step).toBe(1)
    expect((await post(server, '/step', inspect.data, headers)).body.observation.current_step).toBe(2)
    client.send({ type: 'close' })
    await client.closed
    expect((await send(server, '/state', { headers })).body.step_count).toBe(2)
    const again = await openSocket(server, '/ws?session_id=shared')
    expect((await again.ask({ type: 'state' })).data.step_count).toBe(2)
  })

  test('an unknown id is refused, one that the client chose makes a session', async () => {
    const server = await start()
    for (const path of ['/ws?session_id=none', '/ws?session_id=', '/ws?session_id=a&session_id=b']) {
      const refused = await openSocket(server, path)
      expect(await refused.next()).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
      expect(await refused.closed).toBe(1000)
    }
    expect(server.registry.size).toBe(0)
    const client = await openSocket(server, '/ws?session_id=c-1')
    await client.ask({ type: 'reset', data: {} })
    client.socket.terminate()
    const again = await openSocket(server, '/ws?session_id=c-1')
    expect((await again.ask(inspect)).data.observation.current_step).toBe(1)
    expect((await send(server, '/state?session_id=c-1')).body.step_count).toBe(1)
  })

  test('the newest wins', async () => {
    const server = await start()
    const first = await openSocket(server, '/ws?session_id=c-2')
    await first.ask({ type: 'reset', data: {} })
    const second = await openSocket(server, '/ws?session_id=c-2')
    expect(await first.closed).toBe(4001)
    expect((await second.ask(inspect)).data.observation.current_step).toBe(1)
    expect(server.registry.size).toBe(1)
  })

  test('a session with a socket is never idle, one without is', async () => {
    let now = 0
    const server = await start({ registry: { idleMs: 1000, now: () => now } })
    const plain = await openSocket(server)
    const chosen = await openSocket(server, '/ws?session_id=c-3')
    now = 5000
    expect(server.registry.reapIdle()).toBe(0)
    chosen.send({ type: 'close' })
    await chosen.closed
    now = 5999
    expect(server.registry.reapIdle()).toBe(0)
    now = 6000
    expect(server.registry.reapIdle()).toBe(1)
    expect((await plain.ask({ type: 'reset' })).type).toBe('observation')
  })
})

describe('connections', () => {
  test('under any prefix, not on other paths', async () => {
    const server = await start()
    const client = await openSocket(server, '/spaces/one/ws')
    expect((await client.ask({ type: 'state' })).type).toBe('state')
    for (const path of ['/', '/ws/other', '/wss', '/health/ws2'])
      await expect(openSocket(server, path)).rejects.toThrow('Unexpected')
  })

  test('an offer of another protocol is answered in HTTP/1.1', async () => {
    const server = await start()
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n'
    const body = '{"task_id":"task_hard"}'
    const requests = [
      [`GET /health HTTP/1.1\r\nHost: x\r\n${offer}\r\n`, 200],
      [`GET /ws HTTP/1.1\r\nHost: x\r\n${offer}\r\n`, 404],
      [`POST /reset HTTP/1.1\r\nHost: x\r\n${offer}Content-Length: ${body.length}\r\n\r\n${body}`, 200],
    ] as const
    for (const [request, status] of requests) {
      const connection = openRaw(server, request)
      await expect.poll(() => connection.text()).toContain(`HTTP/1.1 ${status}`)
      connection.destroy()
    }
    expect((await send(server, '/state')).body.task_id).toBe('task_hard')
  })

  test('compression is declined', async () => {
    const server = await start()
    const client = await openSocket(server, '/ws', { perMessageDeflate: true })
    expect(client.socket.extensions).toBe('')
  })

  test('1 MiB of text is answered, more ends the connection', async () => {
    const server = await start()
    const client = await openSocket(server)
    await client.ask({ type: 'reset', data: {} })
    const query = `SELECT 1 -- ${'x'.repeat(1024 * 1024 - 100)}`
    const { data } = await client.ask({ type: 'step', data: { action_type: 'execute_sql', query } })
    expect(data.observation.current_step).toBe(1)
    client.send(' '.repeat(1024 * 1024 + 1))
    expect(await client.closed).toBe(1009)
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('a client that does not read is not read either, and then gets everything in order', async () => {
    const server = await start()
    const client = await openSocket(server)
    client.socket.pause()
    const count = 3000
    const padding = 'x'.repeat(8000)
    for (let index = 0; index < count; index++) {
      client.send({ type: 'step', data: { type: 'list_tools', metadata: { padding } } })
      client.send({ type: `t${index}` })
    }
    await delay(500)
    expect(client.socket.bufferedAmount).toBeGreaterThan(0)
    client.socket.resume()
    for (let index = 0; index < count; index++) {
      expect((await client.next()).type).toBe('observation')
      expect((await client.next()).data.message).toContain(`'t${index}'`)
    }
  })

  test('the end of the server answers what is under way, then closes with 1001', async () => {
    const server = await start()
    const client = await openSocket(server)
    await client.ask({ type: 'reset', data: {} })
    for (let index = 0; index < 5; index++) client.send(inspect)
    await client.next()
    const closing = server.close()
    expect(await client.closed).toBe(1001)
    expect(client.unread().every(({ type }) => type === 'observation')).toBe(true)
    await closing
    expect(server.registry.size).toBe(0)
  })

  test('a client that does not answer the close does not hold the server up', async () => {
    const server = await start({ server: { timeouts: { stop: 600_000 } } })
    const client = await openSocket(server)
    client.socket.pause()
    await server.close()
    client.socket.terminate()
  })
})
