/**
 * Replacements for the SQL functions whose time grows with the product of the sizes of two values: one call
 * of SQLite's own instr on two large values runs for a minute, and nothing can stop it. These charge the
 * work meter for what they do and stop when it is spent. What they answer is what SQLite's own do, byte for
 * byte (test/sql/metered-functions.test.ts), so those still run where the product is small (work-gate.ts).
 *
 * @module
 */
import { limits } from './limits.ts'
import type { Sqlite } from './sqlite.ts'
import type { Pointer } from './sqlite-calls.ts'
import type { GuardedFunction, SqlFunction } from './work-gate.ts'
import type { WorkMeter } from './work-meter.ts'

/** Bytes compared or copied that cost one unit. */
const bytesPerUnit = 2
/** Price of crossing from WebAssembly to JavaScript and back a few times. */
const callUnits = 80

const utf8 = 1
const deterministic = 0x800
const innocuous = 0x200000
const typeBlob = 4
const transient = -1

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** One call: its arguments as bytes in the memory of the instance, and the ways to answer it. */
class Call {
  readonly #sqlite: Sqlite
  readonly #meter: WorkMeter
  /** Room for one value in the memory of the instance. */
  readonly #room: Pointer
  #context: Pointer = 0
  /** Where the arguments begin and end in `bytes`; a NULL begins at 0. */
  readonly starts: number[] = [0, 0, 0]
  readonly ends: number[] = [0, 0, 0]
  /** Every argument is a blob. */
  allBlobs = false
  /** The memory; nothing allocates between `read` and the answer. */
  bytes: Uint8Array = new Uint8Array(0)
  /** Bytes that may still be compared or copied. */
  allowance = 0

  constructor(sqlite: Sqlite, meter: WorkMeter) {
    this.#sqlite = sqlite
    this.#meter = meter
    this.#room = sqlite.allocate(limits.valueBytes)
  }

  /** Where to write a text that is to be the answer; there is room for the largest value. */
  get room(): Pointer {
    return this.#room
  }

  /** Takes the arguments; false when the call is answered already, because the work is spent. */
  read(context: Pointer, count: number, argv: Pointer): boolean {
    const { calls } = this.#sqlite
    this.#context = context
    if (!this.#meter.charge(callUnits)) return this.#outOfWork()
    this.allBlobs = true
    for (let index = 0; index < count; index++) {
      const value = this.#sqlite.readPointer(argv + 4 * index)
      // Ask before it is read as text, which changes it.
      if (calls.sqlite3_value_type(value) !== typeBlob) this.allBlobs = false
      const start = calls.sqlite3_value_text(value)
      this.starts[index] = start
      this.ends[index] = start + calls.sqlite3_value_bytes(value)
    }
    // Numbers became text, which may have moved the memory.
    this.bytes = this.#sqlite.bytes
    this.allowance = this.#meter.remaining * bytesPerUnit
    return true
  }

  /** Charges for bytes compared or copied; false when the call is answered with an error. */
  charge(bytes: number): boolean {
    return this.#meter.charge(Math.ceil(bytes / bytesPerUnit)) || this.#outOfWork()
  }

  #outOfWork(): false {
    const { pointer, size } = this.#sqlite.allocateText('out of budget')
    this.#sqlite.calls.sqlite3_result_error(this.#context, pointer, size)
    this.#sqlite.calls.free(pointer)
    return false
  }

  answerNull(): void {
    this.#sqlite.calls.sqlite3_result_null(this.#context)
  }

  answerInteger(value: number): void {
    this.#sqlite.calls.sqlite3_result_int(this.#context, value)
  }

  answerText(start: number, end: number): void {
    this.#sqlite.calls.sqlite3_result_text(this.#context, start, end - start, transient)
  }

  answerBlob(start: number, end: number): void {
    this.#sqlite.calls.sqlite3_result_blob(this.#context, start, end - start, transient)
  }

  answerTooBig(): void {
    this.#sqlite.calls.sqlite3_result_error_toobig(this.#context)
  }
}

type Body = (call: Call) => void

const functions: readonly [name: string, argumentCount: number, body: Body][] = [
  ['instr', 2, instr],
  ['replace', 3, replace],
  ['trim', 2, (call) => trim(call, true, true)],
  ['ltrim', 2, (call) => trim(call, true, false)],
  ['rtrim', 2, (call) => trim(call, false, true)],
  ['unhex', 2, unhex],
]

