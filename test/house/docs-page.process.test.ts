import { describe, expect, it } from 'vitest'
import { isBrowserMissing, startBrowser } from '../browser.ts'
import { startCliServer } from '../cli/run-cli.ts'

describe.skipIf(isBrowserMissing)('/docs in a browser', () => {
  it('shows the API and plays a reset, without a request to another host', async () => {
    const server = await startCliServer()
    const browser = await startBrowser()
    try {
      const page = await browser.newPage()
      const foreign: string[] = []
      const complaints: string[] = []
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (url.protocol !== 'data:' && url.origin !== server.url) foreign.push(request.url())
      })
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(`${server.url}/docs`)
      await page.getByText('Start an episode').click()
      await page.getByRole('button', { name: 'Execute' }).click()
      const reply = page.locator('.live-responses-table').filter({ hasText: 'steps_remaining' })
      await reply.waitFor()
      expect(await reply.innerText()).toContain('200')
      expect(foreign).toEqual([])
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
      await server.end('SIGTERM')
    }
  })
})
