import { each, type HostileCase } from './hostile-case.ts'

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Neither to be read nor set: state of the connection, of the file, of the build. */
const forbidden = words(`
  activate_extensions analysis_limit auto_vacuum automatic_index busy_timeout cache_size cache_spill
  case_sensitive_like cell_size_check checkpoint_fullfsync compile_options count_changes data_store_directory
  data_version default_cache_size empty_result_callbacks encoding full_column_names fullfsync hard_heap_limit hexkey hexrekey
  ignore_check_constraints incremental_vacuum journal_mode journal_size_limit key legacy_alter_table
  legacy_file_format lock_proxy_file lock_status locking_mode max_page_count mmap_size module_list optimize
  parser_trace pragma_list query_only read_uncommitted rekey reverse_unordered_selects secure_delete
  short_column_names shrink_memory soft_heap_limit stats synchronous temp_store temp_store_directory textkey threads
  trusted_schema vdbe_addoptrace vdbe_debug vdbe_listing vdbe_trace wal_autocheckpoint wal_checkpoint
  writable_schema no_such_pragma
`)

/** To be read, never set. */
const readOnly = words(`
  application_id freelist_count page_count page_size recursive_triggers schema_version user_version
`)

/** With the name of an object, or without an argument. */
const reports = words(`
  collation_list database_list defer_foreign_keys foreign_key_check foreign_keys function_list integrity_check
  quick_check table_list foreign_key_list(users) index_info(x) index_list(users) index_xinfo(x) table_info(users)
  table_xinfo(users) foreign_key_check(users) integrity_check(users) quick_check(1)
`)

/** Each name of SQLite's pragma_list occurs here; test/hostile/hostile.test.ts checks it. */
export const pragmas: readonly HostileCase[] = [
  ...each(
    'refused',
    forbidden.map((name) => `PRAGMA ${name}`),
    { message: /PRAGMA \w+ is not allowed/ },
  ),
  ...each(
    'refused',
    forbidden.map((name) => `PRAGMA main.${name} = 1`),
    { message: /PRAGMA \w+ is not allowed/ },
  ),
  ...each(
    'refused',
    readOnly.map((name) => `PRAGMA ${name} = 8192`),
    { message: /may be read but not set/ },
  ),
  ...each(
    ['rows', 'changed'],
    readOnly.map((name) => `PRAGMA ${name}`),
  ),
  ...each(
    ['rows', 'changed'],
    reports.map((name) => `PRAGMA ${name}`),
  ),
  ...each('refused', [
    'pragma Writable_Schema = on',
    'PRAGMA "writable_schema" = 1',
    'PRAGMA [writable_schema](1)',
    'PRAGMA `journal_mode` = wal',
    "PRAGMA 'journal_mode' = 'off'",
    'PRAGMA temp.journal_mode = OFF',
    'PRAGMA main . journal_mode ( DELETE )',
    'PRAGMA/**/main/**/./**/writable_schema/**/=/**/1',
    'PRAGMA writable_schema = RESET',
    "PRAGMA encoding = 'UTF-16'",
    'PRAGMA temp.max_page_count = 999999',
    'PRAGMA user_version = 0x7fffffff',
    'PRAGMA schema_version(1)',
    'EXPLAIN PRAGMA writable_schema = 1',
    'SELECT 1; PRAGMA writable_schema = 1; SELECT 2',
    "PRAGMA temp_store_directory = '/tmp'",
    "PRAGMA key = 'x'",
  ]),
  // Table-valued: the same rules.
  ...each(
    ['refused', 'error'],
    [
      'SELECT * FROM pragma_compile_options',
      'SELECT * FROM pragma_module_list',
      'SELECT * FROM pragma_pragma_list',
      'SELECT * FROM pragma_writable_schema',
      'SELECT * FROM pragma_journal_mode',
      "SELECT * FROM pragma_journal_mode('off')",
      'SELECT * FROM pragma_hard_heap_limit(1)',
      'SELECT * FROM pragma_mmap_size',
      'SELECT * FROM pragma_temp_store_directory',
      'SELECT * FROM pragma_user_version(5)',
      'SELECT * FROM pragma_optimize',
      'SELECT * FROM pragma_stats',
      'SELECT * FROM pragma_wal_checkpoint',
      'SELECT a.* FROM users, pragma_cache_size AS a',
      'CREATE VIEW v AS SELECT * FROM pragma_compile_options; SELECT * FROM v',
      'CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT * FROM pragma_compile_options; END; INSERT INTO users (name) VALUES (1)',
      'INSERT INTO users (name) SELECT compile_options FROM pragma_compile_options',
      'INSERT INTO pragma_table_info VALUES (1)',
      'DELETE FROM pragma_user_version',
      'UPDATE pragma_user_version SET user_version = 7',
      'CREATE TRIGGER t AFTER INSERT ON users BEGIN PRAGMA writable_schema = 1; END',
      'CREATE VIEW v AS PRAGMA journal_mode',
      'SELECT (PRAGMA user_version)',
      'PRAGMA',
      'PRAGMA users.writable_schema',
      "PRAGMA nosuch.table_info('users')",
    ],
  ),
  ...each('rows', [
    "SELECT name FROM pragma_table_info('users')",
    "SELECT name FROM pragma_table_xinfo('users', 'main')",
    'SELECT name FROM pragma_function_list LIMIT 3',
    'SELECT * FROM pragma_database_list',
    'SELECT * FROM pragma_integrity_check',
    'SELECT * FROM pragma_page_count',
    "SELECT s.name, i.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS i WHERE s.type = 'table'",
    "SELECT * FROM pragma_table_info('sqlite_schema')",
  ]),
  ...each('changed', [
    'PRAGMA foreign_keys = ON',
    'PRAGMA foreign_keys(1)',
    'PRAGMA main.foreign_keys = yes',
    'PRAGMA foreign_keys = 99999999999999999999',
    "PRAGMA foreign_keys = 'nonsense'",
    'PRAGMA foreign_keys = -1',
    'PRAGMA defer_foreign_keys = ON',
  ]),
  {
    sql: ['PRAGMA foreign_keys = ON; SELECT nothing', 'PRAGMA foreign_keys'],
    expect: 'rows',
    stumbles: true,
    message: /\[\[0\]\]/,
  },
  { sql: ['BEGIN; PRAGMA foreign_keys = ON; COMMIT', 'PRAGMA foreign_keys'], expect: 'rows', message: /\[\[0\]\]/ },
  {
    sql: ['PRAGMA foreign_keys = ON', 'PRAGMA foreign_keys = OFF; ROLLBACK', 'PRAGMA foreign_keys'],
    expect: 'rows',
    stumbles: true,
    message: /\[\[1\]\]/,
  },
  { sql: 'PRAGMA database_list', expect: 'rows', message: /\[\[0,"main",""\]\]/ },
]
