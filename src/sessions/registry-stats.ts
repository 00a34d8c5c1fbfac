/** What a request to a session was. */
export type RequestKind = 'reset' | 'step' | 'state'

/** How many requests of one kind came to one outcome. */
export interface OutcomeCount {
  readonly kind: RequestKind
  /** `ok`, or the code of the error. */
  readonly outcome: string
  readonly count: number
}

/** Upper bounds of the buckets that latencies are counted in, in milliseconds. */
export const latencyBounds: readonly number[] = [
  0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000,
]

/** Steps by the time from arrival to answer. */
export interface LatencyCounts {
  /** By bucket; the last one is for what is above all bounds. */
  readonly buckets: readonly number[]
  /** In milliseconds. */
  readonly sum: number
}

/** What a registry has done, and what it holds. */
export interface RegistryStats {
  readonly sessions: number
  readonly maxSessions: number
  readonly openDatabases: number
  /** Requests waiting or under way. */
  readonly queued: number
  readonly workers: number
  readonly workerRestarts: number
  readonly requests: readonly OutcomeCount[]
  readonly stepLatency: LatencyCounts
  /** Sessions that were idle for too long. */
  readonly evictions: number
  /** Databases that were freed while their sessions went on. */
  readonly passivations: number
  /** Resets and steps answered from what another session did. */
  readonly sharedAnswers: number
  readonly sharedBytes: number
}

/** Counters of a registry. */
export class StepStats {
  evictions = 0
  passivations = 0
  readonly #outcomes = new Map<string, { kind: RequestKind; outcome: string; count: number }>()
  readonly #buckets = Array.from({ length: latencyBounds.length + 1 }, () => 0)
  #sum = 0

  count(kind: RequestKind, outcome: string, ms: number): void {
    const key = `${kind} ${outcome}`
    const known = this.#outcomes.get(key)
    if (known) known.count++
    else this.#outcomes.set(key, { kind, outcome, count: 1 })
    if (kind !== 'step') return
    let bucket = 0
    while (bucket < latencyBounds.length && ms > (latencyBounds[bucket] as number)) bucket++
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    this.#sum += ms
  }

  read(): Pick<RegistryStats, 'requests' | 'stepLatency' | 'evictions' | 'passivations'> {
    return {
      requests: [...this.#outcomes.values()].map((counter) => ({ ...counter })),
      stepLatency: { buckets: [...this.#buckets], sum: this.#sum },
      evictions: this.evictions,
      passivations: this.passivations,
    }
  }
}
