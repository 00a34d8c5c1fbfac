import { each, repeat, type HostileCase } from './hostile-case.ts'

const insertUser = "INSERT INTO users (name) VALUES ('x')"
const refusedCalls = ["load_extension('x')", 'sqlite_source_id()', 'sqlite_offset(1)', 'fts5_source_id()', 'median(1)']

/** Ways to reach a refused function through an object of the schema; the object or its use has to fail. */
const smuggles: readonly ((call: string) => string)[] = [
  (call) => `CREATE VIEW v AS SELECT ${call} AS a; SELECT * FROM v`,
  (call) => `CREATE TEMP VIEW v AS SELECT ${call} AS a; SELECT * FROM v`,
  (call) => `CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT ${call}; END; ${insertUser}`,
  (call) => `CREATE TEMP TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET note = ${call}; END; ${insertUser}`,
  (call) => `CREATE TRIGGER t AFTER INSERT ON users WHEN ${call} BEGIN SELECT 1; END; ${insertUser}`,
  (call) => `CREATE TABLE t (a, CHECK (${call})); INSERT INTO t VALUES (1)`,
  (call) => `CREATE TABLE t (a, b AS (${call})); INSERT INTO t VALUES (1); SELECT b FROM t`,
  (call) => `CREATE TABLE t (a, b AS (${call}) STORED); INSERT INTO t VALUES (1)`,
  (call) => `CREATE TABLE t (a, b DEFAULT (${call})); INSERT INTO t (a) VALUES (1)`,
  (call) => `CREATE INDEX i ON users (${call})`,
  (call) => `CREATE INDEX i ON users (id) WHERE ${call}`,
  (call) => `ALTER TABLE users ADD COLUMN extra DEFAULT (${call}); ${insertUser}`,
  (call) => `CREATE TABLE t AS SELECT ${call} AS a`,
]

