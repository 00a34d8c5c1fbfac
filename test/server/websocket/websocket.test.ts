/** Episodes over `/ws`: envelopes, replies, errors. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post, send, startTestServer, type TestServer } from '../test-server.ts'
import { saidAtStartOf, saidOf } from '../mcp-client.ts'
import { type Frame, openSocket } from '../websocket-client.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => await server.close())

const inspect = { type: 'step', data: { action_type: 'inspect_schema' } }
const finish = { type: 'step', data: { action_type: 'finish_task' } }
const sql = (query: string): object => ({ type: 'step', data: { action_type: 'execute_sql', query } })

describe('an episode', () => {
  test('is the same as over HTTP, but for metadata, which is absent when empty', async () => {
    const client = await openSocket(server)
    const headers = { 'X-Session-Id': 'same' }
    const actions = [inspect.data, { action_type: 'execute_sql', query: 'SELECT 1' }, finish.data]
    const { session_id: _, ...reset } = (await post(server, '/reset', { task_id: 'task_hard', seed: 3 }, headers)).body
    expect(await client.ask({ type: 'reset', data: { task_id: 'task_hard', seed: 3 } })).toEqual({
      type: 'observation',
      data: reset,
    })
    for (const action of actions) {
      const { session_id: __, ...step } = (await post(server, '/step', action, headers)).body
      const { data } = await client.ask({ type: 'step', data: action })
      expect({ metadata: {}, ...data }).toEqual(step)
      expect('metadata' in data).toBe(step.done)
      const { body: state } = await send(server, '/state', { headers })
      expect(await client.ask({ type: 'state' })).toEqual({ type: 'state', data: state })
    }
    client.send({ type: 'close' })
    expect(await client.closed).toBe(1000)
    expect(client.unread()).toEqual([])
  })

  test('state works before reset and after the end, and counts exactly', async () => {
    const client = await openSocket(server)
    expect((await client.ask({ type: 'state' })).data).toMatchObject({ episode_id: null, step_count: 0 })
    await client.ask({ type: 'reset', data: { episode_id: 'mine' } })
    await client.ask(sql('SELEC'))
    expect((await client.ask({ type: 'state' })).data).toMatchObject({ episode_id: 'mine', step_count: 1 })
    await client.ask(finish)
    expect((await client.ask({ type: 'state' })).data).toMatchObject({ step_count: 2, done: true })
    client.socket.close()
  })

  test('a step before reset is an error that says so', async () => {
    const client = await openSocket(server)
    for (const [data, next] of [
      [inspect.data, 'reset'],
      [{}, 'reset'],
      [{ type: 'call_tool', tool_name: 'inspect_schema', arguments: {} }, 'start_episode'],
    ] as const) {
      expect(await client.ask({ type: 'step', data })).toEqual({
        type: 'error',
        data: { message: `there is no episode yet; call ${next} first`, code: 'EXECUTION_ERROR' },
      })
    }
    client.socket.close()
  })

  test('a step after the end repeats the last observation and counts nothing', async () => {
    const client = await openSocket(server)
    await client.ask({ type: 'reset', data: {} })
    const last = await client.ask(finish)
    expect(last.data.done).toBe(true)
    const again = await client.ask(inspect)
    expect(again).toEqual({
      type: 'observation',
      data: {
        observation: { ...last.data.observation, last_error: 'the episode is over; call reset' },
        reward: 0,
        done: true,
        metadata: last.data.metadata,
      },
    })
    expect(await client.ask(inspect)).toEqual(again)
    expect((await client.ask({ type: 'state' })).data.step_count).toBe(1)
    expect((await client.ask({ type: 'reset' })).data.done).toBe(false)
    client.socket.close()
  })

  test.each([
    '{}',
    '{"action_type":"drop_table"}',
    '{"action_type":"execute_sql"}',
    '{"action_type":"execute_sql","query":12345678901234567890}',
    '{"action_type":"execute_sql","query":"SELECT 1","extra":[]}',
    '{"query":null,"table_name":5}',
    '{"type":"other","action_type":"inspect_schema"}',
    '{"__proto__":{"action_type":"finish_task"}}',
  ])('the action %s is answered in-band', async (data) => {
    const client = await openSocket(server)
    await client.ask({ type: 'reset', data: {} })
    const reply = await client.ask(`{"type":"step","data":${data}}`)
    expect(reply).toMatchObject({ type: 'observation', data: { reward: -0.05, done: false } })
    expect(reply.data.observation).toMatchObject({ current_step: 1, last_error: expect.stringContaining('invalid') })
    client.socket.close()
  })

  test('null and empty optional fields of typed clients are fine', async () => {
    const client = await openSocket(server)
    await client.ask({ type: 'reset', data: { seed: null, episode_id: null, split: null, index: null } })
    const data = { metadata: {}, action_type: 'inspect_schema', query: null, table_name: null }
    expect((await client.ask({ type: 'step', data })).data.observation.last_error).toBeNull()
    client.socket.close()
  })
})

describe('order', () => {
  test('pipelined messages are answered one each, in order, whatever they are', async () => {
    const client = await openSocket(server)
    client.send({ type: 'reset', data: { task_id: 'task_hard' } })
    const kinds = Array.from({ length: 60 }, (_, index) => {
      switch (index % 4) {
        case 0:
          client.send(sql(`SELECT ${index}`))
          return 'observation'
        case 1:
          client.send('{')
          return 'INVALID_JSON'
        case 2:
          client.send({ type: 'state' })
          return 'state'
        default:
          client.send({ type: `t${index}` })
          return 'UNKNOWN_TYPE'
      }
    })
    client.send({ type: 'close' })
    client.send({ type: 'state' })
    expect(await client.closed).toBe(1000)
    const replies = client.unread().slice(1)
    expect(replies.map((reply) => (reply.type === 'error' ? reply.data.code : reply.type))).toEqual(kinds)
    const steps = replies.filter(({ type }) => type === 'observation').map(({ data }) => data.observation)
    expect(steps.map(({ last_query_result: result }) => result.rows[0][0])).toEqual(steps.map((_, index) => index * 4))
    const counts = replies.filter(({ type }) => type === 'state').map(({ data }) => data.step_count)
    expect(counts).toEqual(counts.map((_, index) => index + 1))
  })

  test('thousands of messages that nobody waits for are all answered', async () => {
    const client = await openSocket(server)
    const count = 5000
    for (let index = 0; index < count; index++) client.send({ type: `t${index}` })
    for (let index = 0; index < count; index++) {
      expect((await client.next()).data.message).toContain(`'t${index}'`)
    }
    client.socket.close()
  })
})

describe('what is wrong with a message', () => {
  test.each([
    ['{', 'INVALID_JSON'],
    ['', 'INVALID_JSON'],
    ['{"type":"reset","data":{"seed":NaN}}', 'INVALID_JSON'],
    ['{"type":"reset","data":{"seed":Infinity}}', 'INVALID_JSON'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'INVALID_JSON'],
    ['[]', 'VALIDATION_ERROR'],
    ['5', 'VALIDATION_ERROR'],
    ['null', 'VALIDATION_ERROR'],
    [Buffer.from('{"type":"state"}'), 'VALIDATION_ERROR'],
    [Buffer.alloc(0), 'VALIDATION_ERROR'],
    ['{}', 'VALIDATION_ERROR'],
    ['{"type":7}', 'VALIDATION_ERROR'],
    ['{"type":"dance"}', 'UNKNOWN_TYPE'],
    ['{"type":"constructor"}', 'UNKNOWN_TYPE'],
    ['{"type":"state","data":{}}', 'VALIDATION_ERROR'],
    ['{"type":"close","extra":1}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{},"extra":1}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":null}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"seed":-1}}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"seed":"1"}}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"seed":9007199254740993}}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"seed":1e400}}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"tas_id":"task_easy"}}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"task_id":"task_none"}}', 'VALIDATION_ERROR'],
    ['{"type":"reset","data":{"split":"classic","index":5}}', 'VALIDATION_ERROR'],
    ['{"type":"step"}', 'VALIDATION_ERROR'],
    ['{"type":"step","data":[]}', 'VALIDATION_ERROR'],
    ['{"type":"step","data":"{}"}', 'VALIDATION_ERROR'],
    ['{"type":"step","data":{},"timeout_s":1}', 'VALIDATION_ERROR'],
  ])('%s', async (message, code) => {
    const client = await openSocket(server)
    const reply = await client.ask(message)
    expect(reply).toMatchObject({ type: 'error', data: { code, message: expect.stringMatching(/.{10}/) } })
    expect('errors' in reply.data).toBe(code === 'VALIDATION_ERROR')
    expect((await client.ask({ type: 'state' })).type).toBe('state')
    client.socket.close()
  })

  test('the message holds every reason', async () => {
    const client = await openSocket(server)
    const { data } = await client.ask({ type: 'reset', data: { seed: -1, speed: 2 } })
    expect(data.message).toContain('data.seed')
    expect(data.message).toContain('data.speed: Unknown parameter')
    expect(data.errors).toHaveLength(2)
    client.socket.close()
  })

  test('arbitrary frames never close the socket and get one reply each', async () => {
    const client = await openSocket(server)
    const word = fc.constantFrom(
      'type',
      'data',
      'reset',
      'step',
      'state',
      'action_type',
      'execute_sql',
      'query',
      'seed',
    )
    const json = fc.json({ depthSize: 'medium' })
    const envelope = fc
      .record({
        type: fc.oneof(word, fc.jsonValue()),
        data: fc.oneof(fc.dictionary(word, fc.jsonValue()), fc.jsonValue()),
      })
      .map((value) => JSON.stringify(value))
    const text = fc.string({ unit: 'grapheme', maxLength: 200 })
    const bytes = fc.uint8Array({ maxLength: 200 }).map((value) => Buffer.from(value))
    const frames = fc.array(fc.oneof(json, envelope, text, bytes), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(frames, async (messages) => {
        const sent = messages.filter((message) => String(message) !== '{"type":"close"}')
        for (const message of sent) client.send(message)
        client.send({ type: 'last' })
        for (const _ of sent) expect(['observation', 'state', 'error']).toContain((await client.next()).type)
        expect((await client.next()).data.message).toContain("'last'")
      }),
      { numRuns: 300 },
    )
    expect(client.socket.readyState).toBe(client.socket.OPEN)
    client.socket.close()
  })
})

describe('tools as step data', () => {
  test('list_tools works before reset and counts nothing', async () => {
    const client = await openSocket(server)
    const { type, data } = await client.ask({ type: 'step', data: { type: 'list_tools', metadata: {} } })
    expect(type).toBe('observation')
    expect(data).toMatchObject({ reward: 0, done: false })
    expect(data.observation.tools.map(({ name }: { name: string }) => name)).toEqual([
      'start_episode',
      'inspect_schema',
      'execute_sql',
      'finish_task',
    ])
    for (const tool of data.observation.tools) {
      expect(tool).toEqual({
        name: expect.any(String),
        description: expect.stringMatching(/.{10}/),
        input_schema: expect.objectContaining({ type: 'object' }),
      })
    }
    client.socket.close()
  })

  test('an episode by calls equals one by actions', async () => {
    const client = await openSocket(server)
    const plain = await openSocket(server)
    const call = async (name: string, args?: unknown) =>
      await client.ask({ type: 'step', data: { type: 'call_tool', tool_name: name, arguments: args } })
    const reset = await plain.ask({ type: 'reset', data: { task_id: 'task_medium', seed: 2 } })
    const started = await call('start_episode', { task_id: 'task_medium', seed: 2 })
    const resultOf = (observation: Frame, said: object, error: object | null = null): object => ({
      ...{ content: [{ type: 'text', text: JSON.stringify(said) }], data: observation },
      ...{ structured_content: observation, structuredContent: observation },
      ...{ is_error: error !== null, isError: error !== null },
    })
    const { observation } = reset.data
    expect(started.data).toEqual({
      ...reset.data,
      reward: 0,
      observation: {
        tool_name: 'start_episode',
        result: resultOf(observation, saidAtStartOf(observation)),
        error: null,
      },
    })
    const actions = [
      { action_type: 'inspect_schema' },
      { action_type: 'execute_sql', query: 'SELECT 1' },
      { action_type: 'execute_sql', query: 'SELEC' },
      { action_type: 'finish_task' },
      { action_type: 'inspect_schema' },
    ]
    for (const [index, { action_type: name, ...args }] of actions.entries()) {
      const step = await plain.ask({ type: 'step', data: { action_type: name, ...args } })
      const { data } = await call(name, Object.keys(args).length === 0 ? null : args)
      const expected = {
        ...step.data.observation,
        ...(index === 4 && { last_error: 'the episode is over; call start_episode' }),
      }
      const said = { ...saidOf(expected), ...(index >= 3 && { episode: 'over' }) }
      expect(data.observation).toEqual({ tool_name: name, result: resultOf(expected, said), error: null })
      expect({ ...data, observation: null }).toEqual({ ...step.data, observation: null })
    }
    client.socket.close()
    plain.socket.close()
  })

  test.each([
    [{ tool_name: 'drop_table' }, 'tool_not_found'],
    [{ tool_name: 'constructor' }, 'tool_not_found'],
    [{}, 'tool_not_found'],
    [{ tool_name: 'execute_sql', arguments: {} }, 'invalid_args'],
    [{ tool_name: 'execute_sql', arguments: { query: 5 } }, 'invalid_args'],
    [{ tool_name: 'finish_task', arguments: { action_type: 'inspect_schema' } }, 'invalid_args'],
    [{ tool_name: 'finish_task', arguments: [] }, 'invalid_args'],
    [{ tool_name: 'finish_task', query: 'SELECT 1' }, 'invalid_args'],
  ])('a faulty call %j counts as an invalid action', async (call, errorType) => {
    const client = await openSocket(server)
    await client.ask({ type: 'reset', data: {} })
    const { type, data } = await client.ask({ type: 'step', data: { type: 'call_tool', ...call } })
    expect(type).toBe('observation')
    expect(data).toMatchObject({ reward: -0.05, done: false })
    expect(data.observation).toMatchObject({
      result: { is_error: true, data: { current_step: 1 } },
      error: { error_type: errorType, message: expect.stringMatching(/.{10}/) },
    })
    const { result, error } = data.observation
    expect(result.data.last_error).toBe(`invalid action: ${error.message}`)
    expect(JSON.parse(result.content[0].text).last_error).toBe(result.data.last_error)
    client.socket.close()
  })

  test('an episode that cannot start is told in-band, and the one before goes on', async () => {
    const client = await openSocket(server)
    const start = { type: 'call_tool', tool_name: 'start_episode' }
    await client.ask({ type: 'step', data: start })
    for (const args of [{ task_id: 'task_none' }, { tas: 1 }, { split: 'classic', index: 9 }]) {
      const data = { ...start, arguments: args }
      expect((await client.ask({ type: 'step', data })).data).toMatchObject({
        observation: { tool_name: 'start_episode', result: null, error: { error_type: 'invalid_args' } },
        reward: 0,
        done: false,
      })
    }
    expect((await client.ask({ type: 'state' })).data).toMatchObject({ task_id: 'task_easy', step_count: 0 })
    client.socket.close()
  })
})
