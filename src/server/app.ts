/**
 * The HTTP door: parses with the contract, asks the sessions, writes the reply. It decides nothing about
 * episodes.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { getPath } from 'hono/utils/url'
import type { Logger } from 'pino'
import { AppError } from '../kit/errors.ts'
import { defaultSessionId, type SessionRegistry } from '../sessions/session-registry.ts'
import type { Access } from './floor/access.ts'
import type { AppEnvironment } from './floor/app-environment.ts'
import { createDocsPage, docsFileNames, DocsFiles, docsSecurityPolicy } from './describe/docs-page.ts'
import { toErrorReply } from './floor/error-map.ts'
import { McpDoor } from './mcp/mcp-route.ts'
import { createMetadata } from './describe/metadata.ts'
import type { Metrics } from './floor/metrics.ts'
import { createOpenApiDocument } from './describe/openapi-document.ts'
import { packageVersion } from './floor/package-version.ts'
import { defaultBodyLimit, readJsonObject } from './floor/request-body.ts'
import { toHttpText } from './floor/reply-text.ts'
import { parseResetRequest, parseStepRequest } from './http/request-envelope.ts'
import { createSchemaDocument } from './describe/schema-document.ts'
import { resolveSessionId, sessionHeader, toHeaderValue } from './floor/session-id.ts'
import { refuseOtherMethods } from './floor/refuse-methods.ts'
import { addTaskApi } from './http/task-api.ts'
import type { ServerMode } from './floor/server-mode.ts'
import type { TaskCatalog } from './floor/task-catalog.ts'
import { createWebPage, wantsPage, webSecurityPolicy } from './describe/web-page.ts'

export interface AppOptions {
  readonly registry: SessionRegistry
  readonly catalog: TaskCatalog
  readonly logger: Logger
  /** The largest request body, in bytes. */
  readonly bodyLimit?: number
  /** Default: `simulation`. */
  readonly mode?: ServerMode
  /** Default: one of its own. */
  readonly mcp?: McpDoor
  readonly access: Access
  /** What GET /metrics shows. */
  readonly metrics: Metrics
  /** Whether a request for an episode has to name its session. */
  readonly requireSession?: boolean
  /** Whether agents may start episodes by a tool, where their host has started none; default: yes. */
  readonly startEpisode?: boolean
  /** Whether new work is welcome; GET /ready says so. */
  readonly isReady: () => boolean
}

type AppContext = Context<AppEnvironment>

function nameSession(context: AppContext, isRequired: boolean, field?: string | null): string {
  const named = resolveSessionId(context, field)
  if (named === undefined && isRequired) {
    const places = `the header ${sessionHeader} or the field session_id`
    throw new AppError('session_required', `this server needs to know the session: name it by ${places}`)
  }
  const id = named ?? defaultSessionId
  context.set('sessionId', id)
  return id
}

/** Sends JSON, and the id of the session in a header. */
function replyInSession(context: AppContext, id: string, text: string): Response {
  const header = toHeaderValue(id)
  if (header !== undefined) context.header(sessionHeader, header)
  context.header('Content-Type', 'application/json')
  return context.body(text)
}

/** A path with a slash at its end is the path without: proxies add one, and a redirect would lose the body of a POST. */
function pathOf(request: Request): string {
  const path = getPath(request)
  return /[^/]\/$/.test(path) ? path.slice(0, -1) : path
}

