/**
 * Statements that touch what a connection remembers, and statements that read it. For the users table of the classic
 * easy task: users (id, name, email, phone, note).
 */
import { numbers } from './engine-fixture.ts'
import { pragmasWithArgument, readablePragmas } from '../../src/sql/permissions.ts'

const schemas = ['', 'main.', 'temp.'] as const
const names = ['users', 'scratch', 'sqlite_temp_schema'] as const

/** Every PRAGMA that may be read, as a statement and as a table, of each database; some of these are refused. */
export const pragmaReaders: readonly string[] = [
  ...[...readablePragmas].flatMap((pragma) => [
    ...schemas.map((schema) => `PRAGMA ${schema}${pragma}`),
    `SELECT * FROM pragma_${pragma}`,
  ]),
  ...[...pragmasWithArgument].flatMap((pragma) => [
    ...names.map((name) => `PRAGMA ${pragma}(${name})`),
    `SELECT * FROM pragma_${pragma}('users')`,
    `SELECT * FROM pragma_${pragma}('scratch', 'temp')`,
  ]),
  'DELETE FROM pragma_table_list',
]

/** What tells the state of a connection without writing or opening anything. */
export const stateReaders: readonly string[] = [
  'SELECT name FROM pragma_database_list',
  'EXPLAIN SELECT * FROM sqlite_temp_schema',
  'EXPLAIN SELECT count(*) FROM users',
  'EXPLAIN DROP TABLE IF EXISTS nothing',
  'EXPLAIN CREATE TEMP TABLE IF NOT EXISTS scratch (x)',
  'SELECT changes(), total_changes(), last_insert_rowid()',
  'SELECT random(), hex(randomblob(8)), datetime(), CURRENT_TIMESTAMP, sqlite_version()',
  'SELECT * FROM pragma_foreign_keys, pragma_defer_foreign_keys, pragma_recursive_triggers',
  'SELECT name FROM pragma_collation_list',
  'SELECT count(*), max(rowid) FROM pragma_function_list',
  'SELECT schema, name, type, ncol FROM pragma_table_list',
  'PRAGMA temp.page_count; PRAGMA temp.freelist_count; PRAGMA temp.schema_version; PRAGMA temp.user_version',
  'PRAGMA page_count; PRAGMA freelist_count; PRAGMA schema_version; PRAGMA integrity_check',
  'DELETE FROM pragma_database_list',
  'EXPLAIN QUERY PLAN SELECT * FROM users u JOIN users v ON u.name = v.name',
  "SELECT * FROM json_each('[1]')",
  'SELECT * FROM sqlite_temp_schema',
  'SELECT name FROM users ORDER BY name COLLATE nowhere',
  'SELECT * FROM scratch',
]

