/** Whoever resets a session chooses its task: an agent that plays in it starts no other one, by any door. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { FileJournal } from '../../src/sessions/file-journal.ts'
import { callTool, connectClient, type Era, eras, metaOf, rpc, standardHeaders, textOf } from './mcp-client.ts'
import { post, type Reply, send, type TestServer } from './test-server.ts'
import { useServers } from './use-servers.ts'
import { type Frame, openSocket } from './websocket-client.ts'

const start = useServers()
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close().catch(() => undefined)
})

/** What an agent tries to swap its task for: one memorised DELETE solves it. */
const easy = { task_id: 'task_dedup', reward_mode: 'terminal' }
const repair = 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'
const playOnly = ['inspect_schema', 'execute_sql', 'finish_task']
const withStart = ['start_episode', ...playOnly]
const refusal = /^invalid action: start_episode is not offered here/

/** One way for an agent to reach a session that its host has named. */
interface AgentDoor {
  /** The names of the tools. */
  readonly list: () => Promise<string[]>
  /** The observation after a call, and what travels beside it. */
  readonly call: (name: string, args?: object) => Promise<{ observation: Frame; reward: number; metadata: Frame }>
}

const namesOf = (tools: readonly { readonly name: string }[]): string[] => tools.map(({ name }) => name)

const fromRpc = ({ result, error }: Reply['body']): { observation: Frame; reward: number; metadata: Frame } => {
  if (error !== undefined) throw new Error(error.message)
  if (result.structuredContent === undefined) throw new Error(result.content[0].text)
  const meta = metaOf(result)
  return {
    observation: result.structuredContent,
    reward: meta['dataops-env/reward'] as number,
    metadata: meta['dataops-env/metadata'],
  }
}

/** A client of standard MCP, at an address or with headers that name the session. */
async function connectBound(server: TestServer, era: Era, path: string, headers: object): Promise<AgentDoor> {
  const { client, call, close } = await connectClient(server, era, headers, path)
  closers.push(close)
  return {
    list: async () => namesOf((await client.listTools()).tools),
    call: async (name, args = {}) => fromRpc({ result: await call(name, args as Record<string, unknown>) }),
  }
}

const agentDoors: Record<string, (server: TestServer, id: string) => Promise<AgentDoor>> = {
  'call_tool on /ws': async (server, id) => {
    const client = await openSocket(server, `/ws?session_id=${id}`)
    const step = async (data: object): Promise<Frame> => (await client.ask({ type: 'step', data })).data
    return {
      list: async () => namesOf((await step({ type: 'list_tools' })).observation.tools),
      call: async (name, args = {}) => {
        const { observation, ...beside } = await step({ type: 'call_tool', tool_name: name, arguments: args })
        return { observation: observation.result.data, reward: beside.reward, metadata: beside.metadata ?? {} }
      },
    }
  },
  'mcp messages on /ws': async (server, id) => {
    const client = await openSocket(server, `/ws?session_id=${id}`)
    const ask = async (method: string, params: object): Promise<Reply['body']> =>
      (await client.ask({ type: 'mcp', data: { jsonrpc: '2.0', id: 1, method, params } })).data
    return {
      list: async () => namesOf((await ask('tools/list', {})).result.tools),
      call: async (name, args = {}) => fromRpc(await ask('tools/call', { name, arguments: args })),
    }
  },
  'POST /mcp with session_id': async (server, id) => ({
    list: async () => namesOf((await rpc(server, 'tools/list', { session_id: id })).result.tools),
    call: async (name, args = {}) => fromRpc(await callTool(server, name, args, id)),
  }),
  ...Object.fromEntries(
    (['header', 'query'] as const).flatMap((place) => [
      [
        `POST /mcp, named by its ${place}`,
        async (server: TestServer, id: string): Promise<AgentDoor> => {
          const path = place === 'query' ? `/mcp?session_id=${id}` : '/mcp'
          const headers: Record<string, string> = place === 'header' ? { 'X-Session-Id': id } : {}
          const ask = async (method: string, params: object): Promise<Reply['body']> =>
            (await post(server, path, { jsonrpc: '2.0', id: 1, method, params }, headers)).body
          return {
            list: async () => namesOf((await ask('tools/list', {})).result.tools),
            call: async (name, args = {}) => fromRpc(await ask('tools/call', { name, arguments: args })),
          }
        },
      ],
      ...eras.map((era) => [
        `standard MCP of ${era}, named by its ${place}`,
        async (server: TestServer, id: string) =>
          place === 'query'
            ? await connectBound(server, era, `/mcp?session_id=${id}`, {})
            : await connectBound(server, era, '/mcp', { 'X-Session-Id': id }),
      ]),
    ]),
  ),
}

