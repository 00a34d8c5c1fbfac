import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { meterWasm } from '../sql/metered-wasm.ts'

let compiled: Promise<WebAssembly.Module> | undefined

/** What the build leaves beside this file; it is not there when this runs from source. */
const prepared = new URL('sqlite3-metered.wasm', import.meta.url)

/** SQLite's WebAssembly file from the installed package, made to count its work. */
async function readMetered(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(prepared))
  } catch {
    const path = createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')
    return meterWasm(new Uint8Array(await readFile(path)))
  }
}

async function compile(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await readMetered())
  } catch (cause) {
    throw new Error(`the SQL engine cannot be loaded: ${(cause as Error).message}`, { cause })
  }
}

/**
 * The module an engine is made of, compiled once a process. The core takes it as a value, because a browser
 * loads it in another way.
 *
 * @throws Error which says why there is none: the installation is damaged
 */
export function loadSqliteWasm(): Promise<WebAssembly.Module> {
  compiled ??= compile()
  return compiled
}
