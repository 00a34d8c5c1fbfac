import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Connection, SqliteError } from '../../src/sql/connection.ts'
import type { Engine } from '../../src/sql/engine.ts'
import { limits } from '../../src/sql/limits.ts'
import { makeEngine, mustRun, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

const ddl = 'CREATE TABLE log (id INTEGER PRIMARY KEY, note TEXT UNIQUE)'

const statement = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...[
        'BEGIN',
        'BEGIN IMMEDIATE',
        'begin exclusive transaction',
        'COMMIT',
        'END',
        'end transaction',
        'ROLLBACK',
        'rollback transaction',
      ],
      ...[
        'SAVEPOINT a',
        'savepoint "a"',
        'SAVEPOINT b',
        'SAVEPOINT A',
        'SAVEPOINT "x y"',
        "SAVEPOINT 'it''s'",
        'SAVEPOINT action',
        'SAVEPOINT agent_0',
      ],
      ...[
        'RELEASE a',
        'RELEASE SAVEPOINT b',
        'RELEASE [x y]',
        'RELEASE "it\'s"',
        'RELEASE action',
        'RELEASE agent_0',
        'RELEASE agent_1',
      ],
      ...[
        'ROLLBACK TO a',
        'ROLLBACK TO SAVEPOINT b',
        'ROLLBACK TRANSACTION TO `x y`',
        'rollback to "A"',
        'ROLLBACK TO action',
        'ROLLBACK TO agent_0',
      ],
    ),
  },
  { weight: 3, arbitrary: fc.nat(9).map((n) => `INSERT INTO log (note) VALUES ('n${n}')`) },
  { weight: 2, arbitrary: fc.nat(9).map((n) => `INSERT OR IGNORE INTO log VALUES (${n}, 'i${n}')`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'DELETE FROM log',
      'UPDATE log SET note = note || id',
      'CREATE TABLE extra (x)',
      'DROP TABLE extra',
    ),
  },
)

interface Effect {
  readonly failed: string | null
  readonly rows: unknown
}

/** What plain SQLite does with the statements: all or nothing, and nothing may stay open. */
function expected(statements: readonly string[]): Effect {
  const connection = new Connection(engine.sqlite)
  try {
    connection.runOnce(ddl)
    for (const sql of statements) {
      try {
        connection.runOnce(sql)
      } catch (error) {
        if (error instanceof SqliteError) return { failed: error.message, rows: [] }
        throw error
      }
    }
    if (engine.sqlite.calls.sqlite3_get_autocommit(connection.db) === 0) return { failed: 'open', rows: [] }
    const rows: unknown[] = []
    const { calls } = engine.sqlite
    connection.each('SELECT id, note FROM log ORDER BY id', (row) => {
      rows.push([calls.sqlite3_column_double(row, 0), engine.sqlite.cText(calls.sqlite3_column_text(row, 1))])
    })
    return { failed: null, rows }
  } finally {
    connection.close()
  }
}

function found(statements: readonly string[]): Effect {
  const sandbox = openShop(engine)
  try {
    mustRun(sandbox, ddl)
    const outcome = sandbox.run(statements.join(';\n'), ['t'])
    const rows = rowsOf(sandbox, 'SELECT id, note FROM log ORDER BY id')
    return { failed: outcome.ok ? null : outcome.message, rows }
  } finally {
    sandbox.close()
  }
}