const hostResets: Record<string, (server: TestServer, id: string, params: object) => Promise<void>> = {
  'POST /reset': async (server, id, params) => {
    expect((await post(server, '/reset', params, { 'X-Session-Id': id })).status).toBe(200)
  },
  'reset on /ws': async (server, id, params) => {
    const client = await openSocket(server, `/ws?session_id=${id}`)
    expect((await client.ask({ type: 'reset', data: params })).type).toBe('observation')
    client.socket.close()
    await client.closed
  },
  'reset in a batch': async (server, id, params) => {
    const client = await openSocket(server)
    const { data } = await client.ask({ type: 'batch', data: [{ session: id, reset: params }] })
    expect(data[0]).toHaveProperty('observation')
    client.socket.close()
    await client.closed
  },
}

/** A session that exists and is nobody's. */
async function prepare(server: TestServer): Promise<string> {
  return (await rpc(server, 'openenv/session/create')).result.session_id
}

describe.each(Object.entries(agentDoors))('%s', (_, open) => {
  test('before a reset the agent may start an episode; from the reset on it may not, also after the end', async () => {
    const server = await start()
    const id = await prepare(server)
    const agent = await open(server, id)
    expect(await agent.list()).toEqual(withStart)
    expect(await agent.call('start_episode', easy)).toMatchObject({ observation: { current_step: 0 }, reward: 0 })
    expect(await agent.list()).toEqual(withStart)

    await hostResets['POST /reset']?.(server, id, { split: 'test', index: 0 })
    const own = await open(server, id)
    expect(await own.list()).toEqual(playOnly)
    // As a harness plays that has listed the tools before.
    const refused = await own.call('start_episode', easy)
    expect(refused.observation).toMatchObject({ current_step: 1, last_error: expect.stringMatching(refusal) })
    await own.call('execute_sql', { query: repair })
    const { metadata } = await own.call('finish_task')
    expect(metadata).toMatchObject({ solved: false, grader_score: 0, task: { split: 'test' } })
    const after = await own.call('start_episode', easy)
    expect(after).toMatchObject({ observation: { last_error: 'the episode is over' }, reward: 0, metadata })
    expect(await own.list()).toEqual(playOnly)
    expect((await send(server, `/state?session_id=${id}`)).body).toMatchObject({
      ...{ done: true, step_count: 3, solved: false, truncated: false, score: 0, grader_score: 0 },
      task: metadata.task,
    })
  })

  test('a server that starts none for agents offers it nowhere', async () => {
    const server = await start({ server: { startEpisode: false } })
    const id = await prepare(server)
    const agent = await open(server, id)
    expect(await agent.list()).toEqual(playOnly)
    await expect(agent.call('start_episode', easy)).rejects.toThrow()
    expect((await send(server, `/state?session_id=${id}`)).body.episode_id).toBeNull()
    await hostResets['POST /reset']?.(server, id, {})
    expect((await agent.call('start_episode', easy)).observation.last_error).toMatch(refusal)
  })
})

describe.each(Object.entries(hostResets))('%s', (_, reset) => {
  test("makes the session its host's, whoever began before, until it is closed", async () => {
    const server = await start()
    for (const id of ['c-fresh', 'c-begun']) {
      if (id === 'c-begun') {
        const agent = await openSocket(server, `/ws?session_id=${id}`)
        await agent.ask({ type: 'step', data: { type: 'call_tool', tool_name: 'start_episode' } })
        agent.socket.close()
        await agent.closed
      }
      await reset(server, id, { task_id: 'task_hard' })
      const { data } = (await callTool(server, 'start_episode', easy, id)).result
      expect(data).toMatchObject({ task_id: 'task_hard', last_error: expect.stringMatching(refusal) })
      await rpc(server, 'openenv/session/close', { session_id: id })
      const again = await openSocket(server, `/ws?session_id=${id}`)
      const started = await again.ask({
        type: 'step',
        data: { type: 'call_tool', tool_name: 'start_episode', arguments: easy },
      })
      expect(started.data.observation.result.data.task_id).toBe('task_dedup')
    }
  })
})

