/** The same bytes whatever happens to databases, workers and processes between the actions. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeResult } from '../../src/sessions/encoded-result.ts'
import { FileJournal } from '../../src/sessions/file-journal.ts'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { overMessage, repeatLast } from '../../src/sessions/player.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { createLanes, startTestServer, type TestServer } from '../server/test-server.ts'
import { copyAsKilled } from '../sessions/killed-journal.ts'
import { openSocket } from '../server/websocket-client.ts'
import { doors } from './doors.ts'
import { finish, inspect, sample, type ScriptedEpisode, sql } from './episodes.ts'
import { type Answer, type Door, expectedOf, play, type Seat } from './seat.ts'

/** A step after the end, which only the last result can answer. */
async function checkAfterEnd(door: Pick<Door, 'afterDone'>, seat: Seat, episode: ScriptedEpisode): Promise<void> {
  const answer = await seat.step(inspect)
  const [observation, , , metadata] = JSON.parse((await expectedOf(episode)).at(-1) as string)
  if (door.afterDone === 'refuse') expect(answer).toEqual({ error: overMessage })
  else
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({
        observation: { ...observation, last_error: door.afterDone.repeat },
        reward: 0,
        done: true,
        metadata,
      }),
    )
}

describe('every database is freed after every action', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ registry: { sharedBytes: 0 } })
  })
  afterAll(async () => await server.close())

  test.each(doors)('$name', async (door) => {
    for (const episode of sample.filter((candidate) => door.plays(candidate))) {
      const seat = await door.open(server)
      const free = (): void => server.registry.passivate(0)
      expect(await play(seat, episode, free), episode.name).toEqual(await expectedOf(episode))
      await checkAfterEnd(door, seat, episode)
      await seat.close()
    }
    expect(server.registry.stats.passivations).toBeGreaterThan(100)
  })
})

/** Several ways on from the same beginning. */
function partings(params: ScriptedEpisode['params']): ScriptedEpisode[] {
  const prefix = [inspect, sql('CREATE TEMP TABLE t (x); INSERT INTO t VALUES (random())'), sql('SELECT x FROM t')]
  const ways = [
    [finish],
    [sql('SELECT x, total_changes() FROM t'), finish],
    [sql('INSERT INTO t VALUES (random()); SELECT * FROM t'), sql('SELECT last_insert_rowid()'), finish],
    [sql('INSERT INTO t VALUES (random()); SELECT * FROM t'), sql('SELECT changes(), count(*) FROM t'), finish],
    [inspect, sql('SELEC'), sql('DELETE FROM t; SELECT changes()'), finish],
  ]
  return ways.map((way, index) => ({ name: `way ${index}`, params, actions: [...prefix, ...way], asTools: true }))
}

describe.each<[string, { readonly sharedBytes?: number }]>([
  ['nothing is shared', { sharedBytes: 0 }],
  ['work is shared', {}],
  ['work is shared while there is room, which is never for long', { sharedBytes: 20_000 }],
])('%s', (_, registry) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ registry })
  })
  afterAll(async () => await server.close())

  test.each(doors)('$name: sessions that part, one beside the other', async (door) => {
    for (const params of [{ task_id: 'task_easy' }, { task_id: 'task_hard', seed: 5 }]) {
      const ways = [...partings(params), ...partings(params)]
      const seats = await Promise.all(ways.map(async () => await door.open(server)))
      const transcripts = await Promise.all(ways.map(async (way, index) => await play(seats[index] as Seat, way)))
      for (const [index, way] of ways.entries()) expect(transcripts[index]).toEqual(await expectedOf(way))
      await Promise.all(seats.map(async (seat) => await seat.close()))
    }
  })

  test('every episode twice, each by another door, with its database freed now and then', async () => {
    for (const [index, episode] of sample.entries()) {
      const playing = doors.filter((door) => door.plays(episode))
      for (const rhythm of [1000, 3]) {
        const door = playing[(index + (rhythm % 2)) % playing.length] as Door
        let action = 0
        const free = (): void => {
          if (++action % rhythm === 0) server.registry.passivate(0)
        }
        const seat = await door.open(server)
        expect(await play(seat, episode, free), `${episode.name} on ${door.name}`).toEqual(await expectedOf(episode))
        await checkAfterEnd(door, seat, episode)
        await seat.close()
      }
    }
  })

  test('as it says', () => {
    const { sharedAnswers, sharedBytes } = server.registry.stats
    if (registry.sharedBytes === 0) expect([sharedAnswers, sharedBytes]).toEqual([0, 0])
    else expect(sharedAnswers).toBeGreaterThan(100)
    if (registry.sharedBytes === 20_000) expect(sharedBytes).toBeLessThan(200_000)
  })
})

