import type { Command } from 'commander'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { createEngine } from '../sql/engine.ts'
import { type FamilyFacts, splits, type Split, type TaskDefinition } from '../tasks/define-task.ts'
import { describeInstance, type InstanceDescription } from '../proof/describe/describe-instance.ts'
import { drillSuite, incidentSuite } from '../tasks/suites.ts'
import { defaultSplit, difficultyOf, everyFamily, familyTask } from '../tasks/family-list.ts'
import { levels, type TaskFamily } from '../tasks/task-family.ts'
import { type FamilyOffer, offerOf } from '../tasks/family-offer.ts'
import { instantiate } from '../tasks/instantiate.ts'
import { taskList } from '../tasks/task-list.ts'
import { originOf } from '../tasks/task-origin.ts'
import { worldList } from '../tasks/drills/trades/world-list.ts'
import { showInstance } from './describe-task.ts'
import { drawTable } from './terminal/fit-table.ts'
import { notASuite, parseSeed, parseSeeds } from './options.ts'
import { parseChoice, requireTask, taskOfFamily, type Choice, type ChoiceFlags } from './task-choice.ts'
import { terminalOf } from './terminal/terminal.ts'
import { wrapToWidth } from './terminal/terminal-text.ts'
import type { Shell } from './shell.ts'