describe('from its arrival', () => {
  test('a reset counts, before it is carried out', async () => {
    const server = await start({ workers: 1, registry: { sharedBytes: 0 } })
    const client = await openSocket(server)
    client.send({ type: 'reset', data: { task_id: 'task_hard' } })
    client.send({ type: 'step', data: { type: 'list_tools' } })
    client.send({ type: 'step', data: { type: 'call_tool', tool_name: 'start_episode', arguments: easy } })
    await client.next()
    expect(namesOf((await client.next()).data.observation.tools)).toEqual(playOnly)
    expect((await client.next()).data.observation.result.data).toMatchObject({ task_id: 'task_hard', current_step: 1 })
  })

  test('one that fails leaves the session as it was', async () => {
    const server = await start()
    const client = await openSocket(server)
    client.send({ type: 'reset', data: { task_id: 'task_none' } })
    await client.next()
    const call = { type: 'step', data: { type: 'call_tool', tool_name: 'start_episode', arguments: easy } }
    expect((await client.ask(call)).data.observation.error).toBeNull()
    expect((await client.ask({ type: 'reset', data: { seed: -1 } })).type).toBe('error')
    expect((await client.ask(call)).data.observation.error).toBeNull()
  })
})

test('the session default is free again when it is closed or idle', async () => {
  let now = 0
  const server = await start({ registry: { now: () => now, idleMs: 1000 } })
  const isOffered = async (): Promise<boolean> =>
    (await callTool(server, 'start_episode', easy)).result.data.task_id === 'task_dedup'
  await post(server, '/reset', {})
  expect(await isOffered()).toBe(false)
  expect((await rpc(server, 'openenv/session/close', { session_id: 'default' })).result.closed).toBe(true)
  expect(await isOffered()).toBe(true)
  await post(server, '/reset', {})
  expect(await isOffered()).toBe(false)
  now = 2000
  server.registry.reapIdle()
  expect(await isOffered()).toBe(true)
})

test('a server that begins anew knows whose the episodes are, and how they ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'))
  const run = async (): Promise<TestServer> =>
    await start({ registry: { journal: await FileJournal.open({ folder, settings: 'same' }) } })
  try {
    const first = await run()
    const agents = await prepare(first)
    await callTool(first, 'start_episode', easy, agents)
    await callTool(first, 'execute_sql', { query: repair }, agents)
    const outcome = metaOf((await callTool(first, 'finish_task', {}, agents)).result)['dataops-env/metadata']
    await post(first, '/reset', { split: 'train', index: 3, session_id: 'host' })
    await post(first, '/reset', { task_id: 'task_easy', session_id: 'over' })
    await post(first, '/step', { action_type: 'finish_task', session_id: 'over' })
    const states = await Promise.all(
      [agents, 'host', 'over'].map(async (id) => (await send(first, `/state?session_id=${id}`)).body),
    )
    await first.close()

    const second = await run()
    for (const [index, id] of [agents, 'host', 'over'].entries()) {
      expect((await send(second, `/state?session_id=${id}`)).body).toEqual(states[index])
    }
    expect(states.map(({ done, solved }) => [done, solved])).toEqual([
      [true, true],
      [false, undefined],
      [true, false],
    ])
    const again = (await callTool(second, 'finish_task', {}, agents)).result
    expect(metaOf(again)).toMatchObject({ 'dataops-env/metadata': outcome })
    for (const id of ['host', 'over']) {
      expect(namesOf((await rpc(second, 'tools/list', { session_id: id })).result.tools)).toEqual(playOnly)
    }
    expect((await callTool(second, 'start_episode', easy, agents)).result.data.task_id).toBe('task_dedup')
    await second.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})

