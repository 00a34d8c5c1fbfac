/** What a batch may take, and what happens to one whose client does not read or goes away. */
import { describe, expect, test } from 'vitest'
import { TaskCatalog } from '../../../src/server/floor/task-catalog.ts'
import { runBatch } from '../../../src/server/websocket/batch.ts'
import { send } from '../test-server.ts'
import { useServers } from '../use-servers.ts'
import { type Frame, openSocket, type SocketClient } from '../websocket-client.ts'

const start = useServers()

const sql = (query: string): object => ({ action_type: 'execute_sql', query })

async function batch(client: SocketClient, items: readonly unknown[]): Promise<Frame[]> {
  const { type, data } = await client.ask({ type: 'batch', data: items })
  expect(type).toBe('batch')
  expect(data).toHaveLength(items.length)
  return data
}

const kindOf = (result: Frame): string =>
  'error' in result ? result.error.code : 'state' in result ? 'state' : 'closed' in result ? 'closed' : 'observation'

describe('limits', () => {
  test('a full reply runs nothing more, and says which items were not', async () => {
    const server = await start()
    const sessions = Array.from({ length: 600 }, (_, index) => `s${index}`)
    const door = {
      registry: server.registry,
      catalog: new TaskCatalog(server.registry.tasks),
      isOpen: () => true,
      explain: (error: unknown) => ({ code: 'X', message: String(error) }),
      fullReply: 100_000,
    }
    const results: Frame[] = []
    for (let at = 0; at < sessions.length; at = results.length) {
      const rest = sessions.slice(at).map((session) => ({ session, reset: {} }))
      const text = await runBatch(rest, door)
      // Full, and no fuller than by the last result.
      expect(text.length).toBeLessThan(door.fullReply + 10_000 + rest.length * 120)
      const more: Frame[] = JSON.parse(text).data
      const done = more.filter((result) => kindOf(result) === 'observation')
      // What was not run is a tail, so the order of every session is kept when it is sent again.
      expect(more.slice(0, done.length)).toEqual(done)
      expect(new Set(more.slice(done.length).map(kindOf))).toEqual(new Set(at + done.length < 600 ? ['NOT_RUN'] : []))
      expect(done.length).toBeGreaterThan(0)
      results.push(...done)
    }
    expect(results.map(({ session }) => session)).toEqual(sessions)
    expect(JSON.stringify(results).length).toBeGreaterThan(300_000)
  })

  test('a client that does not read is served one batch ahead and no more', async () => {
    const server = await start()
    const client = await openSocket(server)
    const wide = sql(`SELECT printf('%.60000c', 'x')`)
    const sessions = Array.from({ length: 100 }, (_, index) => `s${index}`)
    await batch(
      client,
      sessions.map((session) => ({ session, reset: { task_id: 'task_hard' } })),
    )
    client.socket.pause()
    const frames = 8
    for (let index = 0; index < frames; index++) {
      client.send({ type: 'batch', data: sessions.map((session) => ({ session, step: wide })) })
    }
    const stepsTaken = async (): Promise<number> => (await send(server, '/state?session_id=s99')).body.step_count
    await expect.poll(stepsTaken).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await stepsTaken()).toBeLessThan(frames)
    client.socket.resume()
    for (let index = 0; index < frames; index++) {
      const { data } = await client.next()
      expect(data.every((result: Frame) => result.observation.current_step === index + 1)).toBe(true)
    }
  })

  test('a socket that dies leaves whole steps behind, in order', async () => {
    const server = await start()
    const client = await openSocket(server)
    const sessions = Array.from({ length: 300 }, (_, index) => `s${index}`)
    await batch(
      client,
      sessions.map((session) => ({ session, reset: {} })),
    )
    for (let frame = 0; frame < 4; frame++) {
      client.send({ type: 'batch', data: sessions.map((session) => ({ session, step: sql(`SELECT ${frame}`) })) })
    }
    await client.next()
    client.socket.terminate()
    await expect.poll(() => server.registry.size).toBe(300)
    await server.registry.drain()
    const again = await openSocket(server)
    const states = await batch(
      again,
      sessions.map((session) => ({ session, state: {} })),
    )
    const counts = states.map(({ state }) => state.step_count)
    expect(counts.every((count) => count >= 1 && count <= 4)).toBe(true)
    expect(counts.toSorted((a, b) => b - a)).toEqual(counts)
  })
})
