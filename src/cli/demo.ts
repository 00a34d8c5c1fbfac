import type { Command } from 'commander'
import { HttpDoor } from '../agent/http-door.ts'
import { playbooks, readerAction } from '../agent/playbooks.ts'
import { playTask } from '../agent/play-task.ts'
import type { TaskListItem } from '../contract/episode.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { didYouMean } from '../kit/nearest.ts'
import { exitCode } from './command-error.ts'
import { breakHeads, drawTable } from './fit-table.ts'
import { withServer } from './local-server.ts'
import { notOneOf, parseSeed, parseWhole } from './options.ts'
import { openRecord } from './record-file.ts'
import { fold } from './show.ts'
import { terminalOf } from './terminal.ts'

interface DemoFlags {
  readonly suite: string
  readonly level?: string
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
  const isFamily = known.some(({ id, suite }) => suite === 'families' && id === wanted.replace(/@.*$/s, ''))
  const hint = isFamily ? '; --suite families plays it' : didYouMean(wanted, ids)
  throw new AppError('unknown_task', `the demo plays ${ids.join(', ')}, not ${clipText(wanted, 128)}${hint}`)
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e6) / 1e6

/** Columns that the table takes with its heads in one line. */
const tableWidth = 98

function printTable(rows: readonly DemoRow[], readers: readonly number[]): void {
  const terminal = terminalOf(process.stdout)
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
  process.stdout.write(drawTable(breakHeads(head, tableWidth, terminal), cells, terminal, options))
  const note = 'Only reading: the score of a policy that only reads, until its steps run out.'
  process.stdout.write(`${fold(note, terminal)}\n`)
}

async function play(url: string, flags: DemoFlags): Promise<number> {
  const door = new HttpDoor(url, `demo-${crypto.randomUUID()}`, openRecord(flags.record))
  const reader = new HttpDoor(url, `reader-${crypto.randomUUID()}`)
  const seed = flags.seed === undefined ? null : parseSeed(flags.seed)
  const rows: DemoRow[] = []
  const readers: number[] = []
  for (const task of chooseTasks(await door.tasks(), flags.task)) {
    const params = { task_id: task.id, seed, reward_mode: 'classic' as const }
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
  door.close()
  if (flags.json) {
    const average = {
      grader_score: mean(rows.map((row) => row.grader_score)),
      score: mean(rows.map((row) => row.score)),
    }
    process.stdout.write(toJsonLine({ tasks: rows, average }))
  } else {
    printTable(rows, readers)
  }
  return rows.every((row) => row.solved) ? exitCode.done : exitCode.fellShort
}

/** Plays the suite that was asked for. */
async function playSuite(url: string, flags: DemoFlags): Promise<number> {
  if (flags.suite === 'classic') return play(url, flags)
  const { demoFamilies } = await import('./demo-families.ts')
  return demoFamilies(url, {
    task: flags.task,
    level: flags.level === undefined ? undefined : parseWhole('--level', flags.level, 1, 5),
    seed: flags.seed === undefined ? 0 : parseSeed(flags.seed),
    json: flags.json === true,
    record: openRecord(flags.record),
  })
}

/** `demo`: the scripted agent plays the five tasks, or oracles the families, through a real server. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('Let a scripted agent repair the five databases through a real server and print the scores.')
    .option(
      '--suite <name>',
      'classic: the five; families: an instance of each family, played by its oracle',
      'classic',
    )
    .option('--level <n>', 'of the families, 1 to 5 (default: 1)')
    .option('--task <id>', 'play one task only')
    .option('--seed <n>', 'play the instance of this seed instead of the canonical one')
    .option('--url <url>', 'play against a server that is already running')
    .option('--json', 'print one line of JSON')
    .option('--record <file>', 'write the episodes to a file that replay reads')
    .action(async (flags: DemoFlags) => {
      if (flags.suite !== 'classic' && flags.suite !== 'families') {
        throw notOneOf('--suite', flags.suite, ['classic', 'families'])
      }
      if (flags.suite === 'classic' && flags.level !== undefined) {
        throw new AppError('wrong_use', '--level goes with --suite families')
      }
      await withServer(flags.url, async (url) => {
        process.exitCode = await playSuite(url, flags)
      })
    })
}
