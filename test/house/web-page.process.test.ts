import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startTestServer } from '../server/test-server.ts'

/** Debian's Chromium, which CI installs; elsewhere this test is skipped when there is none. */
const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

describe.skipIf(!existsSync(browserPath) && process.env['CI'] !== 'true')(
  '/web in a browser that runs no scripts',
  () => {
    it('fits a phone, and has a table where there is room', async () => {
      const server = await startTestServer()
      const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking']
      const browser = await chromium.launch({ executablePath: browserPath, args })
      try {
        const page = await browser.newPage({ javaScriptEnabled: false })
        for (const width of [320, 360, 768, 1280]) {
          await page.setViewportSize({ width, height: 740 })
          await page.goto(`${server.url}/web`)
          const widest = await page
            .locator('main, table, td')
            .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)))
          expect(widest, `at ${width} pixels`).toBeLessThanOrEqual(width)
          const cells = page.locator('tbody tr:first-child td')
          expect(await cells.count()).toBe(4)
          const [first, last] = [await cells.first().boundingBox(), await cells.last().boundingBox()]
          // Cells are below each other on a phone, beside each other elsewhere.
          expect(Number(last?.y) > Number(first?.y), `at ${width} pixels`).toBe(width < 640)
          expect(Number(last?.width)).toBeGreaterThan(150)
        }
      } finally {
        await browser.close()
        await server.close()
      }
    })
  },
)
