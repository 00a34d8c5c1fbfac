/** The client in a real browser, as the modules that the build makes: no bundler, no import map. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Client from '../../src/client/connect.ts'
import { isBrowserMissing, startBrowser } from '../browser.ts'
import { cliPath } from '../cli/run-cli.ts'
import { send, startTestServer, type TestServer } from '../server/test-server.ts'
import { startTcpProxy } from './tcp-proxy.ts'

const folder = join(cliPath, '../../client')

const script = `<script type="module">import * as api from './connect.js'; Object.assign(globalThis, { api })</script>`

/** What the script above leaves on the page. */
interface Globals {
  readonly api: typeof Client
  readonly client: Client.EpisodeClient
}

/** Serves the built modules of the client, and a page that loads them. */
async function startPages(): Promise<Server> {
  const pages = createServer(({ url = '/' }, response) => {
    const name = basename(new URL(url, 'http://localhost').pathname)
    if (!name.endsWith('.js')) {
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>client</title>${script}`)
      return
    }
    readFile(join(folder, name)).then(
      (file) => response.setHeader('Content-Type', 'text/javascript').end(file),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
  return pages
}

describe.skipIf(isBrowserMissing)('in a browser', () => {
  let server: TestServer
  let pages: Server
  let browser: Browser
  let page: Page
  const complaints: string[] = []
  const requested: string[] = []
  beforeAll(async () => {
    server = await startTestServer({ server: { origins: ['*'], token: 'secret' } })
    pages = await startPages()
    browser = await startBrowser()
    page = await browser.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => requested.push(new URL(request.url()).pathname))
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`)
  })
  afterAll(async () => {
    await browser.close()
    pages.close()
    await server.close()
  })

  test('an episode is played to its end, with the modules of the client alone', async () => {
    const outcome = await page.evaluate(async (url) => {
      const { connect, EnvironmentError } = (globalThis as unknown as Globals).api
      const refused = await connect(url, { timeoutMs: 2000 }).catch((error: unknown) =>
        EnvironmentError.isInstance(error) ? error.code : String(error),
      )
      const client = await connect(url, { token: 'secret' })
      const reset = await client.reset({ seed: 7 })
      const phone = `replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`
      await client.executeSql(`UPDATE users SET phone = ${phone}, email = lower(replace(email, ' ', ''))`)
      const mistake = await client.executeSql('SELEC')
      const abort = await client
        .inspectSchema('users', { signal: AbortSignal.abort('enough') })
        .catch((reason: unknown) => reason)
      const { metadata } = await client.finish()
      const state = await client.state()
      await client.close()
      return {
        refused,
        tables: reset.observation.available_tables,
        error: mistake.observation.last_error,
        abort,
        metadata,
        state,
      }
    }, server.url)
    expect(outcome).toMatchObject({
      refused: 'connection_failed',
      tables: ['users'],
      error: expect.stringContaining('syntax error'),
      abort: 'enough',
      metadata: { solved: true },
      state: { step_count: 3, done: true },
    })
    await expect.poll(() => server.registry.size).toBe(0)
    expect(complaints).toEqual([])
    expect(requested.filter((path) => path.endsWith('.js')).toSorted()).toEqual([
      '/batch-client.js',
      '/connect.js',
      '/connection.js',
      '/environment-error.js',
      '/episode-client.js',
      '/reconnecting.js',
      '/waiting.js',
      '/web-socket.js',
    ])
  })

  test('a batch is run', async () => {
    const counts = await page.evaluate(async (url) => {
      const { connectBatch } = (globalThis as unknown as Globals).api
      const client = await connectBatch(url, { token: 'secret' })
      const sessions = Array.from({ length: 50 }, (_, index) => `b${index}`)
      await client.run(sessions.map((session) => ({ session, reset: {} })))
      await client.run(sessions.map((session) => ({ session, step: { action_type: 'inspect_schema' } })))
      const states = await client.run(sessions.map((session) => ({ session, state: {} })))
      await client.run(sessions.map((session) => ({ session, close: {} })))
      await client.close()
      return states.map((result) => ('state' in result ? result.state.step_count : null))
    }, server.url)
    expect(counts).toEqual(counts.map(() => 1))
    expect(counts).toHaveLength(50)
  })

  test('a lost connection is made again, and a step whose reply was lost is not played twice', async () => {
    const proxy = await startTcpProxy(server.url)
    const headers = { Authorization: 'Bearer secret' }
    const begun = await page.evaluate(async (url) => {
      const { connect } = (globalThis as unknown as Globals).api
      const client = await connect(url, { token: 'secret', sessionId: 'c-browser' })
      Object.assign(globalThis, { client })
      return (await client.reset()).done
    }, proxy.url)
    expect(begun).toBe(false)
    proxy.setFault('downward')
    const lost = page.evaluate(async () => {
      const { client } = globalThis as unknown as Globals
      return (await client.inspectSchema()).observation.current_step
    })
    await expect
      .poll(async () => (await send(server, '/state?session_id=c-browser', { headers })).body.step_count)
      .toBe(1)
    proxy.cut()
    expect(await lost).toBe(1)
    const next = await page.evaluate(async () => {
      const { client } = globalThis as unknown as Globals
      const { observation } = await client.inspectSchema()
      await client.close()
      return observation.current_step
    })
    expect(next).toBe(2)
    expect(complaints).toEqual([])
    await proxy.close()
  })
})
