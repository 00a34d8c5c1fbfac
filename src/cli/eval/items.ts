/**
 * Which instances an evaluation plays: those of a frozen list, the classic five, or of the generated tasks that selectors
 * leave, as evenly over them as their number allows.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Item, Run } from '../../evaluation/run.ts'
import { digestHex } from '../../kit/digest.ts'
import { AppError } from '../../kit/errors.ts'
import { didYouMean } from '../../kit/nearest.ts'
import { faultsOfList, type FrozenList } from '../../proof/frozen-list.ts'
import { type Split, splits, type TaskDefinition } from '../../tasks/define-task.ts'
import { everyFamily, resolveTask, splitTasks } from '../../tasks/family-list.ts'
import { drillSuite, formerSuite } from '../../tasks/suites.ts'
import { taskList } from '../../tasks/task-list.ts'
import { originOf } from '../../tasks/task-origin.ts'
import type { Choice } from '../task-choice.ts'

export interface ChosenItems {
  readonly source: Run['source']
  readonly items: readonly Item[]
}

/** What flags say of the items. */
export interface ItemChoice extends Choice {
  /** A frozen list, by its name or its file. */
  readonly list: string | undefined
  readonly suite: string | undefined
  readonly count: number
}

/** The suites of generated tasks, as families name them. */
export const generatedSuites: readonly string[] = [...new Set(everyFamily.map(({ suite }) => suite))]

function itemOf(task: TaskDefinition, seed: number | null): Item {
  const origin = originOf(task)
  const { facts } = origin
  const drawn = origin.seedOf(seed)
  const told = task.family === undefined ? {} : task.sketch(origin.stream(seed)).told
  const score = told['difficulty_score']
  return {
    key: facts === null ? task.id : `${task.id}:${drawn}:${facts.split}`,
    id: task.id,
    seed: drawn,
    split: facts?.split ?? 'classic',
    suite: task.suite,
    family: facts?.family ?? task.id,
    world: facts?.world ?? null,
    level: facts?.level ?? null,
    difficulty: task.difficulty,
    difficulty_score: typeof score === 'number' ? score : null,
    dimension: facts?.dimension ?? null,
  }
}

/** The lists that come with the package. */
const listFolder = new URL('../../../lists/', import.meta.url)

function readList(name: string): ChosenItems {
  const isName = /^[\w-]+$/.test(name)
  const file = isName ? fileURLToPath(new URL(`${name}.json`, listFolder)) : name
  let bytes: Buffer
  let value: unknown
  try {
    bytes = readFileSync(file)
    value = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    if (isName) throw new AppError('wrong_use', `there is no list ${name} in this version`, { cause })
    throw new AppError('io_error', `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  const [fault] = faultsOfList(value)
  if (fault !== undefined) throw new AppError('validation_error', `${file}: ${fault}`)
  const list = value as FrozenList
  return {
    source: { list: list.name, digest: digestHex(bytes) },
    items: list.instances.map(({ id, seed, split }) => itemOf(resolveTask(id, split), seed)),
  }
}

/** The tasks of a split that a choice leaves, suite by suite, each in the mixed order of its split. */
function tasksOf({ suite, family, world, level }: ItemChoice, split: Split): TaskDefinition[] {
  const suites = generatedSuites.filter((name) => (suite ?? family?.suite ?? name) === name)
  const fitting = (tasks: readonly TaskDefinition[]): TaskDefinition[] =>
    tasks.filter(
      ({ family: facts }) =>
        facts !== undefined &&
        (family === undefined || facts.family === family.id) &&
        (world === undefined || facts.world === world) &&
        (level === undefined || facts.level === level),
    )
  return suites.flatMap((name) => fitting(splitTasks(split, undefined, name as Parameters<typeof splitTasks>[2])))
}

/** Seeds that whoever goes through a split from its start does not meet. */
const firstSeed = 810_000

/**
 * The instances that are played.
 *
 * @throws AppError `wrong_use` where a choice contradicts itself, `unknown_task` where it leaves nothing
 */
export function chooseItems(choice: ItemChoice): ChosenItems {
  const { list, suite, family, world, level, count } = choice
  if (list !== undefined) {
    const other = Object.entries({ suite, family, world, level, split: choice.split }).find(
      ([, value]) => value !== undefined,
    )
    if (other !== undefined) throw new AppError('wrong_use', `--list and --${other[0]} contradict each other`)
    return readList(list)
  }
  if (suite === 'classic') {
    const other = Object.entries({ family, world, level, split: choice.split }).find(([, value]) => value !== undefined)
    if (other !== undefined) throw new AppError('wrong_use', `the classic tasks have no ${other[0]}`)
    return { source: { suite }, items: taskList.map((task) => itemOf(task, null)) }
  }
  if (suite !== undefined && !generatedSuites.includes(suite)) {
    const known = ['classic', ...generatedSuites]
    const hint = suite === formerSuite ? `; since version 0.2 these are called ${drillSuite}` : didYouMean(suite, known)
    throw new AppError('wrong_use', `--suite takes ${known.join(', ')}, not ${suite}${hint}`)
  }
  const split = choice.split ?? 'test'
  const tasks = tasksOf(choice, split)
  if (tasks.length === 0) {
    const others = splits.filter((other) => other !== split && tasksOf(choice, other).length > 0)
    const elsewhere = others.length === 0 ? '' : `; there is one in ${others.join(' and ')}`
    throw new AppError('unknown_task', `no task of the split ${split} is left by these flags${elsewhere}`)
  }
  // Fewer items than tasks are taken from all over the list.
  const used = Math.min(count, tasks.length)
  const items = Array.from({ length: count }, (_, place) => {
    const task = tasks[Math.floor(((place % used) * tasks.length) / used)] as TaskDefinition
    return itemOf(task, firstSeed + Math.floor(place / used))
  })
  const source = { split, suite, family: family?.id, world, level, count, first_seed: firstSeed }
  const told = Object.entries(source).filter(([, value]) => value !== undefined)
  return { source: Object.fromEntries(told) as Run['source'], items }
}
