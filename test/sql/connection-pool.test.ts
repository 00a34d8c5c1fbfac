import { beforeAll, describe, expect, it } from 'vitest'
import { Connection } from '../../src/sql/connection.ts'
import { ConnectionPool } from '../../src/sql/connection-pool.ts'
import { ConnectionStates } from '../../src/sql/connection-state.ts'
import type { Engine } from '../../src/sql/engine.ts'
import { makeEngine, numbers, openShop, shop } from './engine-fixture.ts'

/** What agents may have done before: whatever may stay behind in a connection. */
const lives: readonly (readonly [string, readonly string[]])[] = [
  ['nothing', []],
  ['reads', ['SELECT * FROM users', 'SELECT count(*) FROM orders o JOIN users u ON u.id = o.user_id']],
  [
    'writes',
    ["INSERT INTO users (id, name) VALUES (9999, 'x')", 'UPDATE orders SET total = total + 1', 'DELETE FROM orders'],
  ],
  ['errors', ['SELEC', 'SELECT nothing FROM users', 'INSERT INTO users (id) VALUES (1)', "SELECT json('{')"]],
  [
    'an unknown collation',
    ['SELECT name FROM users ORDER BY name COLLATE nowhere', 'CREATE TABLE c (a COLLATE nowhere)'],
  ],
  [
    'table-valued functions',
    ["SELECT * FROM json_each('[1,2]')", "SELECT * FROM pragma_table_info('users'), pragma_index_list('orders')"],
  ],
  ['foreign keys', ['PRAGMA foreign_keys = ON', 'DELETE FROM users', 'INSERT INTO orders (user_id) VALUES (12345)']],
  [
    'deferred foreign keys',
    [
      'PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = ON; DELETE FROM users WHERE id = 1',
      'PRAGMA defer_foreign_keys = ON',
    ],
  ],
  [
    'transactions',
    [
      'BEGIN; DELETE FROM users; ROLLBACK',
      'SAVEPOINT a; DELETE FROM orders; ROLLBACK TO a; RELEASE a',
      'BEGIN; DELETE FROM users',
    ],
  ],
  [
    'conflicts',
    [
      "INSERT OR ROLLBACK INTO users (id, name) VALUES (1, 'x')",
      "INSERT OR FAIL INTO users (id, name) VALUES (5000, 'x'), (1, 'x')",
    ],
  ],
  [
    'a schema of its own',
    [
      'CREATE TABLE t (a UNIQUE, b); CREATE VIEW v AS SELECT * FROM t; CREATE INDEX i ON t (b)',
      'ALTER TABLE users RENAME TO people',
      'CREATE TABLE u (a); SELECT nothing',
      'ANALYZE',
    ],
  ],
  ['TEMP objects', ['CREATE TEMP TABLE t (a); INSERT INTO t SELECT id FROM users', 'CREATE TEMP VIEW v AS SELECT 1']],
  [
    'a look at the TEMP schema',
    ['SELECT * FROM temp.sqlite_temp_schema', 'PRAGMA temp.table_list', 'SELECT * FROM sqlite_temp_master'],
  ],
  ['a TEMP table undone', ['CREATE TEMP TABLE t (a); SELECT nothing', 'CREATE TEMP TABLE t (a); DROP TABLE t']],
  [
    'work without end',
    [
      'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c',
      `INSERT INTO users (name) ${numbers(9_000_000)} SELECT x FROM c`,
    ],
  ],
  ['large sorts', [`SELECT count(*) FROM (${numbers(20_000)} SELECT randomblob(100) AS b FROM c ORDER BY b)`]],
  ['randomness', ['SELECT random(), hex(randomblob(8))']],
  ['many columns', [`CREATE TABLE w (${Array.from({ length: 200 }, (_, i) => `c${i}`).join(', ')})`]],
  [
    'a reading without end',
    [`ALTER TABLE users ADD COLUMN slow AS (0${' + length(hex(zeroblob(100000 + id)))'.repeat(150)})`],
  ],
  ['a larger database', [`CREATE TABLE f AS ${numbers(2000)} SELECT randomblob(400) FROM c`]],
]

