import type { Cell, RowsResult } from '../contract/observation.ts'
import { noteOf } from './cut-note.ts'
import { limits } from './limits.ts'
import { cellType, type Cells } from './row-batch.ts'
import type { Sqlite } from './sqlite.ts'
import { rc, type Pointer } from './sqlite-calls.ts'
import type { TypedCell } from '../data/values.ts'

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Cells as JSON shows them. */
const shownCells: Cells<Cell> = {
  integer: (value) => value,
  float: (value) => {
    // Minus zero is written as zero, in JSON as everywhere.
    if (Number.isFinite(value)) return value === 0 ? 0 : value
    return { $real: value > 0 ? 'Infinity' : '-Infinity' }
  },
  text: (value) => value,
  blob: (bytes) => ({ $blob: base64(bytes) }),
  null: null,
}

/** Cells with their types, for the grader. Texts come with their mark. */
const typedCells: Cells<TypedCell> = {
  integer: (value) => `i${value}`,
  float: (value) => `r${value === 0 ? 0 : value}`,
  text: (value) => value,
  blob: (bytes) => {
    let hex = 'b'
    for (const byte of bytes) hex += hexPairs[byte] as string
    return hex
  },
  null: 'n',
}

/** One column of the current row. `mark` is put in front of a text. */
function readCell<T>(sqlite: Sqlite, statement: Pointer, index: number, cells: Cells<T>, mark: string): T {
  const { calls } = sqlite
  switch (calls.sqlite3_column_type(statement, index)) {
    case cellType.integer: {
      const value = calls.sqlite3_column_double(statement, index)
      return cells.integer(Number.isSafeInteger(value) ? value : String(calls.sqlite3_column_int64(statement, index)))
    }
    case cellType.float:
      return cells.float(calls.sqlite3_column_double(statement, index))
    case cellType.text: {
      const pointer = calls.sqlite3_column_text(statement, index)
      return cells.text(mark + sqlite.text(pointer, calls.sqlite3_column_bytes(statement, index)))
    }
    case cellType.blob: {
      const pointer = calls.sqlite3_column_blob(statement, index)
      const size = calls.sqlite3_column_bytes(statement, index)
      return cells.blob(sqlite.bytes.subarray(pointer, pointer + size))
    }
    default:
      return cells.null
  }
}

/** Bytes of one column of the current row, when it is text or a blob. */
function sizeOfCell(sqlite: Sqlite, statement: Pointer, index: number): number {
  const type = sqlite.calls.sqlite3_column_type(statement, index)
  return type === cellType.text || type === cellType.blob ? sqlite.calls.sqlite3_column_bytes(statement, index) : 0
}

