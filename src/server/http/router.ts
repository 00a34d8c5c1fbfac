/**
 * The application that the table of routes makes: requests are logged and let in, routed, and answered; what goes
 * wrong is told in one way.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Hono, type MiddlewareHandler } from 'hono'
import { getPath } from 'hono/utils/url'
import type { Logger } from 'pino'
import { AppError } from '../../kit/errors.ts'
import { type Access, isProbe } from '../floor/access.ts'
import type { AppEnvironment } from '../floor/app-environment.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { toErrorReply } from '../floor/error-map.ts'
import { answerPreflight } from '../floor/preflight.ts'
import { allowedMethods, type AppContext, type Route } from '../floor/route.ts'
import { environmentName } from '../floor/task-catalog.ts'

export interface RouterOptions extends Pick<DoorContext, 'registry'> {
  readonly logger: Logger
  readonly access: Access
}

/** A path with a slash at its end is the path without: proxies add one, and a redirect would lose the body of a POST. */
function pathOf(request: Request): string {
  const path = getPath(request)
  return /[^/]\/$/.test(path) ? path.slice(0, -1) : path
}

/** One line a request. Bodies are never logged. */
function logRequests(logger: Logger): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const started = performance.now()
    context.set('requestId', randomUUID())
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Cache-Control', 'no-store')
    await next()
    logger.info(
      {
        request: context.get('requestId'),
        session: context.get('sessionId'),
        method: context.req.method,
        path: context.req.path.slice(0, 200),
        status: context.res.status,
        ms: Math.round((performance.now() - started) * 1000) / 1000,
      },
      'request',
    )
  }
}

/** What was found waiting after the server was out is answered where its sender is still there. */
function dropLate({ registry }: RouterOptions): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const settled = registry.settled()
    if (settled !== undefined && !isProbe(context.req.path)) {
      await settled
      const incoming = (context.env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
      if (incoming?.socket.destroyed) throw new AppError('storage_error', 'the client has gone')
    }
    await next()
  }
}

/** A path as Hono writes it. */
const patternOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/**
 * For what no handler of a path takes: browsers learn whether a page may send one of the methods that are allowed,
 * everything else is refused.
 */
function refuseMethod(context: AppContext, path: string, allowed: string): Response {
  const answer = answerPreflight(context, allowed.split(', '))
  if (answer !== undefined) return answer
  context.header('Allow', allowed)
  const shown = path.replace('{environment}', environmentName)
  throw new AppError('method_not_allowed', `${shown} takes ${allowed}`)
}

function sendError(context: AppContext, logger: Logger, error: unknown): Response {
  const request = context.get('requestId')
  const { status, body } = toErrorReply(error, request)
  if (status === 500) logger.error({ request, err: error }, 'a request failed')
  return context.json(body, status)
}

/** Makes the application, which serves any `fetch`-style request. */
export function createRouter(routes: readonly Route[], options: RouterOptions): Hono<AppEnvironment> {
  const app = new Hono<AppEnvironment>({ getPath: pathOf })
  const { logger, access } = options
  app.use(logRequests(logger), access.handler(), dropLate(options))
  for (const { method, path, handle, guard, takesHead } of routes) {
    app.on(method, patternOf(path), async (context, next) => {
      // To the router a HEAD is a GET.
      if (takesHead === false && context.req.method === 'HEAD') return await next()
      return guard?.(context) ?? (await handle(context))
    })
  }
  // After the handlers, so that only methods without one arrive here.
  for (const [path, { guard }] of new Map(routes.map((route) => [route.path, route]))) {
    const allowed = allowedMethods(routes, path)
    app.all(patternOf(path), (context) => guard?.(context) ?? refuseMethod(context, path, allowed))
  }
  const refusals = new Map(routes.map(({ path, refuse }) => [path, refuse]))
  app.notFound((context) => sendError(context, logger, new AppError('not_found', 'there is nothing at this path')))
  app.onError((error, context) => {
    return refusals.get(context.req.path)?.(context, error) ?? sendError(context, logger, error)
  })
  return app
}
