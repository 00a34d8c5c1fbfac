/**
 * Taking requests apart: what belongs to the envelope is checked here, what belongs to the action goes
 * to the episode as it is, because an agent's mistakes are answered in-band.
 *
 * @module
 */
import { isJsonObject, type JsonObject } from '../floor/json-text.ts'
import { parseInput, toValidationError } from '../floor/validation.ts'
import { type ResetData, resetRequestSchema, stepEnvelopeKeys, stepEnvelopeSchema } from '../floor/wire-schemas.ts'

/** @throws AppError `validation_error`, also for unknown parameters */
export function parseResetRequest(body: JsonObject): { sessionId: string | null | undefined; params: ResetData } {
  const { session_id: sessionId, ...params } = parseInput(resetRequestSchema, body, ['body'])
  return { sessionId, params }
}

function withoutEnvelope(body: JsonObject): JsonObject {
  const action = { ...body }
  for (const key of stepEnvelopeKeys) delete action[key]
  return action
}

interface StepRequest {
  readonly sessionId: string | null | undefined
  readonly requestId: string | null | undefined
  readonly action: JsonObject
}

/**
 * A step is wrapped if `action` is an object, else bare if it has an `action_type`.
 *
 * @throws AppError `validation_error` for faults of the envelope, never for those of the action
 */
export function parseStepRequest(body: JsonObject): StepRequest {
  const { session_id: sessionId, request_id: requestId } = parseInput(stepEnvelopeSchema, body, ['body'])
  if (Object.hasOwn(body, 'action')) {
    const action = body['action']
    if (isJsonObject(action)) return { sessionId, requestId, action }
    throw toValidationError([
      { type: 'object_type', loc: ['body', 'action'], msg: 'The action must be a JSON object', input: action },
    ])
  }
  if (Object.hasOwn(body, 'action_type')) return { sessionId, requestId, action: withoutEnvelope(body) }
  throw toValidationError([
    { type: 'missing', loc: ['body', 'action'], msg: 'Field required: action, or action_type', input: body },
  ])
}
