import type { Command } from 'commander'
import { HttpDoor, type Place } from '../agent/http-door.ts'
import { playbooks, readerAction } from '../agent/playbooks.ts'
import { playTask } from '../agent/play-task.ts'
import type { TaskListItem } from '../contract/episode.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { didYouMean } from '../kit/nearest.ts'
import { drillSuite } from '../tasks/suites.ts'
import { exitCode } from './command-error.ts'
import { breakHeads, drawTable } from './terminal/fit-table.ts'
import { notASuite, parseSeed } from './options.ts'
import { openRecord } from './record-file.ts'
import { addUrlOption, type EpisodeFlags, parseEpisodeFlags, withPlace } from './network/remote-options.ts'
import { fold } from './terminal/show.ts'
import { terminalOf } from './terminal/terminal.ts'
import type { Shell } from './shell.ts'

interface DemoFlags extends EpisodeFlags {
  readonly suite: string
  readonly task?: string
  readonly seed?: string
  readonly url?: string
  readonly json?: boolean
  readonly record?: string
}

/** One row of the report. */
interface DemoRow {
  readonly task_id: string
  readonly grader_score: number
  readonly return: number
  readonly score: number
  readonly solved: boolean
  readonly steps: number
  readonly step_limit: number
}

function chooseTasks(known: readonly TaskListItem[], wanted: string | undefined): TaskListItem[] {
  const playable = known.filter((task) => Object.hasOwn(playbooks, task.id))
  if (wanted === undefined) return playable
  const task = playable.find((candidate) => candidate.id === wanted)
  if (task) return [task]
  const ids = playable.map(({ id }) => id)
  const isFamily = known.some(({ id, suite }) => suite === drillSuite && id === wanted.replace(/@.*$/s, ''))
  const hint = isFamily ? '; --suite drills plays it' : didYouMean(wanted, ids)
  throw new AppError('unknown_task', `the demo plays ${ids.join(', ')}, not ${clipText(wanted, 128)}${hint}`)
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e6) / 1e6

/** Columns that the table takes with its heads in one line. */
const tableWidth = 98

function printTable(rows: readonly DemoRow[], readers: readonly number[], { stdout, env }: Shell): void {
  const terminal = terminalOf(stdout, env)
  const head = ['task', 'grader score', 'solved', 'return', 'final score', 'only reading', 'steps / limit']
  const cells = rows.map((row, index) => [
    row.task_id,
    row.grader_score.toFixed(2),
    row.solved ? 'yes' : 'no',
    row.return.toFixed(2),
    row.score.toFixed(2),
    (readers[index] ?? 0).toFixed(2),
    `${row.steps} / ${row.step_limit}`,
  ])
  const averages = [rows.map((row) => row.grader_score), rows.map((row) => row.score), readers].map(mean)
  const [grader = '', final = '', reading = ''] = averages.map((average) => average.toFixed(2))
  cells.push(['average', grader, '', '', final, reading, ''])
  const options = { right: [1, 2, 3, 4, 5, 6], ruled: true }
  stdout.write(drawTable(breakHeads(head, tableWidth, terminal), cells, terminal, options))
  const note = 'Only reading: the score of a policy that only reads, until its steps run out.'
  stdout.write(`${fold(note, terminal)}\n`)
}

async function play(place: Place, flags: DemoFlags, shell: Shell): Promise<number> {
  const { rewardMode: mode = 'classic' } = parseEpisodeFlags(flags)
  const door = new HttpDoor(place, `demo-${crypto.randomUUID()}`, openRecord(flags.record))
  const reader = new HttpDoor(place, `reader-${crypto.randomUUID()}`)
  const seed = flags.seed === undefined ? null : parseSeed(flags.seed)
  const rows: DemoRow[] = []
  const readers: number[] = []
  try {
    for (const task of chooseTasks(await door.tasks(), flags.task)) {
      const params = { task_id: task.id, seed, reward_mode: mode }
      const { outcome, steps, stepLimit } = await playTask(door, params, (step) => playbooks[task.id]?.[step])
      rows.push({
        task_id: task.id,
        grader_score: outcome.grader_score,
        return: outcome.return,
        score: outcome.score,
        solved: outcome.solved,
        steps,
        step_limit: stepLimit,
      })
      if (!flags.json) readers.push((await playTask(reader, params, readerAction)).outcome.score)
    }
  } finally {
    await Promise.all([door.close(), reader.close()])
  }
  if (flags.json) {
    const average = {
      grader_score: mean(rows.map((row) => row.grader_score)),
      score: mean(rows.map((row) => row.score)),
    }
    shell.stdout.write(toJsonLine({ tasks: rows, average }))
  } else {
    printTable(rows, readers, shell)
  }
  return rows.every((row) => row.solved) ? exitCode.done : exitCode.fellShort
}

/** Plays the suite that was asked for. */
async function playSuite(place: Place, flags: DemoFlags, shell: Shell): Promise<number> {
  if (flags.suite === 'classic') return play(place, flags, shell)
  const { demoDrills } = await import('./demo-drills.ts')
  const demo = {
    ...parseEpisodeFlags(flags),
    task: flags.task,
    seed: flags.seed === undefined ? 0 : parseSeed(flags.seed),
    json: flags.json === true,
    record: openRecord(flags.record),
  }
  return demoDrills(place, demo, shell)
}

/** `demo`: the scripted agent plays the five tasks, or oracles the drills, through a real server. */
export function addDemo(program: Command, shell: Shell): void {
  const command = program
    .command('demo')
    .description('Let a scripted agent repair the five databases through a real server and print the scores.')
    .option('--suite <name>', 'classic: the five; drills: an instance of each drill, played by its oracle', 'classic')
    .option('--level <n>', 'of the drills, 1 or 2 (default: 1)')
    .option('--task <id>', 'play one task only')
    .option('--seed <n>', 'play the instance of this seed instead of the canonical one')
    .option('--split <name>', 'of the drills: train, validation or test')
    .option('--reward-mode <mode>', 'classic, terminal, potential or solved')
    .option('--json', 'print one line of JSON')
    .option('--record <file>', 'write the episodes to a file that replay reads')
  addUrlOption(command).action(async (flags: DemoFlags) => {
    if (flags.suite !== 'classic' && flags.suite !== drillSuite) {
      throw notASuite(flags.suite, ['classic', drillSuite])
    }
    const misplaced = (['level', 'split'] as const).find((flag) => flags[flag] !== undefined)
    if (flags.suite === 'classic' && misplaced !== undefined) {
      throw new AppError('wrong_use', `--${misplaced} goes with --suite drills`)
    }
    await withPlace(flags.url, shell, async (place) => {
      shell.exitCode = await playSuite(place, flags, shell)
    })
  })
}
