import { z } from 'zod'
import { actionSchema } from '../contract/action.ts'
import { stateSchema } from '../contract/episode.ts'
import { mergedObservationSchema, mergedResetObservationSchema } from './wire-schemas.ts'

type JsonSchema = Record<string, unknown>

/** What GET /schema answers: JSON Schemas (draft 2020-12) with local references only. */
export interface SchemaDocument {
  readonly action: JsonSchema
  readonly observation: JsonSchema
  readonly state: JsonSchema
  readonly reset_observation: JsonSchema
}

/** A JSON Schema whose properties stand at the top, where clients look for them, rather than behind a reference. */
export function toFlatJsonSchema(schema: z.ZodType): JsonSchema {
  const { $ref, $defs, ...rest } = z.toJSONSchema(schema) as JsonSchema & { $ref?: string; $defs?: JsonSchema }
  const name = $ref?.replace('#/$defs/', '')
  if (name === undefined || $defs === undefined) return { ...rest, ...($defs === undefined ? {} : { $defs }) }
  const { [name]: root, ...others } = $defs
  return { ...rest, ...(root as JsonSchema), ...(Object.keys(others).length === 0 ? {} : { $defs: others }) }
}

/** Makes the JSON Schemas from the contract. */
export function createSchemaDocument(): SchemaDocument {
  return {
    action: toFlatJsonSchema(actionSchema),
    observation: toFlatJsonSchema(mergedObservationSchema),
    state: toFlatJsonSchema(stateSchema),
    reset_observation: toFlatJsonSchema(mergedResetObservationSchema),
  }
}
