/**
 * The words statements are made of. Names come from the episode; everything else from here.
 *
 * @module
 */
/** The entries of a text, which are set apart by two spaces or a new line. */
const entries = (text: string): string[] => text.trim().split(/ {2,}|\n\s*/)

/** Values at the edges: of integers, reals, text, blobs, dates, JSON, and of our own limits. */
export const literals: readonly string[] = [
  ...entries(`
    NULL  0  1  -1  2  7  100  255  256  1000  65535  2147483647  2147483648  TRUE  FALSE
    9007199254740991  9007199254740993  9223372036854775807  -9223372036854775808  9223372036854775808
    0.0  -0.0  0.5  1e308  1e309  -1e309  1e-320  4.9e-324  0x7fffffffffffffff  0xffffffffffffffff
    ''  'a'  'A'  '%'  '_'  '*'  '[^a]'  '5'  '5.0'  '0x10'  '1e5'  'nan'  'inf'
    x''  x'00'  x'ff'  x'c328'  x'efbbbf'  zeroblob(255)  zeroblob(257)  randomblob(16)
    'ÄÖ'  'é'  '日本'  char(0)  char(0, 65)  char(55296)  char(1114112)
    'now'  '2024-02-30'  '0000-01-01'  '9999-12-31 23:59:59'  '+1 month'  'localtime'  'auto'  '%s %J'
    '[1,2,[3]]'  '{"a":{"b":null}}'  '$.a[#-1]'  '$'  '{'  CURRENT_TIMESTAMP  CURRENT_DATE  random()
    ?1  :a  @b  $c  ?  rowid  printf('%*d', 300, 1)  replace(hex(zeroblob(120)), '00', 'ab')
  `),
  "' '",
  "'\u{1f600}'",
  "'\u202e'",
  "'\ufeff'",
]

/** Functions by the number of arguments that they take. */
export const functionsByArity: readonly (readonly string[])[] = [
  'random changes last_insert_rowid total_changes pi sqlite_version date time datetime unixepoch'.split(' '),
  [
    ...'abs acos asin atan ceil cos degrees exp floor ln log2 log10 radians sign sin sqrt tan trunc char date'.split(
      ' ',
    ),
    ...'hex json json_array json_array_length json_error_position json_quote json_type json_valid jsonb julianday'.split(
      ' ',
    ),
    ...'length likely lower ltrim octet_length quote randomblob round rtrim time trim typeof unhex unicode'.split(' '),
    ...'unistr_quote unixepoch unlikely upper zeroblob datetime json_extract subtype printf'.split(' '),
  ],
  [
    ...'atan2 date datetime glob ifnull instr json_array json_extract json_object json_remove json_type like'.split(
      ' ',
    ),
    ...'log ltrim max min mod nullif power printf round rtrim strftime substr timediff trim unhex concat'.split(' '),
  ],
  [
    ...'coalesce concat concat_ws format iif json_array json_insert json_replace json_set jsonb_set like max'.split(
      ' ',
    ),
    ...'min replace replace substr datetime strftime jsonb_replace jsonb_insert json_extract'.split(' '),
  ],
]
export const functions: readonly string[] = [...new Set(functionsByArity.flat())]

/** Not allowed, unknown, or internal: calls of these must be refused. */
export const refusedFunctions: readonly string[] = entries(`
  load_extension  fts3_tokenizer  readfile  writefile  sqlite_source_id  sqlite_compileoption_get
  sqlite_rename_column  sqlite_offset  sqlite_log  match  edit  json_patch  json_pretty  nosuch
`)

export const aggregates: readonly string[] = entries(`
  count  sum  total  avg  min  max  group_concat  string_agg  json_group_array  json_group_object
`)

export const windowFunctions: readonly string[] = entries(`
  row_number  rank  dense_rank  percent_rank  cume_dist  ntile  lag  lead  first_value  nth_value
`)

