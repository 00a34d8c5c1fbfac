/**
 * The HTTP envelopes around the contract: what requests carry beside an action or reset parameters, and
 * the bodies of replies. The OpenAPI document is made from these.
 *
 * @module
 */
import { z } from 'zod'
import { actionSchema } from '../../contract/action.ts'
import { difficulties, resetResultSchema, stepResultSchema, taskListItemSchema } from '../../contract/episode.ts'
import { observationSchema, resetObservationSchema } from '../../contract/observation.ts'
import { type ResetData, resetDataSchema } from '../../contract/reset-data.ts'
import { maxSessionIdLength } from '../../sessions/session-registry.ts'

/** Characters are counted as code points, as JSON Schema and Python do. */
function hasAtMostCharacters(text: string, limit: number): boolean {
  return text.length <= limit || (text.length <= limit * 2 && Array.from(text).length <= limit)
}

/** A key that a client chose for its session. */
export const sessionIdSchema: z.ZodString = z
  .string()
  .min(1)
  .refine((id) => hasAtMostCharacters(id, maxSessionIdLength), `Too long: at most ${maxSessionIdLength} characters`)
  .meta({ maxLength: maxSessionIdLength, description: 'Any string the client chose; absent: the session "default".' })

/** The client's mark of a step. */
export const requestIdSchema: z.ZodString = z
  .string()
  .max(255)
  .describe(
    "The client's own mark. The last step, asked for again with the same mark, is answered again and not taken.",
  )

/** What a step request carries beside its action. */
export const stepEnvelopeSchema = z.object({
  session_id: sessionIdSchema.nullish(),
  timeout_s: z
    .number()
    .positive()
    .nullish()
    .describe('How long the client will wait. Accepted for OpenEnv clients; work is bounded by the budget of a query.'),
  request_id: requestIdSchema.nullish(),
})

/** Keys of the envelope in a bare step request, where they stand among those of the action. */
export const stepEnvelopeKeys = Object.keys(stepEnvelopeSchema.shape) as (keyof typeof stepEnvelopeSchema.shape)[]

/** What a reset takes on every door. */
export { type ResetData, resetDataSchema }

/** The body of POST /reset. */
export const resetRequestSchema = resetDataSchema
  .extend({ session_id: sessionIdSchema.nullish() })
  .meta({ id: 'ResetRequest' })

/** The body of POST /step with the action in an envelope, as OpenEnv sends it. */
export const wrappedStepRequestSchema = z
  .looseObject({ ...stepEnvelopeSchema.shape, action: actionSchema })
  .meta({ id: 'WrappedStepRequest', title: 'An action in an envelope' })

/** The body of POST /step with the keys of the action at the top. */
export const bareStepRequestSchema = actionSchema
  .extend(stepEnvelopeSchema.shape)
  .meta({ id: 'BareStepRequest', title: 'A bare action' })

/** The session a reply belongs to; also in the header X-Session-Id. */
const replySessionId = z.string().describe('The session; also in the header X-Session-Id.')

/** The reply to POST /reset. */
export const resetReplySchema = resetResultSchema.extend({ session_id: replySessionId }).meta({ id: 'ResetReply' })
export type ResetReply = z.infer<typeof resetReplySchema>

/** The reply to POST /step. */
export const stepReplySchema = stepResultSchema.extend({ session_id: replySessionId }).meta({ id: 'StepReply' })
export type StepReply = z.infer<typeof stepReplySchema>

export const taskListReplySchema = z.strictObject({ tasks: z.array(taskListItemSchema) }).meta({ id: 'TaskList' })
export const healthReplySchema = z.strictObject({ status: z.literal('healthy') }).meta({ id: 'Health' })

export const rootReplySchema = z
  .strictObject({
    name: z.literal('dataops-env'),
    version: z.string(),
    status: z.literal('healthy'),
    links: z.record(z.string(), z.string()).describe('Where to go from here, relative to this address.'),
  })
  .meta({ id: 'ServerInfo' })

