import { endless, type HostileCase } from './hostile-case.ts'

const sizes: readonly (readonly [label: string, bytes: number])[] = [
  ['200 B', 200],
  ['2 KB', 2048],
  ['16 KB', 16_384],
  ['200 KB', 204_800],
]

/** Expressions over a text `v` of `a`s and the row number `x`, each dear in its own way. */
const expressions: Readonly<Record<string, string>> = {
  instr: "instr(v, substr(v, 1, length(v) / 2) || 'b')",
  replace: "replace(v, 'a', 'b')",
  'replace that grows': "replace(v, 'a', 'bbbb')",
  'replace of nearly everything': "replace(v, substr(v, 1, length(v) / 2) || 'b', '')",
  trim: "trim(v, 'a')",
  'trim of many characters': "rtrim(v, '0123456789bcdefghijklmnopqrstuvwxyz' || x)",
  printf: "printf('%s%s', v, x)",
  'printf of width': "printf('%*d', length(v), x)",
  'printf of a number': "printf('%.' || length(v) || 'f', x)",
  hex: 'hex(v)',
  quote: 'quote(v)',
  'upper and lower': 'upper(lower(v))',
  concatenation: 'v || x',
  substr: 'substr(v, -1) || substr(v, length(v) / 2)',
  length: 'length(v)',
  unicode: 'unicode(v)',
  comparison: "v < v || 'b'",
  'comparison without case': 'v = upper(v) COLLATE NOCASE',
  'comparison with spaces': "v = v || '   ' COLLATE RTRIM",
  cast: 'CAST(v AS BLOB) = CAST(v AS INTEGER)',
  'number of many digits': "CAST(replace(v, 'a', '7') AS REAL)",
  json: 'json(json_quote(v))',
  'json path': "json_extract(json_array(v, x), '$[1]')",
  'json set': "json_set('{}', '$.' || v, x)",
  'json array of deep brackets': "json_valid(replace(v, 'a', '['))",
  'json valid': 'json_valid(v)',
  unhex: 'unhex(v)',
  randomblob: 'randomblob(length(v))',
  zeroblob: 'hex(zeroblob(length(v)))',
  strftime: "strftime(v, 'now')",
  date: 'date(v)',
  unistr: 'unistr(v)',
  concat_ws: 'concat_ws(v, x, x, x)',
  char: 'char(x) || v',
  like: "v LIKE '%a%a%b'",
  glob: "v GLOB '*a*a*[b-c]'",
  'like of its own length': "v LIKE replace(v, 'a', '_') || 'b'",
}

const textOf = (bytes: number): string => `printf('%.*c', ${bytes}, 'a')`

/** Every dear function at four sizes, over endlessly many rows: all of them have to be stopped. */
export const runawayFunctions: readonly HostileCase[] = [
  ...Object.entries(expressions).flatMap(([name, expression]) =>
    sizes.map(([label, bytes]): HostileCase => ({
      name: `${name} of ${label}`,
      sql: `WITH RECURSIVE ${endless}, d(v) AS MATERIALIZED (SELECT ${textOf(bytes)}) SELECT count(${expression}) FROM d, c`,
      expect: /like|glob|json|unistr/.test(name) ? ['stopped', 'error'] : 'stopped',
    })),
  ),
  ...sizes.flatMap(([label, bytes]): HostileCase[] => [
    {
      name: `group_concat of ${label}`,
      sql: `WITH RECURSIVE ${endless} SELECT length(group_concat(${textOf(bytes)}, x)) FROM c`,
      expect: 'stopped',
    },
    {
      name: `group_concat window of ${label}`,
      sql: `WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000)
        SELECT max(length(g)) FROM (SELECT group_concat(${textOf(bytes)}) OVER (ORDER BY x ROWS BETWEEN 500 PRECEDING AND CURRENT ROW) AS g FROM n)`,
      expect: 'stopped',
    },
    {
      name: `json_group_array of ${label}`,
      sql: `WITH RECURSIVE ${endless} SELECT length(json_group_array(${textOf(bytes)})) FROM c`,
      expect: 'stopped',
    },
    {
      name: `rows of ${label}, sorted`,
      sql: `WITH RECURSIVE ${endless} SELECT length(v) FROM (SELECT ${textOf(bytes)} || x AS v FROM c) ORDER BY v`,
      expect: 'stopped',
    },
    {
      name: `rows of ${label}, distinct`,
      sql: `WITH RECURSIVE ${endless} SELECT count(DISTINCT ${textOf(bytes)} || x) FROM c`,
      expect: 'stopped',
    },
    {
      name: `instr of two values of ${label}, once`,
      sql: `SELECT instr(${textOf(bytes)}, ${textOf(Math.floor(bytes / 2))} || 'b')`,
      expect: ['rows', 'stopped'],
    },
    {
      name: `LIKE of a pattern of ${label}, once`,
      sql: `SELECT ${textOf(bytes)} LIKE replace(${textOf(Math.floor(bytes / 2))}, 'a', '%a') || 'b'`,
      expect: ['rows', 'stopped', 'error'],
    },
    {
      name: `GLOB of a pattern of ${label}, once`,
      sql: `SELECT ${textOf(bytes)} GLOB replace(${textOf(Math.floor(bytes / 2))}, 'a', '*a') || 'b'`,
      expect: ['rows', 'stopped', 'error'],
    },
  ]),
]
