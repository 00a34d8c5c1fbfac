/**
 * Plays what of a run is not played yet: several players at once, each at its own pace. An episode that could not be
 * played through no fault of the model is tried again, then noted and left out; it is never a score.
 *
 * @module
 */
import { setMaxListeners } from 'node:events'
import { systemClock, type Clock } from '../../agent/back-off.ts'
import type { ResetChoice } from '../../agent/reset-choice.ts'
import type { EvaluatedTrajectory, EvaluationFault, Item, Job } from '../../evaluation/run.ts'
import type { EpisodePlayer, Played } from './play-model.ts'

/** The most that one episode is tried in one start of the command. */
const mostTries = 3
/** Milliseconds before the second try; twice as many before the third. */
const firstWait = 1000

/** A player, and how many of its episodes are played at once. */
export interface Crew {
  readonly player: EpisodePlayer
  readonly jobs: readonly Job[]
  readonly concurrency: number
}

export interface PlayOptions {
  readonly crews: readonly Crew[]
  readonly resetOf: (item: Item) => ResetChoice
  /** Resolves when the episode is on the disk. */
  readonly onEpisode: (job: Job, trajectory: EvaluatedTrajectory) => Promise<void>
  readonly onFault: (fault: EvaluationFault) => Promise<void>
  /** Whether more may be begun, for example while there is money. */
  readonly mayGoOn: () => boolean
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/** How playing ended. */
export interface PlayEnd {
  /** Why it ended before all was played; null where it did not. */
  readonly stopped: 'interrupted' | 'environment' | 'budget' | null
  /** By player, the fault that made all its other episodes pointless. */
  readonly given: ReadonlyMap<string, EvaluationFault>
}

/** Plays all jobs of all crews. @throws what `onEpisode` and `onFault` throw, when all that was under way is over */
export async function playRun(options: PlayOptions): Promise<PlayEnd> {
  const { crews, onEpisode, onFault, mayGoOn, clock = systemClock } = options
  const halt = new AbortController()
  const signal = AbortSignal.any([options.signal, halt.signal])
  // Every episode under way listens.
  setMaxListeners(0, signal, options.signal)
  const given = new Map<string, EvaluationFault>()
  let stopped: PlayEnd['stopped'] = null

  const tryJob = async (player: EpisodePlayer, job: Job): Promise<'go on' | 'give up'> => {
    for (let tries = 1; ; tries++) {
      const played: Played = await player.play(job, options.resetOf(job.item), signal)
      if (played.kind === 'interrupted' || signal.aborted) return 'give up'
      if (played.kind === 'played') {
        await onEpisode(job, played.trajectory)
        return 'go on'
      }
      const fault = { item: job.item.key, player: job.player.name, attempt: job.attempt, ...played.fault, tries }
      if (played.fatal) {
        given.set(job.player.name, fault)
        await onFault(fault)
        return 'give up'
      }
      if (tries < mostTries) {
        await clock.sleep(firstWait * 2 ** (tries - 1), signal)
        continue
      }
      await onFault(fault)
      if (fault.kind !== 'environment') return 'go on'
      // The environment is everybody's: what comes after would fare no better.
      stopped = 'environment'
      halt.abort()
      return 'give up'
    }
  }

  const work = async ({ player }: Crew, queue: Iterator<Job>, own: { over: boolean }): Promise<void> => {
    while (!own.over && !signal.aborted) {
      if (!mayGoOn()) {
        stopped ??= 'budget'
        return
      }
      const next = queue.next()
      if (next.done === true) return
      if ((await tryJob(player, next.value)) === 'give up') own.over = true
    }
  }

  const failures: unknown[] = []
  await Promise.all(
    crews.flatMap((crew) => {
      const queue = crew.jobs.values()
      const own = { over: false }
      return Array.from({ length: Math.min(crew.concurrency, crew.jobs.length) }, async () => {
        await work(crew, queue, own).catch((error: unknown) => {
          failures.push(error)
          halt.abort()
        })
      })
    }),
  )
  if (failures.length > 0) throw failures[0]
  return { stopped: options.signal.aborted ? 'interrupted' : stopped, given }
}
