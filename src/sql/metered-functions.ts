/**
 * Replacements for the SQL functions whose time grows faster than the size of their values: one call of
 * SQLite's own instr on two large values runs over a minute without an instruction being counted. These
 * charge the work meter for what they do and stop when it is spent.
 *
 * @module
 */
import { limitLength } from './limits.ts'
import type { Pointer, Sqlite } from './sqlite.ts'
import { compileGlob, compileLike, decodePoints, matchPattern, type Pattern } from './text-match.ts'
import type { WorkMeter } from './work-meter.ts'

/** Comparisons of bytes or characters that cost as much as one instruction. */
const comparisonsPerUnit = 8
/** Price of crossing from WebAssembly to JavaScript and back. */
const callUnits = 12

const utf8 = 1
const deterministic = 0x800
const innocuous = 0x200000
const typeBlob = 4
const typeNull = 5
const transient = -1

/** What a function needs of its surroundings. */
interface Call {
  readonly sqlite: Sqlite
  readonly meter: WorkMeter
  readonly context: Pointer
  readonly values: readonly Pointer[]
}

type Body = (call: Call) => void

/** Registers the replacements on a connection. Make one an instance; `register` is cheap. */
export class MeteredFunctions {
  readonly #sqlite: Sqlite
  readonly #entries: readonly { readonly name: Pointer; readonly args: number; readonly callback: Pointer }[]

  constructor(sqlite: Sqlite, meter: WorkMeter) {
    this.#sqlite = sqlite
    const like = likeFunction()
    const bodies: readonly [string, readonly number[], Body][] = [
      ['instr', [2], instr],
      ['replace', [3], replace],
      ['trim', [1, 2], trimFunction(true, true)],
      ['ltrim', [1, 2], trimFunction(true, false)],
      ['rtrim', [1, 2], trimFunction(false, true)],
      ['like', [2, 3], like],
      ['glob', [2], globFunction()],
    ]
    this.#entries = bodies.flatMap(([name, argCounts, body]) => {
      const callback = sqlite.install('v(pip)', (context: Pointer, count: number, argv: Pointer) => {
        const values = Array.from({ length: count }, (_, index) => sqlite.readPointer(argv + 4 * index))
        if (meter.charge(callUnits)) body({ sqlite, meter, context, values })
        else outOfWork(sqlite, context)
      })
      const pointer = sqlite.allocateText(name).pointer
      return argCounts.map((args) => ({ name: pointer, args, callback }))
    })
  }

  register(db: Pointer): void {
    for (const { name, args, callback } of this.#entries) {
      const flags = utf8 | deterministic | innocuous
      this.#sqlite.calls.sqlite3_create_function_v2(db, name, args, flags, 0, callback, 0, 0, 0)
    }
  }
}

function outOfWork(sqlite: Sqlite, context: Pointer): void {
  resultError(sqlite, context, 'out of budget')
}

function resultError(sqlite: Sqlite, context: Pointer, message: string): void {
  const { pointer, size } = sqlite.allocateText(message)
  sqlite.calls.sqlite3_result_error(context, pointer, size)
  sqlite.calls.free(pointer)
}

/** Comparisons the meter still allows. */
function allowance(meter: WorkMeter): number {
  return meter.remaining * comparisonsPerUnit
}

function chargeComparisons({ sqlite, meter, context }: Call, count: number): boolean {
  if (meter.charge(Math.ceil(count / comparisonsPerUnit))) return true
  outOfWork(sqlite, context)
  return false
}

function isNull({ sqlite }: Call, value: Pointer): boolean {
  return sqlite.calls.sqlite3_value_type(value) === typeNull
}

/** The bytes of a value as text; a view that is valid until the next call into SQLite. */
function textBytes({ sqlite }: Call, value: Pointer): Uint8Array {
  const pointer = sqlite.calls.sqlite3_value_text(value)
  const size = sqlite.calls.sqlite3_value_bytes(value)
  return sqlite.bytes.subarray(pointer, pointer + size)
}

function valueLimit({ sqlite, context }: Call): number {
  return sqlite.calls.sqlite3_limit(sqlite.calls.sqlite3_context_db_handle(context), limitLength, -1)
}