/** Plays all episodes of the sample in lockstep, and compares every byte. */
async function playInBatches(server: TestServer, during: () => void = () => undefined): Promise<void> {
  const client = await openSocket(server)
  const expected = await Promise.all(sample.map(async (episode) => await expectedOf(episode)))
  const sessions = sample.map(({ params, actions }, index) => ({ session: `e${index}`, params, actions }))
  for (let round = 0; round < Math.max(...expected.map(({ length }) => length)); round++) {
    const playing = sessions.filter(({ actions }) => round <= actions.length)
    const asked = client.ask({
      type: 'batch',
      data: playing.flatMap(({ session, params, actions }) => [
        { session, ...(round === 0 ? { reset: params } : { step: actions[round - 1] }) },
        { session, state: {} },
      ]),
    })
    during()
    const { data } = await asked
    for (const [at, { session }] of playing.entries()) {
      const { observation, reward, done, metadata = {} } = data[2 * at]
      const line = JSON.stringify([observation, reward, done, metadata, data[2 * at + 1].state])
      expect(line, session).toBe(expected[sessions.findIndex((known) => known.session === session)]?.[round])
    }
  }
  client.socket.close()
}

describe.each([
  ['a worker', 1],
  ['this thread', 0],
])('there is next to no memory for databases in %s', (_, workers) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ workers, memory: 2 ** 20, registry: { sharedBytes: 0 } })
  })
  afterAll(async () => await server.close())

  test('under batches of all episodes', async () => {
    await playInBatches(server)
    const { passivations, openDatabases } = server.registry.stats
    expect(passivations).toBeGreaterThan(50)
    expect(openDatabases).toBeLessThanOrEqual(1)
    expect(server.lanes.restarts).toBe(0)
  })
})

// An action that is there when two workers die is taken for the cause and cut; here none is there more than once.
describe('workers die every few actions', () => {
  let server: TestServer
  let turn = 0
  const crash = (): void => void server.lanes.crashOne(() => (turn++ % 2) / 2)
  beforeAll(async () => {
    server = await startTestServer({ workers: 2, registry: { sharedBytes: 0 } })
  })
  afterAll(async () => await server.close())

  test('between them, and while they run', async () => {
    for (const [index, episode] of sample.entries()) {
      const playing = doors.filter((door) => door.plays(episode))
      const door = playing[index % playing.length] as Door
      const seat = await door.open(server)
      let action = 0
      const step = async (given: object): Promise<Answer> => {
        const answer = seat.step(given)
        if (++action % 5 === 0) setTimeout(crash, 2)
        return await answer
      }
      let pauses = 0
      const between = (): void => {
        if (++pauses % 12 === 0) crash()
      }
      const transcript = await play({ ...seat, step }, episode, between)
      expect(transcript, `${episode.name} on ${door.name}`).toEqual(await expectedOf(episode))
      await checkAfterEnd(door, seat, episode)
      await seat.close()
    }
    expect(server.lanes.restarts).toBeGreaterThan(sample.length)
  })

  test('under batches of all episodes', async () => {
    const { restarts } = server.lanes
    await playInBatches(server, () => void setTimeout(crash, 2))
    expect(server.lanes.restarts).toBeGreaterThan(restarts + 5)
  })
})

describe('the process ends after every action, without a word, and its journal is taken up by the next', () => {
  let folder: string
  let lanes: LanePool
  const ended: (() => Promise<void>)[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contract-'))
    lanes = await createLanes({})
  })
  afterAll(async () => {
    for (const end of ended) await end()
    await lanes.close()
    await rm(folder, { recursive: true })
  })

  test.each([
    ['nothing shared', { sharedBytes: 0 }],
    ['with shared work', {}],
  ])('%s', async (name, options) => {
    let process = 0
    const folderOf = (number: number): string => join(folder, `${name} ${number}`)
    const open = async (): Promise<SessionRegistry> => {
      const before = folderOf(process++)
      if (process > 1) copyAsKilled(before, folderOf(process))
      const journal = await FileJournal.open({ folder: folderOf(process), settings: 's' })
      const registry = new SessionRegistry({ lanes, journal, ...options })
      // Only so that the test leaves nothing open.
      ended.push(async () => await registry.close())
      return registry
    }
    let registry = await open()
    const restart = async (): Promise<void> => void (registry = await open())
    for (const [index, episode] of sample.entries()) {
      const id = `e${index}`
      const seat: Seat = {
        reset: async (params) => decodeResult(await registry.reset(id, params)),
        step: async (action) => decodeResult(await registry.step(id, action, repeatLast)),
        state: async () => await registry.state(id),
        close: async () => void registry.closeSession(id),
      }
      expect(await play(seat, episode, restart), episode.name).toEqual(await expectedOf(episode))
      await checkAfterEnd({ afterDone: repeatLast }, seat, episode)
      if (index % 2 === 0) await seat.close()
    }
    // Nobody waits for the end of a session to be written; what is answered after it comes after it.
    await registry.reset('last', {})
    await restart()
    expect(registry.size).toBe(Math.floor(sample.length / 2) + 1)
  })
})
