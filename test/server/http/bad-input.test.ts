/** Bad input by category: everything is answered with a code that never changes, nothing with a 5xx. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { post, type Reply, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  expect((await send(server, '/health')).status).toBe(200)
})
afterAll(async () => await server.close())

let sessions = 0
/** A session of its own with a fresh episode. */
async function freshSession(params: object = {}): Promise<Record<string, string>> {
  const id = `bad-input-${sessions++}`
  expect((await post(server, '/reset', { ...params, session_id: id })).status).toBe(200)
  return { 'X-Session-Id': id }
}

function expectError(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: reply.body.error?.code }).toEqual({ status, code })
  expect(reply.body.error.message).not.toBe('')
  if (status !== 422) return
  expect(reply.body.detail.length).toBeGreaterThan(0)
  for (const detail of reply.body.detail)
    expect(Object.keys(detail).toSorted()).toEqual(['input', 'loc', 'msg', 'type'])
}

describe('reset', () => {
  test.each([
    ['an unknown task', { task_id: 'task_none' }, 'unknown_task'],
    ['a task id of another type', { task_id: 7 }, 'validation_error'],
    ['an empty task id', { task_id: '' }, 'validation_error'],
    ['an overlong task id', { task_id: 'x'.repeat(129) }, 'validation_error'],
    ['a negative seed', { seed: -1 }, 'validation_error'],
    ['a fraction as seed', { seed: 1.5 }, 'validation_error'],
    ['a text as seed', { seed: '42' }, 'validation_error'],
    ['a boolean as seed', { seed: true }, 'validation_error'],
    ['an unknown reward mode', { reward_mode: 'generous' }, 'validation_error'],
    ['an unknown parameter', { taskid: 'task_easy' }, 'validation_error'],
    ['an object as session', { session_id: {} }, 'validation_error'],
    ['an empty session', { session_id: '' }, 'validation_error'],
    ['an overlong session', { session_id: 's'.repeat(129) }, 'validation_error'],
    ['an overlong episode id', { episode_id: 'e'.repeat(256) }, 'validation_error'],
  ])('%s', async (_, body, code) => {
    const size = server.registry.size
    expectError(await post(server, '/reset', { session_id: 'never-made', ...body }), 422, code)
    expect(server.registry.size).toBe(size)
    if (code === 'unknown_task') {
      expectError(await send(server, '/state?session_id=never-made'), 404, 'unknown_session')
    }
  })

  test.each([
    ['a seed that JSON cannot hold', '{"seed": 9007199254740993}', 422, 'validation_error'],
    ['an infinite seed', '{"seed": 1e999}', 422, 'validation_error'],
    ['a NaN token', '{"seed": NaN}', 400, 'invalid_json'],
    ['an array', '[]', 422, 'validation_error'],
    ['null', 'null', 422, 'validation_error'],
    ['a text', '"task_easy"', 422, 'validation_error'],
    ['half an object', '{"task_id": ', 400, 'invalid_json'],
    ['two objects', '{}{}', 400, 'invalid_json'],
    ['a form', 'task_id=task_easy', 400, 'invalid_json'],
  ])('%s', async (_, body, status, code) => {
    expectError(await post(server, '/reset', body), status, code)
  })

  test('a failed reset leaves the episode as it was', async () => {
    const id = await freshSession()
    await post(server, '/step', { action_type: 'inspect_schema' }, id)
    const before = (await send(server, '/state', { headers: id })).body
    expectError(await post(server, '/reset', { task_id: 'task_none' }, id), 422, 'unknown_task')
    expect((await send(server, '/state', { headers: id })).body).toEqual(before)
  })

  test('a huge value is not sent back whole', async () => {
    const reply = await post(server, '/reset', { ['k'.repeat(300_000)]: 'v'.repeat(300_000) })
    expectError(reply, 422, 'validation_error')
    expect(JSON.stringify(reply.body).length).toBeLessThan(2000)
    const many = await post(server, '/reset', Object.fromEntries(Array.from({ length: 50_000 }, (_, key) => [key, 1])))
    expect(JSON.stringify(many.body).length).toBeLessThan(10_000)
  })
})

