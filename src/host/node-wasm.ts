import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

let compiled: Promise<WebAssembly.Module> | undefined

/**
 * The SQLite WebAssembly module, read from the installed package and compiled once a process. The core
 * takes the module as a value, because a browser loads it in another way.
 */
export function loadSqliteWasm(): Promise<WebAssembly.Module> {
  compiled ??= (async () => {
    const path = createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')
    return WebAssembly.compile(new Uint8Array(await readFile(path)))
  })()
  return compiled
}
