import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '../../src/agent/back-off.ts'
import { HttpDoor } from '../../src/agent/http-door.ts'
import { type LlmResult, playEpisode } from '../../src/agent/llm-agent.ts'
import { ChatHistory } from '../../src/agent/model/chat-history.ts'
import { ModelClient, type ModelOptions } from '../../src/agent/model/model-client.ts'
import { startTestServer, type TestServer } from '../server/test-server.ts'
import { foreignServers, type Strict } from './foreign-servers.ts'
import * as model from './scripted-model.ts'

/** Time that passes by waiting alone. */
class FakeClock implements Clock {
  readonly waits: number[] = []
  #now = Date.parse('2026-01-02T03:04:05Z')

  now(): number {
    return this.#now
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms)
    this.#now += ms
  }
}

let environment: TestServer
beforeAll(async () => {
  environment = await startTestServer()
})
afterAll(async () => {
  await environment.close()
})

const running: model.ScriptedModel[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function scripted(...script: model.Reply[]): Promise<model.ScriptedModel> {
  const server = await model.startScriptedModel(script)
  running.push(server)
  return server
}

interface Asked {
  readonly client: ModelClient
  readonly clock: FakeClock
  readonly ask: () => Promise<unknown>
}

function clientOf(url: string, options: Partial<ModelOptions> = {}): Asked {
  const clock = new FakeClock()
  const limits = { maxTokens: 2048, historyTokens: 24_000, timeout: 5000 }
  const client = new ModelClient({ baseUrl: url, token: 'secret-key', model: 'm', ...limits, clock, ...options })
  const history = new ChatHistory()
  history.open('be brief', 'repair it')
  return { client, clock, ask: async () => await client.ask(history, new AbortController().signal) }
}

interface Played extends LlmResult {
  readonly log: readonly string[]
  readonly steps: readonly string[]
}

/** Plays task_easy on a real server. */
async function play(client: ModelClient): Promise<Played> {
  const log: string[] = []
  const door = new HttpDoor({ url: environment.url }, `test-${crypto.randomUUID()}`)
  const patience = { clock: new FakeClock(), patienceMs: 0 }
  const print = (line: string): void => void log.push(line)
  const { signal } = new AbortController()
  const task = { name: 'task_easy', params: { task_id: 'task_easy' } }
  const result = await playEpisode({ door, client, model: 'm', print, patience, signal }, task)
  await door.close()
  const steps = log.flatMap((line) => /action=(.*) reward=/.exec(line)?.[1] ?? [])
  return { ...result, log, steps }
}

describe('patience', () => {
  it('waits twice as long each time, up to a minute, for ten minutes in all', async () => {
    const { ask, clock } = clientOf((await scripted(model.status(503))).url)
    await expect(ask()).rejects.toMatchObject({ fault: 'refused', message: expect.stringContaining('status 503') })
    const minute = 60_000
    expect(clock.waits).toEqual([
      500,
      1000,
      2000,
      4000,
      8000,
      16_000,
      32_000,
      ...Array.from({ length: 8 }, () => minute),
    ])
  })

  it('waits as long as it is asked to', async () => {
    const server = await scripted(
      model.status(429, {}, { 'Retry-After': '7' }),
      model.status(429, {}, { 'Retry-After': 'Fri, 02 Jan 2026 03:05:00 GMT', Date: 'Fri, 02 Jan 2026 03:04:30 GMT' }),
      model.status(503, {}, { 'retry-after-ms': '120' }),
      model.status(429, { error: { message: 'Rate limit reached. Please try again in 1m2.5s.' } }),
      model.status(200, { error: { message: 'overloaded', code: 529, retry_after: 3 } }),
      model.status(529),
      model.callFinish,
    )
    const { ask, clock } = clientOf(server.url)
    await expect(ask()).resolves.toMatchObject({ calls: [{ name: 'finish_task' }] })
    expect(clock.waits).toEqual([7000, 30_000, 120, 62_500, 3000, 16_000])
  })

  it.each<[string, model.Reply, string]>([
    [
      'more than there is patience',
      model.status(429, { message: 'come tomorrow' }, { 'Retry-After': '601' }),
      'rate_limited',
    ],
    [
      'quota',
      model.status(429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }),
      'rate_limited',
    ],
    ['no use', model.status(503, 'gone for good', { 'x-should-retry': 'false' }), 'refused'],
    ['a wrong key', model.status(401, { message: 'who are you?' }), 'unauthorized'],
    [
      'an unknown model',
      model.status(404, { error: { message: 'model "m" not found, try pulling it first' } }),
      'refused',
    ],
    ['a redirect', model.status(308, '', { Location: 'https://example.org/' }), 'refused'],
  ])('does not wait for %s', async (_name, reply, fault) => {
    const server = await scripted(reply)
    const { ask, clock } = clientOf(server.url)
    await expect(ask()).rejects.toMatchObject({ fault })
    expect(clock.waits).toEqual([])
    expect(server.seen).toHaveLength(1)
  })

  it('tries a few times where waiting is of little use', async () => {
    for (const [reply, waits] of [
      [model.status(500), 5],
      [model.status(200, '<html>'), 3],
      [model.hangUp, 3],
    ] as const) {
      const { ask, clock } = clientOf((await scripted(reply)).url)
      await expect(ask()).rejects.toThrow(/status 500|not JSON|cannot be reached/)
      expect(clock.waits).toHaveLength(waits)
    }
  })

  it('has more patience with a server that has answered before', async () => {
    const server = await scripted(
      model.callFinish,
      model.hangUp,
      model.hangUp,
      model.hangUp,
      model.hangUp,
      model.callFinish,
    )
    const { ask, clock } = clientOf(server.url)
    await ask()
    await expect(ask()).resolves.toMatchObject({ calls: [{ name: 'finish_task' }] })
    expect(clock.waits).toEqual([500, 1000, 2000, 4000])
  })

  it('is interrupted at once', async () => {
    const controller = new AbortController()
    const clock: Clock = {
      now: () => 0,
      sleep: async () => controller.abort(),
    }
    const { client } = clientOf((await scripted(model.status(503))).url, { clock })
    const history = new ChatHistory()
    await expect(client.ask(history, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('quotes no key, whoever repeats it', async () => {
    const { ask } = clientOf((await scripted(model.status(401, { message: 'wrong key: secret-key' }))).url)
    await expect(ask()).rejects.toThrow('wrong key: ***')
  })

  it('suggests the path that an address lacks', async () => {
    const server = await scripted(model.status(404, '404 page not found'))
    const { ask } = clientOf(server.url.replace('/v1', ''))
    await expect(ask()).rejects.toThrow('404 page not found (most servers answer under /v1: does the address lack it?)')
  })

  it('sends the query of an address with every request', async () => {
    const server = await scripted(model.callFinish)
    await clientOf(`${server.url}?api-version=7`).ask()
    expect(server.seen[0]?.path).toBe('/v1/chat/completions?api-version=7')
  })
})

/** Refuses what a foreign server refuses, and plays a short episode with it. */
function foreign(strict: Strict): model.Reply {
  const turns = [
    model.message({
      content: '',
      reasoning_content: 'let me see',
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'inspect_schema', arguments: '' } },
        {
          id: 'call_2',
          type: 'function',
          function: { name: 'execute_sql', arguments: '{"query":"SELECT phone FROM users"}' },
        },
      ],
    }),
    model.callSql('SELECT id, name, email, phone, note, name, email, phone, note FROM users'),
    model.callSql('SELECT email, note, name FROM users, (VALUES (1), (2))'),
    model.text('{"action_type":"execute_sql","query":"SELECT 1"}'),
    model.callFinish,
  ]
  let taken = 0
  return (request, response) => {
    const refused = strict(request.body)
    if (refused) return model.status(refused[0], refused[1] as object)(request, response)
    turns[Math.min(taken++, turns.length - 1)]?.(request, response)
  }
}

describe('servers that take not everything', () => {
  it.each(foreignServers)('%s', async (_name, strict, taken) => {
    const server = await scripted(foreign(strict))
    const { client, clock } = clientOf(server.url)
    const { fault, steps } = await play(client)
    expect(fault).toBeNull()
    expect(steps).toEqual([
      'inspect_schema',
      "execute_sql('SELECT phone FROM users')",
      "execute_sql('SELECT id, name, email, phone, note, name, email, phone, note FROM users')",
      "execute_sql('SELECT email, note, name FROM users, (VALUES (1), (2))')",
      "execute_sql('SELECT 1')",
      'finish_task',
    ])
    const last = server.seen.at(-1)?.body
    expect(last && taken(last), JSON.stringify(last).slice(0, 500)).toBe(true)
    expect(last?.messages[0]?.content).toContain('You repair SQLite databases')
    // What was learnt is kept: no request is refused twice for the same reason, and nothing is waited for.
    expect(server.seen.length).toBeLessThan(20)
    expect(clock.waits).toEqual([])
  })

  it('tells the first refusal when nothing helps', async () => {
    const server = await scripted(model.status(400, { object: 'error', message: 'the moon is full' }))
    const { ask } = clientOf(server.url)
    await expect(ask()).rejects.toThrow("the model's API answered with status 400: the moon is full")
    expect(server.seen).toHaveLength(1)
  })

  it('gives up a context that holds nothing, after a bounded number of requests', async () => {
    const server = await scripted(model.status(400, { message: 'maximum context length is 300 tokens' }))
    await expect(clientOf(server.url).ask()).rejects.toThrow('maximum context length is 300 tokens')
    expect(server.seen.length).toBeLessThan(15)
  })

  it('asks again on tool_use_failed, plays nothing of it, and asks for text when it happens again', async () => {
    const failed = (generation: string): model.Reply =>
      model.status(400, {
        error: {
          message: "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
          type: 'invalid_request_error',
          code: 'tool_use_failed',
          failed_generation: generation,
        },
      })
    const server = await scripted(
      failed('<function=finish_task></function>'),
      model.callSql('SELECT 1'),
      failed('{"name": "finish_task"'),
      failed(''),
      model.text('{"action_type":"inspect_schema"}'),
      model.text('finish_task'),
    )
    const { fault, steps } = await play(clientOf(server.url).client)
    expect(fault).toBeNull()
    expect(steps).toEqual(["execute_sql('SELECT 1')", 'inspect_schema', 'finish_task'])
    expect(server.seen.map(({ body }) => body.tools !== undefined)).toEqual([true, true, true, true, false, false])
    expect(server.seen[1]?.body.messages.at(-1)?.content).toContain('Not an action')
  })
})

describe('replies', () => {
  const finish = { name: 'finish_task', arguments: '{}' }
  it.each<[string, object]>([
    ['a call without type', { tool_calls: [{ id: 'a', function: finish }] }],
    ['a call without id', { tool_calls: [{ type: 'function', function: finish }] }],
    ['a call with an empty id', { tool_calls: [{ id: '', type: 'function', function: finish }] }],
    ['one call that is no array', { tool_calls: { id: 'a', function: finish } }],
    ['a flat call', { tool_calls: [{ id: 'a', ...finish }] }],
    ['arguments as an object', { tool_calls: [{ id: 'a', function: { name: 'finish_task', arguments: {} } }] }],
    ['arguments encoded twice', { tool_calls: [{ id: 'a', function: { name: 'finish_task', arguments: '"{}"' } }] }],
    ['no arguments', { tool_calls: [{ id: 'a', function: { name: 'finish_task' } }] }],
    ['null among the calls', { tool_calls: [null, { id: 'a', function: finish }] }],
    ['legacy function_call', { content: null, function_call: finish }],
    ['both', { tool_calls: [{ id: 'a', function: finish }], function_call: finish }],
    [
      'content as parts',
      {
        content: [
          { type: 'text', text: '{"action_type":' },
          { type: 'text', text: '"finish_task"}' },
        ],
      },
    ],
    [
      'content as parts, one of them thought',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: '{"action_type":"inspect_schema"}' }] },
          { type: 'text', text: '{"action_type":"finish_task"}' },
        ],
      },
    ],
    ['content as strings', { content: ['finish', '_task'] }],
    ['a part that is a call', { content: [{ type: 'tool_use', id: 'a', name: 'finish_task', input: {} }] }],
    ['content as an object', { content: { action_type: 'finish_task' } }],
    ['reasoning apart', { reasoning_content: '{"action_type":"inspect_schema"}', content: 'finish_task' }],
    ['no tool calls but a list of them', { tool_calls: [], content: 'finish_task' }],
  ])('%s', async (_name, message) => {
    const server = await scripted(model.message(message))
    const { fault, steps } = await play(clientOf(server.url).client)
    expect(fault).toBeNull()
    expect(steps).toEqual(['finish_task'])
  })

  const remove = '{"action_type":"execute_sql","query":"DELETE FROM users"}'
  it.each<[string, object]>([
    ['inside <think>', { content: `<think>I could ${remove}` }],
    ['in a thought without marks', { content: `I could ${remove} but` }],
    [
      'in a call whose brackets the server closed',
      {
        tool_calls: [{ id: 'a', function: { name: 'execute_sql', arguments: '{"query":"DELETE FROM users"}' } }],
      },
    ],
    ['in reasoning', { content: null, reasoning_content: remove }],
  ])('plays nothing of an answer that was cut %s', async (_name, message) => {
    for (const reason of ['length', 'MAX_TOKENS', 'model_length']) {
      const server = await scripted(model.message(message, reason), model.callFinish)
      const { steps } = await play(clientOf(server.url).client)
      expect(steps).toEqual(['finish_task'])
    }
  })

  it('plays the calls before the last of a cut answer', async () => {
    const calls = ['SELECT 1', 'DELETE FROM users'].map((query, index) => ({
      id: `c${index}`,
      function: { name: 'execute_sql', arguments: JSON.stringify({ query }) },
    }))
    const server = await scripted(model.message({ tool_calls: calls }, 'length'), model.callFinish)
    expect((await play(clientOf(server.url).client)).steps).toEqual(["execute_sql('SELECT 1')", 'finish_task'])
  })
})

