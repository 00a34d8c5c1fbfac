/**
 * The table of routes, put together from those of the rooms, and the application that it makes.
 *
 * @module
 */
import type { Hono } from 'hono'
import type { LanePool } from '../sessions/lane-pool.ts'
import { descriptionRoutes } from './describe/description-routes.ts'
import { createOpenApiDocument } from './describe/openapi-document.ts'
import { webRoutes } from './describe/web-routes.ts'
import type { Access } from './floor/access.ts'
import type { AppEnvironment } from './floor/app-environment.ts'
import type { DoorContext } from './floor/door-context.ts'
import { defaultBodyLimit } from './floor/request-body.ts'
import type { Route } from './floor/route.ts'
import type { ServerMode } from './floor/server-mode.ts'
import { episodeRoutes } from './http/episode-routes.ts'
import { type ProbeOptions, probeRoutes } from './http/probe-routes.ts'
import { createRouter } from './http/router.ts'
import { taskRoutes } from './http/task-routes.ts'
import { McpDoor } from './mcp/mcp-door.ts'

export interface AppOptions extends DoorContext, ProbeOptions {
  /** The largest request body, in bytes. */
  readonly bodyLimit?: number
  /** Default: `simulation`. */
  readonly mode?: ServerMode
  /** Default: one of its own. */
  readonly mcp?: McpDoor
  readonly access: Access
  /** With which settings the page plays; by default those of this version. */
  readonly pageSettings?: LanePool['settings'] | undefined
}

/** Everything there is over HTTP, in the order of the OpenAPI document. */
export function createRoutes(options: AppOptions): readonly Route[] {
  const { bodyLimit: limit = defaultBodyLimit, mode = 'simulation', mcp = new McpDoor(options) } = options
  const routes: Route[] = [
    ...(mode === 'simulation' ? episodeRoutes(options, limit) : []),
    ...taskRoutes(options, limit),
    ...mcp.routes(limit),
    ...descriptionRoutes({ ...options, openApi: () => document }),
    ...probeRoutes(options),
    ...webRoutes({ ...options, mode }),
  ]
  const document = createOpenApiDocument(routes)
  return routes
}

/** Makes the application, which serves any `fetch`-style request; `startServer` puts it on a socket. */
export function createApp(options: AppOptions): Hono<AppEnvironment> {
  return createRouter(createRoutes(options), options)
}
