import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import { quoteName } from '../../src/sql/schema.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, mustRun, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

function withShop(use: (sandbox: Sandbox) => void): void {
  const sandbox = openShop(engine)
  use(sandbox)
  sandbox.close()
}

describe('the schema an agent sees', () => {
  it('is described in full', () => {
    withShop((sandbox) => {
      mustRun(
        sandbox,
        'CREATE VIEW v AS SELECT id AS "a b" FROM users; CREATE TABLE g (x, y AS (x + 1), z AS (x) STORED)',
      )
      expect(sandbox.summary).toEqual({
        tables: ['g', 'orders', 'users', 'v'],
        columns: {
          g: ['x', 'y', 'z'],
          orders: ['id', 'user_id', 'total'],
          users: ['id', 'name', 'email', 'balance'],
          v: ['a b'],
        },
      })
      expect(sandbox.inspect('ORDERS')).toEqual({
        ok: true,
        tables: [
          {
            name: 'orders',
            type: 'table',
            ddl: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), total INTEGER)',
            row_count: 100,
            foreign_keys: [{ column: 'user_id', ref_table: 'users', ref_column: 'id' }],
          },
        ],
      })
      expect(sandbox.inspect('v')).toMatchObject({ tables: [{ type: 'view', row_count: null, foreign_keys: [] }] })
      expect(sandbox.inspect('nosuch')).toEqual({ ok: true, tables: [] })
    })
  })

  it.each([
    ['CREATE TABLE temp.t (a)', ['a']],
    ['CREATE TABLE "TEMP".t AS SELECT 1 AS a', ['a']],
    ['CREATE VIEW temp.t AS SELECT 1 AS a', ['a']],
    ['CREATE TEMP TABLE t (a)', ['a']],
  ])('shows and bounds TEMP objects, with the word and without: %s', (sql, columns) => {
    withShop((sandbox) => {
      mustRun(sandbox, sql)
      expect(sandbox.summary.columns).toHaveProperty('t', columns)
      const large = 'CREATE TABLE temp.large AS SELECT zeroblob(60000) FROM orders, (VALUES (1), (2), (3), (4))'
      expect(sandbox.run(large, ['t'])).toMatchObject({ ok: false, kind: 'limit' })
    })
    withShop((sandbox) => {
      const large = 'CREATE TABLE temp.large AS SELECT zeroblob(60000) FROM orders, (VALUES (1), (2), (3), (4))'
      expect(sandbox.run(large, ['t'])).toMatchObject({ ok: false, kind: 'limit' })
    })
  })

  it('lists foreign keys of every form', () => {
    withShop((sandbox) => {
      mustRun(sandbox, 'CREATE TABLE k (a, b, c REFERENCES users, FOREIGN KEY (a, b) REFERENCES orders (id, total))')
      const inspected = sandbox.inspect('k')
      const keys = inspected.ok ? inspected.tables[0]?.foreign_keys : []
      expect(keys).toHaveLength(3)
      expect(keys).toEqual(
        expect.arrayContaining([
          { column: 'c', ref_table: 'users', ref_column: null },
          { column: 'a', ref_table: 'orders', ref_column: 'id' },
          { column: 'b', ref_table: 'orders', ref_column: 'total' },
        ]),
      )
    })
  })

  it('shows what an unqualified name means: a TEMP object hides a permanent one', () => {
    withShop((sandbox) => {
      mustRun(sandbox, 'CREATE TEMP TABLE Users (only); INSERT INTO users VALUES (1)')
      expect(sandbox.summary.columns).toEqual({ Users: ['only'], orders: ['id', 'user_id', 'total'] })
      expect(sandbox.inspect('users')).toMatchObject({ tables: [{ name: 'Users', row_count: 1 }] })
      mustRun(sandbox, 'DROP TABLE temp.users')
      expect(sandbox.inspect('users')).toMatchObject({ tables: [{ name: 'users', row_count: 50 }] })
    })
  })

  it('bears names of any kind', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .map((text) =>
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text.replaceAll('\0', 'x'))),
      )
    const other = fc.constantFrom(
      'a"b',
      "it's",
      '[x]',
      '`',
      'SELECT',
      '"',
      '%_',
      '\u202e',
      ' ',
      '--',
      '/*',
      ';',
      'pragma_table_xinfo',
      'pragma_index_list',
      'pragma_foreign_key_list',
      '__proto__',
      'constructor',
      'hasOwnProperty',
    )
    fc.assert(
      fc.property(fc.oneof(name, other), fc.oneof(name, other), (table, column) => {
        fc.pre(!/^sqlite_/i.test(table))
        withShop((sandbox) => {
          mustRun(sandbox, `CREATE TABLE ${quoteName(table)} (${quoteName(column)} UNIQUE, x9 REFERENCES users)`)
          mustRun(sandbox, `INSERT INTO ${quoteName(table)} VALUES (1, 2)`)
          expect(sandbox.summary.tables).toEqual([table, 'orders', 'users'].toSorted())
          expect(Object.getOwnPropertyDescriptor(sandbox.summary.columns, table)?.value).toEqual([column, 'x9'])
          expect(sandbox.inspect(null)).toMatchObject({ ok: true })
          expect(sandbox.inspect(table)).toMatchObject({ tables: [{ name: table, row_count: 1 }] })
          const content = sandbox.content().tables.get(table.toLowerCase())
          expect(content).toEqual({ name: table, columns: [column, 'x9'], rows: [['i1', 'i2']] })
        })
      }),
      { numRuns: 150 },
    )
  })

  it('survives views that do not work', () => {
    withShop((sandbox) => {
      mustRun(
        sandbox,
        'CREATE VIEW broken AS SELECT nosuch FROM users; CREATE VIEW a AS SELECT 1; CREATE VIEW b AS SELECT * FROM nosuch',
      )
      expect(sandbox.summary.columns).toMatchObject({ a: ['1'], b: [], broken: [] })
      expect(sandbox.inspect('broken')).toMatchObject({
        tables: [{ type: 'view', ddl: 'CREATE VIEW broken AS SELECT nosuch FROM users' }],
      })
    })
  })
})

