// The load generator, a process of its own so that it can have a core of its own. Takes one JSON object as its
// argument, prints one as its result: {"steps","seconds","p50","p99","wrong"}; milliseconds from a frame to its reply.
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'

const plan = JSON.parse(process.argv[2])
/** Scripts of exchanges {frame | path and body, reply, steps}; in frames and bodies $SALT stands for what is new every time. */
const { scripts } = JSON.parse(readFileSync(plan.scripts, 'utf8'))

const latencies = []
let steps = 0
let wrong = 0
let isMeasuring = false
let isOver = false

function open(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Opens so many connections, some at a time. */
async function openAll(count) {
  const sockets = []
  while (sockets.length < count) {
    const batch = Math.min(64, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: batch }, () => open(plan.url)))))
  }
  return sockets
}

function note(count, started) {
  if (!isMeasuring) return
  steps += count
  latencies.push(performance.now() - started)
}

/**
 * Frames of one episode with the replies they must get, played in turns on one connection.
 *
 * @returns {Promise<void>}
 */
function playFrames(socket, script, group) {
  return new Promise((resolve, reject) => {
    let at = 0
    let round = 0
    let started = 0
    const send = () => {
      const { frame } = script[at]
      started = performance.now()
      socket.send(plan.salted ? frame.replaceAll('$SALT', `${group}.${round}`) : frame)
    }
    socket.on('message', (data) => {
      const { steps: count, reply } = script[at]
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

/** One exchange after another over HTTP. */
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
  const scriptOf = (index) => scripts[index % scripts.length]
  if (plan.kind === 'http') return Array.from({ length: plan.connections }, (_, index) => playHttp(scriptOf(index)))
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
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null
process.stdout.write(`${JSON.stringify({ steps, seconds, p50: at(0.5), p99: at(0.99), wrong, cpu: user + system })}\n`)
process.exit(0)