describe('transactions of the agent', () => {
  it('do what transactions of SQLite do', () => {
    let committed = 0
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 12 }), (statements) => {
        const truth = expected(statements)
        const effect = found(statements)
        if (truth.failed === 'open') {
          expect(effect.failed).toContain('leaves a transaction open')
        } else if (truth.failed !== null) {
          expect(effect.failed).toContain(`: ${truth.failed}`)
        }
        expect(effect.rows).toEqual(truth.rows)
        if (truth.failed === null) {
          expect(effect.failed).toBeNull()
          committed++
        }
      }),
      { numRuns: 800 },
    )
    expect(committed).toBeGreaterThan(40)
  })

  it('check deferred foreign keys at the end of the action, and take it back then', () => {
    const sandbox = openShop(engine)
    mustRun(sandbox, 'PRAGMA foreign_keys = ON')
    const orphan = 'BEGIN; PRAGMA defer_foreign_keys = ON; INSERT INTO orders VALUES (900, 77777, 1); COMMIT; SELECT 1'
    expect(sandbox.run(orphan, ['t'])).toMatchObject({
      ok: false,
      kind: 'error',
      message: expect.stringContaining('FOREIGN KEY') as string,
    })
    expect(rowsOf(sandbox, 'SELECT count(*) FROM orders WHERE id = 900')).toEqual([[0]])
    mustRun(
      sandbox,
      "PRAGMA defer_foreign_keys = ON; INSERT INTO orders VALUES (900, 77777, 1); INSERT INTO users (id, name) VALUES (77777, 'late')",
    )
    expect(rowsOf(sandbox, 'PRAGMA defer_foreign_keys')).toEqual([[0]])
    expect(sandbox.run('INSERT INTO orders VALUES (901, 88888, 1)', ['t'])).toMatchObject({ ok: false })
    sandbox.close()
  })

  it.each([
    ['ON', 1],
    ['off', 0],
    ['yes', 1],
    ['no', 0],
    ['1', 1],
    ['0', 0],
    ['-1', 0],
    ['256', 1],
    ['0x10', 1],
    ['4294967297', 0],
    ['2.5', 1],
    ["'true'", 1],
    ['full', 0],
    ['nonsense', 0],
  ])('read PRAGMA foreign_keys = %s as SQLite does', (argument, on) => {
    const plain = new Connection(engine.sqlite)
    plain.runOnce('PRAGMA foreign_keys = ON')
    plain.runOnce(`PRAGMA foreign_keys = ${argument}`)
    let truth = -1
    plain.each('PRAGMA foreign_keys', (row) => {
      truth = engine.sqlite.calls.sqlite3_column_double(row, 0)
    })
    plain.close()
    const sandbox = openShop(engine)
    mustRun(sandbox, 'PRAGMA foreign_keys = ON')
    mustRun(sandbox, `PRAGMA foreign_keys = ${argument}`)
    expect(rowsOf(sandbox, 'PRAGMA foreign_keys')).toEqual([[on]])
    expect(truth).toBe(on)
    sandbox.close()
  })

  it('ignore PRAGMA foreign_keys inside a transaction, and take it back with the action', () => {
    const sandbox = openShop(engine)
    mustRun(sandbox, 'BEGIN; PRAGMA foreign_keys = ON; COMMIT')
    expect(rowsOf(sandbox, 'PRAGMA foreign_keys')).toEqual([[0]])
    expect(sandbox.run('PRAGMA foreign_keys = ON; SELECT nosuch', ['t'])).toMatchObject({ ok: false })
    expect(rowsOf(sandbox, 'PRAGMA foreign_keys')).toEqual([[0]])
    mustRun(sandbox, 'PRAGMA foreign_keys = ON')
    expect(rowsOf(sandbox, 'PRAGMA foreign_keys')).toEqual([[1]])
    sandbox.close()
  })

  it('open so many savepoints and no more', () => {
    const sandbox = openShop(engine)
    const nested = (count: number): string =>
      `${Array.from({ length: count }, (_, i) => `SAVEPOINT s${i}`).join(';')}; RELEASE s0`
    mustRun(sandbox, nested(limits.savepoints))
    expect(sandbox.run(nested(limits.savepoints + 1), ['t'])).toMatchObject({
      ok: false,
      message: `statement ${limits.savepoints + 1}: more than ${limits.savepoints} savepoints are open`,
    })
    const used = engine.sqlite.memoryUsed
    for (let round = 0; round < 50; round++) mustRun(sandbox, nested(limits.savepoints))
    expect(engine.sqlite.memoryUsed - used).toBeLessThan(1024)
    sandbox.close()
  })
})
