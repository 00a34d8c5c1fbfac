/** The report as people open it: a file in a real browser, and served with all its transcripts. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobKey, type EvaluatedTrajectory, type Run } from '../../src/evaluation/run.ts'
import { startScriptedModel, type ScriptedModel } from '../agent/scripted-model.ts'
import { isBrowserMissing, startBrowser } from '../browser.ts'
import { cliPath } from '../cli/run-cli.ts'
import { runHere } from '../cli/run-here.ts'
import { byTask, solve, submit } from './playing-model.ts'

const root = mkdtempSync(join(tmpdir(), 'dataops-env-report-'))
const run = join(root, 'run')
let browser: Browser | undefined
let model: ScriptedModel

beforeAll(async () => {
  model = await startScriptedModel([byTask({ task_hard: submit })])
  const other = await startScriptedModel([solve])
  const models = join(root, 'models.yaml')
  const entries = [
    { name: 'first', base_url: model.url, price: { input: 1, output: 2 } },
    { name: '</script><b>second', base_url: other.url },
  ]
  writeFileSync(models, JSON.stringify({ models: entries }))
  const names = entries.map(({ name }) => name).join(',')
  const args = ['eval', '--model', names, '--policy', 'noop', '--models', models, '--suite', 'classic']
  const { code, stderr } = await runHere([...args, '--attempts', '2', '--out', run])
  await other.close()
  expect(code, stderr).toBe(0)
  if (!isBrowserMissing) browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await model.close()
  rmSync(root, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  readonly complaints: string[]
}

/** Opens an address; whatever the browser complains of, and every request for another host, is a complaint. */
async function open(url: string): Promise<Opened> {
  if (browser === undefined) throw new Error('no browser')
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(request.url())
  })
  await page.goto(url)
  await page.locator('.episode').first().waitFor()
  return { page, complaints }
}

const count = async (page: Page): Promise<string> => await page.getByRole('status').innerText()

describe.skipIf(isBrowserMissing)('a report in a file', () => {
  test('shows the numbers, is filtered and searched, and opens an episode, without a request', async () => {
    const file = join(root, 'report.html')
    expect((await runHere(['report', run, '--out', file])).code).toBe(0)
    const { page, complaints } = await open(pathToFileURL(file).href)
    const summary = await page.locator('.numbers').first().innerText()
    expect(summary).toContain('</script><b>second')
    expect(summary).toMatch(/first\s+80\.0 %/)
    expect(await page.getByRole('img', { name: 'Solved, with intervals of 95 %' }).count()).toBe(1)
    expect(await page.locator('.warning').allInnerTexts()).toEqual([expect.stringContaining('few clusters')])
    expect(await count(page)).toBe('25 of 25 episodes')
    await page.getByLabel('outcome').selectOption('nothing_done')
    expect(await count(page)).toBe('7 of 25 episodes')
    await page.getByLabel('player').selectOption('first')
    expect(await count(page)).toBe('2 of 25 episodes')
    await page.getByLabel('player').selectOption('')
    await page.getByLabel('outcome').selectOption('')
    // What was sent is searched, and fields are asked for by name.
    await page.getByRole('searchbox').fill('avg(salary) attempt:2')
    await expect.poll(async () => await count(page)).toBe('2 of 25 episodes')
    await page.locator('.episode').first().click()
    const viewer = page.getByRole('article', { name: 'Recorded episode' })
    await viewer.waitFor()
    expect(await viewer.locator('h1').innerText()).toBe('task_null_repair')
    await page.locator('h1').first().click()
    await page.keyboard.press('End')
    await viewer.getByText('6 / 6').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('holds the transcripts that are asked for', async () => {
    const sizes = new Map<string, number>()
    for (const which of ['all', 'failed', 'none']) {
      const file = join(root, `${which}.html`)
      await runHere(['report', run, '--out', file, '--transcripts', which])
      sizes.set(which, readFileSync(file).length)
    }
    expect(sizes.get('all')).toBeGreaterThan(sizes.get('failed') ?? 0)
    expect(sizes.get('failed')).toBeGreaterThan(sizes.get('none') ?? 0)
    const { page, complaints } = await open(pathToFileURL(join(root, 'none.html')).href)
    await page.locator('.episode').first().click()
    await page.getByText('this report was made without it').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })
})

/** The same episodes again and again, until there are 3,200 of them. */
function multiply(folder: string): void {
  const plan = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Run
  const lines = readFileSync(join(run, 'episodes.jsonl'), 'utf8').trim().split('\n')
  const own = lines
    .map((line) => JSON.parse(line) as EvaluatedTrajectory)
    .filter(({ evaluation }) => evaluation.player === 'first')
  const firsts = own.filter(({ evaluation }) => evaluation.attempt === 1)
  const attempts = 640
  const made = Array.from({ length: attempts }, (_, place) =>
    firsts.map((episode) => ({ ...episode, evaluation: { ...episode.evaluation, attempt: place + 1 } })),
  ).flat()
  expect(new Set(made.map(({ evaluation: { player, item, attempt } }) => jobKey(player, item, attempt))).size).toBe(
    3200,
  )
  mkdirSync(folder)
  const players = plan.players.filter(({ name }) => name === 'first')
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...plan, attempts, players }))
  writeFileSync(join(folder, 'episodes.jsonl'), made.map((episode) => `${JSON.stringify(episode)}\n`).join(''))
}

test.skipIf(isBrowserMissing)(
  'a run of 3,200 episodes is served, and scrolls with a few rows in the document',
  async () => {
    const many = join(root, 'many')
    multiply(many)
    const tooLarge = await runHere(['report', many, '--out', join(root, 'many.html')])
    expect(tooLarge.code).toBe(2)
    expect(tooLarge.stderr).toContain('--serve')
    const child = spawn(process.execPath, [cliPath, 'report', many, '--serve'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
    })
    const { page, complaints } = await open(url)
    expect(await count(page)).toBe('3,200 of 3,200 episodes')
    const list = page.getByRole('list', { name: 'Episodes' })
    const seen = await list.evaluate(async (element) => {
      let most = 0
      const keys = new Set<string>()
      for (let top = 0; top < element.scrollHeight; top += 340) {
        element.scrollTop = top
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        const rows = [...element.querySelectorAll('.episode')].map((row) => (row as HTMLElement).innerText)
        most = Math.max(most, rows.length)
        for (const row of rows) keys.add(row.split('\n').slice(0, 4).join(' '))
      }
      return { most, rows: keys.size }
    })
    expect(seen.most).toBeLessThan(60)
    expect(seen.rows).toBe(3200)
    await page.locator('.episode').last().click()
    await page.getByRole('article', { name: 'Recorded episode' }).waitFor()
    expect(complaints).toEqual([])
    expect((await fetch(`${url}transcripts/9999999`)).status).toBe(404)
    await page.close()
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  },
)
