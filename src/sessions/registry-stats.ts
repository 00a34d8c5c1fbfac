import type { Journal } from './journal.ts'
import type { LaneUse } from './memory-budget.ts'
import type { TransitionCache } from './transition-cache.ts'

/** What a request to a session was. */
export type RequestKind = 'reset' | 'step' | 'state'

/**
 * Told of every request that was answered.
 *
 * @param outcome `ok`, or the code of the error
 * @param ms from its arrival to its answer
 */
export type RequestObserver = (kind: RequestKind, outcome: string, ms: number) => void

/** What a registry holds, and what it did to hold no more. */
export interface RegistryStats {
  readonly sessions: number
  readonly maxSessions: number
  readonly openDatabases: number
  /** Requests waiting or under way. */
  readonly queued: number
  readonly workers: number
  readonly workerRestarts: number
  /** Sessions that were idle for too long. */
  readonly evictions: number
  /** Databases that were freed while their sessions went on. */
  readonly passivations: number
  /** Resets and steps answered from what another session did. */
  readonly sharedAnswers: number
  readonly sharedBytes: number
  /** Bytes that are used of each share of the memory. */
  readonly memory: Readonly<Record<'databases' | 'journal' | 'shared' | 'instances', number>>
}

/** What is used of each share. A journal that is there twice counts once. */
export function memoryOf(
  { databaseBytes, instanceBytes }: LaneUse,
  journals: readonly Journal[],
  cache: TransitionCache | undefined,
): RegistryStats['memory'] {
  let journal = 0
  for (const { memoryBytes } of new Set(journals)) journal += memoryBytes
  return { databases: databaseBytes, journal, shared: cache?.size ?? 0, instances: instanceBytes }
}
