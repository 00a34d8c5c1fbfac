import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import { shapeOf, tokenize } from '../../src/sql/tokenizer.ts'
import { makeEngine, openShop } from './engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

const spaces = [
  ' ',
  '\n',
  '\t',
  '\r',
  '\f',
  ' \v',
  '\uFEFF',
  '/**/',
  '/* x */',
  '/*/ */',
  '-- x\n',
  '--\n',
  '/*\n*/',
  ' ;',
  ';;',
]
const broken = [
  "'",
  '"',
  '`',
  '[',
  ']',
  '/*',
  '*/',
  '--',
  '\v',
  '\u00a0',
  '\u2003',
  '\0x',
  '$a(',
  ')',
  '(',
  '?',
  '@',
  '#',
  ':',
  '\\',
  '!',
]
const words = [
  ...[
    'SELECT',
    'select',
    'FROM',
    'users',
    'u',
    'AS',
    'WHERE',
    'DROP',
    'Drop',
    'TABLE',
    'table',
    'IF',
    'EXISTS',
    'DATABASE',
  ],
  ...[
    'TRUNCATE',
    'EXPLAIN',
    'QUERY',
    'PLAN',
    'CREATE',
    'TEMP',
    'TRIGGER',
    'BEGIN',
    'END',
    'DELETE',
    'INSERT',
    'INTO',
    'VALUES',
  ],
  ...[
    'nosuch',
    'x',
    'X',
    'main',
    'id',
    'name',
    'DROPTABLE',
    'drop_table',
    'WITH',
    'RETURNING',
    'DROP TABLE',
    'DROP TABLE IF EXISTS',
  ],
]
const others = [
  ...[
    "'a'",
    "'it''s'",
    '"id"',
    '`id`',
    '[id]',
    "x'00'",
    "X'ff'",
    "''",
    '1',
    '1.5',
    '.5',
    '1e3',
    '0xFF',
    '1_000',
    '5x',
    '*',
    ',',
  ],
  ...[
    '+',
    '-',
    '->',
    '->>',
    '||',
    '<<',
    '<=',
    '<>',
    '==',
    '=',
    '.',
    '(',
    ')',
    '$a',
    '$a::b(c;d)',
    ':x',
    '@y',
    '#z',
    '?1',
    '?',
  ],
  ...["'DROP TABLE users'", '"DROP TABLE"', '/* DROP TABLE users */', '-- DROP TABLE users\n'],
]
const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 3, arbitrary: fc.constantFrom(...others) },
  { weight: 4, arbitrary: fc.constantFrom(...spaces, ';', ' ', ' ') },
  { weight: 1, arbitrary: fc.constantFrom(...broken) },
)
const fragments = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(''))

/** Whole statements that do something, so that properties about results are not only about errors. */
const statement = fc.constantFrom(
  ...['SELECT 1', 'SELECT id , name FROM users WHERE id < 10', "SELECT 'a;b' ; SELECT 2", 'VALUES ( 1 , 2 )'],
  ...[
    'DELETE FROM users WHERE id = 4',
    "UPDATE users SET name = 'x' || name WHERE id = 1",
    'SELECT count ( * ) FROM orders',
  ],
  ...['DROP TABLE orders', 'DROP TABLE IF EXISTS nosuch', 'EXPLAIN DROP TABLE orders', 'SELECT $a::b(;x) IS NULL'],
)
const separator = fc.constantFrom(' ', '  ', '\n', ' \v', '\t', ' /**/ ', ' -- x\n', '/*/ */', '\uFEFF', ' ; ', '')

