// The load generator, a process of its own so that it can have a core of its own. Takes one JSON object as its
// argument, prints one as its result: {"steps","seconds","p50","p99","wrong"}; milliseconds a step.
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'

const plan = JSON.parse(process.argv[2])
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

/** Frames of one episode with the replies they must get, played in turns on one connection. */
function playFrames(socket, script) {
  return new Promise((resolve, reject) => {
    let at = 0
    let started = 0
    const send = () => {
      started = performance.now()
      socket.send(script[at].frame)
    }
    socket.on('message', (data) => {
      const { steps: count, reply } = script[at]
      if (data.toString() !== reply) wrong++
      note(count, started)
      if (isOver) return resolve()
      at = (at + 1) % script.length
      send()
    })
    socket.once('close', () => (isOver ? resolve() : reject(new Error('the server closed a connection'))))
    send()
  })
}

/** Episodes over HTTP, one session a client. */
async function playHttp(script, session) {
  while (!isOver) {
    for (const { path, body, steps: count, reply } of script) {
      const started = performance.now()
      const headers = { 'Content-Type': 'application/json', ...(plan.sticky && { 'X-Session-Id': session }) }
      const response = await fetch(plan.url + path, { method: 'POST', headers, body })
      const text = await response.text()
      if (reply !== null && text.replace(plan.sticky ? session : '', '') !== reply) wrong++
      note(count, started)
      if (isOver) return
    }
  }
}

const players =
  plan.kind === 'http'
    ? Array.from({ length: plan.connections }, (_, index) => playHttp(scripts[0], `c-${index}`))
    : (await openAll(plan.connections)).map((socket, index) => playFrames(socket, scripts[index % scripts.length]))
const failed = Promise.all(players).catch((error) => {
  console.error(error.message)
  process.exit(1)
})
await new Promise((resolve) => setTimeout(resolve, plan.warmUpMs))
isMeasuring = true
const started = performance.now()
await new Promise((resolve) => setTimeout(resolve, plan.measureMs))
isMeasuring = false
const seconds = (performance.now() - started) / 1000
isOver = true
await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 2000))])
latencies.sort((a, b) => a - b)
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? null
process.stdout.write(`${JSON.stringify({ steps, seconds, p50: at(0.5), p99: at(0.99), wrong })}\n`)
process.exit(0)
