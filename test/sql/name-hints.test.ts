import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { hostCutMessages } from '../../src/contract/episode.ts'
import type { Engine } from '../../src/sql/engine.ts'
import { limits } from '../../src/sql/limits.ts'
import { dialectExpressions } from '../../src/sql/other-dialects.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { clock, makeEngine, mustRun, openShop, shop } from './engine-fixture.ts'

let engine: Engine
let sandbox: Sandbox
beforeAll(async () => {
  engine = await makeEngine()
  sandbox = openShop(engine)
})

/** The message of a query that has to fail. */
function messageOf(sql: string, of: Sandbox = sandbox): string {
  const outcome = of.run(sql, ['t'])
  if (outcome.ok) throw new Error(`succeeds: ${sql}`)
  return outcome.message
}

/** What is asked behind the message. */
const asked = (sql: string, of?: Sandbox): string | undefined => / ?did you mean (.*)\?$/s.exec(messageOf(sql, of))?.[1]

describe('behind an unknown column', () => {
  it.each([
    ['SELECT mail FROM users', 'email'],
    ['SELECT [mail] FROM users', 'email'],
    ['SELECT MAIL FROM Users', 'email'],
    ['UPDATE users SET mail = 1', 'email'],
    ['DELETE FROM users WHERE mail IS NULL', 'email'],
    ['INSERT INTO users (id, mail) VALUES (1, 2)', 'email'],
    ["INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT (mail) DO NOTHING", 'email'],
    ["INSERT INTO users (id, name) VALUES (1, 'x') RETURNING mail", 'email'],
    ['CREATE INDEX i ON users (mail)', 'email'],
    ['ALTER TABLE users RENAME COLUMN mail TO x', 'email'],
    ['SELECT u.mail FROM users u', 'u.email'],
    ['SELECT u.mail FROM users AS "u"', 'u.email'],
    ['SELECT users.mail FROM users', 'users.email'],
    ['SELECT main.users.mail FROM users', 'users.email'],
    ['SELECT o.userid FROM users u JOIN orders o ON u.id = o.user_id', 'o.user_id'],
    ['SELECT s.mail FROM (SELECT * FROM users) s', 's.email'],
    // The qualifier is wrong.
    ['SELECT x.email FROM users u', 'u.email'],
    ['SELECT users.email FROM users u', 'u.email'],
    ['SELECT users.mail FROM users u', 'u.email'],
    ['SELECT u.total FROM users u, orders o', 'o.total'],
    // Near by its parts.
    ['SELECT customer_name FROM users', 'name'],
    ['SELECT user FROM orders', 'user_id'],
    // In another table.
    ['SELECT email FROM orders', 'users.email'],
    ['SELECT id FROM users, orders', 'users.id or orders.id'],
    // What was asked for between the wrong quotation marks may be a text.
    ['SELECT "mail" FROM users', 'email'],
    ['SELECT "active" FROM users', undefined],
    ['UPDATE users SET email = "x"', undefined],
    ['SELECT a FROM users', undefined],
    ['SELECT nonesuch FROM users', undefined],
    // It is there, but cannot be seen from this place.
    ['WITH c AS (SELECT email AS e FROM users) SELECT email FROM c', undefined],
    ['SELECT nope', undefined],
  ])('%s', (sql, name) => {
    expect(asked(sql)).toBe(name)
  })

  it('SQLite still says what it says', () => {
    expect(messageOf('SELECT 1; SELECT mail FROM users')).toBe('statement 2: no such column: mail; did you mean email?')
    expect(messageOf('INSERT INTO users (mail) VALUES (1)')).toBe(
      'statement 1: table users has no column named mail; did you mean email?',
    )
    expect(messageOf('SELECT "mail" FROM users')).toBe(
      'statement 1: no such column: "mail" - should this be a string literal in single-quotes? Or did you mean email?',
    )
  })
})

