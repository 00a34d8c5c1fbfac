/**
 * The SQLite WebAssembly build as we use it: raw calls and memory, without the package's JavaScript
 * layers, which are several times slower (docs/decisions/0002-sqlite-wasm.md).
 *
 * An instance has no clock, no randomness, no time zone and no files of the host: all four are imports
 * of the module, and ours answer from fields of this class.
 *
 * @module
 */
import sqlite3InitModule from '@sqlite.org/sqlite-wasm'
import { workExports } from './metered-wasm.ts'
import { RowReader } from './row-batch.ts'
import type { Pointer, SharedNumber, SqliteCalls } from './sqlite-calls.ts'
import { sqliteImports } from './sqlite-imports.ts'

/** Memory an instance may grow to. */
const maximumPages = 512 * 16

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** One WebAssembly instance of SQLite: its calls, its memory, its clock and its randomness. */
export class Sqlite {
  readonly calls: SqliteCalls
  /** What the instance has done since somebody set it to zero; see metered-wasm.ts. */
  readonly work: SharedNumber
  /** Beyond this much work, as an unsigned number, the alarm is called. */
  readonly checkpoint: SharedNumber
  readonly #alarm: SharedNumber
  /** Unix milliseconds that `now` means. */
  clock = 0
  /** Fills bytes when SQLite seeds its generator. */
  randomness: (target: Uint8Array) => void = (target) => target.fill(0)

  /** Reads rows in batches. */
  readonly reader: RowReader
  readonly memory: WebAssembly.Memory
  /** The functions that pointers to functions mean. */
  readonly table: WebAssembly.Table
  readonly #install: (signature: string, callback: (...args: never[]) => number | void) => Pointer
  readonly #scratch: Pointer
  #bytes: Uint8Array
  #view: DataView

  private constructor(
    calls: SqliteCalls,
    memory: WebAssembly.Memory,
    install: (signature: string, callback: (...args: never[]) => number | void) => Pointer,
  ) {
    this.calls = calls
    const globals = calls as unknown as Record<string, SharedNumber | undefined>
    const [work, checkpoint, alarm] = workExports.map((name) => globals[name])
    if (!work || !checkpoint || !alarm) throw new TypeError('the module does not count its work: see meterWasm')
    this.work = work
    this.checkpoint = checkpoint
    this.#alarm = alarm
    this.memory = memory
    this.table = (calls as unknown as Record<string, WebAssembly.Table>)[
      '__indirect_function_table'
    ] as WebAssembly.Table
    this.#install = install
    this.#bytes = new Uint8Array(memory.buffer)
    this.#view = new DataView(memory.buffer)
    this.#scratch = calls.malloc(64)
    this.reader = new RowReader(calls, memory, (pointer, size) => this.text(pointer, size))
  }

