/**
 * Makes a WebAssembly module count its own work: one unit for every turn of a loop and for every call of a
 * function that has a loop, and one for every 32 bytes copied or filled in bulk. When such a function begins
 * with the count beyond a checkpoint, an alarm is called. What an instance gets of it are three exported
 * globals (`workExports`). It runs 2 to 7 % slower.
 *
 * SQLite's own count, virtual machine instructions, says little: one of them adds two numbers, another sorts
 * a million rows. Turns of loops are the same on every host and near to time (docs/decisions/0003-work-budget.md).
 * The allocator is left out: how long it searches depends on what others have allocated before.
 *
 * @module
 */

import { bulk, functionType, i32, kind, leb, noResult, op, section } from './wasm-opcodes.ts'

/** Names of the exported globals, all mutable i32: the count, the checkpoint (unsigned), the alarm in the table. */
export const workExports = ['work', 'work_checkpoint', 'work_alarm'] as const

const allocator: ReadonlySet<string> = new Set(['malloc', 'free', 'realloc', 'calloc', 'emscripten_builtin_memalign'])

/** Bulk bytes that cost one unit, as a power of two. */
const bulkShift = 5

/** How the immediates of an instruction are read, by opcode. */
const none = 0
const oneLeb = 1
const twoLebs = 2
const fourBytes = 3
const eightBytes = 4
const lebList = 5
const typeList = 6
const unknown = 7

const immediates = ((): Uint8Array => {
  const table = new Uint8Array(256).fill(unknown)
  const set = (kind: number, ...ranges: readonly (readonly [number, number])[]): void => {
    for (const [first, last] of ranges) table.fill(kind, first, last + 1)
  }
  // unreachable nop | else end return | drop select | comparisons, arithmetic, conversions | ref.is_null
  set(none, [0x00, 0x01], [0x05, 0x05], [0x0b, 0x0b], [0x0f, 0x0f], [0x1a, 0x1b], [0x45, 0xc4], [0xd1, 0xd1])
  // block loop if | br br_if | call return_call | local and global | table | memory.size grow | const | ref
  set(oneLeb, [0x02, 0x04], [0x0c, 0x0d], [0x10, 0x10], [0x12, 0x12], [0x20, 0x24], [0x25, 0x26])
  set(oneLeb, [0x3f, 0x40], [0x41, 0x42], [0xd0, 0xd0], [0xd2, 0xd2])
  // call_indirect return_call_indirect | loads and stores
  set(twoLebs, [0x11, 0x11], [0x13, 0x13], [0x28, 0x3e])
  set(fourBytes, [0x43, 0x43])
  set(eightBytes, [0x44, 0x44])
  set(lebList, [0x0e, 0x0e])
  set(typeList, [0x1c, 0x1c])
  return table
})()

class Reader {
  readonly bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  byte(): number {
    return this.bytes[this.at++] as number
  }

  u32(): number {
    let value = 0
    let shift = 0
    for (;;) {
      const byte = this.bytes[this.at++] as number
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
      shift += 7
    }
  }

  skipLeb(): void {
    while ((this.bytes[this.at++] as number) >= 0x80);
  }

  skip(count: number): void {
    this.at += count
  }

  name(): string {
    const size = this.u32()
    this.at += size
    return new TextDecoder().decode(this.bytes.subarray(this.at - size, this.at))
  }
}

/** Bytes that grow. */
class Writer {
  #bytes: Uint8Array
  size = 0

  constructor(room: number) {
    this.#bytes = new Uint8Array(room)
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.size)
  }

  push(part: Uint8Array | readonly number[]): void {
    const end = this.size + part.length
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2))
      larger.set(this.bytes)
      this.#bytes = larger
    }
    this.#bytes.set(part, this.size)
    this.size = end
  }
}

/** What the code section needs to know of the sections before it. */
interface ModuleFacts {
  /** Parameters by type index. */
  parameters: number[]
  /** Type index by function index, imported functions first. */
  functionTypes: number[]
  importedFunctions: number
  importedGlobals: number
  /** Index of a type without parameters and results. */
  alarmType: number
  /** Index of the first of our globals. */
  counter: number
  allocator: Set<number>
}