/** What SQLite calls reading, what it refuses, what fails before it runs: where anything may be left unseen. */
const lookers: readonly string[] = [
  ...['SELECT 1', 'SELECT * FROM users', 'SELECT random()', 'SELECT changes(), total_changes(), last_insert_rowid()'],
  ...['sqlite_schema', 'sqlite_master', 'sqlite_temp_schema', 'sqlite_temp_master'].flatMap((table) =>
    schemas.map((schema) => `SELECT * FROM ${schema}${table}`),
  ),
  ...[
    'SELECT (SELECT 1 FROM sqlite_temp_master)',
    'SELECT 1 WHERE 1 IN temp.sqlite_master',
    'WITH t AS (SELECT * FROM temp.sqlite_master) SELECT * FROM t',
    'WITH t AS (SELECT * FROM temp.sqlite_master) SELECT 1',
    'SELECT 1 UNION ALL SELECT rootpage FROM sqlite_temp_master',
    'SELECT nothing FROM sqlite_temp_schema',
    'SELECT * FROM temp.users',
    'SELECT * FROM temp.scratch',
    'SELECT * FROM looking',
    'SELECT * FROM everyone',
  ],
  ...["SELECT * FROM json_each('[1,2]')", "SELECT * FROM JSON_TREE('[1]')", "SELECT * FROM temp.json_each('[1]')"],
  ...['DELETE FROM json_each', 'DELETE FROM JSON_tree', 'INSERT INTO temp.json_each VALUES (1)'],
  ...['SELECT nothing', 'SELECT * FROM nothing', 'SELECT nothing(1)', 'SELEC', 'SELECT ?1', "SELECT json('{')"],
  ...[
    'SELECT load_extension(1)',
    'SELECT zeroblob(300000)',
    'SELECT name COLLATE nowhere FROM users',
    'SELECT RAISE(FAIL, 1)',
  ],
  ...[
    'CREATE TEMP TABLE scratch (a, a)',
    'CREATE TEMP TABLE scratch AS SELECT nothing',
    'CREATE TEMP TABLE scratch (a COLLATE nowhere)',
    'CREATE TABLE temp.scratch (a CHECK (nothing(a)))',
    'CREATE TEMP TABLE IF NOT EXISTS users (a, a)',
    'CREATE TEMP VIEW looking AS SELEC',
    'CREATE TEMP VIEW looking AS SELECT ?',
    'CREATE TEMP TRIGGER shout AFTER INSERT ON nothing BEGIN SELECT 1; END',
    'CREATE TEMP TRIGGER shout AFTER INSERT ON users BEGIN SELEC; END',
    'CREATE INDEX temp.one ON users (name)',
    'CREATE INDEX temp.one ON nothing (name)',
    'CREATE VIRTUAL TABLE temp.e USING json_each',
    'CREATE VIRTUAL TABLE temp.e USING nothing',
    'CREATE VIRTUAL TABLE e USING fts5(x)',
  ],
  ...[
    'DROP TRIGGER IF EXISTS temp.nothing',
    'DROP TRIGGER temp.nothing',
    'DROP VIEW IF EXISTS temp.nothing',
    'DROP VIEW nothing',
    'DROP INDEX IF EXISTS temp.nothing',
    'DROP INDEX nothing',
    'ALTER TABLE temp.nothing RENAME TO x',
    'ALTER TABLE sqlite_temp_schema ADD COLUMN x',
    'REINDEX temp.nothing',
    'ANALYZE nothing',
    'DELETE FROM sqlite_temp_schema',
    'UPDATE temp.sqlite_schema SET sql = 1',
    'INSERT INTO temp.nothing VALUES (1)',
    'INSERT INTO users SELECT * FROM temp.sqlite_master',
    'UPDATE users SET nothing = 1',
  ],
  ...["ATTACH ':memory:' AS m", 'DETACH temp', 'VACUUM', "VACUUM INTO 'x'", 'PRAGMA temp_store = MEMORY'],
  ...[
    'PRAGMA temp.user_version = 5',
    'PRAGMA module_list',
    'SELECT * FROM pragma_compile_options',
    'COMMIT',
    'ROLLBACK',
  ],
  ...[
    'EXPLAIN SELECT * FROM sqlite_temp_schema',
    'EXPLAIN QUERY PLAN SELECT * FROM temp.sqlite_master',
    'EXPLAIN CREATE TEMP TABLE scratch (x)',
    'EXPLAIN QUERY PLAN CREATE TEMP TABLE scratch (x)',
    'EXPLAIN CREATE TEMP VIEW looking AS SELECT 1',
    'EXPLAIN CREATE VIRTUAL TABLE temp.e USING json_each',
    'EXPLAIN UPDATE users SET name = 1',
    'EXPLAIN ALTER TABLE users ADD COLUMN x',
    'EXPLAIN BEGIN',
    'EXPLAIN DROP VIEW IF EXISTS temp.nothing',
    'EXPLAIN ANALYZE temp',
    'EXPLAIN REINDEX',
  ],
  ...[
    'SELECT 1; SELECT nothing',
    'SELECT * FROM sqlite_temp_schema; SELECT nothing',
    'BEGIN; SELECT * FROM sqlite_temp_schema; ROLLBACK',
    'SAVEPOINT a; SELECT * FROM sqlite_temp_schema; ROLLBACK TO a; RELEASE a',
    'BEGIN; SELECT 1',
  ],
]

