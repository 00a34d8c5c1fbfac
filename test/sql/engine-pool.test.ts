import { expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { EnginePool } from '../../src/sql/engine-pool.ts'

it('gives 64 databases a place on one engine, and lets engines go that nobody needs', async () => {
  const pool = new EnginePool(await loadSqliteWasm())
  const leases = []
  for (let count = 0; count < 130; count++) leases.push(await pool.lease())
  expect(pool.size).toBe(3)
  expect(new Set(leases.map(({ engine }) => engine)).size).toBe(3)
  for (const lease of leases) lease.release()
  // Giving a place back twice is harmless.
  for (const lease of leases) lease.release()
  expect(pool.size).toBe(1)
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
