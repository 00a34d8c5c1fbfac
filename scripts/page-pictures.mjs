// Pictures of the page for README and docs: a repair played by typing in a real browser, light, dark and on a phone, and
// a recorded run being watched. `--out DIR` writes elsewhere, as CI does to see that they can be made. Needs dist/.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { startLocalServer } from '../dist/cli/network/local-server.js'
import { loadConfig } from '../dist/cli/settings/config.js'

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = values.out ?? fileURLToPath(new URL('../docs/', import.meta.url))

/** What is typed, and then submitted. */
const statements = [
  'SELECT id, phone, email FROM users ORDER BY id LIMIT 20',
  "UPDATE users SET email = lower(replace(email, ' ', ''))",
  "UPDATE users\nSET phone = substr(replace(replace(replace(phone, '-', ''), '(', ''), ')', ''), -10)",
]

/** @typedef {{ file: string, scheme: 'light' | 'dark', width: number, height: number }} View */

/** @type {View[]} */
const views = [
  { file: 'page-light.png', scheme: 'light', width: 1440, height: 900 },
  { file: 'page-dark.png', scheme: 'dark', width: 1440, height: 900 },
  { file: 'page-phone.png', scheme: 'light', width: 390, height: 844 },
]

/** @typedef {(page: import('playwright-core').Page, url: string) => Promise<void>} Prepare */

/** @type {Prepare} */
async function playTo(page, url) {
  await page.goto(url)
  const editor = page.getByRole('textbox', { name: 'SQL' })
  await editor.waitFor()
  for (const [index, statement] of statements.entries()) {
    await page.locator('#main[aria-busy="false"]').waitFor()
    await editor.fill(statement)
    await editor.press('Control+Enter')
    await page.locator('.lane .dot:not(.dot-start)').nth(index).waitFor()
  }
  await page.locator('#main[aria-busy="false"]').waitFor()
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await page.locator('.verdict.is-solved').waitFor()
  await page.locator('.grade-cells .mark-repaired').first().waitFor()
}

/** @type {Prepare} */
async function watch(page, url) {
  await page.goto(`${url}/#watch=${encodeURIComponent('./web/gallery/tempting.jsonl')}`)
  await page.getByText('run again: every byte equal').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.locator('.after .mark-changed .cell-note').first().waitFor()
}

const { settings, server: defaults } = loadConfig({ env: {} })
const server = await startLocalServer({
  settings,
  server: { ...defaults, host: '127.0.0.1', port: 0, workers: 1, logLevel: 'error' },
})
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  mkdirSync(out, { recursive: true })
  const shoot = async (/** @type {View} */ { file, scheme, width, height }, /** @type {Prepare} */ prepare) => {
    const page = await browser.newPage({
      ...{ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce', bypassCSP: true },
    })
    await prepare(page, server.url)
    if (width < 700) await page.locator('.panes').scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(out, file) })
    await page.close()
  }
  for (const view of views) await shoot(view, playTo)
  await shoot({ file: 'page-watch.png', scheme: 'light', width: 1440, height: 900 }, watch)
} finally {
  await browser.close()
  await server.close()
}