/** What writes, and may fail after it has. */
const writers: readonly string[] = [
  ...[
    "INSERT INTO users (name) VALUES ('new')",
    "INSERT INTO users (name) VALUES ('new') RETURNING id, changes(), total_changes()",
    'INSERT INTO users (id, name) VALUES (9223372036854775807, 1)',
    'REPLACE INTO users (id, name) VALUES (1, 1)',
    "INSERT OR ROLLBACK INTO users (id, name) VALUES (1, 'a'), (1, 'b')",
    "INSERT OR FAIL INTO users (id, name) VALUES (901, 'a'), (901, 'b')",
    "INSERT OR IGNORE INTO users (id, name) VALUES (1, 'a')",
    'UPDATE users SET note = random() WHERE id % 3 = 0',
    'UPDATE users SET name = name WHERE 0',
    'DELETE FROM users WHERE id IN (SELECT id FROM users ORDER BY random() LIMIT 2)',
    "INSERT INTO users (name) VALUES ('new'); SELECT nothing",
  ],
  ...[
    'CREATE TABLE kept (a UNIQUE, b)',
    'CREATE TABLE kept (a); SELECT nothing',
    'CREATE TABLE kept AS SELECT * FROM sqlite_temp_schema',
    'INSERT INTO kept SELECT id, name FROM users',
    'CREATE TEMP TABLE scratch (x UNIQUE)',
    'CREATE TEMP TABLE scratch AS SELECT id AS x FROM users',
    'CREATE TEMP TABLE scratch (x); SELECT nothing',
    'INSERT INTO scratch SELECT id FROM users',
    'INSERT INTO scratch VALUES (random()); SELECT nothing',
    'DELETE FROM scratch',
    'CREATE INDEX temp.scratch_x ON scratch (x)',
    'ALTER TABLE scratch RENAME COLUMN x TO x2',
    'ALTER TABLE scratch RENAME COLUMN x2 TO x',
  ],
  ...[
    'CREATE VIEW everyone AS SELECT name FROM main.users',
    "CREATE VIEW everyone AS SELECT * FROM JSON_TREE('[1]')",
    'CREATE VIEW everyone AS SELECT * FROM temp.sqlite_schema',
    'CREATE TEMP VIEW looking AS SELECT * FROM pragma_table_list',
    'CREATE TEMP VIEW looking AS SELECT * FROM PRAGMA_database_list',
    'CREATE TEMP VIEW looking AS SELECT * FROM sqlite_temp_schema',
    "CREATE TEMP VIEW users AS SELECT 'hidden' AS name",
    'CREATE TEMP TRIGGER shout AFTER UPDATE ON main.users BEGIN DELETE FROM main.users WHERE id = new.id + 1; END',
    'CREATE TRIGGER whisper AFTER INSERT ON users BEGIN UPDATE users SET note = 1 WHERE id = new.id; END',
    'CREATE UNIQUE INDEX one ON users (id, name)',
    'CREATE INDEX two ON users (name COLLATE nocase)',
    'DROP VIEW everyone',
    'DROP VIEW temp.looking',
    'DROP VIEW temp.users',
    'DROP TRIGGER shout',
    'DROP TRIGGER whisper',
    'DROP INDEX one',
    'DROP INDEX temp.scratch_x',
  ],
  ...[
    'ALTER TABLE users ADD COLUMN extra DEFAULT 1.5',
    'ALTER TABLE users DROP COLUMN extra',
    'ALTER TABLE users ADD COLUMN extra COLLATE nowhere',
    'ANALYZE',
    'ANALYZE temp',
    'REINDEX',
    'PRAGMA foreign_keys = ON',
    'PRAGMA foreign_keys = OFF',
    'PRAGMA defer_foreign_keys = ON',
    'PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = ON; INSERT INTO child VALUES (99)',
    'CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent REFERENCES parent)',
    'INSERT INTO child VALUES (99)',
    'DELETE FROM PRAGMA_Table_List',
    'SELECT * FROM PRAGMA_DATABASE_LIST',
  ],
  ...[
    'BEGIN; DELETE FROM users; ROLLBACK; SELECT count(*) FROM users',
    'BEGIN; DELETE FROM users',
    'BEGIN; CREATE TABLE kept (a); ROLLBACK',
    'BEGIN; CREATE TEMP TABLE scratch (x); ROLLBACK',
    'SAVEPOINT a; CREATE TABLE kept (a); ROLLBACK TO a; ROLLBACK TO a; RELEASE a',
    'SAVEPOINT a; INSERT INTO users (name) VALUES (1); RELEASE a',
    'SAVEPOINT a; CREATE TEMP TABLE scratch (x); INSERT INTO scratch VALUES (1); ROLLBACK TO a; RELEASE a',
  ],
  `INSERT INTO scratch ${numbers(300)} SELECT hex(randomblob(300)) FROM c`,
  'CREATE TABLE counted (x INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO counted VALUES (5); DELETE FROM counted',
]

/** One of each kind of statement. */
export const stateStatements: readonly string[] = [...new Set([...lookers, ...writers])]

/** What ends an episode of the classic tasks, and is allowed for tables of one's own elsewhere. */
export const dropStatements: readonly string[] = [
  'DROP TABLE scratch',
  'DROP TABLE kept',
  'DROP TABLE users',
  'DROP TABLE IF EXISTS temp.scratch',
  'DROP TABLE IF EXISTS temp.nothing',
  'DROP TABLE nothing',
  'DROP TABLE sqlite_temp_schema',
  'DROP TABLE json_each',
  'EXPLAIN DROP TABLE temp.scratch',
  'CREATE TEMP TABLE scratch (x); DROP TABLE scratch',
  'SELECT 1; DROP TABLE IF EXISTS temp.nothing',
]

/** A users table for databases that have none. */
export const makeUsers: string = `CREATE TABLE users (id INTEGER PRIMARY KEY, name, email, phone, note); INSERT INTO users ${numbers(15)} SELECT x, 'name ' || x, x || '@example.com', 900 + x, NULL FROM c`

/** What is stopped: by its budget while it runs and while it is prepared, by a limit, in the midst of writing. */
export const stoppedStatements: readonly string[] = [
  `${numbers(9_000_000)} SELECT count(*), (SELECT count(*) FROM sqlite_temp_schema) FROM c`,
  `UPDATE users SET note = (${numbers(9_000_000)} SELECT count(*) FROM c)`,
  `CREATE TEMP TABLE huge AS ${numbers(100)} SELECT zeroblob(250000) AS z FROM c`,
]
