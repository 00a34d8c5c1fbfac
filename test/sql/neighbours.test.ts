import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { Runtime } from '../../src/episode/runtime.ts'
import { EngineFault } from '../../src/sql/engine.ts'
import { EnginePool } from '../../src/sql/engine-pool.ts'
import { limits } from '../../src/sql/limits.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, mustRun, numbers, openShop, rowsOf } from './engine-fixture.ts'

const megabytes = (count: number): string => `${numbers(count * 4)} SELECT zeroblob(250000) AS z FROM c`

/** Fills the database and the TEMP database to their limits. */
function fill(sandbox: Sandbox): void {
  mustRun(sandbox, 'CREATE TABLE f (z); CREATE TEMP TABLE g (z)')
  while (sandbox.run(`INSERT INTO f ${megabytes(4)}`, ['fill']).ok);
  while (sandbox.run(`INSERT INTO g ${megabytes(2)}`, ['fill']).ok);
}

/** What a query comes to; told to move, the database would get the same answer elsewhere. */
function runOrMove(sandbox: Sandbox, sql: string): unknown {
  try {
    return sandbox.run(sql, ['t'])
  } catch (error) {
    if (error instanceof EngineFault) return { ok: true }
    throw error
  }
}

let wasm: WebAssembly.Module
beforeAll(async () => {
  wasm = await loadSqliteWasm()
})

describe('a database', () => {
  it('is held to 64 MB, its TEMP database to 16 MB, and what memory they take to little more', async () => {
    const engine = await makeEngine()
    const sandbox = openShop(engine)
    const before = engine.sqlite.memoryUsed
    mustRun(sandbox, 'CREATE TABLE f (z)')
    while (sandbox.run(`INSERT INTO f ${megabytes(4)}`, ['fill']).ok);
    expect(sandbox.run(`INSERT INTO f ${megabytes(4)}`, ['fill'])).toEqual({
      ok: false,
      kind: 'limit',
      message: 'statement 1: database or disk is full',
    })
    const size = sandbox.image().length
    expect(size).toBeGreaterThan(limits.databaseBytes - 8 * 1024 * 1024)
    expect(size).toBeLessThanOrEqual(limits.databaseBytes)
    expect(engine.sqlite.memoryUsed - before).toBeLessThan(limits.databaseBytes + 8 * 1024 * 1024)
    const withMain = engine.sqlite.memoryUsed
    mustRun(sandbox, 'CREATE TEMP TABLE g (z)')
    while (sandbox.run(`INSERT INTO g ${megabytes(2)}`, ['fill']).ok);
    const [[pages]] = rowsOf(sandbox, 'PRAGMA temp.page_count') as [[number]]
    expect(rowsOf(sandbox, 'PRAGMA temp.page_size')).toEqual([[8192]])
    expect(pages * 8192).toBeLessThanOrEqual(limits.tempBytes)
    expect(pages * 8192).toBeGreaterThan(limits.tempBytes - 2 * 1024 * 1024)
    expect(engine.sqlite.memoryUsed - withMain).toBeLessThan(2 * limits.tempBytes + 8 * 1024 * 1024)
    // Indexes on TEMP tables and rows written by TEMP triggers count too.
    expect(sandbox.run('CREATE INDEX temp.gi ON g (z)', ['t'])).toMatchObject({ kind: 'limit' })
    mustRun(
      sandbox,
      'CREATE TEMP TRIGGER gt AFTER INSERT ON main.users BEGIN INSERT INTO g SELECT zeroblob(200000) FROM users; END',
    )
    expect(sandbox.run("INSERT INTO users (name) VALUES ('x')", ['t'])).toMatchObject({ kind: 'limit' })
    sandbox.close()
    expect(engine.sqlite.memoryUsed).toBeLessThan(1024 * 1024)
  })

  it('may begin with TEMP objects that hold nothing, and is bounded nevertheless', async () => {
    const engine = await makeEngine()
    const sandbox = openShop(engine)
    mustRun(
      sandbox,
      'CREATE TEMP VIEW tv AS SELECT 1; CREATE TEMP TRIGGER tt AFTER INSERT ON main.users BEGIN SELECT 1; END',
    )
    mustRun(sandbox, 'CREATE TABLE temp.g (z)')
    while (sandbox.run(`INSERT INTO g ${megabytes(2)}`, ['fill']).ok);
    const [[pages]] = rowsOf(sandbox, 'PRAGMA temp.page_count') as [[number]]
    expect(pages * 8192).toBeLessThanOrEqual(limits.tempBytes)
    sandbox.close()
  })
})

