/** Standard MCP over Streamable HTTP, by the official client, in both eras. */
import { afterEach, describe, expect, test } from 'vitest'
import {
  connectClient,
  type Era,
  eras,
  hello,
  type McpClient,
  metaOf,
  saidAtStartOf,
  saidOf,
  sessionOf,
  standardHeaders,
  textOf,
} from '../mcp-client.ts'
import { post, type TestServer } from '../test-server.ts'
import { useServers } from '../use-servers.ts'

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

const repair = 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'

describe.each(eras)('%s', (era) => {
  test('lists the tools and plays an episode to its grade', async () => {
    const server = await start()
    const { client, call } = await connect(server, era)
    expect(client.getNegotiatedProtocolVersion()).toBe(era)
    expect(client.getInstructions()).toContain('start_episode')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['start_episode', 'inspect_schema', 'execute_sql', 'finish_task'])

    const started = await call('start_episode', { task_id: 'task_dedup' })
    expect(started.isError).toBe(false)
    expect(JSON.parse(textOf(started))).toEqual(saidAtStartOf(started.structuredContent))
    const own = sessionOf(started)
    expect(Object.keys(own)).toEqual(era === '2026-07-28' ? ['session_id'] : [])

    const inspected = await call('inspect_schema', own)
    expect(inspected.structuredContent).toMatchObject({ task_id: 'task_dedup', current_step: 1 })
    expect(metaOf(inspected)).toMatchObject({
      'dataops-env/reward': 0.03,
      'dataops-env/done': false,
      'dataops-env/metadata': {},
    })
    await call('execute_sql', { query: repair, ...own })
    const finished = await call('finish_task', own)
    expect(metaOf(finished)).toMatchObject({
      'dataops-env/reward': 0.5,
      'dataops-env/done': true,
      'dataops-env/metadata': { solved: true, grader_score: 1 },
    })
    for (const result of [started, inspected, finished]) {
      for (const index of result.content.keys())
        expect(textOf(result, index)).not.toMatch(/"(reward|done|score|solved)"/)
    }
    const again = await call('finish_task', own)
    expect(metaOf(again)).toMatchObject({ 'dataops-env/reward': 0, 'dataops-env/done': true })
    expect(again.structuredContent).toMatchObject({ last_error: expect.stringContaining('over'), current_step: 3 })
    expect(server.registry.size).toBe(1)
  })

  test('clients that play at once never meet', async () => {
    const server = await start()
    const tasks = ['task_easy', 'task_medium', 'task_hard', 'task_null_repair', 'task_dedup']
    const players = await Promise.all(tasks.map(() => connect(server, era)))
    const episodes = players.map(async ({ call }, index) => {
      const own = sessionOf(await call('start_episode', { task_id: tasks[index], seed: index }))
      for (let step = 1; step <= 4; step++) {
        const { structuredContent } = await call('execute_sql', { query: `SELECT '${index}-${step}'`, ...own })
        expect(structuredContent).toMatchObject({
          task_id: tasks[index],
          current_step: step,
          last_query_result: { rows: [[`${index}-${step}`]] },
        })
      }
    })
    await Promise.all(episodes)
    expect(server.registry.size).toBe(5)
  })

  test('what an agent gets wrong it reads in the result', async () => {
    const server = await start()
    const { call } = await connect(server, era)
    const early = await call('inspect_schema')
    expect(early.isError).toBe(true)
    expect(textOf(early)).toMatch(/no episode|start_episode/)
    for (const [args, reason] of [
      [{ task_id: 'task_none' }, /task_none|no task/],
      [{ reward_mode: 'potential' }, /reward_mode/],
      [{ seed: 1.5 }, /seed/],
      [{ nonsense: 1 }, /nonsense/],
      [{ session_id: 'nobody' }, /session/],
    ] as const) {
      const refused = await call('start_episode', args)
      expect(refused).toMatchObject({ isError: true })
      expect(textOf(refused)).toMatch(reason)
    }
    expect(server.registry.size).toBe(era === '2026-07-28' ? 0 : 1)
    const own = sessionOf(await call('start_episode'))
    const unknown = await call('drop_everything', own)
    expect(unknown).toMatchObject({ isError: true, structuredContent: { current_step: 1 } })
    expect(textOf(unknown)).toContain('no such tool')
    expect(metaOf(unknown)).toMatchObject({ 'dataops-env/reward': -0.05 })
    const failed = await call('execute_sql', { query: 'SELEKT', ...own })
    expect(failed).toMatchObject({
      isError: false,
      structuredContent: { current_step: 2, last_error: expect.any(String) },
    })
    const elsewhere = await call('finish_task', { session_id: 'default' })
    expect(elsewhere.isError).toBe(true)
    expect((await call('inspect_schema', own)).structuredContent).toMatchObject({ current_step: 3 })
  })

  test('gives the bytes of the other doors', async () => {
    const server = await start()
    await post(server, '/reset', { task_id: 'task_hard', seed: 5 })
    const step = await post(server, '/step', { action_type: 'inspect_schema' })
    const { call } = await connect(server, era)
    const own = sessionOf(await call('start_episode', { task_id: 'task_hard', seed: 5 }))
    const result = await call('inspect_schema', own)
    expect(JSON.stringify(result.structuredContent)).toBe(JSON.stringify({ ...step.body.observation, ...own }))
    expect(textOf(result)).toBe(JSON.stringify(saidOf(step.body.observation)))
  })

  test('production keeps /mcp', async () => {
    const { call } = await connect(await start({ server: { mode: 'production' } }), era)
    expect((await call('start_episode')).isError).toBe(false)
  })
})

