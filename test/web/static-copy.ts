/** The static copy in a browser: files for any host, under any path, and without a network once they were loaded. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { choose, openPage, run, serveFolder, settled, type Stage } from './page-fixture.ts'

/** Small parts that two suites share. */
const common = new Set(['predicates'])

export function staticCopy(at: Stage): void {
  describe('a static copy', () => {
    let folder: string
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'dataops-copy-'))
      const { code, stderr } = await runCli(['site', '--out', join(folder, 'copy')])
      expect([code, stderr]).toEqual([0, ''])
    })
    afterAll(() => rmSync(folder, { recursive: true }))

    test('the first play takes less than 900 KB, and of the other suites each is loaded when it is played', async () => {
      const copy = join(folder, 'copy')
      const files = await serveFolder(copy)
      const bytes = (names: readonly string[]): number =>
        names
          .map((name) => statSync(join(copy, existsSync(join(copy, `${name}.br`)) ? `${name}.br` : name)).size)
          .reduce((sum, size) => sum + size, 0)
      const parts = (names: readonly string[]): string[] =>
        names.flatMap((name) => /^assets\/(.+)-[\w-]{8}\.(?:js|css|wasm)$/.exec(name)?.[1] ?? []).toSorted()
      try {
        // A static copy keeps all its files for times without a network: that is no part of what is waited for.
        const { page, close } = await openPage(at.browser, files.url, { serviceWorkers: 'block' })
        await run(page, 'SELECT 1')
        const first = files.asked.splice(0)
        const core = ['engine-worker', 'index', 'index', 'sql-editor', 'sqlite3-metered', 'task-list']
        expect(parts(first).filter((name) => !common.has(name))).toEqual(core)
        expect(bytes(first)).toBeLessThan(900_000)
        await choose(page, { family: 'date_iso', world: 'shop', level: 1, seed: 3 })
        const drills = files.asked.splice(0)
        expect(parts(drills).filter((name) => !common.has(name))).toEqual(['drill-list'])
        await choose(page, { family: 'double_load', world: 'shop', level: 1, seed: 3 })
        const incidents = files.asked.splice(0)
        expect(parts(incidents).filter((name) => !common.has(name))).toEqual(['incidents-family'])
        // Neither suite hides in what comes first.
        for (const later of [drills, incidents]) expect(bytes(later)).toBeGreaterThan(20_000)
        await choose(page, { family: 'lookup_null', world: 'clinic', level: 2, seed: 11 })
        expect(files.asked).toEqual([])
        process.stdout.write(
          `first play ${bytes(first)}, drills ${bytes(drills)}, incidents ${bytes(incidents)} bytes\n`,
        )
        await close()
      } finally {
        await files.close()
      }
    })

    test('works under a prefix from a plain file server, with its policy, and again when that is gone', async () => {
      const files = await serveFolder(join(folder, 'copy'), '/some/prefix/')
      const { page, close, complaints } = await openPage(at.browser, files.url, { serviceWorkers: 'allow' })
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
      // What was not played before is kept as well.
      await choose(page, { family: 'date_iso', world: 'shop', level: 1, seed: 3 })
      // The failed request of the page itself is what being without a network means.
      complaints.said.length = 0
      await close()
    })
  })
}
