import { factsOf, type EpisodeFacts } from '../../evaluation/episode-facts.ts'
import type { EvaluatedTrajectory, EvaluationFault, Run } from '../../evaluation/run.ts'
import { standingFaults, summariesOf, type PlayerSummary } from '../../evaluation/summary.ts'
import { AppError } from '../../kit/errors.ts'
import { readRun } from './run-folder.ts'

/** A run with all that is counted of it. */
export interface CountedRun {
  readonly folder: string
  readonly run: Run
  readonly episodes: readonly EvaluatedTrajectory[]
  readonly facts: readonly EpisodeFacts[]
  readonly faults: readonly EvaluationFault[]
  readonly summaries: readonly PlayerSummary[]
}

/** Reads a run and counts it. Episodes are in the order of the run, however they were played. */
export function countRun(folder: string): CountedRun {
  const { run, episodes, faults } = readRun(folder)
  const items = new Map(run.items.map((item, place) => [item.key, { item, place }]))
  const players = new Map(run.players.map(({ name }, place) => [name, place]))
  const ordered = episodes
    .map((episode) => ({ episode, found: items.get(episode.evaluation.item) }))
    .filter(({ episode, found }) => found !== undefined && players.has(episode.evaluation.player))
    .toSorted(
      (left, right) =>
        (players.get(left.episode.evaluation.player) ?? 0) - (players.get(right.episode.evaluation.player) ?? 0) ||
        (left.found?.place ?? 0) - (right.found?.place ?? 0) ||
        left.episode.evaluation.attempt - right.episode.evaluation.attempt,
    )
  const counted = ordered.flatMap(({ episode, found }) => {
    const own = found && factsOf(episode, found.item)
    return own === undefined ? [] : [{ episode, own }]
  })
  const facts = counted.map(({ own }) => own)
  return {
    folder,
    run,
    episodes: counted.map(({ episode }) => episode),
    facts,
    faults: standingFaults(faults, facts),
    summaries: summariesOf(run, facts),
  }
}

/** The episodes of one player of a run. @throws AppError `wrong_use` where it is not clear which player is meant */
export function playerOf(
  { folder, run, facts }: CountedRun,
  name: string | undefined,
): { name: string; facts: EpisodeFacts[] } {
  const names = run.players.map((player) => player.name)
  const found = name ?? (names.length === 1 ? names[0] : undefined)
  if (found === undefined || !names.includes(found)) {
    throw new AppError('wrong_use', `which player of ${folder}? Name one as ${folder}:NAME, of ${names.join(', ')}`)
  }
  return { name: found, facts: facts.filter(({ player }) => player === found) }
}
