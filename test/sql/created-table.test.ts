import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, mustRun, numbers, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

/** Rows affected of every statement of a query on a fresh database; null where it has columns. */
function affected(sql: string, sandbox: Sandbox = openShop(engine)): (number | null)[] {
  return mustRun(sandbox, sql).map((result) => ('rows_affected' in result ? result.rows_affected : null))
}

describe('CREATE TABLE ... AS SELECT', () => {
  it.each<[string, (number | null)[]]>([
    ['CREATE TABLE t AS SELECT * FROM users', [50]],
    ['CREATE TEMP TABLE t AS SELECT * FROM users', [50]],
    ['CREATE TABLE temp.t AS SELECT * FROM users', [50]],
    ['CREATE TABLE main.t AS SELECT * FROM users WHERE 0', [0]],
    ['CREATE TABLE t AS VALUES (1), (2), (3)', [3]],
    ['CREATE TABLE[t]as--\nselect*from users', [50]],
    ['CREATE TABLE "é"/* */AS/* */SELECT 1', [1]],
    ['CREATE TABLE t AS WITH c AS (SELECT 1) SELECT * FROM c', [1]],
    ['CREATE TABLE IF NOT EXISTS users AS SELECT 1', [0]],
    ['CREATE TABLE IF NOT EXISTS t AS SELECT id FROM users; CREATE TABLE IF NOT EXISTS T AS SELECT 1', [50, 0]],
    ['CREATE TEMP TABLE users AS SELECT * FROM orders; CREATE TABLE IF NOT EXISTS users AS SELECT 1', [100, 0]],
    ['CREATE TEMP TABLE users AS SELECT * FROM orders; CREATE TABLE t AS SELECT * FROM users', [100, 100]],
    ['CREATE TEMP TABLE t AS SELECT 1; CREATE TABLE t AS SELECT * FROM orders', [1, 100]],
    ['CREATE TABLE "a""b; c" AS SELECT * FROM users; CREATE TABLE [d"] AS SELECT * FROM users', [50, 50]],
    ['CREATE TABLE t (a); CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID; CREATE VIEW v AS SELECT 1', [0, 0, 0]],
    ['SAVEPOINT s; CREATE TABLE t AS SELECT * FROM users; ROLLBACK TO s; RELEASE s', [0, 50, 0, 0]],
    ['EXPLAIN CREATE TABLE t AS SELECT 1; CREATE TABLE t AS SELECT 1', [null, 1]],
  ])('reports the rows it wrote: %s', (sql, rows) => {
    expect(affected(sql)).toEqual(rows)
  })

  it('counts many rows, page by page', () => {
    expect(affected(`CREATE TABLE t AS ${numbers(50_000)} SELECT x FROM c`)).toEqual([50_000])
  })

  it('counts under the longest name that a table can have', () => {
    const longest = '"'.repeat(25_000)
    expect(affected(`CREATE TABLE [${longest}] AS SELECT * FROM users; DROP TABLE [${longest}]`)).toEqual([50, 0])
    const tooLong = openShop(engine).run(`CREATE TABLE [${'"'.repeat(40_000)}] AS SELECT * FROM users`, ['t'])
    expect(tooLong).toMatchObject({ ok: false, kind: 'limit' })
  })

  it('moves no counter that can be asked for', () => {
    const asked = 'SELECT changes(), total_changes(), last_insert_rowid()'
    const sandbox = openShop(engine)
    mustRun(sandbox, 'INSERT INTO orders (total) VALUES (1); UPDATE users SET name = name WHERE id < 5')
    const before = rowsOf(sandbox, asked)
    expect(before).toEqual([[2, 3, 101]])
    expect(affected('CREATE TABLE t AS SELECT * FROM users; CREATE TEMP TABLE u AS SELECT * FROM t', sandbox)).toEqual([
      50, 50,
    ])
    expect(rowsOf(sandbox, asked)).toEqual(before)
    expect(rowsOf(sandbox, 'PRAGMA schema_version; SELECT count(*) FROM t')).toEqual([[50]])
  })

  it('is cut by the budget at the same place on every engine, and leaves nothing', async () => {
    const copies = Array.from({ length: 90 }, (_, n) => `CREATE TABLE t${n} AS ${numbers(10_000)} SELECT x FROM c`)
    const sandbox = openShop(engine)
    const outcome = sandbox.run(copies.join(';'), ['t'])
    expect(outcome).toMatchObject({ ok: false, kind: 'budget' })
    expect(openShop(await makeEngine()).run(copies.join(';'), ['t'])).toEqual(outcome)
    expect(sandbox.summary.tables).toEqual(['orders', 'users'])
    expect(affected(copies[0] as string, sandbox)).toEqual([10_000])
  })
})

describe('other statements that write', () => {
  it.each<[string, (number | null)[]]>([
    ['INSERT INTO orders (total) SELECT balance FROM users', [50]],
    ['UPDATE users SET email = o.total FROM orders o WHERE o.user_id = users.id', [50]],
    ["REPLACE INTO users (id, name) VALUES (1, 'x'), (2, 'y')", [2]],
    ["INSERT INTO users (id, name) VALUES (1, 'x'), (2, 'y') ON CONFLICT DO UPDATE SET name = 'z'", [2]],
    ["INSERT OR IGNORE INTO users (id, name) VALUES (1, 'x'), (2, 'y')", [1]],
    ["INSERT INTO users (id, name) VALUES (1, 'x'), (2, 'y') ON CONFLICT DO NOTHING", [1]],
    // SQLite clears such a table at once.
    ['DELETE FROM orders; DELETE FROM orders', [100, 0]],
    ['CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID; INSERT INTO w SELECT id FROM users; DELETE FROM w', [0, 50, 50]],
    // What triggers and foreign keys change is not the statement's.
    [
      'CREATE TRIGGER t AFTER UPDATE ON users BEGIN DELETE FROM orders; END; UPDATE users SET name = 1 WHERE id = 1',
      [0, 1],
    ],
    [
      'UPDATE users SET name = 1; ALTER TABLE users ADD COLUMN z DEFAULT 5; ALTER TABLE users DROP COLUMN z',
      [50, 0, 0],
    ],
    ['UPDATE users SET name = 1; ALTER TABLE users RENAME TO u; CREATE INDEX i ON u (name)', [50, 0, 0]],
    ['UPDATE users SET name = 1; ANALYZE; REINDEX; DROP TABLE orders', [50, 0, 0, 0]],
  ])('report the rows they wrote: %s', (sql, rows) => {
    expect(affected(sql)).toEqual(rows)
  })
})