/** Rewrites a module. Throws a TypeError when it uses instructions that nobody has looked at. */
export function meterWasm(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new Reader(module, 8)
  const writer = new Writer(module.length + (module.length >> 3))
  writer.push(module.subarray(0, 8))
  const facts: ModuleFacts = {
    parameters: [],
    functionTypes: [],
    importedFunctions: 0,
    importedGlobals: 0,
    alarmType: -1,
    counter: -1,
    allocator: new Set(),
  }
  while (reader.at < module.length) {
    const id = reader.byte()
    const size = reader.u32()
    const content = module.subarray(reader.at, reader.at + size)
    reader.skip(size)
    const rewritten = rewriteSection(id, content, facts)
    writer.push([id, ...leb(rewritten.length)])
    writer.push(rewritten)
  }
  if (facts.counter < 0 || facts.alarmType < 0) throw new TypeError('the module lacks a section that is needed')
  return Uint8Array.from(writer.bytes)
}

function rewriteSection(id: number, content: Uint8Array, facts: ModuleFacts): Uint8Array {
  const reader = new Reader(content)
  switch (id) {
    case section.type:
      readTypes(reader, facts)
      return content
    case section.import:
      readImports(reader, facts)
      return content
    case section.function:
      for (let count = reader.u32(); count > 0; count--) facts.functionTypes.push(reader.u32())
      return content
    case section.global: {
      const count = reader.u32()
      facts.counter = facts.importedGlobals + count
      const initial = [0, -1, 0].flatMap((value) => [i32, 1, op.i32Const, value & 0x7f, op.end])
      return joined(leb(count + workExports.length), content.subarray(reader.at), initial)
    }
    case section.export: {
      const count = reader.u32()
      const start = reader.at
      for (let left = count; left > 0; left--) {
        const name = reader.name()
        const what = reader.byte()
        const index = reader.u32()
        if (what === kind.function && allocator.has(name)) facts.allocator.add(index)
      }
      const added = workExports.flatMap((name, offset) => {
        return [name.length, ...new TextEncoder().encode(name), kind.global, ...leb(facts.counter + offset)]
      })
      return joined(leb(count + workExports.length), content.subarray(start), added)
    }
    case section.code:
      return rewriteCode(reader, facts)
    default:
      return content
  }
}

function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const writer = new Writer(parts.reduce((sum, part) => sum + part.length, 0))
  for (const part of parts) writer.push(part)
  return writer.bytes
}

function readTypes(reader: Reader, facts: ModuleFacts): void {
  for (let count = reader.u32(); count > 0; count--) {
    if (reader.byte() !== functionType) throw new TypeError('not a function type')
    const parameters = reader.u32()
    reader.skip(parameters)
    const results = reader.u32()
    reader.skip(results)
    if (parameters + results === 0) facts.alarmType = facts.parameters.length
    facts.parameters.push(parameters)
  }
}

function readImports(reader: Reader, facts: ModuleFacts): void {
  const skipLimits = (): void => {
    const flags = reader.byte()
    reader.skipLeb()
    if (flags & 1) reader.skipLeb()
  }
  for (let count = reader.u32(); count > 0; count--) {
    reader.name()
    reader.name()
    switch (reader.byte()) {
      case kind.function:
        facts.functionTypes.push(reader.u32())
        facts.importedFunctions++
        break
      case kind.table:
        reader.skip(1)
        skipLimits()
        break
      case kind.memory:
        skipLimits()
        break
      case kind.global:
        reader.skip(2)
        facts.importedGlobals++
        break
      default:
        throw new TypeError('an import of an unknown kind')
    }
  }
}

function rewriteCode(reader: Reader, facts: ModuleFacts): Uint8Array {
  const count = reader.u32()
  const writer = new Writer(reader.bytes.length + (reader.bytes.length >> 3))
  writer.push(leb(count))
  for (let index = 0; index < count; index++) {
    const size = reader.u32()
    const body = reader.bytes.subarray(reader.at, reader.at + size)
    reader.skip(size)
    const functionIndex = facts.importedFunctions + index
    const rewritten = facts.allocator.has(functionIndex) ? body : rewriteBody(body, functionIndex, facts)
    writer.push(leb(rewritten.length))
    writer.push(rewritten)
  }
  return writer.bytes
}

/** Puts the counting into the body of one function. */
function rewriteBody(body: Uint8Array, functionIndex: number, facts: ModuleFacts): Uint8Array {
  const reader = new Reader(body)
  const parameters = facts.parameters[facts.functionTypes[functionIndex] as number] as number
  const groups = reader.u32()
  const groupsStart = reader.at
  let locals = parameters
  for (let left = groups; left > 0; left--) {
    locals += reader.u32()
    reader.skip(1)
  }
  // One local more: for the size of a bulk operation, or the count before a call of the allocator.
  const head = [...leb(groups + 1), ...body.subarray(groupsStart, reader.at), 1, i32]
  const counting = new CountingBody(reader, facts, locals)
  while (reader.at < body.length) counting.instruction()
  return joined(head, ...counting.finish())
}

