/**
 * Callbacks of SQLite as WebAssembly of our own: what is ordinary is answered there, and JavaScript is called
 * only for the rest. SQLite asks so often that a JavaScript function in each place would take a third of the time.
 *
 * @module
 */
import type { Pointer, SharedNumber, SqliteCalls } from './sqlite-calls.ts'
import {
  above,
  aboveDouble,
  and,
  call,
  callIndirect,
  choose,
  constant,
  constantDouble,
  drop,
  finish,
  get,
  globalGet,
  load,
  multiplyDoubles,
  shiftRight,
  toDouble,
  type Code,
  WasmBuilder,
  when,
} from './wasm-builder.ts'
import { i32 } from './wasm-opcodes.ts'

/** A function of SQL in one of its forms: `v(pip)`. */
export type SqlFunction = (context: Pointer, count: number, argv: Pointer) => void

/** A function that SQLite has and that has a replacement for large values. */
export interface GuardedFunction {
  /** Where SQLite's own stands in the table of functions. */
  readonly native: number
  readonly replacement: SqlFunction
}

/** What the callbacks refer to. */
export interface GateHost {
  /** The work done, and beyond how much of it `check` is to be called. */
  readonly work: SharedNumber
  readonly checkpoint: SharedNumber
  /** Answers 1 to stop the statement that is running. */
  readonly check: () => number
  readonly memory: WebAssembly.Memory
  readonly table: WebAssembly.Table
  readonly calls: SqliteCalls
  /** Where a word is kept that is not 0 once the work is spent. */
  readonly stopped: Pointer
  /** Where a word is kept that is not 0 while what runs is ours. */
  readonly trusted: Pointer
  /** Decides on an action of the agent's that is not among the harmless: 0 allows it, 1 does not. */
  readonly decide: (code: number, first: Pointer, second: Pointer, schema: Pointer) => number
  /** Codes of actions that are always allowed, below 32. */
  readonly harmless: readonly number[]
  readonly functions: readonly GuardedFunction[]
}

/** The callbacks, ready to be put into the table of functions. */
export interface Gates {
  /** The progress handler, `i(p)`. */
  readonly tick: (context: Pointer) => number
  /** The authorizer, `i(pipppp)`. */
  readonly authorize: (context: Pointer, code: number, a: Pointer, b: Pointer, c: Pointer, d: Pointer) => number
  /** By the order of `functions`. */
  readonly functions: readonly SqlFunction[]
}

/**
 * Product of the sizes of two values up to which SQLite's own function runs: it may take as many steps, and
 * nothing can stop it on the way. A few milliseconds.
 */
export const nativeSteps = 2 ** 22

/** Makes the callbacks. */
export function createGates(host: GateHost): Gates {
  const builder = new WasmBuilder()
  const imports = importHost(builder, host)
  addTick(builder, imports)
  addAuthorizer(builder, imports, host)
  addFunctions(builder, imports, host.functions)
  const replacementOf = Object.fromEntries(
    host.functions.map(({ replacement }, index) => [`replacement${index}`, replacement]),
  )
  const { work, checkpoint, memory, table, check, decide } = host
  const { exports } = new WebAssembly.Instance(builder.compile(), {
    host: { ...host.calls, work, checkpoint, memory, table, check, decide, ...replacementOf },
  })
  return {
    tick: exports['tick'] as Gates['tick'],
    authorize: exports['authorize'] as Gates['authorize'],
    functions: host.functions.map((_, index) => exports[`function${index}`] as SqlFunction),
  }
}

/** What the callbacks call, by its number in the module. */
interface Imports {
  readonly check: number
  readonly decide: number
  readonly valueBytes: number
  /** By the order of the functions. */
  readonly replacements: readonly number[]
  /** Whether the work is beyond the checkpoint. */
  readonly isOver: Code
}

/** The parameters of a function of SQL. */
const sqlParameters = [i32, i32, i32]

function importHost(builder: WasmBuilder, { functions }: GateHost): Imports {
  const check = builder.importFunction('check', [], [i32])
  const decide = builder.importFunction('decide', [i32, i32, i32, i32], [i32])
  const valueBytes = builder.importFunction('sqlite3_value_bytes', [i32], [i32])
  const replacements = functions.map((_, index) => builder.importFunction(`replacement${index}`, sqlParameters, []))
  const work = builder.importGlobal('work')
  const checkpoint = builder.importGlobal('checkpoint')
  builder.importMemory('memory')
  builder.importTable('table')
  return { check, decide, valueBytes, replacements, isOver: above(globalGet(work), globalGet(checkpoint)) }
}

function addTick(builder: WasmBuilder, { check, isOver }: Imports): void {
  builder.function('tick', { parameters: 1, results: 1 }, choose(isOver, call(check), constant(0)))
}

function addAuthorizer(builder: WasmBuilder, { check, decide, isOver }: Imports, host: GateHost): void {
  const [code, first, second, schema] = [1, 2, 3, 4]
  const harmless = host.harmless.reduce((bits, action) => bits | (1 << action), 0)
  const isHarmless = and(shiftRight(constant(harmless), get(code)), constant(1))
  const allowed = choose(above(get(code), constant(31)), constant(0), isHarmless)
  builder.function(
    'authorize',
    { parameters: 6, results: 1 },
    // Views that refer to views are expanded while preparing, and every expansion calls back.
    [
      when(isOver, drop(call(check))),
      when(load(constant(host.stopped)), finish(constant(1))),
      choose(
        load(constant(host.trusted)),
        constant(0),
        choose(allowed, constant(0), call(decide, get(code), get(first), get(second), get(schema))),
      ),
    ],
  )
}

function addFunctions(
  builder: WasmBuilder,
  { valueBytes, replacements }: Imports,
  functions: readonly GuardedFunction[],
): void {
  const type = builder.type(sqlParameters, [])
  const [context, count, argv] = [0, 1, 2]
  const size = (index: number): Code => toDouble(call(valueBytes, load(get(argv), 4 * index)))
  const isLarge = aboveDouble(multiplyDoubles(size(0), size(1)), constantDouble(nativeSteps))
  const operands = [get(context), get(count), get(argv)]
  for (const [index, { native }] of functions.entries()) {
    const replacement = call(replacements[index] as number, ...operands)
    const body = when(isLarge, replacement, callIndirect(type, native, ...operands))
    builder.function(`function${index}`, { parameters: 3, results: 0 }, body)
  }
}
