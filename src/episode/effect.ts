import type { HostCut } from '../contract/episode.ts'
import type { QueryResult } from '../contract/observation.ts'
import type { StepEvent } from './rewards.ts'

/** What one action came to, before rewards. */
export interface Effect {
  readonly event: StepEvent
  readonly result: QueryResult | null
  readonly error: string | null
  readonly hostCut: HostCut | null
  /** Whether it left nothing behind. */
  readonly idle: boolean
}

export function failed(error: string, hostCut: HostCut | null = null, idle = hostCut === null): Effect {
  return { event: 'invalid', result: null, error, hostCut, idle }
}

export function destructive(message: string): Effect {
  return { event: 'destructive', result: null, error: message, hostCut: null, idle: false }
}