describe('/mcp that a host has bound to a session', () => {
  test.each(eras)('%s: a connection for every call goes on in it, and ends nothing', async (era) => {
    const server = await start()
    await post(server, '/reset', { task_id: 'task_dedup', session_id: 'prepared' })
    const call = async (name: string, args: Record<string, unknown> = {}): Promise<Frame> => {
      const { call: ask, transport, close } = await connectClient(server, era, {}, '/mcp?session_id=prepared')
      const result = await ask(name, args)
      if (transport.sessionId !== undefined) await transport.terminateSession()
      await close()
      return result
    }
    expect((await call('inspect_schema')).structuredContent).toMatchObject({ current_step: 1 })
    await call('execute_sql', { query: repair })
    expect(metaOf(await call('finish_task'))).toMatchObject({ 'dataops-env/metadata': { solved: true } })
    expect((await send(server, '/state?session_id=prepared')).body).toMatchObject({
      ...{ step_count: 3, done: true, solved: true, grader_score: 1, reward_mode: 'classic' },
      task: { id: 'task_dedup', split: 'classic', seed: null, version: 1 },
    })
    expect(server.registry.size).toBe(1)
  })

  test.each(eras)('%s: says that there is no such session', async (era) => {
    const server = await start()
    const played = connectBound(server, era, '/mcp?session_id=nobody', {}).then(
      async ({ call }) => await call('inspect_schema'),
    )
    await expect(played).rejects.toThrow(/Unknown session_id: nobody/)
    expect(server.registry.size).toBe(0)
  })

  test('header, query and argument name the session alike, or it is an error', async () => {
    const server = await start()
    for (const id of ['A', 'default']) await post(server, '/reset', { task_id: 'task_hard', session_id: id })
    const ask = async (
      path: string,
      headers: Record<string, string>,
      args: object,
      session?: string,
    ): Promise<Reply['body']> =>
      (
        await post(
          server,
          path,
          {
            ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
            params: { name: 'inspect_schema', arguments: args, ...(session && { session_id: session }) },
          },
          headers,
        )
      ).body
    const ways: Parameters<typeof ask>[] = [
      ['/mcp', { 'X-Session-Id': 'A' }, {}],
      ['/mcp?session_id=A', {}, {}],
      ['/mcp', {}, { session_id: 'A' }],
      ['/mcp', {}, {}, 'A'],
      ['/mcp?session_id=A', { 'X-Session-Id': 'A' }, { session_id: 'A' }, 'A'],
    ]
    for (const [index, way] of ways.entries()) {
      expect((await ask(...way)).result.data.current_step, JSON.stringify(way)).toBe(index + 1)
    }
    const two: Parameters<typeof ask>[] = [
      ['/mcp?session_id=A', { 'X-Session-Id': 'default' }, {}],
      ['/mcp?session_id=A', {}, { session_id: 'default' }],
      ['/mcp', { 'X-Session-Id': 'A' }, {}, 'default'],
      ['/mcp', {}, { session_id: 'A' }, 'default'],
    ]
    for (const way of two) {
      expect((await ask(...way)).error, JSON.stringify(way)).toEqual({
        code: -32_602,
        message: expect.stringMatching(/two different sessions/),
      })
    }
    expect((await ask('/mcp', {}, {})).result.data.current_step).toBe(1)
    expect((await send(server, '/state?session_id=A')).body.step_count).toBe(5)
    // The older era names one in Mcp-Session-Id as well.
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    const mixed = await post(server, '/mcp?session_id=A', body, { ...standardHeaders, 'Mcp-Session-Id': 'default' })
    expect([mixed.status, mixed.body.error.message]).toEqual([400, expect.stringContaining('two different sessions')])
    for (const era of eras) {
      const { call, close } = await connectClient(server, era, { 'X-Session-Id': 'A' })
      const refused = await call('inspect_schema', { session_id: 'default' })
      expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringContaining('one session')])
      await close()
    }
  })

  test('serves a server that asks for names by each of them', async () => {
    const server = await start({ server: { requireSession: true } })
    await post(server, '/reset', { session_id: 'A' })
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'inspect_schema' } }
    expect((await post(server, '/mcp', body)).body.error.message).toContain('needs to know the session')
    expect((await post(server, '/mcp', body, { 'X-Session-Id': 'A' })).body.result.isError).toBe(false)
    expect((await post(server, '/mcp?session_id=A', body)).body.result.isError).toBe(false)
  })
})

