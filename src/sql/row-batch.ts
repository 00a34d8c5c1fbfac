/**
 * Reads many rows with one crossing into WebAssembly: a function of our own steps the statement and copies what
 * it finds to a buffer, texts one after another, so that they are decoded together.
 *
 * @module
 */
import type { Pointer, SqliteCalls } from './sqlite-calls.ts'
import {
  add,
  below,
  block,
  branch,
  branchIf,
  call,
  constant,
  copy,
  equal,
  get,
  loop,
  notEqual,
  set,
  store,
  storeByte,
  storeDouble,
  storeLong,
  subtract,
  tee,
  type Code,
  WasmBuilder,
  when,
} from './wasm-builder.ts'
import { f64, i32, i64 } from './wasm-opcodes.ts'

/** Types of cells, as SQLite numbers them. */
export const cellType = { integer: 1, float: 2, text: 3, blob: 4, null: 5 } as const

/** SQLITE_ROW. */
const resultRow = 100
/** Cells and bytes of text that one batch holds. */
const cellCount = 4096
const textBytes = 64 * 1024
/** Result code, end of the texts. */
const headBytes = 16
/** Type; from byte 8 on an integer, a double, or place and size of the bytes. */
const cellBytes = 16
/** What stands before the bytes of a cell where it is asked for: the mark of a text as a typed cell. */
const tag = 't'.charCodeAt(0)

type Batch = (
  statement: Pointer,
  columns: number,
  limit: number,
  head: Pointer,
  texts: Pointer,
  end: Pointer,
  tagged: number,
) => number
type Count = (statement: Pointer, head: Pointer) => number

/** Compiled once, for it is the same for every instance. */
let compiled: WebAssembly.Module | undefined

function compileFunctions(): WebAssembly.Module {
  const builder = new WasmBuilder()
  const step = builder.importFunction('sqlite3_step', [i32], [i32])
  const cell = importCell(builder)
  builder.importMemory('memory')
  addBatch(builder, step, cell)
  addCount(builder, step)
  return builder.compile()
}

/** What tells of a cell, by its number in the module. */
interface CellImports {
  readonly columnValue: number
  readonly typeOf: number
  readonly integerOf: number
  readonly doubleOf: number
  readonly bytesAt: number
  readonly sizeOf: number
}

function importCell(builder: WasmBuilder): CellImports {
  return {
    columnValue: builder.importFunction('sqlite3_column_value', [i32, i32], [i32]),
    typeOf: builder.importFunction('sqlite3_value_type', [i32], [i32]),
    integerOf: builder.importFunction('sqlite3_value_int64', [i32], [i64]),
    doubleOf: builder.importFunction('sqlite3_value_double', [i32], [f64]),
    // Of a text, as of a blob: nobody needs the zero that sqlite3_value_text puts behind it in a copy.
    bytesAt: builder.importFunction('sqlite3_value_blob', [i32], [i32]),
    sizeOf: builder.importFunction('sqlite3_value_bytes', [i32], [i32]),
  }
}

/** Steps, and copies the cells of whole rows to the buffer until it is full. */
function addBatch(builder: WasmBuilder, step: number, cell: CellImports): void {
  const { columnValue, typeOf, integerOf, doubleOf, bytesAt, sizeOf } = cell
  const [statement, columns, limit, head, texts, end, tagged] = [0, 1, 2, 3, 4, 5, 6]
  const [row, at, column, value, type, size, code] = [7, 8, 9, 10, 11, 12, 13]
  const is = (wanted: number): Code => equal(get(type), constant(wanted))
  const isTextOrBlob = below(subtract(get(type), constant(cellType.text)), constant(2))
  builder.function('batch', { parameters: 7, results: 1, locals: 7 }, [
    set(at, add(get(head), constant(headBytes))),
    block(
      loop([
        store(get(head), tee(code, call(step, get(statement)))),
        branchIf(1, notEqual(get(code), constant(resultRow))),
        set(column, constant(0)),
        loop([
          set(value, call(columnValue, get(statement), get(column))),
          store(get(at), tee(type, call(typeOf, get(value)))),
          when(is(cellType.integer), storeLong(get(at), call(integerOf, get(value)), 8)),
          when(is(cellType.float), storeDouble(get(at), call(doubleOf, get(value)), 8)),
          when(isTextOrBlob, [
            set(value, [call(bytesAt, get(value)), set(size, call(sizeOf, get(value)))]),
            // The buffer is full: leaves both loops.
            branchIf(3, below(get(end), add(add(get(texts), get(size)), constant(1)))),
            storeByte(get(texts), constant(tag)),
            copy(add(get(texts), get(tagged)), get(value), get(size)),
            store(get(at), get(texts), 8),
            store(get(at), tee(size, add(get(size), get(tagged))), 12),
            set(texts, add(get(texts), get(size))),
          ]),
          set(at, add(get(at), constant(cellBytes))),
          branchIf(0, below(tee(column, add(get(column), constant(1))), get(columns))),
        ]),
        // Only whole rows count.
        store(get(head), get(texts), 4),
        branchIf(0, below(tee(row, add(get(row), constant(1))), get(limit))),
      ]),
    ),
    get(row),
  ])
}

