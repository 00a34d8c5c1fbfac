/** Sessions of one client that are about to do the same do it once; clients do not wait for one another. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Client } from '../../src/sessions/client.ts'
import { decodeResult, type EncodedResult } from '../../src/sessions/encoded-result.ts'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { SharedWork } from '../../src/sessions/shared-work.ts'
import { createLanes } from '../server/test-server.ts'

let lanes: LanePool
let registry: SessionRegistry
beforeAll(async () => {
  lanes = await createLanes({ workers: 1 })
})
afterAll(() => lanes.close())
afterEach(() => registry.close())

const ids = Array.from({ length: 16 }, (_, index) => `s${index}`)
const sql = (query: string): object => ({ action_type: 'execute_sql', query })
const seen = (result: EncodedResult): unknown => decodeResult(result).observation.last_query_result

function begin(): void {
  registry = new SessionRegistry({ lanes })
}

async function resetAll(client?: Client): Promise<void> {
  await Promise.all(ids.map((id) => registry.reset(id, { seed: 3 }, 'host', client)))
}

function stepAll(action: object, client?: Client, mark?: (id: string) => string): Promise<EncodedResult[]> {
  return Promise.all(ids.map((id) => registry.step(id, action, 'refuse', undefined, client, mark?.(id))))
}

test('sixteen equal resets, and sixteen equal steps, are one each', async () => {
  begin()
  const client = new Client()
  await resetAll(client)
  expect(registry.stats.sharedAnswers).toBe(15)
  const results = await stepAll(sql("UPDATE users SET name = 'x' RETURNING id"), client, (id) => `r-${id}`)
  expect(registry.stats.sharedAnswers).toBe(30)
  expect(new Set(results.map(({ observation }) => observation)).size).toBe(1)
  // Each has an episode of its own.
  await registry.step('s0', sql('DELETE FROM users'), 'refuse', undefined, client)
  const counts = await stepAll(sql('SELECT count(*) FROM users'), client)
  expect(new Set(counts.slice(1).map(({ observation }) => observation)).size).toBe(1)
  expect(seen(counts[0] as EncodedResult)).toMatchObject({ rows: [[0]] })
  expect(seen(counts[1] as EncodedResult)).not.toMatchObject({ rows: [[0]] })
})

test('sessions of nobody in particular, and those of two clients, do not wait for one another', async () => {
  begin()
  await resetAll()
  expect(registry.stats.sharedAnswers).toBe(0)
  const [first, second] = [new Client(), new Client()]
  const action = sql('SELECT 1')
  await Promise.all(ids.map((id, index) => registry.step(id, action, 'refuse', undefined, index < 8 ? first : second)))
  // The first of each client played it, and seven each were answered.
  expect(registry.stats.sharedAnswers).toBe(14)
})

test('one that is closed while it waits leaves no trace, and the others go on', async () => {
  begin()
  const client = new Client()
  await resetAll(client)
  const steps = ids.map((id) => registry.step(id, sql('SELECT 2'), 'refuse', undefined, client))
  registry.closeSession('s5')
  const ends = await Promise.allSettled(steps)
  expect(ends.map(({ status }) => status)).toEqual(ids.map((id) => (id === 's5' ? 'rejected' : 'fulfilled')))
  expect(registry.has('s5')).toBe(false)
})

test('one that is closed while it works leaves the work to the others', async () => {
  begin()
  const client = new Client()
  await resetAll(client)
  const steps = ids.map((id) => registry.step(id, sql('SELECT 3'), 'refuse', undefined, client))
  registry.closeSession('s0')
  const ends = await Promise.allSettled(steps)
  expect(ends.map(({ status }) => status)).toEqual(ids.map((id) => (id === 's0' ? 'rejected' : 'fulfilled')))
})

test('work is waited for by the same flow, until it has ended', async () => {
  const work = new SharedWork()
  const end = work.begin('a', 1)
  expect(work.join('a', 2)).toBeUndefined()
  expect(work.join('b', 1)).toBeUndefined()
  const waiting = work.join('a', 1)
  // Another who does it as well does not end it for those who wait.
  expect(work.begin('a', 1)).toBeUndefined()
  work.begin('a', 2)?.()
  expect(work.join('a', 1)).toBeDefined()
  end?.()
  await waiting
  expect(work.join('a', 1)).toBeUndefined()
})