/** A function of SQLite as it keeps it in memory. */
interface Definition {
  /** Where it stands in the table of functions. */
  readonly place: number
  /** What it is called with, beside its arguments. */
  readonly userData: Pointer
}

/** Offsets in a FuncDef: number of arguments, flags, user data, the function, the name. */
const definition = { count: 0, flags: 4, userData: 8, place: 16, name: 32 } as const
/** SQLITE_FUNC_BUILTIN and SQLITE_UTF8. */
const builtinFlags = 0x800001

/** SQLite's static data ends long before this. */
const staticBytes = 1024 * 1024

/** Finds SQLite's own functions. Throws a TypeError when this build of SQLite is laid out in another way. */
function findDefinitions(sqlite: Sqlite): Definition[] {
  const words = new Int32Array(sqlite.memory.buffer, 0, staticBytes / 4)
  const found = new Map<string, Definition[]>()
  for (let index = 0; index < words.length; index++) {
    if (((words[index] as number) & ~deterministic) !== builtinFlags) continue
    const at = 4 * index - definition.flags
    const name = sqlite.readPointer(at + definition.name)
    if (name === 0 || name >= staticBytes) continue
    const key = `${sqlite.cText(name)}/${sqlite.readPointer(at + definition.count)}`
    const one = {
      place: sqlite.readPointer(at + definition.place),
      userData: sqlite.readPointer(at + definition.userData),
    }
    found.set(key, [...(found.get(key) ?? []), one])
  }
  return functions.map(([name, count]) => {
    const [only, ...others] = found.get(`${name}/${count}`) ?? []
    if (only === undefined || others.length > 0) throw new TypeError(`where is SQLite's own ${name}?`)
    return only
  })
}

/** The replacements and the functions they are for. Make one an instance. */
export class MeteredFunctions {
  /** What the gate chooses from at every call. */
  readonly guarded: readonly GuardedFunction[]
  readonly #sqlite: Sqlite
  readonly #definitions: readonly Definition[]
  #entries: readonly { readonly name: Pointer; readonly gate: Pointer }[] = []

  constructor(sqlite: Sqlite, meter: WorkMeter) {
    this.#sqlite = sqlite
    this.#definitions = findDefinitions(sqlite)
    const call = new Call(sqlite, meter)
    this.guarded = functions.map(([, , body], index) => ({
      native: (this.#definitions[index] as Definition).place,
      replacement: (context, count, argv) => {
        if (call.read(context, count, argv)) body(call)
      },
    }))
  }

  /** Takes the gates, in the order of `guarded`. */
  install(gates: readonly SqlFunction[]): void {
    this.#entries = gates.map((gate, index) => ({
      name: this.#sqlite.allocateText((functions[index] as (typeof functions)[number])[0]).pointer,
      gate: this.#sqlite.install('v(pip)', gate),
    }))
  }

  /** Registers the gates on a connection; cheap. */
  register(db: Pointer): void {
    for (const [index, { name, gate }] of this.#entries.entries()) {
      const count = (functions[index] as (typeof functions)[number])[1]
      const { userData } = this.#definitions[index] as Definition
      const flags = utf8 | deterministic | innocuous
      this.#sqlite.calls.sqlite3_create_function_v2(db, name, count, flags, userData, gate, 0, 0, 0)
    }
  }
}

/** Where two stretches of the memory first differ, at most `size` from their beginnings. */
function common(bytes: Uint8Array, left: number, right: number, size: number): number {
  let same = 0
  while (same < size && bytes[left + same] === bytes[right + same]) same++
  return same
}

/** Counts in characters, for two blobs in bytes. */
function instr(call: Call): void {
  const { bytes, starts, ends, allowance } = call
  const [haystack, needle] = starts as [number, number]
  const end = ends[0] as number
  const size = (ends[1] as number) - needle
  if (haystack === 0 || needle === 0) return call.answerNull()
  let work = 0
  let position = 1
  let at = haystack
  const first = size === 0 ? undefined : bytes[needle]
  while (at + size <= end) {
    work++
    if (bytes[at] === first || size === 0) {
      const same = common(bytes, at, needle, size)
      work += same
      if (same === size || work > allowance) break
    }
    at++
    position++
    while (!call.allBlobs && at < end && isContinuation(bytes[at])) at++
  }
  if (call.charge(work)) call.answerInteger(at + size <= end ? position : 0)
}

