/** The client of many sessions, against a real server. */
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type BatchItem, connectBatch } from '../../src/client/connect.ts'
import { post, send } from '../server/test-server.ts'
import { ending, errorOf, startProxy, startServer } from './clients.ts'

const inspect = { action_type: 'inspect_schema' } as const
const finish = { action_type: 'finish_task' } as const
const sql = (query: string) => ({ action_type: 'execute_sql', query }) as const
const idsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`)

/** A client learns of a cut connection in a turn of its event loop; before that its messages are lost. */
async function noticed(): Promise<void> {
  await delay(50)
  for (let turn = 0; turn < 50; turn++) await nextTurn()
}

describe('run', () => {
  test('gives typed results in order, errors among them', async () => {
    const server = await startServer()
    const client = ending(await connectBatch(server.url))
    const resets = await client.run([
      { session: 'a', reset: { task_id: 'task_hard', seed: 3 } },
      { session: 'b', reset: { task_id: 'none' } },
    ])
    const { session_id: id, ...expected } = (await post(server, '/reset', { task_id: 'task_hard', seed: 3 })).body
    expect(id).toBe('default')
    expect(resets).toEqual([
      { session: 'a', ...expected },
      { session: 'b', error: { code: 'VALIDATION_ERROR', message: expect.stringContaining('none') } },
    ])
    const [step, end, state, closed, unknown] = await client.run([
      { session: 'a', step: inspect },
      { session: 'a', step: finish },
      { session: 'a', state: {} },
      { session: 'a', close: {} },
      { session: 'a', step: inspect },
    ])
    if (step === undefined || 'error' in step || !('reward' in step)) throw new Error('no step')
    expect([step.observation.current_step, step.metadata]).toEqual([1, {}])
    expect(end).toMatchObject({ session: 'a', done: true, metadata: { solved: false } })
    expect(state).toMatchObject({ session: 'a', state: { step_count: 2, done: true } })
    expect(closed).toEqual({ session: 'a', closed: true })
    expect(unknown).toMatchObject({ session: 'a', error: { code: 'SESSION_ERROR' } })
    expect(await client.run([])).toEqual([])
  })

  test('takes any number of items', async () => {
    const server = await startServer({ registry: { maxSessions: 5001, sessionsPerConnection: 5000 } })
    const client = ending(await connectBatch(server.url))
    const ids = idsOf(5000)
    const resets = await client.run(ids.map((session, index) => ({ session, reset: { seed: index % 3 } })))
    expect(resets.map(({ session }) => session)).toEqual(ids)
    expect(resets.filter((result) => 'error' in result)).toEqual([])
    const states = await client.run(ids.map((session) => ({ session, state: {} })))
    expect(states.every((result) => 'state' in result && result.state.step_count === 0)).toBe(true)
    // Ten items each, in two frames.
    const steps = await client.run(
      ids.map((_, index) => ({ session: `s${index % 500}`, step: sql(`SELECT ${index}`) })),
    )
    expect(steps.map((result) => 'observation' in result && result.observation.current_step)).toEqual(
      ids.map((_, index) => Math.floor(index / 500) + 1),
    )
  })

  test('sends what did not fit into a reply again, without a step too many', async () => {
    const server = await startServer()
    const client = ending(await connectBatch(server.url))
    const ids = idsOf(20)
    await client.run(ids.map((session) => ({ session, reset: { task_id: 'task_hard' } })))
    const wide = sql(`SELECT printf('%.60000c', 'x')`)
    const items: BatchItem[] = Array.from({ length: 18 }, () => ids.map((session) => ({ session, step: wide }))).flat()
    // More than 1,000 such items are needed to fill a reply.
    const more = idsOf(400).map((_, index): BatchItem => ({ session: `t${index}`, reset: { task_id: 'task_hard' } }))
    await client.run(more)
    const wideItems = [
      ...items,
      ...more.flatMap(({ session }) => [
        { session, step: wide },
        { session, step: wide },
      ]),
    ]
    const results = await client.run(wideItems)
    expect(results.filter((result) => 'error' in result)).toEqual([])
    const counts = await client.run(
      [...ids, ...more.map(({ session }) => session)].map((session) => ({ session, state: {} })),
    )
    expect(counts.map((result) => 'state' in result && result.state.step_count)).toEqual([
      ...ids.map(() => 18),
      ...more.map(() => 2),
    ])
  })

  test('calls may overlap', async () => {
    const server = await startServer()
    const client = ending(await connectBatch(server.url))
    await client.run(idsOf(6).map((session) => ({ session, reset: {} })))
    const results = await Promise.all(
      idsOf(6).map(async (session, index) => await client.run([{ session, step: sql(`SELECT ${index}`) }])),
    )
    expect(results.map(([result]) => result)).toEqual(
      idsOf(6).map((session, index) =>
        expect.objectContaining({
          session,
          observation: expect.objectContaining({ last_query_result: expect.objectContaining({ rows: [[index]] }) }),
        }),
      ),
    )
  })

  test('an item that is too large is an error in its place, and only there', async () => {
    const server = await startServer()
    const client = ending(await connectBatch(server.url))
    const results = await client.run([
      { session: 'a', reset: {} },
      { session: 'a', step: sql('x'.repeat(17 * 1024 * 1024)) },
      { session: 'a', step: inspect },
    ])
    expect(results.map((result) => ('error' in result ? result.error.code : result.session))).toEqual([
      'a',
      'message_too_large',
      'a',
    ])
    expect(results[2]).toMatchObject({ observation: { current_step: 1 } })
  })
})

test('a server that takes smaller frames gets smaller ones', async () => {
  const server = await startServer({ server: { frameLimit: 4096 } })
  const client = ending(await connectBatch(server.url))
  const ids = idsOf(50)
  const resets = await client.run(ids.map((session) => ({ session, reset: { task_id: 'task_hard' } })))
  expect(resets.filter((result) => 'error' in result)).toEqual([])
  const items = ids.map((session, index) => ({
    session,
    step: sql(`SELECT '${'x'.repeat(index === 7 ? 5000 : 500)}'`),
  }))
  const steps = await client.run(items)
  expect(steps.map((result) => ('error' in result ? result.error.code : result.session))).toEqual(
    ids.map((session, index) => (index === 7 ? 'message_too_large' : session)),
  )
  const states = await client.run(ids.map((session) => ({ session, state: {} })))
  expect(states.map((result) => 'state' in result && result.state.step_count)).toEqual(
    ids.map((_, index) => (index === 7 ? 0 : 1)),
  )
})

describe('a lost connection', () => {
  test('is an error of the items under way; the next run makes a new one', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = ending(await connectBatch(proxy.url, { timeoutMs: 5000 }))
    const ids = idsOf(10)
    await client.run(ids.map((session) => ({ session, reset: {} })))
    proxy.setFault('downward')
    const run = client.run(ids.map((session) => ({ session, step: inspect })))
    await expect.poll(async () => (await send(server, '/state?session_id=s9')).body.step_count).toBe(1)
    proxy.cut()
    expect(await run).toEqual(
      ids.map((session) => ({ session, error: { code: 'reply_lost', message: expect.any(String) } })),
    )
    const states = await client.run(ids.map((session) => ({ session, state: {} })))
    expect(states.map((result) => 'state' in result && result.state.step_count)).toEqual(ids.map(() => 1))
    proxy.cut()
    await noticed()
    const [again, other] = await Promise.all([
      client.run([{ session: 's0', step: inspect }]),
      client.run([{ session: 's1', step: inspect }]),
    ])
    expect([again[0], other[0]]).toEqual([
      expect.objectContaining({ session: 's0', reward: expect.any(Number) }),
      expect.objectContaining({ session: 's1', reward: expect.any(Number) }),
    ])
    expect(proxy.connections).toBe(3)
  })

  test('a step with a mark is had again when it is sent again, and is taken once', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = ending(await connectBatch(proxy.url, { timeoutMs: 5000 }))
    await client.run([{ session: 'm', reset: {} }])
    const item = { session: 'm', step: inspect, request_id: 'r1' }
    proxy.setFault('downward')
    const run = client.run([item])
    await expect.poll(async () => (await send(server, '/state?session_id=m')).body.step_count).toBe(1)
    proxy.cut()
    expect(await run).toMatchObject([{ error: { code: 'reply_lost' } }])
    expect(await client.run([item])).toMatchObject([{ session: 'm', observation: { current_step: 1 } }])
    expect(await client.run([{ ...item, request_id: 'r2' }])).toMatchObject([{ observation: { current_step: 2 } }])
  })

  test('that does not come back leaves what was not sent undone, and says so', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = ending(await connectBatch(proxy.url, { timeoutMs: 300 }))
    await proxy.refuse()
    await noticed()
    const results = await client.run([{ session: 'a', reset: {} }])
    expect(results).toEqual([{ session: 'a', error: { code: 'connection_lost', message: expect.any(String) } }])
    await proxy.listen()
    expect(await client.run([{ session: 'a', reset: {} }])).toEqual([expect.objectContaining({ done: false })])
  })

  test('half-open: the same after the time-out', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = ending(await connectBatch(proxy.url, { timeoutMs: 1000 }))
    proxy.setFault('both')
    expect(await client.run([{ session: 'a', reset: {} }])).toMatchObject([{ error: { code: 'reply_lost' } }])
    expect(await client.run([{ session: 'a', reset: {} }])).toMatchObject([{ done: false }])
  })
})

describe('the end', () => {
  test('an abort rejects at once, and the client goes on', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = ending(await connectBatch(proxy.url))
    await client.run([{ session: 'a', reset: {} }])
    const controller = new AbortController()
    proxy.setFault('downward')
    const run = client.run([{ session: 'a', step: inspect }], { signal: controller.signal })
    const stepsTaken = async (): Promise<number> => (await send(server, '/state?session_id=a')).body.step_count
    await expect.poll(stepsTaken).toBe(1)
    controller.abort('enough')
    // No reply will ever come.
    await expect(run).rejects.toBe('enough')
    proxy.cut()
    await noticed()
    const [state] = await client.run([{ session: 'a', state: {} }])
    expect(state).toMatchObject({ state: { step_count: 1 } })
  })

  test('close leaves the sessions, frees its own place and refuses the rest', async () => {
    const server = await startServer({ registry: { maxSessions: 2 } })
    const client = await connectBatch(server.url)
    await client.run([{ session: 'a', reset: {} }])
    expect((await errorOf(connectBatch(server.url))).code).toBe('CAPACITY_REACHED')
    await client.close()
    expect((await errorOf(client.run([{ session: 'a', state: {} }]))).code).toBe('closed')
    await expect.poll(() => server.registry.size).toBe(1)
    expect((await send(server, '/state?session_id=a')).body.step_count).toBe(0)
    expect((await errorOf(connectBatch('http://127.0.0.1:9'))).code).toBe('connection_failed')
  })
})
