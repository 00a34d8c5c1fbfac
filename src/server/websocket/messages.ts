/**
 * The envelopes on `/ws`, in both directions.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AppError } from '../../kit/errors.ts'
import { capacityOf, type DoorContext } from '../floor/door-context.ts'
import { isClientError } from '../floor/error-map.ts'
import { isJsonObject, type JsonObject, parseJson } from '../floor/json-text.ts'
import { parseInput, toShortDetail, toValidationError } from '../floor/validation.ts'
import { maxBatchItems } from './batch.ts'
import { requestIdSchema, type ResetData, resetDataSchema } from '../floor/wire-schemas.ts'

export type Message =
  | { readonly type: 'reset'; readonly data: ResetData }
  | { readonly type: 'step'; readonly data: JsonObject; readonly request?: string | null | undefined }
  | { readonly type: 'state' }
  | { readonly type: 'close' }
  | { readonly type: 'batch'; readonly data: readonly unknown[] }
  | { readonly type: 'mcp'; readonly data: JsonObject }
  | { readonly type: 'unknown'; readonly name: string; readonly data: unknown }

const jsonObject = z.custom<JsonObject>(isJsonObject, 'Must be a JSON object')

/** Its items are looked at one by one, where they are run. */
const batchItems = z
  .custom<readonly unknown[]>(Array.isArray, 'Must be a JSON array')
  .refine((items) => items.length <= maxBatchItems, `Too many items: at most ${maxBatchItems}`)

const envelopes = {
  reset: z.strictObject({ type: z.literal('reset'), data: jsonObject.optional() }),
  step: z.strictObject({ type: z.literal('step'), data: jsonObject, request_id: requestIdSchema.nullish() }),
  state: z.strictObject({ type: z.literal('state') }),
  close: z.strictObject({ type: z.literal('close') }),
  batch: z.strictObject({ type: z.literal('batch'), data: batchItems }),
  mcp: z.strictObject({ type: z.literal('mcp'), data: jsonObject }),
} as const

function refuse(message: string, input: unknown): AppError {
  return toValidationError([{ type: 'object_type', loc: ['message'], msg: message, input }])
}

/**
 * What a frame asks for. Faults of an action are left to the episode, which answers them in-band.
 *
 * @throws AppError `invalid_json`, `validation_error`
 */
export function parseMessage(frame: Buffer, isBinary: boolean): Message {
  if (isBinary) throw refuse('Binary frames are not understood; send text', null)
  const value = parseJson(frame.toString('utf8'), 'message')
  if (!isJsonObject(value)) throw refuse('The message must be a JSON object', value)
  const { type } = value
  switch (type) {
    case 'reset': {
      const { data } = parseInput(envelopes.reset, value, ['message'])
      return { type, data: parseInput(resetDataSchema, data ?? {}, ['data']) }
    }
    case 'step': {
      const { data, request_id: mark } = value
      // Nearly all messages are steps with nothing wrong with them; the schema says what is wrong with the others.
      if (isJsonObject(data)) {
        const keys = Object.keys(value).length
        if (keys === 2 && mark === undefined) return { type, data }
        if (keys === 3 && typeof mark === 'string' && mark.length < 256) return { type, data, request: mark }
      }
      const { data: action, request_id: request } = parseInput(envelopes.step, value, ['message'])
      return { type, data: action, request }
    }
    case 'mcp':
      return { type, data: parseInput(envelopes[type], value, ['message']).data }
    case 'batch':
      return { type, data: parseInput(envelopes.batch, value, ['message']).data }
    case 'state':
    case 'close':
      parseInput(envelopes[type], value, ['message'])
      return { type }
    default:
      return {
        type: 'unknown',
        name: parseInput(z.object({ type: z.string() }), value, ['message']).type,
        data: value['data'],
      }
  }
}

export interface ErrorFrame {
  readonly type: 'error'
  readonly data: { readonly message: string; readonly code: string } & JsonObject
}

/** An error on the wire. */
export function createErrorFrame(code: string, message: string, more: JsonObject = {}): ErrorFrame {
  return { type: 'error', data: { message, code, ...more } }
}

/**
 * The frame for an error. `message` holds every reason: OpenEnv's clients show nothing else. Of a fault of the host
 * nothing is shown but the id under which it was logged.
 *
 * @param what failed, for the log
 */
export function toErrorFrame(
  context: Pick<DoorContext, 'registry' | 'logger'>,
  error: unknown,
  what: string,
): ErrorFrame {
  if (!isClientError(error)) {
    const request = randomUUID()
    context.logger.error({ request, err: error }, what)
    return createErrorFrame('EXECUTION_ERROR', `internal error (request ${request})`)
  }
  const { code, message } = error
  switch (code) {
    case 'capacity_reached':
      return createErrorFrame('CAPACITY_REACHED', message, capacityOf(context))
    case 'invalid_json':
      return createErrorFrame('INVALID_JSON', message)
    case 'validation_error':
    case 'unknown_task': {
      const loc = code === 'unknown_task' ? ['data', 'task_id'] : ['message']
      const details = error.details.length > 0 ? error.details : [{ type: code, loc, msg: message }]
      const errors = details.map(toShortDetail)
      const reasons = errors.map((detail) => `${detail.loc.join('.')}: ${detail.msg}`)
      return createErrorFrame('VALIDATION_ERROR', reasons.length > 1 ? reasons.join('; ') : message, { errors })
    }
    case 'unknown_session':
      return createErrorFrame('SESSION_ERROR', message)
    case 'storage_error':
      return createErrorFrame('STORAGE_ERROR', message)
    default:
      return createErrorFrame('EXECUTION_ERROR', message)
  }
}
