import { afterEach, describe, expect, test } from 'vitest'
import type { SocketClient } from '../server/websocket-client.ts'
import { type BoundedServer, gigabyte, megabytes, openSocketTo, startBounded } from './bounded-server.ts'

const servers: BoundedServer[] = []
async function start(flags: readonly string[] = []): Promise<BoundedServer> {
  const server = await startBounded(flags)
  servers.push(server)
  return server
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill()
})
const sql = (query: string): object => ({ type: 'step', data: { action_type: 'execute_sql', query } })

const large =
  'CREATE TABLE large AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 62000) ' +
  `SELECT x, printf('%.900c', 'x') AS y FROM c`

describe('a server of 1 GiB', () => {
  test('holds when 20 sessions have a table of 56 MB each, and all of them go on', { timeout: 120_000 }, async () => {
    const server = await start(['--workers', '1'])
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocketTo(server)))
    for (const [index, socket] of sockets.entries()) {
      await socket.ask({ type: 'reset', data: { seed: index } })
      expect((await socket.ask(sql(large))).data.observation.last_error).toBeNull()
    }
    // Who was freed comes back to the same table.
    for (const socket of [sockets[0], sockets[7], sockets[19]]) {
      const { data } = await (socket as SocketClient).ask(sql('SELECT count(*) FROM large'))
      expect(data.observation.last_query_result.rows).toEqual([[62_000]])
    }
    const limit = await server.metric('dataops_env_memory_limit_bytes{share="databases"}')
    const used = await server.metric('dataops_env_memory_bytes{share="databases"}')
    expect(used).toBeLessThanOrEqual(limit)
    expect(await server.metric('dataops_env_passivations_total')).toBeGreaterThan(10)
    expect(await server.metric('dataops_env_worker_restarts_total')).toBe(0)
    console.log(`20 tables of 56 MB: peak ${megabytes(server.peak())}, caged: ${server.isCaged}`)
    expect(server.ended()).toBeNull()
    expect(server.peak()).toBeLessThan(gigabyte)
    for (const { socket } of sockets) socket.terminate()
  })
})