export const schemaTampering: readonly HostileCase[] = [
  ...smuggles.flatMap((smuggle, index) =>
    each(['refused', 'error'], [smuggle(refusedCalls[index % refusedCalls.length] as string)]),
  ),
  ...smuggles.flatMap((smuggle) => {
    // Made in one action, used in another.
    const [create, ...use] = smuggle("load_extension('x')").split(/(?<=END|[^D]); (?!END)/)
    return use.length === 0 || create?.startsWith('ALTER')
      ? []
      : each(['refused', 'error'], [[create as string, use.join('; ')]], { stumbles: true })
  }),
  ...each(
    ['error', 'refused'],
    [
      'DELETE FROM sqlite_schema',
      "UPDATE sqlite_schema SET sql = 'CREATE TABLE users (a)'",
      'UPDATE main.sqlite_master SET rootpage = 2',
      "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 2, 'CREATE TABLE x (a)')",
      'INSERT OR REPLACE INTO "sqlite_master" SELECT * FROM sqlite_schema',
      'PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 1',
      'DELETE FROM sqlite_temp_schema',
      'ALTER TABLE sqlite_schema RENAME TO x',
      'ALTER TABLE sqlite_schema ADD COLUMN x',
      'CREATE TABLE sqlite_x (a)',
      'CREATE TABLE SQLITE_STAT1 (a)',
      'CREATE VIEW sqlite_v AS SELECT 1',
      'CREATE TABLE x (a); ALTER TABLE x RENAME TO sqlite_x',
      'CREATE TEMP TABLE sqlite_sequence (a)',
      'CREATE TRIGGER t AFTER INSERT ON sqlite_schema BEGIN SELECT 1; END',
      'CREATE INDEX i ON sqlite_schema (name)',
      'CREATE TABLE users (a)',
      'CREATE TABLE main.users AS SELECT 1',
      'CREATE VIEW users AS SELECT 1',
      'ALTER TABLE users ADD COLUMN id',
      'ALTER TABLE users ADD COLUMN x PRIMARY KEY',
      'ALTER TABLE users DROP COLUMN id',
      'ALTER TABLE users DROP COLUMN nothing',
      'ALTER TABLE users RENAME COLUMN name TO email',
      'ALTER TABLE users RENAME TO "users"',
      'ALTER TABLE nothing RENAME TO users',
      'ALTER TABLE users ADD COLUMN x NOT NULL',
      'CREATE TRIGGER users.t AFTER INSERT ON users BEGIN SELECT 1; END',
      'CREATE TABLE t (a REFERENCES t (b) CHECK (a IN (SELECT 1)))',
      'CREATE TABLE t (a CHECK ((SELECT 1) = 1))',
      'CREATE TABLE t (a AS (a + 1))',
      'CREATE TABLE t (a AS (b), b AS (a)); INSERT INTO t DEFAULT VALUES',
      'CREATE VIEW v AS SELECT * FROM v; SELECT * FROM v',
      'CREATE VIEW v AS SELECT * FROM w; CREATE VIEW w AS SELECT * FROM v; SELECT * FROM v',
      'CREATE TABLE t (a) WITHOUT ROWID',
      'CREATE TABLE t (a NOSUCHTYPE) STRICT',
      'CREATE TABLE t (x INTEGER PRIMARY KEY, CHECK (x IN temp.sqlite_schema))',
      'REINDEX nosuch',
      'ANALYZE nosuch.users',
      'CREATE INDEX i ON users (random())',
      "CREATE INDEX i ON users (datetime('now')); " + insertUser,
      'CREATE TABLE t (a COLLATE nosuch); INSERT INTO t VALUES (1); SELECT * FROM t ORDER BY a',
    ],
  ),
  // Shadows: they work for the agent, and nothing permanent may change.
  ...each('rows', [
    'CREATE TEMP TABLE users (id, name); SELECT * FROM users',
    'CREATE TEMP VIEW users AS SELECT 1 AS id; SELECT * FROM users',
    "CREATE TEMP TABLE users AS SELECT * FROM main.users; UPDATE users SET name = 'x'; SELECT count(*) FROM users",
    ['CREATE TEMP TABLE users (id)', 'SELECT count(*) FROM main.users'],
    ['CREATE TEMP TABLE pragma_table_info (name)', 'SELECT * FROM pragma_table_info'],
    ['CREATE TEMP TABLE schema2 (name)', 'SELECT * FROM sqlite_temp_schema'],
    'CREATE TEMP TABLE json_each (a); SELECT * FROM json_each',
    'CREATE TEMP TRIGGER t AFTER INSERT ON main.users BEGIN DELETE FROM users; END; SELECT 1',
    'WITH users AS (SELECT 1 AS id) SELECT * FROM users',
    'WITH sqlite_schema AS (SELECT 1 AS id) SELECT * FROM sqlite_schema',
    'WITH pragma_compile_options AS (SELECT 1 AS id) SELECT * FROM pragma_compile_options',
  ]),
  ...each(
    ['rows', 'changed'],
    [
      'ALTER TABLE users RENAME TO "users; DROP TABLE users"',
      'ALTER TABLE users RENAME TO hidden; CREATE VIEW users AS SELECT * FROM hidden',
      'ALTER TABLE users RENAME TO hidden; CREATE TABLE users AS SELECT * FROM hidden',
      'ALTER TABLE users ADD COLUMN "" DEFAULT 1',
      'ALTER TABLE users RENAME COLUMN name TO "a""b"',
      'ALTER TABLE users DROP COLUMN note',
      'CREATE TABLE "" ("" )',
      'CREATE TABLE "new\nline" (a)',
      'CREATE TABLE "__proto__" ("constructor", "__proto__"); SELECT * FROM "__proto__"',
      'CREATE TABLE "\u202Euser" (a)',
      'CREATE TABLE "😀" ("😀")',
      'CREATE TABLE "pragma_x" (a)',
      'CREATE TABLE "Users2" (a); CREATE TEMP TABLE "uSERS2" (a)',
      "CREATE TRIGGER t AFTER UPDATE ON users BEGIN DELETE FROM users; END; UPDATE users SET note = ''",
      'CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN SELECT 1; END',
      'ANALYZE',
      'REINDEX',
    ],
    { changes: true },
  ).map((one) => (String(one.sql).includes('INSTEAD') ? { ...one, expect: 'error' as const } : one)),
  { sql: ['CREATE TABLE "__proto__" (a)', 'SELECT name FROM sqlite_schema'], expect: 'rows', message: /__proto__/ },
  {
    name: 'a table name of 60 KB',
    sql: `CREATE TABLE "${repeat(60_000, () => 'n')}" (a)`,
    expect: ['stopped', 'changed'],
    changes: true,
  },
  { name: 'a table name of 90 KB', sql: `CREATE TABLE "${repeat(90_000, () => 'n')}" (a)`, expect: 'stopped' },
  {
    name: '256 columns',
    sql: `CREATE TABLE t (${repeat(256, (index) => `c${index}`, ', ')})`,
    expect: 'changed',
    changes: true,
  },
  {
    name: '257 columns',
    sql: `CREATE TABLE t (${repeat(257, (index) => `c${index}`, ', ')})`,
    expect: 'error',
    message: /too many columns/,
  },
  {
    name: '2000 columns in a view',
    sql: `CREATE VIEW v AS SELECT ${repeat(2000, (index) => String(index), ', ')}; SELECT * FROM v`,
    expect: 'error',
  },
  { name: '600 tables', sql: repeat(600, (index) => `CREATE TABLE t${index} (a);`), expect: 'stopped' },
  { name: '600 temp views', sql: repeat(600, (index) => `CREATE TEMP VIEW v${index} AS SELECT 1;`), expect: 'stopped' },
  { name: '900 indexes', sql: repeat(900, (index) => `CREATE INDEX i${index} ON users (id);`), expect: 'stopped' },
  {
    name: '300 tables of 200 columns',
    sql: repeat(300, (index) => `CREATE TABLE t${index} AS SELECT * FROM v;`),
    expect: 'error',
  },
  {
    name: 'a schema that grows by doubling',
    sql: [
      `CREATE TABLE t (${repeat(200, (index) => `c${index}`, ', ')})`,
      repeat(400, (index) => `CREATE TABLE t${index} AS SELECT * FROM t;`),
    ],
    expect: 'stopped',
  },
  {
    name: 'a trigger that calls itself',
    sql: [
      'CREATE TABLE n (a); CREATE TRIGGER t AFTER INSERT ON n BEGIN INSERT INTO n VALUES (new.a + 1); END',
      'INSERT INTO n VALUES (1)',
    ],
    expect: ['changed', 'error', 'stopped'],
    changes: true,
  },
  {
    name: 'triggers in a circle',
    sql: [
      'CREATE TABLE a (x); CREATE TABLE b (x);' +
        'CREATE TRIGGER ta AFTER INSERT ON a BEGIN INSERT INTO b SELECT x FROM a; END;' +
        'CREATE TRIGGER tb AFTER INSERT ON b BEGIN INSERT INTO a SELECT x FROM b; END',
      'INSERT INTO a VALUES (1)',
    ],
    expect: ['changed', 'error', 'stopped'],
    changes: true,
  },
  {
    name: 'a chain of 60 triggers',
    sql: [
      repeat(61, (index) => `CREATE TABLE n${index} (a);`) +
        repeat(
          60,
          (index) =>
            `CREATE TRIGGER t${index} AFTER INSERT ON n${index} BEGIN INSERT INTO n${index + 1} VALUES (1); END;`,
        ),
      'INSERT INTO n0 VALUES (1)',
    ],
    expect: ['error', 'changed'],
    changes: true,
  },
]
