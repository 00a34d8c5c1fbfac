// Holds many sessions: opens so many sockets, resets each, waits, and plays a step on every one of them.
// Argument {"url","count","holdMs"}; prints {"opened","alive","wrong"} and, when all are reset, a line `held` first.
import { WebSocket } from 'ws'

/** @type {{ url: string, count: number, holdMs: number }} */
const { url, count, holdMs } = JSON.parse(process.argv[2] ?? '')
const action = { action_type: 'execute_sql', query: 'SELECT count(*) FROM users' }

/** @returns {Promise<WebSocket>} */
function open() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/**
 * The reply, or null when the connection is closed.
 *
 * @param {WebSocket} socket
 * @param {object} message
 * @returns {Promise<string | null>}
 */
function ask(socket, message) {
  return new Promise((resolve) => {
    if (socket.readyState !== WebSocket.OPEN) return resolve(null)
    /** @param {Buffer | null} data which is of a socket's own binary type */
    const settle = (data) => {
      socket.off('close', onClose)
      resolve(data === null ? null : String(data))
    }
    const onClose = () => settle(null)
    socket.once('message', settle)
    socket.once('close', onClose)
    socket.send(JSON.stringify(message))
  })
}

/** @type {WebSocket[]} */
const sockets = []
while (sockets.length < count) {
  const some = await Promise.all(Array.from({ length: Math.min(50, count - sockets.length) }, open))
  await Promise.all(
    some.map((socket, index) => ask(socket, { type: 'reset', data: { seed: (sockets.length + index) % 200 } })),
  )
  sockets.push(...some)
}
process.stdout.write('held\n')
await new Promise((resolve) => setTimeout(resolve, holdMs))
let alive = 0
let wrong = 0
for (let from = 0; from < sockets.length; from += 200) {
  const replies = await Promise.all(
    sockets.slice(from, from + 200).map((socket) => ask(socket, { type: 'step', data: action })),
  )
  for (const reply of replies) {
    if (reply === null) continue
    alive++
    if (!reply.includes('"current_step":1}') || !reply.includes('"columns":["count(*)"]')) wrong++
  }
}
process.stdout.write(`${JSON.stringify({ opened: sockets.length, alive, wrong })}\n`)
process.exit(0)
