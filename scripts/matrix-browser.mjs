// Plays the episodes of node-matrix.mjs in Chromium, by the very worker that the page plays with. Needs dist/.
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { playAll } from './matrix-episodes.mjs'

const assets = fileURLToPath(new URL('../dist/web/assets/', import.meta.url))
/** @type {Record<string, string | undefined>} */
const types = { js: 'text/javascript', wasm: 'application/wasm' }

/**
 * Runs in the page: plays one episode in its worker.
 *
 * @param {{ worker: string, wasm: string, plan: import('./matrix-episodes.mjs').Play }} given
 */
async function playThere({ worker: workerUrl, wasm, plan }) {
  const scope = /** @type {any} */ (globalThis)
  if (scope.engine === undefined) {
    const worker = new Worker(workerUrl, { type: 'module' })
    worker.postMessage({ wasm, settings: null })
    let count = 0
    scope.engine = (/** @type {string} */ name, /** @type {unknown[]} */ ...args) =>
      new Promise((resolve, reject) => {
        const id = ++count
        const onMessage = (/** @type {MessageEvent} */ { data }) => {
          if (data.id !== id) return
          worker.removeEventListener('message', onMessage)
          if ('failure' in data) reject(new Error(data.failure.message))
          else resolve(data.value)
        }
        worker.addEventListener('message', onMessage)
        worker.postMessage({ id, name, args })
      })
  }
  await scope.engine('reopen', 'matrix', plan.params, plan.actions, false)
  const image = await scope.engine('image', 'matrix')
  return { trajectory: await scope.engine('trajectory', 'matrix'), image: [...image] }
}

/** What `playAll` comes to in Chromium. */
export async function playInBrowser() {
  const names = readdirSync(assets)
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? ''
    if (!names.includes(name))
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>matrix</title>')
    else
      response.writeHead(200, { 'Content-Type': types[name.split('.').at(-1) ?? ''] }).end(readFileSync(assets + name))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}/`
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage()
    await page.goto(url)
    const at = (/** @type {RegExp} */ pattern) => url + names.find((name) => pattern.test(name))
    const files = { worker: at(/^engine-worker.*\.js$/), wasm: at(/\.wasm$/) }
    const result = await playAll(async (plan) => {
      const { trajectory, image } = await page.evaluate(playThere, { ...files, plan })
      return { trajectory, image: Uint8Array.from(image) }
    })
    return { ...result, node: `Chromium ${browser.version().split('.')[0]}` }
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
}
