/** Watching recorded episodes: the gallery, files, links, and the command that opens one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Trajectory } from '../../src/contract/episode.ts'
import { createRuntime } from '../../src/index.ts'
import { cliPath, runCli } from '../cli/run-cli.ts'
import { openPage, type Stage } from './page-fixture.ts'

export function watching(at: Stage): void {
  describe('watching', () => {
    let folder: string
    let record: string
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'dataops-watch-'))
      record = join(folder, 'demo.jsonl')
      const demo = await runCli(['demo', '--record', record])
      expect(demo.code).toBe(0)
    })
    afterAll(() => rmSync(folder, { recursive: true }))

    test('every run of the gallery opens, is run again to the same bytes, and is stepped to its end', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/#watch`)
      const cards = page.locator('.run-card')
      await cards.first().waitFor()
      const titles = await cards.locator('strong').allInnerTexts()
      expect(titles.length).toBeGreaterThanOrEqual(6)
      for (const [index] of titles.entries()) {
        await page.goto(`${at.server.url}/#watch`)
        await cards.nth(index).click()
        await page.getByText('run again: every byte equal').waitFor()
        await page.getByRole('slider', { name: 'Step' }).press('End')
        await page.locator('.verdict').waitFor()
      }
      await close()
    })

    test('two runs of one instance stand side by side, and the same keys step through both', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/#watch`)
      await page.locator('.run-card', { hasText: 'A tempting repair' }).click()
      const second = page.getByLabel('Beside it')
      await second.selectOption('A blind guess, of the gallery')
      await page.getByText('run again: every byte equal').nth(1).waitFor()
      for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
      expect(await page.locator('.scrubber output').allInnerTexts()).toEqual([
        expect.stringMatching(/^2 \/ /),
        expect.stringMatching(/^2 \/ /),
      ])
      await page.keyboard.press('End')
      for (const name of ['The first run', 'The second run']) {
        await page.getByRole('article', { name }).locator('.verdict').waitFor()
      }
      const scores = await page.locator('.viewer-score').allInnerTexts()
      expect(new Set(scores).size).toBe(2)
      // One at a time by its own slider.
      await page.getByRole('article', { name: 'The second run' }).getByRole('slider', { name: 'Step' }).fill('0')
      expect(await page.locator('.verdict').count()).toBe(1)
      // A run of another instance is none.
      await page
        .getByLabel('Record of a second run')
        .setInputFiles({ name: 'other.jsonl', mimeType: 'text/plain', buffer: readFileSync(record) })
      expect(await page.getByRole('alert').innerText()).toContain('no run of this instance is in it: task_easy, seed 2')
      expect(await page.getByRole('article').count()).toBe(1)
      await close()
    })

    test('another document shows records by one script, and no host is asked for anything', async () => {
      const script = readFileSync(new URL('../../dist/web/viewer.js', import.meta.url), 'utf8')
      expect(script).not.toContain('</script')
      const told = JSON.stringify(readFileSync(record, 'utf8')).replaceAll('<', '\\u003c')
      const report = join(folder, 'report.html')
      writeFileSync(
        report,
        `<!doctype html><meta charset="utf-8"><title>Report</title><h1>Report</h1><div id="run"></div><script>${script}</script>
        <script>DataOpsViewer.show(document.getElementById('run'), ${told})</script>`,
      )
      const { page, close } = await openPage(at.browser, pathToFileURL(report).href, { offline: true })
      await page.locator('.episode-choice select').selectOption({ index: 4 })
      await page.getByRole('slider', { name: 'Step' }).press('ArrowRight')
      expect(await page.locator('.scrubber output').innerText()).toMatch(/^1 \/ /)
      await page.getByRole('slider', { name: 'Step' }).press('End')
      expect(await page.locator('.verdict-score').innerText()).toMatch(/^1\.00/)
      // Neither styles the other.
      const margin = (selector: string): Promise<string> =>
        page
          .locator(selector)
          .first()
          .evaluate((element) => getComputedStyle(element).marginTop)
      expect([await margin('body > h1'), await margin('.viewer h1')]).toEqual([
        expect.not.stringMatching(/^0px/),
        '0px',
      ])
      await close()
    })

    test('a record of the command line is opened from a file and stepped by keys and slider, with what each step changed', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/web/#watch`)
      await page.locator('.sources input[type=file]').setInputFiles(record)
      await page.getByText('run again: every byte equal').waitFor()
      const choice = page.locator('.episode-choice select')
      expect(await choice.locator('option').count()).toBe(5)
      await page.keyboard.press('ArrowRight')
      await page.getByText('CREATE TABLE users').waitFor()
      for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
      expect(await page.locator('.scrubber output').innerText()).toBe('3 / 5')
      // Only what the step changed, with what it was.
      const tag = page.locator('.after .tag')
      const changed = Number(/^(\d+) cells? changed/.exec(await tag.innerText())?.[1])
      await page.locator('.after .mark-changed .cell-note').first().waitFor()
      expect(await page.locator('.after .grid-row .mark-changed').count()).toBe(changed)
      await choice.selectOption('4')
      await page.getByText('run again: every byte equal').waitFor()
      await page.getByRole('slider', { name: 'Step' }).fill('4')
      expect(await page.locator('.verdict-score').innerText()).toMatch(/^1\.00/)
      expect(await page.locator('.grade-cells .mark-repaired').count()).toBeGreaterThan(0)
      await close()
    })

    test('a record of version 1 opens, one with other bytes is told, and what is none says why', async () => {
      const lines = readFileSync(record, 'utf8').split('\n')
      const trajectory = JSON.parse(lines[0] ?? '') as Trajectory
      expect(trajectory.format).toBe('dataops-env/trajectory@2')
      const old = { ...trajectory, format: 'dataops-env/trajectory@1' }
      const forged = structuredClone(trajectory)
      const [, second] = forged.steps
      if (second) second.result.reward = 0.5
      const { page, close } = await openPage(at.browser, `${at.server.url}/#watch`)
      const open = async (text: string): Promise<void> =>
        await page
          .locator('.sources input[type=file]')
          .setInputFiles({ name: 'r.jsonl', mimeType: 'text/plain', buffer: Buffer.from(text) })
      await open(JSON.stringify(old))
      await page.getByText('run again: every byte equal').waitFor()
      await open(`\n${JSON.stringify(forged)}\n`)
      await page.getByText('step 2 of 5 differs').waitFor()
      await open('{"format":"dataops-env/trajectory@2"}')
      expect(await page.getByRole('alert').innerText()).toContain('line 1 is no record of an episode')
      await open('nothing')
      expect(await page.getByRole('alert').innerText()).toContain('line 1 is not JSON')
      await close()
    })

    test('a link to another host is asked for by a click alone', async () => {
      let asked = 0
      const strange = createServer((_, response) => {
        asked++
        response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end(readFileSync(record))
      }).listen(0, '127.0.0.1')
      await once(strange, 'listening')
      const { port } = strange.address() as AddressInfo
      const address = `http://127.0.0.1:${port}/record.jsonl`
      const url = `${at.server.url}/#watch=${encodeURIComponent(address)}`
      const { page, close } = await openPage(at.browser, url, { allowed: ({ href }) => href === address })
      await page.getByText('Nothing was sent there yet').waitFor()
      expect(asked).toBe(0)
      await page.getByRole('button', { name: 'Fetch it' }).click()
      await page.getByText('run again: every byte equal').waitFor()
      expect(asked).toBe(1)
      await close()
      strange.close()
    })

    test('what a model said and thought is shown, and a hostile record is text', async () => {
      const runtime = await createRuntime()
      const environment = runtime.createEnvironment()
      await environment.reset({ task_id: 'task_easy' })
      const html = '<img src=x onerror="document.title=1">'
      const hostile = [
        `SELECT '${html}' AS "${html.replaceAll('"', '""')}", char(0) || 'x' || char(8238) AS nul, '' AS empty, NULL AS "null", ' a ' AS spaces`,
        `UPDATE users SET name = '${html}', note = replace(hex(zeroblob(128000)), '00', 'ab') WHERE id = 35`,
      ]
      for (const query of hostile) await environment.step({ action_type: 'execute_sql', query })
      await environment.step({ action_type: html, query: '\uD800 \0' })
      await environment.step({ action_type: 'finish_task' })
      const trajectory = environment.trajectory()
      const said = [{ by: 'model' as const, text: html, thoughts: `${html} thoughts` }]
      const steps = trajectory.steps.map((step, index) => (index === 0 ? { ...step, said } : step))
      const file = join(folder, 'hostile.jsonl')
      writeFileSync(file, JSON.stringify({ ...trajectory, player: { kind: 'model', name: html }, steps }))
      const { page, close } = await openPage(at.browser, `${at.server.url}/#watch`)
      await page.locator('.sources input[type=file]').setInputFiles(file)
      await page.getByText('run again: every byte equal').waitFor()
      await page.keyboard.press('ArrowRight')
      await page.getByText('thoughts', { exact: true }).click()
      expect(await page.locator('.said').innerText()).toContain(`${html} thoughts`)
      const cells = page.locator('.viewer-step .grid-row').nth(1)
      expect(await cells.innerText()).toContain('␀x⟨202E⟩')
      expect(await cells.locator('.cell-empty').count()).toBe(1)
      expect(await cells.locator('.cell-null').count()).toBe(1)
      expect(await cells.locator('.cell-space').count()).toBe(2)
      for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
      await page.getByText('The action had no effect').waitFor()
      await page.keyboard.press('ArrowLeft')
      // The whole of 256 KB is shown on demand, and in the grid a line of it.
      const large = page.locator('.after [role=gridcell]', { hasText: 'abab' })
      expect((await large.innerText()).length).toBeLessThan(400)
      await large.dblclick()
      expect((await page.locator('.cell-whole pre').first().innerText()).length).toBe(256_000)
      expect(await page.title()).toBe('DataOps-Env')
      expect(await page.locator('img').count()).toBe(0)
      await close()
    })

    test('replay --view opens a record by an address of this machine, until it is told to end', async () => {
      const child = spawn(process.execPath, [cliPath, 'replay', record, '--view'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
      const url = line.trim()
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#watch=/)
      const { origin } = new URL(url)
      expect((await fetch(`${origin}/../../package.json`)).status).toBe(404)
      const { page, close } = await openPage(at.browser, url)
      await page.getByText('run again: every byte equal').waitFor()
      await close()
      child.kill('SIGINT')
      expect(await once(child, 'exit')).toEqual([0, null])
    })
  })
}
