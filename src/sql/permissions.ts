/**
 * What SQL may use. Everything is an allow-list: what a new SQLite brings is refused until somebody has
 * looked at it.
 *
 * @module
 */

/** PRAGMAs that may be read. None may be set but those of `settablePragmas`. */
export const readablePragmas: ReadonlySet<string> = new Set([
  'application_id',
  'collation_list',
  'data_version',
  'database_list',
  'defer_foreign_keys',
  'encoding',
  'foreign_key_check',
  'foreign_key_list',
  'foreign_keys',
  'freelist_count',
  'function_list',
  'index_info',
  'index_list',
  'index_xinfo',
  'integrity_check',
  'page_count',
  'page_size',
  'quick_check',
  'recursive_triggers',
  'schema_version',
  'table_info',
  'table_list',
  'table_xinfo',
  'user_version',
])

/** PRAGMAs whose argument names an object or a number of rows, and changes nothing. */
export const pragmasWithArgument: ReadonlySet<string> = new Set([
  'foreign_key_check',
  'foreign_key_list',
  'index_info',
  'index_list',
  'index_xinfo',
  'integrity_check',
  'quick_check',
  'table_info',
  'table_list',
  'table_xinfo',
])

/** PRAGMAs that may be set. */
export const settablePragmas: ReadonlySet<string> = new Set(['defer_foreign_keys', 'foreign_keys'])

/**
 * Price of an instruction in a statement that calls the function, over that of plain SQL: these do more
 * for every byte of a value (docs/decisions/0003-work-budget.md).
 */
const heavyFunctions: readonly (readonly [number, readonly string[]])[] = [
  [
    2,
    ['format', 'hex', 'lower', 'printf', 'quote', 'strftime', 'unhex', 'unistr', 'unistr_quote', 'upper', 'concat_ws'],
  ],
  [
    4,
    [
      '->',
      '->>',
      'json',
      'json_array',
      'json_array_insert',
      'json_array_length',
      'json_error_position',
      'json_extract',
      'json_group_array',
      'json_group_object',
      'json_insert',
      'json_object',
      'json_quote',
      'json_remove',
      'json_replace',
      'json_set',
      'json_type',
      'json_valid',
      'jsonb',
      'jsonb_array',
      'jsonb_array_insert',
      'jsonb_extract',
      'jsonb_group_array',
      'jsonb_group_object',
      'jsonb_insert',
      'jsonb_object',
      'jsonb_remove',
      'jsonb_replace',
      'jsonb_set',
    ],
  ],
]

const plainFunctions = [
  'abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling changes char coalesce concat cos cosh count',
  'cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor',
  'glob group_concat if ifnull iif instr julianday lag last_insert_rowid last_value lead length like likelihood',
  'likely ln log log10 log2 ltrim max min mod nth_value ntile nullif octet_length percent_rank pi pow power radians',
  'random randomblob rank replace round row_number rtrim sign sin sinh sqlite_version sqrt string_agg substr',
  'substring subtype sum tan tanh time timediff total total_changes trim trunc typeof unicode unixepoch unlikely',
  'zeroblob',
].flatMap((line) => line.split(' '))

/**
 * Functions SQL may call, with their weight. Left out on purpose: load_extension, fts5*, rtree*, match and
 * its helpers (no such tables here), sqlite_offset, sqlite_log, sqlite_compileoption_* and sqlite_source_id
 * (facts of the build), median and percentile* (a whole sort inside one instruction of a window),
 * json_patch and json_pretty (quadratic).
 */
export const functionWeights: ReadonlyMap<string, number> = new Map([
  ...plainFunctions.map((name) => [name, 1] as const),
  ...heavyFunctions.flatMap(([weight, names]) => names.map((name) => [name, weight] as const)),
])

/** Table-valued JSON functions walk a document at every row. */
export const heavyTables: ReadonlyMap<string, number> = new Map([
  ['json_each', 4],
  ['json_tree', 8],
  ['jsonb_each', 4],
  ['jsonb_tree', 8],
])

/**
 * Functions that only SQLite's own nested statements of ALTER TABLE can reach: they are marked internal,
 * and a user's statement that names them gets "no such function".
 */
export const internalFunction: RegExp = /^sqlite_(?:rename_|drop_|add_|find_|fail)/
