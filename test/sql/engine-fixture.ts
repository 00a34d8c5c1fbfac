/** Engines, and a small database for tests of the sandbox. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import type { Outcome } from '../../src/sql/outcome.ts'
import type { Sandbox, SandboxOptions } from '../../src/sql/sandbox.ts'
import type { DatabaseSpec } from '../../src/data/content.ts'

/** SQLite's file as it comes. */
export async function plainWasm(): Promise<Uint8Array> {
  const path = createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')
  return new Uint8Array(await readFile(path))
}

export async function makeEngine(): Promise<Engine> {
  return createEngine(await loadSqliteWasm())
}

export const clock: number = Date.parse('2026-01-15T12:00:00Z')

/** 50 users, 100 orders, an index, a foreign key. */
export const shop: DatabaseSpec = {
  tables: [
    {
      name: 'users',
      ddl: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, balance REAL)',
      columns: ['id', 'name', 'email', 'balance'],
      rows: Array.from({ length: 50 }, (_, i) => [
        i * 3 + 1,
        `Name ${i}`,
        i % 7 === 0 ? null : `User${i}@Example.com `,
        i / 4,
      ]),
    },
    {
      name: 'orders',
      ddl: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), total INTEGER)',
      columns: ['id', 'user_id', 'total'],
      rows: Array.from({ length: 100 }, (_, i) => [i + 1, (i % 50) * 3 + 1, i * 10]),
    },
  ],
  statements: ['CREATE INDEX orders_user ON orders (user_id)'],
}

export function openShop(engine: Engine, options: Partial<SandboxOptions> = {}): Sandbox {
  return engine.open(engine.buildImage(shop), { safety: 'any', clock, ...options })
}

/** Rows of `count` numbers to multiply work with. */
export function numbers(count: number): string {
  return `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${count})`
}

/** Runs a query that has to succeed and gives the rows of its last statement. */
export function rowsOf(sandbox: Sandbox, sql: string): unknown[][] {
  const last = mustRun(sandbox, sql).at(-1)
  if (last === undefined || !('rows' in last)) throw new Error(`no rows: ${sql}`)
  return last.rows
}

export function mustRun(sandbox: Sandbox, sql: string): Extract<Outcome, { ok: true }>['results'] {
  const outcome = sandbox.run(sql, ['test', sql])
  if (!outcome.ok) throw new Error(`${outcome.kind}: ${outcome.message}`)
  return outcome.results
}
