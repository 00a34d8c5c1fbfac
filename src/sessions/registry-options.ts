import type { Journal } from './journal.ts'
import type { Lanes } from './lane.ts'
import type { MemoryLimits } from './memory-budget.ts'
import type { RequestObserver } from './registry-stats.ts'

/** The longest session id, in characters. */
export const maxSessionIdLength = 128

/** What holds where `SessionRegistryOptions` says nothing. */
export const registryDefaults = {
  maxSessions: 1024,
  idleMs: 30 * 60_000,
  firstStepMs: 60_000,
  maxOpen: 2048,
  passivateMs: 5 * 60_000,
} as const

export interface SessionRegistryOptions {
  /** The registry does not close them. */
  readonly lanes: Lanes
  /** Sessions that may exist at once, `default` included. */
  readonly maxSessions?: number
  /** Sessions that one connection may make, of many in one frame; by default seven eighths of them. */
  readonly sessionsPerConnection?: number | undefined
  /** When all places are taken, one without a step for this long since it was made is free, in milliseconds. */
  readonly firstStepMs?: number
  /** A session without reset, step or state for this long is freed, in milliseconds. */
  readonly idleMs?: number
  /** Databases that are kept open between actions; the one used least lately goes first. It costs a replay, no bytes. */
  readonly maxOpen?: number
  /** A database without an action for this long is freed, in milliseconds; its session goes on. */
  readonly passivateMs?: number
  /** Of sessions that outlive connections; what it knows is taken up. The registry closes it. Default: in memory. */
  readonly journal?: Journal
  /** Characters that shared results may take; 0 shares nothing. */
  readonly sharedBytes?: number
  /** What records and shared results may take; by default any amount. */
  readonly memory?: MemoryLimits | undefined
  readonly onRequest?: RequestObserver
  /** Milliseconds that never run backwards; for tests. */
  readonly now?: () => number
}
