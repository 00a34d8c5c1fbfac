/**
 * What other databases call something that SQLite has under another name: a model has read more of them than of
 * SQLite.
 *
 * @module
 */

/** By name in lower case: expressions of SQLite over what their words say. */
const functions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    left: 'substr(text, 1, n)',
    right: 'substr(text, -n)',
    mid: 'substr(text, start, n)',
    'split_part substring_index': 'substr(text, 1, instr(text, part) - 1)',
    'charindex locate position strpos': 'instr(text, part)',
    'len char_length character_length lengthb datalength': 'length(text)',
    'ucase toupper to_upper': 'upper(text)',
    'lcase tolower to_lower': 'lower(text)',
    'initcap proper': 'upper(substr(text, 1, 1)) || lower(substr(text, 2))',
    btrim: 'trim(text, part)',
    lpad: "printf('%10s', text)",
    rpad: "printf('%-10s', text)",
    'repeat replicate': "replace(hex(zeroblob(n)), '00', text)",
    'translate regexp_replace': 'replace(text, part, other)',
    'regexp regexp_like regexp_match regexp_matches regexp_contains rlike': "text GLOB '[0-9]*'",
    'regexp_substr regexp_extract': 'substr(text, instr(text, part))',
    'isnumeric is_numeric isdigit': "text NOT GLOB '*[^0-9]*'",
    'ascii ord': 'unicode(text)',
    'chr nchar': 'char(n)',
    'nvl isnull nz zn': 'ifnull(value, other)',
    decode: 'CASE value WHEN part THEN other END',
    greatest: 'max(value, other)',
    least: 'min(value, other)',
    truncate: 'trunc(n)',
    rand: 'random()',
    'uuid newid gen_random_uuid generate_uuid': 'lower(hex(randomblob(16)))',
    'now getdate sysdate systimestamp localtimestamp sysdatetime getutcdate': "datetime('now')",
    'curdate today current_date': "date('now')",
    'to_char date_format format_date format_datetime': "strftime('%Y-%m-%d', date)",
    'to_date str_to_date parse_date to_timestamp': 'date(text)',
    'year datepart date_part datename extract': "strftime('%Y', date)",
    month: "strftime('%m', date)",
    'day dayofmonth': "strftime('%d', date)",
    hour: "strftime('%H', date)",
    'weekday dayofweek': "strftime('%w', date)",
    'date_trunc datetrunc': "date(date, 'start of month')",
    'dateadd date_add adddate add_days add_months': "date(date, '+1 month')",
    'date_sub subdate': "date(date, '-1 month')",
    'datediff date_diff': 'julianday(date) - julianday(other)',
    'to_number to_int toint int convert try_cast try_convert safe_cast': 'CAST(text AS INTEGER)',
    'to_string tostring str': 'CAST(value AS TEXT)',
    'array_agg listagg collect_list wm_concat': "group_concat(text, ', ')",
    'json_agg json_arrayagg': 'json_group_array(value)',
    'json_value json_extract_path_text get_json_object': "json_extract(text, '$.key')",
    any_value: 'min(value)',
    'countif count_if': 'sum(value = other)',
    'row_count found_rows rowcount': 'changes()',
    'last_insert_id scope_identity lastval': 'last_insert_rowid()',
  }).flatMap(([names, expression]) => names.split(' ').map((name) => [name, expression] as const)),
)

const shows = 'inspect_schema shows the tables, and so does SELECT name, sql FROM sqlite_schema'

/** By the word a statement begins with. */
const statements: ReadonlyMap<string, string> = new Map([
  ['show', shows],
  ['describe', shows],
  ['desc', shows],
  ['truncate', 'SQLite has DELETE FROM'],
  ['merge', 'SQLite has INSERT ... ON CONFLICT DO UPDATE'],
])

/** By a word within a statement. */
const words: ReadonlyMap<string, string> = new Map([
  ['isnull', 'SQLite has ifnull(value, other)'],
  ['ilike', 'SQLite has LIKE, which takes capital and small ASCII letters as the same'],
  ['rlike', 'SQLite has GLOB and LIKE'],
  ['similar', 'SQLite has GLOB and LIKE'],
  ['modify', 'SQLite has no other type for a column than the first: make a new table'],
  ['fetch', 'SQLite has LIMIT'],
])

/** Every expression above. */
export const dialectExpressions: readonly string[] = [...new Set(functions.values())]

/** An expression of SQLite for a function that it has not, or undefined. */
export function equivalentOf(name: string): string | undefined {
  return functions.get(name.toLowerCase())
}

/** What to write for a word that SQLite does not understand, or undefined. @param begins it begins the statement */
export function insteadOfWord(word: string, begins: boolean): string | undefined {
  return (begins ? statements : words).get(word.toLowerCase())
}

/** Schemas that describe the schema: SQLite has a table for it. */
export const catalogSchemas: ReadonlySet<string> = new Set(['information_schema', 'pg_catalog', 'sys', 'all_tables'])
