/** OpenEnv's dialect of MCP over HTTP, as its clients send it. */
import { describe, expect, test } from 'vitest'
import { observationSchema } from '../../../src/contract/observation.ts'
import { callTool, rpc, metaOf, saidAtStartOf, saidOf } from '../mcp-client.ts'
import { post, send, type TestServer } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { openSocket } from '../websocket-client.ts'

const start = useServers()

async function create(server: TestServer): Promise<string> {
  const { result } = await rpc(server, 'openenv/session/create')
  expect(result).toEqual({ session_id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  return result.session_id
}

const openModes = ['classic', 'terminal', 'solved']
const observationKeys = Object.keys(observationSchema.shape)

describe('tools/list', () => {
  test('names the four tools, each with a session_id, before any reset', async () => {
    const server = await start()
    const { result } = await rpc(server, 'tools/list')
    const byName = Object.fromEntries(result.tools.map((tool: { name: string }) => [tool.name, tool]))
    expect(Object.keys(byName)).toEqual(['start_episode', 'inspect_schema', 'execute_sql', 'finish_task'])
    for (const { description, inputSchema } of result.tools) {
      expect(description).toEqual(expect.any(String))
      expect(inputSchema.type).toBe('object')
      expect(inputSchema.additionalProperties).toBe(false)
      expect(inputSchema.properties).toHaveProperty('session_id')
      expect(inputSchema.required ?? []).not.toContain('session_id')
    }
    expect(byName.execute_sql.inputSchema.required).toEqual(['query'])
    const parameters = byName.start_episode.inputSchema.properties
    for (const key of ['task_id', 'seed', 'split', 'index', 'reward_mode']) expect(parameters).toHaveProperty(key)
    expect(parameters).not.toHaveProperty('episode_id')
    expect(JSON.stringify(parameters.reward_mode)).toContain(JSON.stringify(openModes))
    expect(JSON.stringify(result)).not.toContain('potential')
    expect(server.registry.size).toBe(0)
  })

  test('of an unknown session is an error', async () => {
    const { error } = await rpc(await start(), 'tools/list', { session_id: 'nobody' })
    expect(error).toEqual({ code: -32_602, message: 'Unknown session_id: nobody' })
  })
})

describe('an episode by tool calls', () => {
  test('is rewarded, counted and graded, and no reward is in what a model reads', async () => {
    const server = await start()
    const started = (await callTool(server, 'start_episode', { task_id: 'task_dedup' })).result
    expect(Object.keys(started)).toEqual([
      'content',
      'structuredContent',
      'structured_content',
      'data',
      'isError',
      'is_error',
      '_meta',
    ])
    expect(metaOf(started)).toEqual({
      'dataops-env/reward': 0,
      'dataops-env/done': false,
      'dataops-env/metadata': { prompt: started.data.metadata.prompt },
    })
    expect(JSON.parse(started.content[0].text)).toEqual(saidAtStartOf(started.data))

    const inspected = (await callTool(server, 'inspect_schema')).result
    expect(inspected).toMatchObject({ isError: false, data: { current_step: 1, last_error: null } })
    expect(metaOf(inspected)).toEqual({
      'dataops-env/reward': 0.03,
      'dataops-env/done': false,
      'dataops-env/metadata': {},
    })
    const wrong = (await callTool(server, 'execute_sql', { query: 'SELEKT' })).result
    expect(wrong).toMatchObject({ isError: false, data: { current_step: 2, last_error: expect.any(String) } })
    expect(metaOf(wrong)['dataops-env/reward']).toBe(-0.05)

    const query = 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'
    await callTool(server, 'execute_sql', { query })
    const finished = (await callTool(server, 'finish_task')).result
    expect(metaOf(finished)).toMatchObject({
      'dataops-env/reward': 0.5,
      'dataops-env/done': true,
      'dataops-env/metadata': { grader_score: 1, solved: true, truncated: false },
    })
    for (const result of [started, inspected, wrong, finished]) {
      const { content, data } = result
      expect([result.structuredContent, result.structured_content]).toEqual([data, data])
      expect(result.is_error).toBe(result.isError)
      expect(content).toHaveLength(1)
      const { episode = null, ...said } = JSON.parse(content[0].text)
      expect(said).toEqual(data === started.data ? saidAtStartOf(data) : saidOf(data))
      expect(episode).toBe(data === finished.data ? 'over' : null)
      expect(Object.keys(data)).toEqual([...observationKeys, ...(data === started.data ? ['metadata'] : [])])
      expect(content[0].text).not.toMatch(/"(reward|done|score|grader_score|solved|grade)"/)
    }
    expect(Object.keys(started.data.metadata)).toEqual(['prompt'])
    const again = (await callTool(server, 'finish_task')).result
    expect(metaOf(again)).toMatchObject({ 'dataops-env/reward': 0, 'dataops-env/done': true })
    expect(again.data).toEqual({ ...finished.data, last_error: 'the episode is over; call start_episode' })
    expect(metaOf(again)['dataops-env/metadata']).toEqual(metaOf(finished)['dataops-env/metadata'])
    expect((await send(server, '/state')).body).toMatchObject({ step_count: 4, done: true, solved: true })
  })

  test('without session_id is that of the session default, with one its own', async () => {
    const server = await start()
    await callTool(server, 'start_episode', { task_id: 'task_easy' })
    const [first, second] = [await create(server), await create(server)]
    await callTool(server, 'start_episode', { task_id: 'task_hard' }, first)
    await callTool(server, 'start_episode', { task_id: 'task_medium', session_id: second })
    const tasks = [
      await callTool(server, 'inspect_schema'),
      await callTool(server, 'inspect_schema', { session_id: first }),
      await callTool(server, 'inspect_schema', {}, second),
    ]
    expect(tasks.map(({ result }) => [result.data.task_id, result.data.current_step])).toEqual([
      ['task_easy', 1],
      ['task_hard', 1],
      ['task_medium', 1],
    ])
  })

  test('gives the bytes of the other doors', async () => {
    const server = await start()
    await post(server, '/reset', { task_id: 'task_hard', seed: 5, session_id: 'http' })
    const step = await post(server, '/step', { action_type: 'inspect_schema', session_id: 'http' })
    const id = await create(server)
    await callTool(server, 'start_episode', { task_id: 'task_hard', seed: 5 }, id)
    const { result } = await callTool(server, 'inspect_schema', {}, id)
    expect(JSON.stringify(result.data)).toBe(JSON.stringify(step.body.observation))
    expect(result.content[0].text).toBe(JSON.stringify(saidOf(step.body.observation)))
  })

  test('a call that no model should have made is an invalid action, and says why', async () => {
    const server = await start()
    await callTool(server, 'start_episode')
    const calls: [string, unknown, RegExp][] = [
      ['drop_everything', {}, /no such tool/],
      ['execute_sql', {}, /query/],
      ['execute_sql', { query: 5 }, /query/],
      ['execute_sql', { query: 'SELECT 1', more: 1 }, /more/],
      ['inspect_schema', [], /object/],
    ]
    for (const [index, [name, args, reason]] of calls.entries()) {
      const { result } = await rpc(server, 'tools/call', { name, arguments: args })
      expect(result).toMatchObject({ isError: true, data: { current_step: index + 1 } })
      expect(result.data.last_error).toMatch(/^invalid action: /)
      expect(result.data.last_error).toMatch(reason)
      expect(metaOf(result)['dataops-env/reward']).toBeLessThan(0)
    }
  })

  test('cannot begin with a reward that tells how right the agent is, nor with what the catalog does not know', async () => {
    const server = await start()
    const faults: [object, RegExp][] = [
      [{ reward_mode: 'potential' }, /reward_mode/],
      [{ task_id: 'task_none' }, /task_none|no task/],
      [{ seed: -1 }, /seed/],
      [{ seed: 2 ** 53 }, /seed/],
      [{ nonsense: 1 }, /nonsense/],
      [{ index: 1 }, /split/],
      [{ session_id: 5 }, /session_id/],
    ]
    for (const [args, reason] of faults) {
      const { error } = await callTool(server, 'start_episode', args)
      expect(error).toEqual({ code: -32_602, message: expect.stringMatching(reason) })
    }
    expect(server.registry.size).toBe(0)
  })

  test('has to begin', async () => {
    const server = await start()
    const { error } = await callTool(server, 'inspect_schema')
    expect(error).toEqual({ code: -32_000, message: expect.stringContaining('no episode') })
    const missing = await rpc(server, 'tools/call', { arguments: {} })
    expect(missing.error).toEqual({ code: -32_602, message: "Missing 'name' in params" })
    const misspelt = await rpc(server, 'tools/call', { name: 'finish_task', sessionId: 'x' })
    expect(misspelt.error).toEqual({ code: -32_602, message: "Invalid params - unknown parameter 'sessionId'" })
    const id = await create(server)
    const differ = await rpc(server, 'tools/call', {
      name: 'finish_task',
      arguments: { session_id: 'x' },
      session_id: id,
    })
    expect(differ.error).toMatchObject({ code: -32_602, message: expect.stringContaining('two different') })
  })

  test('needs a named session where the server asks for names', async () => {
    const server = await start({ server: { requireSession: true } })
    const { error } = await callTool(server, 'start_episode')
    expect(error).toMatchObject({ code: -32_602, message: expect.stringContaining('session_id') })
    const { result } = await callTool(server, 'start_episode', {}, await create(server))
    expect(result.data.task_id).toBe('task_easy')
  })
})

describe('sessions', () => {
  test('are made, closed once, and then unknown', async () => {
    const server = await start()
    const id = await create(server)
    expect(server.registry.size).toBe(1)
    expect((await rpc(server, 'openenv/session/close', { session_id: id })).result).toEqual({
      session_id: id,
      closed: true,
    })
    expect(server.registry.size).toBe(0)
    const unknown = { code: -32_602, message: `Unknown session_id: ${id}` }
    expect((await rpc(server, 'openenv/session/close', { session_id: id })).error).toEqual(unknown)
    expect((await callTool(server, 'inspect_schema', {}, id)).error).toEqual(unknown)
    expect((await rpc(server, 'openenv/session/close')).error.code).toBe(-32_602)
  })

  test('at capacity creation says how many there are', async () => {
    const server = await start({ registry: { maxSessions: 1 } })
    const id = await create(server)
    const { error } = await rpc(server, 'openenv/session/create')
    expect(error).toEqual({
      code: -32_000,
      message: expect.stringContaining('in use'),
      data: { active_sessions: 1, max_sessions: 1 },
    })
    await rpc(server, 'openenv/session/close', { session_id: id })
    await create(server)
  })

  test('that nobody uses are reaped', async () => {
    const server = await start({ registry: { maxSessions: 1, idleMs: 50 } })
    const id = await create(server)
    await expect.poll(() => server.registry.size).toBe(0)
    expect((await callTool(server, 'finish_task', {}, id)).error.message).toBe(`Unknown session_id: ${id}`)
  })

  test('and a socket attached to them are one episode, one queue, one place', async () => {
    const server = await start({ registry: { maxSessions: 1 } })
    const id = await create(server)
    const socket = await openSocket(server, `/ws?session_id=${id}`)
    expect(server.registry.size).toBe(1)
    await socket.ask({ type: 'reset', data: { task_id: 'task_hard', seed: 3 } })
    expect((await callTool(server, 'inspect_schema', {}, id)).result.data).toMatchObject({
      task_id: 'task_hard',
      current_step: 1,
    })
    const stepped = await socket.ask({ type: 'step', data: { action_type: 'execute_sql', query: 'SELECT 1' } })
    expect(stepped.data.observation.current_step).toBe(2)
    const calls = Array.from({ length: 6 }, (_, index) =>
      index % 2 === 0
        ? callTool(server, 'execute_sql', { query: `SELECT ${index}` }, id).then(
            ({ result }) => result.data.current_step,
          )
        : socket
            .ask({ type: 'step', data: { action_type: 'execute_sql', query: `SELECT ${index}` } })
            .then(({ data }) => data.observation.current_step),
    )
    expect((await Promise.all(calls)).toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8])

    const closing = await rpc(server, 'openenv/session/close', { session_id: id })
    expect(closing.result).toEqual({ session_id: id, closed: false, closing: true })
    expect((await socket.ask({ type: 'state' })).data.step_count).toBe(8)
    socket.send({ type: 'close' })
    await socket.closed
    await expect.poll(() => server.registry.size).toBe(0)
    expect((await rpc(server, 'openenv/session/close', { session_id: id })).error.code).toBe(-32_602)
  })
})

test('production keeps /mcp', async () => {
  const server = await start({ server: { mode: 'production' } })
  expect((await callTool(server, 'start_episode', { task_id: 'task_easy' })).result.data.task_id).toBe('task_easy')
  expect((await send(server, '/state')).status).toBe(404)
})
