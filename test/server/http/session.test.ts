/** Sessions as clients of the HTTP door see them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRaw, post, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => await server.close())

const inspect = { action_type: 'inspect_schema' }

function select(value: string): object {
  return { action_type: 'execute_sql', query: `SELECT ${value}` }
}

describe('before the first reset', () => {
  test('the default session is a place without an episode', async () => {
    expect(await post(server, '/step', inspect)).toMatchObject({ status: 409, body: { error: { code: 'no_episode' } } })
    const state = await send(server, '/state')
    expect(state.status).toBe(200)
    expect(state.body).toMatchObject({ episode_id: null, task_id: null, step_count: 0, done: false })
    expect(server.registry.size).toBe(0)
  })

  test('any other session does not exist', async () => {
    const headers = { 'X-Session-Id': 'unknown' }
    for (const reply of [await post(server, '/step', inspect, headers), await send(server, '/state', { headers })]) {
      expect(reply).toMatchObject({ status: 404, body: { error: { code: 'unknown_session' } } })
    }
  })
})

test('100 concurrent steps in one session are served in order', async () => {
  const headers = { 'X-Session-Id': 'crowd' }
  const { observation } = (await post(server, '/reset', { task_id: 'task_easy' }, headers)).body
  const replies = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => await post(server, '/step', select(String(index)), headers)),
  )
  const played = replies.filter(({ status }) => status === 200).map(({ body }) => body)
  expect(played.map((body) => body.observation.current_step).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: observation.steps_remaining }, (_, index) => index + 1),
  )
  expect(played.filter((body) => body.done)).toHaveLength(1)
  const refused = replies.filter(({ status }) => status !== 200)
  expect(refused).toHaveLength(100 - observation.steps_remaining)
  for (const reply of refused) expect(reply).toMatchObject({ status: 409, body: { error: { code: 'episode_over' } } })
})

test('pipelined steps are answered in the order they were sent', async () => {
  await post(server, '/reset', { task_id: 'task_easy', session_id: 'pipeline' })
  const requests = Array.from({ length: 10 }, (_, index) => {
    const body = JSON.stringify({ ...select(`'step ${index + 1}'`), session_id: 'pipeline' })
    const last = index === 9 ? 'Connection: close\r\n' : ''
    return `POST /step HTTP/1.1\r\nHost: x\r\n${last}Content-Length: ${body.length}\r\n\r\n${body}`
  })
  const text = await openRaw(server, requests.join('')).closed
  const steps = [...text.matchAll(/"rows":\[\["step (\d+)"\]\].*?"current_step":(\d+)/g)]
  expect(steps.map(([, sent, counted]) => [Number(sent), Number(counted)])).toEqual(
    Array.from({ length: 10 }, (_, index) => [index + 1, index + 1]),
  )
})

test('two sessions do not mix', async () => {
  const [left, right] = [{ 'X-Session-Id': 'left' }, { 'X-Session-Id': 'right' }]
  await post(server, '/reset', { task_id: 'task_easy' }, left)
  await post(server, '/reset', { task_id: 'task_easy' }, right)
  await post(server, '/step', { action_type: 'execute_sql', query: 'DELETE FROM users' }, left)
  const count = { action_type: 'execute_sql', query: 'SELECT count(*) FROM users' }
  const counts = await Promise.all([post(server, '/step', count, left), post(server, '/step', count, right)])
  expect(counts[0]?.body.observation.last_query_result.rows).toEqual([[0]])
  expect(counts[1]?.body.observation.last_query_result.rows[0][0]).toBeGreaterThan(0)
  expect(counts.map(({ body }) => [body.session_id, body.observation.current_step])).toEqual([
    ['left', 2],
    ['right', 1],
  ])
  // Resetting one leaves the other alone.
  await post(server, '/reset', { task_id: 'task_medium' }, left)
  expect((await send(server, '/state', { headers: right })).body).toMatchObject({ task_id: 'task_easy', step_count: 1 })
})

describe('naming a session', () => {
  test('header, field and query agree or the request is refused', async () => {
    await post(server, '/reset', { session_id: 'named' })
    const same = await post(
      server,
      '/step?session_id=named',
      { ...inspect, session_id: 'named' },
      { 'X-Session-Id': 'named' },
    )
    expect(same.status).toBe(200)
    for (const reply of [
      await post(server, '/step', { ...inspect, session_id: 'other' }, { 'X-Session-Id': 'named' }),
      await post(server, '/step?session_id=other', inspect, { 'X-Session-Id': 'named' }),
      await post(server, '/reset', { session_id: 'default' }, { 'X-Session-Id': 'named' }),
      await send(server, '/state?session_id=named&session_id=other'),
      await send(server, '/state?session_id='),
      await send(server, `/state?session_id=${'s'.repeat(129)}`),
      await send(server, '/state', { headers: { 'X-Session-Id': '' } }),
      await send(server, '/state', { headers: { 'X-Session-Id': 's'.repeat(129) } }),
    ]) {
      expect(reply).toMatchObject({ status: 422, body: { error: { code: 'validation_error' } } })
      expect(reply.body.detail).toHaveLength(1)
    }
    expect((await send(server, '/state?session_id=named')).body.step_count).toBe(1)
  })

  test('the header twice with two values is two sessions', async () => {
    const request = 'GET /state HTTP/1.1\r\nHost: x\r\nX-Session-Id: a\r\nX-Session-Id: b\r\nConnection: close\r\n\r\n'
    expect(await openRaw(server, request).closed).toMatch(/^HTTP\/1\.1 422 /)
  })

  test('"default" is the session without a name', async () => {
    await post(server, '/reset', { task_id: 'task_hard' })
    expect((await send(server, '/state?session_id=default')).body.task_id).toBe('task_hard')
  })

  test.each(['s'.repeat(128), 'a', 'a b', '%41', 'a,b'])('%j travels in the header both ways', async (id) => {
    const reset = await post(server, '/reset', { session_id: id })
    expect([reset.body.session_id, reset.headers.get('X-Session-Id')]).toEqual([id, id])
    const step = await post(server, '/step', inspect, { 'X-Session-Id': id })
    expect(step.body).toMatchObject({ session_id: id, observation: { current_step: 1 } })
    expect((await send(server, `/state?session_id=${encodeURIComponent(id)}`)).body.step_count).toBe(1)
  })

  test.each([
    '\u{1f600}'.repeat(128),
    'агент-七',
    'é',
    '\n',
    'a\u0000b',
    '\ud800',
    ' outer ',
    '\u007f',
    '\r\nX-Evil: 1',
    '__proto__',
  ])('%j works as a field', async (id) => {
    const reset = await post(server, '/reset', { session_id: id })
    expect([reset.status, reset.body.session_id, reset.headers.get('X-Evil')]).toEqual([200, id, null])
    expect((await post(server, '/step', { ...inspect, session_id: id })).body.observation.current_step).toBe(1)
  })

  test('a header in UTF-8 or in Latin-1 names the same session as the field', async () => {
    for (const [id, encoding] of [
      ['агент', 'utf8'],
      ['é', 'utf8'],
      ['é', 'latin1'],
    ] as const) {
      await post(server, '/reset', { session_id: id })
      const request = Buffer.from(
        `GET /state HTTP/1.1\r\nHost: x\r\nX-Session-Id: ${id}\r\nConnection: close\r\n\r\n`,
        encoding,
      )
      expect(await openRaw(server, request).closed).toMatch(/^HTTP\/1\.1 200 /)
    }
  })
})

test('all places taken is 429, a known session still plays and resets', async () => {
  const small = await startTestServer({ registry: { maxSessions: 2 } })
  try {
    await post(small, '/reset')
    await post(small, '/reset', { session_id: 'one' })
    const full = await post(small, '/reset', { session_id: 'two' })
    expect(full).toMatchObject({ status: 429, body: { error: { code: 'capacity_reached' } } })
    expect((await post(small, '/step', { ...inspect, session_id: 'one' })).status).toBe(200)
    expect((await post(small, '/reset', { session_id: 'one' })).status).toBe(200)
    expect((await post(small, '/step', { ...inspect, session_id: 'two' })).status).toBe(404)
  } finally {
    await small.close()
  }
})
