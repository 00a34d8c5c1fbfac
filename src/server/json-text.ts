/**
 * JSON as clients send it: depth and syntax are checked here, for every door.
 *
 * @module
 */
import { withoutByteOrderMark } from '../kit/byte-order-mark.ts'
import { AppError } from '../kit/errors.ts'

/** How deep arrays and objects may nest. */
export const maxJsonDepth = 64

export type JsonObject = Record<string, unknown>

/** True for what JSON calls an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True when brackets outside strings nest deeper than allowed; knows nothing else of the syntax. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxJsonDepth) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}

/**
 * The value that a text stands for, after a byte order mark or without. `NaN` and its like are no JSON.
 *
 * @param what is called so in the error: `body` or `message`
 * @throws AppError `invalid_json`
 */
export function parseJson(text: string, what: string): unknown {
  if (isTooDeep(text)) {
    throw new AppError('invalid_json', `the ${what} nests deeper than ${maxJsonDepth} levels`)
  }
  try {
    return JSON.parse(withoutByteOrderMark(text))
  } catch (cause) {
    throw new AppError('invalid_json', `the ${what} is not JSON: ${(cause as Error).message}`, { cause })
  }
}
