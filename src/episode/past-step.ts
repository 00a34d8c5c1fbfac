import { hostCutMessages, type HostCut, type StepResult } from '../contract/episode.ts'
import type { StepEvent } from './rewards.ts'

/** A recorded cut of the host, which is repeated in place of running the action. */
export interface RecordedCut {
  readonly kind: HostCut
  /** What the agent was told. */
  readonly message: string
}

/** A step that was taken: all that is needed to take it again, elsewhere or later. */
export interface PastStep {
  readonly action: unknown
  /** Repeated in place of running the action. */
  readonly cut: RecordedCut | null
  /** What happened, when it left nothing behind: it need not be run when the episode is played again. */
  readonly idle: StepEvent | null
  /** Null where it was not run again, or not kept. */
  readonly result: StepResult | null
}

/** The cut that a step has to repeat, if any. */
export function recordedCut(kind: HostCut | null, result: StepResult): RecordedCut | null {
  return kind === null ? null : { kind, message: result.observation.last_error ?? hostCutMessages[kind] }
}
