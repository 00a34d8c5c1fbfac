import Table from 'cli-table3'
import type { Command } from 'commander'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { createEngine } from '../sql/engine.ts'
import { splits, type Split, type TaskDefinition } from '../tasks/define-task.ts'
import { describeInstance } from '../tasks/describe-instance.ts'
import {
  difficultyOf,
  familyList,
  familyTaskId,
  familyTasks,
  levels,
  resolveTask,
  splitTasks,
  worldsOf,
} from '../tasks/family-list.ts'
import { type FamilyOffer, offerOf } from '../tasks/family-offer.ts'
import type { Family } from '../tasks/families/family.ts'
import { instantiate } from '../tasks/instantiate.ts'
import { taskList } from '../tasks/task-list.ts'
import { worldList } from '../tasks/worlds/world-list.ts'
import { showInstance } from './describe-task.ts'
import { parseSeed, parseWhole } from './options.ts'
import { escapeControls } from './show.ts'

interface TasksFlags {
  readonly task?: string
  readonly family?: string
  readonly world?: string
  readonly level?: string
  readonly seed?: string
  readonly split?: string
  readonly show?: boolean
  readonly answer?: boolean
  readonly json?: boolean
}

/** What the flags choose from the generated tasks. */
interface Choice {
  readonly family: Family | undefined
  readonly world: string | undefined
  readonly level: number | undefined
  readonly split: Split | undefined
}

/** One row of the list: a classic task, a family, or one task of a family. */
interface ListedTask {
  readonly id: string
  readonly suite: string
  readonly version: number | null
  readonly dimension: string | null
  readonly difficulty: string
  readonly step_limit: number
  readonly splits: FamilyOffer['splits']
  readonly worlds: FamilyOffer['worlds']
  readonly levels: FamilyOffer['levels']
  readonly summary: string
}

/** Rows of an excerpt. */
const excerpt = 5

const quoted = (text: string): string => escapeControls(text.slice(0, 128))

function unknown(what: string, given: string, known: readonly string[]): AppError {
  return new AppError('unknown_task', `unknown ${what}: ${quoted(given)}; known: ${known.join(', ')}`)
}

function parseChoice(flags: TasksFlags): Choice {
  const family = familyList.find(({ id }) => id === flags.family)
  if (flags.family !== undefined && family === undefined) {
    throw unknown(
      'family',
      flags.family,
      familyList.map(({ id }) => id),
    )
  }
  const worlds = (family === undefined ? worldList : worldsOf(family)).map(({ id }) => id)
  if (flags.world !== undefined && !worlds.includes(flags.world)) {
    throw unknown(family === undefined ? 'world' : `world of ${family.id}`, flags.world, worlds)
  }
  const split = splits.find((known) => known === flags.split)
  if (flags.split !== undefined && split === undefined) {
    throw new AppError('wrong_use', `--split takes ${splits.join(', ')}, not ${quoted(flags.split)}`)
  }
  const level =
    flags.level === undefined ? undefined : parseWhole('--level', flags.level, levels[0], levels.at(-1) as number)
  return { family, world: flags.world, level, split }
}

/** By the id of a task, the splits it belongs to. */
function splitsOf({ id }: TaskDefinition): readonly Split[] {
  return splits.filter((split) => idsOf(split).has(id))
}

const bySplit = new Map<Split, ReadonlySet<string>>()

function idsOf(split: Split): ReadonlySet<string> {
  const ids = bySplit.get(split) ?? new Set(splitTasks(split).map(({ id }) => id))
  bySplit.set(split, ids)
  return ids
}

function listTask(task: TaskDefinition): ListedTask {
  return {
    id: task.id,
    suite: task.suite,
    version: task.family?.version ?? null,
    dimension: task.family?.dimension ?? null,
    difficulty: task.difficulty,
    step_limit: task.stepLimit,
    splits: task.family === undefined ? [] : splitsOf(task),
    worlds: task.family === undefined ? [] : [{ world: task.family.world, splits: splitsOf(task) }],
    levels:
      task.family === undefined
        ? []
        : [{ level: task.family.level, difficulty: task.difficulty, step_limit: task.stepLimit }],
    summary: task.summary,
  }
}

/** As GET /tasks shows it. */
function listFamily(family: Family): ListedTask {
  const offer = offerOf(family)
  return {
    id: family.id,
    suite: 'families',
    version: offer.version,
    dimension: offer.dimension,
    difficulty: difficultyOf(levels[0]),
    step_limit: Math.max(...offer.levels.map(({ step_limit: steps }) => steps)),
    splits: offer.splits,
    worlds: offer.worlds,
    levels: offer.levels,
    summary: family.summary,
  }
}

function listAll(): ListedTask[] {
  return [...taskList.map(listTask), ...familyList.map(listFamily)]
}

