import type { ResetParams, State } from '../contract/episode.ts'
import type { RecordedCut } from '../episode/past-step.ts'
import type { StepEvent } from '../episode/rewards.ts'

/**
 * Who began an episode: the host, by a reset of its own, or the agent that plays, by a tool. An agent never begins
 * another one where the host did: it would choose the task that it is measured by.
 */
export const starters = ['host', 'agent'] as const
export type Starter = (typeof starters)[number]

/** How an episode began. */
export interface EpisodeStart {
  readonly by: Starter
  /** What its reset was given. */
  readonly params: ResetParams
  /** What came of it. */
  readonly state: State
}

/** One step of an episode: what was asked, and what of its outcome does not follow from that. */
export interface RecordedStep {
  /** The action as JSON. */
  readonly action: string
  /** How the host cut it short, which a replay repeats. */
  readonly cut: RecordedCut | null
  /** What happened, when it left nothing behind: a replay need not run it. */
  readonly idle: StepEvent | null
  /** Whether it ended the episode; it follows, but is asked for when nothing has been played again yet. */
  readonly done: boolean
  /** The client's mark of the request, by which it may ask for the reply again. */
  readonly request?: string | undefined
}
