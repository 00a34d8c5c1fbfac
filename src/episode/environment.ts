import { hostCutMessages, type ResetResult, type State, type StepResult, type Trajectory } from '../contract/episode.ts'
import type { Observation } from '../contract/observation.ts'
import type { ResetData } from '../contract/reset-data.ts'
import { AppError } from '../kit/errors.ts'
import { EngineFault } from '../sql/engine.ts'
import type { EngineLease, EnginePool } from '../sql/engine-pool.ts'
import { Episode } from './episode.ts'
import { type EpisodePlan, type EpisodeSource, planEpisode } from './episode-plan.ts'
import type { PastStep, RecordedCut } from './past-step.ts'
import { type StepEvent, toPoints } from './rewards.ts'

/** What an environment asks of the runtime that made it. */
export interface EnvironmentHost extends EpisodeSource {
  readonly engines: EnginePool
}

/** Calls of one environment wait for one another. */
function overlapping(): AppError {
  return new AppError('wrong_use', 'calls of an environment must not overlap: await each before the next')
}

/** What taking a step back comes to. */
export interface Undone {
  /** As it was before the step. */
  readonly observation: Observation
  /** In points, to be added to the sum of rewards: it takes back what the step paid. */
  readonly reward: number
}

export const blankState: State = Object.freeze({
  episode_id: null,
  task_id: null,
  seed: null,
  step_count: 0,
  step_limit: 0,
  done: false,
  reward_mode: null,
})

/**
 * What one agent acts in: holds one episode at a time. Calls must not overlap; a session's queue sees to that.
 *
 * @example
 * const environment = runtime.createEnvironment()
 * await environment.reset({ task_id: 'task_easy', seed: 7 })
 * const { observation, reward, done } = await environment.step({ action_type: 'inspect_schema' })
 */
export class Environment {
  readonly #runtime: EnvironmentHost
  readonly #keepsResults: boolean
  #plan: EpisodePlan | undefined
  #episode: Episode | undefined
  #lease: EngineLease | undefined
  /** Whether actions that left nothing behind were not run again. */
  #hasSkipped = false

  /** Made by Runtime.createEnvironment. */
  constructor(runtime: EnvironmentHost, keepsResults = true) {
    this.#runtime = runtime
    this.#keepsResults = keepsResults
  }

