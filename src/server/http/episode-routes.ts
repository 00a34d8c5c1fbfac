/**
 * Reset, step and state over HTTP: parsed with the contract, asked of the sessions. Nothing is decided here about
 * episodes.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { stateSchema } from '../../contract/episode.ts'
import { AppError } from '../../kit/errors.ts'
import type { Asker } from '../../sessions/client.ts'
import { defaultSessionId } from '../../sessions/session-registry.ts'
import type { DoorContext } from '../floor/door-context.ts'
import type { Json, Operation } from '../floor/operation.ts'
import { toHttpText } from '../floor/reply-text.ts'
import { readJsonObject } from '../floor/request-body.ts'
import type { AppContext, Route } from '../floor/route.ts'
import { resolveSessionId, sessionHeader, toHeaderValue } from '../floor/session-id.ts'
import * as wire from '../floor/wire-schemas.ts'
import { parseResetRequest, parseStepRequest } from './request-envelope.ts'

const sessionIdShape: Json = { type: 'string', minLength: 1, maxLength: 128 }

const parameters: readonly Json[] = [
  {
    name: sessionHeader,
    in: 'header',
    required: false,
    description: 'The session. Header, query and field must not differ; without any: the session "default".',
    schema: sessionIdShape,
  },
  {
    name: 'session_id',
    in: 'query',
    required: false,
    description: `As the header ${sessionHeader}.`,
    schema: sessionIdShape,
  },
]

const replyHeaders: Json = {
  [sessionHeader]: { description: 'The session; absent where its id is not visible ASCII.', schema: sessionIdShape },
}

const stepExamples: Json = {
  inspect: { summary: 'Look at the schema', value: { action_type: 'inspect_schema' } },
  query: {
    summary: 'Run SQL',
    value: { action_type: 'execute_sql', query: 'SELECT id, phone, email FROM users LIMIT 5' },
  },
  finish: { summary: 'Submit for grading', value: { action_type: 'finish_task' } },
  wrapped: {
    summary: 'In an envelope, as OpenEnv sends it',
    value: { action: { action_type: 'execute_sql', query: 'SELECT 1' }, request_id: 'r1' },
  },
}

const resetExamples: Json = {
  default: { summary: 'The canonical task_easy', value: {} },
  task: { summary: 'Another task', value: { task_id: 'task_hard' } },
  seeded: { summary: 'A fresh instance', value: { task_id: 'task_dedup', seed: 42, session_id: 'agent-1' } },
  chosen: { summary: 'A generated task of level 2, by seed', value: { split: 'train', level: 2, seed: 5 } },
}

const resetDescription = [
  'Makes the session where there is none. The body may be absent.',
  '\n\nA task is named by `task_id`, or chosen: by `split` and `index`, or by `seed` among the tasks that `split`, `family`,',
  '`world`, `level` and `difficulty` leave: of n tasks the one at `seed % n`, and of that the instance `floor(seed / n)`.',
  'Where one task is left, the seed is its own; a `family` without a split is one task. Without a split, families and worlds',
  'that are held out are of `test`, all others of `train`. What contradicts itself or fits no task is 422, and the message',
  'names what there is. Equal parameters start equal episodes, byte by byte.',
  '\n\nThe `task_id` of the observation tells nothing about a generated task; once `done`, metadata and state do.',
].join(' ')

const stepDescription = [
  'An action that is a JSON object is always answered with 200; what is wrong with it stands in `last_error`. Actions of one',
  'session run in order of arrival.',
  '\n\nA step after the end is 409 `episode_over` here. On `/ws`, in batches and over MCP it repeats the last observation',
  'instead, with `last_error`, reward 0, `done` and the outcome again, and nothing is counted.',
].join(' ')

const resetOperation: Operation = {
  operationId: 'reset',
  tag: 'episode',
  description: resetDescription,
  parameters,
  request: { schema: wire.resetRequestSchema, examples: resetExamples, isOptional: true },
  reply: { description: 'The first observation.', headers: replyHeaders, schema: wire.resetReplySchema },
  errors: ['invalid_json', 'body_too_large', 'validation_error', 'unknown_task', 'capacity_reached'],
}

const stepOperation: Operation = {
  operationId: 'step',
  tag: 'episode',
  description: stepDescription,
  parameters,
  request: { schema: [wire.bareStepRequestSchema, wire.wrappedStepRequestSchema], examples: stepExamples },
  reply: {
    description: 'What the action led to. Once `done`, `metadata` holds the outcome of the episode.',
    headers: replyHeaders,
    schema: wire.stepReplySchema,
  },
  errors: ['invalid_json', 'unknown_session', 'no_episode', 'episode_over', 'body_too_large', 'validation_error'],
}

const stateOperation: Operation = {
  operationId: 'state',
  tag: 'episode',
  description: 'Works before the first reset (of the session "default") and after the episode ended.',
  parameters,
  reply: { description: 'The state.', headers: replyHeaders, schema: stateSchema },
  errors: ['unknown_session', 'validation_error'],
}

/** The session of a request: the one it names, else the one that all share. @throws AppError `session_required` */
function sessionOf(context: AppContext, isRequired: boolean, field?: string | null): string {
  const named = resolveSessionId(context, field)
  if (named === undefined && isRequired) {
    const places = `the header ${sessionHeader} or the field session_id`
    throw new AppError('session_required', `this server needs to know the session: name it by ${places}`)
  }
  const id = named ?? defaultSessionId
  context.set('sessionId', id)
  return id
}

/** Whoever sent a request is there as long as its connection is. */
function askerOf(context: AppContext): Asker {
  const incoming = (context.env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
  return {
    get isGone() {
      return incoming?.socket.destroyed ?? false
    },
  }
}

/** Sends JSON, and the id of the session in a header. */
function replyInSession(context: AppContext, id: string, text: string): Response {
  const header = toHeaderValue(id)
  if (header !== undefined) context.header(sessionHeader, header)
  context.header('Content-Type', 'application/json')
  return context.body(text)
}

/** Playing, path by path. @param limit of a body, in bytes */
export function episodeRoutes(
  { registry, catalog, requireSession = false }: DoorContext,
  limit: number,
): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/reset',
      summary: 'Start an episode',
      handle: async (context) => {
        const request = parseResetRequest(await readJsonObject(context.req.raw, { limit, whenEmpty: {} }))
        const id = sessionOf(context, requireSession, request.sessionId)
        const result = await registry.reset(
          id,
          catalog.toResetParams(request.params, 'body'),
          'host',
          undefined,
          askerOf(context),
        )
        return replyInSession(context, id, toHttpText(result, id))
      },
      operation: resetOperation,
    },
    {
      method: 'POST',
      path: '/step',
      summary: 'Play one action',
      handle: async (context) => {
        const request = parseStepRequest(await readJsonObject(context.req.raw, { limit }))
        const id = sessionOf(context, requireSession, request.sessionId)
        const result = await registry.step(id, request.action, 'refuse', askerOf(context), undefined, request.requestId)
        return replyInSession(context, id, toHttpText(result, id))
      },
      operation: stepOperation,
    },
    {
      method: 'GET',
      path: '/state',
      summary: 'Public facts of a session',
      handle: async (context) => {
        const id = sessionOf(context, requireSession)
        return replyInSession(context, id, JSON.stringify(await registry.state(id)))
      },
      operation: stateOperation,
    },
  ]
}
