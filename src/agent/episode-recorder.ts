import type { Action } from '../contract/action.ts'
import {
  hostCutOf,
  outcomeSchema,
  type ResetResult,
  type Said,
  type State,
  type StepResult,
  type Trajectory,
  trajectoryFormat,
} from '../contract/episode.ts'
import type { ResetChoice } from './reset-choice.ts'

/** Writes down what a player sends and gets, as a trajectory that replay can run again. */
export class EpisodeRecorder {
  readonly #onEpisode: (trajectory: Trajectory) => void
  #current: Trajectory | undefined

  constructor(onEpisode: (trajectory: Trajectory) => void) {
    this.#onEpisode = onEpisode
  }

  begin({ task_id: taskId, split }: ResetChoice, state: State, reset: ResetResult): void {
    this.#current = {
      format: trajectoryFormat,
      // An observation does not name a generated task; its end will.
      task_id: taskId ?? reset.observation.task_id,
      ...(split != null && { split: split as Trajectory['split'] }),
      seed: state.seed,
      reward_mode: state.reward_mode ?? 'classic',
      episode_id: state.episode_id ?? '',
      // Not on the wire: replay compares the observations instead.
      image_digest: null,
      reset,
      steps: [],
    }
  }

  /** What was recorded so far. */
  get current(): Trajectory | undefined {
    return this.#current
  }

  /** Says who plays. */
  name(player: Trajectory['player']): void {
    if (this.#current !== undefined) this.#current = { ...this.#current, player }
  }

  /** @param said what was said before the action */
  add(action: Action, result: StepResult, said: readonly Said[] = []): void {
    if (this.#current === undefined) return
    const words = said.length > 0 && { said: [...said] }
    this.#current.steps.push({ action, host_cut: hostCutOf(result), result, ...words })
    const played = outcomeSchema.safeParse(result.metadata).data?.task
    if (played === undefined || played.family === undefined) return
    this.#current = {
      ...this.#current,
      task_id: played.id,
      split: played.split as Trajectory['split'],
      seed: played.seed,
    }
  }

  /** Forgets what was recorded. */
  discard(): void {
    this.#current = undefined
  }

  /** Hands on what was recorded, also when the episode did not end. */
  end(): void {
    if (this.#current) this.#onEpisode(this.#current)
    this.#current = undefined
  }
}