  /** Makes an instance of a compiled module. */
  static async instantiate(module: WebAssembly.Module): Promise<Sqlite> {
    const memory = new WebAssembly.Memory({ initial: 128, maximum: maximumPages })
    // The imports answer from the instance, which is made of them.
    // oxlint-disable-next-line prefer-const
    let self: Sqlite | undefined
    const imports = sqliteImports(memory, () => self?.clock ?? 0)
    const init = sqlite3InitModule as unknown as (options: object) => Promise<never>
    const sqlite3: {
      wasm: { exports: SqliteCalls; installFunction: (signature: string, callback: unknown) => Pointer }
      capi: { sqlite3_vfs: new (pointer: Pointer) => object; sqlite3_vfs_find: (name: number) => Pointer }
    } = await init({
      print: () => {},
      printErr: () => {},
      wasmMemory: memory,
      instantiateWasm(info: { env: Record<string, unknown> }, done: (instance: WebAssembly.Instance) => void): object {
        Object.assign(info.env, imports)
        const wasi = (info as unknown as Record<string, Record<string, unknown>>)['wasi_snapshot_preview1']
        if (wasi) wasi['clock_time_get'] = imports.clock_time_get
        const instance = new WebAssembly.Instance(module, info as unknown as WebAssembly.Imports)
        done(instance)
        return instance.exports
      },
    })
    const { wasm, capi } = sqlite3
    self = new Sqlite(wasm.exports, memory, wasm.installFunction)
    const vfs = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(0)) as { $xRandomness: Pointer }
    vfs.$xRandomness = self.install('i(pip)', (_vfs: Pointer, size: number, target: Pointer) => {
      self.randomness(self.bytes.subarray(target, target + size))
      return size
    })
    return self
  }

  /** The memory as bytes; fetch it again after any call that may allocate. */
  get bytes(): Uint8Array {
    if (this.#bytes.byteLength === 0) {
      this.#bytes = new Uint8Array(this.memory.buffer)
      this.#view = new DataView(this.memory.buffer)
    }
    return this.#bytes
  }

  /** Bytes the instance has grown to. It never shrinks. */
  get memoryBytes(): number {
    return this.memory.buffer.byteLength
  }

  /** Makes a JavaScript function callable from SQLite. Never undone: install once an instance. */
  install(signature: string, callback: (...args: never[]) => number | void): Pointer {
    return this.#install(signature, callback)
  }

  /** Called when the work is beyond the checkpoint, from the midst of whatever SQLite does. Set it once. */
  set alarm(callback: () => void) {
    this.#alarm.value = this.install('v()', callback)
  }

  /** 64 bytes for out-parameters, shared by everybody: read them before the next call. */
  get scratch(): Pointer {
    return this.#scratch
  }

  readPointer(at: Pointer): Pointer {
    if (this.#bytes.byteLength === 0) void this.bytes
    return this.#view.getUint32(at, true)
  }

  writePointer(at: Pointer, value: Pointer): void {
    if (this.#bytes.byteLength === 0) void this.bytes
    this.#view.setUint32(at, value, true)
  }

  readInt64(at: Pointer): bigint {
    if (this.#bytes.byteLength === 0) void this.bytes
    return this.#view.getBigInt64(at, true)
  }

  /** A copy of text in memory, with a terminating zero. Free it. */
  allocateText(text: string): { pointer: Pointer; size: number } {
    const room = text.length * 3 + 1
    const pointer = this.allocate(room)
    const { written } = encoder.encodeInto(text, this.bytes.subarray(pointer, pointer + room))
    this.bytes[pointer + written] = 0
    return { pointer, size: written }
  }

  /** A copy of bytes in memory. Free it. */
  allocateBytes(data: Uint8Array): Pointer {
    const pointer = this.allocate(Math.max(data.length, 1))
    this.bytes.set(data, pointer)
    return pointer
  }

  allocate(size: number): Pointer {
    const pointer = this.calls.malloc(size)
    if (pointer === 0) throw new EngineMemoryError()
    return pointer
  }

  /** Decodes UTF-8. Short ASCII, which is nearly all there is, skips the decoder. */
  text(pointer: Pointer, size: number): string {
    const bytes = this.bytes
    if (size < 48) {
      const end = pointer + size
      let high = 0
      for (let index = pointer; index < end; index++) high |= bytes[index] as number
      // Eight at a time: a text that grows by single characters is a chain of fragments.
      if (high < 0x80) {
        let text = ''
        let index = pointer
        for (; index + 8 <= end; index += 8) {
          text += String.fromCharCode(
            bytes[index] as number,
            bytes[index + 1] as number,
            bytes[index + 2] as number,
            bytes[index + 3] as number,
            bytes[index + 4] as number,
            bytes[index + 5] as number,
            bytes[index + 6] as number,
            bytes[index + 7] as number,
          )
        }
        for (; index < end; index++) text += String.fromCharCode(bytes[index] as number)
        return text
      }
    }
    return decoder.decode(bytes.subarray(pointer, pointer + size))
  }

  /** Text up to a zero byte; the empty string for NULL. */
  cText(pointer: Pointer): string {
    if (pointer === 0) return ''
    const bytes = this.bytes
    return this.text(pointer, bytes.indexOf(0, pointer) - pointer)
  }

  /** Bytes SQLite has allocated, over all connections. */
  get memoryUsed(): number {
    this.calls.sqlite3_status(0, this.#scratch + 48, this.#scratch + 56, 0)
    return this.readPointer(this.#scratch + 48)
  }
}

/** The instance could not allocate memory for us. */
export class EngineMemoryError extends Error {
  override name = 'EngineMemoryError'
}
