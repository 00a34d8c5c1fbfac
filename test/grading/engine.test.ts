import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Grader, micros } from '../../src/grading/grader.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import type { DatabaseContent, DatabaseSpec } from '../../src/data/content.ts'
import type { SqlValue } from '../../src/data/values.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const people = (rows: readonly (readonly SqlValue[])[], ddl: string, columns: readonly string[]): DatabaseSpec => ({
  tables: [{ name: 'people', ddl, columns, rows }],
})

const plain = 'CREATE TABLE people (code, age, note)'
const names = ['code', 'age', 'note'] as const

const read = (spec: DatabaseSpec): DatabaseContent => engine.readContent(engine.buildImage(spec))

const value: fc.Arbitrary<SqlValue> = fc.constantFrom<SqlValue>(
  null,
  5,
  '5',
  'a',
  'A',
  '',
  'é',
  0.1,
  -0.5,
  1e300,
  9_007_199_254_740_993n,
  Number.POSITIVE_INFINITY,
  Uint8Array.of(),
  Uint8Array.of(0x35),
)
const rowsOf = (count: number): fc.Arbitrary<SqlValue[][]> =>
  fc
    .array(fc.tuple(value, value), { minLength: 1, maxLength: count })
    .map((all) => all.map(([age, note], index) => [`k${index}`, age, note]))

/** The state after some SQL, as the grader sees it. */
function after(spec: DatabaseSpec, ...queries: readonly string[]): DatabaseContent {
  const sandbox = engine.open(engine.buildImage(spec), { safety: 'any', clock: 0 })
  try {
    for (const [index, query] of queries.entries()) {
      const outcome = sandbox.run(query, ['test', index])
      if (!outcome.ok) throw new Error(outcome.message)
    }
    return sandbox.content()
  } finally {
    sandbox.close()
  }
}

describe('what the engine stores', () => {
  it('grades alike whatever the rowids, the order of rows and columns, and after VACUUM', () => {
    fc.assert(
      fc.property(rowsOf(6), rowsOf(6), rowsOf(8), fc.infiniteStream(fc.nat()), (before, target, now, dice) => {
        fc.pre(
          JSON.stringify(read(people(before, plain, names)).tables.get('people')?.rows) !==
            JSON.stringify(read(people(target, plain, names)).tables.get('people')?.rows),
        )
        const parts = [{ name: 'data', weight: 1, tables: [{ name: 'people', key: ['code'], typed: ['note'] }] }]
        const grader = new Grader({
          before: read(people(before, plain, names)),
          target: read(people(target, plain, names)),
          parts,
        })
        const reference = grader.grade(read(people(now, plain, names)))
        // buildImage ends with VACUUM; the same rows with other rowids, shuffled, gaps left by deletes, no VACUUM.
        const spread = now
          .map((row) => ({ row, at: dice.next().value }))
          .toSorted((left, right) => left.at - right.at)
          .map(({ row }, index) => [index * 7 + 3, ...row])
        const numbered = people(spread, 'CREATE TABLE people (number INTEGER PRIMARY KEY, code, age, note)', [
          'number',
          ...names,
        ])
        const turned = after(
          numbered,
          'CREATE TABLE other (note, code, age)',
          "INSERT INTO other SELECT note, 'gap', age FROM people",
          'INSERT INTO other SELECT note, code, age FROM people ORDER BY number DESC',
          "DELETE FROM other WHERE code = 'gap'",
          'DROP TABLE people',
          'ALTER TABLE other RENAME TO People',
        )
        const { scoreMicros, solved, report } = grader.grade(turned)
        expect({ scoreMicros, solved, report: { ...report, examples: [] } }).toEqual({
          ...reference,
          report: { ...reference.report, examples: [] },
        })
      }),
      { numRuns: 100 },
    )
  })

  it('tells types apart where the rule is about type, and nowhere else', () => {
    const target = people([['k', 5, 5]], plain, names)
    const before = people([['k', 0, 0]], plain, names)
    const grader = new Grader({
      before: read(before),
      target: read(target),
      parts: [{ name: 'data', weight: 1, tables: [{ name: 'people', key: ['code'], typed: ['NOTE'] }] }],
    })
    const score = (age: string, note: string): number =>
      grader.grade(after(before, `UPDATE people SET age = ${age}, note = ${note}`)).scoreMicros
    expect(score('5', '5')).toBe(micros)
    expect(score('5.0', '5')).toBe(micros)
    expect(score('5', '5.0')).toBe(0)
    expect(score("'5'", '5')).toBe(0)
    expect(score("x'35'", '5')).toBe(0)
    expect(score("'5'", "'5'")).toBe(0)
    expect(score('0', '5')).toBe(micros / 2)
  })

  it('takes minus zero for zero, and keeps apart integers that a double cannot', () => {
    const before = people([['k', 1, 1]], plain, names)
    const target = people([['k', 0, 9_007_199_254_740_993n]], plain, names)
    const grader = new Grader({
      before: read(before),
      target: read(target),
      parts: [{ name: 'data', weight: 1, tables: [{ name: 'people', key: ['code'] }] }],
    })
    const grade = (age: string, note: string) =>
      grader.grade(after(before, `UPDATE people SET age = ${age}, note = ${note}`))
    expect(grade('-0.0', '9007199254740993').solved).toBe(true)
    expect(grade('0', '9007199254740992').scoreMicros).toBe(0)
    expect(grade('0', '9007199254740993.0').scoreMicros).toBe(0)
  })

  it('does not take a view, a TEMP table or a renamed table for the table', () => {
    const before = people([['k', 0, 0]], plain, names)
    const grader = new Grader({
      before: read(before),
      target: read(people([['k', 1, 1]], plain, names)),
      parts: [{ name: 'data', weight: 1, tables: [{ name: 'people', key: ['code'] }] }],
    })
    const grade = (...queries: readonly string[]) => grader.grade(after(before, ...queries))
    const view = grade('DROP TABLE people', "CREATE VIEW people AS SELECT 'k' AS code, 1 AS age, 1 AS note")
    expect([view.scoreMicros, view.report.left_behind]).toEqual([0, ['view people']])
    const temp = grade("CREATE TEMP TABLE people AS SELECT 'k' AS code, 1 AS age, 1 AS note")
    expect([temp.scoreMicros, temp.report.left_behind, temp.report.total.missed]).toEqual([0, [], 2])
    const renamed = grade('UPDATE people SET age = 1, note = 1', 'ALTER TABLE people RENAME TO folk')
    expect([renamed.scoreMicros, renamed.report.left_behind]).toEqual([0, ['table folk']])
    // TEMP objects and indexes that enforce nothing are the agent's own business.
    const tools = grade(
      'CREATE TEMP VIEW v AS SELECT 1',
      'CREATE INDEX speed ON people (code)',
      'UPDATE people SET age = 1, note = 1',
    )
    expect([tools.scoreMicros, tools.solved]).toEqual([micros, true])
  })
})
