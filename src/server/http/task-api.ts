/**
 * OpenEnv's Task API: which tasks there are, by split and index. Discovery has no side effects.
 *
 * @module
 */
import type { Context, Hono } from 'hono'
import type { AppEnvironment } from '../floor/app-environment.ts'
import { otherMethods, refuseOtherMethods } from '../floor/refuse-methods.ts'
import { readJsonObject } from '../floor/request-body.ts'
import { environmentName, type TaskCatalog } from '../floor/task-catalog.ts'
import { parseInput } from '../floor/validation.ts'
import { splitRequestSchema, taskRangeRequestSchema, taskRequestSchema } from '../floor/wire-schemas.ts'

export interface TaskApiOptions {
  readonly catalog: TaskCatalog
  /** The largest request body, in bytes. */
  readonly limit: number
}

function notFound(context: Context): Response {
  const message = `unknown environment '${(context.req.param('environment') ?? '').slice(0, 100)}'`
  return context.json({ error: { code: 'not_found', message }, detail: message }, 404)
}

function isOurs(context: Context): boolean {
  return context.req.param('environment')?.toLowerCase() === environmentName
}

/** Adds the routes. A path of another environment is 404, whatever its body. */
export function addTaskApi(app: Hono<AppEnvironment>, { catalog, limit }: TaskApiOptions): void {
  const read = async (context: Context): Promise<unknown> => await readJsonObject(context.req.raw, { limit })

  app.get('/list_environments', (context) => context.json([environmentName]))

  app.get('/:environment/splits', (context) => (isOurs(context) ? context.json(catalog.splits()) : notFound(context)))

  app.post('/:environment/tasks', async (context) => {
    if (!isOurs(context)) return notFound(context)
    const { split } = parseInput(splitRequestSchema, await read(context), ['body'])
    return context.json({ ...catalog.list(split, 0, null), env_name: environmentName })
  })

  app.post('/:environment/num_tasks', async (context) => {
    if (!isOurs(context)) return notFound(context)
    const { split } = parseInput(splitRequestSchema, await read(context), ['body'])
    return context.json({ num_tasks: catalog.count(split) })
  })

  app.post('/:environment/task', async (context) => {
    if (!isOurs(context)) return notFound(context)
    const { split, index } = parseInput(taskRequestSchema, await read(context), ['body'])
    const task = catalog.task(split, index)
    if (task !== undefined) return context.json({ task })
    const message = 'Invalid task index'
    return context.json({ error: { code: 'invalid_index', message }, detail: message }, 400)
  })

  app.post('/:environment/task_range', async (context) => {
    if (!isOurs(context)) return notFound(context)
    const { split, start, stop } = parseInput(taskRangeRequestSchema, await read(context), ['body'])
    return context.json(catalog.list(split, start ?? 0, stop ?? null))
  })

  refuseOtherMethods(app, '/list_environments', 'GET, HEAD')
  const methods = { splits: 'GET, HEAD', tasks: 'POST', num_tasks: 'POST', task: 'POST', task_range: 'POST' }
  for (const [name, allowed] of Object.entries(methods)) {
    const refuse = otherMethods(`/${environmentName}/${name}`, allowed)
    app.all(`/:environment/${name}`, (context, next) => (isOurs(context) ? refuse(context, next) : notFound(context)))
  }
}
