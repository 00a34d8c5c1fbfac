import { each, type HostileCase } from './hostile-case.ts'

const same = (sql: string): HostileCase => ({
  sql: `SELECT ${sql}`,
  expect: 'rows',
  message: /"rows":\[\[1(?:,1)*\]\]/,
})

/** The host's time zone, clock, build, memory and texts. */
export const hostFacts: readonly HostileCase[] = [
  same("datetime('now', 'localtime') = datetime('now')"),
  same("datetime('now', 'utc') = datetime('now')"),
  same("datetime('2024-07-01 12:00', 'localtime') = '2024-07-01 12:00:00'"),
  same("datetime('2024-01-01 12:00', 'utc') = '2024-01-01 12:00:00'"),
  same(
    "datetime('1900-01-01', 'localtime') = '1900-01-01 00:00:00', datetime('2999-01-01', 'utc') = '2999-01-01 00:00:00'",
  ),
  same("strftime('%s', 'now') = strftime('%s', 'now', 'utc'), unixepoch() = unixepoch('now')"),
  same("julianday('now') = julianday('now', 'localtime')"),
  same("time('now') = current_time, date('now') = current_date, datetime() = current_timestamp"),
  same("strftime('%f', 'now') = strftime('%f', 'now')"),
  same("timediff('now', 'now') = '+0000-00-00 00:00:00.000'"),
  same("sqlite_version() LIKE '3.%'"),
  same("unixepoch('subsec') = unixepoch('subsec')"),
  same("(SELECT count(DISTINCT datetime('now')) FROM users a, users b) = 1"),
  ...each(
    'refused',
    [
      'SELECT sqlite_source_id()',
      "SELECT sqlite_compileoption_used('THREADSAFE')",
      'SELECT sqlite_compileoption_get(0)',
      'PRAGMA compile_options',
      'PRAGMA module_list',
      'PRAGMA mmap_size',
      'PRAGMA cache_size',
      "SELECT sqlite_log(1, 'text for the host')",
      'EXPLAIN SELECT sqlite_source_id()',
    ],
    { message: /not allowed/ },
  ),
  ...each(
    'rows',
    [
      'EXPLAIN SELECT * FROM users',
      'EXPLAIN SELECT * FROM users ORDER BY name LIMIT 3',
      "EXPLAIN SELECT * FROM pragma_table_info('users')",
      "EXPLAIN SELECT * FROM json_each('[1]')",
      "EXPLAIN SELECT * FROM json_tree('[1]') AS a, json_each('[2]') AS b",
      'EXPLAIN SELECT sum(id) OVER (ORDER BY name) FROM users',
      'EXPLAIN WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c',
      'EXPLAIN CREATE TABLE t (a)',
      'EXPLAIN CREATE INDEX i ON users (name)',
      'EXPLAIN UPDATE users SET name = upper(name) RETURNING *',
      'EXPLAIN DELETE FROM users',
      'EXPLAIN QUERY PLAN SELECT * FROM users, json_each(name)',
      'EXPLAIN PRAGMA table_info(users)',
      'EXPLAIN ALTER TABLE users ADD COLUMN x',
      'EXPLAIN ANALYZE',
      'EXPLAIN SELECT * FROM users WHERE name LIKE (SELECT group_concat(note) FROM users)',
    ],
    { message: /^(?!.*vtab:[0-9A-F]{4,})(?!.*0x[0-9a-f]{4,})/ },
  ),
  {
    sql: 'SELECT * FROM users u JOIN json_each(u.name) j',
    expect: ['error', 'rows'],
    message: /^(?!.*(?:node_modules|file:|\/work|wasm))/,
  },
  ...each(
    'error',
    [
      'SELECT nothing',
      'SELEC 1',
      'SELECT * FROM nowhere',
      'SELECT (',
      'INSERT INTO users VALUES (1)',
      'SELECT max()',
      "SELECT json('x')",
    ],
    {
      message: /^statement 1: (?!.*(?:node_modules|file:|\/work|wasm|sqlite3_|\.ts|\.c:))/,
    },
  ),
  { sql: 'PRAGMA function_list', expect: 'rows', message: /^(?!.*0x)/ },
  { sql: 'SELECT last_insert_rowid(), changes(), total_changes()', expect: 'rows', message: /\[\[0,0,0\]\]/ },
  { sql: 'SELECT typeof(random()), length(randomblob(16))', expect: 'rows', message: /\["integer",16\]/ },
  { sql: 'SELECT count(DISTINCT random()) > 1 FROM users', expect: 'rows', message: /\[\[1\]\]/ },
]
