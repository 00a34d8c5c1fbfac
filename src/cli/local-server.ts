import { Runtime } from '../episode/runtime.ts'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { startServer, type RunningServer } from '../server/http-server.ts'
import { SessionRegistry } from '../sessions/session-registry.ts'
import { loadConfig, type Config } from './config.ts'

/** Everything a server is made of, with one way to end it. */
export async function startLocalServer(config: Config): Promise<RunningServer> {
  const runtime = await Runtime.create({ wasm: await loadSqliteWasm(), settings: config.settings })
  const registry = new SessionRegistry({
    runtime,
    maxSessions: config.server.maxSessions,
    idleMs: config.server.idleMs,
  })
  const server = await startServer({ ...config.server, registry })
  return {
    ...server,
    close: async () => {
      await server.close()
      await registry.close()
      runtime.close()
    },
  }
}

/** Runs a player against the server at `url`, or against one of its own when there is none. */
export async function withServer(url: string | undefined, play: (url: string) => Promise<void>): Promise<void> {
  if (url !== undefined) return play(url)
  const { settings, server } = loadConfig({ env: {} })
  const own = { ...server, host: '127.0.0.1', port: 0, logLevel: 'error' as const }
  const local = await startLocalServer({ settings, server: own })
  try {
    await play(local.url)
  } finally {
    await local.close()
  }
}