  /**
   * Starts an episode and ends the one before. When it fails, the one before goes on.
   *
   * @param params a task by its id, or what chooses one
   * @throws AppError `validation_error`, `unknown_task`
   */
  async reset(params: ResetData = {}): Promise<ResetResult> {
    const plan = await planEpisode(this.#runtime, params, this.#keepsResults)
    await this.#open(plan, [])
    return this.#require().reset
  }

  /**
   * Takes one action; mistakes are answered in-band. A query that breaks the engine costs only this action:
   * the steps before are replayed on a fresh engine, with equal bytes.
   *
   * @param cut repeated in place of running the action
   * @throws AppError `no_episode` before reset, `episode_over` after the end
   */
  step(action: unknown, cut: RecordedCut | null = null): Promise<StepResult> {
    return this.#take(action, cut, false)
  }

  /** @param isRepeat the step was taken before: nothing may come of it but what did then */
  async #take(action: unknown, cut: RecordedCut | null, isRepeat: boolean): Promise<StepResult> {
    const episode = this.#require()
    const count = episode.steps.length
    try {
      const result = isRepeat ? episode.stepAgain(action, cut) : episode.step(action, cut)
      if (cut === null && episode.steps.at(-1)?.cut != null) {
        // How far it came shows in total_changes(): from here on the episode is what its replay is.
        await this.#open(this.#plan as EpisodePlan, episode.steps)
        return result
      }
      if (!this.#hasSkipped || !episode.nearBudget) return result
    } catch (error) {
      if (!(error instanceof EngineFault)) throw error
    }
    if (this.#hasSkipped) {
      // Actions that were not run again would have warmed the page cache: where a budget is near, that counts.
      await this.#open(this.#plan as EpisodePlan, toExact(episode.steps.slice(0, count)))
      return await this.#take(action, cut, isRepeat)
    }
    // Another database on the engine may be to blame: once more alone, then without this action.
    const plan = this.#plan as EpisodePlan
    const steps = episode.steps.slice(0, count)
    try {
      await this.#open(plan, steps, true)
      return isRepeat ? this.#require().stepAgain(action, cut) : this.#require().step(action)
    } catch (error) {
      if (!(error instanceof EngineFault) || isRepeat) throw error
    }
    await this.#open(plan, steps, true)
    return this.#require().step(action, { kind: 'engine', message: hostCutMessages.engine })
  }

  /**
   * Takes an action again that a journal has. What left nothing behind is not run; so `trajectory` has no result of
   * it, unless the journal has.
   *
   * @throws AppError `no_episode`
   */
  async replay({ action, cut, idle, result }: PastStep): Promise<void> {
    if (idle === null) {
      await this.#take(action, cut, true)
      return
    }
    this.#require().skip(action, idle, result)
    this.#hasSkipped = true
  }

  /** How the host cut the last step short, which a replay has to repeat. Texts alone can be forged by SQL. */
  get lastCut(): RecordedCut | null {
    return this.#require().steps.at(-1)?.cut ?? null
  }

  /** Whether the last step left nothing behind, and what happened in it then. */
  get lastIdle(): StepEvent | null {
    return this.#require().steps.at(-1)?.idle ?? null
  }

  /** The engine that holds the database; undefined without one. */
  get engine(): EngineLease['engine'] | undefined {
    return this.#lease?.engine
  }

  /** Characters of the actions that it holds, at most. */
  get recordSize(): number {
    return this.#episode?.recordSize ?? 0
  }

  /** See Episode.observationHead. @throws AppError `no_episode` */
  get observationHead(): string {
    return this.#require().observationHead
  }

  /** Public facts of the episode; blank before the first reset. */
  state(): State {
    return this.#episode?.state() ?? { ...blankState }
  }

  /** @throws AppError `no_episode` */
  trajectory(): Trajectory {
    return this.#require().trajectory()
  }

  /** The database as it is now, as a file any SQLite opens. @throws AppError `no_episode` */
  image(): Uint8Array {
    return this.#require().image()
  }

  /**
   * Takes back the last step as if it had never been, with its reward; null when there is none.
   *
   * @throws AppError `no_episode`; `episode_over` after the end, for the grade shows what would have been right
   */
  async undo(): Promise<Undone | null> {
    const { steps, done, returnMicros } = this.#require()
    if (done) throw new AppError('episode_over', 'an episode that is over cannot be undone; call reset')
    if (steps.length === 0) return null
    await this.#open(this.#plan as EpisodePlan, steps.slice(0, -1))
    const episode = this.#require()
    return { observation: episode.lastObservation, reward: toPoints(episode.returnMicros - returnMicros) }
  }

  /**
   * A second environment at the same point of the same episode. From then on record and outcome of both say
   * `forked`: one of them may end first and show the other what was right.
   *
   * @throws AppError `no_episode`
   */
  async fork(): Promise<Environment> {
    const { steps, done } = this.#require()
    const plan = this.#plan as EpisodePlan
    const copy = new Environment(this.#runtime)
    const isUntouched = this.#watch()
    await copy.#open(plan, steps)
    if (!isUntouched()) {
      copy.close()
      throw overlapping()
    }
    if (!done) plan.lineage.isForked = true
    return copy
  }

  /** Frees the database. The environment may be reset again. */
  close(): void {
    this.#episode?.close()
    this.#lease?.release()
    this.#episode = undefined
    this.#lease = undefined
    this.#plan = undefined
  }

  /** Whether nothing has happened here since: what was seen meanwhile must not be undone, or go on unmarked. */
  #watch(): () => boolean {
    const episode = this.#episode
    const count = episode?.steps.length
    return () => this.#episode === episode && episode?.steps.length === count
  }

  #require(): Episode {
    if (!this.#episode) throw new AppError('no_episode', 'there is no episode yet; call reset first')
    return this.#episode
  }

  /** Opens an episode and replays steps, then lets go of the one before. @throws AppError `wrong_use` */
  async #open(plan: EpisodePlan, steps: readonly PastStep[], fresh = false): Promise<void> {
    const { engines } = this.#runtime
    const past = [...steps]
    const isUntouched = this.#watch()
    let started: Started
    try {
      started = startAt(await (fresh ? engines.leaseFresh() : engines.lease()), plan, past)
    } catch (error) {
      if (!(error instanceof EngineFault) || fresh) throw error
      started = startAt(await engines.leaseFresh(), plan, past)
    }
    if (!isUntouched()) {
      started.episode.close()
      started.lease.release()
      throw overlapping()
    }
    this.close()
    this.#plan = plan
    this.#episode = started.episode
    this.#lease = started.lease
    this.#hasSkipped = started.hasSkipped
  }
}

/** The same steps, to be run every one. */
function toExact(steps: readonly PastStep[]): PastStep[] {
  return steps.map((step) => ({ ...step, idle: null }))
}

/** An episode that is open, and the lease of its engine. */
interface Started {
  readonly episode: Episode
  readonly lease: EngineLease
  /** Whether actions that left nothing behind were not run again. */
  readonly hasSkipped: boolean
}

/** Opens an episode and takes steps again. What it throws has freed the lease. */
function startAt(lease: EngineLease, plan: EpisodePlan, steps: readonly PastStep[]): Started {
  let episode: Episode | undefined
  try {
    episode = Episode.start(lease.engine, plan.instance, plan.options)
    const hasSkipped = playAgain(episode, steps)
    if (hasSkipped !== null) return { episode, lease, hasSkipped }
    episode.close()
    episode = Episode.start(lease.engine, plan.instance, plan.options)
    playAgain(episode, toExact(steps))
    return { episode, lease, hasSkipped: false }
  } catch (error) {
    episode?.close()
    lease.release()
    throw error
  }
}

/**
 * Takes steps again; what left nothing behind is not run.
 *
 * @returns whether there was any such step; null where a budget came so near its end behind one that all have to be run
 */
function playAgain(episode: Episode, steps: readonly PastStep[]): boolean | null {
  let hasSkipped = false
  for (const { action, cut, idle, result } of steps) {
    if (idle !== null) {
      episode.skip(action, idle, result)
      hasSkipped = true
      continue
    }
    episode.stepAgain(action, cut)
    if (hasSkipped && episode.nearBudget) return null
  }
  return hasSkipped
}
