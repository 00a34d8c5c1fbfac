import { toPlainSettings, type PlainSettings } from '../episode/plain-settings.ts'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { canonicalJson } from '../kit/canonical-json.ts'
import { digestHex } from '../kit/digest.ts'
import { createLogger, startServer, type RunningServer } from '../server/http-server.ts'
import { Metrics } from '../server/metrics.ts'
import { packageVersion } from '../server/package-version.ts'
import { FileJournal } from '../sessions/file-journal.ts'
import { LanePool } from '../sessions/lane-pool.ts'
import { SessionRegistry } from '../sessions/session-registry.ts'
import { loadConfig, type Config } from './config.ts'

/** What the answers of a server follow from, beside its entries in a journal. */
function settingsDigest(settings: PlainSettings): string {
  return digestHex(new TextEncoder().encode(canonicalJson({ version: packageVersion, settings })))
}

/** Everything a server is made of, with one way to end it. */
export async function startLocalServer(config: Config): Promise<RunningServer> {
  const { server: options } = config
  const settings = toPlainSettings(config.settings)
  const logger = createLogger(options.logLevel)
  const journal =
    options.journal === null
      ? undefined
      : await FileJournal.open({ folder: options.journal, settings: settingsDigest(settings) })
  const lanes = await LanePool.create({
    wasm: await loadSqliteWasm(),
    settings,
    workers: options.workers,
    onRestart: (reason) => logger.error({ reason }, 'a worker died and is replaced'),
  })
  const metrics = new Metrics()
  const registry = new SessionRegistry({
    lanes,
    onRequest: metrics.observe,
    ...(journal && { journal }),
    maxSessions: options.maxSessions,
    idleMs: options.idleMs,
    maxOpen: options.maxOpen,
    passivateMs: options.passivateMs,
    sharedBytes: options.sharedBytes,
  })
  const server = await startServer({ ...options, logger, metrics, registry })
  return {
    ...server,
    close: async () => {
      await server.close()
      await registry.close()
      await lanes.close()
    },
  }
}

/** Runs a player against the server at `url`, or against one of its own when there is none. */
export async function withServer(url: string | undefined, play: (url: string) => Promise<void>): Promise<void> {
  if (url !== undefined) return play(url)
  const { settings, server } = loadConfig({ env: {} })
  const own = { ...server, host: '127.0.0.1', port: 0, workers: 1, logLevel: 'error' as const }
  const local = await startLocalServer({ settings, server: own })
  try {
    await play(local.url)
  } finally {
    await local.close()
  }
}
