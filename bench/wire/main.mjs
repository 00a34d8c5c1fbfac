// Our server beside OpenEnv's reference server doing the same episodes, in turns, in one run.
//   npm run bench:wire -- --python PATH [--seconds N] [--rounds N] [--only ws,two-cores,batch,http,shared,limits,memory,hold] [--write]
// What is measured, and how: bench/README.md. `--write` writes docs/performance.md.
import { deepStrictEqual } from 'node:assert'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'
import { createRuntime } from '../../dist/index.js'
import { median, middle, writeReport } from './report.mjs'
import { hold, load, scratch, startOurs, startReference, startSockets, stepCost } from './servers.mjs'
import { actions, comparable, rolloutOf, taskId } from './workload.mjs'

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: process.env.BENCH_PYTHON ?? 'python3' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'ws,two-cores,batch,http,shared,limits,memory,hold' },
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const kinds = new Set(options.only.split(','))
const rounds = Number(options.rounds)
const measureMs = Number(options.seconds) * 1000
const warmUpMs = 1500
/** A server that has just started compiles its hot code beside the work: that is over before anything is measured. */
const burnInMs = 8000
const stepKinds = /** @type {const} */ (['engine', 'registry', 'worker'])
const unshared = ['--no-shared-work']
/** @type {import('./report.mjs').Result[]} */
const results = []
/** @type {import('./report.mjs').Fact[]} */
const facts = []
/** @type {import('./report.mjs').Limit[]} */
const limits = []
/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`)

/**
 * @param {string} name of a fact
 * @param {string} value
 */
function tell(name, value) {
  facts.push({ name, value })
  say(`${name}: ${value}`)
}

const folder = scratch()
/**
 * @typedef {import('./servers.mjs').Server} Server
 * @typedef {import('./servers.mjs').Plan} Plan
 * @typedef {import('./servers.mjs').Cores} Cores
 * @typedef {import('./load.mjs').FrameExchange} FrameExchange
 * @typedef {import('./load.mjs').HttpExchange} HttpExchange
 * @typedef {import('./workload.mjs').Action} Action
 * @typedef {{ label: string, plan: Plan }} Side
 */

/** @type {Server[]} */
const running = []
/** @param {Promise<Server>} promise */
const start = async (promise) => {
  const server = await promise
  running.push(server)
  return server
}

/**
 * Asks over one connection, and returns the replies as they came.
 *
 * @param {string} wsUrl
 * @param {string[]} frames
 */
async function transcript(wsUrl, frames) {
  const socket = new WebSocket(wsUrl, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  /** @type {string[]} */
  const replies = []
  for (const frame of frames) {
    const reply = once(socket, 'message')
    socket.send(frame)
    replies.push((await reply)[0].toString())
  }
  socket.close()
  return replies
}

/** @param {Action[]} played */
const framesOf = (played) => [
  JSON.stringify({ type: 'reset', data: {} }),
  ...played.map((data) => JSON.stringify({ type: 'step', data })),
]

/**
 * @param {Server} server
 * @returns {Promise<FrameExchange[]>}
 */
async function frameScript(server, played = actions) {
  const frames = framesOf(played)
  const replies = await transcript(server.wsUrl, frames)
  return frames.map((frame, index) => ({ frame, reply: replies[index] ?? '', steps: index === 0 ? 0 : 1 }))
}

/**
 * Frames that take every session one exchange farther; `groupOf` names what rollouts of one group share in place of $SALT.
 *
 * @param {Server} server
 * @param {number} sessions
 * @param {(index: number) => Action[]} actionsOf
 * @param {(index: number) => number} groupOf
 * @returns {Promise<FrameExchange[]>}
 */
async function batchScript(server, sessions, actionsOf, groupOf = () => 0) {
  const played = Array.from({ length: sessions }, (_, index) => actionsOf(index))
  const frame = (/** @type {number} */ at) =>
    JSON.stringify({
      type: 'batch',
      data: played.map((list, index) => {
        const session = `bench-${index}`
        const action = list[at - 1]
        if (action === undefined) return { session, reset: {} }
        const { query, ...step } = action
        return {
          session,
          step: query === undefined ? step : { ...step, query: query.replaceAll('$SALT', `$SALT.${groupOf(index)}`) },
        }
      }),
    })
  const frames = Array.from({ length: actions.length + 1 }, (_, at) => frame(at))
  const replies = await transcript(server.wsUrl, frames)
  return frames.map((text, index) => ({ frame: text, reply: replies[index] ?? '', steps: index === 0 ? 0 : sessions }))
}

let saved = 0
/**
 * @param {string} name
 * @param {FrameExchange[][] | HttpExchange[][]} scripts
 */
function save(name, scripts) {
  const path = join(folder, `${name}-${saved++}.json`)
  writeFileSync(path, JSON.stringify({ scripts }))
  return path
}

/**
 * Loads both sides until they are warm.
 *
 * @param {{ plan: Plan }[]} sides
 * @param {Cores} cores
 */
async function warm(sides, cores) {
  for (const { plan } of sides) await load({ ...plan, warmUpMs: 0, measureMs: burnInMs }, { cores })
}

/**
 * One load on both sides in turns.
 *
 * @param {string} name
 * @param {[ours: Side, theirs: Side]} sides
 * @param {Cores} cores
 */
async function compare(name, sides, cores) {
  const turns = []
  for (let round = 0; round < rounds; round++) {
    const ours = await load({ warmUpMs, measureMs, ...sides[0].plan }, { cores })
    turns.push({ ours, theirs: await load({ warmUpMs, measureMs, ...sides[1].plan }, { cores }) })
  }
  const figureOf = (/** @type {string} */ side, /** @type {Awaited<ReturnType<typeof load>>[]} */ measured) => ({
    side,
    rate: median(measured.map(({ rate }) => rate)),
    p50: middle(measured.map(({ p50 }) => p50)),
    p99: middle(measured.map(({ p99 }) => p99)),
  })
  /** @type {import('./report.mjs').Result['figures']} */
  const figures = [
    figureOf(
      sides[0].label,
      turns.map(({ ours }) => ours),
    ),
    figureOf(
      sides[1].label,
      turns.map(({ theirs }) => theirs),
    ),
  ]
  const ratio = median(turns.map(({ ours, theirs }) => ours.rate / theirs.rate))
  results.push({ name, figures, ratio })
  const texts = figures.map(
    (f) => `${f.side} ${Math.round(f.rate)}/s p50 ${f.p50?.toFixed(2)} p99 ${f.p99?.toFixed(2)} ms`,
  )
  say(`${name}: ${texts.join(' | ')} | ratio ${ratio.toFixed(2)}`)
}

async function writeTask() {
  const runtime = await createRuntime()
  const instance = await runtime.instance(runtime.task(taskId), null)
  const environment = runtime.createEnvironment()
  const { prompt } = (await environment.reset({ task_id: taskId })).metadata
  environment.close()
  const { goal, task, seedImage, targetImage } = instance
  const spec = { id: taskId, goal, prompt, queries: [], step_limit: task.stepLimit, table: 'users' }
  writeFileSync(join(folder, 'task.json'), JSON.stringify(spec))
  writeFileSync(join(folder, 'seed.db'), seedImage)
  writeFileSync(join(folder, 'target.db'), targetImage)
}

/**
 * @param {Server} server
 * @param {string} scripts
 * @param {number} connections
 * @returns {Plan}
 */
const wsPlan = (server, scripts, connections) => ({ kind: 'ws', url: server.wsUrl, scripts, connections })

/**
 * @param {string} name
 * @param {Server} ours
 * @param {Server} reference
 * @param {Cores} cores
 */
async function measureWs(name, ours, reference, cores) {
  const [mine, theirs] = [await frameScript(ours), await frameScript(reference)]
  // Equal work: every observation, reward and end is the same on both sides.
  deepStrictEqual(
    mine.map(({ reply }) => comparable(JSON.parse(reply))),
    theirs.map(({ reply }) => comparable(JSON.parse(reply))),
  )
  const [mineFile, theirFile] = [save('ours', [mine]), save('reference', [theirs])]
  /** @type {(connections: number) => [Side, Side]} */
  const sides = (connections) => [
    { label: 'ours', plan: wsPlan(ours, mineFile, connections) },
    { label: 'reference', plan: wsPlan(reference, theirFile, connections) },
  ]
  await warm(sides(64), cores)
  for (const connections of [1, 64, 512])
    await compare(`${name}, ${connections} connection${connections > 1 ? 's' : ''}`, sides(connections), cores)
}

try {
  await writeTask()
  const { python } = options
  if (kinds.has('ws')) {
    const ours = await start(startOurs({ cores: '0', flags: unshared }))
    const reference = await start(startReference({ python, folder, cores: '0' }))
    await measureWs('WebSocket, one core', ours, reference, '1')
    await ours.stop()
    await reference.stop()
  }
  if (kinds.has('two-cores')) {
    const ours = await start(startOurs({ flags: unshared }))
    const reference = await start(startReference({ python, folder, workers: 2 }))
    await measureWs('WebSocket, two cores', ours, reference, null)
    await ours.stop()
    await reference.stop()
  }
  if (kinds.has('batch')) {
    const ours = await start(startOurs({ cores: '0', flags: unshared }))
    const reference = await start(startReference({ python, folder, cores: '0' }))
    const theirFile = save('reference', [await frameScript(reference)])
    for (const sessions of [64, 512]) {
      /** @type {[Side, Side]} */
      const sides = [
        { label: 'ours', plan: wsPlan(ours, save('batch', [await batchScript(ours, sessions, () => actions)]), 1) },
        { label: 'reference', plan: wsPlan(reference, theirFile, sessions) },
      ]
      if (sessions === 64) await warm(sides, '1')
      await compare(`batch, one core, ${sessions} sessions in a frame (reference: ${sessions} connections)`, sides, '1')
    }
    await ours.stop()
    await reference.stop()
  }
  if (kinds.has('shared')) {
    const ours = await start(startOurs({ cores: '0' }))
    const reference = await start(startReference({ python, folder, cores: '0' }))
    const theirFile = save('reference', [await frameScript(reference)])
    const rollouts = Array.from({ length: 16 }, (_, index) => index)
    const scripts = []
    for (const index of rollouts) scripts.push(await frameScript(ours, rolloutOf(index)))
    const theirs = (/** @type {number} */ connections) => ({
      label: 'reference',
      plan: wsPlan(reference, theirFile, connections),
    })
    for (const connections of [64, 512]) {
      /** @type {Plan} */
      const plan = { ...wsPlan(ours, save('shared', scripts), connections), salted: true }
      if (connections === 64) await warm([{ plan }, theirs(connections)], '1')
      await compare(
        `shared prefixes, one core, ${connections} connections`,
        [{ label: 'ours', plan }, theirs(connections)],
        '1',
      )
    }
    const batch = save('shared-batch', [
      await batchScript(
        ours,
        512,
        (index) => rolloutOf(index % 16),
        (index) => Math.floor(index / 16),
      ),
    ])
    /** @type {Plan} */
    const plan = { ...wsPlan(ours, batch, 1), salted: true }
    await compare('shared prefixes, one core, batch of 512 sessions', [{ label: 'ours', plan }, theirs(512)], '1')
    await ours.stop()
    await reference.stop()
  }
  if (kinds.has('http')) {
    const ours = await start(startOurs({ cores: '0', flags: unshared }))
    const reference = await start(startReference({ python, folder, cores: '0' }))
    /** @type {(server: Server) => Promise<Plan>} */
    const httpPlan = async (server) => {
      const [path, body] = ['/reset', '{}']
      const headers = { 'Content-Type': 'application/json' }
      const reply = await (await fetch(server.url + path, { method: 'POST', headers, body })).text()
      return {
        kind: 'http',
        url: server.url,
        scripts: save('http', [[{ path, body, reply, steps: 1 }]]),
        connections: 16,
      }
    }
    /** @type {[Side, Side]} */
    const sides = [
      { label: 'ours', plan: await httpPlan(ours) },
      { label: 'reference', plan: await httpPlan(reference) },
    ]
    await warm(sides, '1')
    await compare('HTTP, one core, POST /reset on 16 connections', sides, '1')
    await ours.stop()
    await reference.stop()
  }
  if (kinds.has('limits')) {
    /** @type {Record<Parameters<typeof stepCost>[0], number[]>} */
    const costs = { engine: [], registry: [], worker: [] }
    for (let round = 0; round < rounds; round++)
      for (const kind of stepKinds) costs[kind].push(await stepCost(kind, { cores: '0' }))
    const ours = await start(startOurs({ cores: '0', flags: unshared }))
    const script = save('sockets', [await frameScript(ours)])
    const sockets = await start(startSockets({ script, cores: '0' }))
    const reference = await start(startReference({ python, folder, cores: '0' }))
    const theirs = save('reference', [await frameScript(reference)])
    const mine = wsPlan(ours, script, 64)
    const bare = wsPlan(sockets, script, 64)
    const other = wsPlan(reference, theirs, 64)
    await warm(
      [mine, bare, other].map((plan) => ({ plan })),
      '1',
    )
    /** @type {number[]} */
    const generator = []
    const costOf = async (/** @type {Server} */ server, /** @type {Plan} */ plan) => {
      const list = []
      for (let round = 0; round < rounds; round++) {
        const before = server.cpu
        const { steps, cpu } = await load({ warmUpMs: 0, measureMs, ...plan }, { cores: '1' })
        list.push((server.cpu - before) / steps)
        generator.push(cpu / steps)
      }
      return median(list)
    }
    limits.push(
      { name: 'SQL, rewards and grades: the environment alone', us: median(costs.engine) },
      { name: '... with sessions, journal and JSON, on one thread', us: median(costs.registry) },
      { name: '... with the SQL on a worker', us: median(costs.worker) },
      { name: 'sockets: a `ws` server that sends known replies', us: await costOf(sockets, bare) },
      { name: 'our whole server', us: await costOf(ours, mine) },
      { name: "the reference's whole server", us: await costOf(reference, other) },
    )
    limits.push({ name: 'the load generator', us: median(generator) })
    for (const { name, us } of limits) say(`${name}: ${us.toFixed(1)} us a step`)
    for (const server of [ours, sockets, reference]) await server.stop()
  }
  if (kinds.has('memory')) {
    const sides = [
      { label: 'ours', launch: () => startOurs() },
      { label: 'reference', launch: () => startReference({ python, folder }) },
    ]
    for (const { label, launch } of sides) {
      const server = await start(launch())
      const small = await hold(server, 100, 500)
      const large = await hold(server, 1100, 500)
      tell(`memory a session, ${label}`, `${Math.round((large.bytes - small.bytes) / 1000 / 1024)} KiB`)
      await server.stop()
    }
  }
  if (kinds.has('hold')) {
    const server = await start(startOurs())
    const { bytes, opened, alive, wrong } = await hold(server, 10_000, 45_000)
    tell(
      '10,000 sessions, each with a socket and an episode, held for 45 s',
      `${Math.round(bytes / 2 ** 20)} MiB, ${opened - alive} lost, ${wrong} wrong answers`,
    )
    await server.stop()
  }
  const report = { results, limits, facts, seconds: Number(options.seconds), rounds }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else writeReport(report, options.write)
} finally {
  await Promise.all(running.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}
