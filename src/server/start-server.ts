/**
 * The doors of a server, put together and put on a socket.
 *
 * @module
 */
import type { Logger } from 'pino'
import type { MemoryLimits } from '../sessions/memory-budget.ts'
import { type AppOptions, createApp } from './app.ts'
import { Access, type AccessOptions } from './floor/access.ts'
import { ByteShare } from './floor/byte-share.ts'
import type { DoorContext } from './floor/door-context.ts'
import { createLogger, type LogLevel } from './floor/logger.ts'
import { MemoryKeeper } from './floor/memory-keeper.ts'
import { Metrics } from './floor/metrics.ts'
import { TaskCatalog } from './floor/task-catalog.ts'
import { defaultTimeouts, type ServerTimeouts } from './floor/timeouts.ts'
import { ConnectionGuard } from './http/connection-guard.ts'
import { listen } from './http/listen.ts'
import { createSocketServer } from './http/socket-server.ts'
import { McpDoor } from './mcp/mcp-door.ts'
import { defaultFrameLimit, WebSocketDoor } from './websocket/websocket-door.ts'

/** How much one client may take; 0 is no limit. */
export interface ServerLimits {
  /** Connections of one address at a time; behind a proxy all come from one address. */
  readonly connectionsPerAddress?: number
  /** The largest WebSocket message, in bytes. */
  readonly frameLimit?: number
}

export interface ServerOptions
  extends
    Pick<AppOptions, 'registry' | 'bodyLimit' | 'mode' | 'requireSession' | 'startEpisode' | 'pageSettings'>,
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

/** What the messages and replies of all connections take, and what gives it back. */
function createMemory(limits: MemoryLimits | undefined) {
  const incoming = new ByteShare(limits?.incoming)
  const outgoing = new ByteShare(limits?.outgoing)
  const keeper = new MemoryKeeper(() => incoming.used + outgoing.used)
  return { incoming, outgoing, keeper }
}

/** The doors on one socket, which does not listen yet, and how they are closed. */
function openDoors(options: ServerOptions, host: string, timeouts: ServerTimeouts, isReady: () => boolean) {
  const { registry, requireSession, startEpisode, mode, validationToken, connectionsPerAddress = 0 } = options
  const logger = options.logger ?? createLogger(options.logLevel ?? 'info')
  const catalog = new TaskCatalog(registry.tasks)
  const context: DoorContext = { registry, catalog, logger, startEpisode, requireSession }
  // A server that was told to listen on a name may be called by it.
  const access = new Access({ ...options, hosts: [...(options.hosts ?? []), host] })
  const metrics = options.metrics ?? new Metrics()
  const mcp = new McpDoor(context)
  const server = createSocketServer(
    createApp({ ...options, ...context, access, metrics, mcp, isReady }),
    logger,
    timeouts,
  )
  const memory = createMemory(options.memory)
  const guard = new ConnectionGuard(server, logger, connectionsPerAddress, memory.incoming)
  const sockets = new WebSocketDoor(server, {
    context,
    rpc: mcp.openEnv,
    access,
    validationToken: mode === 'production' ? undefined : (validationToken ?? undefined),
    pingMs: timeouts.ping,
    pingGraceMs: timeouts.pingGrace,
    frameLimit: options.frameLimit ?? defaultFrameLimit,
    messageMs: timeouts.message,
    checkMs: timeouts.check,
    memory,
  })
  guard.makeRoom = (address) => sockets.endSuspect(address)
  metrics.watch(registry, () => sockets.size)
  const { incoming, outgoing, keeper } = memory
  metrics.watchMemory(
    () => ({ ...registry.stats.memory, incoming: incoming.used, outgoing: outgoing.used }),
    options.memory,
  )
  const close = async (limitMs: number): Promise<void> => {
    keeper.stop()
    await Promise.all([guard.stop(limitMs), sockets.stop(limitMs), mcp.stop()])
  }
  return { server, logger, close }
}

/**
 * Serves the sessions of a registry over HTTP and WebSocket.
 *
 * @throws AppError `io_error` when it cannot listen; nothing of it is left then
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = defaultHost, port: wanted = defaultPort, drainMs = 0 } = options
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  let isReady = true
  const { server, logger, close } = openDoors(options, host, timeouts, () => isReady)
  const { port } = await listen(server, wanted, host).catch(async (error: unknown) => {
    await close(0)
    throw error
  })
  server.on('error', (error) => logger.error({ err: error }, 'the server socket failed'))
  const stop = async (): Promise<void> => {
    isReady = false
    await new Promise((resolve) => setTimeout(resolve, drainMs))
    await close(timeouts.stop)
  }
  let stopped: Promise<void> | undefined
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    host,
    port,
    close: () => (stopped ??= stop()),
  }
}
