import { factsOf, type EpisodeFacts } from '../../evaluation/episode-facts.ts'
import {
  jobKey,
  jobsOf,
  type EvaluatedTrajectory,
  type EvaluationFault,
  type Job,
  type Run,
} from '../../evaluation/run.ts'
import { costOf } from '../../evaluation/summary.ts'
import { withCanary } from '../record-file.ts'
import type { RunFolder } from './run-folder.ts'

/** A run as it is being played: what is done, what is left, what it has cost. */
export class Tally {
  readonly run: Run
  /** What was left when it was opened. */
  readonly jobs: readonly Job[]
  /** Of all episodes that were played, those of earlier starts as well. */
  readonly facts: EpisodeFacts[] = []
  readonly faults: EvaluationFault[]
  /** Told when an episode is on the disk. */
  onEpisode: (facts: EpisodeFacts) => void = () => {}
  onFault: (fault: EvaluationFault) => void = () => {}
  readonly #folder: RunFolder
  #cost = 0

  constructor(run: Run, folder: RunFolder) {
    this.run = run
    this.#folder = folder
    const { episodes, faults } = folder.before
    this.faults = [...faults]
    const items = new Map(run.items.map((item) => [item.key, item]))
    for (const episode of episodes) {
      const item = items.get(episode.evaluation.item)
      const facts = item && factsOf(episode, item)
      if (facts !== undefined) this.#count(facts)
    }
    const played = new Set(this.facts.map(({ player, item, attempt }) => jobKey(player, item.key, attempt)))
    this.jobs = jobsOf(run).filter(({ player, item, attempt }) => !played.has(jobKey(player.name, item.key, attempt)))
  }

  /** US dollars, of the episodes whose tokens and price are known. */
  get cost(): number {
    return this.#cost
  }

  /** @throws AppError `storage_error`, `io_error` */
  async addEpisode({ item }: Job, trajectory: EvaluatedTrajectory): Promise<void> {
    await this.#folder.addEpisode(withCanary(trajectory))
    const facts = factsOf(trajectory, item)
    if (facts === undefined) return
    this.#count(facts)
    this.onEpisode(facts)
  }

  /** @throws AppError `storage_error`, `io_error` */
  async addFault(fault: EvaluationFault): Promise<void> {
    await this.#folder.addFault(fault)
    this.faults.push(fault)
    this.onFault(fault)
  }

  #count(facts: EpisodeFacts): void {
    this.facts.push(facts)
    const player = this.run.players.find(({ name }) => name === facts.player)
    this.#cost += (player && costOf(facts, player)) ?? 0
  }
}
