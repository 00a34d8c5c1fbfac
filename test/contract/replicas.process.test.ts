/**
 * Replicas that share a store, behind HAProxy without affinity, where every request comes to another one, and behind nginx:
 * every door still plays every episode to the same bytes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { StoreJournal } from '../../src/sessions/store-journal.ts'
import { type RunningServer, startServer } from '../../src/server/start-server.ts'
import { type Haproxy, isHaproxyMissing, startHaproxy } from '../haproxy.ts'
import { isRedisMissing, RedisServer } from '../redis-server.ts'
import { isNginxMissing, type Nginx, startNginxBalancer } from '../server/http/nginx.ts'
import { createLanes, type TestServer } from '../server/test-server.ts'
import { doors } from './doors.ts'
import { episodes } from './episodes.ts'
import { type Door, expectedOf, play } from './seat.ts'

describe.skipIf(isRedisMissing)('three replicas', () => {
  let store: RedisServer
  let lanes: LanePool
  let haproxy: Haproxy | undefined
  let nginx: Nginx | undefined
  const registries: SessionRegistry[] = []
  const servers: RunningServer[] = []
  beforeAll(async () => {
    store = await RedisServer.start()
    lanes = await createLanes({})
    for (let count = 0; count < 3; count++) {
      const journal = await StoreJournal.open({ url: store.url, settings: 'same', leaseMs: 60_000 })
      const registry = new SessionRegistry({ lanes, journal })
      registries.push(registry)
      servers.push(await startServer({ registry, port: 0, host: '127.0.0.1', logLevel: 'silent' }))
    }
    const ports = servers.map(({ port }) => port)
    if (!isHaproxyMissing) haproxy = await startHaproxy({ ports, balance: 'roundrobin', isPatient: true })
    if (!isNginxMissing) nginx = await startNginxBalancer(ports)
  })
  afterAll(async () => {
    await haproxy?.end()
    await nginx?.end()
    for (const server of servers) await server.close()
    for (const registry of registries) await registry.close()
    await lanes?.close()
    await store?.end()
  })

  /** Behind a proxy the doors see one server. */
  function front(proxy: { readonly port: number } | undefined): TestServer {
    const { port } = proxy as { readonly port: number }
    const registry = {
      closeSession: (id: string) => registries.find((each) => each.has(id))?.closeSession(id) ?? false,
    }
    return { url: `http://127.0.0.1:${port}`, port, registry } as TestServer
  }

  /** Each door plays some of the episodes it can play, and other doors others. @param part of them all */
  async function playSome(server: TestServer, door: Door, part: number): Promise<void> {
    const playable = episodes.filter((each) => door.plays(each))
    const own = playable.filter((_, index) => index % part === doors.indexOf(door) % part)
    expect(own.length).toBeGreaterThan(0)
    for (const episode of own) {
      const seat = await door.open(server)
      expect(await play(seat, episode), episode.name).toEqual(await expectedOf(episode))
      await seat.close()
    }
  }

  test.skipIf(isHaproxyMissing).each(doors)('$name behind HAProxy, at another one each time', async (door) => {
    await playSome(front(haproxy), door, 4)
  })

  test.skipIf(isNginxMissing).each(doors)('$name behind nginx', async (door) => {
    await playSome(front(nginx), door, 12)
  })

  test('every one of them had its part of the sessions', () => {
    for (const { stats } of registries) expect(stats.sessions).toBeGreaterThan(0)
  })
})
