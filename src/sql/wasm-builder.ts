/**
 * Puts small WebAssembly modules together: functions that stand between SQLite and JavaScript, where a crossing
 * for every cell or every call would cost more than what is done.
 *
 * @module
 */

/** Value types. */
export const i32 = 0x7f
export const i64 = 0x7e
export const f64 = 0x7c

/** Bytes of code; lists nest, so that code can be written as it is structured. */
export type Code = readonly (number | Code)[]

/** The number as unsigned LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return bytes
}

/** The number as signed LEB128. */
function signedLeb(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low]
    bytes.push(low | 0x80)
  }
}

const noResult = 0x40
const wordAlignment = 2

/** Instructions. Operands come first, as nested code. */
export const get = (local: number): Code => [0x20, leb(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, leb(local)]
export const tee = (local: number, value: Code): Code => [value, 0x22, leb(local)]
export const globalGet = (index: number): Code => [0x23, leb(index)]
export const constant = (value: number): Code => [0x41, signedLeb(value)]
export const constantDouble = (value: number): Code => [0x44, ...new Uint8Array(new Float64Array([value]).buffer)]
export const call = (index: number, ...operands: readonly Code[]): Code => [operands, 0x10, leb(index)]
/** Calls the function at a place in the table. */
export const callIndirect = (type: number, place: number, ...operands: readonly Code[]): Code => [
  ...[operands, constant(place)],
  ...[0x11, leb(type), 0],
]
export const add = (left: Code, right: Code): Code => [left, right, 0x6a]
export const subtract = (left: Code, right: Code): Code => [left, right, 0x6b]
export const and = (left: Code, right: Code): Code => [left, right, 0x71]
export const shiftRight = (left: Code, right: Code): Code => [left, right, 0x76]
export const equal = (left: Code, right: Code): Code => [left, right, 0x46]
export const notEqual = (left: Code, right: Code): Code => [left, right, 0x47]
export const below = (left: Code, right: Code): Code => [left, right, 0x49]
export const above = (left: Code, right: Code): Code => [left, right, 0x4b]
export const multiplyDoubles = (left: Code, right: Code): Code => [left, right, 0xa2]
export const aboveDouble = (left: Code, right: Code): Code => [left, right, 0x64]
/** An unsigned number as a double. */
export const toDouble = (value: Code): Code => [value, 0xb8]
export const load = (address: Code, offset = 0): Code => [address, 0x28, wordAlignment, leb(offset)]
export const store = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  0x36,
  wordAlignment,
  leb(offset),
]
export const storeLong = (address: Code, value: Code, offset = 0): Code => [address, value, 0x37, 3, leb(offset)]
export const storeDouble = (address: Code, value: Code, offset = 0): Code => [address, value, 0x39, 3, leb(offset)]
export const storeByte = (address: Code, value: Code): Code => [address, value, 0x3a, 0, 0]
export const copy = (target: Code, source: Code, size: Code): Code => [target, source, size, 0xfc, 10, 0, 0]
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [
  ...[condition, 0x04, noResult, then],
  ...(otherwise.length > 0 ? [0x05, otherwise] : []),
  0x0b,
]
/** `when` with a value of type i32. */
export const choose = (condition: Code, then: Code, otherwise: Code): Code => [
  ...[condition, 0x04, i32, then, 0x05, otherwise, 0x0b],
]
export const block = (body: Code): Code => [0x02, noResult, body, 0x0b]
export const loop = (body: Code): Code => [0x03, noResult, body, 0x0b]
/** Leaves the block, or begins the loop again, that is so many levels out. */
export const branch = (levels: number): Code => [0x0c, leb(levels)]
export const branchIf = (levels: number, condition: Code): Code => [condition, 0x0d, leb(levels)]

export const drop = (value: Code): Code => [value, 0x1a]
/** Leaves the function with a value. */
export const finish = (value: Code): Code => [value, 0x0f]

const text = (value: string): number[] => {
  const bytes = new TextEncoder().encode(value)
  return [...leb(bytes.length), ...bytes]
}
const list = (items: readonly Code[]): Code => [leb(items.length), items]

function flat(code: Code): number[] {
  return code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)))
}

const importedFunction = 0
const importedTable = 1
const importedMemory = 2
const importedGlobal = 3

/** A module in the making. Imports come before functions; all imports are of the module `host`. */
export class WasmBuilder {
  readonly #types: Code[] = []
  readonly #typeKeys: string[] = []
  readonly #imports: Code[] = []
  readonly #functions: Code[] = []
  readonly #exports: Code[] = []
  readonly #bodies: Code[] = []
  #functionCount = 0
  #globalCount = 0

  /** The index of a type. */
  type(parameters: readonly number[], results: readonly number[]): number {
    const key = `${parameters.join()}:${results.join()}`
    const known = this.#typeKeys.indexOf(key)
    if (known >= 0) return known
    this.#typeKeys.push(key)
    return this.#types.push([0x60, list(parameters.map((type) => [type])), list(results.map((type) => [type]))]) - 1
  }

  /** Imports a function; gives its index. */
  importFunction(name: string, parameters: readonly number[], results: readonly number[]): number {
    this.#import(name, importedFunction, leb(this.type(parameters, results)))
    return this.#functionCount++
  }

  /** Imports a mutable i32; gives its index. */
  importGlobal(name: string): number {
    this.#import(name, importedGlobal, [i32, 1])
    return this.#globalCount++
  }

  importMemory(name: string): void {
    this.#import(name, importedMemory, [0, 0])
  }

  /** Imports the table of functions. */
  importTable(name: string): void {
    this.#import(name, importedTable, [0x70, 0, 0])
  }

  /** Adds a function and exports it. `locals` are those beyond the parameters, all i32. */
  function(
    name: string,
    signature: { readonly parameters: number; readonly results: number; readonly locals?: number },
    body: Code,
  ): void {
    const { parameters, results, locals = 0 } = signature
    const words = (count: number): number[] => Array.from({ length: count }, () => i32)
    this.#functions.push(leb(this.type(words(parameters), words(results))))
    this.#exports.push([text(name), importedFunction, leb(this.#functionCount++)])
    const code = flat([locals > 0 ? [1, leb(locals), i32] : [0], body, 0x0b])
    this.#bodies.push([leb(code.length), code])
  }

  /** The module, compiled. */
  compile(): WebAssembly.Module {
    const section = (id: number, items: readonly Code[]): number[] => {
      const content = flat(list(items))
      return [id, ...leb(content.length), ...content]
    }
    return new WebAssembly.Module(
      Uint8Array.from([
        ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        ...section(1, this.#types),
        ...section(2, this.#imports),
        ...section(3, this.#functions),
        ...section(7, this.#exports),
        ...section(10, this.#bodies),
      ]),
    )
  }

  #import(name: string, kind: number, description: Code): void {
    this.#imports.push([text('host'), text(name), kind, description])
  }
}