function listChosen({ family, world, level, split }: Choice): ListedTask[] {
  return familyTasks()
    .filter(
      ({ id, family: facts }) =>
        (family === undefined || facts?.family === family.id) &&
        (world === undefined || facts?.world === world) &&
        (level === undefined || facts?.level === level) &&
        (split === undefined || idsOf(split).has(id)),
    )
    .map(listTask)
}

function printAll(rows: readonly ListedTask[]): void {
  const table = new Table({
    head: ['task or family', 'dimension', 'difficulty', 'steps', 'worlds', 'levels', 'summary'],
    style: { head: [], border: [] },
    colWidths: [null, null, null, null, 26, null, 46],
    wordWrap: true,
  })
  const range = <T>(row: ListedTask, own: T, of: (level: FamilyOffer['levels'][number]) => T): string => {
    const [first, last] = [row.levels[0], row.levels.at(-1)]
    return first === undefined || last === undefined ? String(own) : `${String(of(first))}-${String(of(last))}`
  }
  for (const row of rows) {
    const names = row.worlds.map(({ world }) => world)
    const worlds = names.length === worldList.length ? `all ${worldList.length}` : names.join(', ')
    table.push([
      row.id,
      row.dimension ?? '',
      range(row, row.difficulty, ({ difficulty }) => difficulty),
      range(row, row.step_limit, ({ step_limit: steps }) => steps),
      worlds,
      range<number | ''>(row, '', ({ level }) => level),
      row.summary,
    ])
  }
  process.stdout.write(`${table.toString()}\nworlds: ${worldList.map(({ id }) => id).join(', ')}\n`)
}

function printChosen(rows: readonly ListedTask[]): void {
  const table = new Table({
    head: ['task', 'dimension', 'difficulty', 'splits'],
    style: { head: [], border: [], compact: true },
  })
  for (const row of rows) table.push([row.id, row.dimension ?? '', row.difficulty, row.splits.join(', ')])
  process.stdout.write(`${table.toString()}\n${rows.length} ${rows.length === 1 ? 'task' : 'tasks'}\n`)
}

/** The task of an id. */
function requireTask(id: string, split: Split | undefined): TaskDefinition {
  const task = resolveTask(id, split)
  if (task.family !== undefined || split === undefined) return task
  throw new AppError('wrong_use', `${task.id} belongs to no split`)
}

/** The task of an instance to show. */
function requireOne(flags: TasksFlags, { family, world, level, split }: Choice): TaskDefinition {
  if (flags.task !== undefined) return requireTask(flags.task, split)
  const chosen = family && (worldsOf(family).find(({ id }) => id === world) ?? worldsOf(family)[0])
  if (family === undefined || chosen === undefined) throw new AppError('wrong_use', '--show needs --family or --task')
  return resolveTask(familyTaskId(family, chosen, level ?? levels[0]), split)
}

async function show(flags: TasksFlags, choice: Choice): Promise<void> {
  const task = requireOne(flags, choice)
  const engine = await createEngine(await loadSqliteWasm())
  const instance = instantiate(engine, task, flags.seed === undefined ? null : parseSeed(flags.seed))
  const description = describeInstance(engine, instance, { answer: flags.answer === true, excerpt })
  process.stdout.write(flags.json ? `${JSON.stringify(description)}\n` : showInstance(description))
}

/** `tasks`: what there is to play, and one instance of it to look at. */
export function addTasks(program: Command): void {
  program
    .command('tasks')
    .description('List the tasks and families, or show one instance: goal, damage, evidence, decoys.')
    .option('--task <id>', 'one task, for example task_easy or date_iso@1/shop/2')
    .option('--family <name>', 'tasks of one family')
    .option('--world <name>', 'tasks in one world')
    .option('--level <n>', 'tasks of one level, 1 to 5')
    .option('--split <name>', 'tasks of one split: train, validation or test')
    .option('--show', 'show an instance: of --task, or of --family in its first world at level 1 unless told')
    .option('--seed <n>', 'with --show: the instance of this seed')
    .option('--answer', 'with --show: the repaired rows and the first oracle too')
    .option('--json', 'print one line of JSON')
    .action(async (flags: TasksFlags) => {
      const { task, family, world, level } = flags
      if (task !== undefined && (family ?? world ?? level) !== undefined) {
        throw new AppError('wrong_use', '--task stands alone: --family, --world and --level are in its id')
      }
      if (!flags.show && (flags.seed !== undefined || flags.answer === true)) {
        throw new AppError('wrong_use', '--seed and --answer go with --show')
      }
      const choice = parseChoice(flags)
      if (flags.show) return show(flags, choice)
      const isWhole = (task ?? family ?? world ?? level ?? flags.split) === undefined
      const rows = isWhole
        ? listAll()
        : task === undefined
          ? listChosen(choice)
          : [listTask(requireTask(task, choice.split))]
      if (flags.json) process.stdout.write(`${JSON.stringify({ tasks: rows })}\n`)
      else if (isWhole) printAll(rows)
      else printChosen(rows)
    })
}
