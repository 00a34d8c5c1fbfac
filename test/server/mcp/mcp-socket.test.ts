/** MCP over WebSocket: the socket `/mcp`, and `mcp` messages on `/ws`. */
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { callTool, rpc, metaOf } from '../mcp-client.ts'
import { post } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { type Frame, openSocket, type SocketClient } from '../websocket-client.ts'

const start = useServers()

let lastId = 0
function request(method: string, params: object = {}): object {
  return { jsonrpc: '2.0', id: ++lastId, method, params }
}
function call(name: string, args: object = {}, session?: string): object {
  return request('tools/call', { name, arguments: args, ...(session && { session_id: session }) })
}

/** The two ways to speak on a socket: bare, and in the envelope of /ws. */
const ways = {
  '/mcp': async (client: SocketClient, message: object): Promise<Frame> => await client.ask(message),
  '/ws': async (client: SocketClient, message: object): Promise<Frame> => {
    const frame = await client.ask({ type: 'mcp', data: message })
    expect(Object.keys(frame)).toEqual(['type', 'data'])
    expect(frame.type).toBe('mcp')
    return frame.data
  },
} as const

describe.each(['/mcp', '/ws'] as const)('%s', (path) => {
  const ask = ways[path]

  test('lists tools before any reset and plays in the session of the socket', async () => {
    const server = await start()
    const client = await openSocket(server, path)
    expect(server.registry.size).toBe(1)
    const { result } = await ask(client, request('tools/list'))
    expect(result.tools.map(({ name }: { name: string }) => name)).toHaveLength(4)
    expect((await ask(client, call('inspect_schema'))).error).toMatchObject({
      code: -32_000,
      message: expect.stringContaining('no episode'),
    })
    await ask(client, call('start_episode', { task_id: 'task_hard' }))
    const stepped = await ask(client, call('execute_sql', { query: 'SELECT 7' }))
    expect(stepped.result).toMatchObject({
      isError: false,
      data: { task_id: 'task_hard', current_step: 1, last_query_result: { rows: [[7]] } },
    })
    expect(metaOf(stepped.result)['dataops-env/reward']).toBe(0.03)
    const finished = await ask(client, call('finish_task'))
    expect(metaOf(finished.result)['dataops-env/done']).toBe(true)
    const again = await ask(client, call('inspect_schema'))
    expect(again.result).toMatchObject({ data: { current_step: 2, last_error: expect.stringContaining('over') } })
    client.socket.close()
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('creation returns the id of the socket, which ends only with it', async () => {
    const server = await start()
    const client = await openSocket(server, path)
    const { session_id: id } = (await ask(client, request('openenv/session/create'))).result
    expect(server.registry.size).toBe(1)
    await ask(client, call('start_episode', { task_id: 'task_medium' }))
    expect((await callTool(server, 'inspect_schema', {}, id)).result.data).toMatchObject({
      task_id: 'task_medium',
      current_step: 1,
    })
    expect((await ask(client, request('openenv/session/close', { session_id: id }))).error).toEqual({
      code: -32_600,
      message: 'Cannot close active WebSocket-managed session via MCP method',
    })
    expect((await ask(client, request('openenv/session/close', { session_id: 'x' }))).error).toEqual({
      code: -32_602,
      message: 'Unknown session_id: x',
    })
    expect((await rpc(server, 'openenv/session/close', { session_id: id })).result).toEqual({
      session_id: id,
      closed: false,
      closing: true,
    })
    client.socket.close()
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('plays in a session made elsewhere when it is named, and in its own otherwise', async () => {
    const server = await start()
    const { session_id: other } = (await rpc(server, 'openenv/session/create')).result
    const client = await openSocket(server, path)
    await ask(client, call('start_episode', { task_id: 'task_easy' }))
    await ask(client, call('start_episode', { task_id: 'task_hard' }, other))
    expect((await ask(client, call('inspect_schema', {}, other))).result.data.task_id).toBe('task_hard')
    expect((await ask(client, call('inspect_schema'))).result.data.task_id).toBe('task_easy')
    client.socket.close()
    await expect.poll(() => server.registry.size).toBe(1)
    expect((await callTool(server, 'inspect_schema', {}, other)).result.data.current_step).toBe(2)
  })

  test('attaches to a session made over HTTP', async () => {
    const server = await start({ registry: { maxSessions: 1 } })
    const { session_id: id } = (await rpc(server, 'openenv/session/create')).result
    await callTool(server, 'start_episode', { task_id: 'task_dedup' }, id)
    const client = await openSocket(server, `${path}?session_id=${id}`)
    expect((await ask(client, call('inspect_schema'))).result.data).toMatchObject({
      task_id: 'task_dedup',
      current_step: 1,
    })
    client.socket.close()
    await client.closed
    const { result } = await rpc(server, 'openenv/session/close', { session_id: id })
    expect(result.session_id).toBe(id)
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('clients that play at once never meet, and replies keep their order', async () => {
    const server = await start()
    const clients = await Promise.all(Array.from({ length: 8 }, () => openSocket(server, path)))
    const episodes = clients.map(async (client, index) => {
      const messages = [call('start_episode', { seed: index })]
      for (let step = 0; step < 5; step++) messages.push(call('execute_sql', { query: `SELECT '${index}-${step}'` }))
      for (const data of messages) client.send(path === '/ws' ? { type: 'mcp', data } : data)
      for (const [place, message] of messages.entries()) {
        const frame = await client.next()
        const reply = path === '/ws' ? frame.data : frame
        expect(reply.id).toBe((message as { id: number }).id)
        if (place > 0) expect(reply.result.data.last_query_result.rows).toEqual([[`${index}-${place - 1}`]])
      }
    })
    await Promise.all(episodes)
  })

  test('a socket that closes frees its place at once, whatever it has asked for', async () => {
    const server = await start()
    const client = await openSocket(server, path)
    await ask(client, call('start_episode'))
    const query = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
    for (let index = 0; index < 20; index++) {
      const data = call('execute_sql', { query })
      client.send(path === '/ws' ? { type: 'mcp', data } : data)
    }
    client.socket.terminate()
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('what is no request is answered, and the socket stays open', async () => {
    const client = await openSocket(await start(), path)
    const faults: [object, number][] = [
      [{}, -32_600],
      [{ jsonrpc: '2.0', id: 1 }, -32_600],
      [{ jsonrpc: '2.0', id: [], method: 'tools/list' }, -32_600],
      [{ jsonrpc: '2.0', id: 1, method: 'initialize' }, -32_601],
      [{ jsonrpc: '2.0', id: 1, method: 'tools/call', params: {} }, -32_602],
    ]
    for (const [message, code] of faults) expect((await ask(client, message)).error.code).toBe(code)
    expect((await ask(client, request('tools/list'))).result.tools).toHaveLength(4)
  })
})

describe('the socket /mcp', () => {
  test('answers frames that are no JSON-RPC, and no notification', async () => {
    const client = await openSocket(await start(), '/mcp')
    const frames: [string | Buffer, number][] = [
      ['{', -32_700],
      ['', -32_700],
      ['{"jsonrpc":"2.0","id":NaN,"method":"tools/list"}', -32_700],
      ['['.repeat(100_000), -32_700],
      ['[]', -32_600],
      ['[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]', -32_600],
      ['null', -32_600],
      ['5', -32_600],
      [Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/list"}'), -32_600],
    ]
    for (const [frame, code] of frames) {
      expect(await client.ask(frame)).toEqual({
        jsonrpc: '2.0',
        id: null,
        error: { code, message: expect.any(String) },
      })
    }
    client.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    expect((await client.ask(request('tools/list'))).result.tools).toHaveLength(4)
    expect(client.unread()).toEqual([])
  })

  test('lives under a path prefix, and a frame that is too large closes it with 1009', async () => {
    const server = await start({ server: { frameLimit: 10_000 } })
    const client = await openSocket(server, '/some/prefix/mcp')
    expect((await client.ask(request('tools/list'))).result.tools).toHaveLength(4)
    client.send('x'.repeat(10_001))
    expect(await client.closed).toBe(1009)
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('at capacity says so in JSON-RPC, then closes', async () => {
    const server = await start({ registry: { maxSessions: 1 } })
    await openSocket(server, '/mcp')
    const refused = await openSocket(server, '/mcp')
    expect(await refused.next()).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: {
        code: -32_000,
        message: expect.stringContaining('in use'),
        data: { active_sessions: 1, max_sessions: 1 },
      },
    })
    expect(await refused.closed).toBe(1000)
    const unknown = await openSocket(server, '/mcp?session_id=nobody')
    expect((await unknown.next()).error.code).toBe(-32_602)
  })

  test('pages of other origins get no socket', async () => {
    const server = await start({ server: { origins: ['https://listed.example'] } })
    const statusOf = async (origin: string): Promise<number> =>
      await new Promise((resolve) => {
        const socket = new WebSocket(`${server.url.replace('http', 'ws')}/mcp`, { origin })
        socket.on('error', () => undefined)
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
        socket.once('open', () => {
          resolve(101)
          socket.close()
        })
      })
    expect(await statusOf('https://evil.example')).toBe(403)
    expect(await statusOf('null')).toBe(403)
    expect(await statusOf('https://listed.example')).toBe(101)
  })
})

test('a notification in a message of /ws is answered with nothing, so that replies stay one each', async () => {
  const client = await openSocket(await start())
  expect(await client.ask({ type: 'mcp', data: { jsonrpc: '2.0', method: 'notifications/initialized' } })).toEqual({
    type: 'mcp',
    data: null,
  })
  expect(await client.ask({ type: 'mcp', data: [] })).toMatchObject({
    type: 'error',
    data: { code: 'VALIDATION_ERROR' },
  })
  expect(await client.ask({ type: 'mcp' })).toMatchObject({ type: 'error', data: { code: 'VALIDATION_ERROR' } })
})

test('steps and tool calls on one /ws are one episode', async () => {
  const server = await start()
  const client = await openSocket(server)
  await client.ask({ type: 'reset', data: { task_id: 'task_easy', reward_mode: 'terminal' } })
  const called = await client.ask({ type: 'mcp', data: call('inspect_schema') })
  expect(metaOf(called.data.result)['dataops-env/reward']).toBe(0)
  const stepped = await client.ask({ type: 'step', data: { action_type: 'inspect_schema' } })
  expect(stepped.data.observation.current_step).toBe(2)
  expect((await client.ask({ type: 'state' })).data.step_count).toBe(2)
  expect((await post(server, '/mcp', {})).body.error.code).toBe(-32_600)
})
