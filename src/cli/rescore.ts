import type { Command } from 'commander'
import { createRuntime } from '../index.ts'
import { outcomeIn } from '../evaluation/episode-facts.ts'
import type { EpisodeOutcome } from '../contract/episode.ts'
import { replayOutcome } from '../episode/replay.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import type { Runtime } from '../episode/runtime.ts'
import type { EvaluatedTrajectory } from '../evaluation/run.ts'
import { exitCode, oneLine } from './command-error.ts'
import { readRun } from './eval/run-folder.ts'
import type { Shell } from './shell.ts'
import { drawTable } from './terminal/fit-table.ts'
import { Progress, rateStyle } from './terminal/progress.ts'
import { terminalOf } from './terminal/terminal.ts'

/** What became of one episode. */
interface Rescored {
  readonly item: string
  readonly player: string
  readonly attempt: number
  readonly before: { readonly solved: boolean; readonly score: number }
  /** Null where this version cannot play the instance. */
  readonly after: { readonly solved: boolean; readonly score: number } | null
  /** Why not. */
  readonly reason: string | null
}

const scoreOf = ({
  solved,
  grader_score: score,
}: EpisodeOutcome): { readonly solved: boolean; readonly score: number } => ({
  solved,
  score,
})

/** Plays the recorded actions again and takes the grade of this version. */
async function rescoreEpisode(runtime: Runtime, record: EvaluatedTrajectory): Promise<Rescored | undefined> {
  const recorded = outcomeIn(record)
  if (recorded === undefined) return undefined
  const { item, player, attempt } = record.evaluation
  const base = { item, player, attempt, before: scoreOf(recorded) }
  try {
    const outcome = await replayOutcome(runtime, record)
    const reason = 'the episode does not end with the recorded actions'
    return outcome === null ? { ...base, after: null, reason } : { ...base, after: scoreOf(outcome), reason: null }
  } catch (error) {
    if (!AppError.isInstance(error)) throw error
    return { ...base, after: null, reason: `${error.code}: ${error.message}` }
  }
}

/** `rescore`: grades recorded actions with this version. */
export function addRescore(program: Command, shell: Shell): void {
  program
    .command('rescore')
    .description('Grade the recorded actions of a run with this version, without asking a model, and say what changed.')
    .argument('<dir>', 'folder of a run')
    .option('--json', 'print a line of JSON for each episode that changed, and one for all')
    .action(async (folder: string, flags: { readonly json?: boolean }) => {
      const { stdout, stderr } = shell
      const { run, episodes } = readRun(folder)
      const runtime = await createRuntime()
      const progress = new Progress(episodes.length, stderr, rateStyle)
      const all: Rescored[] = []
      for (const episode of episodes) {
        const own = await rescoreEpisode(runtime, episode)
        if (own !== undefined) all.push(own)
        progress.advance()
      }
      progress.end()
      runtime.close()
      const changed = all.filter(
        ({ before, after }) => after === null || before.solved !== after.solved || before.score !== after.score,
      )
      const unplayable = changed.filter(({ after }) => after === null).length
      if (flags.json) {
        for (const own of changed) stdout.write(toJsonLine(own))
        stdout.write(toJsonLine({ episodes: all.length, changed: changed.length, unplayable, package: run.package }))
      } else {
        const rows = changed
          .slice(0, 100)
          .map(({ item, player, attempt, before, after, reason }) => [
            oneLine(item),
            oneLine(player),
            String(attempt),
            `${before.score}${before.solved ? ' solved' : ''}`,
            after === null ? oneLine(reason ?? '') : `${after.score}${after.solved ? ' solved' : ''}`,
          ])
        const head = ['instance', 'player', 'attempt', 'recorded', 'now']
        if (rows.length > 0) stdout.write(drawTable(head, rows, terminalOf(stdout, shell.env), { wrapped: [4] }))
        stdout.write(
          `${all.length} episodes graded again: ${changed.length - unplayable} changed, ${unplayable} cannot be played by this version\n`,
        )
      }
      shell.exitCode = changed.length === 0 ? exitCode.done : exitCode.fellShort
    })
}