describe('step: what is wrong with an action is answered in-band', () => {
  test.each([
    ['an unknown action type', { action_type: 'drop_everything' }],
    ['an action type of another type', { action_type: 5 }],
    ['null as action type', { action_type: null }],
    ['a missing query', { action_type: 'execute_sql' }],
    ['null as query', { action_type: 'execute_sql', query: null }],
    ['a number as query', { action_type: 'execute_sql', query: 5 }],
    ['an empty query', { action_type: 'execute_sql', query: '' }],
    ['a query of comments', { action_type: 'execute_sql', query: ' -- nothing\n;' }],
    ['NUL in SQL', { action_type: 'execute_sql', query: 'SELECT 1\u0000; SELECT 2' }],
    ['a lone surrogate in SQL', { action_type: 'execute_sql', query: 'SELECT \ud800' }],
    ['a table name of another type', { action_type: 'inspect_schema', table_name: 5 }],
    ['an unknown field', { action_type: 'inspect_schema', tables: ['users'] }],
    ['200 KB of SQL', { action_type: 'execute_sql', query: `SELECT '${'x'.repeat(200_000)}'` }],
  ])('%s', async (_, action) => {
    for (const body of [action, { action }]) {
      const id = await freshSession()
      const reply = await post(server, '/step', body, id)
      expect(reply.status).toBe(200)
      expect(reply.body).toMatchObject({ reward: -0.05, done: false, observation: { current_step: 1 } })
      expect(typeof reply.body.observation.last_error).toBe('string')
    }
  })

  test('an action without action type, in an envelope', async () => {
    const reply = await post(server, '/step', { action: {} }, await freshSession())
    expect(reply.body).toMatchObject({ reward: -0.05, observation: { current_step: 1 } })
    expect(reply.status).toBe(200)
  })

  test('keys that JavaScript knows are ordinary unknown keys', async () => {
    const id = await freshSession()
    for (const body of [
      '{"action_type":"inspect_schema","__proto__":{"query":"SELECT 1"}}',
      '{"action_type":"inspect_schema","constructor":{"prototype":{"polluted":1}}}',
      '{"action":{"action_type":"inspect_schema","__proto__":null}}',
    ]) {
      const reply = await post(server, '/step', body, id)
      expect([reply.status, reply.body.reward]).toEqual([200, -0.05])
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expectError(
      await post(server, '/step', '{"__proto__":{"action_type":"inspect_schema"}}', id),
      422,
      'validation_error',
    )
    expectError(await post(server, '/reset', '{"__proto__":{"seed":1}}'), 422, 'validation_error')
  })
})

describe('step: faults of the envelope', () => {
  test.each([
    ['nothing of an action', {}],
    ['a query alone', { query: 'SELECT 1' }],
    ['a text as action', { action: 'SELECT 1' }],
    ['null as action', { action: null, action_type: 'inspect_schema' }],
    ['an array as action', { action: [], action_type: 'inspect_schema' }],
    ['time-out zero', { action_type: 'inspect_schema', timeout_s: 0 }],
    ['a text as time-out', { action: { action_type: 'inspect_schema' }, timeout_s: '5' }],
    ['an overlong request id', { action: { action_type: 'inspect_schema' }, request_id: 'r'.repeat(256) }],
    ['a number as request id', { action_type: 'inspect_schema', request_id: 5 }],
    ['a number as session', { action_type: 'inspect_schema', session_id: 5 }],
  ])('%s', async (_, body) => {
    const id = await freshSession()
    expectError(await post(server, '/step', body, id), 422, 'validation_error')
    expect((await send(server, '/state', { headers: id })).body.step_count).toBe(0)
  })
})

describe('bodies', () => {
  test('10 MB', async () => {
    const body = JSON.stringify({ action_type: 'execute_sql', query: 'x'.repeat(10 * 1024 * 1024) })
    expectError(await post(server, '/step', body), 413, 'body_too_large')
    expectError(await post(server, '/reset', body), 413, 'body_too_large')
  })

  test('10 MB in chunks, without a length', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(0x20)
    let left = 160
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    })
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    expectError(await send(server, '/step', init), 413, 'body_too_large')
  })

  test('exactly the limit is read, one byte more is not', async () => {
    const id = await freshSession()
    const shell = JSON.stringify({ action_type: 'inspect_schema', metadata: { note: '' } })
    const body = (size: number): string => shell.replace('""', `"${'n'.repeat(size - shell.length)}"`)
    expect((await post(server, '/step', body(1024 * 1024), id)).status).toBe(200)
    expectError(await post(server, '/step', body(1024 * 1024 + 1), id), 413, 'body_too_large')
  })

  test.each([
    ['a lone continuation byte', [0x80]],
    ['a truncated sequence', [0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
  ])('invalid UTF-8: %s', async (_, bytes) => {
    const text = new TextEncoder()
    const body = Uint8Array.from([...text.encode('{"action_type":"'), ...bytes, ...text.encode('"}')])
    expectError(await post(server, '/step', body), 400, 'invalid_json')
  })

  test('UTF-16 and compressed bodies', async () => {
    expectError(
      await post(server, '/step', new Uint8Array(Buffer.from('{"action":{}}', 'utf16le'))),
      400,
      'invalid_json',
    )
    const gzip = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])
    expectError(await post(server, '/step', gzip, { 'Content-Encoding': 'gzip' }), 400, 'invalid_json')
  })

  test('depth: 64 levels are read, 65 and 100,000 are not', async () => {
    const nested = (levels: number): string =>
      `{"action_type":"inspect_schema","metadata":{"deep":${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}}}`
    const id = await freshSession()
    expect((await post(server, '/step', nested(64), id)).status).toBe(200)
    expectError(await post(server, '/step', nested(65), id), 400, 'invalid_json')
    expectError(await post(server, '/step', nested(100_000), id), 400, 'invalid_json')
    expectError(await post(server, '/step', '['.repeat(1_000_000), id), 400, 'invalid_json')
    expectError(await post(server, '/reset', '{"a":'.repeat(150_000), id), 400, 'invalid_json')
    // Brackets in text nest nothing.
    const reply = await post(
      server,
      '/step',
      { action_type: 'execute_sql', query: `SELECT '${'['.repeat(99)}\\"'` },
      id,
    )
    expect(reply.body.observation.last_error).toBeNull()
  })

  test('an empty body is a reset, and no step', async () => {
    for (const body of [undefined, '', ' \n']) {
      expect((await post(server, '/reset', body)).status).toBe(200)
      expectError(await post(server, '/step', body), 400, 'invalid_json')
    }
  })
})

