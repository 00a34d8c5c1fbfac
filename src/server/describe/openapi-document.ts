/**
 * The OpenAPI 3.1 document, made from the schemas that the server itself uses.
 *
 * @module
 */
import type { z } from 'zod'
import { stateSchema } from '../../contract/episode.ts'
import type { ServerMode } from '../floor/server-mode.ts'
import { createMcpPaths } from './openapi-mcp.ts'
import { Components, content, errorResponses, type Json } from './openapi-parts.ts'
import { createTaskApiPaths } from './openapi-task-api.ts'
import { sessionHeader } from '../floor/session-id.ts'
import * as wire from '../floor/wire-schemas.ts'

/** Version of the HTTP interface; the first number changes when a client would break. */
const interfaceVersion = '1.0.0'

const sessionIdShape: Json = { type: 'string', minLength: 1, maxLength: 128 }

const sessionParameters: readonly Json[] = [
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

const sessionReplyHeader: Json = {
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

/** Makes the document that GET /openapi.json answers. */
export function createOpenApiDocument(mode: ServerMode): Json {
  const components = new Components()
  const read = (schema: z.ZodType, operationId: string, summary: string): Json => ({
    get: {
      operationId,
      summary,
      responses: {
        200: { description: 'Done.', content: content(components.use(schema)) },
        ...errorResponses(components, []),
      },
    },
  })
  const episodePaths: Json = {
    '/reset': {
      post: {
        operationId: 'reset',
        tags: ['episode'],
        summary: 'Start an episode',
        description: resetDescription,
        parameters: sessionParameters,
        requestBody: { required: false, content: content(components.use(wire.resetRequestSchema), resetExamples) },
        responses: {
          200: {
            description: 'The first observation.',
            headers: sessionReplyHeader,
            content: content(components.use(wire.resetReplySchema)),
          },
          ...errorResponses(components, [
            'invalid_json',
            'body_too_large',
            'validation_error',
            'unknown_task',
            'capacity_reached',
          ]),
        },
      },
    },
    '/step': {
      post: {
        operationId: 'step',
        tags: ['episode'],
        summary: 'Play one action',
        description: stepDescription,
        parameters: sessionParameters,
        requestBody: {
          required: true,
          content: content(
            { anyOf: [components.use(wire.bareStepRequestSchema), components.use(wire.wrappedStepRequestSchema)] },
            stepExamples,
          ),
        },
        responses: {
          200: {
            description: 'What the action led to. Once `done`, `metadata` holds the outcome of the episode.',
            headers: sessionReplyHeader,
            content: content(components.use(wire.stepReplySchema)),
          },
          ...errorResponses(components, [
            'invalid_json',
            'unknown_session',
            'no_episode',
            'episode_over',
            'body_too_large',
            'validation_error',
          ]),
        },
      },
    },
    '/state': {
      get: {
        operationId: 'state',
        tags: ['episode'],
        summary: 'Public facts of a session',
        description: 'Works before the first reset (of the session "default") and after the episode ended.',
        parameters: sessionParameters,
        responses: {
          200: {
            description: 'The state.',
            headers: sessionReplyHeader,
            content: content(components.use(stateSchema)),
          },
          ...errorResponses(components, ['unknown_session', 'validation_error']),
        },
      },
    },
  }
  const paths: Json = {
    ...(mode === 'simulation' ? episodePaths : {}),
    ...createTaskApiPaths(components),
    ...createMcpPaths(components),
    '/tasks': read(
      wire.taskListReplySchema,
      'tasks',
      'List the tasks, and of each family its splits, worlds and levels',
    ),
    '/metadata': read(wire.metadataReplySchema, 'metadata', 'Name, description and README'),
    '/schema': read(wire.schemaReplySchema, 'schema', 'JSON Schemas of action, observation and state'),
    '/health': read(wire.healthReplySchema, 'health', 'Is the server up?'),
    '/': read(wire.rootReplySchema, 'root', 'Name, version and links'),
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'DataOps-Env',
      version: interfaceVersion,
      summary: 'A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL.',
      description:
        'An episode: POST /reset, then POST /step until `done`. Errors are `{"error":{"code","message"}}` with ' +
        'stable codes. A path that does not exist is 404 `not_found`; a slash at its end makes no difference. What is not well-formed HTTP, too long or too ' +
        'slow is 400, 408 or 431 with the code `bad_request`, and the connection is closed.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Relative to the document, so that the page of it works behind a proxy that strips a prefix.
    servers: [{ url: './' }],
    tags: [
      ...(mode === 'simulation' ? [{ name: 'episode', description: 'Playing' }] : []),
      { name: 'tasks', description: "OpenEnv's Task API" },
      { name: 'mcp', description: 'Playing by tools' },
    ],
    paths,
    components: { schemas: components.schemas },
  }
}
