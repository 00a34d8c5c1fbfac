// The two servers as processes, and the load generator as a third.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {import('./load.mjs').Plan} Plan */
/** @typedef {import('./load.mjs').Measured} Measured */
/**
 * On which cores a process runs, as taskset names them; null: on all.
 *
 * @typedef {string | null} Cores
 */

/** @param {string} path beside this file */
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * A command line that runs on these cores alone.
 *
 * @param {Cores} cores
 * @param {[string, ...string[]]} command
 * @returns {[string, ...string[]]}
 */
function pinned(cores, command) {
  return cores === null ? command : ['taskset', '-c', cores, ...command]
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}

/**
 * @param {string} url
 * @param {ChildProcess} child
 */
async function untilHealthy(url, child) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`)
    try {
      if ((await fetch(`${url}/health`)).ok) return
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the server does not become healthy')
}

export class Server {
  /**
   * @param {ChildProcess} child
   * @param {string} url
   */
  constructor(child, url) {
    this.child = child
    this.url = url
    this.wsUrl = `${url.replace('http', 'ws')}/ws`
  }

  /** Resident memory of the process and its children, in bytes. */
  get memory() {
    const { pid: own } = this.child
    return own === undefined ? 0 : [own, ...childrenOf(own)].reduce((sum, pid) => sum + residentBytes(pid), 0)
  }

  /** What all threads of the process have computed so far, in microseconds. */
  get cpu() {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  }

  async stop() {
    if (this.child.exitCode !== null) return
    this.child.kill('SIGTERM')
    await Promise.race([once(this.child, 'exit'), new Promise((resolve) => setTimeout(resolve, 5000))])
    if (this.child.exitCode === null) this.child.kill('SIGKILL')
  }
}

/** @param {number} pid */
function residentBytes(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** @param {number} pid */
function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/**
 * Ours.
 *
 * @param {{ cores?: Cores, flags?: string[], env?: Record<string, string> }} options
 */
export async function startOurs({ cores = null, flags = [], env = {} } = {}) {
  const main = here('../../dist/cli/main.js')
  const serve = ['serve', '--port', '0', '--host', '127.0.0.1', '--log-level', 'warn', '--max-sessions', '100000']
  const [command, ...args] = pinned(cores, [
    process.execPath,
    ...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []),
    main,
    ...serve,
    ...flags,
  ])
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (\S+)/.exec(line)?.[1]
    if (url !== undefined) return new Server(child, url)
  }
  throw new Error('our server did not start')
}

/**
 * A WebSocket server that sends the replies of a script and does nothing else.
 *
 * @param {{ script: string, cores?: Cores }} options
 */
export async function startSockets({ script, cores = null }) {
  const port = await freePort()
  /** @type {[string, ...string[]]} */
  const node = [process.execPath, here('step-cost.mjs'), 'sockets', String(port), script]
  const [command, ...args] = pinned(cores, node)
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const server = new Server(child, `http://127.0.0.1:${port}`)
  await untilHealthy(server.url, child)
  return server
}

/**
 * Microseconds of CPU that a step of 64 sessions takes in process.
 *
 * @param {'engine' | 'registry' | 'worker'} kind
 * @param {{ cores?: Cores }} options
 * @returns {Promise<number>}
 */
export async function stepCost(kind, { cores = null } = {}) {
  const [command, ...args] = pinned(cores, [process.execPath, here('step-cost.mjs'), kind, '64'])
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`step-cost.mjs ${kind} failed`)
  return JSON.parse(text).us
}

/**
 * OpenEnv's, with the same episodes.
 *
 * @param {{ python: string, folder: string, cores?: Cores, workers?: number }} options
 */
export async function startReference({ python, folder, cores = null, workers = 1 }) {
  const port = await freePort()
  const script = here('../peer/openenv_server.py')
  const [command, ...args] = pinned(cores, [python, script, folder, String(port), String(workers)])
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const server = new Server(child, `http://127.0.0.1:${port}`)
  await untilHealthy(server.url, child)
  return server
}

/**
 * Runs the load generator. `rate` is in steps a second.
 *
 * @param {Plan & { warmUpMs: number, measureMs: number }} plan
 * @param {{ cores?: Cores }} options
 * @returns {Promise<Measured & { rate: number }>}
 */
export async function load(plan, { cores = null } = {}) {
  const [command, ...args] = pinned(cores, [process.execPath, here('load.mjs'), JSON.stringify(plan)])
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('the load generator failed')
  /** @type {Measured} */
  const result = JSON.parse(text)
  if (result.wrong > 0) throw new Error(`${result.wrong} replies were not as they should be`)
  return { ...result, rate: result.steps / result.seconds }
}

/**
 * Opens so many sessions and keeps them for a while; what the server takes meanwhile, in bytes.
 *
 * @param {Server} server
 * @param {number} count
 * @param {number} holdMs
 */
export async function hold(server, count, holdMs) {
  const child = spawn(process.execPath, [here('hold.mjs'), JSON.stringify({ url: server.wsUrl, count, holdMs })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let bytes = 0
  /** @type {{ opened: number, alive: number, wrong: number } | undefined} */
  let result
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'held') setTimeout(() => (bytes = server.memory), holdMs / 2)
    else result = JSON.parse(line)
  }
  if (result === undefined) throw new Error('the sessions could not be held')
  return { ...result, bytes }
}

export const scratch = () => mkdtempSync(join(tmpdir(), 'dataops-env-bench-'))
