/** With a private `test` the page has no key: what it cannot make is played on the server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveSplitKey } from '../../src/index.ts'
import { startTestServer, type TestServer } from '../server/test-server.ts'
import { openPage, settled, type Stage, submit } from './page-fixture.ts'

const splitKey = deriveSplitKey('a secret of this test alone')

export function privatePlaying(at: Stage): void {
  describe('a private test', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ settings: { splitKey, stepLimits: { task_easy: 7 } } })
    })
    afterAll(async () => await server.close())

    test('is played through the server, without undo, fork or cells; the rest in the page, with the settings of the server', async () => {
      const { page, close } = await openPage(at.browser, `${server.url}/`)
      await settled(page)
      expect(await page.content()).not.toContain(splitKey)
      expect(await page.locator('.meter dd').first().innerText()).toMatch(/^7 of 7/)
      expect(server.registry.size).toBe(0)
      await page.locator('.episode-name').click()
      await page.getByLabel('Suite').selectOption({ index: 1 })
      await page.getByLabel('Family').selectOption('double_escape')
      expect(await page.getByLabel('Split').inputValue()).toBe('test')
      await page.getByLabel('Seed').fill('3')
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByText('Played on the server').waitFor()
      await settled(page)
      expect(server.registry.size).toBe(1)
      expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
      expect(await page.getByRole('button', { name: 'Fork' }).count()).toBe(0)
      await page.getByRole('button', { name: 'Inspect schema' }).click()
      await page.locator('.schema pre').first().waitFor()
      await submit(page)
      expect(await page.locator('.grade').innerText()).toContain(
        'Of the split test the grade shows counts, and no cells.',
      )
      expect(await page.locator('.grade-cells').count()).toBe(0)
      await close()
    })

    test('where a server does not play, its tasks are not offered', async () => {
      const production = await startTestServer({ settings: { splitKey }, server: { mode: 'production' } })
      const { page, close } = await openPage(at.browser, `${production.url}/`)
      await settled(page)
      await page.locator('.episode-name').click()
      await page.getByLabel('Suite').selectOption({ index: 1 })
      const families = await page.getByLabel('Family').locator('option').allInnerTexts()
      expect(families.length).toBeGreaterThan(5)
      expect(families).not.toContain('double_escape')
      await close()
      await production.close()
    })
  })
}
