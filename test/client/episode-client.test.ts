/** The client of one episode, against a real server. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Action, connect, EnvironmentError } from '../../src/client/connect.ts'
import { post, send } from '../server/test-server.ts'
import { ending, errorOf, slowQuery, startProxy, startServer } from './clients.ts'

const digits = `replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`
const repairPhone = `UPDATE users SET phone = ${digits}`
const repairEmail = `UPDATE users SET email = lower(replace(email, ' ', ''))`

describe('an episode', () => {
  test('is the one that HTTP plays', async () => {
    const server = await startServer()
    const client = ending(await connect(server.url))
    const actions: Action[] = [
      { action_type: 'inspect_schema' },
      { action_type: 'inspect_schema', table_name: 'users' },
      { action_type: 'execute_sql', query: 'SELECT * FROM users LIMIT 2; SELECT 1' },
      { action_type: 'execute_sql', query: 'SELEC' },
      { action_type: 'execute_sql', query: repairPhone },
      { action_type: 'finish_task' },
    ]
    const strip = ({ session_id: id, ...body }: { session_id: string }): object => (expect(id).toBe('default'), body)
    const params = { task_id: 'task_easy', seed: 7, episode_id: 'mine' }
    expect(await client.state()).toMatchObject({ episode_id: null, step_count: 0 })
    expect(await client.reset(params)).toEqual(strip((await post(server, '/reset', params)).body))
    for (const action of actions) {
      expect(await client.step(action)).toEqual(strip((await post(server, '/step', action)).body))
    }
    expect(await client.state()).toEqual((await send(server, '/state')).body)
  })

  test('by its verbs', async () => {
    const server = await startServer()
    const client = ending(await connect(server.url))
    const { observation, metadata, done } = await client.reset()
    expect([observation.task_id, done]).toEqual(['task_easy', false])
    expect(metadata.prompt).toBe(observation.metadata.prompt)
    const all = await client.inspectSchema()
    const one = await client.inspectSchema('users')
    expect(one.observation.last_query_result).toEqual(all.observation.last_query_result)
    expect((await client.inspectSchema('none')).observation.last_error).toContain('no such table')
    await client.executeSql(repairPhone)
    const before = await client.executeSql(repairEmail)
    expect([before.done, before.metadata]).toEqual([false, {}])
    const end = await client.finish()
    expect(end).toMatchObject({ done: true, metadata: { solved: true, grader_score: 1 } })
    const over = await client.step({ action_type: 'inspect_schema' })
    expect(over).toMatchObject({
      reward: 0,
      done: true,
      observation: { last_error: 'the episode is over; call reset' },
    })
    expect((await client.state()).step_count).toBe(end.observation.current_step)
    expect((await client.reset({ split: 'classic', index: 2 })).observation.task_id).toBe('task_hard')
  })

  test('calls that do not wait for each other are played in their order', async () => {
    const server = await startServer()
    const client = ending(await connect(server.url))
    const [reset, ...steps] = await Promise.all([
      client.reset({ task_id: 'task_hard' }),
      ...Array.from({ length: 10 }, async (_, index) => await client.executeSql(`SELECT ${index}`)),
    ])
    expect(reset.observation.current_step).toBe(0)
    expect(steps.map(({ observation }) => observation.last_query_result)).toEqual(
      steps.map((_, index) => expect.objectContaining({ rows: [[index]] })),
    )
  })
})

describe('a session', () => {
  test('that the client made up ends with it', async () => {
    const server = await startServer()
    const client = await connect(server.url)
    await client.reset()
    expect(client.sessionId).toMatch(/^c-[0-9a-f-]{36}$/)
    expect((await send(server, `/state?session_id=${client.sessionId}`)).body.task_id).toBe('task_easy')
    await client.close()
    await client.close()
    await expect.poll(() => server.registry.size).toBe(0)
    {
      await using other = await connect(server.url)
      await other.reset()
      expect(server.registry.size).toBe(1)
    }
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('that the caller named stays, and is come back to', async () => {
    const server = await startServer()
    const first = await connect(server.url, { sessionId: 'c-mine / é' })
    await first.reset({ task_id: 'task_medium' })
    await first.inspectSchema()
    await first.close()
    const second = ending(await connect(server.url, { sessionId: 'c-mine / é' }))
    expect(await second.state()).toMatchObject({ task_id: 'task_medium', step_count: 1 })
    expect((await second.inspectSchema()).observation.current_step).toBe(2)
  })

  test('that a newer client took is not fought for', async () => {
    const server = await startServer()
    const first = ending(await connect(server.url, { sessionId: 'c-1' }))
    await first.reset()
    const second = ending(await connect(server.url, { sessionId: 'c-1' }))
    expect((await second.inspectSchema()).observation.current_step).toBe(1)
    await expect.poll(async () => (await errorOf(first.state())).code).toBe('replaced')
    expect((await errorOf(first.inspectSchema())).code).toBe('replaced')
    expect((await second.inspectSchema()).observation.current_step).toBe(2)
  })

  test('under a path prefix, from an address of any kind', async () => {
    const server = await startServer()
    const socketUrl = server.url.replace('http', 'ws')
    for (const url of [
      `${server.url}/spaces/one`,
      `${server.url}/spaces/one/`,
      `${socketUrl}/ws`,
      new URL(socketUrl),
    ]) {
      const client = ending(await connect(url))
      expect((await client.state()).step_count).toBe(0)
    }
    await expect(connect('ftp://localhost')).rejects.toThrow(TypeError)
    await expect(connect('nowhere')).rejects.toThrow(TypeError)
  })
})

describe('errors', () => {
  test('of the server keep their code and what else it said', async () => {
    const server = await startServer({ registry: { maxSessions: 1 } })
    const refused = await errorOf(connect(server.url, { sessionId: 'unknown' }))
    expect(refused).toMatchObject({ code: 'SESSION_ERROR', name: 'EnvironmentError' })
    const client = ending(await connect(server.url))
    expect(await errorOf(connect(server.url))).toMatchObject({
      code: 'CAPACITY_REACHED',
      details: { active_sessions: 1, max_sessions: 1 },
    })
    const early = await errorOf(client.inspectSchema())
    expect([early.code, early.message]).toEqual(['EXECUTION_ERROR', 'there is no episode yet; call reset first'])
    const invalid = await errorOf(client.reset({ seed: -1 }))
    expect(invalid).toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ loc: ['data', 'seed'] }] } })
    expect((await errorOf(client.reset({ task_id: 'none' }))).code).toBe('VALIDATION_ERROR')
    // JSON would make it the default.
    await expect(client.reset({ seed: Number.NaN })).rejects.toThrow('seed must be a finite number')
    expect((await client.reset()).observation.current_step).toBe(0)
    expect((await client.step({ action_type: 'dance' } as unknown as Action)).observation.last_error).toContain(
      'invalid',
    )
  })

  test('no server, and one that is something else', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const late = await errorOf(connect(`${url}?token=secret`, { timeoutMs: 200 }))
    expect(late.code).toBe('connection_failed')
    expect(late.message).not.toContain('secret')
    silent.close()
    expect((await errorOf(connect('http://127.0.0.1:9'))).code).toBe('connection_failed')
    const server = await startServer()
    expect((await errorOf(connect(server.url.replace('http', 'https')))).code).toBe('connection_failed')
  })

  test('a token is shown, and asked for', async () => {
    const server = await startServer({ server: { token: 'right&secret' } })
    expect((await errorOf(connect(server.url))).code).toBe('connection_failed')
    expect((await errorOf(connect(server.url, { token: 'wrong' }))).code).toBe('connection_failed')
    const client = ending(await connect(server.url, { token: 'right&secret' }))
    expect((await client.reset()).done).toBe(false)
  })

  test('a message that is too large is told, and the episode goes on', async () => {
    const server = await startServer()
    const client = ending(await connect(server.url))
    await client.reset()
    const large = await errorOf(client.executeSql('x'.repeat(1024 * 1024)))
    expect(large.code).toBe('message_too_large')
    expect((await client.inspectSchema()).observation.current_step).toBe(1)
  })

  test('after the end everything is refused, and what was under way too', async () => {
    const server = await startServer()
    const client = await connect(server.url)
    await client.reset()
    const slow = errorOf(client.executeSql(slowQuery))
    const queued = errorOf(client.inspectSchema())
    await client.close()
    for (const error of [await slow, await queued, await errorOf(client.state())]) expect(error.code).toBe('closed')
    await expect.poll(() => server.registry.size).toBe(0)
  })

  test('are recognised across copies of the module', () => {
    expect(EnvironmentError.isInstance(new EnvironmentError('timeout', 'x'))).toBe(true)
    expect(EnvironmentError.isInstance(Object.assign(new Error('x'), { name: 'EnvironmentError', code: 'x' }))).toBe(
      true,
    )
    expect(EnvironmentError.isInstance(new Error('x'))).toBe(false)
  })
})

describe('aborts', () => {
  test('reject at once with the reason, and the step is still counted', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = ending(await connect(proxy.url))
    await client.reset()
    const controller = new AbortController()
    const reason = { why: 'enough' }
    proxy.setFault('downward')
    const step = client.executeSql('SELECT 0', { signal: controller.signal })
    const count = async (): Promise<number> =>
      (await send(server, `/state?session_id=${client.sessionId}`)).body.step_count
    await expect.poll(count).toBe(1)
    controller.abort(reason)
    // No reply will ever come.
    await expect(step).rejects.toBe(reason)
    proxy.cut()
    expect((await client.state()).step_count).toBe(1)
    expect((await client.executeSql('SELECT 1')).observation.current_step).toBe(2)
  })

  test('before its turn a request is not sent at all', async () => {
    const server = await startServer()
    const client = ending(await connect(server.url))
    await client.reset()
    const controller = new AbortController()
    const first = client.executeSql('SELECT 1')
    const second = client.executeSql('SELECT 2', { signal: controller.signal })
    const third = client.executeSql('SELECT 3')
    controller.abort()
    await expect(second).rejects.toMatchObject({ name: 'AbortError' })
    expect([(await first).observation.current_step, (await third).observation.current_step]).toEqual([1, 2])
    await expect(client.state({ signal: AbortSignal.abort('late') })).rejects.toBe('late')
    await expect(client.reset({}, { signal: AbortSignal.abort('late') })).rejects.toBe('late')
    expect((await client.state()).step_count).toBe(2)
  })

  test('end the connecting', async () => {
    const silent = createServer((socket) => socket.resume().on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const ended = new Promise<void>((resolve) =>
      silent.once('connection', (socket) => socket.once('close', () => resolve())),
    )
    const controller = new AbortController()
    setTimeout(() => controller.abort('enough'), 50)
    await expect(connect(url, { signal: controller.signal })).rejects.toBe('enough')
    await ended
    silent.close()
    await expect(connect(url, { signal: AbortSignal.abort('no') })).rejects.toBe('no')
  })
})

test('a WebSocket of the caller is used', async () => {
  const server = await startServer()
  const made: string[] = []
  class Socket extends WebSocket {
    constructor(url: string) {
      super(url)
      made.push(url)
    }
  }
  const client = ending(await connect(server.url, { webSocket: Socket, sessionId: 'c-1', token: 't' }))
  expect((await client.reset()).done).toBe(false)
  expect(made).toEqual([`${server.url.replace('http', 'ws')}/ws?session_id=c-1&token=t`])
})
