/** One client among others: its place in the queue of workers, and its part of the places. */
import { describe, expect, test } from 'vitest'
import { maxJsonValues } from '../../../src/server/floor/json-text.ts'
import { post, send } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { type Frame, openSocket, type SocketClient } from '../websocket-client.ts'

const start = useServers()
const sql = (query: string): object => ({ action_type: 'execute_sql', query })
const batch = async (client: SocketClient, data: readonly object[]): Promise<Frame[]> =>
  (await client.ask({ type: 'batch', data })).data

describe('a frame of a dozen long statements', () => {
  // Some tenths of a second each.
  const long = (mark: number): object =>
    sql(`WITH RECURSIVE c(x) AS (SELECT ${mark} UNION ALL SELECT x + 1 FROM c LIMIT 300000) SELECT count(*) FROM c`)

  test.each([
    ['of as many sessions', (index: number) => `s${index}`],
    ['of one session', () => 's0'],
  ])('%s lets others wait for one of them at most', async (_, name) => {
    const server = await start({ workers: 1, registry: { sharedBytes: 0 } })
    const hog = await openSocket(server)
    const other = await openSocket(server)
    await other.ask({ type: 'reset', data: { task_id: 'task_hard' } })
    const items = Array.from({ length: 12 }, (_unused, index) => ({ session: name(index), step: long(index) }))
    for (const session of new Set(items.map(({ session: id }) => id)))
      await post(server, '/reset', { session_id: session, task_id: 'task_hard' })
    let isDone = false
    const frame = batch(hog, items).finally(() => (isDone = true))
    // A long statement is under way.
    await expect.poll(() => server.registry.stats.queued).toBeGreaterThan(0)
    let steps = 0
    while (!isDone && steps < 6) {
      const before = server.registry.stats.queued
      const { data } = await other.ask({ type: 'step', data: sql(`SELECT ${steps}`) })
      expect(data.observation.current_step).toBe(++steps)
      // Meanwhile the one ended that was under way, and perhaps another since then.
      expect(before - server.registry.stats.queued).toBeLessThanOrEqual(2)
    }
    expect(steps).toBe(6)
    expect((await frame).map(({ error }) => error)).toEqual(items.map(() => undefined))
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(/^dataops_env_wait_seconds_count [1-9]/m)
    expect(Number(/^dataops_env_wait_p99_seconds (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0)
    for (const { socket } of [hog, other]) socket.terminate()
  })
})

describe('places', () => {
  test('one connection takes seven eighths of them by batches and no more; what it closes it has again', async () => {
    const server = await start({ registry: { maxSessions: 64 } })
    const client = await openSocket(server)
    const resets = (from: number, to: number): object[] =>
      Array.from({ length: to - from }, (_, index) => ({ session: `s${from + index}`, reset: {} }))
    const results = await batch(client, resets(0, 100))
    expect(results.slice(0, 56).every(({ observation }) => observation !== undefined)).toBe(true)
    expect(new Set(results.slice(56).map(({ error }) => error.code))).toEqual(new Set(['CAPACITY_REACHED']))
    expect(results[56].error.message).toContain('this connection made 56 sessions')
    // Those it has it may reset again, and others find room.
    expect((await batch(client, resets(0, 56))).every(({ observation }) => observation !== undefined)).toBe(true)
    expect((await post(server, '/reset', { session_id: 'other' })).status).toBe(200)
    await batch(client, [
      { session: 's0', close: {} },
      { session: 's1', close: {} },
    ])
    const more = await batch(client, resets(60, 63))
    expect(more.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'CAPACITY_REACHED'])
    client.socket.terminate()
  })

  test('a vector of 512 sessions works on one connection, unset', async () => {
    const server = await start()
    const client = await openSocket(server)
    const results = await batch(
      client,
      Array.from({ length: 512 }, (_, index) => ({ session: `s${index}`, reset: { seed: index % 4 } })),
    )
    expect(results.filter(({ error }) => error !== undefined)).toEqual([])
    client.socket.terminate()
  })

  test('without a step are free again before any other, when all are taken', async () => {
    let now = 0
    const server = await start({ registry: { maxSessions: 4, firstStepMs: 1000, now: () => now } })
    for (const id of ['a', 'b', 'c']) await post(server, '/reset', { session_id: id })
    await post(server, '/step', { session_id: 'a', action: { action_type: 'inspect_schema' } })
    now = 500
    await post(server, '/reset', { session_id: 'd' })
    // All have had less time than they may take.
    expect((await post(server, '/reset', { session_id: 'e' })).body.error.code).toBe('capacity_reached')
    now = 1100
    expect((await post(server, '/reset', { session_id: 'e' })).status).toBe(200)
    expect((await post(server, '/reset', { session_id: 'f' })).status).toBe(200)
    expect((await post(server, '/reset', { session_id: 'g' })).body.error.code).toBe('capacity_reached')
    const there = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(async (id) => (await send(server, `/state?session_id=${id}`)).status),
    )
    expect(there).toEqual([200, 404, 404, 200, 200, 200])
    now = 1_000_000
    await post(server, '/step', { session_id: 'd', action: { action_type: 'inspect_schema' } })
    expect((await post(server, '/reset', { session_id: 'h' })).status).toBe(200)
    expect((await send(server, '/state?session_id=a')).status).toBe(200)
  })
})

describe('a text of very many values', () => {
  const many = `[${'[],'.repeat(maxJsonValues)}[]]`

  test('is refused before it is parsed, on a socket and in a body', async () => {
    const server = await start()
    const client = await openSocket(server)
    const refused = { code: 'INVALID_JSON', message: `the message holds more than ${maxJsonValues} values` }
    expect((await client.ask(`{"type":"batch","data":${many}}`)).data).toEqual(refused)
    expect((await client.ask(`{"type":"step","data":{"x":${many}}}`)).data).toEqual(refused)
    const keys = `{${Array.from({ length: maxJsonValues }, (_, index) => `"${index}":0`).join(',')},"x":1}`
    const { status, body } = await post(server, '/step', keys)
    expect([status, body.error.code]).toEqual([400, 'invalid_json'])
    // Commas in texts are no values.
    const { data } = await client.ask({ type: 'reset', data: {} })
    expect(data.done).toBe(false)
    const step = await client.ask({ type: 'step', data: sql(`SELECT '${','.repeat(90_000)}' IS NULL`) })
    expect(step.data.observation.last_error).toBeNull()
    client.socket.terminate()
  })

  test('a frame of as many wrong items as it may hold leaves others their turns', async () => {
    const server = await start()
    const client = await openSocket(server)
    const turns: number[] = []
    let last = performance.now()
    const clock = setInterval(() => {
      turns.push(performance.now() - last)
      last = performance.now()
    }, 1)
    const results = await batch(
      client,
      Array.from({ length: 4096 }, () => []),
    )
    clearInterval(clock)
    expect(results).toHaveLength(4096)
    expect(new Set(results.map(({ error }) => error.code))).toEqual(new Set(['VALIDATION_ERROR']))
    // 64 items a turn.
    expect(turns.length).toBeGreaterThan(20)
    client.socket.terminate()
  })
})