describe('DDL', () => {
  it('is stored exactly as it was written, whatever its length', () => {
    withShop((sandbox) => {
      const lengths = [
        ...[250, 255, 256, 257, 300, 511, 512, 1000, 1023, 1024, 1025, 2040, 2048, 2050, 4096, 8190, 8193],
        16_383,
        16_385,
        30_000,
        60_000,
      ]
      for (const length of lengths) {
        for (const build of [
          (pad: string) => `CREATE TABLE t1 (a, b /*${pad}*/, c)`,
          (pad: string) => `CREATE VIEW t1 AS SELECT '${pad}' AS a`,
          (pad: string) => `CREATE INDEX t1 ON users (name) WHERE name <> '${pad}'`,
          (pad: string) => `CREATE TRIGGER t1 AFTER INSERT ON users BEGIN SELECT '${pad}'; END`,
          (pad: string) => `CREATE TABLE t1 (a DEFAULT '${pad}')`,
        ]) {
          const ddl = build('x'.repeat(length - build('').length))
          expect(ddl.length).toBe(length)
          mustRun(sandbox, ddl)
          expect(rowsOf(sandbox, "SELECT type, sql FROM sqlite_schema WHERE name = 't1'")).toEqual([
            [ddl.split(' ')[1]?.toLowerCase(), ddl],
          ])
          mustRun(sandbox, `DROP ${ddl.split(' ')[1]} t1`)
        }
      }
    })
  })

  it('stays whole when ALTER TABLE rewrites it', () => {
    withShop((sandbox) => {
      for (const length of [200, 255, 256, 2040, 2100, 16_300, 16_400, 30_000]) {
        const pad = 'x'.repeat(length)
        mustRun(sandbox, `CREATE TABLE t1 (a DEFAULT '${pad}', b); CREATE VIEW w1 AS SELECT a, '${pad}' FROM t1`)
        mustRun(
          sandbox,
          'ALTER TABLE t1 RENAME TO t2; ALTER TABLE t2 RENAME COLUMN a TO renamed; ALTER TABLE t2 ADD COLUMN c; ALTER TABLE t2 DROP COLUMN b',
        )
        expect(rowsOf(sandbox, "SELECT sql FROM sqlite_schema WHERE name IN ('t2', 'w1') ORDER BY name")).toEqual([
          [`CREATE TABLE "t2" (renamed DEFAULT '${pad}', c)`],
          [`CREATE VIEW w1 AS SELECT renamed, '${pad}' FROM "t2"`],
        ])
        expect(rowsOf(sandbox, 'INSERT INTO t2 (c) VALUES (1) RETURNING length(renamed)')).toEqual([[length]])
        mustRun(sandbox, 'DROP VIEW w1; DROP TABLE t2')
      }
    })
  })

  it('has limits: on objects, on bytes, on what the summary says', () => {
    withShop((sandbox) => {
      const before = sandbox.summary
      const many = (count: number, ddl: (index: number) => string): string =>
        Array.from({ length: count }, (_, i) => ddl(i)).join(';')
      for (const sql of [
        many(500, (i) => `CREATE TABLE t${i} (a)`),
        many(500, (i) => `CREATE TEMP VIEW t${i} AS SELECT 1`),
        many(2, (i) => `CREATE TABLE t${i} (a DEFAULT '${'x'.repeat(40_000)}')`),
        `CREATE TABLE wide (${Array.from({ length: 250 }, (_, i) => `column_with_a_name_${i}`).join()}); ${many(20, (i) => `CREATE VIEW t${i} AS SELECT * FROM wide`)}`,
      ]) {
        expect(sandbox.run(sql, ['t'])).toMatchObject({
          ok: false,
          kind: 'limit',
          message: expect.stringMatching(/the schema (?:grows beyond|is too complex)/) as string,
        })
        expect(sandbox.summary).toEqual(before)
      }
      mustRun(
        sandbox,
        many(400, (i) => `CREATE TABLE t${i} (a)`),
      )
      expect(sandbox.summary.tables).toHaveLength(402)
    })
  })

  it('cannot make the description of the schema slow', () => {
    withShop((sandbox) => {
      const views = Array.from(
        { length: 40 },
        (_, i) => `CREATE VIEW w${i} AS SELECT a.id FROM ${i === 0 ? 'users a' : `w${i - 1} a, w${i - 1} b`}`,
      )
      expect(sandbox.run(views.join(';'), ['t'])).toMatchObject({
        ok: false,
        kind: 'limit',
        message: expect.stringContaining('too complex') as string,
      })
      mustRun(sandbox, views.slice(0, 10).join(';'))
      expect(sandbox.summary.columns).toMatchObject({ w9: ['id'] })
    })
  })
})
