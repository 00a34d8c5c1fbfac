import { expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine } from '../../src/sql/engine.ts'
import { EnginePool } from '../../src/sql/engine-pool.ts'

it('gives 64 databases a place on one engine, and lets engines go that nobody needs', async () => {
  const wasm = await loadSqliteWasm()
  const one = await createEngine(wasm)
  // Room for two that wait.
  const pool = new EnginePool(wasm, undefined, 2.5 * one.memoryBytes)
  const leases = []
  for (let count = 0; count < 130; count++) leases.push(await pool.lease())
  expect(pool.size).toBe(3)
  expect(new Set(leases.map(({ engine }) => engine)).size).toBe(3)
  for (const lease of leases) lease.release()
  // Giving a place back twice is harmless.
  for (const lease of leases) lease.release()
  expect(pool.size).toBe(2)
  const small = new EnginePool(wasm, undefined, 0)
  const two = [await small.lease(), await small.leaseFresh()]
  for (const lease of two) lease.release()
  expect(small.size).toBe(1)
})

it('keeps no engine for every fresh lease', async () => {
  const pool = new EnginePool(await loadSqliteWasm())
  const busy = await pool.lease()
  for (let count = 0; count < 5; count++) {
    const fresh = await pool.leaseFresh()
    expect(fresh.engine).not.toBe(busy.engine)
    fresh.release()
  }
  expect(pool.size).toBeLessThanOrEqual(2)
})

it('gives no place on a broken engine', async () => {
  const pool = new EnginePool(await loadSqliteWasm())
  const first = await pool.lease()
  first.engine.broken = true
  const second = await pool.lease()
  expect(second.engine).not.toBe(first.engine)
  first.release()
  second.release()
  expect(pool.size).toBe(1)
})
