/** What the client does when the network or the server fails under it. Both are real. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connect, type EpisodeClient } from '../../src/client/connect.ts'
import { startCliServer } from '../cli/run-cli.ts'
import { send, startTestServer, type TestServer } from '../server/test-server.ts'
import { ending, errorOf, startProxy, startServer } from './clients.ts'
import type { TcpProxy } from './tcp-proxy.ts'

async function start(timeoutMs = 5000): Promise<{ server: TestServer; proxy: TcpProxy; client: EpisodeClient }> {
  const server = await startServer()
  const proxy = await startProxy(server)
  const client = ending(await connect(proxy.url, { timeoutMs }))
  return { server, proxy, client }
}

const stepsTaken = async (server: TestServer, { sessionId }: EpisodeClient): Promise<number> =>
  (await send(server, `/state?session_id=${sessionId}`)).body.step_count

describe('a lost connection', () => {
  test('between two requests is not noticed', async () => {
    const { proxy, client } = await start()
    await client.reset()
    for (let step = 1; step <= 3; step++) {
      proxy.cut()
      expect((await client.executeSql(`SELECT ${step}`)).observation.current_step).toBe(step)
    }
    proxy.cut()
    expect((await client.state()).step_count).toBe(3)
    expect(proxy.connections).toBe(5)
  })

  test('before a step arrived: it is sent again, and taken once', async () => {
    const { server, proxy, client } = await start()
    await client.reset()
    proxy.setFault('upward')
    const step = client.executeSql('SELECT 1')
    await new Promise((resolve) => setTimeout(resolve, 100))
    proxy.cut()
    expect((await step).observation).toMatchObject({ current_step: 1, last_query_result: { rows: [[1]] } })
    expect(await stepsTaken(server, client)).toBe(1)
  })

  test('after a step was taken: its reply is had again, and the step is not played twice', async () => {
    const { server, proxy, client } = await start()
    await client.reset({ task_id: 'task_hard' })
    await client.executeSql('SELECT 1')
    proxy.setFault('downward')
    const step = client.executeSql('SELECT 2')
    await expect.poll(async () => await stepsTaken(server, client)).toBe(2)
    proxy.cut()
    expect((await step).observation).toMatchObject({ current_step: 2, last_query_result: { rows: [[2]] } })
    expect(await stepsTaken(server, client)).toBe(2)
    expect((await client.executeSql('SELECT 3')).observation.current_step).toBe(3)
  })

  test('after the last step: the outcome is had again', async () => {
    const { server, proxy, client } = await start()
    await client.reset()
    proxy.setFault('downward')
    const end = client.finish()
    await expect.poll(async () => await stepsTaken(server, client)).toBe(1)
    proxy.cut()
    expect(await end).toMatchObject({ done: true, metadata: { solved: false, truncated: false } })
    expect((await client.reset()).done).toBe(false)
  })

  test('after a step that somebody else followed: what came of it cannot be told, and the error says where the episode is', async () => {
    const { server, proxy, client } = await start()
    await client.reset({ task_id: 'task_hard' })
    proxy.setFault('downward')
    const step = errorOf(client.executeSql('SELECT 1'))
    await expect.poll(async () => await stepsTaken(server, client)).toBe(1)
    await server.registry.step(client.sessionId, { action_type: 'inspect_schema' })
    proxy.cut()
    expect(await step).toMatchObject({ code: 'reply_lost', state: { step_count: 2, done: false } })
    expect((await client.executeSql('SELECT 3')).observation.current_step).toBe(3)
  })

  test('a step that was given up is played once when it is asked for again, and again after that', async () => {
    const { server, proxy, client } = await start(300)
    await client.reset()
    proxy.setFault('downward')
    const step = errorOf(client.executeSql('SELECT 1'))
    await expect.poll(async () => await stepsTaken(server, client)).toBe(1)
    await proxy.refuse()
    proxy.cut()
    expect((await step).code).toBe('connection_lost')
    await proxy.listen()
    for (const count of [1, 2]) expect((await client.executeSql('SELECT 1')).observation.current_step).toBe(count)
    expect(await stepsTaken(server, client)).toBe(2)
  })

  test('during reset and state: they are asked again', async () => {
    const { server, proxy, client } = await start()
    proxy.setFault('downward')
    const reset = client.reset({ seed: 5 })
    await expect.poll(async () => (await send(server, `/state?session_id=${client.sessionId}`)).body.seed).toBe(5)
    proxy.cut()
    expect((await reset).observation.current_step).toBe(0)
    proxy.setFault('downward')
    const state = client.state()
    await new Promise((resolve) => setTimeout(resolve, 50))
    proxy.cut()
    expect(await state).toMatchObject({ seed: 5, step_count: 0 })
  })

  test('with a queue behind it: every step is taken once, in order', async () => {
    const { server, proxy, client } = await start()
    await client.reset({ task_id: 'task_hard' })
    proxy.setFault('upward')
    const steps = Array.from({ length: 6 }, async (_, index) => await client.executeSql(`SELECT ${index}`))
    await new Promise((resolve) => setTimeout(resolve, 50))
    proxy.cut()
    expect((await Promise.all(steps)).map(({ observation }) => observation.current_step)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await stepsTaken(server, client)).toBe(6)
  })

  test('that comes back late is waited for, one that does not is an error', async () => {
    const { proxy, client } = await start(60_000)
    await client.reset()
    await proxy.refuse()
    const step = client.executeSql('SELECT 1')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await proxy.listen()
    expect((await step).observation.current_step).toBe(1)
    const hasty = ending(await connect(proxy.url, { timeoutMs: 1500 }))
    await hasty.reset()
    await proxy.refuse()
    const started = performance.now()
    expect((await errorOf(hasty.executeSql('SELECT 1'))).code).toBe('connection_lost')
    expect(performance.now() - started).toBeGreaterThan(100)
    await proxy.listen()
    expect((await hasty.executeSql('SELECT 2')).observation.current_step).toBe(1)
  })

  test('is not fought for after the end, nor by a request that was given up', async () => {
    const { server, proxy, client } = await start(60_000)
    await client.reset()
    await proxy.refuse()
    const controller = new AbortController()
    const step = client.executeSql('SELECT 1', { signal: controller.signal })
    controller.abort('enough')
    await expect(step).rejects.toBe('enough')
    const closed = errorOf(client.executeSql('SELECT 2'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await client.close()
    expect((await closed).code).toBe('closed')
    await proxy.listen()
    const { connections } = proxy
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(proxy.connections).toBe(connections)
    expect(await stepsTaken(server, client)).toBe(0)
  })
})

describe('a half-open connection', () => {
  test('is given up after the time-out, and the step goes over a new one', async () => {
    const { server, proxy, client } = await start(1000)
    await client.reset()
    proxy.setFault('both')
    const started = performance.now()
    const { observation } = await client.executeSql('SELECT 1')
    expect(observation.current_step).toBe(1)
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
    expect(await stepsTaken(server, client)).toBe(1)
    expect(proxy.connections).toBe(2)
  })

  test('an abort does not wait for it', async () => {
    const { proxy, client } = await start(1000)
    await client.reset()
    proxy.setFault('both')
    await expect(client.executeSql('SELECT 1', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    // It was never taken, and is not sent again for nobody.
    expect((await client.state()).step_count).toBe(0)
  })

  test('whose successors are no better is an error', async () => {
    const { proxy, client } = await start(500)
    await client.reset()
    proxy.setFault('both')
    proxy.setNextFault('downward')
    expect((await errorOf(client.executeSql('SELECT 1'))).code).toBe('connection_lost')
    proxy.setNextFault('none')
    proxy.cut()
    expect((await client.executeSql('SELECT 1')).observation.current_step).toBe(1)
  })

  test('twice in a row is a time-out, after which the state tells whether the step was taken', async () => {
    const { proxy, client } = await start(1000)
    await client.reset()
    proxy.setFault('both')
    proxy.setNextFault('late')
    expect((await errorOf(client.executeSql('SELECT 1'))).code).toBe('timeout')
    proxy.setNextFault('none')
    expect((await client.state()).step_count).toBe(1)
    expect((await client.executeSql('SELECT 2')).observation.current_step).toBe(2)
  })
})

describe('a server that goes and comes back', () => {
  test('without its sessions: the episode is lost, and a reset starts another', async () => {
    const first = await startTestServer()
    const proxy = await startProxy(first)
    const client = ending(await connect(proxy.url, { timeoutMs: 5000 }))
    await client.reset()
    await client.inspectSchema()
    await first.close()
    const second = await startServer()
    proxy.setTarget(second.url)
    expect(await errorOf(client.inspectSchema())).toMatchObject({ code: 'episode_lost', state: { episode_id: null } })
    expect((await errorOf(client.inspectSchema())).code).toBe('EXECUTION_ERROR')
    expect((await client.reset()).observation.current_step).toBe(0)
    expect((await client.inspectSchema()).observation.current_step).toBe(1)
  })

  test('somebody else has reset the session meanwhile: the same', async () => {
    const { server, proxy, client } = await start()
    await client.reset({ episode_id: 'mine' })
    await client.inspectSchema()
    proxy.cut()
    await server.registry.reset(client.sessionId, { episode_id: 'theirs' })
    await server.registry.step(client.sessionId, { action_type: 'inspect_schema' })
    expect(await errorOf(client.inspectSchema())).toMatchObject({
      code: 'episode_lost',
      state: { episode_id: 'theirs', step_count: 1 },
    })
  })

  test('killed under load, with a journal: every step is taken once and nothing is lost', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'journal-'))
    const args = ['--journal', folder, '--workers', '1', '--log-level', 'error']
    let server = await startCliServer(args)
    const { port } = new URL(server.url)
    try {
      const clients = await Promise.all(
        Array.from({ length: 4 }, async () => ending(await connect(server.url, { timeoutMs: 30_000 }))),
      )
      let taken = 0
      const play = async (client: EpisodeClient): Promise<void> => {
        await client.reset({ task_id: 'task_hard' })
        for (let step = 1; step <= 18; step++) {
          const { observation } = await client.executeSql(`SELECT ${step}`)
          expect(observation).toMatchObject({ current_step: step, last_query_result: { rows: [[step]] } })
          taken++
        }
        expect((await client.state()).step_count).toBe(18)
      }
      const killing = (async () => {
        for (const moment of [15, 40]) {
          while (taken < moment) await new Promise((resolve) => setTimeout(resolve, 1))
          await server.end('SIGKILL')
          server = await startCliServer([...args, '--port', port])
        }
      })()
      await Promise.all([...clients.map(play), killing])
      for (const client of clients) expect(await client.finish()).toMatchObject({ done: true })
    } finally {
      await server.end('SIGTERM')
      await rm(folder, { recursive: true })
    }
  })
})