describe('behind an unknown object', () => {
  it.each([
    ['SELECT * FROM user', 'users'],
    ['SELECT * FROM main.user', 'users'],
    ['SELECT * FROM public.users', 'users'],
    ['SELECT * FROM temp.users', 'users'],
    ['SELECT main.user.id FROM users', 'users.id'],
    ['UPDATE user SET id = 1', 'users'],
    ['INSERT INTO user (id) VALUES (1)', 'users'],
    ['DELETE FROM order', undefined],
    ['CREATE INDEX i ON user (email)', 'users'],
    ['ALTER TABLE user RENAME TO people', 'users'],
    ['DROP TABLE user', 'users'],
    ['WITH totals AS (SELECT 1) SELECT * FROM total', 'totals'],
    ['WITH RECURSIVE n(i) AS (SELECT 1), numbers AS (SELECT 1) SELECT * FROM nummbers', 'numbers'],
    ['SELECT * FROM sqlite_masters', 'sqlite_master'],
    ["SELECT * FROM pragma_tabel_info('users')", 'pragma_table_info'],
    ['DROP INDEX order_user', 'orders_user'],
    ['SELECT * FROM orders INDEXED BY order_user', 'orders_user'],
    ['CREATE TABLE public.x (a)', 'main'],
    ['SELECT 1 FROM users ORDER BY name COLLATE NO_CASE', 'NOCASE'],
    ['SELECT 1 FROM users ORDER BY name COLLATE utf8_general_ci', 'NOCASE'],
    ['SELECT lenght(name) FROM users', 'length'],
    ['SELECT * FROM nonesuch', undefined],
  ])('%s', (sql, name) => {
    expect(asked(sql)).toBe(name)
  })

  it('the schema is that which the statement met: views, TEMP objects, what the action itself has made', () => {
    const own = openShop(engine)
    expect(asked('CREATE TABLE monthly_revenu (a); SELECT * FROM monthly_revenue', own)).toBe('monthly_revenu')
    expect(asked('CREATE TEMP TABLE tmp (mail_address); SELECT mail_adress FROM tmp', own)).toBe('mail_address')
    expect(asked('ALTER TABLE users RENAME COLUMN email TO address; SELECT addres FROM users', own)).toBe('address')
    expect(asked('CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END; DROP TRIGGER note', own)).toBe(
      'noted',
    )
    expect(
      asked(
        "CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT NEW.mail; END; INSERT INTO users VALUES (0, '', '', 0)",
      ),
    ).toBe('NEW.email')
    // All of it was taken back.
    for (const sql of ['SELECT * FROM monthly_revenue', 'SELECT addres FROM users', 'DROP TRIGGER note']) {
      expect(asked(sql, own)).toBeUndefined()
    }
    mustRun(own, 'CREATE VIEW people AS SELECT name AS nickname FROM users; CREATE TEMP TABLE notes (remark)')
    expect(asked('SELECT * FROM peple', own)).toBe('people')
    expect(asked('SELECT nick_name FROM people', own)).toBe('nickname')
    expect(asked('SELECT remarks FROM temp.notes', own)).toBe('remark')
    mustRun(own, 'DROP VIEW people')
    expect(asked('SELECT * FROM peple', own)).toBeUndefined()
    own.close()
  })
})

describe('what other databases have', () => {
  it.each([
    ['SELECT LEFT(name, 2) FROM users', 'no such function: LEFT; SQLite has substr(text, 1, n)'],
    ['SELECT now()', "no such function: now; SQLite has datetime('now')"],
    ["SELECT name REGEXP 'a' FROM users", "no such function: REGEXP; SQLite has text GLOB '[0-9]*'"],
    ['SELECT ISNULL(name, 1) FROM users', 'near "ISNULL": syntax error; SQLite has ifnull(value, other)'],
    [
      'SHOW TABLES',
      'near "SHOW": syntax error; inspect_schema shows the tables, and so does SELECT name, sql FROM sqlite_schema',
    ],
    ['SELECT 1 FROM users ORDER BY 1 ASC DESC', 'near "DESC": syntax error'],
    [
      'SELECT * FROM information_schema.columns',
      "no such table: information_schema.columns; SQLite has sqlite_schema and pragma_table_info('table')",
    ],
  ])('%s', (sql, message) => {
    expect(messageOf(sql)).toBe(`statement 1: ${message}`)
  })

  it('is told in expressions that run here', () => {
    expect(dialectExpressions.length).toBeGreaterThan(40)
    const names =
      "SELECT 'ab c' AS text, ' ' AS part, 'x' AS other, 2 AS n, 1 AS start, 'v' AS value, '2026-01-15' AS date"
    for (const expression of dialectExpressions) {
      const json = expression.startsWith('json_extract') ? names.replace("'ab c'", `'{"key":1}'`) : names
      expect(() => mustRun(sandbox, `SELECT ${expression} FROM (${json})`), expression).not.toThrow()
    }
  })
})

