// Microseconds of the parts of an episode in process: reset and close, a small statement, inspection, the end.
//   npm run build && node bench/parts.mjs [--dist DIR] [--episodes N]
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: new URL('../dist', import.meta.url).pathname },
    episodes: { type: 'string', default: '4000' },
  },
})
const episodes = Number(options.episodes)
if (!Number.isInteger(episodes) || episodes < 100)
  throw new TypeError('--episodes must be a whole number of at least 100')

/** @type {typeof import('../src/index.ts')} */
const { createRuntime } = await import(pathToFileURL(resolve(options.dist, 'index.js')).href)
const runtime = await createRuntime()

/** @typedef {import('../src/index.ts').Action} Action */

/**
 * @param {string} query
 * @returns {Action}
 */
const sql = (query) => ({ action_type: 'execute_sql', query })
const small = sql('SELECT id, email FROM users WHERE id = 3')
/**
 * Each part and the steps that come before it, untimed.
 *
 * @type {Record<string, { before: Action[], action: Action } | null>}
 */
const parts = {
  'reset and close': null,
  'SELECT id, email FROM users WHERE id = 3': { before: [small, small], action: small },
  'SELECT * FROM users': { before: [small], action: sql('SELECT * FROM users') },
  'UPDATE users SET email = lower(trim(email))': {
    before: [small],
    action: sql('UPDATE users SET email = lower(trim(email))'),
  },
  'a mistake': { before: [small], action: sql('SELECT nothing FROM users') },
  inspect_schema: { before: [small], action: { action_type: 'inspect_schema' } },
  'finish_task with grading': { before: [small], action: { action_type: 'finish_task' } },
}

/** @param {{ before: Action[], action: Action } | null} part */
async function timeOf(part) {
  const environment = runtime.createEnvironment()
  if (part === null) {
    const start = performance.now()
    await environment.reset({ task_id: 'task_easy' })
    environment.close()
    return performance.now() - start
  }
  await environment.reset({ task_id: 'task_easy' })
  for (const action of part.before) await environment.step(action)
  const start = performance.now()
  await environment.step(part.action)
  const took = performance.now() - start
  environment.close()
  return took
}

const samples = Object.entries(parts).map(([name, part]) => ({ name, part, list: /** @type {number[]} */ ([]) }))
for (let episode = -episodes; episode < episodes; episode++) {
  // In turns, so that none runs alone in warm caches; the first half warms up.
  for (const { part, list } of samples) {
    const took = await timeOf(part)
    if (episode >= 0) list.push(took * 1000)
  }
}
console.log(`task_easy, Node ${process.versions.node}; microseconds, ${episodes} times in turns\n`)
console.log(`${''.padEnd(44)}   median      p90`)
for (const { name, list } of samples) {
  list.sort((left, right) => left - right)
  /** @param {number} share */
  const at = (share) => (list[Math.floor(list.length * share)] ?? 0).toFixed(1).padStart(9)
  console.log(name.padEnd(44) + at(0.5) + at(0.9))
}
runtime.close()
