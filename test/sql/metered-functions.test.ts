import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Connection } from '../../src/sql/connection.ts'
import type { Engine } from '../../src/sql/engine.ts'
import { MeteredFunctions } from '../../src/sql/metered-functions.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { nativeSteps } from '../../src/sql/work-gate.ts'
import { makeEngine, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
let sandbox: Sandbox
/** SQLite as it is, without our replacements. */
let plain: Connection
/** The replacements alone, which the sandbox uses only where the values are large. */
let replaced: Connection
beforeAll(async () => {
  engine = await makeEngine()
  sandbox = openShop(engine)
  plain = new Connection(engine.sqlite)
  replaced = new Connection(engine.sqlite)
  const functions = new MeteredFunctions(engine.sqlite, engine.meter)
  functions.install(functions.guarded.map(({ replacement }) => replacement))
  functions.register(replaced.db)
})

/** What the functions of a connection answer, as text of type and bytes. */
function answers(connection: Connection, expressions: readonly string[]): string[] {
  const { sqlite } = engine
  const texts: string[] = []
  engine.begin(connection)
  connection.each(`SELECT ${expressions.map(described).join(', ')}`, (row) => {
    for (const [index] of expressions.entries()) {
      texts.push(sqlite.cText(sqlite.calls.sqlite3_column_text(row, index)))
    }
  })
  return texts
}

const described = (expression: string): string =>
  `(SELECT typeof(v) || ':' || quote(CAST(v AS BLOB)) FROM (SELECT ${expression} AS v))`

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Few different bytes, so that things are found: letters, spaces, zero, and parts of characters. */
const byte = fc.constantFrom(
  0x61,
  0x61,
  0x62,
  0x20,
  0x2d,
  0x41,
  0x30,
  0x46,
  0x00,
  0xc3,
  0xa9,
  0x80,
  0xbf,
  0xe2,
  0x82,
  0xac,
  0xf0,
  0x9f,
  0xff,
)
const bytes = fc
  .uint8Array({ maxLength: 12 })
  .chain(() => fc.array(byte, { maxLength: 12 }).map((list) => Uint8Array.from(list)))
const value = fc.oneof(
  { weight: 6, arbitrary: bytes.map((list) => `CAST(x'${hex(list)}' AS TEXT)`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "'abcabc'",
      "'aaa'",
      "'a'",
      "'é'",
      "'éa'",
      "'€uro'",
      "'👍🏽'",
      "' a '",
      "''",
      "'00-FF'",
      "'-'",
      "'aA'",
      "'0é0'",
    ),
  },
  { weight: 2, arbitrary: bytes.map((list) => `x'${hex(list)}'`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'NULL',
      '0',
      '12',
      '-7',
      '1.5',
      '1e300',
      '9223372036854775807',
      'zeroblob(3)',
      "''",
      "x''",
    ),
  },
)

const calls: readonly [string, number][] = [
  ['instr', 2],
  ['replace', 3],
  ['trim', 2],
  ['ltrim', 2],
  ['rtrim', 2],
  ['unhex', 2],
]

describe('the replaced functions', () => {
  it.each(calls)('%s answers what the function of SQLite answers', (name, count) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: count, maxLength: count }), { minLength: 20, maxLength: 20 }),
        (lists) => {
          const expressions = lists.map((list) => `${name}(${list.join(', ')})`)
          const named = (texts: readonly unknown[]): string[] =>
            texts.map((text, index) => `${expressions[index]} = ${String(text)}`)
          const expected = named(answers(plain, expressions))
          expect(named(answers(replaced, expressions))).toEqual(expected)
          const found = rowsOf(sandbox, `SELECT ${expressions.map(described).join(', ')}`)[0]
          expect(named(found ?? [])).toEqual(expected)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('are the ones that run in the sandbox, and not in the connection compared with', () => {
    const own = (connection: Connection): number => {
      let count = 0
      connection.each("SELECT 1 FROM pragma_function_list WHERE name = 'instr' AND builtin = 0", () => void count++)
      return count
    }
    expect(own(plain)).toBe(0)
    const names = calls.map(([name]) => `'${name}'`).join()
    const ours = `SELECT count(*) FROM pragma_function_list WHERE builtin = 0 AND name IN (${names})`
    expect(rowsOf(sandbox, ours)).toEqual([[calls.length]])
  })

  it.each([
    "instr(y, z || 'b')",
    "length(replace(y, z || 'b', 'c'))",
    "trim(y, replace(z, 'a', 'b') || 'a')",
    "rtrim(y, replace(z, 'a', 'b') || 'a')",
    "unhex(replace(y, 'a', '-'), replace(z, 'a', 'b') || '-')",
  ])('stop when the work is spent: %s', (expression) => {
    const query = `WITH t(y, z) AS MATERIALIZED (
      SELECT replace(hex(zeroblob(60000)), '0', 'a'), replace(hex(zeroblob(30000)), '0', 'a'))
      SELECT ${Array.from({ length: 200 }, () => expression).join(', ')} FROM t`
    expect(sandbox.run(query, ['t'])).toMatchObject({ ok: false, kind: 'budget' })
  })

  it.each([
    "instr(y, z || 'b')",
    "length(replace(y, z || 'b', 'c'))",
    "trim(y, replace(z, 'a', 'b') || 'a')",
    "unhex(replace(y, 'a', '-'), replace(z, 'a', 'b') || '-')",
  ])('are those of SQLite for smaller values, and stop too: %s', (expression) => {
    const values = 'SELECT replace(hex(zeroblob(900)), 0, char(97)), replace(hex(zeroblob(450)), 0, char(97))'
    const own = (count: number): unknown =>
      sandbox.run(
        `WITH RECURSIVE t(y, z) AS MATERIALIZED (${values}), c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${count})
         SELECT count(${expression.replace('y', "y || substr('aa', 1, x % 3)")}) FROM t, c`,
        ['t'],
      )
    expect(1800 * 900).toBeLessThan(nativeSteps)
    expect(own(3)).toMatchObject({ ok: true })
    expect(own(1_000_000)).toMatchObject({ ok: false, kind: 'budget' })
  })

  it('hold their answers to the largest value', () => {
    const filled = "replace(hex(zeroblob(1000)), '0', 'abc')"
    expect(rowsOf(sandbox, `SELECT length(replace(${filled}, 'a', 'aaaaaaaaaa'))`)).toEqual([[24_000]])
    expect(rowsOf(sandbox, "SELECT length(replace(hex(zeroblob(131000)), '00', '00'))")).toEqual([[262_000]])
    expect(sandbox.run("SELECT length(replace(hex(zeroblob(131000)), '00', '000'))", ['t'])).toMatchObject({
      kind: 'limit',
      message: expect.stringContaining('too big') as string,
    })
  })

  it('are subject to no limit on calls in the ordinary', () => {
    const replaced = rowsOf(
      sandbox,
      "SELECT count(replace(replace(a.name, ' ', ''), 'N', 'n')) FROM users a, users b, orders c WHERE c.id <= 40",
    )
    expect(replaced).toEqual([[100_000]])
  })
})
