/**
 * SQL values on our side of the engine, as JavaScript has them and as typed cells.
 *
 * @module
 */

/** A SQL value. Integers and reals are both numbers; integers beyond 2^53 are bigints. */
export type SqlValue = null | number | bigint | string | Uint8Array

/**
 * A cell with its SQL type in one string, so that equality is string equality: `n` (NULL), `i5`, `r0.5`,
 * `tAda`, `b00ff`. Minus zero is written as zero.
 */
export type TypedCell = string

/** Writes a JavaScript value as a typed cell. Whole numbers count as integers. */
export function toTypedCell(value: SqlValue): TypedCell {
  if (value === null) return 'n'
  if (typeof value === 'string') return `t${value}`
  if (typeof value === 'bigint') return `i${value}`
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? `i${value === 0 ? 0 : value}` : `r${value}`
  }
  let hex = 'b'
  for (const byte of value) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** Reads a typed cell back. */
export function fromTypedCell(cell: TypedCell): SqlValue {
  const body = cell.slice(1)
  switch (cell[0]) {
    case 'i': {
      const whole = Number(body)
      return Number.isSafeInteger(whole) ? whole : BigInt(body)
    }
    case 'r':
      return Number(body)
    case 't':
      return body
    case 'b':
      return Uint8Array.from(body.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    default:
      return null
  }
}

/**
 * The same cell with reals of whole value turned into integers: the comparison for columns whose rule is
 * not about type, where 5 and 5.0 are equal. Text never equals a number.
 */
export function looseNumber(cell: TypedCell): TypedCell {
  if (cell[0] !== 'r') return cell
  const value = Number(cell.slice(1))
  return Number.isInteger(value) ? `i${BigInt(value)}` : cell
}
