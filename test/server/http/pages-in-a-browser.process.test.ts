/** Real pages in a real browser: of this machine, of another site, and of a name that was bound anew. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isBrowserMissing, startBrowser } from '../../browser.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

/** What became of a request: its status, or `failed` where the page was told nothing. */
type Outcome = number | 'failed' | 'opaque' | 'open'

describe.skipIf(isBrowserMissing)('in a browser', () => {
  let server: TestServer
  let pages: Server
  let browser: Browser
  let pagesPort: number
  beforeAll(async () => {
    server = await startTestServer({ server: { origins: ['http://listed.example:8000'] } })
    pages = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><p>page'))
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
    pagesPort = (pages.address() as AddressInfo).port
    // Every name means this machine: that is what a bound name does.
    browser = await startBrowser(['--host-resolver-rules=MAP *.example 127.0.0.1'])
  })
  afterAll(async () => {
    await browser.close()
    pages.close()
    await server.close()
  })

  async function openPage(url: string): Promise<Page> {
    const page = await browser.newPage()
    await page.goto(url)
    return page
  }

  async function request(page: Page, url: string, init: RequestInit = {}): Promise<Outcome> {
    return await page.evaluate(
      async ([target, options]) => {
        try {
          const response = await fetch(target, options)
          return response.type === 'opaque' ? 'opaque' : response.status
        } catch {
          return 'failed'
        }
      },
      [url, init] as const,
    )
  }

  async function socket(page: Page, url: string): Promise<Outcome> {
    return await page.evaluate(
      async (target) =>
        await new Promise<Outcome>((resolve) => {
          const opened = new WebSocket(target)
          opened.addEventListener('open', () => resolve('open'))
          opened.addEventListener('close', () => resolve('failed'))
        }),
      url.replace('http', 'ws'),
    )
  }

  const list: RequestInit = {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'Mcp-Method': 'tools/list',
      'Mcp-Name': 'page',
      'Mcp-Protocol-Version': '2025-11-25',
      'Last-Event-ID': '1',
      'X-Session-Id': 'page',
      Traceparent: '00-1-1-01',
    },
    body: '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"page","version":"1"}}}',
  }
  const json: RequestInit = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Session-Id': 'page' },
    body: '{"seed":3}',
  }
  const text: RequestInit = {
    method: 'POST',
    mode: 'no-cors',
    headers: { 'Content-Type': 'text/plain' },
    body: '{"session_id":"stolen"}',
  }

  test('a page of another port of this machine plays, and reads the session of MCP', async () => {
    const page = await openPage(`http://localhost:${pagesPort}/`)
    expect(await request(page, `${server.url}/mcp`, list)).toBe(200)
    expect(await request(page, `${server.url}/reset`, json)).toBe(200)
    expect(await request(page, `${server.url}/state?session_id=page`)).toBe(200)
    expect(await socket(page, `${server.url}/ws`)).toBe('open')
    expect(await socket(page, `${server.url}/mcp`)).toBe('open')
    const read = await page.evaluate(
      async ([target, init]) => {
        const { headers } = await fetch(target, init)
        return headers.get('Mcp-Session-Id')
      },
      [`${server.url}/mcp`, list] as const,
    )
    expect(server.registry.has(read ?? '')).toBe(true)
    await page.close()
  })

  test('a page of another site does nothing', async () => {
    const page = await openPage(`http://evil.example:${pagesPort}/`)
    const before = server.registry.size
    for (const init of [json, list, { method: 'POST', body: '{}' }, { method: 'DELETE' }]) {
      for (const path of ['/reset', '/mcp']) expect(await request(page, server.url + path, init)).toBe('failed')
    }
    // Such a request is sent, and whether it was served only the server knows.
    expect(await request(page, `${server.url}/reset`, text)).toBe('opaque')
    expect(server.registry.has('stolen')).toBe(false)
    expect(await request(page, `${server.url}/state`)).toBe('failed')
    expect(await socket(page, `${server.url}/ws`)).toBe('failed')
    expect(await socket(page, `${server.url}/mcp`)).toBe('failed')
    expect(server.registry.size).toBe(before)
    await page.close()
  })

  test('a page whose name was bound to this machine does nothing, and reads nothing', async () => {
    const page = await openPage(`http://evil.example:${pagesPort}/`)
    // What the page of this name holds now comes from the server: the page is of the server's own origin.
    const bound = `http://evil.example:${server.port}`
    const refused = await page.goto(`${bound}/health`)
    expect(refused?.status()).toBe(403)
    const before = server.registry.size
    expect(await request(page, `${bound}/reset`, json)).toBe(403)
    expect(await request(page, `${bound}/reset`, { ...json, headers: { 'X-Forwarded-Host': 'localhost' } })).toBe(403)
    expect(await request(page, `${bound}/mcp`, list)).toBe(403)
    for (const path of ['/state', '/tasks', '/metrics', '/docs']) expect(await request(page, bound + path)).toBe(403)
    expect(await socket(page, `${bound}/ws`)).toBe('failed')
    expect(await socket(page, `${bound}/mcp`)).toBe('failed')
    expect(server.registry.size).toBe(before)
    await page.close()
  })

  test('a link on another site opens the page, and a form there does not play', async () => {
    const page = await openPage(`http://evil.example:${pagesPort}/`)
    const follow = async (html: string, path: string): Promise<number> => {
      await page.goto(`http://evil.example:${pagesPort}/`)
      await page.evaluate((body) => (document.body.innerHTML = body), html)
      const opened = page.waitForResponse((response) => response.url().startsWith(server.url + path))
      await page.locator('#go').click()
      return (await opened).status()
    }
    for (const path of ['/', '/docs', '/web/']) {
      expect(await follow(`<a id="go" href="${server.url}${path}">go</a>`, path)).toBe(200)
    }
    const form = `<form method="post" enctype="text/plain" action="${server.url}/reset?session_id=form">`
    expect(await follow(`${form}<button id="go">go</button></form>`, '/reset')).toBe(403)
    expect(server.registry.has('form')).toBe(false)
    await page.close()
  })
})
