import { beforeAll, describe, expect, it } from 'vitest'
import { Connection } from '../../src/sql/connection.ts'
import type { Engine } from '../../src/sql/engine.ts'
import { allowedFunctions, pragmasWithArgument, readablePragmas, settablePragmas } from '../../src/sql/permissions.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, mustRun, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
let sandbox: Sandbox
/** What this build of SQLite has. */
let functions: (readonly [name: string, argumentCount: number])[]
let pragmas: string[]
let modules: string[]

beforeAll(async () => {
  engine = await makeEngine()
  sandbox = openShop(engine)
  const plain = new Connection(engine.sqlite)
  const { calls } = engine.sqlite
  const list = <T>(sql: string, read: (row: number) => T): T[] => {
    const found: T[] = []
    plain.each(sql, (row) => void found.push(read(row)))
    return found
  }
  const name = (row: number): string => engine.sqlite.cText(calls.sqlite3_column_text(row, 0))
  functions = list(
    'SELECT DISTINCT name, narg FROM pragma_function_list',
    (row) => [name(row), calls.sqlite3_column_double(row, 1)] as const,
  )
  pragmas = list('SELECT name FROM pragma_pragma_list', name)
  modules = list('SELECT name FROM pragma_module_list', name)
  plain.close()
})

/** Ours alone, or reachable only from inside ALTER TABLE. */
const internal = /^sqlite_(?:rename_|drop_|add_|find_|fail)/

describe('functions', () => {
  it('are all decided: allowed ones exist, and every other one of the build is refused', () => {
    const names = new Set(functions.map(([name]) => name))
    const missing = [...allowedFunctions].filter((name) => !names.has(name))
    // SQLite does not list those that it compiles away.
    expect(missing.toSorted()).toEqual(
      ['coalesce', 'iif', 'ifnull', 'likelihood', 'likely', 'unlikely', 'if']
        .filter((name) => !names.has(name))
        .toSorted(),
    )
    const refused = functions.filter(([name]) => !allowedFunctions.has(name) && !internal.test(name))
    expect(refused.length).toBeGreaterThan(15)
    for (const [name, count] of refused) {
      const call = `SELECT "${name}"(${Array.from({ length: Math.max(count, count < 0 ? 1 : 0) }, () => 'id').join()}) FROM users`
      const outcome = sandbox.run(call, ['t'])
      expect([name, outcome.ok, outcome.ok || outcome.kind]).toEqual([name, false, 'refused'])
      expect(outcome).toMatchObject({ message: `statement 1: the function ${name}() is not allowed` })
    }
  })

  it('of SQLite itself cannot be called', () => {
    for (const [name, count] of functions.filter(([name]) => internal.test(name))) {
      const call = `SELECT ${name}(${Array.from({ length: Math.max(count, 0) }, () => '1').join()})`
      expect(sandbox.run(call, ['t'])).toMatchObject({
        ok: false,
        kind: 'error',
        message: expect.stringContaining('no such function') as string,
      })
    }
  })

  it.each([
    ['a view', "CREATE VIEW v AS SELECT json_patch('1', '2') AS a; SELECT * FROM v"],
    [
      'a view in a view',
      'CREATE VIEW v AS SELECT sqlite_source_id() AS a; CREATE VIEW w AS SELECT * FROM v; SELECT a FROM w',
    ],
    ['a TEMP view', "CREATE TEMP VIEW v AS SELECT json_patch('1', '2') AS a; SELECT * FROM v"],
    [
      'a trigger',
      "CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT json_patch('1', '2'); END; INSERT INTO users (name) VALUES ('x')",
    ],
    [
      'the condition of a trigger',
      "CREATE TRIGGER t AFTER INSERT ON users WHEN json_patch('1', '2') BEGIN SELECT 1; END; INSERT INTO users (name) VALUES ('x')",
    ],
    ['a check', "CREATE TABLE t (a CHECK (json_patch('1', '2')))"],
    ['a generated column', 'CREATE TABLE t (a, b AS (sqlite_source_id()))'],
    ['a generated column added later', 'CREATE TABLE t (a); ALTER TABLE t ADD COLUMN b AS (sqlite_source_id())'],
    ['an index', 'CREATE INDEX i ON users (json_patch(name, email))'],
    ['a partial index', 'CREATE INDEX i ON users (name) WHERE sqlite_source_id()'],
    ['a default', 'CREATE TABLE t (a, b DEFAULT (sqlite_source_id())); INSERT INTO t (a) VALUES (1)'],
    ['a window', 'SELECT median(id) OVER () FROM users'],
    ['a filter', "SELECT count(*) FILTER (WHERE json_patch('1', '2')) FROM users"],
    ['RETURNING', "UPDATE users SET name = 1 RETURNING json_patch('1', '2')"],
    ['ON CONFLICT', "INSERT INTO users (id, name) VALUES (1, 1) ON CONFLICT DO UPDATE SET name = json_patch('1', '2')"],
    ['an argument', "SELECT lower(upper(json_patch('1', '2')))"],
    ['quotes', `SELECT "json_patch"('1', '2'), [sqlite_source_id]()`],
    ['LIMIT', "SELECT 1 LIMIT json_patch('1', '2')"],
    ['VALUES', "VALUES (json_patch('1', '2'))"],
    ['EXPLAIN', "EXPLAIN SELECT json_patch('1', '2')"],
    ['a subquery', "SELECT (SELECT 1 WHERE json_patch('1', '2'))"],
    ['MATCH', "SELECT 'a' MATCH 'b'"],
  ])('that are refused are refused in %s', (_place, sql) => {
    const outcome = sandbox.run(sql, ['t'])
    expect(outcome).toMatchObject({ ok: false })
    expect(outcome.ok ? '' : outcome.message).toMatch(/is not allowed$|non-deterministic|prohibited|unsafe use/)
  })
})