const probes: readonly string[] = [
  'SELECT changes(), total_changes(), last_insert_rowid(), random()',
  'PRAGMA foreign_keys; PRAGMA defer_foreign_keys; PRAGMA schema_version; PRAGMA collation_list',
  'SELECT * FROM users ORDER BY name',
  "SELECT key, value FROM json_each('[1,[2]]')",
  "SELECT name FROM pragma_table_info('users') WHERE name IN (SELECT name FROM pragma_table_xinfo('orders'))",
  'SELECT name FROM users ORDER BY name COLLATE nowhere',
  'SELECT name FROM users ORDER BY name COLLATE nocase',
  'DELETE FROM users WHERE id = 1; SELECT changes(), total_changes()',
  "UPDATE users SET name = upper(trim(name)) || replace(email, 'User', 'x')",
  "INSERT INTO users (name) VALUES ('n') RETURNING id",
  'SELECT * FROM temp.sqlite_temp_schema',
  'CREATE TEMP TABLE mine (a UNIQUE); INSERT INTO mine SELECT name FROM users; SELECT count(*) FROM mine',
  'CREATE TABLE mine2 (a); CREATE VIEW seen AS SELECT * FROM mine2; PRAGMA table_list',
  'PRAGMA integrity_check',
]

let fresh: readonly string[]
let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
  fresh = probe(await makeEngine())
})

/** Outcome and work of every probe, as text. */
function probe(on: Engine): string[] {
  const sandbox = openShop(on)
  const seen = probes.map((sql, index) => {
    const outcome = sandbox.run(sql, ['probe', index])
    return `${sql}: ${on.meter.spent} ${JSON.stringify(outcome)}`
  })
  seen.push(JSON.stringify([sandbox.summary, sandbox.content()].map((part) => Object.entries(part))))
  sandbox.close()
  return seen
}

describe('a connection that has been used', () => {
  it.each(lives)('is as a new one after %s, in what it shows and in what it costs', (_name, life) => {
    const sandbox = openShop(engine)
    for (const [index, sql] of life.entries()) sandbox.run(sql, ['life', index])
    sandbox.content()
    sandbox.close()
    expect(probe(engine)).toEqual(fresh)
  })

  it('is used again, unless it had a TEMP database, a large one, or flags that stay', () => {
    let made = 0
    const scratch = new Connection(engine.sqlite)
    const pool = new ConnectionPool(new ConnectionStates(scratch), () => {
      made++
      const connection = new Connection(engine.sqlite)
      connection.harden()
      return connection
    })
    scratch.close()
    const image = engine.buildImage(shop)
    /** Whether one is opened for the next database after this. */
    const isReplaced = (...sqls: readonly string[]): boolean => {
      const first = pool.open(image)
      for (const sql of sqls) first.runOnce(sql)
      pool.close(first)
      const before = made
      const second = pool.open(image)
      let users = 0
      second.each('SELECT 1 FROM users', () => void users++)
      expect(users).toBe(50)
      pool.close(second)
      return made > before
    }
    expect(isReplaced('DELETE FROM users')).toBe(false)
    expect(isReplaced('CREATE TEMP TABLE t (a)')).toBe(true)
    expect(isReplaced('SELECT * FROM temp.sqlite_temp_schema')).toBe(true)
    expect(isReplaced('PRAGMA recursive_triggers = ON')).toBe(true)
    expect(isReplaced(`CREATE TABLE f AS ${numbers(100)} SELECT randomblob(9000) FROM c`)).toBe(true)
    expect(isReplaced('BEGIN', 'DELETE FROM users')).toBe(true)
    expect(isReplaced('PRAGMA foreign_keys = ON')).toBe(false)
    expect(made).toBe(6)
    const open = Array.from({ length: 70 }, () => pool.open(image))
    for (const connection of open) pool.close(connection)
    const before = made
    for (let count = 0; count < 70; count++) pool.open(image)
    expect(made - before).toBe(6)
  })
})
