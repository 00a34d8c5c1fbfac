/** Many sessions in one frame of `/ws`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { post, send } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { type Frame, openSocket, type SocketClient } from '../websocket-client.ts'

const start = useServers()

const inspect = { action_type: 'inspect_schema' }
const finish = { action_type: 'finish_task' }
const sql = (query: string): object => ({ action_type: 'execute_sql', query })

async function batch(client: SocketClient, items: readonly unknown[]): Promise<Frame[]> {
  const { type, data } = await client.ask({ type: 'batch', data: items })
  expect(type).toBe('batch')
  expect(data).toHaveLength(items.length)
  return data
}

const kindOf = (result: Frame): string =>
  'error' in result ? result.error.code : 'state' in result ? 'state' : 'closed' in result ? 'closed' : 'observation'

describe('a frame', () => {
  test('drives sessions as POST /reset and /step do, with equal bytes', async () => {
    const server = await start()
    const client = await openSocket(server)
    const tasks = ['task_easy', 'task_medium', 'task_hard', 'task_dedup', 'task_null_repair']
    const rounds = [
      tasks.map((task, index) => ({ session: task, reset: { task_id: task, seed: index } })),
      tasks.map((task) => ({ session: task, step: inspect })),
      tasks.map((task) => ({ session: task, step: sql('SELECT 1; SELEC') })),
      tasks.map((task) => ({ session: task, step: finish })),
    ]
    for (const items of rounds) {
      const results = await batch(client, items)
      for (const [index, item] of items.entries()) {
        const [path, body] = 'reset' in item ? ['/reset', item.reset] : ['/step', item.step]
        const headers = { 'X-Session-Id': `http-${item.session}` }
        const { session_id: _, ...expected } = (await post(server, path, body, headers)).body
        const { session, ...result } = results[index]
        expect(session).toBe(item.session)
        expect(JSON.stringify({ metadata: {}, ...result, observation: result.observation })).toBe(
          JSON.stringify({ metadata: expected.metadata, ...expected, observation: expected.observation }),
        )
        expect('metadata' in result).toBe(JSON.stringify(expected.metadata) !== '{}')
      }
    }
    const states = await batch(
      client,
      tasks.map((session) => ({ session, state: {} })),
    )
    expect(states).toEqual(
      await Promise.all(
        tasks.map(async (session) => ({
          session,
          state: (await send(server, `/state?session_id=http-${session}`)).body,
        })),
      ),
    )
  })

  test('holds any mixture of outcomes, each in its place', async () => {
    const server = await start()
    const client = await openSocket(server)
    await batch(client, [{ session: 'a', reset: {} }])
    const items = [
      [{ session: 'a', step: inspect }, 'observation'],
      [{ session: 'b', step: inspect }, 'SESSION_ERROR'],
      [{ session: 'c', reset: { task_id: 'task_none' } }, 'VALIDATION_ERROR'],
      [{ session: 'd', reset: { seed: -1 } }, 'VALIDATION_ERROR'],
      [{ session: 'd', reset: { split: 'classic', index: 9 } }, 'VALIDATION_ERROR'],
      [{ session: 'd', reset: { split: 'classic', index: 4 } }, 'observation'],
      [{ session: 'a', step: { action_type: 'dance' } }, 'observation'],
      [{ session: 'a', step: {} }, 'observation'],
      [{ session: 'a', state: {} }, 'state'],
      [{ session: 'e', state: {} }, 'SESSION_ERROR'],
      [{ session: 'e', close: {} }, 'SESSION_ERROR'],
      [{ session: 'default', step: inspect }, 'EXECUTION_ERROR'],
      [{ session: 'd', close: {} }, 'closed'],
      [null, 'VALIDATION_ERROR'],
      [[], 'VALIDATION_ERROR'],
      ['a', 'VALIDATION_ERROR'],
      [{}, 'VALIDATION_ERROR'],
      [{ session: 'a' }, 'VALIDATION_ERROR'],
      [{ step: inspect }, 'VALIDATION_ERROR'],
      [{ session: '', state: {} }, 'VALIDATION_ERROR'],
      [{ session: 7, state: {} }, 'VALIDATION_ERROR'],
      [{ session: 'x'.repeat(129), reset: {} }, 'VALIDATION_ERROR'],
      [{ session: 'a', step: [] }, 'VALIDATION_ERROR'],
      [{ session: 'a', step: '{}' }, 'VALIDATION_ERROR'],
      [{ session: 'a', step: null }, 'VALIDATION_ERROR'],
      [{ session: 'a', reset: null }, 'VALIDATION_ERROR'],
      [{ session: 'a', state: null }, 'VALIDATION_ERROR'],
      [{ session: 'a', state: { x: 1 } }, 'VALIDATION_ERROR'],
      [{ session: 'a', close: true }, 'VALIDATION_ERROR'],
      [{ session: 'a', dance: {} }, 'VALIDATION_ERROR'],
      [{ session: 'a', step: inspect, state: {} }, 'VALIDATION_ERROR'],
      [{ session: 'a', step: inspect, timeout_s: 5 }, 'VALIDATION_ERROR'],
      [JSON.parse('{"session":"a","__proto__":{}}'), 'VALIDATION_ERROR'],
      [{ session: 'a', step: inspect }, 'observation'],
    ] as const
    const results = await batch(
      client,
      items.map(([item]) => item),
    )
    expect(results.map(kindOf)).toEqual(items.map(([, kind]) => kind))
    for (const [index, [item]] of items.entries()) {
      const id = (item as { session?: unknown } | null)?.session
      const isId = typeof id === 'string' && id !== '' && id.length <= 128
      expect(results[index].session).toBe(isId ? id : null)
      if ('error' in results[index]) {
        const { code, message, ...rest } = results[index].error
        expect([typeof code, rest]).toEqual(['string', {}])
        expect(message).toMatch(/.{10}/)
      }
    }
    expect(results.at(-1).observation.current_step).toBe(4)
    expect((await send(server, '/state?session_id=a')).body.step_count).toBe(4)
    expect(server.registry.has('d')).toBe(false)
  })

  test('is refused as a whole when it is no list of at most 4,096 items', async () => {
    const server = await start()
    const client = await openSocket(server)
    const item = { session: 'a', state: {} }
    for (const frame of [
      { type: 'batch' },
      { type: 'batch', data: {} },
      { type: 'batch', data: null },
      { type: 'batch', data: [], extra: 1 },
      { type: 'batch', data: Array.from({ length: 4097 }, () => item) },
    ]) {
      const { type, data } = await client.ask(frame)
      expect([type, data.code]).toEqual(['error', 'VALIDATION_ERROR'])
      expect(JSON.stringify(data).length).toBeLessThan(2000)
    }
    expect(await batch(client, [])).toEqual([])
    const results = await batch(
      client,
      Array.from({ length: 4096 }, () => item),
    )
    expect(new Set(results.map(kindOf))).toEqual(new Set(['SESSION_ERROR']))
  })

  test('of anything at all is answered item by item', async () => {
    const server = await start({ registry: { maxSessions: 20 } })
    const client = await openSocket(server)
    const session = fc.constantFrom('a', 'b', 'default', '', 'é'.repeat(128), '😀'.repeat(128), '\ud800', 5)
    const operation = fc.constantFrom('reset', 'step', 'state', 'close', 'batch', '__proto__', 'constructor')
    const value = fc.oneof(fc.constant({}), fc.constant(inspect), fc.constant(finish), fc.jsonValue())
    const item = fc.oneof(
      fc.tuple(session, operation, value).map(([id, name, what]) => ({ session: id, [name]: what })),
      fc.jsonValue(),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 30 }), async (items) => {
        for (const result of await batch(client, items)) {
          const keys = Object.keys(result).filter((key) => key !== 'metadata')
          expect(['session,observation,reward,done', 'session,state', 'session,closed', 'session,error']).toContain(
            keys.join(','),
          )
          if ('error' in result) expect(result.error.message).not.toContain('internal')
        }
      }),
      { numRuns: 200 },
    )
    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })
})

describe('order', () => {
  test('items of one session run in theirs, however often it stands in a frame', async () => {
    const server = await start()
    const client = await openSocket(server)
    const count = 12
    const items = Array.from({ length: count }, (_, step) =>
      ['a', 'b', 'c'].map((session) => ({ session, step: sql(`SELECT '${session}${step}'`) })),
    ).flat()
    const resets = ['a', 'b', 'c'].map((session) => ({ session, reset: { task_id: 'task_hard' } }))
    const results = (await batch(client, [...resets, ...items])).slice(3)
    expect(results.map(({ observation }) => observation.current_step)).toEqual(
      items.map((_, index) => Math.floor(index / 3) + 1),
    )
    expect(results.map(({ observation }) => observation.last_query_result.rows[0][0])).toEqual(
      items.map((_, index) => `${'abc'[index % 3]}${Math.floor(index / 3)}`),
    )
  })

  test('a close ends the session behind what stands before it, and what stands after begins anew', async () => {
    const server = await start()
    const client = await openSocket(server)
    const results = await batch(client, [
      { session: 'a', reset: { seed: 1 } },
      { session: 'a', step: inspect },
      { session: 'b', reset: {} },
      { session: 'a', close: {} },
      { session: 'a', step: inspect },
      { session: 'a', state: {} },
      { session: 'a', close: {} },
      { session: 'a', reset: { seed: 2 } },
      { session: 'a', step: inspect },
      { session: 'a', step: finish },
      { session: 'b', step: inspect },
      { session: 'a', step: inspect },
      { session: 'a', close: {} },
      { session: 'a', reset: { seed: 3 } },
      { session: 'a', state: {} },
    ])
    expect(results.map(kindOf)).toEqual([
      'observation',
      'observation',
      'observation',
      'closed',
      'SESSION_ERROR',
      'SESSION_ERROR',
      'SESSION_ERROR',
      'observation',
      'observation',
      'observation',
      'observation',
      'observation',
      'closed',
      'observation',
      'state',
    ])
    expect(results[9]).toMatchObject({ done: true, metadata: { solved: false } })
    expect(results[11]).toEqual({
      session: 'a',
      observation: { ...results[9].observation, last_error: 'the episode is over; call reset' },
      reward: 0,
      done: true,
      metadata: results[9].metadata,
    })
    expect(results.at(-1).state).toMatchObject({ seed: 3, step_count: 0 })
    expect(server.registry.size).toBe(3)
  })

  test('frames are answered in theirs, also those that are sent without waiting', async () => {
    const server = await start()
    const client = await openSocket(server)
    client.send({ type: 'batch', data: [{ session: 'a', reset: { task_id: 'task_hard' } }] })
    const frames = 15
    for (let index = 0; index < frames; index++) {
      client.send({ type: 'batch', data: [{ session: 'a', step: sql(`SELECT ${index}`) }] })
      client.send({ type: `t${index}` })
    }
    expect((await client.next()).data[0].done).toBe(false)
    for (let index = 0; index < frames; index++) {
      expect((await client.next()).data[0].observation).toMatchObject({
        current_step: index + 1,
        last_query_result: { rows: [[index]] },
      })
      expect((await client.next()).data.message).toContain(`'t${index}'`)
    }
  })
})

describe('sessions', () => {
  test('count against capacity, and one too many is an error in its place', async () => {
    const server = await start({ registry: { maxSessions: 4 } })
    const client = await openSocket(server)
    const results = await batch(
      client,
      ['a', 'b', 'c', 'd', 'a'].map((session) => ({ session, reset: {} })),
    )
    expect(results.map(kindOf)).toEqual([
      'observation',
      'observation',
      'observation',
      'CAPACITY_REACHED',
      'observation',
    ])
    const next = await batch(client, [
      { session: 'b', close: {} },
      { session: 'a', state: {} },
    ])
    expect(next[0]).toEqual({ session: 'b', closed: true })
    expect((await batch(client, [{ session: 'd', reset: {} }])).map(kindOf)).toEqual(['observation'])
  })

  test('outlive the socket and are those of the other doors', async () => {
    const server = await start()
    const first = await openSocket(server)
    await batch(first, [
      { session: 'x y/é', reset: {} },
      { session: 'x y/é', step: inspect },
    ])
    first.socket.terminate()
    expect((await post(server, '/step', { session_id: 'x y/é', ...inspect })).body.observation.current_step).toBe(2)
    const second = await openSocket(server)
    expect((await batch(second, [{ session: 'x y/é', step: inspect }]))[0].observation.current_step).toBe(3)
    const attached = await openSocket(server, `/ws?session_id=${encodeURIComponent('x y/é')}`)
    expect((await attached.ask({ type: 'state' })).data.step_count).toBe(3)
    expect(await batch(second, [{ session: 'x y/é', close: {} }])).toEqual([{ session: 'x y/é', closed: false }])
    attached.send({ type: 'close' })
    await attached.closed
    await expect.poll(() => server.registry.has('x y/é')).toBe(false)
  })

  test('a thousand play their episodes to the end', async () => {
    const server = await start({ registry: { sessionsPerConnection: 1000 } })
    const client = await openSocket(server)
    const sessions = Array.from({ length: 1000 }, (_, index) => `s${index}`)
    const round = async (item: (index: number) => object): Promise<Frame[]> =>
      await batch(
        client,
        sessions.map((session, index) => ({ session, ...item(index) })),
      )
    const resets = await round((index) => ({ reset: { seed: index % 5 } }))
    expect(new Set(resets.map(kindOf))).toEqual(new Set(['observation']))
    const marks = await round((index) => ({ step: sql(`SELECT ${index}`) }))
    expect(marks.map(({ observation }) => observation.last_query_result.rows[0][0])).toEqual(sessions.map((_, i) => i))
    const phone = `replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`
    await round(() => ({ step: sql(`UPDATE users SET phone = ${phone}`) }))
    await round((index) => ({
      step: sql(index % 2 ? 'SELECT 2' : `UPDATE users SET email = lower(replace(email, ' ', ''))`),
    }))
    const ends = await round(() => ({ step: finish }))
    expect(ends.map(({ session }) => session)).toEqual(sessions)
    expect(ends.map(({ metadata }) => metadata.solved)).toEqual(sessions.map((_, index) => index % 2 === 0))
    expect(new Set((await round(() => ({ close: {} }))).map(kindOf))).toEqual(new Set(['closed']))
    expect(server.registry.size).toBe(1)
  })
})
