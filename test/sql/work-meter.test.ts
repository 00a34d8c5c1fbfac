import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import { limits } from '../../src/sql/limits.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, mustRun, numbers, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
let other: Engine
let sandbox: Sandbox
beforeAll(async () => {
  engine = await makeEngine()
  other = await makeEngine()
  openShop(other).run(`${numbers(20_000)} SELECT randomblob(x % 300) AS b FROM c ORDER BY b`, ['past'])
  sandbox = openShop(engine)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const repeat = (count: number, part: string): string => Array.from({ length: count }, () => part).join(', ')

/** A text of 240,000 letters to work on, once, and expressions of it that have no jump between them. */
const straight = (expressions: string): string =>
  `WITH t(y) AS MATERIALIZED (SELECT replace(hex(zeroblob(120000)), '0', '9')) SELECT ${expressions} FROM t`

const runaways: readonly (readonly [string, string])[] = [
  ['a loop', 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c'],
  ['a join', 'SELECT count(*) FROM orders a, orders b, orders c, orders d'],
  ['a tree in no order', 'WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT random() FROM c) SELECT count(*) FROM c'],
  ['a sort', `SELECT x FROM (${numbers(3_000_000)} SELECT x FROM c) ORDER BY random()`],
  [
    'inserts',
    `CREATE TABLE z (a, b, UNIQUE (a, b), UNIQUE (b, a)); INSERT INTO z ${numbers(3_000_000)} SELECT random(), randomblob(50) FROM c`,
  ],
  ['arithmetic on texts', straight(repeat(200, Array.from({ length: 150 }, () => 'y').join('+')))],
  ['LIKE', straight(repeat(200, `y LIKE '%${'9'.repeat(270)}8%'`))],
  ['GLOB', straight(repeat(200, `y GLOB '*${'[^8]'.repeat(68)}8'`))],
  [
    'JSON',
    straight(
      repeat(250, `length(json_extract('[' || y || ']', ${Array.from({ length: 25 }, (_, i) => `'$[${i}]'`).join()}))`),
    ),
  ],
  [
    'length',
    straight(repeat(250, 'length(y) + length(y) + length(y) + length(y) + length(y) + length(y) + length(y)')),
  ],
  ['statements', Array.from({ length: 900 }, () => 'SELECT DISTINCT a.id * b.id FROM orders a, orders b').join(';')],
]

describe('the budget', () => {
  it.each(runaways)('cuts %s, on an engine with a past as on a new one', (_name, sql) => {
    const cut = (on: Engine): unknown => {
      const own = openShop(on)
      const outcome = own.run(sql, ['t'])
      own.close()
      return outcome
    }
    const outcome = cut(engine)
    expect(outcome).toMatchObject({ ok: false, kind: 'budget' })
    expect(cut(other)).toEqual(outcome)
  })

  it('leaves nothing behind: neither changes nor memory', () => {
    const image = sandbox.image()
    const used = (): number => engine.sqlite.memoryUsed
    for (const [, sql] of runaways) sandbox.run(sql, ['t'])
    const before = used()
    for (const [, sql] of runaways) sandbox.run(sql, ['t'])
    expect(used() - before).toBeLessThan(64 * 1024)
    expect(sandbox.image()).toEqual(image)
    expect(rowsOf(sandbox, 'SELECT count(*) FROM users')).toEqual([[50]])
  })

  it('is fresh for every action', () => {
    const half = `SELECT count(*) FROM (${numbers(600_000)} SELECT x FROM c)`
    for (let count = 0; count < 3; count++) expect(rowsOf(sandbox, half)).toEqual([[600_000]])
    expect(sandbox.run(Array.from({ length: 6 }, () => half).join(';'), ['t'])).toMatchObject({ kind: 'budget' })
  })

  it('allows what repairs need: a join of a few hundred rows with functions on both sides', () => {
    mustRun(sandbox, `CREATE TABLE big AS ${numbers(300)} SELECT x AS id, printf(' Name-%d ', x) AS name FROM c`)
    const join =
      "SELECT count(*) FROM big a, big b WHERE lower(trim(replace(a.name, '-', ' '))) = lower(trim(replace(b.name, '-', ' ')))"
    expect(rowsOf(sandbox, join)).toEqual([[300]])
    mustRun(sandbox, 'DROP TABLE big')
  })
})

describe('the size of a value', () => {
  const sizes = [1, 255, 256, 257, 2047, 2048, 2049, 16_383, 16_385, 65_535, 65_537, 262_000]

  it.each(sizes)('may be %i bytes', (size) => {
    mustRun(sandbox, 'CREATE TABLE v (a)')
    mustRun(sandbox, `INSERT INTO v VALUES (substr(replace(hex(zeroblob(131000)), '0', 'x'), 1, ${size}))`)
    mustRun(sandbox, "UPDATE v SET a = 'y' || substr(a, 2)")
    expect(
      rowsOf(sandbox, "SELECT length(a), (SELECT count(*) FROM v w WHERE w.a = v.a AND w.a LIKE 'Y%') FROM v"),
    ).toEqual([[size, 1]])
    const cell = sandbox.content({ tables: ['v'] }).tables.get('v')?.rows[0]?.[0]
    expect(cell).toBe(`ty${'x'.repeat(size - 1)}`)
    mustRun(sandbox, 'DROP TABLE v')
  })

  it.each([
    'randomblob(262145)',
    "printf('%262145d', 1)",
    'hex(zeroblob(131073))',
    "group_concat(zeroblob(1000), '') FROM orders a, orders b",
  ])('may not be beyond 256 KB: %s', (expression) => {
    expect(
      sandbox.run(
        `SELECT length(v) FROM (SELECT ${expression.replace(' FROM', ' AS v FROM')}${expression.includes('FROM') ? '' : ' AS v'})`,
        ['t'],
      ),
    ).toMatchObject({
      ok: false,
      kind: 'limit',
      message: 'statement 1: string or blob too big (a value or row may have 262144 bytes)',
    })
  })
})

describe('the backstops of the host', () => {
  it('stop what takes too long', () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += limits.wallClock / 50))
    expect(sandbox.run(`SELECT count(*) FROM (${numbers(1_500_000)} SELECT x FROM c)`, ['t'])).toEqual({
      ok: false,
      kind: 'host',
      message: 'statement 1: stopped: the query ran too long',
      cut: 'time',
    })
  })

  it('stop what takes too much memory, and give it back', () => {
    const before = engine.sqlite.memoryUsed
    const outcome = sandbox.run(
      `WITH t(z) AS MATERIALIZED (${numbers(2000)} SELECT zeroblob(250000) FROM c) SELECT count(*) FROM t, t u WHERE t.z > u.z`,
      ['t'],
    )
    expect(outcome).toEqual({
      ok: false,
      kind: 'host',
      message: 'statement 1: stopped: the query needs too much memory',
      cut: 'memory',
    })
    expect(engine.sqlite.memoryUsed - before).toBeLessThan(64 * 1024)
    expect(limits.actionMemory).toBeLessThan(limits.heapBytes)
    expect(rowsOf(sandbox, 'SELECT count(*) FROM users')).toEqual([[50]])
  })
})
