import { each, repeat, type HostileCase } from './hostile-case.ts'

const digits = "replace(hex(zeroblob(120000)), '0', '9')"
const array = "'[' || replace(hex(zeroblob(50000)), '00', '1,') || '2]'"

/** A statement that computes one large value, and of it many expressions that have no jump between them. */
function straight(value: string, count: number, expression: (index: number) => string): string {
  return `WITH t(y) AS MATERIALIZED (SELECT ${value}) SELECT ${repeat(count, expression, ', ')} FROM t`
}

const many = (count: number, part: string, separator: string): string => repeat(count, () => part, separator)

/**
 * Thousands of expensive calls in one row. SQLite looks for an interrupt only where its program jumps, and
 * these programs do not: without ProgramStop each of them runs for seconds to minutes.
 */
export const largeValues: readonly HostileCase[] = [
  ...each(
    'budget',
    [
      straight(digits, 200, () => many(150, 'y', '+')),
      straight(digits, 250, () => many(40, 'length(y)', '-')),
      straight(digits, 200, () => `y LIKE '%${'9'.repeat(270)}8%'`),
      straight(digits, 200, () => `y GLOB '*${'[^8]'.repeat(68)}8*'`),
      straight(digits, 200, () => `y GLOB '*[${'8'.repeat(270)}]*'`),
      straight(digits, 250, () => "instr(y, substr(y, 1, 100000) || '8')"),
      straight(digits, 250, () => "length(replace(y, substr(y, 1, 100000) || '8', ''))"),
      straight(digits, 250, () => "length(trim(y, replace(substr(y, 1, 90000), '9', '8') || '9'))"),
      straight(digits, 250, () => 'length(upper(y)) + length(lower(y)) + length(hex(substr(y, 1, 100000)))'),
      straight(digits, 250, () => "length(quote(y)) + length(printf('%w', y)) + length(substr(y, 2))"),
      straight(digits, 250, () => "y < y || '' OR y || '' < y COLLATE NOCASE"),
      straight(digits, 250, () => 'round(y) + CAST(y AS INTEGER) + CAST(y AS REAL) + -y + (y % 7) + abs(y)'),
      straight(digits, 250, () => 'substr(y, 100000) IN (y || 1, y || 2, y || 3) OR y || 4 BETWEEN y AND y || 5'),
      straight(
        digits,
        250,
        (k) => `unhex(replace(y, '9', '-') || ${k}, substr(replace(y, '9', '8'), 1, 90000) || '-')`,
      ),
      straight(array, 250, (k) => `length(json_extract(y, ${repeat(25, (i) => `'$[${49_000 + i + k}]'`, ',')}))`),
      straight(array, 250, (k) => `length(json_set(y, ${repeat(12, (i) => `'$[${i + k}]', 123456789`, ',')}))`),
      straight(array, 250, (k) => `length(json_remove(y, ${repeat(25, (i) => `'$[${i + k}]'`, ',')}))`),
      straight(
        array,
        250,
        (k) => `json_valid(y, ${(k % 15) + 1}) + json_array_length(y) + length(json_quote(y || ${k}))`,
      ),
      straight(array, 250, (k) => `json_error_position(y || ${k}) + length(jsonb(y)) + length(json(y))`),
      `SELECT ${repeat(250, (k) => `length(hex(zeroblob(${120_000 + k}))) + length(randomblob(${200_000 + k}))`, ', ')}`,
      `SELECT ${repeat(250, (k) => `length(printf('%.*c', ${200_000 + k}, 'x')) + length(printf('%${200_000 + k}d', 1))`, ', ')}`,
      `SELECT ${repeat(250, (k) => `length(strftime(replace(hex(zeroblob(${9000 + k})), '00', '%Y%J'), 'now'))`, ', ')}`,
      `SELECT ${repeat(250, (k) => `length(concat_ws(hex(zeroblob(5000)), ${repeat(20, () => String(k), ',')}))`, ', ')}, ${repeat(4, (k) => `length(printf('%.*c', ${250_000 + k}, 'é'))`, ', ')}, (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT count(*) FROM c)`,
    ],
    { message: /more work than one action may do/ },
  ),
  {
    name: 'in a trigger, for one row',
    sql: [
      `CREATE TRIGGER t AFTER UPDATE ON users BEGIN SELECT ${repeat(20, () => many(60, 'length(hex(zeroblob(99000 + new.id)))', '+'), ', ')}; END`,
      'UPDATE users SET id = id WHERE id = (SELECT min(id) FROM users)',
    ],
    expect: 'budget',
  },
  {
    name: 'in a CHECK, for one row',
    sql: [
      `CREATE TABLE t (a CHECK ((${many(150, 'length(hex(zeroblob(100000 + a)))', ' + ')}) > 0), b CHECK ((${many(150, 'length(hex(zeroblob(110000 + b)))', ' + ')}) > 0), c AS (${many(150, 'length(hex(zeroblob(115000 + a)))', ' + ')}) STORED)`,
      'INSERT INTO t VALUES (1, 2), (3, 4), (5, 6)',
    ],
    expect: 'budget',
  },
]
