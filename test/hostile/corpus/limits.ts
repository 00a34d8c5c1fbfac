import { each, repeat, type HostileCase } from './hostile-case.ts'

const sqlLimit = 100 * 1024
const padded = (bytes: number): string => `SELECT 1${repeat(bytes - 8, () => ' ')}`
const literal = (bytes: number): string => `SELECT length('${repeat(bytes - 17, () => 'a')}')`
const wide = (name: string): string => repeat(4000, () => name)

/** Sizes at and beyond the limits: of the text, of values, of results, of the database. */
export const limitCases: readonly HostileCase[] = [
  { name: 'SQL of exactly 100 KB', sql: padded(sqlLimit), expect: 'rows' },
  { name: 'SQL of 100 KB - 1', sql: padded(sqlLimit - 1), expect: 'rows' },
  { name: 'SQL of 100 KB + 1', sql: padded(sqlLimit + 1), expect: 'limit', message: /102401 bytes/ },
  { name: 'SQL of 10 MB', sql: padded(10 * 1024 * 1024), expect: 'limit' },
  { name: 'a literal that fills the SQL', sql: literal(sqlLimit), expect: 'rows', message: /102383/ },
  { name: 'SQL of 100 KB in two-byte letters', sql: `SELECT '${repeat(51_195, () => 'é')}'`, expect: 'rows' },
  { name: 'SQL of more bytes than letters', sql: `SELECT '${repeat(60_000, () => 'é')}'`, expect: 'limit' },
  { name: 'SQL of 100 KB in surrogates', sql: `SELECT '${repeat(26_000, () => '😀')}'`, expect: 'limit' },
  { name: 'a comment of 101 KB', sql: `/*${repeat(101 * 1024, () => 'x')}*/ SELECT 1`, expect: 'limit' },
  { name: '50,000 semicolons', sql: `${repeat(50_000, () => ';')}SELECT 1`, expect: ['rows', 'stopped'] },
  { name: '30,000 comments', sql: `${repeat(20_000, () => '/**/;')}SELECT 1`, expect: ['rows', 'stopped'] },
  { name: 'BOM 30,000 times', sql: `${repeat(30_000, () => '\uFEFF')}SELECT 1`, expect: 'rows' },
  ...each('rows', [
    'SELECT length(zeroblob(262000))',
    "SELECT length(printf('%.*c', 262000, 'a'))",
    'SELECT length(hex(zeroblob(131000)))',
  ]),
  ...each('limit', [
    'SELECT zeroblob(262145)',
    'SELECT zeroblob(2147483647)',
    'SELECT randomblob(1000000)',
    'SELECT hex(zeroblob(200000))',
    "SELECT replace(hex(zeroblob(1000)), '00', hex(zeroblob(1000)))",
    'SELECT hex(zeroblob(130000)) || hex(zeroblob(130000))',
    'INSERT INTO users (note) VALUES (zeroblob(300000))',
    'UPDATE users SET note = zeroblob(200000), name = zeroblob(200000)',
    'SELECT group_concat(hex(zeroblob(60000))) FROM users',
    'SELECT json_group_array(hex(zeroblob(60000))) FROM users',
    'SELECT quote(zeroblob(200000))',
    'SELECT concat(zeroblob(200000), zeroblob(200000))',
    'SELECT json_array(hex(zeroblob(100000)), hex(zeroblob(100000)))',
    'CREATE TABLE big AS SELECT zeroblob(200000) AS a, zeroblob(200000) AS b',
  ]),
  ...each(
    ['limit', 'rows', 'stopped', 'error'],
    [
      "SELECT length(printf('%1000000d', 1))",
      "SELECT length(printf('%.1000000f', 1))",
      "SELECT length(printf('%*d', 2147483647, 1))",
      "SELECT length(printf('%.*c', 2147483647, 'a'))",
      "SELECT length(printf('%-2147483648d', 1))",
      "SELECT length(printf('%,99999999.99999999f', 1e300))",
      "SELECT length(printf('%!.99999999g', 1e308))",
      'SELECT zeroblob(-1)',
      'SELECT zeroblob(9223372036854775807)',
      'SELECT randomblob(-9223372036854775808)',
      "SELECT substr('abc', -9223372036854775808, 9223372036854775807)",
      'SELECT length(zeroblob(262144))',
      "SELECT length(strftime(printf('%.*c', 250000, '%')))",
    ],
  ),
  // What is shown of a result.
  { sql: 'SELECT a.id FROM users a, users b', expect: 'rows', message: /"truncated":true/ },
  {
    sql: 'WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 100) SELECT x FROM n',
    expect: 'rows',
    message: /"row_count":100,"truncated":false/,
  },
  {
    sql: 'WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 101) SELECT x FROM n',
    expect: 'rows',
    message: /"row_count":101,"truncated":true/,
  },
  { sql: 'SELECT hex(zeroblob(40000)) FROM users', expect: 'rows', message: /"rows":\[\].*"truncated":true/ },
  { sql: 'SELECT zeroblob(250000)', expect: 'rows', message: /"truncated":true/ },
  { sql: "SELECT replace(hex(zeroblob(20000)), '0', char(1))", expect: 'rows', message: /"truncated":true/ },
  {
    name: 'results of 900 statements',
    sql: repeat(900, () => 'SELECT hex(zeroblob(500));'),
    expect: 'rows',
    message: /"truncated":true/,
  },
  { name: '900 column lists', sql: repeat(900, () => `SELECT 1 AS "${repeat(60, () => 'n')}";`), expect: 'rows' },
  { name: '256 result columns', sql: `SELECT ${repeat(256, (index) => String(index), ', ')}`, expect: 'rows' },
  { name: '257 result columns', sql: `SELECT ${repeat(257, (index) => String(index), ', ')}`, expect: 'error' },
  { name: 'a column name of 90 KB', sql: `SELECT 1 AS "${repeat(90_000, () => 'n')}"`, expect: 'rows' },
  {
    name: '250 column names of 390 bytes',
    sql: `SELECT ${repeat(250, () => `1 AS "${repeat(380, () => 'n')}"`, ', ')}`,
    expect: 'rows',
  },
  {
    name: 'a column name of an expression of 90 KB',
    sql: `SELECT '${repeat(90_000, () => 'n')}' IS NULL`,
    expect: 'rows',
  },
  // Errors that repeat what was sent.
  { name: 'an unknown column of 16 KB', sql: `SELECT ${wide('abcd')}`, expect: 'error', message: /no such column/ },
  {
    name: 'an unknown table of 16 KB',
    sql: `SELECT * FROM ${wide('abcd')}`,
    expect: 'error',
    message: /no such table/,
  },
  { name: 'an unknown function of 16 KB', sql: `SELECT ${wide('abcd')}(1)`, expect: ['error', 'refused'] },
  { name: 'an unknown PRAGMA of 16 KB', sql: `PRAGMA ${wide('abcd')}`, expect: 'refused' },
  {
    name: 'an unknown module of 16 KB',
    sql: `CREATE VIRTUAL TABLE t USING ${wide('abcd')}`,
    expect: ['error', 'refused'],
  },
  { name: 'an unknown savepoint of 16 KB', sql: `RELEASE ${wide('abcd')}`, expect: 'error' },
  { name: 'an unknown collation of 16 KB', sql: `SELECT 1 COLLATE ${wide('abcd')} = 2`, expect: 'error' },
  { name: 'an unknown column of 16 KB of emoji', sql: `SELECT "${repeat(4000, () => '😀')}".x`, expect: 'error' },
  {
    name: 'a RAISE of 16 KB',
    sql: [
      `CREATE TRIGGER t BEFORE DELETE ON users BEGIN SELECT raise(ABORT, '${wide('abcd')}'); END`,
      'DELETE FROM users',
    ],
    expect: 'error',
  },
  {
    name: 'a constraint name of 16 KB',
    sql: [`CREATE TABLE t (a, CONSTRAINT ${wide('abcd')} CHECK (a > 0))`, 'INSERT INTO t VALUES (0)'],
    expect: 'error',
  },
  { name: 'a huge number', sql: `SELECT ${repeat(90_000, () => '9')}`, expect: ['rows', 'error', 'stopped'] },
  {
    name: 'a huge bad number',
    sql: `SELECT 1${repeat(9000, () => 'z')}`,
    expect: 'error',
    message: /unrecognized token/,
  },
  { name: '40 arguments', sql: `SELECT max(${repeat(40, (index) => String(index), ', ')})`, expect: ['rows', 'error'] },
  { name: '2000 arguments', sql: `SELECT max(${repeat(2000, (index) => String(index), ', ')})`, expect: 'error' },
  { name: 'variable 1,000,000', sql: 'SELECT ?1000000', expect: 'error' },
  {
    name: 'variables without values',
    sql: 'SELECT ?, ?2, :a, @b, $c, $d::e(f)',
    expect: 'rows',
    message: /\[\[null,null,null,null,null,null\]\]/,
  },
  // The database itself.
  {
    name: 'main to 64 MB',
    sql: `CREATE TABLE big (a); ${repeat(30, () => 'INSERT INTO big WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 40) SELECT zeroblob(250000) FROM n;')}`,
    expect: 'stopped',
  },
  {
    name: 'TEMP beyond 16 MB',
    sql: `CREATE TEMP TABLE big (a); ${repeat(10, () => 'INSERT INTO big WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 40) SELECT zeroblob(250000) FROM n;')}`,
    expect: 'stopped',
  },
  {
    name: 'an index over large values',
    sql: `CREATE TABLE big (a); ${repeat(90, () => 'INSERT INTO big VALUES (zeroblob(100000));')} CREATE INDEX i ON big (a); REINDEX`,
    expect: ['changed', 'stopped'],
    changes: true,
  },
]
