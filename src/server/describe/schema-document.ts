import { actionSchema } from '../../contract/action.ts'
import { stateSchema } from '../../contract/episode.ts'
import { type JsonSchema, toFlatJsonSchema } from '../floor/flat-schema.ts'
import { mergedObservationSchema, mergedResetObservationSchema } from '../floor/wire-schemas.ts'

/** What GET /schema answers: JSON Schemas (draft 2020-12) with local references only. */
export interface SchemaDocument {
  readonly action: JsonSchema
  readonly observation: JsonSchema
  readonly state: JsonSchema
  readonly reset_observation: JsonSchema
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