export const pragmas: readonly string[] = entries(`
  application_id  collation_list  data_version  database_list  defer_foreign_keys  encoding
  foreign_key_check  foreign_key_list  foreign_keys  freelist_count  function_list  index_info
  index_list  index_xinfo  integrity_check  page_count  quick_check  recursive_triggers
  schema_version  table_info  table_list  table_xinfo  user_version
  writable_schema  journal_mode  synchronous  temp_store  temp_store_directory  max_page_count
  page_size  cache_size  cache_spill  mmap_size  locking_mode  secure_delete  auto_vacuum
  incremental_vacuum  case_sensitive_like  query_only  read_uncommitted  reverse_unordered_selects
  trusted_schema  threads  ignore_check_constraints  legacy_alter_table  hard_heap_limit
  soft_heap_limit  optimize  analysis_limit  shrink_memory  wal_checkpoint  busy_timeout
  cell_size_check  automatic_index  full_column_names  key  compile_options  module_list  pragma_list
  stats  lock_status  vdbe_trace  vdbe_listing  nosuch
`)

export const types: readonly string[] = entries(`
  INTEGER  TEXT  REAL  BLOB  NUMERIC  ANY  INT  VARCHAR(10)    DATE  INTEGER PRIMARY KEY
  TEXT PRIMARY KEY  TEXT UNIQUE  INTEGER NOT NULL DEFAULT 5  TEXT COLLATE NOCASE  REAL CHECK (1)
  TEXT DEFAULT CURRENT_TIMESTAMP  INTEGER PRIMARY KEY AUTOINCREMENT  TEXT REFERENCES users
  GENERATED ALWAYS AS (1 || 'x')
`)

export const collations: readonly string[] = entries(`
  BINARY  NOCASE  RTRIM  nosuch
`)

export const binaryOperators: readonly string[] = entries(`
  +  -  *  /  %  ||  <<  >>  &  |  =  ==  <>  !=  <  <=  >  >=  IS  IS NOT  AND  OR  LIKE  NOT LIKE
  GLOB  IS DISTINCT FROM  ->  ->>
`)

export const joins: readonly string[] = entries(
  ',  JOIN  LEFT JOIN  CROSS JOIN  NATURAL JOIN  FULL OUTER JOIN  RIGHT JOIN',
)

/** Words that are put in the place of others. */
export const keywords: readonly string[] = [
  ...'SELECT INSERT UPDATE DELETE REPLACE FROM WHERE SET VALUES INTO CREATE DROP ALTER TABLE VIEW TRIGGER INDEX'.split(
    ' ',
  ),
  ...'TEMP TEMPORARY UNIQUE IF NOT EXISTS AS WITH RECURSIVE MATERIALIZED UNION ALL EXCEPT INTERSECT DISTINCT'.split(
    ' ',
  ),
  ...'ORDER BY GROUP HAVING LIMIT OFFSET JOIN LEFT OUTER NATURAL USING ON CASE WHEN THEN ELSE END BETWEEN IN'.split(
    ' ',
  ),
  ...'LIKE GLOB ESCAPE IS NULL ISNULL NOTNULL COLLATE CAST BEGIN COMMIT ROLLBACK SAVEPOINT RELEASE TO TRANSACTION'.split(
    ' ',
  ),
  ...'PRAGMA EXPLAIN QUERY PLAN ATTACH DETACH DATABASE VACUUM ANALYZE REINDEX RENAME COLUMN ADD RAISE IGNORE ABORT'.split(
    ' ',
  ),
  ...'FAIL CONFLICT DO NOTHING RETURNING OVER PARTITION ROWS RANGE PRECEDING FOLLOWING CURRENT ROW FILTER WINDOW'.split(
    ' ',
  ),
  ...'BEFORE AFTER INSTEAD OF FOR EACH WITHOUT ROWID STRICT GENERATED ALWAYS STORED VIRTUAL REFERENCES FOREIGN'.split(
    ' ',
  ),
  ...'KEY CASCADE DEFERRABLE INITIALLY DEFERRED IMMEDIATE EXCLUSIVE CHECK DEFAULT PRIMARY INDEXED AUTOINCREMENT'.split(
    ' ',
  ),
]

/** Tables SQLite has by itself. */
export const builtInTables: readonly string[] = entries(`
  sqlite_schema  sqlite_master  sqlite_temp_schema  sqlite_sequence  sqlite_stat1  pragma_table_info
  pragma_function_list  pragma_database_list  json_each('[1,2]')  json_tree('{"a":[1]}')
  sqlite_dbpage  dbstat  bytecode  tables_used  sqlite_stmt  generate_series(1, 9)  sqlite_memstat
  completion  pragma_table_xinfo('users')  pragma_integrity_check  pragma_hard_heap_limit(1)
  fts5vocab
`)