describe('PRAGMAs', () => {
  it('are all decided, bare, qualified, with an argument, set, and as tables', () => {
    expect([...readablePragmas].filter((name) => !pragmas.includes(name))).toEqual([])
    for (const name of [...pragmas, 'nosuch']) {
      const before = sandbox.image()
      const readable = readablePragmas.has(name)
      const outcomes = {
        read: sandbox.run(`PRAGMA ${name}`, ['t']),
        qualified: sandbox.run(`PRAGMA main."${name.toUpperCase()}"`, ['t']),
        argument: sandbox.run(`PRAGMA ${name}(users)`, ['t']),
        set: sandbox.run(`PRAGMA ${name} = 1`, ['t']),
      }
      const kind = (outcome: (typeof outcomes)['read']): string => (outcome.ok ? 'ok' : outcome.kind)
      expect([name, kind(outcomes.read), kind(outcomes.qualified)]).toEqual([
        name,
        ...(readable ? ['ok', 'ok'] : ['refused', 'refused']),
      ])
      const takes = pragmasWithArgument.has(name) || settablePragmas.has(name)
      expect([name, kind(outcomes.argument)]).toEqual([name, takes ? 'ok' : 'refused'])
      // Where an argument names a table, 1 is none.
      expect([name, kind(outcomes.set)]).toEqual([
        name,
        takes ? (name === 'foreign_key_check' ? 'error' : 'ok') : 'refused',
      ])
      const table = sandbox.run(`SELECT * FROM pragma_${name}`, ['t'])
      if (!readable) expect([name, table.ok]).toEqual([name, false])
      mustRun(sandbox, 'PRAGMA foreign_keys = OFF')
      expect(sandbox.image()).toEqual(before)
    }
  })

  it('keep their values when somebody tries to set them', () => {
    for (const name of ['page_size', 'user_version', 'application_id', 'recursive_triggers', 'schema_version']) {
      const before = rowsOf(sandbox, `PRAGMA ${name}`)
      expect(sandbox.run(`PRAGMA ${name} = 7`, ['t'])).toMatchObject({
        kind: 'refused',
        message: `statement 1: PRAGMA ${name} may be read but not set`,
      })
      expect(rowsOf(sandbox, `PRAGMA ${name}`)).toEqual(before)
    }
  })

  it.each([
    'CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT * FROM pragma_hard_heap_limit; END; INSERT INTO users (name) VALUES (1)',
    'CREATE VIEW v AS SELECT * FROM pragma_compile_options; SELECT * FROM v',
    'WITH x AS (SELECT * FROM pragma_module_list) SELECT count(*) FROM x',
  ])('that are refused are refused in %s', (sql) => {
    expect(sandbox.run(sql, ['t'])).toMatchObject({ ok: false })
  })
})

describe('virtual tables', () => {
  it('are those of JSON and of PRAGMAs that may be read, and no other of the build', () => {
    expect(modules).toEqual(
      expect.arrayContaining(['bytecode', 'dbstat', 'fts5', 'rtree', 'sqlite_dbpage', 'sqlite_stmt']),
    )
    for (const name of modules.filter((name) => !/^(?:json|pragma_)/.test(name))) {
      expect([name, sandbox.run(`SELECT * FROM ${name}`, ['t']).ok]).toEqual([name, false])
      expect(sandbox.run(`CREATE VIRTUAL TABLE x USING ${name}(a, b, c)`, ['t'])).toMatchObject({
        ok: false,
        kind: 'refused',
      })
    }
    expect(rowsOf(sandbox, "SELECT value FROM json_each('[1, 2]')")).toEqual([[1], [2]])
    expect(rowsOf(sandbox, "SELECT name FROM pragma_table_info('orders')")).toEqual([['id'], ['user_id'], ['total']])
  })
})
