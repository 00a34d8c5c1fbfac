/** Which web pages may use the server: one rule for every door, and preflights that say what the request would. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerOptions } from '../../../src/server/start-server.ts'
import { ask, handshake, type PageReply, type PageRequest } from './page-request.ts'
import { openRaw, startTestServer, type TestServer } from '../test-server.ts'

const token = 'a-token-of-nobody'
const settings = {
  open: {},
  listed: { origins: ['https://listed.example', 'chrome-extension://abcdef'] },
  named: { hosts: ['env.example'] },
  space: { spaceHost: 'user-space.hf.space' },
  all: { origins: ['*'] },
  token: { token },
  both: { token, origins: ['https://listed.example'] },
} satisfies Record<string, Omit<ServerOptions, 'registry'>>
type Setting = keyof typeof settings

const servers = {} as Record<Setting, TestServer>
beforeAll(async () => {
  for (const [name, server] of Object.entries(settings)) servers[name as Setting] = await startTestServer({ server })
})
afterAll(async () => {
  for (const server of Object.values(servers)) await server.close()
})

const bearer = { Authorization: `Bearer ${token}` }
const hasToken = (setting: Setting): boolean => 'token' in settings[setting]

async function askAs(setting: Setting, request: PageRequest): Promise<PageReply> {
  const { port } = servers[setting]
  const headers = { Host: `127.0.0.1:${port}`, ...(hasToken(setting) && bearer), ...request.headers }
  return await ask(port, { ...request, headers })
}

/** The doors, each with a request that it serves. */
const doors: readonly (PageRequest & { readonly serves: number })[] = [
  { method: 'POST', path: '/reset', body: '{}', serves: 200 },
  { method: 'POST', path: '/step', body: '{"action_type":"inspect_schema","session_id":"nobody"}', serves: 404 },
  { path: '/state', serves: 200 },
  { path: '/docs', serves: 200 },
  { path: '/metrics', serves: 200 },
  { method: 'POST', path: '/dataops_env/num_tasks', body: '{"split":"classic"}', serves: 200 },
  { method: 'POST', path: '/mcp', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', serves: 200 },
  { path: '/ws', headers: handshake, serves: 101 },
  { path: '/mcp', headers: handshake, serves: 101 },
]

/** What a browser sends, and where that is served. Port 0 stands for the server's own. */
const evil = { Origin: 'https://evil.example' }
const browser = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'Accept-Language': 'en' }
const everywhere: readonly Setting[] = Object.keys(settings) as Setting[]
const open: readonly Setting[] = ['open', 'listed', 'named', 'space']
const rows: readonly (readonly [what: string, headers: Record<string, string>, served: readonly Setting[]])[] = [
  ['a program', {}, everywhere],
  ['a program by a name in a network of containers', { Host: 'dataops:7860' }, everywhere],
  [
    "Node's fetch by such a name",
    { Host: 'dataops:7860', 'Sec-Fetch-Mode': 'cors', 'Accept-Language': '*' },
    everywhere,
  ],
  ['a shell by such a name', { Host: 'dataops:7860', 'User-Agent': 'Mozilla/5.0 (Windows NT) PowerShell' }, everywhere],
  ['its own page', { Origin: 'http://127.0.0.1:0' }, everywhere],
  ['its own page by IPv6', { Host: '[::1]:0', Origin: 'http://[::1]:0' }, everywhere],
  ['its own page by an address', { Host: '192.168.1.5:7860', Origin: 'http://192.168.1.5:7860' }, everywhere],
  ['a page of another address', { Host: '192.168.1.5:7860', Origin: 'http://192.168.1.6:7860' }, ['all']],
  ['its own page behind TLS', { Host: '192.168.1.5:443', Origin: 'https://192.168.1.5' }, everywhere],
  ['a page of this machine', { Origin: 'http://localhost:6274' }, everywhere],
  ['a page of this machine by its number', { Host: 'localhost:0', Origin: 'http://127.0.0.1:3000' }, everywhere],
  ['a page of anywhere', evil, ['all']],
  ['a page of anywhere, as text', { ...evil, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, ['all']],
  ['a page of no origin', { Origin: 'null' }, ['all']],
  ['a page of two origins', { Origin: 'http://localhost:3000, https://evil.example' }, ['all']],
  ['a page of a name that looks local', { Origin: 'http://127.0.0.1.evil.example' }, ['all']],
  ['a listed page', { Origin: 'https://listed.example' }, ['listed', 'all', 'both']],
  ['a listed page at another port', { Origin: 'https://listed.example:8443' }, ['all']],
  ['a listed extension', { Origin: 'chrome-extension://abcdef' }, ['listed', 'all']],
  ['a page bound anew', { Host: 'evil.example', Origin: 'http://evil.example' }, ['all', 'token', 'both']],
  ['a page bound anew, reading', { Host: 'evil.example', ...browser }, ['all', 'token', 'both']],
  ['a page bound anew, over TLS', { Host: 'evil.example', 'Sec-Fetch-Site': 'same-origin' }, ['all', 'token', 'both']],
  [
    'a page bound anew that speaks as a proxy',
    { Host: 'evil.example', Origin: 'http://localhost', 'X-Forwarded-Host': 'localhost' },
    ['all', 'token', 'both'],
  ],
  [
    'a page bound anew to a proxy',
    { Origin: 'http://evil.example', 'X-Forwarded-Host': 'evil.example' },
    ['all', 'token', 'both'],
  ],
  [
    'its own page by a listed name',
    { Host: 'env.example', Origin: 'https://env.example' },
    ['named', 'all', 'token', 'both'],
  ],
  ['the same with a dot', { Host: 'env.example.:80', Origin: 'http://localhost' }, ['named', 'all', 'token', 'both']],
  [
    'a name that ends like a listed one',
    { Host: 'xenv.example', Origin: 'http://localhost' },
    ['all', 'token', 'both'],
  ],
  [
    'its own page behind a proxy',
    { 'X-Forwarded-Host': 'env.example:8443', Origin: 'https://env.example:8443' },
    ['named', 'all', 'token', 'both'],
  ],
  [
    'its own page in a Space',
    { Host: 'user-space.hf.space', Origin: 'https://user-space.hf.space' },
    ['space', 'all', 'token', 'both'],
  ],
  ['a picture on a page of anywhere', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, ['all']],
  ['a picture on a page of this machine', { Host: 'localhost', 'Sec-Fetch-Site': 'same-site' }, everywhere],
  ['a picture of a neighbour', { Host: 'env.example', 'Sec-Fetch-Site': 'same-site' }, ['all']],
]

describe.each(doors)('$method $path', ({ serves, ...door }) => {
  test.each(rows)('%s', async (_, headers, served) => {
    const verdicts: Partial<Record<Setting, boolean>> = {}
    for (const setting of everywhere) {
      const { port } = servers[setting]
      const named = Object.entries(headers).map(([name, value]) => [name, value.replace(/:0$/, `:${port}`)])
      const { status, text } = await askAs(setting, {
        ...door,
        headers: { ...door.headers, ...Object.fromEntries(named) },
      })
      verdicts[setting] = status === serves
      if (status === serves) continue
      expect(status).toBe(403)
      const body = JSON.parse(text)
      if (door.path === '/mcp' && door.method === 'POST') {
        expect(body).toEqual({ jsonrpc: '2.0', id: null, error: { code: -32_000, message: expect.any(String) } })
      } else expect(body.error).toEqual({ code: 'forbidden_origin', message: expect.stringContaining('web pages') })
    }
    expect(everywhere.filter((name) => verdicts[name])).toEqual(everywhere.filter((name) => served.includes(name)))
  })
})

test.each([
  ...[
    '/',
    '/web/',
    '/docs/start.js',
    '/openapi.json',
    '/health',
    '/ready',
    '/tasks/',
    '/metadata',
    '/schema',
    '/nothing',
  ],
  ...['/list_environments', '/dataops_env/splits', '/state/', '/mcp/', '/under/a/prefix/ws', '/ws/', '/prefix/mcp/'],
])('%s refuses a page of anywhere as well', async (path) => {
  const headers = { ...evil, ...(/(ws|mcp)\/?$/.test(path) && handshake) }
  for (const setting of everywhere) {
    expect((await askAs(setting, { path, headers })).status === 403).toBe(setting !== 'all')
  }
})

describe('a page that is opened', () => {
  const link = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }

  test.each(['/', '/web', '/web/', '/docs', '/docs/', '/openapi.json'])(
    '%s by a link on another site',
    async (path) => {
      for (const setting of open) {
        expect((await askAs(setting, { path, headers: link })).status).toBe(200)
        expect((await askAs(setting, { path, headers: { ...link, 'Sec-Fetch-Dest': 'iframe' } })).status).toBe(200)
        expect((await askAs(setting, { path, headers: { ...link, Host: 'evil.example' } })).status).toBe(403)
      }
    },
  )

  test('a form on another site is no link', async () => {
    const form = { ...link, ...evil, 'Content-Type': 'text/plain' }
    for (const setting of open) {
      const { status } = await askAs(setting, { method: 'POST', path: '/reset', headers: form, body: '{}' })
      expect(status).toBe(403)
      expect(servers[setting].registry.has('form')).toBe(false)
    }
  })

  test.each([
    ['open', "'self' http://localhost:* http://127.0.0.1:*"],
    ['space', "'self' http://localhost:* http://127.0.0.1:* https://huggingface.co"],
    ['both', "'self' http://localhost:* http://127.0.0.1:* https://listed.example"],
  ] as const)('%s: /docs, where one press plays, is shown inside no strange page', async (setting, ancestors) => {
    const { headers } = await askAs(setting, { path: '/docs' })
    expect(headers['content-security-policy']?.toString().split('; ').at(-1)).toBe(`frame-ancestors ${ancestors}`)
  })
})

