import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, mustRun, numbers, openShop } from './engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

function withShop(use: (sandbox: Sandbox) => void): void {
  const sandbox = openShop(engine)
  use(sandbox)
  sandbox.close()
}

describe('what the grader reads', () => {
  it('is the permanent tables and objects, whatever TEMP objects hide them', () => {
    withShop((sandbox) => {
      const before = sandbox.content()
      mustRun(
        sandbox,
        'CREATE TEMP TABLE users (id); CREATE TEMP VIEW orders AS SELECT 1; CREATE TEMP TRIGGER t AFTER INSERT ON main.users BEGIN SELECT 1; END',
      )
      expect(sandbox.content()).toEqual(before)
      expect(before.objects).toEqual([
        { type: 'table', name: 'orders', unique: false },
        { type: 'index', name: 'orders_user', unique: false },
        { type: 'table', name: 'users', unique: false },
      ])
    })
  })

  it('tells unique indexes from others, and leaves out those of SQLite', () => {
    withShop((sandbox) => {
      mustRun(
        sandbox,
        'CREATE UNIQUE INDEX u ON users (email); CREATE TABLE t (a UNIQUE, b PRIMARY KEY); CREATE INDEX "quote""d" ON t (a); ANALYZE; CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT)',
      )
      expect(
        sandbox.content().objects.map(({ type, name, unique }) => `${type} ${name}${unique ? ' unique' : ''}`),
      ).toEqual([
        ...[
          'table orders',
          'index orders_user',
          'index quote"d',
          'table s',
          'table t',
          'index u unique',
          'table users',
        ],
      ])
    })
  })

  it('does not depend on views, nor on names that are those of its own means', () => {
    withShop((sandbox) => {
      const before = sandbox.content().tables
      mustRun(
        sandbox,
        'CREATE TABLE pragma_table_xinfo (a); CREATE TABLE pragma_index_list (a); CREATE VIEW pragma_foreign_key_list AS SELECT 1; CREATE TABLE "sqlite" (a)',
      )
      const after = sandbox.content().tables
      for (const [name, table] of before) expect(after.get(name)).toEqual(table)
      expect(after.size).toBe(before.size + 3)
    })
  })

  it('reads generated columns, tables without rowid, and every collation', () => {
    withShop((sandbox) => {
      mustRun(
        sandbox,
        "CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY, v AS (k || '!'), w AS (k) STORED) WITHOUT ROWID; INSERT INTO t VALUES ('a'), ('B')",
      )
      expect(sandbox.content({ tables: ['T'] }).tables.get('t')).toEqual({
        name: 't',
        columns: ['k', 'v', 'w'],
        rows: [
          ['ta', 'ta!', 'ta'],
          ['tB', 'tB!', 'tB'],
        ],
      })
    })
  })

  it('is every row and cell, however many and however large', () => {
    withShop((sandbox) => {
      mustRun(
        sandbox,
        `CREATE TABLE many (a, b, c, d); INSERT INTO many ${numbers(9000)} SELECT x, printf('%.*c', x % 40 + 1, 'a'), x / 4.0, NULL FROM c`,
      )
      const texts = ['é', '\ufeff', "it's", '\u{1f44d}', '']
      const values = texts.map((text) => `'${text.replaceAll("'", "''")}'`)
      values.push("CAST(x'c3' AS TEXT)", "CAST(x'a9' AS TEXT)", "x'c3'", "x''")
      mustRun(
        sandbox,
        `CREATE TABLE odd AS SELECT column1 AS t FROM (VALUES ${values.map((value) => `(${value})`).join()})`,
      )
      mustRun(sandbox, 'CREATE TABLE large (a, b)')
      const sizes = [65_530, 1, 65_535, 65_536, 70_000, 2, 200_000]
      for (const size of sizes) mustRun(sandbox, `INSERT INTO large VALUES (printf('%.*c', ${size}, 'x'), ${size})`)
      const { tables } = sandbox.content()
      expect(tables.get('many')?.rows).toEqual(
        Array.from({ length: 9000 }, (_, index) => {
          const x = index + 1
          return [`i${x}`, `t${'a'.repeat((x % 40) + 1)}`, `r${x / 4}`, 'n']
        }),
      )
      expect(tables.get('odd')?.rows).toEqual([
        ...texts.map((text) => [`t${text}`]),
        ['t\ufffd'],
        ['t\ufffd'],
        ['bc3'],
        ['b'],
      ])
      expect(tables.get('large')?.rows).toEqual(sizes.map((size) => [`t${'x'.repeat(size)}`, `i${size}`]))
    })
  })

  it.each([
    ['more rows than asked for', `INSERT INTO users (name) ${numbers(5000)} SELECT x FROM c`],
    [
      'many megabytes',
      `UPDATE users SET name = replace(hex(zeroblob(100000)), '0', 'x'); INSERT INTO users (name) ${numbers(60)} SELECT zeroblob(200000) FROM c`,
    ],
    ['a column that fails', "ALTER TABLE users ADD COLUMN bad AS (json_extract(name, '$'))"],
    [
      'a column that takes for ever',
      `ALTER TABLE users ADD COLUMN slow AS (0${' + length(hex(zeroblob(100000 + id)))'.repeat(150)})`,
    ],
  ])('leaves a table unread that has %s', (_why, sql) => {
    withShop((sandbox) => {
      mustRun(sandbox, sql)
      const content = sandbox.content({ maxRows: () => 1000 })
      expect([...content.unread]).toEqual(['users'])
      expect([...content.tables.keys()]).toEqual(['orders'])
      expect(sandbox.content({ tables: ['orders'] }).unread.size).toBe(0)
    })
  })

  it('keeps nothing large in memory afterwards', () => {
    withShop((sandbox) => {
      mustRun(sandbox, `CREATE TABLE f AS ${numbers(150)} SELECT zeroblob(250000) AS z FROM c`)
      sandbox.content({ tables: ['users'] })
      const used = engine.sqlite.memoryUsed
      for (let round = 0; round < 3; round++) sandbox.content({ tables: ['users'] })
      expect(engine.sqlite.memoryUsed).toBe(used)
      expect(used).toBeLessThan(60_000_000)
    })
  })
})
