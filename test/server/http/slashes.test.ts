/** A path with a slash at its end answers as without: proxies and people add one, and redirects lose bodies. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type PageReply } from './page-request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { openSocket } from '../websocket-client.ts'

let server: TestServer
let guarded: TestServer
beforeAll(async () => {
  server = await startTestServer()
  guarded = await startTestServer({ server: { token: 'a-token-of-nobody' } })
})
afterAll(async () => {
  await server.close()
  await guarded.close()
})

const call = (name: string, args: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } })

/** Each leaves the sessions as they are, or makes them the same once more. */
const requests: readonly (readonly [method: string, path: string, body?: string])[] = [
  ['POST', '/reset', '{"seed":3}'],
  ['POST', '/reset?session_id=other', ''],
  ['POST', '/step', '{"action_type":5}'],
  ['GET', '/state?session_id=other'],
  ['GET', '/state?session_id=nobody'],
  ['GET', '/health'],
  ['HEAD', '/health'],
  ['GET', '/ready'],
  ['GET', '/tasks'],
  ['GET', '/metadata'],
  ['GET', '/schema'],
  ['GET', '/openapi.json'],
  ['GET', '/docs/start.js'],
  ['GET', '/docs/swagger-ui.css'],
  ['GET', '/list_environments'],
  ['GET', '/dataops_env/splits'],
  ['POST', '/dataops_env/tasks', '{"split":"classic"}'],
  ['POST', '/dataops_env/num_tasks', '{"split":"classic"}'],
  ['POST', '/dataops_env/task', '{"split":"classic","index":1}'],
  ['POST', '/dataops_env/task_range', '{"split":"classic","start":1}'],
  ['POST', '/other/tasks', '{"split":"classic"}'],
  ['POST', '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'],
  ['POST', '/mcp', call('start_episode', { seed: 4 })],
  ['GET', '/mcp'],
  ['DELETE', '/mcp'],
  ['DELETE', '/reset'],
  ['OPTIONS', '/step'],
  ['GET', '/nothing'],
]

const withSlash = (path: string): string => path.replace(/(?=\?|$)/, '/')

/** What is compared: all but the date. A step moves on, and so does its number. */
function telling({ status, headers, text }: PageReply): object {
  const { date: _, ...rest } = headers
  const steps = /"(current_step|steps_remaining)\\*":\d+/g
  const { 'content-length': length, ...others } = rest
  return { status, headers: text.match(steps) ? others : { ...others, length }, text: text.replace(steps, '"$1":0') }
}

test.each(requests.map(([method, path, body]) => ({ method, path, body })))(
  '$method $path/',
  async ({ method, path, body }) => {
    const request = { method, path, ...(body !== undefined && { body }) }
    const without = await ask(server.port, request)
    const withOne = await ask(server.port, { ...request, path: withSlash(path) })
    expect(withOne.headers.location).toBeUndefined()
    expect(telling(withOne)).toEqual(telling(without))
    expect(without.status === 404).toBe(/nothing|nobody|other\/tasks/.test(path))
    const second = await ask(server.port, {
      ...request,
      path: withSlash(path).replace(/\/(?=\?|$)/, '//'),
    })
    expect(second.status).toBe(404)
  },
)

test('the probes need no token with a slash either, the doors do', async () => {
  for (const path of ['/health', '/health/', '/ready/']) expect((await ask(guarded.port, { path })).status).toBe(200)
  for (const path of ['/state/', '/', '/health//']) expect((await ask(guarded.port, { path })).status).toBe(401)
})

describe.each(['/docs', '/docs/', '/web', '/web/', '/'])('the page %s', (path) => {
  test('finds what it links to', async () => {
    const { status, text } = await ask(server.port, { path, headers: { Accept: 'text/html' } })
    expect(status).toBe(200)
    const links = [...text.matchAll(/(?:src|href)="(\.[^"]+)"/g)].map(([, link]) => String(link))
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) {
      const { pathname } = new URL(link, server.url + path)
      expect([pathname, (await ask(server.port, { path: pathname })).status]).toEqual([pathname, 200])
    }
  })
})

test('the links of the root hold under a prefix', async () => {
  const { links } = JSON.parse((await ask(server.port, { path: '/' })).text) as { links: Record<string, string> }
  const { documentation_url: documentation } = JSON.parse((await ask(server.port, { path: '/metadata' })).text) as {
    documentation_url: string
  }
  expect(documentation).toBe(links['docs'])
  for (const link of Object.values(links)) {
    const { href } = new URL(link, 'https://example.org/a/prefix/')
    expect(href).toMatch(/^https:\/\/example\.org\/a\/prefix\/[a-z.]+$/)
    const { status } = await ask(server.port, { path: href.replace('https://example.org/a/prefix', '') })
    expect(status).toBe(link === './mcp' ? 400 : 200)
  }
})

test.each(['/ws/', '/prefix/ws/', '/ws/?session_id=c-slash'])('a socket at %s plays', async (path) => {
  const client = await openSocket(server, path)
  expect((await client.ask({ type: 'reset', data: { seed: 3 } })).type).toBe('observation')
  client.socket.close()
  await client.closed
})

test.each(['/mcp/', '/prefix/mcp/'])('a socket at %s speaks MCP', async (path) => {
  const client = await openSocket(server, path)
  expect((await client.ask({ jsonrpc: '2.0', id: 1, method: 'tools/list' })).result.tools).toHaveLength(4)
  client.socket.close()
  await client.closed
})

test.each(['/ws//', '/wsx', '/xws', '/ws/x'])('there is no socket at %s', async (path) => {
  await expect(openSocket(server, path)).rejects.toThrow('404')
})