describe('the tokenizer', () => {
  it('calls a query empty exactly when SQLite finds no statement in it', () => {
    const sandbox = openShop(engine)
    fc.assert(
      fc.property(
        fc.oneof(
          fragments,
          fc.array(fc.constantFrom(...spaces, ...broken), { maxLength: 5 }).map((p) => p.join('')),
        ),
        (sql) => {
          fc.pre(!sql.includes('\0'))
          const outcome = sandbox.run(`SAVEPOINT undo; ROLLBACK TO undo; RELEASE undo; ${sql}`, ['t'])
          const alone = sandbox.run(sql, ['t'])
          const nothing = alone.ok && alone.results.length === 0
          expect(shapeOf(sql).empty).toBe(nothing)
          if (nothing) expect(outcome.ok && outcome.results.length).toBe(3)
        },
      ),
      { numRuns: 4000 },
    )
    sandbox.close()
  })

  it('gives equal fingerprints only to queries that do the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(statement, fragments),
        fc.array(separator, { minLength: 40, maxLength: 40 }),
        (sql, separators) => {
          const spaced = sql
            .split(' ')
            .map((part, index) => part + (separators[index % 40] as string))
            .join('')
          fc.pre(!sql.includes('\0') && shapeOf(sql).fingerprint === shapeOf(spaced).fingerprint)
          expect(effectOf(spaced)).toEqual(effectOf(sql))
        },
      ),
      { numRuns: 1500 },
    )
  })

  it.each([
    ['SELECT 1', 'SELECT  1;'],
    ['SELECT 1', '\uFEFF/* a */ SELECT -- b\n 1 ; ;'],
    ['SELECT a.b', 'SELECT a . b'],
    ['SELECT 1;SELECT 2', '; SELECT 1 ;; SELECT \f 2'],
  ])('does not see the difference between %j and %j', (left, right) => {
    expect(shapeOf(left).fingerprint).toBe(shapeOf(right).fingerprint)
  })

  it.each([
    ["SELECT 'a b'", "SELECT 'a  b'"],
    ['SELECT 1', 'SELECT 11'],
    ['SELECT 1 1', 'SELECT 11'],
    ["SELECT 'a'", 'SELECT "a"'],
    ['SELECT a', 'SELECT A'],
    ["SELECT x'00'", "SELECT x '00'"],
    ['SELECT 1', 'SELECT 1 /'],
  ])('sees the difference between %j and %j', (left, right) => {
    expect(shapeOf(left).fingerprint).not.toBe(shapeOf(right).fingerprint)
  })

  it('finds every DROP TABLE that SQLite would carry out', () => {
    let found = 0
    const sandbox = openShop(engine, { safety: 'forbidden' })
    const wrapped = fc.tuple(
      fc.constantFrom(
        '',
        'SELECT 1;',
        ';',
        '/* x */',
        '-- x\n',
        "SELECT ';' ;",
        'SELECT $a(;x) ;',
        '\uFEFF',
        "SELECT x'00';",
        'SELECT [;] FROM (SELECT 1 AS [;]);',
      ),
      fc.constantFrom('DROP', 'drop', 'dRoP'),
      separator,
      fc.constantFrom('TABLE', 'table', 'Table'),
      separator,
      fc.constantFrom(
        'orders',
        'main.orders',
        '"orders"',
        '[orders]',
        '`orders`',
        "'orders'",
        'IF EXISTS orders',
        'main . orders',
        'nosuch',
      ),
      fc.constantFrom('', ';', ' -- x', '; SELECT 1', '/*'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fragments,
          wrapped.map((parts) => parts.join('')),
        ),
        (sql) => {
          fc.pre(!sql.includes('\0'))
          const outcome = sandbox.run(sql, ['t'])
          if (outcome.ok || outcome.kind !== 'destructive') return
          found++
          expect(shapeOf(sql).destructive).toBe('DROP TABLE')
        },
      ),
      { numRuns: 6000 },
    )
    sandbox.close()
    expect(found).toBeGreaterThan(200)
  })

  it.each([
    "SELECT 'DROP TABLE users'",
    'SELECT 1 AS "DROP TABLE"',
    '-- DROP TABLE users\nSELECT 1',
    '/* ; DROP TABLE users */ SELECT 1',
    'SELECT 1 AS truncate',
    'EXPLAIN DROP TABLE users',
    'DROP VIEW v',
    'DROP INDEX i; SELECT 1',
    'SELECT $a(;TRUNCATE) IS NULL',
    'SELECT $a(; DROP TABLE x',
    'WITH truncate AS (SELECT 1) SELECT * FROM truncate',
    'DROP\u00a0TABLE users',
    '"DROP" TABLE users',
    '',
  ])('sees no destruction in %j', (sql) => {
    expect(shapeOf(sql).destructive).toBeNull()
  })

  it.each([
    ['DROP TABLE users', 'DROP TABLE'],
    ['dRoP/**/TaBlE users', 'DROP TABLE'],
    ['DROP \vTABLE users', 'DROP TABLE'],
    ['SELECT 1; -- x\n\uFEFFdrop table x', 'DROP TABLE'],
    ['drop--\ntable x', 'DROP TABLE'],
    ['DROP DATABASE x', 'DROP DATABASE'],
    ['truncate', 'TRUNCATE'],
    ['SELECT 1;TRUNCATE TABLE users', 'TRUNCATE'],
  ] as const)('sees the destruction in %j', (sql, what) => {
    expect(shapeOf(sql).destructive).toBe(what)
  })

  it('leaves nothing out and takes megabytes in its stride', () => {
    fc.assert(
      fc.property(fragments, (sql) => {
        const texts = tokenize(sql).map((token) => token.text)
        let rest = sql
        for (const text of texts) {
          const at = rest.indexOf(text)
          expect(at).toBeGreaterThanOrEqual(0)
          rest = rest.slice(at + text.length)
        }
      }),
    )
    for (const sql of [
      `/*${'a*'.repeat(1e6)}`,
      `'${"''".repeat(1e6)}`,
      '['.repeat(2e6),
      '-'.repeat(2e6),
      `x'${'0'.repeat(2e6)}`,
    ]) {
      expect(tokenize(sql).length).toBeLessThanOrEqual(1)
    }
  })
})

/** What a query does to a fresh database, less the texts SQLite takes from the query. */
function effectOf(sql: string): unknown {
  const sandbox = openShop(engine)
  try {
    const outcome = sandbox.run(sql, ['t'])
    if (!outcome.ok) return [outcome.kind]
    const results = outcome.results.map((result) => ('rows' in result ? result.rows : result))
    return [results, [...sandbox.content().tables.values()].map((table) => table.rows)]
  } finally {
    sandbox.close()
  }
}
