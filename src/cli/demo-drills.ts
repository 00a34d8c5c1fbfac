import { HttpDoor, type Place } from '../agent/http-door.ts'
import { readerAction } from '../agent/playbooks.ts'
import { playTask } from '../agent/play-task.ts'
import type { Trajectory } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { type Split, splits, type TaskDefinition } from '../tasks/define-task.ts'
import { defaultSplit, drillList, familyTaskId, resolveTask, worldsOf } from '../tasks/family-list.ts'
import { draftOf } from '../tasks/instantiate.ts'
import { originOf } from '../tasks/task-origin.ts'
import { tiers } from '../tasks/drills/blocks/senders.ts'
import type { DrillFamily } from '../tasks/drill-family.ts'
import { exitCode } from './command-error.ts'
import { breakHeads, drawTable } from './terminal/fit-table.ts'
import { notOneOf } from './options.ts'
import { type EpisodeOptions, selectorsOf } from './network/remote-options.ts'
import { fold } from './terminal/show.ts'
import { terminalOf } from './terminal/terminal.ts'
import type { Shell } from './shell.ts'

/** What the demo of the drills is asked for. */
export interface DrillsDemo extends EpisodeOptions {
  /** One family or one task, `date_iso` or `date_iso@2/shop/2`; undefined for all drills. */
  readonly task: string | undefined
  readonly seed: number
  readonly json: boolean
  readonly record: ((trajectory: Trajectory) => void) | undefined
}

/** One row of the report. */
interface FamilyRow {
  readonly task_id: string
  readonly family: string
  readonly world: string
  readonly level: number
  readonly seed: number
  readonly grader_score: number
  readonly score: number
  readonly solved: boolean
  readonly steps: number
  readonly step_limit: number
  /** Of a policy that only reads. */
  readonly reader_score: number
}

/** The drills in worlds in turn, so that a run of all of them sees all worlds; undefined where a split has none. */
function taskOf(family: DrillFamily, level: number, split: Split | undefined): TaskDefinition | undefined {
  const worlds = worldsOf(family).filter(
    ({ id }) => split === undefined || (defaultSplit(family.id, id) === 'test') === (split === 'test'),
  )
  const world = worlds[drillList.findIndex(({ id }) => id === family.id) % worlds.length]
  return world && resolveTask(familyTaskId(family, world, level), split)
}

function chooseTasks({ task, level, split: name }: DrillsDemo): TaskDefinition[] {
  const wanted = level ?? tiers[0]
  const split = splits.find((known) => known === name)
  if (name !== undefined && split === undefined) throw notOneOf('--split', name, splits)
  const family = drillList.find(({ id }) => id === task)
  if (task === undefined || family !== undefined) {
    const families = family === undefined ? drillList : [family]
    const tasks = families.map((one) => taskOf(one, wanted, split)).filter((one) => one !== undefined)
    if (tasks.length > 0) return tasks
    throw new AppError('unknown_task', `the split ${name} has no task of ${task}`)
  }
  const found = resolveTask(task, split)
  const { facts } = originOf(found)
  if (facts === null) throw new AppError('unknown_task', `${task} belongs to no family`)
  if (level !== undefined && level !== facts.level) {
    throw new AppError('wrong_use', `the id ${task} names its level: leave --level out`)
  }
  return [found]
}

const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e6) / 1e6

/** Columns that the table takes with its heads in one line. */
const tableWidth = 85

function printTable(rows: readonly FamilyRow[], { stdout, env }: Shell): void {
  const terminal = terminalOf(stdout, env)
  const head = ['family', 'world', 'level', 'steps / limit', 'score', 'solved', 'only reading']
  const cells = rows.map((row) => [
    row.family,
    row.world,
    String(row.level),
    `${row.steps} / ${row.step_limit}`,
    row.score.toFixed(2),
    row.solved ? 'yes' : 'no',
    row.reader_score.toFixed(2),
  ])
  const scores = rows.map(({ score }) => score)
  const readers = rows.map((row) => row.reader_score)
  cells.push(['average', '', '', '', mean(scores).toFixed(2), '', mean(readers).toFixed(2)])
  const options = { right: [2, 3, 4, 5, 6] }
  stdout.write(drawTable(breakHeads(head, tableWidth, terminal), cells, terminal, options))
  const note =
    'The oracle of each drill plays. Only reading: the score of a policy that only reads, until its steps run out.'
  stdout.write(`${fold(note, terminal)}\n`)
}

/**
 * The oracle of each drill plays an instance through the server at `url`: its statements are worked out here, by the
 * same generator. A server with a private `test` draws other instances of held-out families, which the oracle cannot
 * know. Returns the exit code.
 */
export async function demoDrills(place: Place, demo: DrillsDemo, shell: Shell): Promise<number> {
  const { seed, rewardMode } = demo
  const split = splits.find((known) => known === demo.split)
  const tasks = chooseTasks(demo)
  const door = new HttpDoor(place, `demo-${crypto.randomUUID()}`, demo.record)
  const reader = new HttpDoor(place, `reader-${crypto.randomUUID()}`)
  const rows: FamilyRow[] = []
  try {
    for (const task of tasks) {
      const { facts } = originOf(task)
      if (facts === null) continue
      const params = {
        ...selectorsOf(task.id, split),
        seed,
        ...(rewardMode !== undefined && { reward_mode: rewardMode }),
      }
      const [oracle] = draftOf(task, seed).oracles
      const played = await playTask(door, params, (step) => {
        const query = oracle.queries[step]
        return query === undefined ? undefined : { action_type: 'execute_sql', query }
      })
      const read = await playTask(reader, params, readerAction)
      rows.push({
        task_id: task.id,
        family: facts.family,
        world: facts.world,
        level: facts.level,
        seed,
        grader_score: played.outcome.grader_score,
        score: played.outcome.score,
        solved: played.outcome.solved,
        steps: played.steps,
        step_limit: played.stepLimit,
        reader_score: read.outcome.score,
      })
    }
  } finally {
    await Promise.all([door.close(), reader.close()])
  }
  if (demo.json) {
    const average = {
      score: mean(rows.map(({ score }) => score)),
      reader_score: mean(rows.map((row) => row.reader_score)),
    }
    shell.stdout.write(toJsonLine({ tasks: rows, average }))
  } else printTable(rows, shell)
  return rows.every(({ solved }) => solved) ? exitCode.done : exitCode.fellShort
}
