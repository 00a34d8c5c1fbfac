// What one step of the load costs without the rest of the server, in microseconds of CPU; a process of its own for each.
//   node bench/wire/step-cost.mjs engine|registry|worker [SESSIONS]      the load in process, at once in so many sessions
//   node bench/wire/step-cost.mjs sockets PORT SCRIPT                    a WebSocket server that sends known replies
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { actions, taskId } from './workload.mjs'

const [kind, first, second] = process.argv.slice(2)

function cpu() {
  const { user, system } = process.cpuUsage()
  return user + system
}

/**
 * Median of rounds once it is warm.
 *
 * @param {number} sessions
 * @param {() => Promise<unknown>} playAll an episode in each session
 */
async function timeOf(sessions, playAll) {
  const episodes = Math.ceil(1280 / sessions)
  /** @type {number[]} */
  const costs = []
  for (let round = 0; round < 12; round++) {
    const before = cpu()
    for (let episode = 0; episode < episodes; episode++) await playAll()
    if (round >= 5) costs.push((cpu() - before) / (episodes * sessions * actions.length))
  }
  costs.sort((left, right) => left - right)
  process.stdout.write(`${JSON.stringify({ us: costs[Math.floor(costs.length / 2)] })}\n`)
}

/** @param {number} sessions */
async function inEngine(sessions) {
  const { createRuntime } = await import('../../dist/index.js')
  const runtime = await createRuntime()
  const environments = Array.from({ length: sessions }, () => runtime.createEnvironment(false))
  await timeOf(sessions, async () => {
    for (const environment of environments) await environment.reset({ task_id: taskId })
    for (const action of actions) for (const environment of environments) await environment.step(action)
  })
  runtime.close()
}

/**
 * @param {number} sessions
 * @param {number} workers
 */
async function inRegistry(sessions, workers) {
  const { loadSqliteWasm } = await import('../../dist/host/node-wasm.js')
  const { toPlainSettings } = await import('../../dist/episode/plain-settings.js')
  const { defaultSettings } = await import('../../dist/episode/episode-settings.js')
  const { LanePool } = await import('../../dist/sessions/lane-pool.js')
  const { SessionRegistry } = await import('../../dist/sessions/session-registry.js')
  const settings = toPlainSettings(defaultSettings)
  const lanes = await LanePool.create({ wasm: await loadSqliteWasm(), settings, workers })
  const registry = new SessionRegistry({ lanes, sharedBytes: 0 })
  const play = async (/** @type {string} */ id) => {
    await registry.reset(id, { task_id: taskId })
    for (const action of actions) await registry.step(id, action)
  }
  await timeOf(sessions, () => Promise.all(Array.from({ length: sessions }, (_, index) => play(`s${index}`))))
  await registry.close()
  await lanes.close()
}

/**
 * @param {number} port
 * @param {string} file of scripts, see load.mjs
 */
function serveReplies(port, file) {
  /** @type {import('./load.mjs').FrameExchange[]} */
  const script = JSON.parse(readFileSync(file, 'utf8')).scripts[0]
  const server = createServer((_, response) => response.end('{}'))
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    let at = 0
    socket.on('message', () => socket.send(script[at++ % script.length]?.reply ?? ''))
  })
  server.listen(port, '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${port}\n`))
}

if (kind === 'sockets') serveReplies(Number(first), second ?? '')
else if (kind === 'engine') await inEngine(Number(first ?? 64))
else if (kind === 'registry' || kind === 'worker') await inRegistry(Number(first ?? 64), kind === 'worker' ? 1 : 0)
else throw new TypeError('engine, registry, worker or sockets')