describe('a name in a hint', () => {
  it('is written as SQL takes it, whatever the word', () => {
    const { calls, scratch } = engine.sqlite
    const keywords = calls as unknown as {
      sqlite3_keyword_count: () => number
      sqlite3_keyword_name: (index: number, text: number, size: number) => number
    }
    const words = Array.from({ length: keywords.sqlite3_keyword_count() }, (_, index) => {
      keywords.sqlite3_keyword_name(index, scratch, scratch + 4)
      return engine.sqlite.text(engine.sqlite.readPointer(scratch), engine.sqlite.readPointer(scratch + 4))
    })
    expect(words.length).toBeGreaterThan(140)
    for (const word of [...words, 'two words', 'a"b', "it's", '1st', 'née', 'semi;colon']) {
      const own = openShop(engine)
      const quoted = `"${word.replaceAll('"', '""')}"`
      mustRun(
        own,
        `DROP TABLE users; CREATE TABLE ${quoted} (${quoted} DEFAULT 'here'); INSERT INTO ${quoted} DEFAULT VALUES`,
      )
      const wrong = `${quoted.slice(0, -1)}${word.length < 4 ? 'z' : 'zz'}"`
      const table = asked(`SELECT * FROM ${wrong}`, own)
      const column = asked(`SELECT t.${wrong} FROM ${quoted} t`, own)
      const bare = /did you mean (.*)\?$/.exec(messageOf(`INSERT INTO ${quoted} (${wrong}) VALUES (1)`, own))?.[1]
      expect([word, table, column, bare]).not.toContain(undefined)
      expect([word, mustRun(own, `SELECT ${column}, ${bare} FROM ${table} t`)]).toEqual([
        word,
        [expect.objectContaining({ rows: [['here', 'here']] })],
      ])
      own.close()
    }
  })

  it.each([
    ['quotation marks', '"'.repeat(40)],
    ['newlines', 'a\nb'],
    ['control characters', 'ab\u0007\u001b[2J'],
    ['a mark that turns the line round', 'abc\u202e'],
    ['20 KB', 'x'.repeat(20_000)],
    ['a cut of the host', hostCutMessages.time],
    ['our own words', "email; did you mean name?' -- "],
    ['a message of SQLite', 'users has no column named mail'],
    ['__proto__', '__proto__'],
    ['half a character', 'ab\ud83d'],
  ])('may be anything: %s', (_name, name) => {
    const own = openShop(engine)
    const quoted = `"${name.replaceAll('"', '""')}"`
    const near = `"${name.replaceAll('"', '""')}z"`
    mustRun(own, `CREATE TABLE ${quoted} (${quoted}, email2)`)
    for (const sql of [
      `SELECT * FROM ${near}`,
      `SELECT ${near} FROM ${quoted}`,
      `SELECT t.${near} FROM ${quoted} t`,
      `INSERT INTO ${quoted} (${near}) VALUES (1)`,
      `SELECT ${near}.email FROM ${quoted}`,
      `SELECT ${near}(1)`,
      `DROP INDEX ${near}`,
      `SELECT 1 FROM ${quoted} ORDER BY 1 COLLATE ${near}`,
    ]) {
      const message = messageOf(sql, own)
      expect(message.length).toBeLessThanOrEqual(limits.message + 20)
      const hint = /(?:; d| Or d)id you mean .*$/s.exec(message.replaceAll(name, ''))?.[0] ?? ''
      expect(hint).not.toMatch(/[\p{C}]/u)
      // No message with a hint ends like one of a cut by the host.
      if (hint !== '') expect(message.endsWith('?')).toBe(true)
    }
    own.close()
  })

  it('costs little and bounded in the largest schema', () => {
    const own = openShop(engine)
    const columns = (table: number): string => Array.from({ length: 12 }, (_, n) => `column_${table}_${n}`).join(', ')
    const tables = Array.from({ length: 200 }, (_, table) => `CREATE TABLE table_${table} (${columns(table)})`)
    mustRun(own, tables.join(';'))
    expect(asked('SELECT columm_7_3 FROM table_7', own)).toBe('column_7_3')
    expect(messageOf(`SELECT ${'x'.repeat(60_000)} FROM table_7`, own).length).toBeLessThanOrEqual(limits.message + 20)
    expect(messageOf(`SELECT ${'('.repeat(300)} nope ${'/* '.repeat(20_000)}`, own)).toMatch(/^statement 1: /)
    own.close()
  })

  it('tells nothing of what is in the rows, and is the same every time', () => {
    const empty = engine.open(
      engine.buildImage({ ...shop, tables: shop.tables.map((table) => ({ ...table, rows: [] })) }),
      { safety: 'any', clock },
    )
    const words = ['users', 'orders', 'id', 'name', 'email', 'balance', 'user_id', 'total', 'orders_user']
    const slip = fc
      .tuple(fc.constantFrom(...words), fc.nat(8), fc.constantFrom('', 'x', '_', 's', 'User'))
      .map(([word, at, put]) => word.slice(0, at) + put + word.slice(at + 1))
    const statement = fc
      .tuple(
        fc.constantFrom('SELECT "%" FROM users', 'SELECT * FROM [%]', 'SELECT u.[%] FROM users u', 'DROP INDEX [%]'),
        slip,
      )
      .map(([text, name]) => text.replace('%', name))
    let hints = 0
    fc.assert(
      fc.property(statement, (sql) => {
        const [full, bare] = [sandbox.run(sql, ['t']), empty.run(sql, ['t'])]
        if (full.ok || bare.ok) return
        expect(full).toEqual(bare)
        const name = / ?did you mean (?:\w+\.)?"?([^"]*)"?\?$/.exec(full.message)?.[1]
        if (name === undefined) return
        hints++
        expect([...words, 'sqlite_schema', 'sqlite_master', 'sqlite_temp_schema']).toContain(name)
      }),
      { numRuns: 400 },
    )
    expect(hints).toBeGreaterThan(100)
    empty.close()
  })
})
