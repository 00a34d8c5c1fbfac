/**
 * JSON as clients send it: depth and syntax are checked here, for every door.
 *
 * @module
 */
import { withoutByteOrderMark } from '../../kit/byte-order-mark.ts'
import { AppError } from '../../kit/errors.ts'

/** How deep arrays and objects may nest. */
export const maxJsonDepth = 64

/** Values that a text may hold, those inside others too: to make so many takes milliseconds. */
export const maxJsonValues = 65_536

export type JsonObject = Record<string, unknown>

/** True for what JSON calls an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Why a text is not worth parsing: brackets outside strings nest too deep, or there are too many of them and of commas.
 * Knows nothing else of the syntax.
 */
function findExcess(text: string): string | null {
  let depth = 0
  let values = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x2c) values++
    else if (code === 0x5b || code === 0x7b) {
      values++
      if (++depth > maxJsonDepth) return `nests deeper than ${maxJsonDepth} levels`
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return values < maxJsonValues ? null : `holds more than ${maxJsonValues} values`
}

/**
 * The value that a text stands for, after a byte order mark or without. `NaN` and its like are no JSON.
 *
 * @param what is called so in the error: `body` or `message`
 * @throws AppError `invalid_json`
 */
export function parseJson(text: string, what: string): unknown {
  const excess = findExcess(text)
  if (excess !== null) throw new AppError('invalid_json', `the ${what} ${excess}`)
  try {
    return JSON.parse(withoutByteOrderMark(text))
  } catch (cause) {
    throw new AppError('invalid_json', `the ${what} is not JSON: ${(cause as Error).message}`, { cause })
  }
}
