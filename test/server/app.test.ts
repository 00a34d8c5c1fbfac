/** What the door writes to its log, and what it says of faults that are not the client's. */
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Access } from '../../src/server/floor/access.ts'
import { createApp } from '../../src/server/app.ts'
import { Metrics } from '../../src/server/floor/metrics.ts'
import { TaskCatalog } from '../../src/server/floor/task-catalog.ts'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { createLanes } from './test-server.ts'

/** What an app needs beside its sessions. */
const surroundings = () => ({ access: new Access({}), metrics: new Metrics(), isReady: () => true })

let lanes: LanePool
let catalog: TaskCatalog
beforeAll(async () => {
  lanes = await createLanes({})
  catalog = new TaskCatalog(lanes.tasks)
})
afterAll(() => lanes.close())

const lines: Record<string, unknown>[] = []
beforeEach(() => void (lines.length = 0))
const logger = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })

function request(path: string, body?: object): Request {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return new Request(`http://localhost${path}`, init)
}

test('one line a request, without what the agent wrote', async () => {
  const registry = new SessionRegistry({ lanes })
  const app = createApp({ ...surroundings(), registry, catalog, logger })
  await app.fetch(request('/reset', { session_id: 'logged', episode_id: 'secret-episode' }))
  await app.fetch(request('/step', { action_type: 'execute_sql', query: 'SELECT secret', session_id: 'logged' }))
  await app.fetch(request('/step?session_id=secret', { action_type: 'inspect_schema' }))
  expect(lines).toEqual(
    [
      ['logged', '/reset', 200],
      ['logged', '/step', 200],
      ['secret', '/step', 404],
    ].map(([session, path, status]) => ({
      level: 30,
      time: expect.any(Number),
      request: expect.stringMatching(/^[0-9a-f-]{36}$/),
      session,
      method: 'POST',
      path,
      status,
      ms: expect.any(Number),
      msg: 'request',
    })),
  )
  expect(JSON.stringify(lines)).not.toContain('SELECT')
  await registry.close()
})

test('a fault of the host is logged under an id, and nothing else of it is shown', async () => {
  const registry = new SessionRegistry({ lanes })
  const app = createApp({ ...surroundings(), registry, catalog, logger })
  await registry.close()
  const response = await app.fetch(request('/reset', {}))
  const fault = lines.find(({ level }) => level === 50)
  expect(fault).toMatchObject({ err: { message: 'the session registry is closed' } })
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({
    error: { code: 'internal', message: `internal error (request ${String(fault?.['request'])})` },
  })
})
