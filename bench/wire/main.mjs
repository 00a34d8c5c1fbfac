// Our server beside OpenEnv's reference server doing the same episodes, in turns, in one run.
//   npm run bench:wire -- --python PATH [--seconds N] [--rounds N] [--only ws,two-cores,batch,http,shared,memory,hold] [--write]
// What is measured, and how: bench/README.md. `--write` writes docs/performance.md.
import { deepStrictEqual } from 'node:assert'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'
import { createRuntime } from '../../dist/index.js'
import { median, writeReport } from './report.mjs'
import { load, scratch, startOurs, startReference } from './servers.mjs'
import { actionsOf, comparable, taskId } from './workload.mjs'

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: process.env.BENCH_PYTHON ?? 'python3' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'ws,two-cores,batch,http,shared,memory,hold' },
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const kinds = new Set(options.only.split(','))
const rounds = Number(options.rounds)
const measureMs = Number(options.seconds) * 1000
const warmUpMs = 1500
const unshared = ['--no-shared-work']
const results = []
const say = (text) => process.stderr.write(`${text}\n`)

const folder = scratch()
const running = []
const start = async (promise) => {
  const server = await promise
  running.push(server)
  return server
}

/** Asks over one connection, and returns the replies as they came. */
async function transcript(wsUrl, frames) {
  const socket = new WebSocket(wsUrl, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const replies = []
  for (const frame of frames) {
    const reply = new Promise((resolve) => socket.once('message', (data) => resolve(data.toString())))
    socket.send(frame)
    replies.push(await reply)
  }
  socket.close()
  return replies
}

const framesOf = (actions) => [
  JSON.stringify({ type: 'reset', data: {} }),
  ...actions.map((data) => JSON.stringify({ type: 'step', data })),
]

async function frameScript(server, actions = actionsOf()) {
  const frames = framesOf(actions)
  const replies = await transcript(server.wsUrl, frames)
  return frames.map((frame, index) => ({ frame, reply: replies[index], steps: index === 0 ? 0 : 1 }))
}

function save(name, scripts) {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify({ scripts }))
  return path
}

/** One load on both sides in turns. */
async function compare(name, sides, cores) {
  const rates = sides.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of sides.entries()) rates[index].push(await load({ warmUpMs, measureMs, ...side.plan }, { cores }))
  }
  const figures = sides.map(({ label }, index) => ({
    side: label,
    rate: median(rates[index].map(({ rate }) => rate)),
    p50: median(rates[index].map(({ p50 }) => p50)),
    p99: median(rates[index].map(({ p99 }) => p99)),
  }))
  const ratio = median(rates[0].map(({ rate }, round) => rate / rates[1][round].rate))
  results.push({ name, figures, ratio })
  const texts = figures.map((f) => `${f.side} ${Math.round(f.rate)}/s p50 ${f.p50?.toFixed(2)} p99 ${f.p99?.toFixed(2)} ms`)
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

const wsPlan = (server, scripts, connections) => ({ kind: 'ws', url: server.wsUrl, scripts, connections })

async function measureWs(name, ours, reference, cores) {
  const [mine, theirs] = [await frameScript(ours), await frameScript(reference)]
  // Equal work: every observation, reward and end is the same on both sides.
  deepStrictEqual(
    mine.map(({ reply }) => comparable(JSON.parse(reply))),
    theirs.map(({ reply }) => comparable(JSON.parse(reply))),
  )
  const [mineFile, theirFile] = [save('ours', [mine]), save('reference', [theirs])]
  for (const connections of [1, 64, 512]) {
    await compare(
      `${name}, ${connections} connection${connections > 1 ? 's' : ''}`,
      [
        { label: 'ours', plan: wsPlan(ours, mineFile, connections) },
        { label: 'reference', plan: wsPlan(reference, theirFile, connections) },
      ],
      cores,
    )
  }
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
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  else writeReport(results, options.write)
} finally {
  await Promise.all(running.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}