describe('a visitor', () => {
  const ask = async (client: Awaited<ReturnType<typeof openSocket>>, path: string, message: object): Promise<Frame> => {
    const answer = await client.ask(path.startsWith('/ws') ? { type: 'mcp', data: message } : message)
    return path.startsWith('/ws') ? answer.data : answer
  }
  const request = (method: string, params: object): object => ({ jsonrpc: '2.0', id: 1, method, params })

  test.each(['/mcp', '/ws'])('on %s that names a session is in no other, and ends none', async (path) => {
    const server = await start()
    for (const id of ['run-1', 'run-2']) await post(server, '/reset', { task_id: 'task_hard', session_id: id })
    for (const options of [{ path: `${path}?session_id=run-1` }, { path, headers: { 'X-Session-Id': 'run-1' } }]) {
      const client = await openSocket(server, options.path, { headers: options.headers ?? {} })
      const list = await ask(client, path, request('tools/list', {}))
      expect(namesOf(list.result.tools)).toEqual(playOnly)
      for (const [method, params] of [
        ['tools/call', { name: 'finish_task', arguments: { session_id: 'run-2' } }],
        ['tools/call', { name: 'finish_task', session_id: 'run-2' }],
        ['tools/call', { name: 'start_episode', arguments: { session_id: 'default' } }],
        ['openenv/session/close', { session_id: 'run-2' }],
      ] as const) {
        const { error } = await ask(client, path, request(method, params))
        expect(error.message, JSON.stringify(params)).toMatch(/two different sessions/)
      }
      client.socket.close()
      await client.closed
    }
    expect((await send(server, '/state?session_id=run-2')).body).toMatchObject({ step_count: 0, done: false })
  })

  test('whose handshake names two sessions is in neither', async () => {
    const server = await start()
    for (const id of ['run-1', 'run-2']) await post(server, '/reset', { session_id: id })
    const headers = { 'X-Session-Id': 'run-2' }
    const socket = await openSocket(server, '/ws?session_id=run-1', { headers })
    expect(await socket.next()).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
    const mcp = await openSocket(server, '/mcp?session_id=run-1', { headers })
    expect((await mcp.next()).error.message).toContain('two different sessions')
    const twice = await openSocket(server, '/ws?session_id=run-1', { headers: { 'X-Session-Id': ['run-1', 'run-1'] } })
    expect((await twice.ask({ type: 'state' })).data.step_count).toBe(0)
    expect(server.registry.size).toBe(2)
  })

  test('over HTTP closes nothing, so that what it did stays to be read', async () => {
    const server = await start()
    await post(server, '/reset', { session_id: 'run-1' })
    await post(server, '/step', { action_type: 'finish_task', session_id: 'run-1' })
    const close = request('openenv/session/close', { session_id: 'run-1' })
    expect((await post(server, '/mcp?session_id=run-1', close)).body.result).toEqual({
      session_id: 'run-1',
      closed: false,
    })
    expect((await send(server, '/state?session_id=run-1')).body).toMatchObject({ done: true, solved: false })
    expect((await post(server, '/mcp', close)).body.result.closed).toBe(true)
  })

  test('that misspells its address is told so, and plays nowhere', async () => {
    const server = await start()
    await post(server, '/reset', {})
    const call = request('tools/call', { name: 'finish_task', arguments: {} })
    for (const name of ['Session_id', 'sessionid', 'session-id', 'SESSION_ID']) {
      expect((await post(server, `/mcp?${name}=run-1`, call)).body.error.message).toContain('did you mean session_id?')
      const { status, body } = await post(server, `/step?${name}=run-1`, { action_type: 'finish_task' })
      expect([status, body.error.message]).toEqual([422, expect.stringContaining('did you mean session_id?')])
      const client = await openSocket(server, `/ws?${name}=run-1`)
      expect((await client.next()).data).toMatchObject({ code: 'SESSION_ERROR' })
    }
    expect((await send(server, '/state')).body.step_count).toBe(0)
  })

  test('of the newer era whose session a host took over does not take its outcome away', async () => {
    const server = await start({ registry: { maxSessions: 2 } })
    const { call, close } = await connectClient(server, '2026-07-28')
    closers.push(close)
    const { session_id: id } = (await call('start_episode', easy)).structuredContent as Frame
    await post(server, '/reset', { task_id: 'task_hard', session_id: id })
    await call('finish_task', { session_id: id })
    for (let count = 0; count < 3; count++) {
      const { session_id: own } = (await call('start_episode', easy)).structuredContent as Frame
      await call('finish_task', { session_id: own })
    }
    expect((await send(server, `/state?session_id=${id}`)).body).toMatchObject({
      task: { id: 'task_hard' },
      done: true,
    })
  })
})

