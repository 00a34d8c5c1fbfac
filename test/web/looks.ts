/** For everybody: by keyboard alone, read aloud, on a phone and on a wall, in light and dark, with 2,000 rows. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { editorOf, openPage, run, settled, submit, type Stage } from './page-fixture.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The rules that are about colours: all that may differ between light and dark. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** What axe-core finds by tags or by rules, with where. */
async function findingsOf(page: Page, runOnly: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`,
  )) as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

/** Nothing serious, in light and in dark. */
async function expectNoFindings(page: Page): Promise<void> {
  expect(await findingsOf(page, everything)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await findingsOf(page, colourRules)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The sizes of a phone, a tablet, a laptop and a wall. */
const sizes = [
  [360, 740],
  [768, 1024],
  [1280, 800],
  [3840, 2160],
] as const

export function looks(at: Stage): void {
  describe('the looks of the page', () => {
    test('axe-core finds nothing serious, in light and in dark', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`, { bypassCSP: true })
      await page.locator('.episode-name').click()
      await page.getByRole('button', { name: 'Share' }).click()
      await run(page, "UPDATE users SET email = lower(replace(email, ' ', '')), note = 'x' WHERE id > 40")
      await expectNoFindings(page)
      await page.getByRole('button', { name: 'users', exact: true }).click()
      await page.locator('.grid-row .mark-changed').first().click()
      await page.keyboard.press('Enter')
      await expectNoFindings(page)
      await run(page, 'SELECT oops')
      await submit(page)
      await expectNoFindings(page)
      await page.goto(`${at.server.url}/#watch`)
      await page.locator('.run-card').first().waitFor()
      await expectNoFindings(page)
      await page.locator('.run-card').nth(1).click()
      await page.getByText('run again: every byte equal').waitFor()
      for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
      await page.locator('.after .grid-row').nth(1).waitFor()
      await expectNoFindings(page)
      await close()
    })

    test('a whole episode by keyboard alone', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      await editorOf(page)
      await settled(page)
      const { keyboard } = page
      /** Goes on with Tab until the element with this name has the focus. */
      const tabTo = async (name: string | RegExp): Promise<void> => {
        const target = page.getByRole('button', { name, exact: typeof name === 'string' })
        for (let count = 0; count < 60; count++) {
          await keyboard.press('Tab')
          if (await target.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))) return
        }
        throw new Error(`Tab never came to ${String(name)}`)
      }
      await keyboard.press('Tab')
      expect(await page.locator(':focus').innerText()).toContain('Skip to the content')
      await tabTo(/^Episode/)
      await keyboard.press('Enter')
      await page.getByLabel('Suite').waitFor()
      await keyboard.press('Enter')
      await tabTo('users')
      await keyboard.press('Enter')
      await page.getByRole('grid', { name: 'Table users' }).waitFor()
      const editor = await editorOf(page)
      for (
        let count = 0;
        count < 20 && !(await editor.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one));
        count++
      )
        await keyboard.press('Tab')
      await keyboard.type('SELECT id, email FROM users WHERE id < 40')
      await keyboard.press('Escape')
      await keyboard.press('Control+Enter')
      await page.getByRole('grid', { name: 'Result' }).waitFor()
      await tabTo('Undo')
      await keyboard.press('Enter')
      await settled(page)
      await page.getByRole('button', { name: 'users', exact: true }).focus()
      await keyboard.press('Enter')
      const grid = page.getByRole('grid', { name: 'Table users' })
      for (let count = 0; count < 60 && !(await grid.evaluate((one) => one === document.activeElement)); count++)
        await keyboard.press('Tab')
      await keyboard.press('ArrowDown')
      await keyboard.press('End')
      await keyboard.press('ArrowLeft')
      await keyboard.press('Enter')
      expect(await page.locator('.cell-detail').innerText()).toContain('phone')
      await keyboard.press('Escape')
      await tabTo(/^Share/)
      await page.getByRole('button', { name: 'Submit', exact: true }).focus()
      await keyboard.press('Enter')
      await page.locator('.verdict').waitFor()
      await close()
    })

    test('fits a phone of 360 by 740, a tablet, a laptop and a wall of 3840 by 2160', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      const expectToFit = async (): Promise<void> => {
        const found: number[] = []
        for (const [width, height] of sizes) {
          await page.setViewportSize({ width, height })
          const overflow = await page.evaluate(async () => {
            // Laid out for this size, and drawn again by what listens to it.
            for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
            return Math.max((document.scrollingElement?.scrollWidth ?? 0) - innerWidth, 0)
          })
          found.push(overflow)
        }
        expect(found).toEqual(sizes.map(() => 0))
      }
      await run(page, 'SELECT * FROM users')
      await expectToFit()
      await submit(page)
      await expectToFit()
      await page.locator('.episode-name').click()
      await expectToFit()
      await page.goto(`${at.server.url}/#watch`)
      await page.locator('.run-card').first().click()
      await page.getByText('run again: every byte equal').waitFor()
      await page.keyboard.press('End')
      await expectToFit()
      await close()
    })

    test('2,000 rows scroll with at most 100 row elements in the document, and every row is shown', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`, {
        viewport: { width: 1280, height: 2160 },
      })
      await run(
        page,
        `CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i, 'row ' || i AS text, i * 1.5 AS amount FROM n`,
      )
      await page.getByRole('button', { name: 'many', exact: true }).click()
      const grid = page.getByRole('grid', { name: 'Table many' })
      await grid.getByText('row 1', { exact: true }).waitFor()
      expect(await grid.getAttribute('aria-rowcount')).toBe('2001')
      const seen = await grid.evaluate(async (element) => {
        const rows = new Set<string>()
        let most = 0
        for (let top = 0; top <= element.scrollHeight; top += element.clientHeight - 100) {
          element.scrollTop = top
          // As long as rows are being fetched, however long a busy machine takes.
          for (let frame = 0; frame < 10_000; frame++) {
            await new Promise(requestAnimationFrame)
            const cells = [...element.querySelectorAll('[role=row] > :nth-child(3)')].map(
              (cell) => cell.textContent ?? '',
            )
            if (!cells.includes('…')) break
          }
          const shown = element.querySelectorAll('[role=row]')
          most = Math.max(most, shown.length)
          for (const cell of element.querySelectorAll('[role=row] > :nth-child(3)')) rows.add(cell.textContent ?? '')
        }
        return { most, count: [...rows].filter((text) => /^row \d+$/.test(text)).length }
      })
      expect(seen.count).toBe(2000)
      expect(seen.most).toBeLessThanOrEqual(100)
      // Numbers stand right.
      expect(
        await grid
          .locator('[role=gridcell]')
          .first()
          .evaluate((cell) => getComputedStyle(cell).textAlign),
      ).toBe('right')
      await close()
    })
  })
}
