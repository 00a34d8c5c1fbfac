import type { Cell, RowsResult } from '../contract/observation.ts'
import { limits } from './limits.ts'
import { rc, type Pointer, type Sqlite } from './sqlite.ts'
import type { TypedCell } from './values.ts'

const typeInteger = 1
const typeFloat = 2
const typeText = 3
const typeBlob = 4

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** One column of the current row, as JSON shows it. */
export function readCell(sqlite: Sqlite, statement: Pointer, index: number): Cell {
  const { calls } = sqlite
  switch (calls.sqlite3_column_type(statement, index)) {
    case typeInteger: {
      const value = calls.sqlite3_column_double(statement, index)
      return Number.isSafeInteger(value) ? value : String(calls.sqlite3_column_int64(statement, index))
    }
    case typeFloat: {
      const value = calls.sqlite3_column_double(statement, index)
      // Minus zero is written as zero, in JSON as everywhere.
      if (Number.isFinite(value)) return value === 0 ? 0 : value
      return { $real: value > 0 ? 'Infinity' : '-Infinity' }
    }
    case typeText: {
      const pointer = calls.sqlite3_column_text(statement, index)
      return sqlite.text(pointer, calls.sqlite3_column_bytes(statement, index))
    }
    case typeBlob: {
      const pointer = calls.sqlite3_column_blob(statement, index)
      const size = calls.sqlite3_column_bytes(statement, index)
      return { $blob: base64(sqlite.bytes.subarray(pointer, pointer + size)) }
    }
    default:
      return null
  }
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes of one column of the current row, when it is text or a blob. */
export function sizeOfCell(sqlite: Sqlite, statement: Pointer, index: number): number {
  const type = sqlite.calls.sqlite3_column_type(statement, index)
  return type === typeText || type === typeBlob ? sqlite.calls.sqlite3_column_bytes(statement, index) : 0
}

/** One column of the current row with its type, for the grader. */
export function readTypedCell(sqlite: Sqlite, statement: Pointer, index: number): TypedCell {
  const { calls } = sqlite
  switch (calls.sqlite3_column_type(statement, index)) {
    case typeInteger: {
      const value = calls.sqlite3_column_double(statement, index)
      return `i${Number.isSafeInteger(value) ? value : calls.sqlite3_column_int64(statement, index)}`
    }
    case typeFloat: {
      const value = calls.sqlite3_column_double(statement, index)
      return `r${value === 0 ? 0 : value}`
    }
    case typeText: {
      const pointer = calls.sqlite3_column_text(statement, index)
      return `t${sqlite.text(pointer, calls.sqlite3_column_bytes(statement, index))}`
    }
    case typeBlob: {
      const pointer = calls.sqlite3_column_blob(statement, index)
      const size = calls.sqlite3_column_bytes(statement, index)
      let hex = 'b'
      for (const byte of sqlite.bytes.subarray(pointer, pointer + size)) hex += hexPairs[byte] as string
      return hex
    }
    default:
      return 'n'
  }
}

/** What one action may still show: rows and bytes are shared by its statements. */
export class ShownQuota {
  rows: number = limits.shownRows
  bytes: number = limits.shownBytes
}

/** Text whose JSON is itself between quotation marks. */
const plainText = /^[ !#-[\]-~]*$/

const encoder = new TextEncoder()

/** Bytes of a row as JSON. */
function jsonBytes(row: readonly Cell[]): number {
  let bytes = 2
  for (const cell of row) {
    if (typeof cell === 'string' && plainText.test(cell)) bytes += cell.length + 3
    else if (cell === null || typeof cell === 'number') bytes += String(cell).length + 1
    else bytes += encoder.encode(JSON.stringify(cell)).length + 1
  }
  return bytes
}

/** The beginning of a text, with an ellipsis for what is left out. No character is cut in half. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  const code = text.charCodeAt(length - 1)
  return `${text.slice(0, code >= 0xd800 && code < 0xdc00 ? length - 1 : length)}…`
}

/** A pointer that SQLite prints in the fourth column of EXPLAIN: a fact of the host's memory. */
const hostPointer = /^vtab:[0-9A-Fa-f]+$/

/** The current row, or null when it does not fit into so many bytes of JSON. */
function readRow(sqlite: Sqlite, statement: Pointer, columnCount: number, room: number): Cell[] | null {
  const row: Cell[] = []
  let rest = room
  for (let index = 0; index < columnCount; index++) {
    // JSON is never shorter than the value: look at the size before the value is copied.
    rest -= sizeOfCell(sqlite, statement, index)
    if (rest < 0) return null
    row.push(readCell(sqlite, statement, index))
  }
  return row
}

/**
 * Steps a statement that yields columns to its end. Every row is counted; rows are shown while the quota
 * lasts. Returns the result code when it is not done.
 */
export function readRows(
  sqlite: Sqlite,
  statement: Pointer,
  columnCount: number,
  quota: ShownQuota,
): { readonly code: number; readonly result: RowsResult } {
  const { calls } = sqlite
  const explain = calls.sqlite3_stmt_isexplain(statement) === 1
  const columns: string[] = []
  let open = quota.bytes > 0
  if (open) {
    for (let index = 0; index < columnCount; index++) {
      columns.push(clip(sqlite.cText(calls.sqlite3_column_name(statement, index)), limits.shownName))
    }
    quota.bytes -= jsonBytes(columns)
  }
  const rows: Cell[][] = []
  let count = 0
  let code = calls.sqlite3_step(statement)
  for (; code === rc.row; code = calls.sqlite3_step(statement)) {
    count++
    if (!open) continue
    const row = quota.rows > 0 ? readRow(sqlite, statement, columnCount, quota.bytes) : null
    if (row && explain && typeof row[5] === 'string' && hostPointer.test(row[5])) row[5] = 'vtab'
    const bytes = row ? jsonBytes(row) : 0
    if (row === null || bytes > quota.bytes) {
      // Whole rows are left out from here on, also in the statements that follow.
      open = false
      if (quota.rows > 0) quota.bytes = 0
      continue
    }
    quota.bytes -= bytes
    quota.rows--
    rows.push(row)
  }
  return { code, result: { columns, rows, row_count: count, truncated: count > rows.length } }
}
