import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

/** A JSON Schema whose properties stand at the top, where clients look for them, rather than behind a reference. */
export function toFlatJsonSchema(schema: z.ZodType): JsonSchema {
  const { $ref, $defs, ...rest } = z.toJSONSchema(schema) as JsonSchema & { $ref?: string; $defs?: JsonSchema }
  const name = $ref?.replace('#/$defs/', '')
  if (name === undefined || $defs === undefined) return { ...rest, ...($defs === undefined ? {} : { $defs }) }
  const { [name]: root, ...others } = $defs
  return { ...rest, ...(root as JsonSchema), ...(Object.keys(others).length === 0 ? {} : { $defs: others }) }
}
