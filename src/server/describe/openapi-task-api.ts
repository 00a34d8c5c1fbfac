import type { z } from 'zod'
import { type Components, content, errorResponses, type Json } from './openapi-parts.ts'
import { environmentName } from '../floor/task-catalog.ts'
import * as wire from '../floor/wire-schemas.ts'

const environmentParameter: Json = {
  name: 'environment',
  in: 'path',
  required: true,
  description: 'Case does not matter.',
  schema: { type: 'string', enum: [environmentName] },
}

function unknownEnvironment(components: Components): Json {
  return {
    404: {
      description: '`not_found`: there is no environment of this name.',
      content: content(components.use(wire.taskApiErrorReplySchema)),
    },
  }
}

interface Post {
  readonly operationId: string
  readonly summary: string
  readonly request: z.ZodType
  readonly examples: Json
  readonly reply: z.ZodType
  readonly responses?: Json
}

const splitExamples: Json = { classic: { summary: 'The five tasks', value: { split: 'classic' } } }
const taskExamples: Json = { third: { summary: 'The third of the five', value: { split: 'classic', index: 2 } } }
const rangeExamples: Json = {
  slice: { summary: 'The second and the third', value: { split: 'classic', start: 1, stop: 3 } },
  last: { summary: 'The last two', value: { split: 'classic', start: -2 } },
}

/** The paths of the Task API. */
export function createTaskApiPaths(components: Components): Json {
  const post = ({ operationId, summary, request, examples, reply, responses }: Post): Json => {
    const errors = errorResponses(components, ['invalid_json', 'body_too_large', 'validation_error'])
    return {
      post: {
        operationId,
        tags: ['tasks'],
        summary,
        parameters: [environmentParameter],
        requestBody: { required: true, content: content(components.use(request), examples) },
        responses: {
          200: { description: 'Done.', content: content(components.use(reply)) },
          ...errors,
          ...unknownEnvironment(components),
          ...responses,
        },
      },
    }
  }
  const errorSchema = components.use(wire.errorReplySchema)
  return {
    '/list_environments': {
      get: {
        operationId: 'list_environments',
        tags: ['tasks'],
        summary: 'Name the environments, of which there is one',
        responses: {
          200: { description: 'Done.', content: content(components.use(wire.environmentsReplySchema)) },
          500: errorResponses(components, [])['500'],
        },
      },
    },
    '/{environment}/splits': {
      get: {
        operationId: 'splits',
        tags: ['tasks'],
        summary: 'List the splits',
        parameters: [environmentParameter],
        responses: {
          200: { description: 'Done.', content: content(components.use(wire.splitsReplySchema)) },
          ...unknownEnvironment(components),
          500: errorResponses(components, [])['500'],
        },
      },
    },
    '/{environment}/tasks': post({
      operationId: 'split_tasks',
      summary: 'List the tasks of a split',
      request: wire.splitRequestSchema,
      examples: splitExamples,
      reply: wire.splitTasksReplySchema,
    }),
    '/{environment}/num_tasks': post({
      operationId: 'num_tasks',
      summary: 'Count the tasks of a split',
      request: wire.splitRequestSchema,
      examples: splitExamples,
      reply: wire.taskCountReplySchema,
    }),
    '/{environment}/task': post({
      operationId: 'task',
      summary: 'Get one task of a split',
      request: wire.taskRequestSchema,
      examples: taskExamples,
      reply: wire.taskReplySchema,
      responses: {
        400: {
          description: '`invalid_json`: the body is not JSON.\n\n`invalid_index`: the split has no task of this index.',
          content: content({ anyOf: [errorSchema, components.use(wire.taskApiErrorReplySchema)] }),
        },
      },
    }),
    '/{environment}/task_range': post({
      operationId: 'task_range',
      summary: 'List some tasks of a split',
      request: wire.taskRangeRequestSchema,
      examples: rangeExamples,
      reply: wire.taskRangeReplySchema,
    }),
  }
}