test.each([
  '',
  'evil.example#@localhost',
  'localhost/',
  'localhost:80:80',
  'localhost:99999',
  'localhost, evil.example',
])('a name that is none, like %j, is not known', async (host) => {
  for (const more of ['', 'Connection: Upgrade\r\nUpgrade: websocket\r\n']) {
    for (const version of ['1.0', '1.1']) {
      const head = `GET /ws HTTP/${version}\r\nHost: ${host}\r\nOrigin: http://localhost\r\n${more || 'Connection: close\r\n'}`
      const reply = await openRaw(servers.open, `${head}\r\n`).closed
      expect(reply).toMatch(/^HTTP\/1\.1 40[03] /)
    }
  }
  const nameless = 'GET /state HTTP/1.0\r\nOrigin: http://localhost\r\n\r\n'
  expect(await openRaw(servers.open, nameless).closed).toMatch(/^HTTP\/1\.1 403 /)
})

test('what a page may not ask for is not done', async () => {
  const { registry } = servers.open
  const headers = { ...evil, 'Content-Type': 'text/plain', 'X-Session-Id': 'victim' }
  expect((await askAs('open', { method: 'POST', path: '/reset', headers, body: '{}' })).status).toBe(403)
  expect(registry.has('victim')).toBe(false)
})

