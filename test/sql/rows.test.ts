import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import { limits } from '../../src/sql/limits.ts'
import { clip } from '../../src/sql/rows.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { fromTypedCell, toTypedCell } from '../../src/data/values.ts'
import { makeEngine, mustRun, numbers, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
let sandbox: Sandbox
beforeAll(async () => {
  engine = await makeEngine()
  sandbox = openShop(engine)
})

const blob = (base64: string): { $blob: string } => ({ $blob: base64 })

describe('a cell', () => {
  it.each([
    ['NULL', null],
    ['5', 5],
    ['5.0', 5],
    ['0.5', 0.5],
    ['-0.0', 0],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775807 - 1', '-9223372036854775808'],
    ['9223372036854775808', 2 ** 63],
    ['9223372036854775807 + 1', 2 ** 63],
    ['1e999', { $real: 'Infinity' }],
    ['-1e999', { $real: '-Infinity' }],
    ['1e999 - 1e999', null],
    ['5e-324', 5e-324],
    ['1.7976931348623157e308', 1.7976931348623157e308],
    ["''", ''],
    ["'a' || char(0) || 'b'", 'a\0b'],
    ["'\u{1f44d}\u{1f3fd}'", '\u{1f44d}\u{1f3fd}'],
    ['char(0xd800)', '\ufffd\ufffd\ufffd'],
    ["CAST(x'c328' AS TEXT)", '\ufffd('],
    ["CAST(x'efbbbf41' AS TEXT)", '\ufeffA'],
    ["CAST(x'f0908080' AS TEXT)", '\u{10000}'],
    ["CAST(x'ed a080' AS TEXT)".replace(' ', ''), '\ufffd\ufffd\ufffd'],
    ["'e\u0301 \u202e'", 'e\u0301 \u202e'],
    ["x''", blob('')],
    ["x'00ff'", blob('AP8=')],
    ['zeroblob(4)', blob('AAAAAA==')],
  ])('%s', (expression, cell) => {
    expect(rowsOf(sandbox, `SELECT ${expression}`)).toEqual([[cell]])
  })

  it('comes back as it went in', () => {
    mustRun(sandbox, 'CREATE TABLE v (a)')
    const value = fc.oneof(
      fc.constant(null),
      fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc
        .string({ unit: 'binary' })
        .map((text) => new TextDecoder().decode(new TextEncoder().encode(text.replaceAll('\0', '')))),
      fc.uint8Array(),
    )
    const literal = (item: null | bigint | number | string | Uint8Array): string => {
      if (item === null) return 'NULL'
      if (typeof item === 'string') return `'${item.replaceAll("'", "''")}'`
      if (typeof item === 'number') return Number.isInteger(item) ? `${BigInt(item)}.0` : String(item)
      return typeof item === 'bigint' ? String(item) : `x'${toTypedCell(item).slice(1)}'`
    }
    fc.assert(
      fc.property(value, (item) => {
        mustRun(sandbox, `DELETE FROM v; INSERT INTO v VALUES (${literal(item)})`)
        const cell = sandbox.content({ tables: ['v'] }).tables.get('v')?.rows[0]?.[0] ?? ''
        const wanted =
          typeof item === 'bigint'
            ? toTypedCell(item)
            : typeof item === 'number'
              ? `r${item === 0 ? 0 : item}`
              : toTypedCell(item)
        expect(cell).toBe(wanted)
        const back = fromTypedCell(cell)
        if (typeof item === 'bigint') expect(BigInt(back as number)).toBe(item)
        else expect(back).toEqual(typeof item === 'number' && item === 0 ? 0 : item)
      }),
    )
    mustRun(sandbox, 'DROP TABLE v')
  })
})

describe('a result', () => {
  it('shows 100 rows and counts them all', () => {
    const [result] = mustRun(sandbox, `${numbers(1234)} SELECT x FROM c`)
    expect(result).toMatchObject({ columns: ['x'], row_count: 1234, truncated: true })
    expect(result && 'rows' in result && result.rows).toEqual(Array.from({ length: 100 }, (_, i) => [i + 1]))
    expect(mustRun(sandbox, `${numbers(100)} SELECT x FROM c`)[0]).toMatchObject({ row_count: 100, truncated: false })
  })

  it('shares what it shows among its statements', () => {
    const results = mustRun(sandbox, `${numbers(60)} SELECT x FROM c; ${numbers(60)} SELECT x FROM c; SELECT 1`)
    expect(
      results.map((result) => ('rows' in result ? [result.rows.length, result.row_count, result.truncated] : null)),
    ).toEqual([
      [60, 60, false],
      [40, 60, true],
      [0, 1, true],
    ])
  })

  it('is at most 64 KB of JSON, of whole rows from the beginning', () => {
    const expression = fc.constantFrom(
      "printf('%.*c', x * 37 % 900, 'a')",
      "replace(hex(zeroblob(x % 300)), '0', char(10, 0))",
      'randomblob(x * 53 % 4000)',
      "printf('%.*c', x * 7 % 500, '\u{1f44d}')",
      'x',
      'NULL',
    )
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 20 }), (columns) => {
        const results = mustRun(sandbox, `${numbers(150)} SELECT ${columns.join(', ')} FROM c`)
        const [result] = results
        if (result === undefined || !('rows' in result)) throw new Error('no rows')
        expect(
          new TextEncoder().encode(JSON.stringify({ columns: result.columns, rows: result.rows })).length,
        ).toBeLessThanOrEqual(limits.shownBytes + 200)
        expect(result.row_count).toBe(150)
        expect(result.truncated).toBe(result.rows.length < 150)
        for (const row of result.rows) expect(row.length).toBe(columns.length)
      }),
      { numRuns: 60 },
    )
  })

  it('holds as many rows as fit, counted to the byte, over several statements', () => {
    const bytesOf = (list: unknown): number => new TextEncoder().encode(JSON.stringify(list)).length + 1
    const sizes = fc.array(fc.integer({ min: 8, max: 30_000 }), { minLength: 1, maxLength: 12 })
    const character = fc.constantFrom('a', '"', '\n', '\u0001', 'é', '\u{1f44d}')
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 1, maxLength: 4 }), character, (statements, letter) => {
        const code = letter.codePointAt(0)
        const count = (size: number): number => Math.floor(size / new TextEncoder().encode(letter).length)
        const results = mustRun(
          sandbox,
          statements
            .map(
              (list) =>
                `SELECT printf('%.*c', column1, char(${code})) AS t, column1 FROM (VALUES ${list.map((size) => `(${count(size)})`).join()})`,
            )
            .join(';'),
        )
        let left = limits.shownBytes
        for (const [index, list] of statements.entries()) {
          const rows = list.map((size) => [letter.repeat(count(size)), count(size)])
          const columns = left > 0 ? ['t', 'column1'] : []
          if (left > 0) left -= bytesOf(columns)
          let fitting = 0
          while (fitting < rows.length && left > 0 && bytesOf(rows[fitting]) <= left) left -= bytesOf(rows[fitting++])
          if (fitting < rows.length) left = Math.min(left, 0)
          const isCut = fitting < rows.length
          expect(results[index]).toEqual({
            columns,
            rows: rows.slice(0, fitting),
            row_count: rows.length,
            truncated: isCut,
            ...(isCut && { note: expect.stringContaining('64 KB') as string }),
          })
        }
      }),
    )
  })

  /** The notes of the results of a query that has to succeed. */
  const notesOf = (sql: string): (string | undefined)[] =>
    mustRun(sandbox, sql).map((result) => ('rows' in result ? result.note : undefined))
  const count = (rows: number): string => `${numbers(rows)} SELECT x FROM c`

  it('that is whole has no note, and no key for one', () => {
    expect(Object.keys(mustRun(sandbox, count(100))[0] ?? {})).toEqual(['columns', 'rows', 'row_count', 'truncated'])
    expect(Object.keys(mustRun(sandbox, count(101))[0] ?? {}).at(-1)).toBe('note')
  })

  it('that is cut says how many rows there are and how to see more, and that is how', () => {
    const [note = ''] = notesOf(count(250))
    expect(note).toBe(
      'rows 1 to 100 of 250: one action shows 100 rows over all its statements; see more with LIMIT 100 OFFSET 100',
    )
    const more = /LIMIT \d+ OFFSET \d+$/.exec(note)?.[0]
    expect(rowsOf(sandbox, `${count(250)} ${more}`)).toEqual(Array.from({ length: 100 }, (_, i) => [i + 101]))
    expect(notesOf(`SELECT x FROM (${count(300)}) LIMIT 200 OFFSET 7`)[0]).toMatch(
      /^rows 1 to 100 of 200: .*; see more with LIMIT 100 and an OFFSET larger by 100$/,
    )
    const [, pragma = ''] = notesOf('SELECT 1; -- all\n PRAGMA function_list')
    expect(pragma).toMatch(
      /^rows 1 to 99 of 1\d\d: .*; see more with SELECT \* FROM pragma_.* in an action of its own$/,
    )
    expect(rowsOf(sandbox, 'SELECT * FROM pragma_function_list() LIMIT 100 OFFSET 99').length).toBeGreaterThan(50)
  })

  it('that shows less because of the statements before says so', () => {
    const none =
      '0 of 1 rows shown: the statements before used up what one action shows, 100 rows and 64 KB; run it in an action of its own'
    expect(notesOf(`${count(60)}; ${count(60)}; SELECT 1; SELECT 1 WHERE 0`)).toEqual([
      undefined,
      'rows 1 to 40 of 60: one action shows 100 rows over all its statements; see more with LIMIT 100 OFFSET 40 in an action of its own',
      none,
      undefined,
    ])
    expect(notesOf("SELECT printf('%.*c', 60000, 'a'); SELECT printf('%.*c', 60000, 'b'); SELECT 1")).toEqual([
      undefined,
      none,
      none,
    ])
  })

  it('that is cut at 64 KB says so', () => {
    expect(notesOf(`${numbers(150)} SELECT printf('%.*c', 3000, 'a') FROM c`)).toEqual([
      'rows 1 to 21 of 150: one action shows 64 KB over all its statements; see more with LIMIT 100 OFFSET 21',
    ])
    expect(notesOf('SELECT zeroblob(66000)')).toEqual([
      '0 of 1 rows shown: one action shows 64 KB; select fewer columns, or parts of long values with substr()',
    ])
  })

  it('of what was written does not advise to write again', () => {
    const insert = `INSERT INTO orders (total) ${count(250)} RETURNING total`
    expect(notesOf(`BEGIN; ${insert}; ${insert}; ROLLBACK`)).toEqual([
      undefined,
      'rows 1 to 100 of 250: one action shows 100 rows over all its statements; it took effect on all 250, do not run it again',
      '0 of 250 rows shown: the statements before used up what one action shows, 100 rows and 64 KB; it took effect on all 250, do not run it again',
      undefined,
    ])
    expect(notesOf(`EXPLAIN ${Array.from({ length: 40 }, () => 'SELECT name FROM users').join(' UNION ')}`)[0]).toMatch(
      /^rows 1 to 100 of \d+: one action shows 100 rows over all its statements$/,
    )
  })

  it('leaves out a row of 64 MB without looking at it', () => {
    const columns = Array.from({ length: 250 }, () => 'zeroblob(260000)').join(', ')
    const used = process.memoryUsage().arrayBuffers
    const [result] = mustRun(sandbox, `SELECT ${columns}; SELECT 1`)
    expect(result).toMatchObject({ rows: [], row_count: 1, truncated: true })
    expect(process.memoryUsage().arrayBuffers - used).toBeLessThan(100 * 1024 * 1024)
  })

  it('keeps duplicate column names, clips long ones and has no half characters', () => {
    const [result] = mustRun(sandbox, `SELECT 1 AS a, 2 AS a, 3 AS "${'\u{1f44d}'.repeat(200)}", 4 AS ""`)
    expect(result).toMatchObject({ columns: ['a', 'a', `${'\u{1f44d}'.repeat(128)}…`, ''], rows: [[1, 2, 3, 4]] })
    expect(clip(`a${'\u{1f44d}'.repeat(3)}`, 2)).toBe('a…')
    expect(clip('abc', 3)).toBe('abc')
  })

  it('of changes is what the statement itself changed', () => {
    expect(mustRun(sandbox, "UPDATE users SET name = name || '' WHERE id < 10")).toEqual([{ rows_affected: 3 }])
    expect(
      mustRun(
        sandbox,
        'UPDATE users SET name = name WHERE 0; CREATE TABLE q (a); DROP TABLE q; DELETE FROM orders WHERE id > 98',
      ),
    ).toEqual([{ rows_affected: 0 }, { rows_affected: 0 }, { rows_affected: 0 }, { rows_affected: 2 }])
    expect(mustRun(sandbox, 'INSERT INTO orders (total) VALUES (1), (2) RETURNING total')).toMatchObject([
      { columns: ['total'], rows: [[1], [2]] },
    ])
  })
})
