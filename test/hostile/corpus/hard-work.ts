import { each, endless, repeat, type HostileCase } from './hostile-case.ts'

const numbers = (count: number): string =>
  `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${count})`
const cross = (condition: string): string =>
  `SELECT count(*) FROM users a, users b, users c, users d, users e, users f WHERE ${condition}`

/** Work of every kind that the counter has to see: in trees, in sorts, in writes, in rollbacks, in preparing. */
export const hardWork: readonly HostileCase[] = [
  ...each('budget', [
    cross('replace(a.name, b.name, c.name) = trim(d.name, e.name) || f.id'),
    cross('instr(a.name || b.name, c.name || d.name) > 100 + e.id'),
    cross("printf('%s %10.5f %q', a.name, b.id, e.name) IS NULL"),
    cross("strftime('%Y-%m-%d %H:%M:%f %J', 'now', '+' || a.id || ' days', '-' || e.id || ' minutes') IS NULL"),
    cross('round(a.id * 1.1 + e.id, 7) = 0.5'),
    cross('pow(a.id, 1.1) + exp(sin(e.id)) + atan2(c.id, d.id) = -1'),
    cross("json_extract(json_array(a.name, b.name, e.id), '$[2]') = -1"),
    cross('a.name || e.name COLLATE NOCASE = b.name || c.name COLLATE NOCASE'),
    'SELECT count(*) FROM users a LEFT JOIN users b ON 1 LEFT JOIN users c ON 1 LEFT JOIN users d ON 1 LEFT JOIN users e ON 1',
    `${numbers(5_000_000)} SELECT x FROM c ORDER BY hex(zeroblob(30)) || x COLLATE NOCASE DESC`,
    `${numbers(5_000_000)} SELECT count(DISTINCT randomblob(100)) FROM c`,
    `${numbers(5_000_000)} SELECT count(*) FROM c GROUP BY random() % 100000`,
    `${numbers(3000)} SELECT max(x) OVER (ORDER BY x ROWS BETWEEN 2000 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) FROM c`,
    `${numbers(400_000)} SELECT nth_value(x, 5000) OVER (ORDER BY x), ntile(7) OVER (ORDER BY -x), lag(x, 9000) OVER (ORDER BY x % 77) FROM c`,
    `CREATE TABLE t (a, b, c, UNIQUE (a, b, c), UNIQUE (b, c, a), UNIQUE (c, a, b)); INSERT INTO t ${numbers(1_000_000)} SELECT random(), random(), random() FROM c`,
    `CREATE TABLE t (k PRIMARY KEY) WITHOUT ROWID; INSERT INTO t ${numbers(1_000_000)} SELECT randomblob(200) FROM c`,
    `CREATE TABLE t (a); INSERT INTO t ${numbers(1200)} SELECT randomblob(900) FROM c; ${repeat(12, (i) => `CREATE INDEX i${i} ON t (a, a || ${i})`, ';')}; ${repeat(20, () => 'UPDATE t SET a = randomblob(901)', ';')}`,
    `CREATE TABLE t (a); INSERT INTO t ${numbers(100)} SELECT '' FROM c; ${repeat(900, () => 'UPDATE t SET a = a || hex(zeroblob(60))', ';')}`,
    `CREATE TABLE t AS ${numbers(8000)} SELECT randomblob(1000) a FROM c; ${repeat(240, () => 'SAVEPOINT s;DELETE FROM t;ROLLBACK TO s;RELEASE s', ';')}`,
    `CREATE TABLE t AS ${numbers(5000)} SELECT randomblob(1000) a FROM c; ${repeat(900, () => 'PRAGMA integrity_check', ';')}`,
    `CREATE TABLE t AS ${numbers(5000)} SELECT randomblob(1000) a FROM c; CREATE TRIGGER g AFTER UPDATE ON users BEGIN SELECT count(*) FROM t; END; ${repeat(900, () => 'UPDATE users SET id = id', ';')}`,
    repeat(900, () => 'SELECT DISTINCT a.name || b.name FROM users a, users b', ';'),
    repeat(900, () => 'SELECT count(*) FROM pragma_function_list a, pragma_function_list b', ';'),
    `SELECT count(*) FROM pragma_function_list a, pragma_function_list b, pragma_function_list c`,
    `${repeat(120, (i) => `CREATE TABLE t${i} (${repeat(20, (j) => `c${j}`, ',')})`, ';')};${repeat(800, (i) => `ALTER TABLE t${i % 120} ADD x${i}`, ';')}`,
    `WITH t(y) AS MATERIALIZED (SELECT '[' || replace(hex(zeroblob(50000)), '00', '1,') || '2]') SELECT count(*) FROM t, json_each(y) a, json_each(y) b`,
    `WITH t(y) AS MATERIALIZED (SELECT '[' || replace(hex(zeroblob(50000)), '00', '1,') || '2]') SELECT max(fullkey), max(path), max(json) FROM t, json_tree(y)`,
  ]),
  ...each('budget', [
    [`CREATE VIEW v AS WITH RECURSIVE ${endless} SELECT x FROM c`, 'SELECT count(*) FROM v'],
    [
      'CREATE TRIGGER t AFTER UPDATE ON users BEGIN INSERT INTO users (name) SELECT a.name FROM users a, users b, users c, users d; END',
      'UPDATE users SET id = id',
    ],
    [
      `ALTER TABLE users ADD COLUMN slow AS (${repeat(60, () => 'length(hex(zeroblob(60000 + id)))', ' + ')})`,
      'SELECT sum(slow) FROM users',
    ],
    [
      `CREATE TABLE t (a); CREATE INDEX i ON t (${repeat(30, (i) => `hex(zeroblob(3000 + a + ${i}))`, ', ')})`,
      `${numbers(2000)} INSERT INTO t SELECT x FROM c`,
    ],
  ]),
  ...each(
    ['budget', 'host'],
    [
      `WITH t(z) AS MATERIALIZED (${numbers(2000)} SELECT zeroblob(250000) FROM c) SELECT count(*) FROM t, t u WHERE t.z > u.z`,
      `SELECT z FROM (${numbers(2000)} SELECT randomblob(200000) AS z FROM c) ORDER BY z`,
    ],
  ),
]
