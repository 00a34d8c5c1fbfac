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
  'database_list',
  'defer_foreign_keys',
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
 * Functions SQL may call. Left out on purpose: load_extension, fts5*, rtree*, match and its helpers (no such
 * tables here), sqlite_offset, sqlite_log, sqlite_compileoption_* and sqlite_source_id (facts of the build),
 * median and percentile* (a whole sort inside one instruction), json_patch and json_pretty (quadratic).
 */
export const allowedFunctions: ReadonlySet<string> = new Set(
  [
    '-> ->>',
    'abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling changes char coalesce concat concat_ws cos cosh count',
    'cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor',
    'format glob group_concat hex if ifnull iif instr json json_array json_array_insert json_array_length',
    'json_error_position json_extract json_group_array json_group_object json_insert json_object json_quote',
    'json_remove json_replace json_set json_type json_valid jsonb jsonb_array jsonb_array_insert jsonb_extract',
    'jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_remove jsonb_replace jsonb_set julianday',
    'lag last_insert_rowid last_value lead length like likelihood likely ln log log10 log2 lower ltrim max min mod',
    'nth_value ntile nullif octet_length percent_rank pi pow power printf quote radians random randomblob rank',
    'replace round row_number rtrim sign sin sinh sqlite_version sqrt strftime string_agg substr substring subtype',
    'sum tan tanh time timediff total total_changes trim trunc typeof unhex unicode unistr unistr_quote unixepoch',
    'unlikely upper zeroblob',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Functions that only SQLite's own nested statements of ALTER TABLE can reach: they are marked internal,
 * and a user's statement that names them gets "no such function".
 */
export const internalFunction: RegExp = /^sqlite_(?:rename_|drop_|add_|find_|fail)/
