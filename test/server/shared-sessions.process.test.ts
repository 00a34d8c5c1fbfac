/** What one replica knows of a session that another one had: at every door, and when that one dies. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { StoreJournal } from '../../src/sessions/store-journal.ts'
import { startCliServer } from '../cli/run-cli.ts'
import { isRedisMissing, RedisServer } from '../redis-server.ts'
import { callTool, hello, rpc, standardHeaders } from './mcp-client.ts'
import { post, send, startTestServer, type TestServer } from './test-server.ts'
import { openSocket } from './websocket-client.ts'

const sql = (query: string): object => ({ action_type: 'execute_sql', query })

describe.skipIf(isRedisMissing)('replicas', () => {
  let store: RedisServer
  beforeAll(async () => {
    store = await RedisServer.start()
  })
  afterAll(() => store?.end())
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })

  async function start(maxSessions = 1024): Promise<TestServer> {
    const journal = await StoreJournal.open({ url: store.url, settings: 'same', leaseMs: 60_000 })
    const server = await startTestServer({ registry: { journal, maxSessions } })
    ends.push(() => server.close())
    return server
  }

  test('know who began an episode, and offer no start where that was the host', async () => {
    const [one, other] = [await start(), await start()]
    await post(one, '/reset', { session_id: 'prepared', seed: 3 })
    const names = (reply: { readonly tools: readonly { readonly name: string }[] }): string[] =>
      reply.tools.map(({ name }) => name)
    const listed = await rpc(other, 'tools/list', { session_id: 'prepared' })
    expect(names(listed.result)).not.toContain('start_episode')
    const { result } = await callTool(one, 'start_episode', {}, 'prepared')
    expect(result.isError).toBe(true)
    expect((await send(other, '/state?session_id=prepared')).body).toMatchObject({ seed: 3, step_count: 1 })
  })

  test('tell a socket that a newer one attached elsewhere, and play nothing of it any more', async () => {
    const [one, other] = [await start(), await start()]
    const first = await openSocket(one, '/ws?session_id=c-moved')
    await first.ask({ type: 'reset', data: { seed: 1 } })
    await first.ask({ type: 'step', data: sql('CREATE TEMP TABLE t (x)') })
    const second = await openSocket(other, '/ws?session_id=c-moved')
    expect(await first.closed).toBe(4001)
    const next = await second.ask({ type: 'step', data: sql('SELECT count(*) FROM t') })
    expect(next.data.observation).toMatchObject({ current_step: 2, last_error: null })
    // A request at the first brings it back, and the socket at the other goes on.
    const { body } = await post(one, '/step', { session_id: 'c-moved', action: sql('SELECT 1') })
    expect(body.observation.current_step).toBe(3)
    expect((await second.ask({ type: 'step', data: sql('SELECT 2') })).data.observation.current_step).toBe(4)
    second.socket.terminate()
  })

  test('end a session for all, wherever it is ended', async () => {
    const [one, other] = [await start(), await start()]
    await post(one, '/reset', { session_id: 'over' })
    const closed = await rpc(other, 'openenv/session/close', { session_id: 'over' })
    expect(closed.result).toEqual({ session_id: 'over', closed: true })
    for (const server of [one, other]) {
      expect((await post(server, '/step', { session_id: 'over', action: sql('SELECT 1') })).body.error.code).toBe(
        'unknown_session',
      )
    }
  })

  test('answer the step that is sent again elsewhere, and do not take it again', async () => {
    const [one, other] = [await start(), await start()]
    await post(one, '/reset', { session_id: 'again' })
    const step = { session_id: 'again', action: sql('SELECT random()'), request_id: 'r1' }
    const first = await post(one, '/step', step)
    const again = await post(other, '/step', step)
    expect(again.body).toEqual(first.body)
    expect((await send(one, '/state?session_id=again')).body.step_count).toBe(1)
  })

  test('that are full leave what was used least lately to the store', async () => {
    const small = await start(2)
    for (const id of ['s1', 's2', 's3', 's4'])
      expect((await post(small, '/reset', { session_id: id })).status).toBe(200)
    expect(small.registry.size).toBe(2)
    for (const id of ['s1', 's2', 's3', 's4']) {
      expect(
        (await post(small, '/step', { session_id: id, action: sql('SELECT 1') })).body.observation.current_step,
      ).toBe(1)
    }
  })

  test('take up a session of standard MCP whose replica was killed', async () => {
    const flags = ['--journal', store.url, '--log-level', 'fatal', '--workers', '0']
    const env = { DATAOPS_JOURNAL_LEASE_SECONDS: '1' }
    const [one, other] = await Promise.all([startCliServer(flags, env), startCliServer(flags, env)])
    ends.push(() => other.end('SIGKILL'))
    const ask = async (url: string, session: string | undefined, method: string, params: object) => {
      const headers = { ...standardHeaders, ...(session !== undefined && { 'Mcp-Session-Id': session }) }
      const body = method === 'initialize' ? hello : { jsonrpc: '2.0', id: 2, method, params }
      const response = await fetch(`${url}/mcp`, { method: 'POST', headers, body: JSON.stringify(body) })
      const { result } = (await response.json()) as { readonly result: Record<string, unknown> }
      return { status: response.status, session: response.headers.get('Mcp-Session-Id') ?? undefined, result }
    }
    const { session } = await ask(one.url, undefined, 'initialize', {})
    await ask(one.url, session, 'tools/call', { name: 'start_episode', arguments: { seed: 5 } })
    const query = { query: 'CREATE TEMP TABLE t (x)' }
    await ask(one.url, session, 'tools/call', { name: 'execute_sql', arguments: query })
    await one.end('SIGKILL')
    const count = { query: 'SELECT count(*) FROM t' }
    const { status, result } = await ask(other.url, session, 'tools/call', { name: 'execute_sql', arguments: count })
    expect(status).toBe(200)
    expect(result['structuredContent']).toMatchObject({ current_step: 2, last_error: null })
  })
})
