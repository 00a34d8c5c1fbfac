/** Whose session standard MCP plays in, how long it lives, and how connections end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { FileJournal } from '../../../src/sessions/file-journal.ts'
import {
  callTool,
  connectClient,
  type Era,
  hello,
  type McpClient,
  sessionOf,
  standardHeaders,
  textOf,
} from '../mcp-client.ts'
import { post, send, type TestServer } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { openSocket } from '../websocket-client.ts'

const start = useServers()
const clients: McpClient[] = []
async function connect(server: TestServer, era: Era | 'auto', headers: object = {}): Promise<McpClient> {
  const client = await connectClient(server, era, headers)
  clients.push(client)
  return client
}
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
})

describe('sessions of 2025-11-25', () => {
  test('are sessions of the registry, which a socket can attach to, until DELETE', async () => {
    const server = await start({ registry: { maxSessions: 1 } })
    const { call, transport } = await connect(server, '2025-11-25')
    const id = transport.sessionId as string
    expect(server.registry.has(id)).toBe(true)
    await call('start_episode', { task_id: 'task_hard' })
    const socket = await openSocket(server, `/ws?session_id=${id}`)
    expect(
      (await socket.ask({ type: 'step', data: { action_type: 'inspect_schema' } })).data.observation.current_step,
    ).toBe(1)
    expect((await call('inspect_schema', { session_id: id })).structuredContent).toMatchObject({ current_step: 2 })
    expect((await callTool(server, 'inspect_schema', {}, id)).result.data.current_step).toBe(3)
    expect((await send(server, `/state?session_id=${id}`)).body).toMatchObject({ task_id: 'task_hard', step_count: 3 })
    socket.send({ type: 'close' })
    await socket.closed
    await transport.terminateSession()
    expect(server.registry.size).toBe(0)
    const gone = await post(
      server,
      '/mcp',
      { jsonrpc: '2.0', id: 7, method: 'tools/list' },
      { ...standardHeaders, 'Mcp-Session-Id': id },
    )
    expect([gone.status, gone.body.error.code, gone.body.id]).toEqual([404, -32_001, 7])
  })

  test('take a place each, say so when there is none, and are reaped when idle', async () => {
    let now = 0
    const server = await start({ registry: { maxSessions: 1, idleMs: 150, now: () => now } })
    await connect(server, '2025-11-25')
    await expect(connectClient(server, '2025-11-25')).rejects.toThrow(/all 1 sessions are in use/)
    const refused = await post(server, '/mcp', hello, standardHeaders)
    expect(refused.body).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: {
        code: -32_000,
        message: expect.stringContaining('in use'),
        data: { active_sessions: 1, max_sessions: 1 },
      },
    })
    now = 150
    expect(server.registry.reapIdle()).toBe(1)
    await connect(server, '2025-11-25')
  })

  test('a handshake that is refused keeps no place', async () => {
    const server = await start()
    const wrong = { ...hello, params: { ...hello.params, clientInfo: 5 } }
    expect((await post(server, '/mcp', wrong, standardHeaders)).status).toBe(400)
    expect((await post(server, '/mcp', hello, { ...standardHeaders, 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await post(server, '/mcp', hello, { Accept: 'text/event-stream' })).status).toBe(406)
    expect(server.registry.size).toBe(0)
  })

  test('a call under way is answered when its session is deleted', async () => {
    const server = await start()
    const { call, transport } = await connect(server, '2025-11-25')
    await call('start_episode')
    const query =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n'
    const calls = Promise.allSettled(Array.from({ length: 3 }, () => call('execute_sql', { query })))
    await transport.terminateSession()
    for (const outcome of await calls) {
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('Session not found')
      else if (outcome.value.isError === true) expect(textOf(outcome.value)).toContain('session')
    }
    expect(server.registry.size).toBe(0)
  })

  test('streams are open until the client, the session or the server ends', async () => {
    const server = await start({ server: { timeouts: { stop: 600_000 } } })
    const opened = await post(server, '/mcp', hello, standardHeaders)
    const id = opened.headers.get('mcp-session-id') as string
    const headers = { Accept: 'text/event-stream', 'Mcp-Session-Id': id }
    const first = new AbortController()
    const stream = await fetch(`${server.url}/mcp`, { headers, signal: first.signal })
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect((await send(server, '/mcp', { headers })).status).toBe(409)
    first.abort()
    let second: Response | undefined
    await expect
      .poll(async () => {
        second = await fetch(`${server.url}/mcp`, { headers })
        if (!second.ok) await second.text()
        return second.status
      })
      .toBe(200)
    const ended = second?.text()
    expect((await send(server, '/mcp', { method: 'DELETE', headers })).status).toBe(200)
    expect(await ended).toBe('')

    const { transport } = await connect(server, '2025-11-25')
    const third = await fetch(`${server.url}/mcp`, {
      headers: { ...headers, 'Mcp-Session-Id': transport.sessionId as string },
    })
    await server.close()
    await third.text()
  })

  test('methods need their session', async () => {
    const server = await start()
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    expect((await post(server, '/mcp', list, standardHeaders)).status).toBe(400)
    for (const method of ['GET', 'DELETE']) {
      expect((await send(server, '/mcp', { method })).status).toBe(400)
      expect((await send(server, '/mcp', { method, headers: { 'Mcp-Session-Id': 'nobody' } })).status).toBe(404)
    }
    const put = await send(server, '/mcp', { method: 'PUT' })
    expect([put.status, put.body.error.code]).toEqual([405, 'method_not_allowed'])
  })
})

describe('sessions of 2026-07-28', () => {
  test('go on by their id from any connection, and start anew in place', async () => {
    const server = await start()
    const first = await connect(server, '2026-07-28')
    const own = sessionOf(await first.call('start_episode', { task_id: 'task_easy' }))
    await first.call('inspect_schema', own)
    const second = await connect(server, '2026-07-28')
    expect((await second.call('inspect_schema', own)).structuredContent).toMatchObject({ current_step: 2 })
    const restarted = await second.call('start_episode', { task_id: 'task_hard', ...own })
    expect(sessionOf(restarted)).toEqual(own)
    expect(restarted.structuredContent).toMatchObject({ task_id: 'task_hard', current_step: 0 })
    expect(server.registry.size).toBe(1)
  })

  test('whose episode is over hold a quarter of the places at most', async () => {
    const server = await start({ registry: { maxSessions: 8 } })
    const { call } = await connect(server, '2026-07-28')
    for (let count = 1; count <= 5; count++) {
      await call('finish_task', sessionOf(await call('start_episode')))
      expect(server.registry.size).toBe(Math.min(count, 2))
    }
  })

  test('whose episode is over make room when there is none; others do not', async () => {
    const server = await start({ registry: { maxSessions: 2 } })
    const { call } = await connect(server, '2026-07-28')
    const [first, second] = [sessionOf(await call('start_episode')), sessionOf(await call('start_episode'))]
    const full = await call('start_episode')
    expect(full).toMatchObject({ isError: true })
    expect(textOf(full)).toContain('all 2 sessions are in use')
    await call('finish_task', second)
    const third = sessionOf(await call('start_episode'))
    expect(textOf(await call('inspect_schema', second))).toContain('no such session')
    await call('finish_task', third)
    const older = await connect(server, '2025-11-25')
    expect(server.registry.size).toBe(2)
    expect(textOf(await older.call('inspect_schema'))).toContain('no episode')
    expect((await call('inspect_schema', first)).structuredContent).toMatchObject({ current_step: 1 })
  })
})

test('sessions of both eras survive the server where a journal does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-'))
  const run = async (): Promise<TestServer> =>
    await start({ registry: { journal: await FileJournal.open({ folder, settings: 'same' }) } })
  try {
    const first = await run()
    const older = await connect(first, '2025-11-25')
    const newer = await connect(first, '2026-07-28')
    await older.call('start_episode', { task_id: 'task_hard' })
    await older.call('inspect_schema')
    const own = sessionOf(await newer.call('start_episode', { task_id: 'task_easy' }))
    await first.close()

    const second = await run()
    const headers = { ...standardHeaders, 'Mcp-Session-Id': older.transport.sessionId as string }
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'inspect_schema', arguments: {} } }
    const { body, headers: sent } = await post(second, '/mcp', call, headers)
    expect(body.result.structuredContent).toMatchObject({ task_id: 'task_hard', current_step: 2 })
    expect([sent.get('x-content-type-options'), sent.get('cache-control')]).toEqual(['nosniff', 'no-store'])
    const again = await connect(second, '2026-07-28')
    expect((await again.call('inspect_schema', own)).structuredContent).toMatchObject({ current_step: 1 })
    await second.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})
