import type { Pointer } from './sqlite-calls.ts'

/** What SQLite asks of its host beside memory and randomness: the time, and files, of which there are none. */
export interface SqliteImports {
  readonly emscripten_date_now: () => number
  readonly emscripten_get_now: () => number
  readonly clock_time_get: (id: number, precision: bigint, target: Pointer) => number
  readonly _localtime_js: (seconds: bigint, target: Pointer) => void
  readonly _tzset_js: () => void
  readonly __syscall_openat: () => number
}

const dayMs = 86_400_000

/** Days since the first of January. */
function dayOfYear(date: Date): number {
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
  return Math.floor((day - Date.UTC(date.getUTCFullYear(), 0, 1)) / dayMs)
}

/** C's `struct tm`, word by word. */
function brokenDown(date: Date): number[] {
  return [
    date.getUTCSeconds(),
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth(),
    date.getUTCFullYear() - 1900,
    date.getUTCDay(),
    dayOfYear(date),
    0,
    0,
  ]
}

/**
 * The imports of one instance.
 *
 * @param now in Unix milliseconds
 */
export function sqliteImports(memory: WebAssembly.Memory, now: () => number): SqliteImports {
  return {
    emscripten_date_now: now,
    emscripten_get_now: now,
    clock_time_get: (_id, _precision, target) => {
      new DataView(memory.buffer).setBigInt64(target, BigInt(now()) * 1_000_000n, true)
      return 0
    },
    // 'localtime' and 'utc' are UTC.
    _localtime_js: (seconds, target) => {
      const view = new DataView(memory.buffer)
      for (const [index, field] of brokenDown(new Date(Number(seconds) * 1000)).entries()) {
        view.setInt32(target + 4 * index, field, true)
      }
    },
    _tzset_js: () => {},
    // No file of any kind: "permission denied".
    __syscall_openat: () => -2,
  }
}
