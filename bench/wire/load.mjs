// The load generator, a process of its own so that it can have a core of its own. Takes one JSON object as its
// argument, prints one as its result: {"steps","seconds","p50","p99","wrong"}; milliseconds from a frame to its reply.
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'

/**
 * What is sent, the reply that must come, and how many steps that is. In a frame $SALT stands for what is new every time.
 *
 * @typedef {{ frame: string, reply: string, steps: number }} FrameExchange
 */
/** @typedef {{ path: string, body: string, reply: string, steps: number }} HttpExchange */
/**
 * What is played, and against which server: `scripts` is a file of scripts, each a list of exchanges.
 *
 * @typedef {object} Plan
 * @property {'ws' | 'http'} kind
 * @property {string} url
 * @property {string} scripts
 * @property {number} connections
 * @property {true} [salted] whether frames have a $SALT
 */
/**
 * Latencies in milliseconds, null where nothing was measured; CPU in microseconds.
 *
 * @typedef {object} Measured
 * @property {number} steps
 * @property {number} seconds
 * @property {number | null} p50
 * @property {number | null} p99
 * @property {number} wrong
 * @property {number} cpu
 */

/** @type {Plan & { warmUpMs: number, measureMs: number }} */
const plan = JSON.parse(process.argv[2] ?? '')

/** @type {number[]} */
const latencies = []
let steps = 0
let wrong = 0
let isMeasuring = false
let isOver = false

/**
 * @param {string} url
 * @returns {Promise<WebSocket>}
 */
function open(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/**
 * Opens so many connections, some at a time.
 *
 * @param {number} count
 */
async function openAll(count) {
  /** @type {WebSocket[]} */
  const sockets = []
  while (sockets.length < count) {
    const batch = Math.min(64, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: batch }, () => open(plan.url)))))
  }
  return sockets
}

/**
 * @param {number} count of steps
 * @param {number} started
 */
function note(count, started) {
  if (!isMeasuring) return
  steps += count
  latencies.push(performance.now() - started)
}

/**
 * @param {FrameExchange[]} script
 * @param {number} at
 */
function exchangeAt(script, at) {
  const exchange = script[at]
  if (exchange === undefined) throw new RangeError('a script is empty')
  return exchange
}

/**
 * Frames of one episode with the replies they must get, played in turns on one connection.
 *
 * @param {WebSocket} socket
 * @param {FrameExchange[]} script
 * @param {number} group
 * @returns {Promise<void>}
 */
function playFrames(socket, script, group) {
  return new Promise((resolve, reject) => {
    let at = 0
    let round = 0
    let started = 0
    const send = () => {
      const { frame } = exchangeAt(script, at)
      started = performance.now()
      socket.send(plan.salted ? frame.replaceAll('$SALT', `${group}.${round}`) : frame)
    }
    socket.on('message', (/** @type {Buffer} */ data) => {
      const { steps: count, reply } = exchangeAt(script, at)
      if (String(data) !== reply) wrong++
      note(count, started)
      if (isOver) return resolve()
      if (++at === script.length) {
        at = 0
        round++
      }
      send()
    })
    socket.once('close', () => (isOver ? resolve() : reject(new Error('the server closed a connection'))))
    send()
  })
}

/**
 * One exchange after another over HTTP.
 *
 * @param {HttpExchange[]} script
 */
async function playHttp(script) {
  const headers = { 'Content-Type': 'application/json' }
  while (!isOver) {
    for (const { path, body, steps: count, reply } of script) {
      const started = performance.now()
      const response = await fetch(plan.url + path, { method: 'POST', headers, body })
      if ((await response.text()) !== reply) wrong++
      note(count, started)
      if (isOver) return
    }
  }
}

async function startPlayers() {
  const { scripts } = JSON.parse(readFileSync(plan.scripts, 'utf8'))
  if (plan.kind === 'http') {
    /** @type {(index: number) => HttpExchange[]} */
    const scriptOf = (index) => scripts[index % scripts.length]
    return Array.from({ length: plan.connections }, (_, index) => playHttp(scriptOf(index)))
  }
  /** @type {(index: number) => FrameExchange[]} */
  const scriptOf = (index) => scripts[index % scripts.length]
  const sockets = await openAll(plan.connections)
  return sockets.map((socket, index) => playFrames(socket, scriptOf(index), Math.floor(index / scripts.length)))
}

const failed = Promise.all(await startPlayers()).catch((error) => {
  console.error(error.message)
  process.exit(1)
})
await new Promise((resolve) => setTimeout(resolve, plan.warmUpMs))
isMeasuring = true
const started = performance.now()
const before = process.cpuUsage()
await new Promise((resolve) => setTimeout(resolve, plan.measureMs))
isMeasuring = false
const { user, system } = process.cpuUsage(before)
const seconds = (performance.now() - started) / 1000
isOver = true
await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 3000))])
const sorted = latencies.toSorted((a, b) => a - b)
/** @param {number} share */
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null
/** @type {Measured} */
const measured = { steps, seconds, p50: at(0.5), p99: at(0.99), wrong, cpu: user + system }
process.stdout.write(`${JSON.stringify(measured)}\n`)
process.exit(0)
