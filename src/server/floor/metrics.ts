/**
 * What the server counts, in the text format of Prometheus.
 *
 * @module
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { WaitTimes } from './wait-times.ts'
import type { MemoryLimits, MemoryShare } from '../../sessions/memory-budget.ts'
import type { RegistryStats, RequestObserver } from '../../sessions/registry-stats.ts'
import type { SessionRegistry } from '../../sessions/session-registry.ts'

/** Upper bounds of the buckets of latencies, in seconds. */
const buckets = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

type NumberKey = Exclude<keyof RegistryStats, 'memory'>

const gauges: readonly [name: string, help: string, key: NumberKey][] = [
  ['sessions', 'Sessions there are.', 'sessions'],
  ['sessions_limit', 'Sessions there may be.', 'maxSessions'],
  ['open_databases', 'Databases held in memory; other sessions open theirs when they go on.', 'openDatabases'],
  ['queued_requests', 'Requests to sessions that wait or are under way.', 'queued'],
  ['workers', 'Threads that run SQL.', 'workers'],
  ['shared_characters', 'What shared results take.', 'sharedBytes'],
]

const totals: readonly [name: string, help: string, key: NumberKey][] = [
  ['worker_restarts_total', 'Workers that died and were replaced.', 'workerRestarts'],
  ['evictions_total', 'Sessions freed for want of activity.', 'evictions'],
  ['passivations_total', 'Databases freed while their sessions went on.', 'passivations'],
  ['shared_answers_total', 'Resets and steps answered from what another session did.', 'sharedAnswers'],
]

const waitHelp = 'From the sending of a request to a worker until it is served.'

/** Of one server: what it counts by itself, and what it reads off its sessions when somebody asks. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Counter<'kind' | 'outcome'>
  readonly #latency: Histogram<'kind'>
  readonly #waits = new WaitTimes()

  constructor() {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    this.#requests = new Counter({
      name: 'dataops_env_requests_total',
      help: 'Requests to sessions by kind and outcome: ok, or the code of the error.',
      labelNames: ['kind', 'outcome'],
      registers,
    })
    const waits = this.#waits
    const histogram = new Histogram({
      name: 'dataops_env_wait_seconds',
      help: waitHelp,
      buckets: [...WaitTimes.bounds],
      registers: [],
    })
    const described = { name: 'dataops_env_wait_seconds', help: waitHelp, type: 'histogram', aggregator: 'sum' }
    // Counted by hand, for it is done in every step.
    const get = async (): Promise<object> => ({ ...described, values: waits.values(described.name) })
    Object.assign(histogram, { get, getForPromString: get })
    this.#registry.registerMetric(histogram)
    const collect = function (this: Gauge): void {
      this.set(waits.p99())
    }
    const help = 'What 99 of 100 requests of the last minute or two waited for at most until a worker served them.'
    this.#registry.registerMetric(new Gauge({ name: 'dataops_env_wait_p99_seconds', help, registers: [], collect }))
    this.#latency = new Histogram({
      name: 'dataops_env_step_seconds',
      help: 'From the arrival of a step at its session to its answer.',
      buckets,
      registers,
    })
  }

  /** Hears how long a request waited until a worker served it, in milliseconds; what a LanePool takes as `onWait`. */
  readonly observeWait = (ms: number): void => {
    this.#waits.add(ms / 1000)
  }

  /** Hears of every request; what a SessionRegistry takes as `onRequest`. */
  readonly observe: RequestObserver = (kind, outcome, ms) => {
    this.#requests.inc({ kind, outcome })
    if (kind === 'step') this.#latency.observe(ms / 1000)
  }

  /** Shows what is used of the memory, and of what share of it; `limits` is absent where there are none. */
  watchMemory(uses: () => Readonly<Partial<Record<MemoryShare, number>>>, limits: MemoryLimits | undefined): void {
    const collect = function (this: Gauge): void {
      for (const [share, bytes] of Object.entries(uses())) this.set({ share }, bytes)
    }
    const used = { name: 'dataops_env_memory_bytes', help: 'What each share of the memory holds.' }
    this.#registry.registerMetric(new Gauge({ ...used, labelNames: ['share'], registers: [], collect }))
    if (limits === undefined) return
    const limit = { name: 'dataops_env_memory_limit_bytes', help: 'What each share of the memory may hold.' }
    const gauge = new Gauge({ ...limit, labelNames: ['share'], registers: [this.#registry] })
    for (const [share, bytes] of Object.entries(limits)) gauge.set({ share }, bytes)
  }

  /** Shows what a registry holds, whenever somebody asks. */
  watch(sessions: Pick<SessionRegistry, 'stats'>, countSockets: () => number): void {
    for (const [name, help, key] of gauges) {
      const collect = function (this: Gauge): void {
        this.set(sessions.stats[key])
      }
      this.#registry.registerMetric(new Gauge({ name: `dataops_env_${name}`, help, registers: [], collect }))
    }
    for (const [name, help, key] of totals) {
      const collect = function (this: Counter): void {
        this.reset()
        this.inc(sessions.stats[key])
      }
      this.#registry.registerMetric(new Counter({ name: `dataops_env_${name}`, help, registers: [], collect }))
    }
    const collect = function (this: Gauge): void {
      this.set(countSockets())
    }
    const [name, help] = ['dataops_env_websockets', 'Open WebSocket connections.'] as const
    this.#registry.registerMetric(new Gauge({ name, help, registers: [], collect }))
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** The text for a scrape. */
  async text(): Promise<string> {
    return await this.#registry.metrics()
  }
}
