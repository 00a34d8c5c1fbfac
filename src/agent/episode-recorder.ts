import type { Action } from '../contract/action.ts'
import {
  hostCutOf,
  type ResetParams,
  type ResetResult,
  type State,
  type StepResult,
  type Trajectory,
} from '../contract/episode.ts'

/** Writes down what a player sends and gets, as a trajectory that replay can run again. */
export class EpisodeRecorder {
  readonly #onEpisode: (trajectory: Trajectory) => void
  #current: Trajectory | undefined

  constructor(onEpisode: (trajectory: Trajectory) => void) {
    this.#onEpisode = onEpisode
  }

  begin({ task_id: taskId, split }: ResetParams, state: State, reset: ResetResult): void {
    this.#current = {
      format: 'dataops-env/trajectory@1',
      // An observation does not name a generated task.
      task_id: taskId ?? reset.observation.task_id,
      ...(split != null && { split }),
      seed: state.seed,
      reward_mode: state.reward_mode ?? 'classic',
      episode_id: state.episode_id ?? '',
      // Not on the wire: replay compares the observations instead.
      image_digest: null,
      reset,
      steps: [],
    }
  }

  add(action: Action, result: StepResult): void {
    this.#current?.steps.push({ action, host_cut: hostCutOf(result), result })
  }

  /** Hands on what was recorded, also when the episode did not end. */
  end(): void {
    if (this.#current) this.#onEpisode(this.#current)
    this.#current = undefined
  }
}
