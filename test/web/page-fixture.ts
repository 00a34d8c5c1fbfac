/** The page in a real browser: one browser and one server for all its tests, and nothing that the browser complained of. */
import { createServer } from 'node:http'
import { readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { everyFamily } from '../../src/tasks/family-list.ts'
import type { TaskFamily } from '../../src/tasks/task-family.ts'
import { startBrowser } from '../browser.ts'
import { startTestServer, type TestServer } from '../server/test-server.ts'

/** What a page did that it should not: errors, and requests to other hosts. */
export interface Complaints {
  readonly said: string[]
  readonly foreign: string[]
}

export interface OpenPage {
  readonly page: Page
  readonly complaints: Complaints
  /** Closes it, and fails when the browser complained. */
  readonly close: () => Promise<void>
}

/** What all tests of the page share. */
export interface Stage {
  readonly server: TestServer
  readonly browser: Browser
}

/** A server and a browser, from before the first test to behind the last. */
export function useStage(): Stage {
  const at = {} as { server: TestServer; browser: Browser }
  beforeAll(async () => {
    ;[at.server, at.browser] = await Promise.all([startTestServer(), startBrowser()])
  })
  afterAll(async () => {
    await at.browser.close()
    await at.server.close()
  })
  return at
}

type ContextOptions = Omit<BrowserContextOptions, 'viewport' | 'colorScheme'>
type OpenOptions = ContextOptions & {
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
  /** Other addresses than the page's own that it may ask. */
  readonly allowed?: (url: URL) => boolean
}

/** A page that one test after the other uses: a renderer of its own for each takes longer than most tests. */
interface Seat {
  readonly page: Page
  complaints: Complaints
  isOwn: (url: URL) => boolean
}

const idle = new WeakMap<Browser, Seat[]>()

async function newSeat(browser: Browser, options: ContextOptions): Promise<Seat> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const seat: Seat = { page, complaints: { said: [], foreign: [] }, isOwn: () => true }
  page.on('console', (message) => {
    if (message.type() === 'error') seat.complaints.said.push(message.text())
  })
  page.on('pageerror', (error) => seat.complaints.said.push(error.message))
  page.on('request', (request) => {
    const url = request.url()
    if (!seat.isOwn(new URL(url))) seat.complaints.foreign.push(url)
  })
  return seat
}

/** Opens an address: in a context of its own where options ask for one, else in a page that is as new. */
export async function openPage(browser: Browser, url: string, options: OpenOptions = {}): Promise<OpenPage> {
  const { allowed, viewport = { width: 1280, height: 800 }, colorScheme = 'light', ...context } = options
  const isShared = Object.keys(context).length === 0
  const seat = (isShared ? idle.get(browser)?.pop() : undefined) ?? (await newSeat(browser, context))
  const { page } = seat
  const complaints: Complaints = { said: [], foreign: [] }
  const { origin } = new URL(url)
  seat.complaints = complaints
  seat.isOwn = (target) =>
    target.origin === origin || ['blob:', 'data:', 'about:'].includes(target.protocol) || (allowed?.(target) ?? false)
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.goto(url)
  return {
    page,
    complaints,
    close: async () => {
      if (isShared) {
        await page.unrouteAll()
        await page.evaluate(() => {
          localStorage.clear()
          sessionStorage.clear()
        })
        await page.goto('about:blank')
        idle.set(browser, [...(idle.get(browser) ?? []), seat])
      } else await page.context().close()
      expect(complaints).toEqual({ said: [], foreign: [] })
    },
  }
}

/** The editor, once it is there. */
export async function editorOf(page: Page): Promise<Locator> {
  const editor = page.getByRole('textbox', { name: 'SQL' })
  await editor.waitFor()
  return editor
}

const isIdle = (page: Page): Promise<void> => page.locator('#main[aria-busy="false"]').waitFor()

/** Waits for the page to have done what it was asked. */
export async function settled(page: Page): Promise<void> {
  await isIdle(page)
}

/** A family as lists know it. */
export function listed(name: string): TaskFamily {
  const family = everyFamily.find(({ id }) => id === name)
  if (family === undefined) throw new Error(`there is no family ${name}`)
  return family
}

/** Begins an episode of a generated task, as the picker offers it. */
export async function choose(
  page: Page,
  of: { readonly family: string; readonly world: string; readonly level: number; readonly seed: number },
): Promise<void> {
  await settled(page)
  await page.locator('.episode-name').click()
  await page.getByLabel('Suite').selectOption(listed(of.family).suite)
  await page.getByLabel('Family').selectOption(of.family)
  await page.getByLabel('World').selectOption(of.world)
  await page.getByLabel('Level').selectOption(String(of.level))
  await page.getByLabel('Seed').fill(String(of.seed))
  const before = await page.locator('.episode-name strong').innerText()
  await page.getByRole('button', { name: 'Start' }).click()
  await page.locator('.episode-name strong').getByText(before, { exact: true }).waitFor({ state: 'detached' })
  await page.locator('.episode-name strong', { hasText: /^t-/ }).waitFor()
}

/** How a statement comes into the editor. */
type Writing = (editor: Locator, statement: string) => Promise<unknown>

/** At once, in place of what is there. */
const fill: Writing = async (editor, statement) => await editor.fill(statement)

/** Key by key, as a person types it: brackets and quotation marks that the editor closes are typed over. */
export const byKeys: Writing = async (editor, statement) => {
  const { keyboard } = editor.page()
  await editor.fill('')
  for (const [index, line] of statement.split('\n').entries()) {
    // At the end of a line Enter would take a name that is offered.
    if (index > 0) await keyboard.press('Escape')
    if (index > 0) await keyboard.press('Enter')
    await keyboard.type(line)
  }
  await keyboard.press('Escape')
}

/** Writes a statement in place of what is there and runs it. */
export async function run(page: Page, statement: string, write: Writing = fill): Promise<void> {
  const editor = await editorOf(page)
  await settled(page)
  const steps = await page.locator('.lane.is-active .dot:not(.dot-start)').count()
  await write(editor, statement)
  await editor.press('Control+Enter')
  await page.locator('.lane.is-active .dot:not(.dot-start)').nth(steps).waitFor()
  await settled(page)
}

export async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await page.locator('.verdict').waitFor()
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** A plain file server: it knows neither WebAssembly nor compression, and sends no policy. `asked`: its files by name, in order. */
export async function serveFolder(
  folder: string,
  prefix = '/',
): Promise<{ readonly url: string; readonly asked: string[]; close: () => Promise<void> }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const name = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : '..'
    const path = join(folder, name === '' || name.endsWith('/') ? `${name}index.html` : name)
    asked.push(relative(folder, path))
    const isFile = path.startsWith(folder) && statSync(path, { throwIfNoEntry: false })?.isFile() === true
    if (!isFile) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' })
    response.end(readFileSync(path))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
