/** What a connection asked for and did not live to hear. */
import { describe, expect, test } from 'vitest'
import { useServers } from '../server/use-servers.ts'
import { openSocket } from '../server/websocket-client.ts'

const start = useServers({ workers: 1 })

const step = (query: string): object => ({ type: 'step', data: { action_type: 'execute_sql', query } })
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

describe('a connection that goes with several steps waiting', () => {
  test.each(['terminate', 'replace'])(
    'leaves no gap: none of them is played behind one that was cancelled (%s)',
    async (how) => {
      const server = await start()
      const first = await openSocket(server, '/ws?session_id=c-1')
      await first.ask({ type: 'reset', data: {} })
      first.send(step(endless))
      first.send(step("UPDATE users SET name = 'second'"))
      first.send(step("UPDATE users SET name = 'third'"))
      await expect.poll(() => server.registry.stats.queued).toBe(3)
      if (how === 'terminate') first.socket.terminate()
      const second = await openSocket(server, '/ws?session_id=c-1')
      expect((await second.ask({ type: 'state' })).data.step_count).toBe(0)
      const reply = await second.ask(step("SELECT count(*) FROM users WHERE name IN ('second', 'third')"))
      expect(reply).toMatchObject({ data: { observation: { current_step: 1, last_query_result: { rows: [[0]] } } } })
      first.socket.terminate()
      second.socket.terminate()
    },
  )
})