/** JSON Schemas of what travels. */
export const schemaReplySchema = z
  .strictObject({
    action: z.record(z.string(), z.unknown()),
    observation: z.record(z.string(), z.unknown()),
    state: z.record(z.string(), z.unknown()),
    reset_observation: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Schemas' })

/** The body of every error. */
export const errorReplySchema = z
  .strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })
  .meta({ id: 'Error' })

/** The body of a 422, which also names the places in the input. */
export const validationErrorReplySchema = errorReplySchema
  .extend({
    detail: z.array(
      z.strictObject({
        type: z.string(),
        loc: z.array(z.union([z.string(), z.int()])),
        msg: z.string(),
        input: z.unknown().describe('What was sent there, shortened when long.'),
      }),
    ),
  })
  .meta({ id: 'ValidationError' })

/** One task as the Task API shows it. */
export const wireTaskSchema = z
  .strictObject({
    id: z.string(),
    split: z.string(),
    index: z.int().min(0),
    difficulty: z.enum(difficulties),
    group: z.string().describe('Tasks of one group are variations of one problem.'),
    seed: z.int().min(0).optional(),
    family: z.string().optional(),
    version: z.int().optional(),
    world: z.string().optional(),
    level: z.int().optional(),
    dimension: z.string().optional(),
    difficulty_score: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('How hard this instance is, finer than the level: of incidents.'),
  })
  .meta({ id: 'SplitTask', description: 'The fields from seed on are of generated tasks.' })
export type WireTask = z.infer<typeof wireTaskSchema>

const splitField = z.string().max(128)

/** The bodies that the Task API takes. */
export const splitRequestSchema = z.strictObject({ split: splitField }).meta({ id: 'SplitRequest' })
export const taskRequestSchema = z.strictObject({ split: splitField, index: z.int() }).meta({ id: 'TaskRequest' })
export const taskRangeRequestSchema = z
  .strictObject({ split: splitField, start: z.int().nullish(), stop: z.int().nullish() })
  .meta({ id: 'TaskRangeRequest', description: 'A slice as in Python: negative numbers count from the end.' })

/** An error of the Task API, which also holds the field where OpenEnv has its message. */
export const taskApiErrorReplySchema = errorReplySchema.extend({ detail: z.string() }).meta({ id: 'TaskApiError' })

/** The bodies that the Task API answers. */
export const environmentsReplySchema = z.array(z.string())
export const splitsReplySchema = z.array(
  z.strictObject({ name: z.string(), type: z.enum(['train', 'validation', 'test']) }),
)
const truncated = z.literal(true).optional().describe('There are more: task_range gives them.')
export const splitTasksReplySchema = z.strictObject({ tasks: z.array(wireTaskSchema), truncated, env_name: z.string() })
export const taskCountReplySchema = z.strictObject({ num_tasks: z.int().min(0) })
export const taskReplySchema = z.strictObject({ task: wireTaskSchema })
export const taskRangeReplySchema = z.strictObject({ tasks: z.array(wireTaskSchema), truncated })

/** The reply to GET /metadata. */
export const metadataReplySchema = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    version: z.string(),
    author: z.string(),
    documentation_url: z.string().describe('Relative to the address of the server.'),
    readme_content: z.string().nullable(),
  })
  .meta({ id: 'Metadata' })

/** The fields that validators merge into an observation before they check it: on the wire they travel beside it. */
const mergedFields = {
  reward: z.number().nullable().optional().describe('Travels beside the observation; null on reset.'),
  done: z.boolean().optional().describe('Travels beside the observation.'),
}

export const mergedObservationSchema = observationSchema
  .extend({
    ...mergedFields,
    metadata: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Travels beside the observation; on reset also inside it, with the prompt.'),
  })
  .meta({ id: 'MergedObservation', title: 'DataopsObservation' })

export const mergedResetObservationSchema = resetObservationSchema
  .extend(mergedFields)
  .meta({ id: 'MergedResetObservation', title: 'DataopsResetObservation' })