describe('neighbours on an engine', () => {
  it('have room for everything an action may do, or are told to leave', async () => {
    const engine = await makeEngine()
    const quiet = openShop(engine)
    const greedy: Sandbox[] = []
    let told: unknown
    for (let count = 0; count < 6 && told === undefined; count++) {
      const sandbox = openShop(engine)
      greedy.push(sandbox)
      try {
        fill(sandbox)
      } catch (error) {
        told = error
      }
      // A quiet neighbour still sorts 30 MB, or hears that it has to move; it is never blamed for the memory.
      const sort = `SELECT count(*) FROM (${numbers(250)} SELECT randomblob(120000) AS b FROM c ORDER BY b)`
      expect(runOrMove(quiet, sort)).toMatchObject({ ok: true })
    }
    expect(told).toBeInstanceOf(EngineFault)
    expect(greedy.length).toBeLessThan(6)
    expect(engine.broken).toBe(false)
    for (const sandbox of greedy) sandbox.close()
    expect(rowsOf(quiet, 'SELECT count(*) FROM users')).toEqual([[50]])
    quiet.close()
  })

  it('get on with their episodes when others fill their databases, with equal bytes', async () => {
    const play = async (neighbours: number): Promise<unknown[]> => {
      const runtime = await Runtime.create({ wasm, settings: defaultSettings })
      const quiet = runtime.createEnvironment()
      const greedy = Array.from({ length: neighbours }, () => runtime.createEnvironment())
      const results: unknown[] = [await quiet.reset({ task_id: 'task_easy' })]
      for (const environment of greedy) await environment.reset({ task_id: 'task_easy' })
      for (let round = 0; round < 4; round++) {
        for (const environment of greedy) {
          await environment.step({
            action_type: 'execute_sql',
            query: `CREATE TABLE f${round} AS ${megabytes(14)}; CREATE TEMP TABLE g${round} AS ${megabytes(3)}`,
          })
        }
        results.push(
          await quiet.step({
            action_type: 'execute_sql',
            query: `CREATE TABLE q${round} AS SELECT *, ${round} FROM users`,
          }),
        )
        results.push(
          await quiet.step({
            action_type: 'execute_sql',
            query: `SELECT count(*) FROM (${numbers(300)} SELECT randomblob(120000) AS b FROM c ORDER BY b)`,
          }),
        )
      }
      expect(runtime.engines.size).toBeLessThanOrEqual(1 + neighbours)
      results.push(quiet.trajectory())
      for (const environment of [quiet, ...greedy]) environment.close()
      runtime.close()
      return results
    }
    expect(await play(5)).toEqual(await play(0))
  })

  it('are not put on an engine that is crowded or broken; one that nobody uses is taken again', async () => {
    const pool = new EnginePool(wasm)
    const first = await pool.lease()
    const sandboxes = [openShop(first.engine), openShop(first.engine)]
    const [sandbox] = sandboxes as [Sandbox, Sandbox]
    fill(sandbox)
    expect(first.engine.crowded).toBe(false)
    expect(() => fill(sandboxes[1] as Sandbox)).toThrow(EngineFault)
    expect(first.engine.crowded).toBe(true)
    const second = await pool.lease()
    expect(second.engine).not.toBe(first.engine)
    const third = await pool.lease()
    expect(third.engine).toBe(second.engine)
    expect(() => sandbox.run('SELECT 1', ['t'])).toThrow(EngineFault)
    const fresh = await pool.leaseFresh()
    expect([first.engine, second.engine]).not.toContain(fresh.engine)
    fresh.release()
    const again = await pool.leaseFresh()
    expect(again.engine).toBe(fresh.engine)
    again.release()
    again.engine.broken = true
    expect((await pool.leaseFresh()).engine).not.toBe(again.engine)
    for (const open of sandboxes) open.close()
  })
})