function resultText(call: Call, bytes: Uint8Array): void {
  const { sqlite, context } = call
  if (bytes.length > valueLimit(call)) {
    sqlite.calls.sqlite3_result_error_toobig(context)
    return
  }
  const pointer = sqlite.allocateBytes(bytes)
  sqlite.calls.sqlite3_result_text(context, pointer, bytes.length, transient)
  sqlite.calls.free(pointer)
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

function instr(call: Call): void {
  const { sqlite, context, values } = call
  const [first, second] = values as [Pointer, Pointer]
  if (isNull(call, first) || isNull(call, second)) return sqlite.calls.sqlite3_result_null(context)
  const typeOf = sqlite.calls.sqlite3_value_type
  const asBlob = typeOf(first) === typeBlob && typeOf(second) === typeBlob
  // Converting a number to text may move memory: copy the needle, then take the haystack.
  const needle = Uint8Array.from(textBytes(call, second))
  const haystack = textBytes(call, first)
  const most = allowance(call.meter)
  let work = 0
  let position = 1
  let found = needle.length === 0
  for (let at = 0; !found && at + needle.length <= haystack.length; at++) {
    if (!asBlob && at > 0 && isContinuation(haystack[at])) continue
    let same = 0
    while (same < needle.length && haystack[at + same] === needle[same]) same++
    work += same + 1
    if (same === needle.length) found = true
    else if (work > most) break
    else position++
  }
  if (chargeComparisons(call, work)) sqlite.calls.sqlite3_result_int(context, found ? position : 0)
}

function replace(call: Call): void {
  const { sqlite, context, values } = call
  const [first, second, third] = values as [Pointer, Pointer, Pointer]
  if (values.some((value) => isNull(call, value))) return sqlite.calls.sqlite3_result_null(context)
  const pattern = Uint8Array.from(textBytes(call, second))
  const substitute = Uint8Array.from(textBytes(call, third))
  const source = Uint8Array.from(textBytes(call, first))
  if (pattern.length === 0 || pattern[0] === 0) return resultText(call, source)
  const most = Math.min(allowance(call.meter), Number.MAX_SAFE_INTEGER)
  const limit = valueLimit(call)
  const result: number[] = []
  let work = source.length + pattern.length
  let at = 0
  while (at < source.length && work <= most && result.length <= limit) {
    let same = 0
    while (same < pattern.length && source[at + same] === pattern[same]) same++
    work += same
    if (same === pattern.length) {
      for (const byte of substitute) result.push(byte)
      work += substitute.length
      at += pattern.length
    } else result.push(source[at++] as number)
  }
  if (!chargeComparisons(call, work)) return
  if (result.length > limit) return sqlite.calls.sqlite3_result_error_toobig(context)
  resultText(call, Uint8Array.from(result))
}

/** Splits bytes into characters as SQLite does: a lead byte and its continuations. */
function characters(bytes: Uint8Array): Uint8Array[] {
  const list: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    let end = at + 1
    if ((bytes[at] as number) >= 0xc0) while (isContinuation(bytes[end])) end++
    list.push(bytes.slice(at, end))
    at = end
  }
  return list
}

const blank: readonly Uint8Array[] = [Uint8Array.of(0x20)]

function trimFunction(left: boolean, right: boolean): Body {
  return (call) => {
    const { sqlite, context, values } = call
    const [first, second] = values as [Pointer, Pointer | undefined]
    if (values.some((value) => isNull(call, value))) return sqlite.calls.sqlite3_result_null(context)
    const set = second === undefined ? blank : characters(textBytes(call, second))
    const source = textBytes(call, first)
    const most = allowance(call.meter)
    let work = source.length + set.length
    let start = 0
    let end = source.length
    const sameAt = (character: Uint8Array, at: number): boolean => {
      work++
      return character.every((byte, index) => source[at + index] === byte)
    }
    while (left && start < end && work <= most) {
      const hit = set.find((character) => character.length <= end - start && sameAt(character, start))
      if (hit === undefined) break
      start += hit.length
    }
    while (right && start < end && work <= most) {
      const hit = set.find((character) => character.length <= end - start && sameAt(character, end - character.length))
      if (hit === undefined) break
      end -= hit.length
    }
    const kept = source.slice(start, end)
    if (chargeComparisons(call, work)) resultText(call, kept)
  }
}

/** Remembers the last compiled pattern: it is nearly always the same for every row. */
function patternCache(compile: (points: readonly number[], escape: number | null) => Pattern) {
  let lastPoints: readonly number[] = []
  let lastEscape: number | null = null
  let compiled: Pattern = []
  return (points: readonly number[], escape: number | null): Pattern => {
    const same =
      escape === lastEscape &&
      points.length === lastPoints.length &&
      points.every((code, index) => code === lastPoints[index])
    if (!same) {
      compiled = compile(points, escape)
      lastPoints = points
      lastEscape = escape
    }
    return compiled
  }
}

function matchFunction(noCase: boolean, compile: (points: readonly number[], escape: number | null) => Pattern): Body {
  const compiled = patternCache(compile)
  return (call) => {
    const { sqlite, context, values } = call
    const [first, second, third] = values as [Pointer, Pointer, Pointer | undefined]
    if (values.some((value) => isNull(call, value))) return sqlite.calls.sqlite3_result_null(context)
    let escape: number | null = null
    if (third !== undefined) {
      const points = decodePoints(textBytes(call, third))
      if (points.length !== 1) return resultError(sqlite, context, 'ESCAPE expression must be a single character')
      escape = points[0] as number
    }
    const pattern = compiled(decodePoints(textBytes(call, first)), escape)
    const text = decodePoints(textBytes(call, second))
    const { matched, work } = matchPattern(pattern, text, noCase, allowance(call.meter))
    if (!chargeComparisons(call, work + text.length + pattern.length) || matched === null) return
    sqlite.calls.sqlite3_result_int(context, matched ? 1 : 0)
  }
}

const likeFunction = (): Body => matchFunction(true, compileLike)
const globFunction = (): Body => matchFunction(false, (points) => compileGlob(points))
