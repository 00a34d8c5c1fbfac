/** A journal whose disk is full, and then is not. It needs a file system of its own, which root alone can mount. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { State } from '../../src/contract/episode.ts'
import { FileJournal } from '../../src/sessions/file-journal.ts'
import { copyAsKilled } from '../sessions/killed-journal.ts'
import { post, send, startTestServer, type TestServer } from '../server/test-server.ts'
import { openSocket } from '../server/websocket-client.ts'

const folder = mkdtempSync(join(tmpdir(), 'dataops-env-full-'))
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', folder])
  rmSync(folder, { recursive: true, force: true })
})

const ballast = join(folder, 'ballast')
const sql = (query: string): object => ({ action_type: 'execute_sql', query })

/** Takes all the room there is. */
function fill(): void {
  expect(() => writeFileSync(ballast, Buffer.alloc(1024 * 1024))).toThrow('ENOSPC')
}

describe.skipIf(!isMounted)('a full disk (skipped where no tmpfs can be mounted: it takes root)', () => {
  let server: TestServer
  const start = async (): Promise<TestServer> =>
    await startTestServer({
      registry: { journal: await FileJournal.open({ folder: join(folder, 'journal'), settings: 's', retryMs: 50 }) },
    })
  beforeAll(async () => {
    mkdirSync(join(folder, 'journal'))
    server = await start()
  })
  afterAll(() => server.close())

  const stateOf = async (session: string): Promise<State> => (await send(server, `/state?session_id=${session}`)).body

  test('is told as such at every door, leaves no trace, and is over when there is room again', async () => {
    await post(server, '/reset', { session_id: 'a', seed: 1 })
    await post(server, '/reset', { session_id: 'b', seed: 2 })
    const pad = (index: number): object => sql(`SELECT ${index} /* ${'x'.repeat(60_000)} */`)
    fill()
    rmSync(ballast)
    writeFileSync(ballast, Buffer.alloc(200 * 1024))
    // Until it is full.
    let taken = 0
    for (;;) {
      const { status, body } = await post(server, '/step', { session_id: 'a', action: pad(taken) })
      if (status === 200) {
        expect(body.observation.current_step).toBe(++taken)
        continue
      }
      expect(status).toBe(507)
      expect(body.error).toMatchObject({ code: 'storage_error' })
      expect(body.error.message).toContain('the disk of the journal is full (ENOSPC)')
      break
    }
    expect(taken).toBeGreaterThan(0)
    fill()
    expect((await stateOf('a')).step_count).toBe(taken)
    expect((await send(server, '/health')).status).toBe(200)
    const ready = await send(server, '/ready')
    expect([ready.status, ready.body]).toEqual([503, { status: 'storage_error' }])
    // No door takes anything; nobody loses what there was.
    expect((await post(server, '/reset', { session_id: 'b', seed: 9 })).status).toBe(507)
    expect((await post(server, '/reset', { session_id: 'new' })).body.error.code).toBe('storage_error')
    const { stats } = server.registry
    expect(stats.sessions).toBe(2)
    expect((await stateOf('b')).seed).toBe(2)
    const socket = await openSocket(server, '/ws?session_id=a')
    expect(await socket.ask({ type: 'step', data: sql('SELECT 1') })).toMatchObject({
      type: 'error',
      data: { code: 'STORAGE_ERROR' },
    })
    const { data } = await socket.ask({ type: 'batch', data: [{ session: 'b', step: sql('SELECT 1') }] })
    expect(data[0].error.code).toBe('STORAGE_ERROR')
    socket.socket.terminate()
    const rpc = { jsonrpc: '2.0', id: 1, method: 'openenv/session/create', params: {} }
    const created = await post(server, '/mcp', rpc)
    expect(created.body.error.message).toContain('the disk of the journal is full')
    // A session that ends now has ended, though it cannot be written down yet.
    await post(server, '/reset', { session_id: 'c' })
    server.registry.closeSession('b')
    expect((await send(server, '/state?session_id=b')).status).toBe(404)

    rmSync(ballast)
    await expect.poll(async () => (await send(server, '/ready')).status).toBe(200)
    const next = await post(server, '/step', { session_id: 'a', action: sql('SELECT 7') })
    expect(next.status).toBe(200)
    expect(next.body.observation).toMatchObject({ current_step: taken + 1, last_error: null })
    expect((await post(server, '/reset', { session_id: 'd' })).status).toBe(200)

    // What the next process finds is what was answered.
    await server.close()
    server = await start()
    expect(server.registry.size).toBe(2)
    expect((await stateOf('a')).step_count).toBe(taken + 1)
    const after = await post(server, '/step', { session_id: 'a', action: pad(0) })
    expect(after.body.observation).toMatchObject({ current_step: taken + 2, last_error: null })
  })

  test('leaves a journal that a process which is killed then can take up', async () => {
    await post(server, '/reset', { session_id: 'k', seed: 1 })
    fill()
    let taken = 0
    const step = async (): Promise<number> =>
      (await post(server, '/step', { session_id: 'k', action: sql(`SELECT '${'y'.repeat(3000)}'`) })).status
    while ((await step()) === 200) taken++
    expect(readdirSync(join(folder, 'journal')).filter((name) => name.endsWith('.jsonl'))).toHaveLength(1)
    // Not closed, as if it were killed.
    const copy = mkdtempSync(join(tmpdir(), 'dataops-env-killed-'))
    copyAsKilled(join(folder, 'journal'), copy)
    const journal = await FileJournal.open({ folder: copy, settings: 's' })
    expect(journal.find('k')).toMatchObject({ steps: taken })
    await journal.close()
    rmSync(copy, { recursive: true })
  })
})
