import { HttpDoor, type Place } from '../../agent/http-door.ts'
import type { ResetChoice } from '../../agent/reset-choice.ts'
import type { Action } from '../../contract/action.ts'
import type { State, StepResult, Trajectory } from '../../contract/episode.ts'
import type { Observation } from '../../contract/observation.ts'

/** Where a person plays: an environment of this process, or a session of a server. */
export interface GameEnvironment {
  step(action: unknown): Promise<StepResult>
  /** Takes the last step back; null where there is none. */
  undo(): Promise<object | null>
  state(): Pick<State, 'step_count' | 'step_limit'>
  /** A server takes no step back. */
  readonly isRemote?: boolean
}

/** A session of a server, as a person plays it. */
export class RemoteEnvironment implements GameEnvironment {
  readonly isRemote = true
  readonly #door: HttpDoor
  #observation: Observation

  private constructor(door: HttpDoor, observation: Observation) {
    this.#door = door
    this.#observation = observation
  }

  /**
   * Begins an episode.
   *
   * @param onEpisode is given the episode when the session is closed
   * @throws EnvironmentFailure; AppError for what was asked wrongly
   */
  static async open(
    place: Place,
    choice: ResetChoice,
    onEpisode?: (trajectory: Trajectory) => void,
  ): Promise<RemoteEnvironment> {
    const door = new HttpDoor(place, `play-${crypto.randomUUID()}`, onEpisode)
    try {
      return new RemoteEnvironment(door, (await door.reset(choice)).observation)
    } catch (error) {
      await door.close()
      throw error
    }
  }

  /** What the episode shows now. */
  get observation(): Observation {
    return this.#observation
  }

  async step(action: unknown): Promise<StepResult> {
    const result = await this.#door.step(action as Action)
    this.#observation = result.observation
    return result
  }

  async undo(): Promise<null> {
    return null
  }

  state(): Pick<State, 'step_count' | 'step_limit'> {
    const { current_step: count, steps_remaining: left } = this.#observation
    return { step_count: count, step_limit: count + left }
  }

  /** Hands on the episode and ends the session. */
  async close(): Promise<void> {
    await this.#door.close()
  }
}
