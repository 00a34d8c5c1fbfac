/**
 * What the C interface of SQLite is to us: its functions, its numbers, and what else the instance exports.
 *
 * @module
 */

/** A pointer into the memory of the instance; 0 is NULL. */
export type Pointer = number

/** SQLite result codes we tell apart. */
export const rc = {
  ok: 0,
  error: 1,
  nomem: 7,
  interrupt: 9,
  ioerr: 10,
  full: 13,
  toobig: 18,
  auth: 23,
  row: 100,
  done: 101,
} as const

/** The exported C functions we call. Pointers are numbers, 64-bit integers bigints. */
export interface SqliteCalls {
  malloc(bytes: number): Pointer
  free(pointer: Pointer): void
  sqlite3_open_v2(name: Pointer, db: Pointer, flags: number, vfs: Pointer): number
  sqlite3_close_v2(db: Pointer): number
  sqlite3_malloc64(bytes: bigint): Pointer
  sqlite3_deserialize(db: Pointer, schema: Pointer, data: Pointer, size: bigint, room: bigint, flags: number): number
  sqlite3_serialize(db: Pointer, schema: Pointer, size: Pointer, flags: number): Pointer
  sqlite3_free(pointer: Pointer): void
  sqlite3_prepare_v3(db: Pointer, sql: Pointer, bytes: number, flags: number, stmt: Pointer, tail: Pointer): number
  sqlite3_step(stmt: Pointer): number
  sqlite3_reset(stmt: Pointer): number
  sqlite3_finalize(stmt: Pointer): number
  sqlite3_stmt_isexplain(stmt: Pointer): number
  sqlite3_stmt_readonly(stmt: Pointer): number
  sqlite3_sql(stmt: Pointer): Pointer
  sqlite3_column_count(stmt: Pointer): number
  sqlite3_column_name(stmt: Pointer, index: number): Pointer
  sqlite3_column_type(stmt: Pointer, index: number): number
  sqlite3_column_double(stmt: Pointer, index: number): number
  sqlite3_column_int64(stmt: Pointer, index: number): bigint
  sqlite3_column_text(stmt: Pointer, index: number): Pointer
  sqlite3_column_blob(stmt: Pointer, index: number): Pointer
  sqlite3_column_bytes(stmt: Pointer, index: number): number
  sqlite3_bind_null(stmt: Pointer, index: number): number
  sqlite3_bind_double(stmt: Pointer, index: number, value: number): number
  sqlite3_bind_int64(stmt: Pointer, index: number, value: bigint): number
  sqlite3_bind_text(stmt: Pointer, index: number, text: Pointer, bytes: number, destructor: number): number
  sqlite3_bind_blob(stmt: Pointer, index: number, data: Pointer, bytes: number, destructor: number): number
  sqlite3_file_control(db: Pointer, schema: Pointer, operation: number, argument: Pointer): number
  sqlite3_changes(db: Pointer): number
  sqlite3_total_changes(db: Pointer): number
  sqlite3_errmsg(db: Pointer): Pointer
  sqlite3_errstr(code: number): Pointer
  sqlite3_extended_errcode(db: Pointer): number
  sqlite3_interrupt(db: Pointer): void
  sqlite3_next_stmt(db: Pointer, after: Pointer): Pointer
  sqlite3_stmt_busy(stmt: Pointer): number
  sqlite3_get_autocommit(db: Pointer): number
  sqlite3_limit(db: Pointer, id: number, value: number): number
  sqlite3_randomness(bytes: number, target: Pointer): void
  sqlite3_status(what: number, current: Pointer, highest: Pointer, reset: number): number
  sqlite3_set_authorizer(db: Pointer, callback: Pointer, context: Pointer): number
  sqlite3_progress_handler(db: Pointer, every: number, callback: Pointer, context: Pointer): void
  sqlite3_drop_modules(db: Pointer, keep: Pointer): number
  sqlite3_create_function_v2(
    db: Pointer,
    name: Pointer,
    args: number,
    flags: number,
    context: Pointer,
    scalar: Pointer,
    step: Pointer,
    final: Pointer,
    destroy: Pointer,
  ): number
  sqlite3_set_last_insert_rowid(db: Pointer, rowid: bigint): void
  sqlite3_last_insert_rowid(db: Pointer): bigint
  sqlite3_value_type(value: Pointer): number
  sqlite3_value_text(value: Pointer): Pointer
  sqlite3_value_blob(value: Pointer): Pointer
  sqlite3_value_bytes(value: Pointer): number
  sqlite3_result_null(context: Pointer): void
  sqlite3_result_int(context: Pointer, value: number): void
  sqlite3_result_blob(context: Pointer, data: Pointer, bytes: number, destructor: number): void
  sqlite3_result_text(context: Pointer, text: Pointer, bytes: number, destructor: number): void
  sqlite3_result_error(context: Pointer, text: Pointer, bytes: number): void
  sqlite3_result_error_toobig(context: Pointer): void
  sqlite3_context_db_handle(context: Pointer): Pointer
  sqlite3__wasm_db_config_ip(db: Pointer, option: number, value: number, out: Pointer): number
}

/** A 32-bit number that WebAssembly and JavaScript share. */
export type SharedNumber = WebAssembly.Global<'i32'>