describe('what goes back', () => {
  /** The messages of the last request after these replies. */
  async function sentAfter(...replies: model.Reply[]): Promise<readonly model.SeenMessage[]> {
    const server = await scripted(...replies, model.callFinish)
    await play(clientOf(server.url).client)
    return server.seen.at(-1)?.body.messages ?? []
  }

  it('is valid JSON, with ids and names that protocols allow, and every call is answered', async () => {
    const sent = await sentAfter(
      model.message({
        content: null,
        tool_calls: [
          { id: '', type: 'function', function: { name: 'inspect_schema', arguments: '' } },
          { id: 'same', function: { name: 'functions.execute_sql', arguments: { query: 'SELECT 1' } } },
          { id: 'same', function: { name: 'execute_sql', arguments: '{"query": ' } },
          { id: 'x', function: { name: 'no such tool!', arguments: '"text"' } },
        ],
      }),
    )
    const calls = sent.flatMap((message) => message.tool_calls ?? [])
    expect(calls.map((call) => call.function)).toEqual([
      { name: 'inspect_schema', arguments: '{}' },
      { name: 'execute_sql', arguments: '{"query":"SELECT 1"}' },
      { name: 'execute_sql', arguments: '{}' },
      { name: 'no_such_tool_', arguments: '{}' },
    ])
    expect(calls.map(({ id, type }) => [id, type])).toEqual([
      ['call00001', 'function'],
      ['same', 'function'],
      ['call00003', 'function'],
      ['x', 'function'],
    ])
    const answers = sent.filter(({ role }) => role === 'tool')
    expect(answers.map((message) => message.tool_call_id)).toEqual(calls.map(({ id }) => id))
    expect(answers[2]?.content).toContain('not a JSON object: {"query": ')
    expect(answers[3]?.content).toBe('Not run: the call before it was none.')
  })

  it('keeps reasoning, and what else came with a call', async () => {
    const extra_content = { google: { thought_signature: 'abc' } }
    const call = { id: 'a', type: 'function', extra_content, function: { name: 'inspect_schema', arguments: '{}' } }
    const sent = await sentAfter(model.message({ content: '', reasoning_content: 'hm', tool_calls: [call] }))
    expect(sent[2]).toEqual({ role: 'assistant', content: null, reasoning_content: 'hm', tool_calls: [call] })
  })

  it('keeps no thoughts of text', async () => {
    const sent = await sentAfter(model.text('<think>secret</think>{"action_type":"inspect_schema"}'))
    expect(sent[2]).toEqual({ role: 'assistant', content: '{"action_type":"inspect_schema"}' })
    expect(sent[3]?.role).toBe('user')
  })

  it('answers a legacy call in its own form', async () => {
    const sent = await sentAfter(
      model.message({ content: null, function_call: { name: 'inspect_schema', arguments: '{}' } }),
    )
    expect(sent[2]).toEqual({
      role: 'assistant',
      content: null,
      function_call: { name: 'inspect_schema', arguments: '{}' },
    })
    expect(sent[3]).toMatchObject({ role: 'function', name: 'inspect_schema' })
  })

  it('holds no empty message', async () => {
    const sent = await sentAfter(
      model.message({ content: '' }),
      model.message({ content: null }),
      model.text('<think>'),
    )
    expect(sent.slice(2).map(({ content }) => content)).toEqual([
      '(no answer)',
      expect.stringContaining('Not an action'),
      '(no answer)',
      expect.stringContaining('Not an action'),
      '(a thought that came to no end)',
      expect.stringContaining('was cut'),
    ])
  })
})
