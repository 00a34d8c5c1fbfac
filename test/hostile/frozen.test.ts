/** What could tell about the host, the build or other episodes, and what each of them answers here. */
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import { clock, mustRun, openShop, rowsOf } from '../sql/engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const now = new Date(clock).toISOString().replace('T', ' ').slice(0, 19)
const date = now.slice(0, 10)

describe('an answer', () => {
  it.each([
    ["SELECT date('now'), date(), CURRENT_DATE", [date, date, date]],
    [
      "SELECT datetime('now'), CURRENT_TIMESTAMP, datetime('now', 'localtime'), datetime('now', 'utc')",
      [now, now, now, now],
    ],
    ["SELECT strftime('%f', 'now'), time('now') = CURRENT_TIME, unixepoch('subsec') = unixepoch()", ['00.000', 1, 1]],
    [
      "SELECT datetime('2026-07-01 12:00', 'localtime'), datetime('2026-07-01 12:00', 'utc')",
      ['2026-07-01 12:00:00', '2026-07-01 12:00:00'],
    ],
    [
      "SELECT datetime('1969-07-01 12:00', 'localtime'), datetime('9999-12-31 23:59:59', 'localtime')",
      ['1969-07-01 12:00:00', '9999-12-31 23:59:59'],
    ],
    ["SELECT strftime('%j %w %W', '2028-12-31', 'localtime')", ['366 0 52']],
    ["SELECT julianday('now') = julianday(), timediff('now', 'now')", [1, '+0000-00-00 00:00:00.000']],
    ['SELECT random() = random(), hex(randomblob(8)) = hex(randomblob(8))', [0, 0]],
    ['SELECT changes(), total_changes(), last_insert_rowid()', [0, 0, 0]],
    ['SELECT $HOME, :PATH, @x, ?1', [null, null, null, null]],
    ['SELECT sqlite_version()', ['3.54.1']],
    ['PRAGMA database_list', [0, 'main', '']],
    ['PRAGMA page_size', [1024]],
    ['PRAGMA user_version', [0]],
    ['PRAGMA freelist_count', [0]],
    ['SELECT count(*) FROM sqlite_temp_schema', [0]],
    [
      "SELECT hex(zeroblob(8)), length(zeroblob(250000)), instr(CAST(zeroblob(250000) AS BLOB), x'01')",
      ['0000000000000000', 250_000, 0],
    ],
  ] as const)('to %s', (sql, row) => {
    const sandbox = openShop(engine)
    expect(rowsOf(sandbox, sql)[0]).toEqual(row)
    sandbox.close()
  })

  it('that is random depends on the action alone', async () => {
    const draw = (on: Engine, entropy: string): unknown => {
      const sandbox = openShop(on)
      mustRun(sandbox, 'SELECT random(), randomblob(20)')
      const outcome = sandbox.run(
        'CREATE TABLE r (a INTEGER PRIMARY KEY, b DEFAULT (random())); INSERT INTO r VALUES (9223372036854775807, 1); INSERT INTO r (b) VALUES (2); INSERT INTO r DEFAULT VALUES; SELECT *, hex(randomblob(9)) FROM r',
        ['seed', entropy],
      )
      sandbox.close()
      expect(outcome.ok).toBe(true)
      return outcome
    }
    const other = await createEngine(await loadSqliteWasm())
    draw(other, 'before')
    expect(draw(other, 'a')).toEqual(draw(engine, 'a'))
    expect(draw(engine, 'b')).not.toEqual(draw(engine, 'a'))
  })

  it('holds no address of the memory', async () => {
    const explain = (on: Engine): unknown => {
      const sandbox = openShop(on)
      const outcomes = [
        "EXPLAIN SELECT * FROM json_each('[1]'), pragma_table_info('users')",
        'EXPLAIN SELECT count(*), group_concat(name) OVER (ORDER BY id) FROM users GROUP BY email COLLATE NOCASE',
        'EXPLAIN WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x FROM c) SELECT * FROM c, users ORDER BY 1',
        'EXPLAIN UPDATE users SET name = upper(name) WHERE id IN (SELECT user_id FROM orders) RETURNING *',
        'EXPLAIN INSERT INTO users SELECT * FROM users ON CONFLICT DO NOTHING',
        'EXPLAIN QUERY PLAN SELECT * FROM users, orders WHERE users.id = user_id OR total = 3',
        'PRAGMA function_list',
      ].map((sql) => sandbox.run(sql, ['t']))
      sandbox.close()
      return outcomes
    }
    const other = await createEngine(await loadSqliteWasm())
    for (let count = 0; count < 9; count++) openShop(other)
    const outcomes = explain(engine)
    expect(explain(other)).toEqual(outcomes)
    expect(JSON.stringify(outcomes)).not.toMatch(/vtab:[0-9A-Fa-f]+/)
  })

  it('forgets actions that failed, but for the counts of SQLite', () => {
    const sandbox = openShop(engine)
    mustRun(sandbox, "INSERT INTO users (id, name) VALUES (500, 'a')")
    expect(sandbox.run("INSERT INTO users (id, name) VALUES (600, 'b'); SELECT nosuch", ['t'])).toMatchObject({
      ok: false,
    })
    expect(rowsOf(sandbox, 'SELECT last_insert_rowid()')).toEqual([[500]])
    sandbox.close()
  })
})
