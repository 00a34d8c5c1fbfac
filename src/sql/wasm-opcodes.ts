/**
 * The numbers of WebAssembly's binary format that we write, or look for.
 *
 * @module
 */

/** Value types. */
export const i32 = 0x7f
export const i64 = 0x7e
export const f64 = 0x7c

/** The type of a function, and the type of a block without a result. */
export const functionType = 0x60
export const noResult = 0x40

/** Sections of a module. */
export const section = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const

/** What is imported or exported. */
export const kind = { function: 0, table: 1, memory: 2, global: 3 } as const

/** Instructions. */
export const op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Load: 0x28,
  i32Store: 0x36,
  i64Store: 0x37,
  f64Store: 0x39,
  i32Store8: 0x3a,
  i32Const: 0x41,
  f64Const: 0x44,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtU: 0x49,
  i32GtU: 0x4b,
  f64Gt: 0x64,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32And: 0x71,
  i32ShrU: 0x76,
  f64Mul: 0xa2,
  f64ConvertI32U: 0xb8,
  /** Before the bulk operations. */
  prefix: 0xfc,
} as const

/** Behind the prefix. */
export const bulk = { copy: 10, fill: 11 } as const

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
export function signedLeb(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low]
    bytes.push(low | 0x80)
  }
}
