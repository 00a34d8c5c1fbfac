import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openRaw, post, send, type TestServer } from '../test-server.ts'
import { useServers } from '../use-servers.ts'

const start = useServers()

const token = 'a-token-of-nobody'
const bearer = { Authorization: `Bearer ${token}` }

/** The status of a refused handshake, or `open`. */
async function handshake(
  server: TestServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<number | 'open'> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers })
  try {
    return await new Promise((resolve, reject) => {
      socket.once('open', () => resolve('open'))
      socket.once('unexpected-response', (_, response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      socket.once('error', reject)
    })
  } finally {
    socket.on('error', () => undefined)
    socket.terminate()
  }
}

describe('a token', () => {
  test('is asked for at every door but the probes', async () => {
    const server = await start({ server: { token } })
    for (const path of [
      '/',
      '/web',
      '/docs',
      '/tasks',
      '/metadata',
      '/schema',
      '/openapi.json',
      '/state',
      '/metrics',
      '/list_environments',
      '/nothing',
    ]) {
      const reply = await send(server, path)
      expect([path, reply.status, reply.body.error.code]).toEqual([path, 401, 'unauthorized'])
      expect(reply.headers.get('WWW-Authenticate')).toBe('Bearer')
    }
    expect((await post(server, '/reset', {})).status).toBe(401)
    expect((await post(server, '/step', { action_type: 'inspect_schema' })).status).toBe(401)
    expect((await send(server, '/health')).status).toBe(200)
    expect((await send(server, '/ready')).body).toEqual({ status: 'ready' })
    const reply = await post(server, '/reset', {}, bearer)
    expect([reply.status, reply.headers.get('WWW-Authenticate')]).toEqual([200, null])
    expect(
      (await post(server, '/step', { action_type: 'inspect_schema' }, { Authorization: `bearer   ${token}` })).status,
    ).toBe(200)
  })

  test.each([
    '',
    'Bearer',
    'Bearer ',
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer ${token} x`,
  ])('is not %j', async (authorization) => {
    const server = await start({ server: { token } })
    const reply = await send(server, '/tasks', { headers: { Authorization: authorization } })
    expect(reply.status).toBe(401)
    expect(JSON.stringify(reply.body)).not.toContain(token)
  })

  test('opens sockets by header or by parameter', async () => {
    const server = await start({ server: { token } })
    expect(await handshake(server, '/ws')).toBe(401)
    expect(await handshake(server, '/ws?token=wrong-token')).toBe(401)
    expect(await handshake(server, '/ws', { Authorization: 'Bearer wrong' })).toBe(401)
    expect(await handshake(server, `/ws?token=${token}`, { Authorization: 'Bearer wrong' })).toBe(401)
    expect(await handshake(server, '/ws', bearer)).toBe('open')
    expect(await handshake(server, `/ws?token=${token}`)).toBe('open')
    await expect.poll(() => server.registry.size).toBe(0)
  })
})

describe('origins', () => {
  const foreign = { Origin: 'https://elsewhere.example' }

  test('pages of other sites may not connect, programs and own pages may', async () => {
    const server = await start()
    expect(await handshake(server, '/ws', foreign)).toBe(403)
    expect(await handshake(server, '/ws', { Origin: 'null' })).toBe(403)
    expect(await handshake(server, '/ws', { Origin: server.url })).toBe('open')
    // A page that was bound anew can write what a proxy would.
    expect(await handshake(server, '/ws', { ...foreign, 'X-Forwarded-Host': 'elsewhere.example' })).toBe(403)
    expect(await handshake(server, '/ws')).toBe('open')
    expect((await send(server, '/health', { headers: foreign })).headers.get('Access-Control-Allow-Origin')).toBeNull()
  })

  test('a listed one may, over HTTP and sockets', async () => {
    const server = await start({ server: { origins: ['https://elsewhere.example'], token } })
    expect(await handshake(server, `/ws?token=${token}`, foreign)).toBe('open')
    expect(await handshake(server, `/ws?token=${token}`, { Origin: 'https://other.example' })).toBe(403)
    const preflight = await send(server, '/reset', {
      method: 'OPTIONS',
      headers: {
        ...foreign,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('https://elsewhere.example')
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Authorization')
    const reply = await post(server, '/reset', {}, { ...foreign, ...bearer })
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('https://elsewhere.example')
    expect(reply.headers.get('Access-Control-Expose-Headers')).toContain('X-Session-Id')
    // A page has to be able to read why it was refused.
    const refused = await post(server, '/reset', {}, foreign)
    expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([
      401,
      'https://elsewhere.example',
    ])
    const other = await send(server, '/health', { headers: { Origin: 'https://other.example' } })
    expect(other.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

describe('a server that requires sessions', () => {
  test('refuses requests without one', async () => {
    const server = await start({ server: { requireSession: true } })
    for (const reply of [
      await post(server, '/reset', {}),
      await post(server, '/step', { action_type: 'inspect_schema' }),
      await send(server, '/state'),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([400, 'session_required'])
    }
    expect((await post(server, '/reset', {}, { 'X-Session-Id': 'mine' })).status).toBe(200)
    expect((await send(server, '/state?session_id=mine')).status).toBe(200)
    expect(await handshake(server, '/ws')).toBe('open')
  })
})

describe('limits', () => {
  test('hold the connections of one address', async () => {
    const server = await start({ server: { connectionsPerAddress: 3 } })
    const held = [openRaw(server), openRaw(server), openRaw(server)]
    await expect
      .poll(async () => await openRaw(server, 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').closed)
      .toMatch(/^HTTP\/1.1 429 /)
    held[0]?.destroy()
    await expect
      .poll(async () => await openRaw(server, 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').closed)
      .toMatch(/^HTTP\/1.1 200 /)
    for (const connection of held) connection.destroy()
  })

  test('of the connections of one address: one that owes a sign of life gives way, one that does not stays', async () => {
    const timeouts = { ping: 20, pingGrace: 500 }
    const server = await start({ server: { connectionsPerAddress: 2, timeouts } })
    const url = `${server.url.replace('http', 'ws')}/ws`
    const silent = new WebSocket(url, { autoPong: false })
    const live = new WebSocket(url)
    const gone = once(silent, 'close')
    await Promise.all([once(silent, 'open'), once(live, 'open')])
    await expect
      .poll(async () => await openRaw(server, 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').closed)
      .toMatch(/^HTTP\/1.1 200 /)
    expect((await gone)[0]).toBe(1006)
    await expect.poll(() => server.registry.size).toBe(1)
    expect(live.readyState).toBe(WebSocket.OPEN)
    live.terminate()
  })

  test('close a socket whose frame is too large', async () => {
    const server = await start({ server: { frameLimit: 2048 } })
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    socket.send(JSON.stringify({ type: 'step', data: { query: 'x'.repeat(2048) } }))
    expect((await closed)[0]).toBe(1009)
    await expect.poll(() => server.registry.size).toBe(0)
  })
})

describe('metrics', () => {
  test('count what happens', async () => {
    const server = await start()
    await post(server, '/reset', {}, { 'X-Session-Id': 'a' })
    await post(server, '/step', { action_type: 'inspect_schema' }, { 'X-Session-Id': 'a' })
    await post(server, '/step', { action_type: 'finish_task' }, { 'X-Session-Id': 'a' })
    await post(server, '/step', { action_type: 'finish_task' }, { 'X-Session-Id': 'a' })
    const reply = await fetch(`${server.url}/metrics`)
    expect(reply.headers.get('Content-Type')).toMatch(/^text\/plain; version=0.0.4/)
    const text = await reply.text()
    expect(text).toContain('dataops_env_requests_total{kind="reset",outcome="ok"} 1')
    expect(text).toContain('dataops_env_requests_total{kind="step",outcome="ok"} 2')
    expect(text).toContain('dataops_env_requests_total{kind="step",outcome="episode_over"} 1')
    expect(text).toContain('dataops_env_step_seconds_count 3')
    expect(text).toMatch(/^dataops_env_sessions 1$/m)
    expect(text).toMatch(/^dataops_env_open_databases 0$/m)
    expect(text).toMatch(/^dataops_env_worker_restarts_total 0$/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  })
})

describe('the end of a server', () => {
  test('is announced by /ready while it still serves', async () => {
    const server = await start({ server: { drainMs: 1500 } })
    expect((await send(server, '/ready')).status).toBe(200)
    const closed = server.close()
    const reply = await send(server, '/ready')
    expect([reply.status, reply.body]).toEqual([503, { status: 'draining' }])
    expect((await post(server, '/reset', {})).status).toBe(200)
    expect((await send(server, '/health')).status).toBe(200)
    await closed
    await expect(fetch(`${server.url}/ready`)).rejects.toThrow('fetch failed')
  })
})