/** How the relative links of a page reach what stands beside it. */
function baseOf(context: AppContext): './' | '../' {
  const { pathname } = new URL(context.req.url)
  return pathname.length > 1 && pathname.endsWith('/') ? '../' : './'
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

/** Reset, step and state. */
function addEpisodeRoutes(app: Hono<AppEnvironment>, options: AppOptions & { readonly bodyLimit: number }): void {
  const { registry, catalog, bodyLimit: limit, requireSession = false } = options
  app.post('/reset', async (context) => {
    const request = parseResetRequest(await readJsonObject(context.req.raw, { limit, whenEmpty: {} }))
    const id = nameSession(context, requireSession, request.sessionId)
    const result = await registry.reset(id, catalog.toResetParams(request.params, 'body'))
    return replyInSession(context, id, toHttpText(result, id))
  })

  app.post('/step', async (context) => {
    const request = parseStepRequest(await readJsonObject(context.req.raw, { limit }))
    const id = nameSession(context, requireSession, request.sessionId)
    const result = await registry.step(id, request.action)
    return replyInSession(context, id, toHttpText(result, id))
  })

  app.get('/state', async (context) => {
    const id = nameSession(context, requireSession)
    return replyInSession(context, id, JSON.stringify(await registry.state(id)))
  })

  for (const path of ['/reset', '/step']) refuseOtherMethods(app, path, 'POST')
  refuseOtherMethods(app, '/state', 'GET, HEAD')
}

/** What machines ask about the server itself. */
function addProbes(
  app: Hono<AppEnvironment>,
  { isReady, metrics, registry }: Pick<AppOptions, 'isReady' | 'metrics' | 'registry'>,
): void {
  app.get('/health', (context) => context.json({ status: 'healthy' }))
  app.get('/ready', (context) => {
    if (!isReady()) return context.json({ status: 'draining' }, 503)
    const { fault } = registry
    return fault === undefined ? context.json({ status: 'ready' }) : context.json({ status: fault.code }, 503)
  })
  app.get('/metrics', async (context) => {
    context.header('Content-Type', metrics.contentType)
    return context.body(await metrics.text())
  })
  for (const path of ['/health', '/ready', '/metrics']) refuseOtherMethods(app, path, 'GET, HEAD')
}

/** What describes the environment, to programs and to people. */
function addDescriptions(app: Hono<AppEnvironment>, { catalog, access }: AppOptions, mode: ServerMode): void {
  const sendPage = (context: AppContext): Response => {
    context.header('Content-Security-Policy', webSecurityPolicy)
    return context.html(createWebPage(catalog.tasks, baseOf(context)))
  }
  app.get('/web', sendPage)
  app.get('/', (context) => {
    context.header('Vary', 'Accept', { append: true })
    if (wantsPage(context.req.header('Accept'))) return sendPage(context)
    return context.json({
      name: 'dataops-env',
      version: packageVersion,
      status: 'healthy',
      // Without a slash in front they hold behind a proxy that strips a prefix.
      links: {
        docs: './docs',
        openapi: './openapi.json',
        schema: './schema',
        tasks: './tasks',
        mcp: './mcp',
        health: './health',
      },
    })
  })
  app.get('/tasks', (context) => context.json({ tasks: catalog.tasks }))

  const metadata = createMetadata()
  app.get('/metadata', (context) => context.json(metadata))

  const schemaDocument = createSchemaDocument()
  app.get('/schema', (context) => context.json(schemaDocument))

  const openApiDocument = createOpenApiDocument(mode)
  app.get('/openapi.json', (context) => context.json(openApiDocument))

  addDocs(app, access)
  const paths = ['/', '/web', '/tasks', '/metadata', '/schema', '/openapi.json']
  for (const path of paths) refuseOtherMethods(app, path, 'GET, HEAD')
}

/** The page of the HTTP interface, on which requests can be tried out. */
function addDocs(app: Hono<AppEnvironment>, access: Access): void {
  const policy = `${docsSecurityPolicy}; frame-ancestors ${access.frameAncestors}`
  app.get('/docs', (context) => {
    context.header('Content-Security-Policy', policy)
    return context.html(createDocsPage(baseOf(context)))
  })
  refuseOtherMethods(app, '/docs', 'GET, HEAD')

  const files = new DocsFiles()
  for (const name of docsFileNames) {
    app.get(`/docs/${name}`, async (context) => {
      const { contentType, body } = await files.get(name)
      context.header('Content-Type', contentType)
      context.header('Cache-Control', 'public, max-age=3600')
      return context.body(body)
    })
    refuseOtherMethods(app, `/docs/${name}`, 'GET, HEAD')
  }
}

/** Makes the application, which serves any `fetch`-style request; `startServer` puts it on a socket. */
export function createApp(options: AppOptions): Hono<AppEnvironment> {
  const { catalog, logger } = options
  const limit = options.bodyLimit ?? defaultBodyLimit
  const mode = options.mode ?? 'simulation'
  const app = new Hono<AppEnvironment>({ getPath: pathOf })
  app.use(logRequests(logger), options.access.handler())
  addProbes(app, options)
  addDescriptions(app, options, mode)
  if (mode === 'simulation') addEpisodeRoutes(app, { ...options, bodyLimit: limit })
  addTaskApi(app, { catalog, limit })
  const mcp = options.mcp ?? new McpDoor(options)
  mcp.addRoutes(app, limit)
  app.notFound((context) => sendError(context, logger, new AppError('not_found', 'there is nothing at this path')))
  app.onError((error, context) => mcp.refuse(context, error) ?? sendError(context, logger, error))
  return app
}

function sendError(context: AppContext, logger: Logger, error: unknown): Response {
  const request = context.get('requestId')
  const { status, body } = toErrorReply(error, request)
  if (status === 500) logger.error({ request, err: error }, 'a request failed')
  return context.json(body, status)
}