/** The instructions of one function, with the counting among them. */
class CountingBody {
  readonly #reader: Reader
  readonly #facts: ModuleFacts
  readonly #writer: Writer
  /** The local that is ours. */
  readonly #spare: readonly number[]
  readonly #counter: readonly number[]
  readonly #addOne: readonly number[]
  #hasLoops = false
  /** Up to where the body was taken over. */
  #copied: number

  constructor(reader: Reader, facts: ModuleFacts, spare: number) {
    this.#reader = reader
    this.#facts = facts
    this.#writer = new Writer(reader.bytes.length + 64)
    this.#spare = leb(spare)
    this.#counter = leb(facts.counter)
    const counter = this.#counter
    this.#addOne = [op.globalGet, ...counter, op.i32Const, 1, op.i32Add, op.globalSet, ...counter]
    this.#copied = reader.at
  }

  /** Takes over the next instruction. */
  instruction(): void {
    const reader = this.#reader
    const start = reader.at
    const code = reader.byte()
    if (code === op.call) this.#call(start)
    else if (code === op.prefix) this.#bulk(start)
    else {
      skipImmediates(reader, code)
      if (code === op.loop) this.#loop()
    }
  }

  /** What stands at the beginning, and the rest. */
  finish(): [readonly number[], Uint8Array] {
    this.#copyTo(this.#reader.bytes.length)
    return [this.#hasLoops ? [...this.#addOne, ...this.#alarm()] : [], this.#writer.bytes]
  }

  /** Calls the alarm when the count is beyond the checkpoint. */
  #alarm(): number[] {
    const { counter, alarmType } = this.#facts
    const isOver = [op.globalGet, ...this.#counter, op.globalGet, ...leb(counter + 1), op.i32GtU]
    const call = [op.globalGet, ...leb(counter + 2), op.callIndirect, ...leb(alarmType), 0]
    return [...isOver, op.if, noResult, ...call, op.end]
  }

  #copyTo(end: number): void {
    this.#writer.push(this.#reader.bytes.subarray(this.#copied, end))
    this.#copied = end
  }

  #loop(): void {
    this.#hasLoops = true
    this.#copyTo(this.#reader.at)
    this.#writer.push(this.#addOne)
  }

  /** What the allocator does is not counted. */
  #call(start: number): void {
    if (!this.#facts.allocator.has(this.#reader.u32())) return
    this.#copyTo(start)
    this.#writer.push([op.globalGet, ...this.#counter, op.localSet, ...this.#spare])
    this.#copyTo(this.#reader.at)
    this.#writer.push([op.localGet, ...this.#spare, op.globalSet, ...this.#counter])
  }

  /** The size of a copy or a filling lies on the stack. */
  #bulk(start: number): void {
    const reader = this.#reader
    const extended = reader.u32()
    if (extended !== bulk.copy && extended !== bulk.fill) {
      if (extended > 7) throw new TypeError(`an instruction of unknown kind: 0xfc ${extended}`)
      return
    }
    this.#copyTo(start)
    const spare = this.#spare
    const size = [op.localTee, ...spare, op.localGet, ...spare, op.i32Const, bulkShift, op.i32ShrU]
    this.#writer.push([...size, op.globalGet, ...this.#counter, op.i32Add, op.globalSet, ...this.#counter])
    reader.skip(extended === bulk.copy ? 2 : 1)
  }
}

/** Goes behind what stands after an opcode. */
function skipImmediates(reader: Reader, code: number): void {
  switch (immediates[code]) {
    case none:
      break
    case oneLeb:
      reader.skipLeb()
      break
    case twoLebs:
      reader.skipLeb()
      reader.skipLeb()
      break
    case fourBytes:
      reader.skip(4)
      break
    case eightBytes:
      reader.skip(8)
      break
    case lebList:
      for (let left = reader.u32(); left >= 0; left--) reader.skipLeb()
      break
    case typeList:
      reader.skip(reader.u32())
      break
    default:
      throw new TypeError(`an instruction of unknown kind: 0x${code.toString(16)}`)
  }
}
