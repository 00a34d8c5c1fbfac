/** What has run before, and what the host does for itself, comes out the same on a machine that is slow today. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createRuntime } from '../../src/index.ts'
import { replay } from '../../src/episode/replay.ts'
import type { Runtime } from '../../src/episode/runtime.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine } from '../../src/sql/engine.ts'
import { limits } from '../../src/sql/limits.ts'
import { finish, sql } from './play.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await createRuntime()
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => runtime.close())

/** Between two looks at the clock more time goes by than an action has. */
function slowDown(): void {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 2 * limits.wallClock))
}

const numbers = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 20000)'
const heavy = sql(`INSERT INTO users (name) ${numbers} SELECT x FROM c`)
const count = sql('SELECT count(*), max(id) FROM users')

it('the clock cuts an action that runs for the first time', async () => {
  const environment = runtime.createEnvironment()
  await environment.reset({})
  slowDown()
  expect((await environment.step(heavy)).observation.last_error).toContain('the query ran too long')
  environment.close()
})

/** What `act` gives on a slow machine. */
async function slowly<T>(act: () => Promise<T>): Promise<T> {
  slowDown()
  try {
    return await act()
  } finally {
    vi.restoreAllMocks()
  }
}

it('undo, fork, a journal and a record repeat a long action, not a shorter one', async () => {
  const first = runtime.createEnvironment()
  await first.reset({})
  const steps = [heavy, sql('DELETE FROM users WHERE id % 2 = 0')]
  for (const step of steps) await first.step(step)
  const counted = async (environment: typeof first): Promise<unknown> =>
    (await environment.step(count)).observation.last_query_result

  const copy = await slowly(() => first.fork())
  const expected = await counted(copy)
  expect(expected).toMatchObject({ rows: [[10_016, 20_075]] })

  await first.step(count)
  await slowly(() => first.undo())
  expect(await counted(first)).toEqual(expected)

  const again = runtime.createEnvironment()
  await again.reset({})
  for (const action of steps) await slowly(() => again.replay({ action, cut: null, idle: null, result: null }))
  expect(await counted(again)).toEqual(expected)

  await first.step(finish)
  expect(await slowly(() => replay(runtime, first.trajectory()))).toMatchObject({ equal: true })
  for (const environment of [first, copy, again]) environment.close()
})

it('a grader reads a large table whole', async () => {
  const engine = await createEngine(await loadSqliteWasm())
  const image = engine.buildImage({
    tables: [{ name: 't', ddl: 'CREATE TABLE t (id INTEGER)', columns: ['id'], rows: [] }],
    statements: [`INSERT INTO t ${numbers} SELECT x FROM c`],
  })
  slowDown()
  const { tables, unread } = engine.readContent(image)
  expect(unread.size).toBe(0)
  expect(tables.get('t')?.rows).toHaveLength(20_000)
})
