// Plays a fixed set of episodes under several versions of Node, and in the page's worker in Chromium, and compares the bytes of their trajectories.
//
//   node scripts/node-matrix.mjs [--versions 20,22,24,26] [--browser] [--json]   exit code 1 when they differ
//   node scripts/node-matrix.mjs --digest                            this process alone
//
// Needs dist/ (npm run build). Other versions than the one that runs this come from the npm package `node`.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

/**
 * Exact versions, so that a failure can be repeated.
 *
 * @type {Record<string, string>}
 */
const pinned = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' }

const { values: options } = parseArgs({
  options: {
    versions: { type: 'string', default: Object.keys(pinned).join(',') },
    digest: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

if (options.digest) {
  const { playAll } = await import('./matrix-episodes.mjs')
  console.log(JSON.stringify(await playAll()))
} else {
  process.exitCode = await compare(options.versions.split(','))
}

/** @param {string[]} majors */
async function compare(majors) {
  const unknown = majors.filter((major) => !(major in pinned))
  if (unknown.length > 0) {
    console.error(`unknown version of Node: ${unknown.join(', ')}; known: ${Object.keys(pinned).join(', ')}`)
    return 2
  }
  const results = []
  for (const major of majors) results.push(await digestUnder(major))
  if (options.browser) {
    const { playInBrowser } = await import('./matrix-browser.mjs')
    results.push(await playInBrowser())
  }
  const equal = new Set(results.map(({ digest }) => digest)).size === 1
  if (options.json) console.log(JSON.stringify({ equal, results }))
  else {
    console.log('Node          episodes  steps  SHA-256 of all trajectories')
    for (const { node, episodes, steps, digest } of results) {
      console.log(`${node.padEnd(12)}${String(episodes).padStart(10)}${String(steps).padStart(7)}  ${digest}`)
    }
    console.log(equal ? 'every byte is equal' : 'the trajectories differ')
  }
  return equal ? 0 : 1
}

/**
 * Runs this script under another version, or under this one when the major version is the same.
 *
 * @param {string} major
 */
async function digestUnder(major) {
  const script = [fileURLToPath(import.meta.url), '--digest']
  const own = process.versions.node.split('.')[0] === major
  const [command, args] = own ? [process.execPath, script] : ['npx', ['-y', `node@${pinned[major]}`, ...script]]
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 1 << 20 })
  /** @type {Awaited<ReturnType<typeof import('./matrix-episodes.mjs').playAll>>} */
  const result = JSON.parse(stdout)
  if (result.node.split('.')[0] !== major) throw new Error(`asked for Node ${major}, got ${result.node}`)
  return result
}
