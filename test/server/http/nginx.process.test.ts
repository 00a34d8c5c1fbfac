/** Behind a real nginx, with the block of docs/deploy.md: under a prefix, on a port that the server does not know. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../../src/client/connect.ts'
import { isBrowserMissing, startBrowser } from '../../browser.ts'
import { type CliServer, startCliServer } from '../../cli/run-cli.ts'
import { connectClient, eras } from '../mcp-client.ts'
import { isNginxMissing, type Nginx, startNginx } from './nginx.ts'
import { ask, handshake, type PageReply } from './page-request.ts'
import type { TestServer } from '../test-server.ts'

describe.skipIf(isNginxMissing)('behind nginx', () => {
  let server: CliServer
  let nginx: Nginx
  let url: string
  beforeAll(async () => {
    server = await startCliServer(['--hosts', 'env.example.org'])
    nginx = await startNginx('/env/', server.url)
    url = `http://127.0.0.1:${nginx.port}/env`
  })
  afterAll(async () => {
    await nginx.end()
    await server.end('SIGTERM')
  })

  /** Asks as a page would: by this name, on nginx's port. */
  async function askAs(name: string, origin: string | null, path: string, more: object = {}): Promise<PageReply> {
    const headers = { Host: `${name}:${nginx.port}`, ...(origin !== null && { Origin: origin }) }
    const method = path === '/env/reset' || path === '/env/mcp' ? 'POST' : 'GET'
    const body =
      path === '/env/mcp' ? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' : method === 'POST' ? '{}' : undefined
    const isSocket = 'Upgrade' in more
    return await ask(nginx.port, {
      method: isSocket ? 'GET' : method,
      path,
      headers: { ...headers, ...more },
      ...(body !== undefined && !isSocket && { body }),
    })
  }

  test.each(['127.0.0.1', 'localhost', 'env.example.org'])(
    "%s: the server's own pages may use every door",
    async (name) => {
      const origin = `http://${name}:${nginx.port}`
      for (const path of [
        '/env/',
        '/env/reset',
        '/env/state',
        '/env/docs',
        '/env/docs/start.js',
        '/env/mcp',
        '/env/tasks/',
      ]) {
        expect([path, (await askAs(name, origin, path)).status]).toEqual([path, 200])
      }
      for (const path of ['/env/ws', '/env/ws/', '/env/mcp', '/env/mcp/']) {
        expect([path, (await askAs(name, origin, path, handshake)).status]).toEqual([path, 101])
      }
    },
  )

  test('others may not: of another origin or port, by another name, or with a name of their own in X-Forwarded-Host', async () => {
    const port = nginx.port
    const strangers: readonly (readonly [name: string, origin: string | null, more?: object])[] = [
      ['127.0.0.1', 'https://evil.example'],
      ['env.example.org', 'http://env.example.org'],
      ['env.example.org', `http://env.example.org:${port + 1}`],
      ['evil.example', `http://evil.example:${port}`],
      ['evil.example', `http://evil.example:${port}`, { 'X-Forwarded-Host': 'env.example.org' }],
      ['127.0.0.1', `http://evil.example:${port}`, { 'X-Forwarded-Host': `evil.example:${port}` }],
      ['evil.example', null, { 'Sec-Fetch-Site': 'same-origin' }],
    ]
    for (const [name, origin, more = {}] of strangers) {
      for (const path of ['/env/reset', '/env/state', '/env/mcp', '/env/ws']) {
        const reply = await askAs(name, origin, path, path === '/env/ws' ? { ...more, ...handshake } : more)
        expect([name, origin, path, reply.status]).toEqual([name, origin, path, 403])
      }
    }
    // A program is asked for nothing.
    expect((await askAs('evil.example', null, '/env/state')).status).toBe(200)
  })

  test('a socket from a page plays an episode, and our client does', async () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: `http://127.0.0.1:${nginx.port}` })
    const reply = await new Promise<string>((resolve, reject) => {
      socket.once('open', () => socket.send('{"type":"reset","data":{"seed":3}}'))
      socket.once('message', (data: Buffer) => resolve(data.toString()))
      socket.once('error', reject)
    })
    expect(JSON.parse(reply)).toMatchObject({ type: 'observation', data: { done: false } })
    socket.close()
    const client = await connect(url)
    await client.reset({ seed: 3 })
    expect((await client.inspectSchema()).observation.current_step).toBe(1)
    expect((await client.finish()).done).toBe(true)
    await client.close()
  })

  test.each([...eras, 'auto'] as const)('the official client of MCP plays (%s)', async (era) => {
    const { client, call, close } = await connectClient({ url } as TestServer, era)
    expect((await client.listTools()).tools).toHaveLength(4)
    expect((await call('start_episode', { seed: 3 })).isError).toBeFalsy()
    await close()
  })

  test.skipIf(isBrowserMissing)('the page of the interface plays a reset in a browser', async () => {
    const browser = await startBrowser()
    try {
      const page = await browser.newPage()
      const complaints: string[] = []
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(`${url}/docs/`)
      await page.getByText('Start an episode').click()
      await page.getByRole('button', { name: 'Execute' }).click()
      const reply = page.locator('.live-responses-table').filter({ hasText: 'steps_remaining' })
      await reply.waitFor()
      expect(asked).toContain(`${url}/reset`)
      expect(asked.filter((target) => !/^(data|blob):/.test(target) && !target.startsWith(`${url}/`))).toEqual([])
      expect(complaints).toEqual([])
      // A page of the server's own reaches a socket under its prefix.
      const answer = await page.evaluate(
        async (address) =>
          await new Promise<string>((resolve) => {
            const socket = new globalThis.WebSocket(address)
            socket.addEventListener('open', () => socket.send('{"type":"state"}'))
            socket.addEventListener('message', ({ data }) => resolve(String(data)))
            socket.addEventListener('close', () => resolve('closed'))
          }),
        `${url.replace('http', 'ws')}/ws`,
      )
      expect(JSON.parse(answer).type).toBe('state')
    } finally {
      await browser.close()
    }
  })
})
