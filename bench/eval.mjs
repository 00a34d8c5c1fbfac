// How near an evaluation comes to what its model alone would take: many attempts at many instances against a model that
// answers after a fixed time. Wall time over (sum of the model's latencies / concurrency), and the memory of the command.
// Needs dist/. --items 320 --attempts 8 --concurrency 64 --latency 200
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '320' },
    attempts: { type: 'string', default: '8' },
    concurrency: { type: 'string', default: '64' },
    latency: { type: 'string', default: '200' },
  },
})
const latency = Number(values.latency)
const concurrency = Number(values.concurrency)
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

/** What the model does in turn. */
const turns = [
  { name: 'inspect_schema', args: {} },
  { name: 'execute_sql', args: { query: "SELECT name FROM sqlite_schema WHERE type = 'table'" } },
  { name: 'finish_task', args: {} },
]

let requests = 0
const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (part) => (body += part))
  request.on('end', () => {
    requests++
    const turn = JSON.parse(body).messages.filter(
      (/** @type {{ role: string }} */ { role }) => role === 'assistant',
    ).length
    const { name, args } = turns[Math.min(turn, turns.length - 1)] ?? { name: 'finish_task', args: {} }
    const call = { id: `call_${requests}`, type: 'function', function: { name, arguments: JSON.stringify(args) } }
    const message = { role: 'assistant', content: null, tool_calls: [call] }
    const reply = { id: 'c', object: 'chat.completion', choices: [{ index: 0, finish_reason: 'stop', message }] }
    setTimeout(() => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply))
    }, latency)
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
const address = server.address()
const port = typeof address === 'object' && address !== null ? address.port : 0

const folder = mkdtempSync(join(tmpdir(), 'dataops-env-bench-eval-'))
const models = join(folder, 'models.yaml')
writeFileSync(models, JSON.stringify({ models: [{ name: 'slow', base_url: `http://127.0.0.1:${port}/v1` }] }))
const args = ['eval', '--model', 'slow', '--models', models, '--suite', 'drills', '--split', 'train']
args.push('--count', values.items, '--attempts', values.attempts, '--concurrency', values.concurrency)
const began = performance.now()
const child = spawn(process.execPath, [main, ...args, '--out', join(folder, 'run')], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
/** Resident memory of the command in MiB, every second. @type {number[]} */
const memory = []
const watch = setInterval(() => {
  try {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
    if (kib !== undefined) memory.push(Math.round(Number(kib) / 1024))
  } catch {
    // It has ended.
  }
}, 1000)
const code = await new Promise((resolve) => child.once('exit', resolve))
clearInterval(watch)
const wall = (performance.now() - began) / 1000
server.close()
rmSync(folder, { recursive: true, force: true })
const ideal = (requests * latency) / 1000 / concurrency
const third = Math.floor(memory.length / 3)
const most = (/** @type {readonly number[]} */ part) => Math.max(0, ...part)
process.stdout.write(
  `exit ${code}, ${requests} answers, ${wall.toFixed(1)} s, the model alone ${ideal.toFixed(1)} s: ratio ${(wall / ideal).toFixed(2)}\n` +
    `memory: ${most(memory.slice(0, third))} MiB in the first third, ${most(memory.slice(-third))} MiB in the last\n`,
)
