/**
 * The application on a socket, with time-outs and a graceful end.
 *
 * @module
 */
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Logger, pino } from 'pino'
import type { MemoryLimits } from '../sessions/memory-budget.ts'
import { Access, type AccessOptions } from './floor/access.ts'
import { type AppOptions, createApp } from './app.ts'
import { ByteShare } from './floor/byte-share.ts'
import { ConnectionGuard, toBadRequestBody } from './http/connection-guard.ts'
import { listen } from './http/listen.ts'
import { logStream } from './floor/log-stream.ts'
import { McpDoor } from './mcp/mcp-route.ts'
import { MemoryKeeper } from './floor/memory-keeper.ts'
import { Metrics } from './floor/metrics.ts'
import { TaskCatalog } from './floor/task-catalog.ts'
import { UpgradeRequest } from './websocket/upgrade-request.ts'
import { defaultFrameLimit, WebSocketDoor } from './websocket/websocket-door.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** How long a connection may take, in milliseconds. */
export interface ServerTimeouts {
  /** From the first byte of a request, or the opening of a connection, to the end of its headers. */
  readonly headers: number
  /** From the first byte of a request to the end of its body. */
  readonly request: number
  /** Between two requests. Agents think for a while. */
  readonly keepAlive: number
  /** How often the first two are looked at. */
  readonly check: number
  /** Without a byte in either direction, also while an answer is being made or not being read. */
  readonly inactivity: number
  /** From the first byte of a WebSocket message to its last. */
  readonly message: number
  /** For exchanges under way when the server stops. */
  readonly stop: number
  /** Between two pings of a WebSocket. */
  readonly ping: number
  /** From a ping to its pong. A session whose client takes longer is suspect: the first to go when a place is needed. */
  readonly pingGrace: number
}

export const defaultTimeouts: ServerTimeouts = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 65_000,
  check: 1_000,
  inactivity: 300_000,
  message: 30_000,
  stop: 10_000,
  ping: 20_000,
  pingGrace: 20_000,
}

/** How much one client may take; 0 is no limit. */
export interface ServerLimits {
  /** Connections of one address at a time; behind a proxy all come from one address. */
  readonly connectionsPerAddress?: number
  /** The largest WebSocket message, in bytes. */
  readonly frameLimit?: number
}

export interface ServerOptions
  extends
    Pick<AppOptions, 'registry' | 'bodyLimit' | 'mode' | 'requireSession' | 'startEpisode'>,
    AccessOptions,
    ServerLimits {
  /** 0 picks a free port. */
  readonly port?: number
  readonly host?: string
  /** Logs go to standard error. */
  readonly logLevel?: LogLevel
  /** In place of a logger of its own. */
  readonly logger?: Logger
  readonly timeouts?: Partial<ServerTimeouts>
  /** Lets who knows it read back what a socket played, as OpenEnv's validation will; null or absent: nobody. */
  readonly validationToken?: string | null
  /** How long the server goes on serving after it stopped being ready, in milliseconds: balancers look away meanwhile. */
  readonly drainMs?: number
  /** What the shares of the memory may take; by default any amount. */
  readonly memory?: MemoryLimits | undefined
  /** What GET /metrics shows; without it only what the server itself counts. */
  readonly metrics?: Metrics
}

export interface RunningServer {
  /** `http://HOST:PORT`, with the port that was taken. */
  readonly url: string
  readonly host: string
  readonly port: number
  /** Finishes the requests and messages under way and resolves when all connections are closed. The registry stays open. */
  close(): Promise<void>
}

export const defaultPort = 7860
export const defaultHost = '0.0.0.0'

/** A logger that writes JSON lines to standard error. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: null }, logStream)
}

function createSocketServer(app: ReturnType<typeof createApp>, logger: Logger, timeouts: ServerTimeouts): Server {
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

/**
 * Serves the sessions of a registry over HTTP and WebSocket.
 *
 * @throws AppError `io_error` when it cannot listen; nothing of it is left then
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = options.logger ?? createLogger(options.logLevel ?? 'info')
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const catalog = new TaskCatalog(options.registry.tasks)
  const host = options.host ?? defaultHost
  // A server that was told to listen on a name may be called by it.
  const access = new Access({ ...options, hosts: [...(options.hosts ?? []), host] })
  const metrics = options.metrics ?? new Metrics()
  const { registry, requireSession, startEpisode } = options
  const mcp = new McpDoor({ registry, catalog, logger, requireSession, startEpisode })
  let isReady = true
  const app = createApp({ ...options, catalog, logger, access, metrics, mcp, isReady: () => isReady })
  const server = createSocketServer(app, logger, timeouts)
  const memory = {
    incoming: new ByteShare(options.memory?.incoming),
    outgoing: new ByteShare(options.memory?.outgoing),
  }
  const guard = new ConnectionGuard(server, logger, options.connectionsPerAddress ?? 0, memory.incoming)
  const keeper = new MemoryKeeper(() => memory.incoming.used + memory.outgoing.used)
  const door = new WebSocketDoor(server, {
    registry: options.registry,
    catalog,
    startEpisode,
    logger,
    access,
    validationToken: options.mode === 'production' ? undefined : (options.validationToken ?? undefined),
    pingMs: timeouts.ping,
    pingGraceMs: timeouts.pingGrace,
    frameLimit: options.frameLimit ?? defaultFrameLimit,
    messageMs: timeouts.message,
    checkMs: timeouts.check,
    memory,
  })
  guard.makeRoom = (address) => door.endSuspect(address)
  metrics.watch(options.registry, () => door.size)
  metrics.watchMemory(
    () => ({ ...registry.stats.memory, incoming: memory.incoming.used, outgoing: memory.outgoing.used }),
    options.memory,
  )
  const end = async (limitMs: number): Promise<void> => {
    keeper.stop()
    await Promise.all([guard.stop(limitMs), door.stop(limitMs), mcp.stop()])
  }
  const { port } = await listen(server, options.port ?? defaultPort, host).catch(async (error: unknown) => {
    await end(0)
    throw error
  })
  server.on('error', (error) => logger.error({ err: error }, 'the server socket failed'))
  const stop = async (): Promise<void> => {
    isReady = false
    keeper.stop()
    await new Promise((resolve) => setTimeout(resolve, options.drainMs ?? 0))
    await end(timeouts.stop)
  }
  let stopped: Promise<void> | undefined
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    host,
    port,
    close: () => (stopped ??= stop()),
  }
}
