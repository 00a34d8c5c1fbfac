/** What /mcp answers to what is no call of a tool: in OpenEnv's dialect always 2xx, with errors inside. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callTool } from '../mcp-client.ts'
import { post, type Reply, send } from '../test-server.ts'
import { useServers } from '../use-servers.ts'

const start = useServers()

describe('what is no request', () => {
  const accept = { Accept: '*/*' }

  const texts: [string | Buffer, number][] = [
    ['{}', -32_600],
    ['[]', -32_600],
    ['[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]', -32_600],
    ['5', -32_600],
    ['null', -32_600],
    ['{"jsonrpc":"1.0","id":1,"method":"tools/list"}', -32_600],
    ['{"jsonrpc":"2.0","id":{},"method":"tools/list"}', -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":5}', -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[]}', -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/list","more":1}', -32_600],
    ['', -32_700],
    ['{', -32_700],
    ['{"jsonrpc":"2.0","id":NaN,"method":"tools/list"}', -32_700],
    [`{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"seed":NaN}}`, -32_700],
    ['['.repeat(100_000), -32_700],
    [`{"a":${'['.repeat(70)}${']'.repeat(70)}}`, -32_700],
    [Buffer.from([0x22, 0xff, 0x22]), -32_700],
    [`{"method":"${'x'.repeat(1024 * 1024)}"}`, -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"resources/list"}', -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"initialize"}', -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"constructor","params":{"a":1}}', -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"__proto__","params":{"a":1}}', -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"__proto__":1}}', -32_602],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"__proto__","arguments":{}}}', -32_000],
    ['{"jsonrpc":"2.0","id":1,"method":"openenv/session/fork"}', -32_601],
  ]
  const cases = texts.map(([body, code]) => ({ body, code, label: body.toString().slice(0, 60) }))

  test.each(cases)('$label is answered inside JSON-RPC with $code', async ({ body, code }) => {
    const server = await start()
    const reply = await post(server, '/mcp', typeof body === 'string' ? body : new Uint8Array(body), accept)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/json')
    expect(Object.keys(reply.body)).toEqual(['jsonrpc', 'id', 'error'])
    expect(reply.body.error).toEqual({ code, message: expect.any(String) })
    expect(reply.body.error.message.length).toBeLessThan(500)
  })

  test('a notification is accepted, answered by nobody, and changes nothing', async () => {
    const server = await start()
    await callTool(server, 'start_episode')
    for (const method of ['notifications/initialized', 'tools/call', 'openenv/session/create', 'nothing']) {
      const params = { name: 'finish_task', arguments: {} }
      const response = await fetch(`${server.url}/mcp`, {
        method: 'POST',
        headers: accept,
        body: JSON.stringify({ jsonrpc: '2.0', method, params }),
      })
      expect([response.status, await response.text()]).toEqual([202, ''])
    }
    expect(server.registry.size).toBe(1)
    expect((await send(server, '/state')).body.step_count).toBe(0)
  })

  test.each([['a text'], [0], [-1], [null], [2 ** 53 - 1], ['\u2028"\\']])(
    'the id %j comes back as it is',
    async (id) => {
      const { body } = await post(await start(), '/mcp', { jsonrpc: '2.0', id, method: 'tools/list' }, accept)
      expect(body.id).toBe(id)
    },
  )

  test('an id that JSON cannot tell from its neighbour is refused', async () => {
    const text = '{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/list"}'
    expect((await post(await start(), '/mcp', text, accept)).body).toMatchObject({ id: null, error: { code: -32_600 } })
  })
})

test('arbitrary JSON is answered inside JSON-RPC', async () => {
  const server = await start()
  const key = fc.constantFrom(
    'jsonrpc',
    'id',
    'method',
    'params',
    'name',
    'arguments',
    'session_id',
    '__proto__',
    'query',
  )
  const leaf = fc.oneof(
    fc.constantFrom(
      '2.0',
      'tools/call',
      'tools/list',
      'openenv/session/close',
      'execute_sql',
      'start_episode',
      'default',
    ),
    fc.constantFrom(null, true, 1, -1, 1.5, '', '\u0000', '\ud800'),
    fc.string({ unit: 'binary' }),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  }))
  const near = fc.record({
    jsonrpc: fc.constant('2.0'),
    id: fc.constant(1),
    method: fc.constant('tools/call'),
    params: value,
  })
  await fc.assert(
    fc.asyncProperty(fc.oneof(value, near), async (item) => {
      const response = await fetch(`${server.url}/mcp`, { method: 'POST', body: JSON.stringify(item) })
      const text = await response.text()
      expect([200, 202]).toContain(response.status)
      if (response.status === 202) expect(text).toBe('')
      else expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0' })
      expect(text).not.toContain('internal error')
    }),
    { numRuns: 300 },
  )
})

test('the OpenAPI document says what comes back', async () => {
  const server = await start()
  const document = (await send(server, '/openapi.json')).body
  const check = (method: string, { status, body }: Reply): void => {
    const { schema } = document.paths['/mcp'][method].responses[status].content['application/json']
    const text = JSON.stringify({ ...schema, $defs: document.components.schemas })
    z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'))).parse(body)
  }
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  const both = { Accept: 'application/json, text/event-stream' }
  check('post', await post(server, '/mcp', list))
  check('post', await post(server, '/mcp', {}))
  check('post', await post(server, '/mcp', list, both))
  check('post', await post(server, '/mcp', list, { Origin: 'https://evil.example' }))
  check('post', await post(server, '/mcp', list, { ...both, 'Mcp-Session-Id': 'nobody' }))
  check('post', await post(server, '/mcp', 'x'.repeat(1024 * 1024 + 1), both))
  for (const method of ['get', 'delete']) {
    check(method, await send(server, '/mcp', { method }))
    check(method, await send(server, '/mcp', { method, headers: { 'Mcp-Session-Id': 'nobody' } }))
  }
  check('post', await send(server, '/mcp', { method: 'PUT' }))
})