/** Steps to the end, and counts. */
function addCount(builder: WasmBuilder, step: number): void {
  builder.function('count', { parameters: 2, results: 1, locals: 2 }, [
    block(
      loop([
        store(get(1), tee(3, call(step, get(0)))),
        branchIf(1, notEqual(get(3), constant(resultRow))),
        set(2, add(get(2), constant(1))),
        branch(0),
      ]),
    ),
    get(2),
  ])
}

function makeFunctions(calls: SqliteCalls, memory: WebAssembly.Memory): { batch: Batch; count: Count } {
  compiled ??= compileFunctions()
  const { exports } = new WebAssembly.Instance(compiled, { host: { ...calls, memory } })
  return { batch: exports['batch'] as Batch, count: exports['count'] as Count }
}

/** Decodes UTF-8 at a place in memory. */
type Decode = (pointer: Pointer, size: number) => string

/** Makes something of the cells of a batch. */
export interface Cells<T> {
  /** An integer that is not beyond 2^53, or in decimal digits. */
  integer(value: number | string): T
  float(value: number): T
  text(value: string): T
  blob(bytes: Uint8Array): T
  readonly null: T
}

/** Reads rows in batches. One an instance. */
export class RowReader {
  /** The result code of the last step. */
  code = 0
  /** Bytes of the texts and blobs of the last batch. */
  bytes = 0
  /** Rows of the last batch as JSON at most, in bytes. */
  jsonBound = 0

  readonly #functions: { batch: Batch; count: Count }
  readonly #memory: WebAssembly.Memory
  readonly #decode: Decode
  readonly #head: Pointer
  #words: Int32Array
  #doubles: Float64Array
  #bytes: Uint8Array

  constructor(calls: SqliteCalls, memory: WebAssembly.Memory, decode: Decode) {
    this.#functions = makeFunctions(calls, memory)
    this.#memory = memory
    this.#decode = decode
    this.#head = calls.malloc(headBytes + cellBytes * cellCount + textBytes)
    this.#words = new Int32Array(memory.buffer)
    this.#doubles = new Float64Array(memory.buffer)
    this.#bytes = new Uint8Array(memory.buffer)
  }

  /** Steps to the end and counts the rows. */
  count(statement: Pointer): number {
    const rows = this.#functions.count(statement, this.#head)
    this.#look()
    return rows >>> 0
  }

  /**
   * Steps and appends rows to `rows`, at most `limit`, which is at least 1. Returns true when one more row is
   * current that is too large for a batch: the caller has to read it before it goes on.
   */
  read<T>(statement: Pointer, columns: number, limit: number, cells: Cells<T>, rows: T[][], tagged = false): boolean {
    const head = this.#head
    const most = Math.min(limit, Math.floor(cellCount / columns))
    const texts = head + headBytes + cellBytes * cellCount
    const count = this.#functions.batch(statement, columns, most, head, texts, texts + textBytes, tagged ? 1 : 0)
    this.#look()
    this.bytes = 0
    this.jsonBound = 0
    if (count > 0) this.#take(columns, count, texts, cells, rows, tagged ? 1 : 0)
    return count < most && this.code === resultRow
  }

  #take<T>(columns: number, count: number, texts: Pointer, cells: Cells<T>, rows: T[][], tagged: number): void {
    const head = this.#head
    const words = this.#words
    const end = words[(head + 4) >> 2] as number
    // One decoding for all texts. Where every byte became a character they begin where they began.
    const all = end > texts ? this.#decode(texts, end - texts) : ''
    const aligned = all.length === end - texts
    // A byte of text comes to 6 at most; a number, or what stands around a blob, to 28.
    this.jsonBound = 6 * (end - texts) + 28 * columns * count + 2 * count
    let at = (head + headBytes) >> 2
    for (let index = 0; index < count; index++) {
      const row: T[] = []
      for (let column = 0; column < columns; column++, at += 4) {
        switch (words[at]) {
          case cellType.integer: {
            const low = words[at + 2] as number
            const high = words[at + 3] as number
            row.push(cells.integer(high === low >> 31 ? low : wide(high, low)))
            break
          }
          case cellType.float:
            row.push(cells.float(this.#doubles[(at + 2) >> 1] as number))
            break
          case cellType.text: {
            const pointer = words[at + 2] as number
            const size = words[at + 3] as number
            const offset = pointer - texts
            this.bytes += size - tagged
            row.push(cells.text(aligned ? all.slice(offset, offset + size) : this.#decode(pointer, size)))
            break
          }
          case cellType.blob: {
            const pointer = (words[at + 2] as number) + tagged
            const size = (words[at + 3] as number) - tagged
            this.bytes += size
            row.push(cells.blob(this.#bytes.subarray(pointer, pointer + size)))
            break
          }
          default:
            row.push(cells.null)
        }
      }
      rows.push(row)
    }
  }

  /** After a call, which may have moved the memory. */
  #look(): void {
    if (this.#words.byteLength === 0) {
      this.#words = new Int32Array(this.#memory.buffer)
      this.#doubles = new Float64Array(this.#memory.buffer)
      this.#bytes = new Uint8Array(this.#memory.buffer)
    }
    this.code = this.#words[this.#head >> 2] as number
  }
}

/** A 64-bit integer that does not fit into 32 bits. */
function wide(high: number, low: number): number | string {
  const value = high * 2 ** 32 + (low >>> 0)
  return Number.isSafeInteger(value) ? value : String((BigInt(high) << 32n) | BigInt(low >>> 0))
}
