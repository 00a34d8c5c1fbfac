/**
 * Arguments as models write them: what is left empty is absent, a whole number in a string is a number, and an
 * object may come as the text of one.
 *
 * @module
 */
import { z } from 'zod'
import { isJsonObject, type JsonObject, parseJson } from './json-text.ts'

/** What stands for an argument that is not given. */
const isEmpty = (value: unknown): boolean => value === null || value === ''

/** The arguments as an object; undefined when they are none. Absent, null and empty text are no arguments. */
export function toObject(given: unknown): JsonObject | undefined {
  if (given === undefined || isEmpty(given)) return {}
  if (isJsonObject(given)) return given
  if (typeof given !== 'string') return undefined
  try {
    const value = parseJson(given, 'arguments')
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * A request of standard MCP whose tool arguments the SDK takes: what is no object, and no text of one, becomes an
 * argument that no tool has, so that the call is played and refused like every other.
 */
export function withObjectArguments<T>(message: T): T {
  if (!isJsonObject(message) || message['method'] !== 'tools/call' || !isJsonObject(message['params'])) return message
  const given = message['params']['arguments']
  if (given === undefined || isJsonObject(given)) return message
  return { ...message, params: { ...message['params'], arguments: toObject(given) ?? { arguments: given } } }
}

/** The schema behind `optional` and `nullable`. */
function coreOf(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
  return isWrapped ? coreOf(schema.unwrap()) : schema
}

/** A number that text spells without loss, as JSON would. */
function toWholeNumber(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(?:0|-?[1-9]\d{0,15})$/.test(value.trim())) return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Arguments for a schema, which then says what is still wrong with them. */
export function toLenient({ shape }: z.ZodObject, args: JsonObject): JsonObject {
  const entries = Object.entries(args).flatMap(([key, value]) => {
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined
    if (schema === undefined) return [[key, value]]
    if (isEmpty(value) && z.safeParse(schema, undefined).success) return []
    return [[key, coreOf(schema) instanceof z.ZodNumber ? toWholeNumber(value) : value]]
  })
  return Object.fromEntries(entries) as JsonObject
}
