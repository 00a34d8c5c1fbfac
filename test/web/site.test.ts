/** The static copy: files for any host, under any path, and without a network once they were loaded. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isBrowserMissing } from '../browser.ts'
import { runCli } from '../cli/run-cli.ts'
import { launch, openPage, run, serveFolder, settled } from './page-fixture.ts'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-site-'))
  const { code, stderr } = await runCli(['site', '--out', join(folder, 'copy')])
  expect([code, stderr]).toEqual([0, ''])
})
afterAll(() => rmSync(folder, { recursive: true }))

test('every file that becomes smaller lies beside itself compressed, and the first play takes less than 900 KB', () => {
  const copy = join(folder, 'copy')
  const names = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(copy, name)).isFile(),
  )
  const plain = names.filter((name) => !/\.(?:br|gz)$/.test(name))
  for (const name of plain.filter(
    (one) => /\.(?:js|wasm|css|html)$/.test(one) && statSync(join(copy, one)).size > 2000,
  )) {
    const body = readFileSync(join(copy, name))
    expect(brotliDecompressSync(readFileSync(join(copy, `${name}.br`))).equals(body)).toBe(true)
    expect(gunzipSync(readFileSync(join(copy, `${name}.gz`))).equals(body)).toBe(true)
  }
  // The gallery, the viewer and the agent are loaded when they are asked for.
  const first = plain.filter(
    (name) => /index|engine-worker|sql-editor|\.wasm|\.css|icon/.test(name) && !name.startsWith('gallery'),
  )
  const sizes = first.map((name) => statSync(join(copy, names.includes(`${name}.br`) ? `${name}.br` : name)).size)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(900_000)
})

test('a folder that is not empty is left alone', async () => {
  const { code, stderr } = await runCli(['site', '--out', join(folder, 'copy')])
  expect(code).toBe(2)
  expect(stderr).toContain('not empty')
})

describe.skipIf(isBrowserMissing)('in a browser', () => {
  test('works under a prefix from a plain file server, with its policy, and again when that is gone', async () => {
    const files = await serveFolder(join(folder, 'copy'), '/some/prefix/')
    const browser = await launch()
    try {
      const { page, close, complaints } = await openPage(browser, files.url)
      await run(page, 'SELECT count(*) AS people FROM users')
      expect(await page.locator('.grid-row').nth(1).innerText()).toContain('32')
      // Its policy is in the page: nothing inline runs.
      const isBlocked = await page.evaluate(() => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "inline"'
        document.body.append(script)
        return document.title
      })
      expect(isBlocked).toBe('DataOps-Env')
      expect(complaints.said.splice(0)).toEqual([expect.stringContaining('Content Security Policy')])
      await page.evaluate(async () => void (await navigator.serviceWorker.ready))
      await files.close()
      await page.reload()
      await settled(page)
      await run(page, "UPDATE users SET note = ''")
      expect(await page.locator('.tree .tag').innerText()).toMatch(/^±\d+/)
      // The failed request of the page itself is what being without a network means.
      complaints.said.length = 0
      await close()
    } finally {
      await browser.close()
    }
  })
})
