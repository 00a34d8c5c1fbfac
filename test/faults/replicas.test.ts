/**
 * Replicas behind HAProxy that are killed and frozen, and a store that is killed, under load. FAULT_KILLS says how often
 * (20); `npm run faults` does it 200 times.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Haproxy, isHaproxyMissing, startHaproxy } from '../haproxy.ts'
import { isRedisMissing, RedisServer } from '../redis-server.ts'
import { HttpLine, type Naming, SocketLine } from './line.ts'
import { Replica } from './replicas.ts'
import { type Script, writeScripts } from './scripts.ts'
import { SteadyClient } from './steady-client.ts'

const kills = Number(process.env['FAULT_KILLS'] ?? 20)
const timeout = 120_000 + kills * 20_000
const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))

let scripts: Script[]
beforeAll(async () => {
  scripts = await writeScripts()
})

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

interface Stage {
  readonly store: RedisServer
  readonly replicas: readonly Replica[]
  readonly proxy: Haproxy
}

async function setUp(
  balance: string | undefined,
  options: { leaseSeconds?: number; drainSeconds?: number },
): Promise<Stage> {
  const store = await RedisServer.start()
  ends.push(() => store.end())
  const replicas: Replica[] = []
  for (let count = 0; count < 3; count++) {
    const replica = await Replica.start({ store: store.url, ...options })
    replicas.push(replica)
    ends.push(async () => {
      replica.thaw()
      await replica.kill()
    })
  }
  const proxy = await startHaproxy({ ports: replicas.map(({ port }) => port), ...(balance && { balance }) })
  ends.push(() => proxy.end())
  return { store, replicas, proxy }
}

/** So that a replica that starts has some of the machine. */
const paceMs = 20

const ways: readonly (Naming | 'socket')[] = ['socket', 'socket', 'header', 'query', 'body', 'mcp']

/** Clients that name their sessions in every way there is. */
function createClients({ proxy }: Stage, count: number): SteadyClient[] {
  return Array.from({ length: count }, (_, index) => {
    const way = ways[index % ways.length] as Naming | 'socket'
    const turned = scripts.map((_script, at) => scripts[(at + index) % scripts.length] as Script)
    const line =
      way === 'socket'
        ? new SocketLine(() => proxy.url.replace('http', 'ws'), `c-${index}`)
        : new HttpLine(() => proxy.url, `c-${index}`, way)
    return new SteadyClient(line, turned, paceMs)
  })
}

describe.skipIf(isRedisMissing || isHaproxyMissing)('replicas behind HAProxy', () => {
  test.each([
    ['with affinity', undefined],
    ['without affinity', 'roundrobin'],
  ])('%s may be killed and frozen, and their store killed, at any moment', { timeout }, async (name, balance) => {
    const stage = await setUp(balance, { leaseSeconds: 1 })
    const clients = createClients(stage, 12)
    const played = Promise.all(clients.map((client) => client.play()))
    const answered = (): number => clients.reduce((sum, { account }) => sum + account.acknowledged, 0)
    const done = { killed: 0, frozen: 0, 'killed the store': 0 }
    const half = Math.ceil(kills / 2)
    for (let index = 0; index < half; index++) {
      const before = answered()
      await pause(Math.random() * 300)
      while (answered() < before + 2 * clients.length) await pause(10)
      const replica = stage.replicas[Math.floor(Math.random() * 3)] as Replica
      // Each kind in turn, so that a short run has all of them.
      if (index % 5 === 4) {
        await stage.store.kill()
        await pause(Math.random() * 500)
        await stage.store.start()
        done['killed the store']++
      } else if (index % 2 === 0) {
        await replica.kill()
        await replica.start()
        done.killed++
      } else {
        replica.freeze()
        // Mostly for longer than its lease, sometimes for a little less.
        await pause(700 + Math.random() * 2000)
        replica.thaw()
        done.frozen++
      }
    }
    for (const client of clients) client.stop()
    await played
    const accounts = clients.map(({ account }) => account)
    const sum = (key: 'acknowledged' | 'episodes' | 'lost'): number =>
      accounts.reduce((total, account) => total + account[key], 0)
    const different = accounts.flatMap((account) => account.different)
    const figures = `${sum('acknowledged')} replies, ${sum('episodes')} episodes`
    const what = Object.entries(done).map(([kind, count]) => `${kind} ${count}`)
    console.log(
      `${name}: ${what.join(', ')}; ${figures}, ${sum('lost')} steps lost, ${different.length} replies different`,
    )
    expect(different.slice(0, 3)).toEqual([])
    expect(sum('lost')).toBe(0)
    for (const { episodes } of accounts) expect(episodes).toBeGreaterThan(0)
  })

  test('are replaced one by one, and no request over HTTP is refused or lost', { timeout }, async () => {
    const stage = await setUp(undefined, { drainSeconds: 4 })
    const clients = createClients(stage, 12)
    const played = Promise.all(clients.map((client) => client.play()))
    const answered = (): number => clients.reduce((sum, { account }) => sum + account.acknowledged, 0)
    for (const replica of stage.replicas) {
      await replica.stop()
      await replica.start()
      // The next goes when the balancer has seen this one again.
      const before = answered()
      await pause(2000)
      while (answered() < before + 2 * clients.length) await pause(10)
    }
    for (const client of clients) client.stop()
    await played
    const refusals = clients.flatMap(({ line }) => (line instanceof HttpLine ? line.refusals : []))
    expect(refusals).toEqual([])
    for (const { account } of clients) {
      expect(account).toMatchObject({ lost: 0, different: [] })
      expect(account.episodes).toBeGreaterThan(0)
    }
  })
})