test('a client that may choose speaks the newer era', async () => {
  const { client } = await connect(await start(), 'auto')
  expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
})

describe('hostile requests', () => {
  test.each([
    ['', 400],
    ['{', 400],
    ['{"jsonrpc":"2.0","id":NaN,"method":"initialize"}', 400],
    ['[]', 400],
    [JSON.stringify([hello]), 400],
    ['null', 400],
    ['5', 400],
    ['{}', 400],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 400],
    ['x'.repeat(1024 * 1024 + 1), 413],
  ])('case %# is refused with JSON', async (body, status) => {
    const server = await start()
    const reply = await post(server, '/mcp', body, standardHeaders)
    expect(reply.status).toBe(status)
    expect(reply.body).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: expect.any(Number), message: expect.any(String) },
    })
    expect(server.registry.size).toBe(0)
  })

  test('no request of a session is answered with 5xx', async () => {
    const server = await start()
    const opened = await post(server, '/mcp', hello, standardHeaders)
    const headers = {
      ...standardHeaders,
      'Mcp-Session-Id': opened.headers.get('mcp-session-id') as string,
    }
    const params = [
      undefined,
      {},
      [],
      { name: 5 },
      { name: 'execute_sql', arguments: [] },
      { name: 'x', arguments: { session_id: {} } },
    ]
    for (const method of [
      'tools/call',
      'tools/list',
      'initialize',
      'ping',
      'resources/list',
      'server/discover',
      'x'.repeat(5000),
    ]) {
      for (const each of params) {
        const reply = await post(server, '/mcp', { jsonrpc: '2.0', id: 1, method, params: each }, headers)
        expect([200, 400]).toContain(reply.status)
        expect(JSON.stringify(reply.body)).not.toContain('node_modules')
      }
    }
    const ids = await Promise.all(
      Array.from({ length: 4 }, () => post(server, '/mcp', { jsonrpc: '2.0', id: 9, method: 'ping' }, headers)),
    )
    expect(ids.map(({ body }) => body)).toEqual(ids.map(() => ({ jsonrpc: '2.0', id: 9, result: {} })))
  })

  test('pages of other origins may not ask, by whatever name they reach the server', async () => {
    const server = await start({ server: { origins: ['https://listed.example'] } })
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    const ask = async (origin: string): Promise<number> => (await post(server, '/mcp', list, { Origin: origin })).status
    expect(await ask('https://evil.example')).toBe(403)
    expect(await ask('null')).toBe(403)
    expect(await ask('http://127.0.0.1.evil.example')).toBe(403)
    expect(await ask('https://listed.example')).toBe(200)
    expect(await ask('http://localhost:6274')).toBe(200)
    expect(await ask('http://127.0.0.1:1')).toBe(200)
    await expect(connectClient(server, '2025-11-25', { Origin: 'https://evil.example' })).rejects.toThrow()
  })
})
