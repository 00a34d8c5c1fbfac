/**
 * OpenEnv's Task API: which tasks there are, by split and index. Discovery has no side effects.
 *
 * @module
 */
import type { z } from 'zod'
import type { DoorContext } from '../floor/door-context.ts'
import { type Components, content, type Json } from '../floor/operation.ts'
import { readJsonObject } from '../floor/request-body.ts'
import type { AppContext, Route } from '../floor/route.ts'
import { environmentName } from '../floor/task-catalog.ts'
import { parseInput } from '../floor/validation.ts'
import * as wire from '../floor/wire-schemas.ts'

const parameters: readonly Json[] = [
  {
    name: 'environment',
    in: 'path',
    required: true,
    description: 'Case does not matter.',
    schema: { type: 'string', enum: [environmentName] },
  },
]

const splitExamples: Json = { classic: { summary: 'The five tasks', value: { split: 'classic' } } }
const taskExamples: Json = { third: { summary: 'The third of the five', value: { split: 'classic', index: 2 } } }
const rangeExamples: Json = {
  slice: { summary: 'The second and the third', value: { split: 'classic', start: 1, stop: 3 } },
  last: { summary: 'The last two', value: { split: 'classic', start: -2 } },
}

const unknownEnvironment = (components: Components): Json => ({
  404: {
    description: '`not_found`: there is no environment of this name.',
    content: content(components.use(wire.taskApiErrorReplySchema)),
  },
})

const invalidIndex = (components: Components): Json => ({
  400: {
    description: '`invalid_json`: the body is not JSON.\n\n`invalid_index`: the split has no task of this index.',
    content: content({
      anyOf: [components.use(wire.errorReplySchema), components.use(wire.taskApiErrorReplySchema)],
    }),
  },
})

/** A path of another environment is 404, whatever its method and its body. */
function guard(context: AppContext): Response | undefined {
  const named = context.req.param('environment') ?? ''
  if (named.toLowerCase() === environmentName) return undefined
  const message = `unknown environment '${named.slice(0, 100)}'`
  return context.json({ error: { code: 'not_found', message }, detail: message }, 404)
}

/** What one of the questions about a split takes and answers. */
interface Question<Request extends z.ZodType> {
  readonly name: string
  readonly operationId: string
  readonly summary: string
  readonly request: Request
  readonly examples: Json
  readonly reply: z.ZodType
  readonly responses?: (components: Components) => Json
  readonly answer: (asked: z.output<Request>, context: AppContext) => Response
}

/** The route of a question. @param limit of a body, in bytes */
function toRoute<Request extends z.ZodType>(asked: Question<Request>, limit: number): Route {
  return {
    method: 'POST',
    path: `/{environment}/${asked.name}`,
    summary: asked.summary,
    guard,
    handle: async (context) => {
      const body = await readJsonObject(context.req.raw, { limit })
      return asked.answer(parseInput(asked.request, body, ['body']), context)
    },
    operation: {
      operationId: asked.operationId,
      tag: 'tasks',
      parameters,
      request: { schema: asked.request, examples: asked.examples },
      reply: { schema: asked.reply },
      errors: ['invalid_json', 'body_too_large', 'validation_error'],
      responses: (components) => ({ ...unknownEnvironment(components), ...asked.responses?.(components) }),
    },
  }
}

type Catalog = DoorContext['catalog']

/** What is asked without a body. */
const readRoutes = (catalog: Catalog): readonly Route[] => [
  {
    method: 'GET',
    path: '/list_environments',
    summary: 'Name the environments, of which there is one',
    handle: (context) => context.json([environmentName]),
    operation: {
      operationId: 'list_environments',
      tag: 'tasks',
      reply: { schema: wire.environmentsReplySchema },
      errors: 'none',
    },
  },
  {
    method: 'GET',
    path: '/{environment}/splits',
    summary: 'List the splits',
    guard,
    handle: (context) => context.json(catalog.splits()),
    operation: {
      operationId: 'splits',
      tag: 'tasks',
      parameters,
      reply: { schema: wire.splitsReplySchema },
      errors: 'none',
      responses: unknownEnvironment,
    },
  },
]

/** What is asked of a split. @param limit of a body, in bytes */
function splitRoutes(catalog: Catalog, limit: number): readonly Route[] {
  const question = <Request extends z.ZodType>(asked: Question<Request>): Route => toRoute(asked, limit)
  return [
    question({
      name: 'tasks',
      operationId: 'split_tasks',
      summary: 'List the tasks of a split',
      request: wire.splitRequestSchema,
      examples: splitExamples,
      reply: wire.splitTasksReplySchema,
      answer: ({ split }, context) => context.json({ ...catalog.list(split, 0, null), env_name: environmentName }),
    }),
    question({
      name: 'num_tasks',
      operationId: 'num_tasks',
      summary: 'Count the tasks of a split',
      request: wire.splitRequestSchema,
      examples: splitExamples,
      reply: wire.taskCountReplySchema,
      answer: ({ split }, context) => context.json({ num_tasks: catalog.count(split) }),
    }),
    question({
      name: 'task',
      operationId: 'task',
      summary: 'Get one task of a split',
      request: wire.taskRequestSchema,
      examples: taskExamples,
      reply: wire.taskReplySchema,
      responses: invalidIndex,
      answer: ({ split, index }, context) => {
        const task = catalog.task(split, index)
        if (task !== undefined) return context.json({ task })
        const message = 'Invalid task index'
        return context.json({ error: { code: 'invalid_index', message }, detail: message }, 400)
      },
    }),
    question({
      name: 'task_range',
      operationId: 'task_range',
      summary: 'List some tasks of a split',
      request: wire.taskRangeRequestSchema,
      examples: rangeExamples,
      reply: wire.taskRangeReplySchema,
      answer: ({ split, start, stop }, context) => context.json(catalog.list(split, start ?? 0, stop ?? null)),
    }),
  ]
}

/** The Task API, path by path. @param limit of a body, in bytes */
export function taskRoutes({ catalog }: Pick<DoorContext, 'catalog'>, limit: number): readonly Route[] {
  return [...readRoutes(catalog), ...splitRoutes(catalog, limit)]
}
