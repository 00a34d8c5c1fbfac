/**
 * What a store that servers share takes and gives: CPU and bytes a step, steps a second, a hand-over.
 *
 *   npm run build && node bench/store.mjs
 *
 * Steps are those of a journal alone: no SQL, no sockets. Where the machine is busy with other work the rates are low, the
 * CPU of a step is not.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { StoreJournal } from '../dist/sessions/store-journal.js'

/** @type {[string, string[]][]} */
const policies = [
  ['appendfsync always', ['--appendonly', 'yes', '--appendfsync', 'always']],
  ['appendfsync everysec', ['--appendonly', 'yes', '--appendfsync', 'everysec']],
  ['no log', ['--appendonly', 'no']],
]
const sessions = 64
const steps = 300

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  await new Promise((resolve) => server.close(() => resolve(null)))
  return port
}

/**
 * @param {string[]} flags
 * @param {(url: string, client: any) => Promise<void>} run
 */
async function withStore(flags, run) {
  const folder = mkdtempSync(join(tmpdir(), 'dataops-bench-store-'))
  const port = await freePort()
  const base = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const child = spawn('redis-server', [...base, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      if (String(text).includes('Ready to accept')) resolve(null)
    })
  })
  const url = `redis://127.0.0.1:${port}`
  const client = createClient({ url })
  await client.connect()
  try {
    await run(url, client)
  } finally {
    client.destroy()
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {any} client */
async function read(client) {
  const text = `${await client.info('cpu')}\n${await client.info('memory')}`
  /** @param {string} name */
  const of = (name) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1])
  return { cpu: (of('used_cpu_user') + of('used_cpu_sys')) * 1e6, bytes: of('used_memory') }
}

/** @type {import('../dist/contract/episode.js').State} */
const state = {
  episode_id: 'e',
  task_id: 'task_easy',
  seed: 4,
  step_count: 0,
  step_limit: 10,
  done: false,
  reward_mode: 'classic',
}
/** @type {import('../dist/sessions/episode-record.js').EpisodeStart} */
const start = { by: 'host', params: { task_id: 'task_easy', seed: 4 }, state }
const query =
  "UPDATE users SET email = lower(trim(email)), phone = replace(replace(phone, '-', ''), ' ', '') WHERE id < 40"
/** @type {import('../dist/sessions/episode-record.js').RecordedStep} */
const step = {
  action: JSON.stringify({ action_type: 'execute_sql', query }),
  cut: null,
  idle: null,
  done: false,
  request: 'r-123456',
}

for (const [policy, flags] of policies) {
  for (const servers of [1, 4]) {
    await withStore(flags, async (url, client) => {
      /** @type {StoreJournal[]} */
      const journals = []
      for (let count = 0; count < servers; count++) journals.push(await StoreJournal.open({ url, settings: 'bench' }))
      // As evenly over the servers as it goes.
      const names = Array.from({ length: sessions }, (_, index) => `s${index}`).flatMap((name, index) =>
        journals.slice(index % servers, (index % servers) + 1).map((journal) => ({ name, journal })),
      )
      await Promise.all(names.map(({ name, journal }) => journal.begin(name, start)))
      const before = await read(client)
      const began = performance.now()
      await Promise.all(
        names.map(async ({ name, journal }) => {
          for (let count = 0; count < steps; count++) await journal.append(name, step)
        }),
      )
      const seconds = (performance.now() - began) / 1000
      const after = await read(client)
      const all = sessions * steps
      const cpu = (after.cpu - before.cpu) / all
      console.log(
        `${policy}, ${servers} server(s), ${sessions} sessions: ${Math.round(all / seconds)} steps/s; ` +
          `the store: ${cpu.toFixed(1)} us of CPU and ${Math.round((after.bytes - before.bytes) / all)} bytes a step`,
      )
      if (servers === 4 && policy === 'appendfsync always') {
        /** @type {number[]} */
        const times = []
        for (let count = 1; count < 400; count++) {
          const at = performance.now()
          await journals[count % servers]?.take('s0')
          times.push(performance.now() - at)
        }
        times.sort((one, other) => one - other)
        /** @param {number} part */
        const at = (part) => times[Math.floor(part * times.length)]?.toFixed(2)
        console.log(`a hand-over: ${at(0.5)} ms in the median, ${at(0.9)} ms at 90 %`)
        const alone = await read(client)
        await Promise.all(Array.from({ length: 2000 }, (_, index) => journals[0]?.begin(`m${index}`, start)))
        console.log(
          `a session without steps: ${Math.round(((await read(client)).bytes - alone.bytes) / 2000)} bytes in the store`,
        )
      }
      for (const journal of journals) await journal.close()
    })
  }
}