describe('what models leave empty or write as text', () => {
  test('is absent, or a number, on every tool door', async () => {
    const server = await start()
    const socket = await openSocket(server)
    const overSocket = async (name: string, args: unknown): Promise<Frame> =>
      (await socket.ask({ type: 'step', data: { type: 'call_tool', tool_name: name, arguments: args } })).data
        .observation.result.data
    const overMcp = async (name: string, args: unknown): Promise<Frame> =>
      (await rpc(server, 'tools/call', { name, arguments: args })).result.data
    const { call, close } = await connectClient(server, '2025-11-25')
    closers.push(close)
    const overStandard = async (name: string, args: unknown): Promise<Frame> =>
      (await call(name, args as Record<string, unknown>)).structuredContent as Frame
    for (const ask of [overSocket, overMcp, overStandard]) {
      const empty = { task_id: '', seed: '', split: null, index: null, reward_mode: '' }
      expect((await ask('start_episode', empty)).task_id).toBe('task_easy')
      const seeded = await ask('start_episode', { task_id: 'task_hard', seed: '7' })
      const same = await ask('start_episode', { task_id: 'task_hard', seed: 7 })
      expect(seeded).toEqual(same)
      expect((await ask('inspect_schema', { table_name: '' })).last_query_result.tables).toHaveLength(2)
      if (ask !== overStandard) {
        expect((await ask('inspect_schema', null)).last_error).toBeNull()
        expect((await ask('execute_sql', '{"query":"SELECT 1"}')).last_query_result.rows).toEqual([[1]])
      }
      // Nothing that is required is absent, and what is no whole number is none.
      expect((await ask('execute_sql', { query: '' })).last_error).toContain('empty')
    }
    expect(
      (await overMcp('inspect_schema', { session_id: '', table_name: 'invoices' })).last_query_result.tables,
    ).toHaveLength(1)
    for (const seed of ['1.5', '07', '1e3', 'seven', '9007199254740993', '-1']) {
      const { error } = await callTool(server, 'start_episode', { seed })
      expect(error.message, seed).toContain('seed')
    }
  })

  test.each(eras)('of %s too: arguments that are none are an invalid action', async (era) => {
    const server = await start()
    await post(server, '/reset', { session_id: 'bound' })
    const { client, close } = await connectClient(server, era, {}, '/mcp?session_id=bound')
    closers.push(close)
    for (const [index, given] of [[], 5, 'no object'].entries()) {
      const params = { name: 'execute_sql', arguments: given as never }
      const result = await client.callTool(params)
      expect(result).toMatchObject({ isError: true, structuredContent: { current_step: index + 1 } })
    }
    const text = await client.callTool({ name: 'execute_sql', arguments: '{"query":"SELECT 7"}' as never })
    expect(text.structuredContent).toMatchObject({ last_query_result: { rows: [[7]] } })
  })

  test('is told the right name', async () => {
    const server = await start()
    await callTool(server, 'start_episode')
    const reasons: [string, object, string][] = [
      ['execute_sql', { sql: 'SELECT 1' }, 'execute_sql takes query'],
      ['execute_sql', { Query: 'SELECT 1' }, 'did you mean query?'],
      ['finish_task', { answer: 1 }, 'finish_task takes no arguments'],
      ['execute_sq', { query: 'SELECT 1' }, 'no such tool: execute_sq; did you mean execute_sql?'],
    ]
    for (const [name, args, reason] of reasons) {
      expect((await callTool(server, name, args)).result.data.last_error).toContain(reason)
    }
  })

  test('offers no reward that tells how right it is, on /ws either', async () => {
    const client = await openSocket(await start())
    const data = { type: 'call_tool', tool_name: 'start_episode', arguments: { reward_mode: 'potential' } }
    expect((await client.ask({ type: 'step', data })).data.observation.error).toMatchObject({
      error_type: 'invalid_args',
    })
    expect(JSON.stringify((await client.ask({ type: 'step', data: { type: 'list_tools' } })).data)).not.toContain(
      'potential',
    )
  })
})

test('in the newer era every result names the session where some clients show nothing else', async () => {
  const server = await start()
  const { call, close } = await connectClient(server, '2026-07-28')
  closers.push(close)
  const started = await call('start_episode', easy)
  const { session_id: id } = started.structuredContent as Frame
  expect(id).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/))
  expect(((await call('inspect_schema', { session_id: id })).structuredContent as Frame).session_id).toBe(id)
})

test('a step says only what is new, and says no error where there is none', async () => {
  const server = await start()
  const started = (await callTool(server, 'start_episode', { task_id: 'task_hard' })).result
  const { result } = await callTool(server, 'execute_sql', { query: 'SELECT 1' })
  expect(result.content[0].text).not.toContain('error')
  expect(result.content[0].text.length).toBeLessThan(200)
  expect(JSON.stringify(result.data).length).toBeGreaterThan(1000)
  expect(JSON.parse(started.content[0].text).goal).toBe(started.data.goal)
})