/** The current row, or null when its texts and blobs have more than so many bytes. */
function readRow<T>(
  sqlite: Sqlite,
  statement: Pointer,
  columnCount: number,
  room: number,
  cells: Cells<T>,
  mark: string,
): T[] | null {
  const row: T[] = []
  let rest = room
  for (let index = 0; index < columnCount; index++) {
    // Look at the size before the value is copied.
    rest -= sizeOfCell(sqlite, statement, index)
    if (rest < 0) return null
    row.push(readCell(sqlite, statement, index, cells, mark))
  }
  return row
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

/** What one action may still show: rows and bytes are shared by its statements. */
export class ShownQuota {
  rows: number = limits.shownRows
  #bytes: number = limits.shownBytes
  /** Rows whose bytes nobody has counted yet, and how many they are at most. */
  #uncounted: (readonly Cell[])[] = []
  #bound = 0

  /** Something was shown, or would have been too large. */
  get isShared(): boolean {
    return this.rows < limits.shownRows || !this.isOpen
  }

  /** Something may still be shown. */
  get isOpen(): boolean {
    return this.#bound < this.#bytes || this.bytes > 0
  }

  /** Bytes of JSON that may still be shown. */
  get bytes(): number {
    for (const row of this.#uncounted) this.#bytes -= jsonBytes(row)
    this.#uncounted = []
    this.#bound = 0
    return this.#bytes
  }

  /** Takes rows that come to `bound` bytes at most, when that is certain to fit; counting is put off. */
  takeUncounted(rows: readonly (readonly Cell[])[], bound: number): boolean {
    if (this.#bound + bound >= this.#bytes) return false
    this.#bound += bound
    this.#uncounted.push(...rows)
    return true
  }

  /** Takes a row when it fits. */
  take(row: readonly Cell[]): boolean {
    const bytes = jsonBytes(row)
    if (bytes > this.bytes) return false
    this.#bytes -= bytes
    return true
  }

  /** Takes the names of columns, whether they fit or not. */
  takeNames(names: readonly string[]): void {
    const bound = names.reduce((sum, name) => sum + 6 * name.length + 3, 2)
    if (!this.takeUncounted([names], bound)) this.#bytes = this.bytes - jsonBytes(names)
  }

  /** Nothing more is shown. */
  close(): void {
    this.#bytes = Math.min(this.bytes, 0)
  }
}

/** The beginning of a text, with an ellipsis for what is left out. No character is cut in half. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  const code = text.charCodeAt(length - 1)
  return `${text.slice(0, code >= 0xd800 && code < 0xdc00 ? length - 1 : length)}…`
}

/** A pointer that SQLite prints in the fourth column of EXPLAIN: a fact of the host's memory. */
const hostPointer = /^vtab:[0-9A-Fa-f]+$/

function hideHostPointer(row: Cell[]): void {
  if (typeof row[5] === 'string' && hostPointer.test(row[5])) row[5] = 'vtab'
}

/** The names of the columns of a statement, as they are shown. */
function readNames(sqlite: Sqlite, statement: Pointer, columnCount: number): string[] {
  const nameOf = (_: unknown, index: number): string =>
    clip(sqlite.cText(sqlite.calls.sqlite3_column_name(statement, index)), limits.shownName)
  return Array.from({ length: columnCount }, nameOf)
}

/** The rows of one statement that are shown: whole rows, from the first on, as long as the quota lasts. */
class ShownRows {
  readonly rows: Cell[][] = []
  readonly #quota: ShownQuota
  readonly #isExplain: boolean
  /** Whether all so far are shown. */
  isOpen: boolean

  constructor(quota: ShownQuota, isExplain: boolean) {
    this.#quota = quota
    this.#isExplain = isExplain
    this.isOpen = quota.isOpen
  }

  /** Whether one more may be shown. */
  get hasRoom(): boolean {
    return this.isOpen && this.#quota.rows > 0
  }

  /** @param bound what they come to at most, in bytes of JSON */
  addAll(batch: readonly Cell[][], bound: number): void {
    if (this.#isExplain) for (const row of batch) hideHostPointer(row)
    if (this.#quota.takeUncounted(batch, bound)) {
      this.rows.push(...batch)
      this.#quota.rows -= batch.length
    } else for (const row of batch) this.#show(row)
  }

  /** @param row null when it is too large to be read */
  add(row: Cell[] | null): void {
    if (row !== null && this.#isExplain) hideHostPointer(row)
    this.#show(row)
  }

  #show(row: Cell[] | null): void {
    if (!this.isOpen) return
    if (row !== null && this.#quota.take(row)) {
      this.#quota.rows--
      this.rows.push(row)
      return
    }
    // Whole rows are left out from the first that is not shown, also in the statements that follow.
    this.isOpen = false
    this.#quota.close()
  }
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
  const { reader, calls } = sqlite
  const isShared = quota.isShared
  const shown = new ShownRows(quota, calls.sqlite3_stmt_isexplain(statement) === 1)
  const columns = shown.isOpen ? readNames(sqlite, statement, columnCount) : []
  if (shown.isOpen) quota.takeNames(columns)
  let count = 0
  let code: number = rc.row
  while (shown.hasRoom && code === rc.row) {
    const batch: Cell[][] = []
    const isPending = reader.read(statement, columnCount, quota.rows, shownCells, batch)
    code = reader.code
    count += batch.length
    shown.addAll(batch, reader.jsonBound)
    if (!isPending) continue
    count++
    shown.add(shown.isOpen ? readRow(sqlite, statement, columnCount, quota.bytes, shownCells, '') : null)
  }
  if (code === rc.row) {
    count += reader.count(statement)
    code = reader.code
  }
  const { rows } = shown
  const result = { columns, rows, row_count: count, truncated: count > rows.length }
  if (!result.truncated) return { code, result }
  const note = noteOf({
    shown: rows.length,
    count,
    isShared,
    byBytes: !quota.isOpen,
    isWrite: calls.sqlite3_stmt_readonly(statement) === 0,
    isExplain: calls.sqlite3_stmt_isexplain(statement) !== 0,
    sql: sqlite.cText(calls.sqlite3_sql(statement)),
  })
  return { code, result: { ...result, note } }
}

/**
 * Reads all rows of a statement with their types, as long as they are at most `maxRows` rows and `maxBytes` bytes
 * of texts and blobs. Returns the result code: that of a row when there are more.
 */
export function readTypedRows(
  sqlite: Sqlite,
  statement: Pointer,
  columnCount: number,
  bounds: { readonly rows: number; readonly bytes: number },
  rows: TypedCell[][],
): number {
  const { reader } = sqlite
  let left = bounds.bytes
  while (left >= 0 && rows.length <= bounds.rows) {
    // One more than allowed, so as to know.
    const wanted = bounds.rows + 1 - rows.length
    const isPending = reader.read(statement, columnCount, wanted, typedCells, rows, true)
    left -= reader.bytes
    if (isPending) {
      const row = readRow(sqlite, statement, columnCount, left, typedCells, 't')
      if (row === null) return rc.row
      left -= row.reduce((sum, _, index) => sum + sizeOfCell(sqlite, statement, index), 0)
      rows.push(row)
    } else if (reader.code !== rc.row && left >= 0 && rows.length <= bounds.rows) return reader.code
  }
  return rc.row
}