describe('paths and methods', () => {
  test.each(['/nope', '/reset//', '/step/x', '/docs/nothing.js', '/docs/..%2fpackage.json', '//', '/%zz', '/%00'])(
    'there is no %s',
    async (path) => {
      expectError(await send(server, path), 404, 'not_found')
      expectError(await post(server, path, {}), 404, 'not_found')
    },
  )

  test.each([
    ['/reset', 'POST'],
    ['/step', 'POST'],
    ['/state', 'GET, HEAD'],
    ['/health', 'GET, HEAD'],
    ['/tasks', 'GET, HEAD'],
    ['/schema', 'GET, HEAD'],
    ['/openapi.json', 'GET, HEAD'],
    ['/docs', 'GET, HEAD'],
    ['/', 'GET, HEAD'],
  ])('%s takes %s', async (path, allowed) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY']) {
      if (allowed.includes(method)) continue
      const reply = await send(server, path, { method })
      expectError(reply, 405, 'method_not_allowed')
      expect(reply.headers.get('Allow')).toBe(allowed)
    }
    const head = await fetch(server.url + path, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([allowed === 'POST' ? 405 : 200, ''])
  })
})

describe('arbitrary JSON', () => {
  const key = fc.oneof(
    fc.constantFrom('action', 'action_type', 'query', 'table_name', 'task_id', 'seed', 'session_id', 'timeout_s'),
    fc.constantFrom('request_id', 'episode_id', 'reward_mode', 'metadata', '__proto__', 'constructor', 'toString'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  const { value } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom(null, true, 0, -1, 1e308, 2 ** 53, 'execute_sql', 'inspect_schema', 'finish_task', 'task_easy'),
      fc.constantFrom('SELECT 1', 'DROP TABLE users', 'default', 'classic', '', '\u0000', '\ud800'),
      fc.double(),
      fc.string({ unit: 'binary' }),
    ),
    object: fc.uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 6 }),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      fc.array(tie('value'), { maxLength: 4 }),
      // Entries rather than objects, because `__proto__` must arrive as a key.
      tie('object').map((entries) => new Map(entries as [string, unknown][])),
    ),
  }))

  function toJson(item: unknown): string {
    if (item instanceof Map) {
      return `{${[...item].map(([name, inner]) => `${JSON.stringify(name)}:${toJson(inner)}`).join(',')}}`
    }
    return Array.isArray(item) ? `[${item.map(toJson).join(',')}]` : JSON.stringify(item)
  }

  test('never a 5xx, always JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('/reset', '/step'), value, async (path, item) => {
        const reply = await post(server, path, toJson(item))
        expect(reply.status).toBeLessThan(500)
        if (reply.status === 200) expect(reply.body).toHaveProperty('observation')
        else expect(typeof reply.body.error.code).toBe('string')
      }),
      { numRuns: 500 },
    )
  })
})
