import { toPlainSettings, type PlainSettings } from '../../episode/plain-settings.ts'
import { loadSqliteWasm } from '../../host/node-wasm.ts'
import { canonicalJson } from '../../kit/canonical-json.ts'
import { digestHex } from '../../kit/digest.ts'
import { createLogger } from '../../server/floor/logger.ts'
import { startServer, type RunningServer } from '../../server/start-server.ts'
import { checkAddress } from '../../server/http/listen.ts'
import { Metrics } from '../../server/floor/metrics.ts'
import { packageVersion } from '../../server/floor/package-version.ts'
import { FileJournal } from '../../sessions/file-journal.ts'
import type { Journal } from '../../sessions/journal.ts'
import { LanePool } from '../../sessions/lane-pool.ts'
import { splitMemory } from '../../sessions/memory-budget.ts'
import { SessionRegistry } from '../../sessions/session-registry.ts'
import { StoreJournal } from '../../sessions/store-journal.ts'
import { loadConfig, type Config } from '../settings/config.ts'
import { isStore } from '../settings/setting-schemas.ts'

/** What the answers of a server follow from, beside its entries in a journal. */
function settingsDigest(settings: PlainSettings): string {
  return digestHex(new TextEncoder().encode(canonicalJson({ version: packageVersion, settings })))
}

/** Ends what was started, the last first. What fails to end keeps nothing else from ending. @throws the first failure */
async function endAll(ends: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const end of ends.splice(0).toReversed()) await end().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Everything a server is made of, with one way to end it.
 *
 * @throws AppError of the step that failed, and then nothing is left of the steps before it
 */
export async function startLocalServer(config: Config): Promise<RunningServer> {
  const ends: (() => Promise<void>)[] = []
  try {
    const server = await startParts(config, ends)
    return { ...server, close: () => endAll(ends) }
  } catch (error) {
    // Why it did not start is what matters.
    await endAll(ends).catch(() => undefined)
    throw error
  }
}

/** The journal that the settings name: in a folder, or in a store; undefined where there is none. */
async function openJournal(
  options: Config['server'],
  settings: string,
  logger: ReturnType<typeof createLogger>,
): Promise<Journal | undefined> {
  const { journal: place, idleMs } = options
  const onFault = (fault: Error | undefined): void => {
    if (fault) logger.error({ err: fault }, 'the journal cannot be written; resets and steps are refused')
    else logger.info('the journal can be written again')
  }
  if (place === null) return undefined
  if (!isStore(place)) return await FileJournal.open({ folder: place, settings, onFault })
  return await StoreJournal.open({
    url: place.replace(/^valkey/i, 'redis'),
    settings,
    idleMs,
    leaseMs: options.journalLeaseMs,
    patienceMs: options.journalPatienceMs,
    replicas: options.journalReplicas,
    onFault,
    onWarning: (text) => logger.warn(text),
  })
}

/** Starts one part after the other, and notes how each is ended. */
async function startParts(config: Config, ends: (() => Promise<void>)[]): Promise<RunningServer> {
  const { server: options } = config
  const settings = toPlainSettings(config.settings)
  const logger = createLogger(options.logLevel)
  const wasm = await loadSqliteWasm()
  const memory = splitMemory(options.memoryBytes)
  logger.info({ memory: options.memoryBytes, shares: memory, workers: options.workers }, 'memory')
  const journal = await openJournal(options, settingsDigest(settings), logger)
  // Until there is a registry, which closes it.
  let isOwn = true
  ends.push(async () => (isOwn ? await journal?.close() : undefined))
  await checkAddress(options.port, options.host)
  const metrics = new Metrics()
  const lanes = await LanePool.create({
    wasm,
    settings,
    workers: options.workers,
    memory: options.memoryBytes,
    onWait: metrics.observeWait,
    onRestart: (reason) => logger.error({ reason }, 'a worker died and is replaced'),
  })
  ends.push(() => lanes.close())
  const registry = new SessionRegistry({
    lanes,
    onRequest: metrics.observe,
    ...(journal && { journal }),
    memory,
    maxSessions: options.maxSessions,
    sessionsPerConnection: options.sessionsPerConnection,
    firstStepMs: options.firstStepMs,
    idleMs: options.idleMs,
    maxOpen: options.maxOpen,
    passivateMs: options.passivateMs,
    sharedBytes: options.sharedBytes,
  })
  isOwn = false
  ends.push(() => registry.close())
  const timeouts = { ping: options.pingMs, pingGrace: options.pingGraceMs }
  const server = await startServer({ ...options, pageSettings: settings, memory, timeouts, logger, metrics, registry })
  ends.push(() => server.close())
  return server
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
