import type { Logger } from 'pino'
import type { SessionRegistry } from '../../sessions/session-registry.ts'
import type { TaskCatalog } from './task-catalog.ts'

/** What every door stands on: made once, by whoever puts the doors together. */
export interface DoorContext {
  readonly registry: SessionRegistry
  readonly catalog: TaskCatalog
  readonly logger: Logger
  /** Whether agents may start episodes by a tool, where their host has started none; default: yes. */
  readonly startEpisode?: boolean | undefined
  /** Whether a request for an episode has to name its session; default: no. */
  readonly requireSession?: boolean | undefined
}

/** What `capacity_reached` tells beside its message, where a door can tell more. */
export function capacityOf({ registry }: Pick<DoorContext, 'registry'>): Record<string, number> {
  return { active_sessions: registry.size, max_sessions: registry.maxSessions }
}
