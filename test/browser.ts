import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian's Chromium, which CI installs. */
const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Whether tests in a browser are to be skipped for want of one. Where CI is set nothing is skipped. */
export const isBrowserMissing: boolean = !existsSync(browserPath) && process.env['CI'] !== 'true'

/** Starts the browser. */
export async function startBrowser(more: readonly string[] = []): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', ...more]
  return await chromium.launch({ executablePath: browserPath, args })
}