interface TasksFlags extends ChoiceFlags {
  readonly suite?: string
  readonly task?: string
  readonly seed?: string
  readonly seeds?: string
  readonly show?: boolean
  readonly answer?: boolean
  readonly json?: boolean
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

const suites: readonly string[] = ['classic', drillSuite, incidentSuite]

/** Rows of an excerpt. */
const excerpt = 5

/** The splits that a task of a family belongs to. */
function splitsOf({ family, world }: FamilyFacts): readonly Split[] {
  return splits.filter((split) => (defaultSplit(family, world) === 'test') === (split === 'test'))
}

function listTask(task: TaskDefinition): ListedTask {
  const { id, suite, difficulty, stepLimit, summary } = task
  const { facts } = originOf(task)
  const own = facts === null ? [] : splitsOf(facts)
  return {
    id,
    suite,
    version: facts?.version ?? null,
    dimension: facts?.dimension ?? null,
    difficulty,
    step_limit: stepLimit,
    splits: own,
    worlds: facts === null ? [] : [{ world: facts.world, splits: own }],
    levels: facts === null ? [] : [{ level: facts.level, difficulty, step_limit: stepLimit }],
    summary,
  }
}

/** As GET /tasks shows it. */
function listFamily(family: TaskFamily): ListedTask {
  const offer = offerOf(family)
  return {
    id: family.id,
    suite: family.suite,
    version: offer.version,
    dimension: offer.dimension,
    difficulty: difficultyOf(family.levels[0] ?? levels[0]),
    step_limit: Math.max(...offer.levels.map(({ step_limit: steps }) => steps)),
    splits: offer.splits,
    worlds: offer.worlds,
    levels: offer.levels,
    summary: family.summary,
  }
}

/** Everything of a suite, or of all. */
function listAll(suite: string | undefined): ListedTask[] {
  const all = [...taskList.map(listTask), ...everyFamily.map(listFamily)]
  return all.filter((row) => suite === undefined || row.suite === suite)
}

function listChosen({ family, world, level, split }: Choice, suite: string | undefined): ListedTask[] {
  return everyFamily
    .filter((own) => (family === undefined || own === family) && (suite === undefined || own.suite === suite))
    .flatMap((own) => own.worlds.flatMap((place) => own.levels.map((rung) => familyTask(own, place, rung, 'train'))))
    .filter(
      ({ family: facts }) =>
        (world === undefined || facts.world === world) &&
        (level === undefined || facts.level === level) &&
        (split === undefined || splitsOf(facts).includes(split)),
    )
    .map(listTask)
}

/** Columns that a list takes where there is room. */
const listWidth = 100

/** The worlds of a family in few words. */
function showWorlds(worlds: readonly string[]): string {
  if (worlds.length === 0) return ''
  if (worlds.length === worldList.length) return `all ${worldList.length}`
  const others = worldList.map(({ id }) => id).filter((id) => !worlds.includes(id))
  return others.length < worlds.length ? `not ${others.join(', ')}` : worlds.join(', ')
}

/** What a task has, or a family from its first level to its last. */
function showRange<T>({ levels: rungs }: ListedTask, own: T, of: (level: FamilyOffer['levels'][number]) => T): string {
  const [first, last] = [rungs[0], rungs.at(-1)]
  if (first === undefined || last === undefined || of(first) === of(last)) {
    return String(first === undefined ? own : of(first))
  }
  return `${String(of(first))}-${String(of(last))}`
}

function printAll(rows: readonly ListedTask[], { stdout, env }: Shell): void {
  const terminal = terminalOf(stdout, env)
  const head = ['task or family', 'dimension', 'difficulty', 'steps', 'worlds', 'summary']
  const cells = rows.map((row) => {
    const worlds = showWorlds(row.worlds.map(({ world }) => world))
    const difficulty = showRange(row, row.difficulty, ({ difficulty: own }) => own)
    const steps = showRange(row, row.step_limit, ({ step_limit: own }) => own)
    return [row.id, row.dimension ?? '', difficulty, steps, worlds, row.summary]
  })
  const width = Math.min(terminal.width ?? listWidth, listWidth)
  const table = drawTable(head, cells, terminal, { ruled: true, whole: [0, 1, 2, 3, 4], wrapped: [5], width })
  const worlds = worldList.map(({ id }) => id).join(', ')
  const last = `Drills have the levels 1 and 2, incidents ${levels[0]} to ${levels.at(-1)}; all ${worldList.length} worlds are ${worlds}.`
  stdout.write(`${table}${wrapToWidth(last, width)}\n`)
}

function printChosen(rows: readonly ListedTask[], { stdout, env }: Shell): void {
  const terminal = terminalOf(stdout, env)
  const head = ['task', 'dimension', 'difficulty', 'splits']
  const cells = rows.map((row) => [row.id, row.dimension ?? '', row.difficulty, row.splits.join(', ')])
  const width = Math.min(terminal.width ?? listWidth, listWidth)
  stdout.write(drawTable(head, cells, terminal, { whole: [0, 1, 2, 3], width }))
  stdout.write(`${rows.length} ${rows.length === 1 ? 'task' : 'tasks'}\n`)
}

/** The task of an instance to show. */
function requireOne(flags: TasksFlags, choice: Choice): TaskDefinition {
  if (flags.task !== undefined) return requireTask(flags.task, choice.split)
  if (choice.family === undefined) throw new AppError('wrong_use', '--show needs --family or --task')
  return taskOfFamily(choice.family, choice)
}

async function show(flags: TasksFlags, choice: Choice, { stdout, env }: Shell): Promise<void> {
  const task = requireOne(flags, choice)
  const engine = await createEngine(await loadSqliteWasm())
  const describe = (seed: number | null): InstanceDescription =>
    describeInstance(engine, instantiate(engine, task, seed), { answer: flags.answer === true, excerpt })
  if (flags.seeds !== undefined) {
    const [first, last] = parseSeeds(flags.seeds)
    for (let seed = first; seed <= last; seed++) stdout.write(toJsonLine(describe(seed)))
    return
  }
  const description = describe(flags.seed === undefined ? null : parseSeed(flags.seed))
  stdout.write(flags.json ? toJsonLine(description) : showInstance(description, terminalOf(stdout, env)))
}

/** `tasks`: what there is to play, and one instance of it to look at. */
export function addTasks(program: Command, shell: Shell): void {
  program
    .command('tasks')
    .description('List the classic tasks, drills and incidents, or show one instance: goal, damage, evidence, decoys.')
    .option('--suite <name>', 'classic, drills or incidents')
    .option('--task <id>', 'one task, for example task_easy or date_iso@2/shop/2')
    .option('--family <name>', 'tasks of one family')
    .option('--world <name>', 'tasks in one world')
    .option('--level <n>', 'tasks of one level: 1 or 2 of drills, 1 to 5 of incidents')
    .option('--split <name>', 'tasks of one split: train, validation or test')
    .option('--show', 'show an instance: of --task, or of --family in its first world at level 1 unless told')
    .option('--seed <n>', 'with --show: the instance of this seed')
    .option('--seeds <A..B>', 'with --show --json: the instances of these seeds, both ends included, a line each')
    .option('--answer', 'with --show: the repaired rows and the oracle too; of incidents the whole story')
    .option('--json', 'print one line of JSON')
    .action(async (flags: TasksFlags) => {
      const { suite, task, family, world, level } = flags
      if (suite !== undefined && !suites.includes(suite)) throw notASuite(suite, suites)
      if (task !== undefined && (family ?? world ?? level) !== undefined) {
        throw new AppError('wrong_use', '--task stands alone: --family, --world and --level are in its id')
      }
      if (suite !== undefined && (flags.show === true || task !== undefined)) {
        throw new AppError('wrong_use', '--suite chooses what is listed: leave --show and --task out')
      }
      if (!flags.show && (flags.seed ?? flags.seeds ?? flags.answer) !== undefined) {
        throw new AppError('wrong_use', '--seed, --seeds and --answer go with --show')
      }
      if (flags.seeds !== undefined && (flags.seed !== undefined || !flags.json)) {
        throw new AppError('wrong_use', '--seeds goes with --json, and without --seed')
      }
      const choice = parseChoice(flags)
      if (flags.show) return show(flags, choice, shell)
      const isWhole = (task ?? family ?? world ?? level ?? flags.split) === undefined
      const rows = isWhole
        ? listAll(suite)
        : task === undefined
          ? listChosen(choice, suite)
          : [listTask(requireTask(task, choice.split))]
      if (flags.json) shell.stdout.write(toJsonLine({ tasks: rows }))
      else if (isWhole) printAll(rows, shell)
      else printChosen(rows, shell)
    })
}
