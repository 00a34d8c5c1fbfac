// Episodes of the core beside the same episodes in Python's sqlite3, in turns, in one run.
//   npm run bench -- [--rounds N] [--episodes N] [--warm-up N] [--python PATH] [--json]
// What is measured, and how: bench/README.md.
import { deepStrictEqual } from 'node:assert'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRuntime } from '../dist/index.js'
import { Peer } from './peer/peer.mjs'
import { summarize, table } from './report.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    episodes: { type: 'string', default: '200' },
    'warm-up': { type: 'string', default: '20' },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
    json: { type: 'boolean', default: false },
  },
})

/**
 * A whole number of at least `least`, or the end.
 *
 * @param {'rounds' | 'episodes' | 'warm-up'} name
 * @param {number} least
 */
function whole(name, least) {
  const number = Number(options[name])
  if (Number.isInteger(number) && number >= least) return number
  console.error(`--${name} must be a whole number of at least ${least}`)
  process.exit(2)
}

const rounds = whole('rounds', 3)
const episodes = whole('episodes', 1)
const warmUps = whole('warm-up', 0)

const taskId = 'task_easy'
const queries = [
  'SELECT * FROM users',
  `UPDATE users SET phone = replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`,
  `UPDATE users SET email = lower(replace(email, ' ', ''))`,
  'SELECT id, email, phone FROM users ORDER BY id',
]
/** @type {import('../dist/index.js').Action[]} */
const actions = [
  ...queries.map((query) => /** @type {const} */ ({ action_type: 'execute_sql', query })),
  { action_type: 'finish_task' },
]

const runtime = await createRuntime()
const environment = runtime.createEnvironment()

/** One episode; every result as JSON text, as a server would send it. */
async function play() {
  const sent = [JSON.stringify(await environment.reset({ task_id: taskId }))]
  for (const action of actions) sent.push(JSON.stringify(await environment.step(action)))
  return sent
}

/**
 * @param {number} count of episodes
 * @returns {Promise<import('./report.mjs').Sample>}
 */
async function runOurs(count) {
  const wall = performance.now()
  const cpu = process.cpuUsage()
  for (let index = 0; index < count; index++) await play()
  const { user, system } = process.cpuUsage(cpu)
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 }
}

const folder = mkdtempSync(join(tmpdir(), 'dataops-env-bench-'))
try {
  const instance = await runtime.instance(runtime.task(taskId), null)
  const mine = (await play()).map((text) => JSON.parse(text))
  const prompt = mine[0].metadata.prompt
  const spec = { id: taskId, goal: instance.goal, prompt, queries, step_limit: instance.task.stepLimit, table: 'users' }
  writeFileSync(join(folder, 'task.json'), JSON.stringify(spec))
  writeFileSync(join(folder, 'seed.db'), instance.seedImage)
  writeFileSync(join(folder, 'target.db'), instance.targetImage)

  const peer = new Peer(options.python, folder)
  /** @type {{ results: unknown[], python: string, sqlite: string }} */
  const shown = await peer.ask({ show: true })
  // Equal work: every observation, reward and the whole grade are the same on all sides.
  deepStrictEqual(shown.results, mine)
  deepStrictEqual((await peer.ask({ show: true, guarded: true })).results, mine)
  if (mine.at(-1).metadata.grader_score !== 1) throw new Error('the queries do not solve the task')

  /** @param {() => Promise<import('./report.mjs').Sample>} run */
  const sideOf = (run) => ({ samples: /** @type {import('./report.mjs').Sample[]} */ ([]), run })
  const ours = sideOf(() => runOurs(episodes))
  const bare = sideOf(() => peer.ask({ episodes }))
  const guarded = sideOf(() => peer.ask({ episodes, guarded: true }))
  const sides = [ours, bare, guarded]
  // Until the WebAssembly that runs most has been optimized: the first thousands of episodes are slower.
  for (let warmUp = 0; warmUp < warmUps; warmUp++) for (const { run } of sides) await run()
  for (let round = 0; round < rounds; round++) {
    // The order turns, so that none always runs on what the same other left in the caches.
    const first = round % sides.length
    for (const { samples, run } of [...sides.slice(first), ...sides.slice(0, first)]) samples.push(await run())
  }
  peer.close()

  const samples = { ours: ours.samples, bare: bare.samples, guarded: guarded.samples }
  const report = summarize({ ...samples, episodes, rounds, warmUps })
  const versions = { node: process.versions.node, python: shown.python, python_sqlite: shown.sqlite }
  if (options.json) console.log(JSON.stringify({ task: taskId, ...versions, ...report }))
  else console.log(table(report, versions))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