describe('preflights', () => {
  const asked = ['authorization', 'content-type', 'last-event-id', 'mcp-method', 'mcp-name', 'mcp-protocol-version']
  const wanted = [...asked, 'mcp-session-id', 'traceparent', 'x-session-id']
  const origins = [
    'http://127.0.0.1:0',
    'http://localhost:6274',
    'https://listed.example',
    'https://evil.example',
    'null',
  ]
  const preflighted = new Set(['/reset', '/state', '/mcp'])
  const hosts = ['127.0.0.1:0', 'localhost:0', 'evil.example', 'env.example', 'listed.example']

  /** Whether a page of this origin could send the request and read the reply, by what the preflight says. */
  async function preflight(setting: Setting, request: PageRequest): Promise<boolean> {
    const { method = 'GET' } = request
    const headers = {
      ...request.headers,
      Authorization: '',
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': wanted.join(','),
      'Sec-Fetch-Mode': 'cors',
      'Sec-Fetch-Site': 'cross-site',
    }
    const reply = await askAs(setting, { method: 'OPTIONS', path: request.path, headers })
    if (reply.status !== 204) {
      expect(reply.status).toBeGreaterThanOrEqual(403)
      expect(reply.headers['access-control-allow-methods']).toBeUndefined()
      return false
    }
    expect(reply.text).toBe('')
    expect(reply.headers['access-control-allow-methods']?.split(', ')).toContain(method)
    const allowed = reply.headers['access-control-allow-headers']?.toLowerCase().split(', ') ?? []
    expect(wanted.filter((name) => !allowed.includes(name))).toEqual([])
    expect(reply.headers['access-control-allow-origin']).toBe(request.headers?.['Origin'])
    return true
  }

  /** The same by the request itself: not that it was right, but that the page came in. */
  async function comesIn(setting: Setting, request: PageRequest): Promise<boolean> {
    const { status, headers } = await askAs(setting, request)
    expect(headers['access-control-allow-origin']).toBe(status === 403 ? undefined : request.headers?.['Origin'])
    expect(headers['vary']).toContain('Origin')
    return ![403, 404, 405].includes(status)
  }

  test.each(everywhere)('%s: say the same as the request, of every origin by every name', async (setting) => {
    const { port } = servers[setting]
    let welcome = 0
    for (const origin of origins) {
      for (const host of hosts) {
        const headers = { Origin: origin.replace(/:0$/, `:${port}`), Host: host.replace(/:0$/, `:${port}`) }
        for (const { serves: _, ...door } of doors.filter(
          (each) => each.serves === 200 && preflighted.has(each.path),
        )) {
          const verdict = await preflight(setting, { ...door, headers })
          expect([door.path, origin, host, await comesIn(setting, { ...door, headers })]).toEqual([
            door.path,
            origin,
            host,
            verdict,
          ])
          if (verdict) welcome++
        }
      }
    }
    expect(welcome).toBe(3 * { open: 4, listed: 9, named: 6, space: 4, all: 25, token: 12, both: 16 }[setting])
  })

  const paths = [
    ...['/reset', '/step/', '/state', '/', '/web', '/docs/', '/docs/start.js', '/docs/nothing', '/health', '/ready'],
    ...['/metrics', '/tasks', '/schema', '/metadata/', '/openapi.json', '/list_environments', '/DataOps_Env/splits'],
    ...['/dataops_env/tasks/', '/DATAOPS_ENV/task', '/dataops_env/task_range', '/other/tasks', '/mcp', '/mcp/', '/no'],
  ]

  test.each(paths)('%s: say yes to the methods that it takes, and to no other', async (path) => {
    const taken: string[] = []
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const request = { method, path, headers: { Origin: 'http://localhost:3000' } }
      const verdict = await preflight('open', request)
      expect([method, await comesIn('open', request)]).toEqual([method, verdict])
      if (verdict) taken.push(method)
    }
    const none = ['/docs/nothing', '/other/tasks', '/no'].includes(path)
    expect(taken.length > 0).toBe(!none)
  })

  test('an OPTIONS that no browser asks is a method like others', async () => {
    for (const headers of [{}, { Origin: 'http://localhost:3000' }, { 'Access-Control-Request-Method': 'POST' }]) {
      const { status, headers: said } = await askAs('open', { method: 'OPTIONS', path: '/reset', headers })
      expect([status, said['allow']]).toEqual([405, 'POST'])
    }
    const { status } = await ask(servers.token.port, { method: 'OPTIONS', path: '/reset' })
    expect(status).toBe(401)
  })

  test('header names that are none are not repeated', async () => {
    const headers = {
      Origin: 'http://localhost:3000',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'x-ok, a b, <x>, , "q"',
      'Access-Control-Request-Private-Network': 'true',
    }
    const reply = await askAs('open', { method: 'OPTIONS', path: '/reset', headers })
    expect(reply.headers['access-control-allow-headers']?.split(', ').slice(-2)).toEqual(['X-Session-Id', 'x-ok'])
    expect(reply.headers['access-control-allow-private-network']).toBe('true')
  })

  test('pages may read the session, and why they were refused', async () => {
    const headers = { Origin: 'https://listed.example', Authorization: '' }
    const reply = await askAs('both', { method: 'POST', path: '/reset', headers, body: '{}' })
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([401, 'https://listed.example'])
    const exposed = reply.headers['access-control-expose-headers']?.split(', ')
    expect(exposed).toEqual(expect.arrayContaining(['X-Session-Id', 'Mcp-Session-Id', 'WWW-Authenticate']))
  })
})
