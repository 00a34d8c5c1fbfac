/**
 * Puts small WebAssembly modules together: functions that stand between SQLite and JavaScript, where a crossing
 * for every cell or every call would cost more than what is done.
 *
 * @module
 */

import { bulk, functionType, i32, kind, leb, noResult, op, section, signedLeb } from './wasm-opcodes.ts'

/** Bytes of code; lists nest, so that code can be written as it is structured. */
export type Code = readonly (number | Code)[]

/** Alignments of what is loaded and stored, as powers of two. */
const alignment = { byte: 0, word: 2, long: 3 } as const

/** Instructions. Operands come first, as nested code. */
export const get = (local: number): Code => [op.localGet, leb(local)]
export const set = (local: number, value: Code): Code => [value, op.localSet, leb(local)]
export const tee = (local: number, value: Code): Code => [value, op.localTee, leb(local)]
export const globalGet = (index: number): Code => [op.globalGet, leb(index)]
export const constant = (value: number): Code => [op.i32Const, signedLeb(value)]
export const constantDouble = (value: number): Code => [
  op.f64Const,
  ...new Uint8Array(new Float64Array([value]).buffer),
]
export const call = (index: number, ...operands: readonly Code[]): Code => [operands, op.call, leb(index)]
/** Calls the function at a place in the table. */
export const callIndirect = (type: number, place: number, ...operands: readonly Code[]): Code => [
  operands,
  constant(place),
  op.callIndirect,
  leb(type),
  0,
]
export const add = (left: Code, right: Code): Code => [left, right, op.i32Add]
export const subtract = (left: Code, right: Code): Code => [left, right, op.i32Sub]
export const and = (left: Code, right: Code): Code => [left, right, op.i32And]
export const shiftRight = (left: Code, right: Code): Code => [left, right, op.i32ShrU]
export const equal = (left: Code, right: Code): Code => [left, right, op.i32Eq]
export const notEqual = (left: Code, right: Code): Code => [left, right, op.i32Ne]
export const below = (left: Code, right: Code): Code => [left, right, op.i32LtU]
export const above = (left: Code, right: Code): Code => [left, right, op.i32GtU]
export const multiplyDoubles = (left: Code, right: Code): Code => [left, right, op.f64Mul]
export const aboveDouble = (left: Code, right: Code): Code => [left, right, op.f64Gt]
/** An unsigned number as a double. */
export const toDouble = (value: Code): Code => [value, op.f64ConvertI32U]
export const load = (address: Code, offset = 0): Code => [address, op.i32Load, alignment.word, leb(offset)]
export const store = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  op.i32Store,
  alignment.word,
  leb(offset),
]
export const storeLong = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  op.i64Store,
  alignment.long,
  leb(offset),
]
export const storeDouble = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  op.f64Store,
  alignment.long,
  leb(offset),
]
export const storeByte = (address: Code, value: Code): Code => [address, value, op.i32Store8, alignment.byte, 0]
export const copy = (target: Code, source: Code, size: Code): Code => [target, source, size, op.prefix, bulk.copy, 0, 0]
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [
  condition,
  op.if,
  noResult,
  then,
  otherwise.length > 0 ? [op.else, otherwise] : [],
  op.end,
]
/** `when` with a value of type i32. */
export const choose = (condition: Code, then: Code, otherwise: Code): Code => [
  condition,
  op.if,
  i32,
  then,
  op.else,
  otherwise,
  op.end,
]
export const block = (body: Code): Code => [op.block, noResult, body, op.end]
export const loop = (body: Code): Code => [op.loop, noResult, body, op.end]
/** Leaves the block, or begins the loop again, that is so many levels out. */
export const branch = (levels: number): Code => [op.branch, leb(levels)]
export const branchIf = (levels: number, condition: Code): Code => [condition, op.branchIf, leb(levels)]

export const drop = (value: Code): Code => [value, op.drop]
/** Leaves the function with a value. */
export const finish = (value: Code): Code => [value, op.return]

const text = (value: string): number[] => {
  const bytes = new TextEncoder().encode(value)
  return [...leb(bytes.length), ...bytes]
}
const list = (items: readonly Code[]): Code => [leb(items.length), items]

function flat(code: Code): number[] {
  return code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)))
}

/** How every module begins: its name and its version. */
const magic: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

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
    return (
      this.#types.push([functionType, list(parameters.map((type) => [type])), list(results.map((type) => [type]))]) - 1
    )
  }

  /** Imports a function; gives its index. */
  importFunction(name: string, parameters: readonly number[], results: readonly number[]): number {
    this.#import(name, kind.function, leb(this.type(parameters, results)))
    return this.#functionCount++
  }

  /** Imports a mutable i32; gives its index. */
  importGlobal(name: string): number {
    this.#import(name, kind.global, [i32, 1])
    return this.#globalCount++
  }

  importMemory(name: string): void {
    this.#import(name, kind.memory, [0, 0])
  }

  /** Imports the table of functions. */
  importTable(name: string): void {
    this.#import(name, kind.table, [0x70, 0, 0])
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
    this.#exports.push([text(name), kind.function, leb(this.#functionCount++)])
    const code = flat([locals > 0 ? [1, leb(locals), i32] : [0], body, op.end])
    this.#bodies.push([leb(code.length), code])
  }

  /** The module, compiled. */
  compile(): WebAssembly.Module {
    const sectionOf = (id: number, items: readonly Code[]): number[] => {
      const content = flat(list(items))
      return [id, ...leb(content.length), ...content]
    }
    return new WebAssembly.Module(
      Uint8Array.from([
        ...magic,
        ...sectionOf(section.type, this.#types),
        ...sectionOf(section.import, this.#imports),
        ...sectionOf(section.function, this.#functions),
        ...sectionOf(section.export, this.#exports),
        ...sectionOf(section.code, this.#bodies),
      ]),
    )
  }

  #import(name: string, what: number, description: Code): void {
    this.#imports.push([text('host'), text(name), what, description])
  }
}
