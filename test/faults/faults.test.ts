/**
 * Workers and servers that die under load. FAULT_KILLS says how often (20); `npm run faults` does it 200 times.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { startServer } from '../../src/server/start-server.ts'
import { createLanes } from '../server/test-server.ts'
import { type Script, writeScripts } from './scripts.ts'
import { SocketLine } from './line.ts'
import { type Account, SteadyClient } from './steady-client.ts'

const kills = Number(process.env['FAULT_KILLS'] ?? 20)
const seconds = (count: number): number => 30_000 + count * 3000
const clientCount = 24

let scripts: Script[]
beforeAll(async () => {
  scripts = await writeScripts()
})

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))

/** Clients at work while something dies again and again, and what all of them saw. */
async function disturb(url: () => string, count: number, kill: () => Promise<void>): Promise<Account> {
  const clients = Array.from({ length: clientCount }, (_, index) => {
    const turned = scripts.map((_, at) => scripts[(at + index) % scripts.length] as Script)
    return new SteadyClient(new SocketLine(url, `c-${index}`), turned)
  })
  const played = Promise.all(clients.map((client) => client.play()))
  const answered = (): number => clients.reduce((total, { account }) => total + account.acknowledged, 0)
  for (let index = 0; index < count; index++) {
    const before = answered()
    await pause(20 + Math.random() * 250)
    // However slow the machine: between two deaths something is done.
    while (answered() < before + clientCount) await pause(5)
    await kill()
  }
  for (const client of clients) client.stop()
  await played
  const accounts = clients.map(({ account }) => account)
  const sum = (key: 'acknowledged' | 'episodes' | 'reconnections' | 'lost'): number =>
    accounts.reduce((total, account) => total + account[key], 0)
  return {
    acknowledged: sum('acknowledged'),
    episodes: sum('episodes'),
    reconnections: sum('reconnections'),
    lost: sum('lost'),
    different: accounts.flatMap(({ different }) => different).slice(0, 3),
  }
}

function report(what: string, { acknowledged, episodes, reconnections, lost, different }: Account): void {
  const figures = `${acknowledged} replies, ${episodes} episodes, ${reconnections} connections`
  console.log(`${what}: ${kills} kills, ${figures}, ${lost} steps lost, ${different.length} replies different`)
}

describe('under load', () => {
  test('workers may die at any moment', { timeout: seconds(kills) }, async () => {
    const lanes: LanePool = await createLanes({ workers: 2 })
    const registry = new SessionRegistry({ lanes, sharedBytes: 0 })
    const server = await startServer({ registry, port: 0, host: '127.0.0.1', logLevel: 'silent' })
    try {
      const url = server.url.replace('http', 'ws')
      const account = await disturb(
        () => url,
        kills,
        async () => {
          while (!lanes.crashOne(Math.random)) await pause(10)
        },
      )
      report('workers', account)
      expect(account.different).toEqual([])
      expect(account.lost).toBe(0)
      expect(account.reconnections).toBe(clientCount)
      expect(account.episodes).toBeGreaterThan(clientCount)
      await expect.poll(() => lanes.restarts).toBe(kills)
    } finally {
      await server.close()
      await registry.close()
      await lanes.close()
    }
  })

  test('the server may be killed at any moment', { timeout: seconds(kills) }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dataops-env-faults-'))
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
    let child: ChildProcess | undefined
    let url = ''
    const start = async (): Promise<void> => {
      const flags = ['--host', '127.0.0.1', '--port', '0', '--journal', folder, '--log-level', 'error']
      child = spawn(process.execPath, [main, 'serve', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
      for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
        url = /listening on http(\S+)/.exec(line)?.[1]?.replace(/^/, 'ws') ?? ''
        if (url !== '') return
      }
      throw new Error('the server did not start')
    }
    const kill = async (): Promise<void> => {
      const dead = new Promise((resolve) => child?.once('exit', resolve))
      child?.kill('SIGKILL')
      await dead
      await start()
    }
    try {
      await start()
      const account = await disturb(() => url, kills, kill)
      report('servers', account)
      expect(account.different).toEqual([])
      expect(account.lost).toBe(0)
      expect(account.reconnections).toBeGreaterThan(clientCount)
      expect(account.episodes).toBeGreaterThan(0)
    } finally {
      child?.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