function replace(call: Call): void {
  const { bytes, starts, ends, allowance, room } = call
  const [source, pattern, substitute] = starts as [number, number, number]
  const [end, patternEnd, substituteEnd] = ends as [number, number, number]
  const size = patternEnd - pattern
  if (source === 0 || pattern === 0) return call.answerNull()
  // SQLite looks at the third argument only after this.
  if (size === 0 || bytes[pattern] === 0) return call.answerText(source, end)
  if (substitute === 0) return call.answerNull()
  const last = room + limits.valueBytes
  let work = end - source
  let written = room
  let at = source
  while (at < end && work <= allowance) {
    const same = bytes[at] === bytes[pattern] && at + size <= end ? common(bytes, at, pattern, size) : 0
    work += same
    const [from, to] = same === size ? [substitute, substituteEnd] : [at, at + 1]
    if (written + (to - from) > last) return call.answerTooBig()
    for (let copy = from; copy < to; copy++) bytes[written++] = bytes[copy] as number
    work += to - from
    at += same === size ? size : 1
  }
  if (call.charge(work)) call.answerText(room, written)
}

/** The end of the character that begins at `at`: a lead byte and its continuations. */
function characterEnd(bytes: Uint8Array, at: number): number {
  let end = at + 1
  if ((bytes[at] as number) >= 0xc0) while (isContinuation(bytes[end])) end++
  return end
}

/** A character as SQLite decodes it: what is malformed counts as U+FFFD. */
function codePoint(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number
  if (lead < 0xc0) return lead
  let code = lead < 0xe0 ? lead & 0x1f : lead < 0xf0 ? lead & 0x0f : lead < 0xf8 ? lead & 0x07 : lead & 0x03
  if (lead >= 0xfe) code = 0
  const end = characterEnd(bytes, at)
  for (let next = at + 1; next < end; next++) code = ((code << 6) + ((bytes[next] as number) & 0x3f)) >>> 0
  const malformed = code < 0x80 || (code & 0xfffff800) === 0xd800 || (code & 0xfffffffe) >>> 0 === 0xfffe
  return malformed ? 0xfffd : code
}

function trim(call: Call, left: boolean, right: boolean): void {
  const { bytes, starts, ends, allowance } = call
  const [first, set] = starts as [number, number]
  let start = first
  let [end, setEnd] = ends as [number, number]
  if (start === 0 || set === 0) return call.answerNull()
  // Like SQLite, end the set at a zero byte.
  const zero = bytes.indexOf(0, set)
  if (zero >= 0 && zero < setEnd) setEnd = zero
  let work = setEnd - set
  /** Bytes of the character of the set that stands at one end of what is left; 0 for none. */
  const hit = (atStart: boolean): number => {
    for (let at = set; at < setEnd;) {
      const size = characterEnd(bytes, at) - at
      const place = atStart ? start : end - size
      work += 2 * size
      if (bytes[place] === bytes[at] && size <= end - start && common(bytes, place, at, size) === size) return size
      at += size
    }
    return 0
  }
  for (let size = left ? hit(true) : 0; size > 0 && work <= allowance; size = hit(true)) start += size
  for (let size = right ? hit(false) : 0; size > 0 && work <= allowance; size = hit(false)) end -= size
  if (call.charge(work + end - start)) call.answerText(start, end)
}

/** The value of a hexadecimal digit, or -1. */
function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Characters that are no digits may stand between two pairs of them, where the second argument has them. */
function unhex(call: Call): void {
  const { bytes, starts, ends, allowance, room } = call
  const [source, set] = starts as [number, number]
  const [end, setEnd] = ends as [number, number]
  if (source === 0 || set === 0) return call.answerNull()
  let work = end - source
  const ignored = (code: number): boolean => {
    for (let at = set; at < setEnd; at = characterEnd(bytes, at)) {
      work += 2
      if (codePoint(bytes, at) === code) return true
    }
    return false
  }
  let written = room
  let at = source
  while (at < end && bytes[at] !== 0 && work <= allowance) {
    const high = digitOf(bytes[at] as number)
    if (high < 0) {
      if (!ignored(codePoint(bytes, at))) return call.charge(work) ? call.answerNull() : undefined
      at = characterEnd(bytes, at)
      continue
    }
    const low = at + 1 < end ? digitOf(bytes[at + 1] as number) : -1
    if (low < 0) return call.charge(work) ? call.answerNull() : undefined
    bytes[written++] = high * 16 + low
    at += 2
  }
  if (call.charge(work)) call.answerBlob(room, written)
}
