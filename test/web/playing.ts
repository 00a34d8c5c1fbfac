/** Playing in the page, as a person does it: by typing and clicking in a real browser. */
import { describe, expect, test } from 'vitest'
import { createRuntime } from '../../src/index.ts'
import { byKeys, choose, editorOf, listed, openPage, run, settled, submit, type Stage } from './page-fixture.ts'

export function playing(at: Stage): void {
  describe('the page', () => {
    /** The queries of an oracle: what a person who knows everything would type. */
    async function oracleOf(id: string, seed: number | null): Promise<readonly string[]> {
      const runtime = await createRuntime()
      const { draft } = await runtime.instance(runtime.task(id), seed)
      return draft.oracles[0].queries
    }

    test('plays the first task to 1.0 and shows the grade cell by cell', async () => {
      // High enough for all rows to be in the document.
      const viewport = { width: 1280, height: 2200 }
      const { page, close } = await openPage(at.browser, `${at.server.url}/`, { viewport })
      await page.getByRole('button', { name: 'Inspect schema' }).click()
      await page.getByText('CREATE TABLE users').waitFor()
      await run(page, "UPDATE users SET email = lower(replace(email, ' ', ''))")
      await page.getByRole('button', { name: 'users', exact: true }).click()
      const changed = page.locator('.grid-row .mark-changed')
      await changed.first().waitFor()
      expect(await changed.count()).toBe(Number((await page.locator('.tree .tag').innerText()).slice(1).split('\n')[0]))
      await run(
        page,
        "UPDATE users SET phone = substr(replace(replace(replace(phone, '-', ''), '(', ''), ')', ''), -10)",
      )
      expect(await page.locator('.meter dd').first().innerText()).toMatch(/^7 of 10/)
      await submit(page)
      expect(await page.locator('.verdict-score').innerText()).toMatch(/^1\.00\s*Solved/)
      const repaired = page.locator('.count.mark-repaired dd')
      expect(Number(await repaired.innerText())).toBe(await page.locator('.grid-row .mark-repaired').count())
      expect(await page.locator('.grid-row .mark-repaired').first().innerText()).toContain('found')
      await close()
    })

    test.each([
      ['date_iso', 'shop', 1, 3, 'filled in'],
      ['lookup_null', 'clinic', 2, 11, 'filled in'],
      ['double_load', 'shop', 1, 3, 'typed'],
      ['double_load', 'clinic', 2, 5, 'filled in'],
      ['double_load', 'logistics', 2, 8, 'filled in'],
    ])('plays %s in %s at level %i, seed %i, from the picker to 1.0, %s', async (...row) => {
      const [family, world, level, seed, writing] = row
      const { page, close } = await openPage(at.browser, `${at.server.url}/web/`)
      await choose(page, { family, world, level, seed })
      const id = `${family}@${listed(family).version}/${world}/${level}`
      // The id names the diagnosis: before the end the page shows what an agent is shown.
      expect(await page.locator('#main').innerText()).not.toContain(family)
      for (const query of await oracleOf(id, seed))
        await run(page, query, /^(?:UPDATE|DELETE)/.test(query) && writing === 'typed' ? byKeys : undefined)
      await submit(page)
      expect(await page.locator('.verdict-score').innerText()).toMatch(/^1\.00\s*Solved/)
      expect(await page.locator('.verdict-more').innerText()).toContain(id)
      await close()
    })

    test('undo takes a step and its reward back; a fork goes on beside what it left, and both records say so', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      await run(page, 'SELECT 1')
      await run(page, 'DELETE FROM users')
      expect(await page.locator('.row-count').innerText()).toMatch(/^0/)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.locator('.row-count', { hasText: /^32/ }).waitFor()
      expect(await page.locator('.lane .dot:not(.dot-start)').count()).toBe(1)
      expect(await page.locator('.meter dd').nth(1).innerText()).toMatch(/^\+0\.03/)
      await run(page, "UPDATE users SET note = 'x'")
      await page.getByRole('button', { name: /^Step 1/ }).click()
      await page.getByRole('button', { name: 'Fork' }).click()
      await page.locator('.lane').nth(1).waitFor()
      await settled(page)
      expect(await page.locator('.lane.is-active .dot:not(.dot-start)').count()).toBe(1)
      await run(page, "UPDATE users SET email = lower(replace(email, ' ', ''))")
      await submit(page)
      expect(await page.locator('.verdict-more').innerText()).toContain('forked')
      expect(await page.locator('.count.mark-damaged dd').innerText()).toBe('0')
      await page.getByRole('button', { name: 'main' }).click()
      await submit(page)
      expect(await page.locator('.count.mark-damaged dd').innerText()).not.toBe('0')
      expect(await page.locator('.verdict-more').innerText()).toContain('forked')
      await close()
    })

    test('completes the columns of this database, runs the statement under the cursor, and brings earlier ones back', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      const editor = await editorOf(page)
      await settled(page)
      await editor.pressSequentially('SELECT pho')
      await page.getByRole('option', { name: /^phone/ }).waitFor()
      // An option is not taken in the first 75 ms after it was shown.
      await page.waitForTimeout(100)
      await editor.press('Enter')
      expect(await editor.innerText()).toContain('SELECT phone')
      await editor.fill('SELECT 1 AS one;\nSELECT 2 AS two;\nSELECT 3 AS three')
      await editor.press('ArrowUp')
      await editor.press('Control+Enter')
      await page.getByRole('columnheader', { name: 'two' }).waitFor()
      await editor.fill('')
      await editor.press('ArrowUp')
      expect((await editor.innerText()).trim()).toBe('SELECT 2 AS two;')
      await editor.press('ArrowDown')
      expect(await editor.innerText()).not.toContain('SELECT 2')
      await close()
    })

    test('a runaway statement is cut by the budget, and the page draws meanwhile', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      await settled(page)
      const drawn = page.evaluate(async () => {
        let frames = 0
        const busy = (): boolean => document.querySelector('#main')?.getAttribute('aria-busy') === 'true'
        while (!busy()) await new Promise(requestAnimationFrame)
        while (busy()) {
          frames++
          await new Promise(requestAnimationFrame)
        }
        return frames
      })
      await run(page, 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n')
      expect(await page.locator('.error-box').innerText()).toContain('stopped')
      expect(await drawn).toBeGreaterThan(5)
      await close()
    })

    test('a worker that is ended is replaced, and what was played is as it was', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      await run(page, 'CREATE TEMP TABLE kept AS SELECT count(*) AS n FROM users')
      await run(page, 'DELETE FROM users WHERE id > 40')
      // The budget would cut any statement, on a fast machine before Stop is found: this worker never answers again.
      void page
        .workers()[0]
        ?.evaluate(() => {
          for (;;);
        })
        .catch(() => undefined)
      const editor = await editorOf(page)
      await editor.fill('SELECT 1')
      await editor.press('Control+Enter')
      await page.getByRole('button', { name: 'Stop' }).click()
      await settled(page)
      expect(await page.locator('.notice').innerText()).toContain('stopped')
      expect(await page.locator('.lane .dot:not(.dot-start)').count()).toBe(2)
      await run(page, 'SELECT n, (SELECT count(*) FROM users) AS left_over FROM kept')
      expect(await page.locator('.grid-row').nth(1).innerText()).toMatch(/32\s+5/)
      await close()
    })
  })
}
