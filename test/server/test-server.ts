/** A real server on a free port, with the real engine behind it. */
import { connect } from 'node:net'
import { pathToFileURL } from 'node:url'
import { toPlainSettings } from '../../src/episode/plain-settings.ts'
import { defaultSettings, type EpisodeSettings } from '../../src/episode/episode-settings.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { Metrics } from '../../src/server/floor/metrics.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/start-server.ts'
import { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry, type SessionRegistryOptions } from '../../src/sessions/session-registry.ts'

/** The build whose workers are used; DATAOPS_DIST names another one. */
const dist: URL = process.env['DATAOPS_DIST']
  ? pathToFileURL(`${process.env['DATAOPS_DIST']}/`)
  : new URL('../../dist/', import.meta.url)

export interface TestServer extends RunningServer {
  readonly registry: SessionRegistry
  readonly lanes: LanePool
}

export interface TestServerOptions {
  readonly settings?: Partial<EpisodeSettings>
  readonly registry?: Omit<SessionRegistryOptions, 'lanes'>
  /** Threads that run SQL; by default none, so that a test sees one thread. */
  readonly workers?: number
  readonly watchdogMs?: number
  /** The main file of the workers, in place of the build's. */
  readonly worker?: URL
  /** What the lanes may share out, in bytes. */
  readonly memory?: number
  readonly server?: Omit<ServerOptions, 'registry'>
}

/** Lanes whose workers run what the build made. */
export async function createLanes(options: {
  readonly settings?: Partial<EpisodeSettings>
  readonly workers?: number
  readonly watchdogMs?: number
  readonly worker?: URL
  readonly memory?: number
  readonly onWait?: (ms: number) => void
}): Promise<LanePool> {
  return await LanePool.create({
    wasm: await loadSqliteWasm(),
    settings: toPlainSettings({ ...defaultSettings, ...options.settings }),
    workers: options.workers ?? 0,
    memory: options.memory,
    ...(options.onWait && { onWait: options.onWait }),
    ...(options.watchdogMs !== undefined && { watchdogMs: options.watchdogMs }),
    entry: options.worker ?? new URL('sessions/worker-main.js', dist),
  })
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const metrics = new Metrics()
  const lanes = await createLanes({ ...options, onWait: metrics.observeWait })
  const registry = new SessionRegistry({ lanes, onRequest: metrics.observe, ...options.registry })
  const server = await startServer({
    registry,
    metrics,
    pageSettings: lanes.settings,
    port: 0,
    host: '127.0.0.1',
    logLevel: 'silent',
    ...options.server,
  })
  return {
    ...server,
    registry,
    lanes,
    close: async () => {
      await server.close()
      await registry.close()
      await lanes.close()
    },
  }
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line no-explicit-any -- tests look into bodies of every shape
  readonly body: any
}

/** Sends a request and reads the JSON of the reply; a body that is not JSON fails the test. */
export async function send(server: TestServer, path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(server.url + path, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}

/** Posts JSON (an object) or bytes as they are. */
export async function post(
  server: TestServer,
  path: string,
  body?: object | string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
  return await send(server, path, { method: 'POST', headers, body: (isRaw ? body : JSON.stringify(body)) ?? null })
}

export interface RawConnection {
  /** Everything received so far. */
  readonly text: () => string
  readonly write: (data: string | Uint8Array) => void
  /** Resolves when the server has closed the connection, with everything it sent. */
  readonly closed: Promise<string>
  readonly destroy: () => void
}

/** A bare TCP connection, for what `fetch` refuses to send. */
export function openRaw(server: TestServer, first?: string | Uint8Array): RawConnection {
  const socket = connect(server.port, '127.0.0.1')
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => (received += String(chunk)))
  socket.on('error', () => undefined)
  if (first !== undefined) socket.write(first)
  return {
    text: () => received,
    write: (data) => void socket.write(data),
    closed: new Promise((resolve) => socket.once('close', () => resolve(received))),
    destroy: () => socket.destroy(),
  }
}
