import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { AppEnvironment } from '../floor/app-environment.ts'
import type { ServerTimeouts } from '../floor/timeouts.ts'
import { UpgradeRequest } from '../floor/upgrade-request.ts'
import { toBadRequestBody } from './connection-guard.ts'

/** Puts an application on a socket, which does not listen yet. */
export function createSocketServer(app: Hono<AppEnvironment>, logger: Logger, timeouts: ServerTimeouts): Server {
  const listener = getRequestListener(app.fetch, {
    hostname: 'localhost',
    // Also asked about request targets and Host headers that make no URL.
    errorHandler: (error) => {
      logger.debug({ err: error }, 'not a request')
      return new Response(toBadRequestBody('the request target or the Host header is malformed'), {
        status: 400,
        headers: { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' },
      })
    },
  })
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      maxHeaderSize: 16 * 1024,
      IncomingMessage: UpgradeRequest,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  )
  server.maxHeadersCount = 200
  server.timeout = timeouts.inactivity
  return server
}
