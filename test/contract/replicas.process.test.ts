/**
 * Replicas that share a store, behind HAProxy without affinity: every request comes to another one, and every door still
 * plays every episode to the same bytes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { StoreJournal } from '../../src/sessions/store-journal.ts'
import { type RunningServer, startServer } from '../../src/server/start-server.ts'
import { type Haproxy, isHaproxyMissing, startHaproxy } from '../haproxy.ts'
import { isRedisMissing, RedisServer } from '../redis-server.ts'
import { createLanes, type TestServer } from '../server/test-server.ts'
import { doors } from './doors.ts'
import { episodes } from './episodes.ts'
import { expectedOf, play } from './seat.ts'

describe.skipIf(isRedisMissing || isHaproxyMissing)('three replicas behind HAProxy without affinity', () => {
  let store: RedisServer
  let lanes: LanePool
  let proxy: Haproxy
  let front: TestServer
  const registries: SessionRegistry[] = []
  const servers: RunningServer[] = []
  beforeAll(async () => {
    store = await RedisServer.start()
    lanes = await createLanes({})
    for (let count = 0; count < 3; count++) {
      const journal = await StoreJournal.open({ url: store.url, settings: 'same' })
      const registry = new SessionRegistry({ lanes, journal })
      registries.push(registry)
      servers.push(await startServer({ registry, port: 0, host: '127.0.0.1', logLevel: 'silent' }))
    }
    proxy = await startHaproxy({ ports: servers.map(({ port }) => port), balance: 'roundrobin' })
    // Behind it the doors see one server.
    const registry = {
      closeSession: (id: string) => registries.find((each) => each.has(id))?.closeSession(id) ?? false,
    }
    front = { url: proxy.url, port: proxy.port, registry } as TestServer
  })
  afterAll(async () => {
    await proxy?.end()
    for (const server of servers) await server.close()
    for (const registry of registries) await registry.close()
    await lanes?.close()
    await store?.end()
  })

  test.each(doors)('$name', async (door) => {
    // Each door plays some of those it can play, and other doors others.
    const playable = episodes.filter((each) => door.plays(each))
    const own = playable.filter((_, index) => index % 4 === doors.indexOf(door) % 4)
    expect(own.length).toBeGreaterThan(2)
    for (const episode of own) {
      const seat = await door.open(front)
      expect(await play(seat, episode), episode.name).toEqual(await expectedOf(episode))
      await seat.close()
    }
  })
})
