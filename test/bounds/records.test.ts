import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { SocketClient } from '../server/websocket-client.ts'
import { type BoundedServer, gigabyte, megabytes, openSocketTo, startBounded } from './bounded-server.ts'

const servers: BoundedServer[] = []
const folders: string[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The longest statements that are recorded as they are. */
const query = `SELECT '${'\u00e9'.repeat(261_000)}'`
const step = JSON.stringify({ type: 'step', data: { action_type: 'execute_sql', query } })

interface Tally {
  taken: number
  refused: number
}

/** One session that resets and sends long statements until its episode is over, so many times. */
async function play(client: SocketClient, rounds: number, tally: Tally): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await client.ask({ type: 'reset', data: { seed: round } })
    for (let count = 0; count < 10; count++) {
      const { type, data } = await client.ask(step)
      if (type === 'observation') tally.taken++
      else {
        expect(data.code).toBe('STORAGE_ERROR')
        tally.refused++
      }
    }
  }
}

async function attack(server: BoundedServer, rounds: number, path: (index: number) => string): Promise<Tally> {
  const tally = { taken: 0, refused: 0 }
  const clients = await Promise.all(
    Array.from({ length: 32 }, async (_, index) => await openSocketTo(server, path(index))),
  )
  await Promise.all(clients.map(async (client) => await play(client, rounds, tally)))
  for (const { socket } of clients) socket.terminate()
  return tally
}

describe('32 sessions with statements of 261,000 characters', () => {
  test('do not fill a server of 1 GiB that keeps records in memory', { timeout: 120_000 }, async () => {
    const server = await startBounded()
    servers.push(server)
    const tally = await attack(server, 1, (index) => `/ws?session_id=c-${index}`)
    const limit = await server.metric('dataops_env_memory_limit_bytes{share="journal"}')
    const used = await server.metric('dataops_env_memory_bytes{share="journal"}')
    console.log(`${JSON.stringify(tally)}, records ${megabytes(used)}, peak ${megabytes(server.peak())}`)
    expect(used).toBeLessThanOrEqual(limit)
    expect(used).toBeGreaterThan(limit / 3)
    expect(tally.refused).toBeGreaterThan(0)
    expect(server.ended()).toBeNull()
    expect(server.peak()).toBeLessThan(gigabyte)
    // Somebody else plays on.
    const other = await openSocketTo(server, '/ws')
    await other.ask({ type: 'reset', data: {} })
    const { data } = await other.ask({ type: 'step', data: { action_type: 'execute_sql', query: 'SELECT 1' } })
    expect(data.observation.current_step).toBe(1)
    other.socket.terminate()
  })

  test('do not fill one that writes them down, nor the one that starts on them', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dataops-env-records-'))
    folders.push(folder)
    let server = await startBounded(['--journal', folder])
    servers.push(server)
    const tally = await attack(server, 1, (index) => `/ws?session_id=c-${index}`)
    expect(tally).toEqual({ taken: 320, refused: 0 })
    expect(await server.metric('dataops_env_memory_bytes{share="journal"}')).toBeLessThan(2 ** 20)
    console.log(`320 steps in a journal: peak ${megabytes(server.peak())}`)
    expect(server.peak()).toBeLessThan(gigabyte)
    await server.kill()
    for (let restart = 0; restart < 2; restart++) {
      server = await startBounded(['--journal', folder])
      servers.push(server)
      const client = await openSocketTo(server, '/ws?session_id=c-3')
      expect((await client.ask({ type: 'state' })).data).toMatchObject({ step_count: 10, done: true })
      console.log(`a start on it: peak ${megabytes(server.peak())}`)
      expect(server.peak()).toBeLessThan(gigabyte / 2)
      client.socket.terminate()
      await server.kill()
    }
  })
})
