import { difficulties, type ResetParams, type TaskListItem } from '../contract/episode.ts'
import type { ResetData } from '../contract/reset-data.ts'
import { didYouMean } from '../kit/nearest.ts'
import { splits, type Split, type TaskDefinition } from './define-task.ts'
import { drillSuite, formerSuite } from './suites.ts'
import {
  difficultyOf,
  type FamilyChoice,
  findFamilyTask,
  type RowSuite,
  splitInstance,
  splitTasks,
} from './family-tasks.ts'
import { offerOf } from './family-offer.ts'
import { isSplitKey } from './split-key.ts'
import type { TaskFamily } from './task-family.ts'
import { originOf } from './task-origin.ts'
import { badParameter, chooseInstance, type ChosenInstance } from './task-choice.ts'

/** Which tasks there are. */
export interface TaskSettings {
  /** The enabled tasks beside the families, in the order they are listed. */
  readonly tasks: readonly TaskDefinition[]
  /** The enabled families of generated tasks. */
  readonly families: readonly TaskFamily[]
  /** The key of a `test` of its own, see `deriveSplitKey`; null plays the one that everybody can draw. */
  readonly splitKey: string | null
  /** Step limits by the id of a task or family, where they differ from its own. */
  readonly stepLimits: Readonly<Record<string, number>>
}

/**
 * The rows of generated instances by their names, with how many count as theirs. Each suite has three; those of the drills,
 * the first steps, are also what the names of OpenEnv alone mean.
 */
const generatedRows: Readonly<Record<string, { suite: RowSuite; split: Split; length: number }>> = {
  train: { suite: 'drills', split: 'train', length: 100_000 },
  validation: { suite: 'drills', split: 'validation', length: 1000 },
  test: { suite: 'drills', split: 'test', length: 1000 },
  drills: { suite: 'drills', split: 'train', length: 100_000 },
  'drills-validation': { suite: 'drills', split: 'validation', length: 1000 },
  'drills-test': { suite: 'drills', split: 'test', length: 1000 },
  incidents: { suite: 'incidents', split: 'train', length: 100_000 },
  'incidents-validation': { suite: 'incidents', split: 'validation', length: 1000 },
  'incidents-test': { suite: 'incidents', split: 'test', length: 1000 },
}
/** The split of the classic tasks. */
const classic = 'classic'

type Difficulty = TaskListItem['difficulty']

/** One instance in the row of a split. */
export interface TaskRow {
  readonly id: string
  readonly split: string
  readonly index: number
  readonly difficulty: Difficulty
  /** The family, or the task itself: instances of one group are variations of one problem. */
  readonly group: string
  /** Null for the classic tasks, which stand for all their instances. */
  readonly instance: {
    readonly seed: number
    readonly family: string
    readonly version: number
    readonly world: string
    readonly level: number
    readonly dimension: string
    /** What more is known of it before it is made, see `TaskFamily.sketch`. */
    readonly [told: string]: string | number
  } | null
}

/** What a reset comes to. */
export interface ChosenTask {
  /** Null where nothing chooses one: `params` may name it by its id. */
  readonly task: TaskDefinition | null
  readonly seed: number | null
  readonly params: ResetParams
}

/** The enabled tasks, as GET /tasks lists them: the classic ones, then the families by their names. */
export function listTasks({ tasks, stepLimits, families }: TaskSettings): TaskListItem[] {
  const classicTasks = tasks.map((task) => ({
    id: task.id,
    summary: task.summary,
    step_limit: stepLimits[task.id] ?? task.stepLimit,
    difficulty: task.difficulty,
    suite: task.suite,
  }))
  const generated = families.map((family) => {
    const { id, summary } = family
    const offer = offerOf(family, stepLimits[id])
    const most = Math.max(...offer.levels.map(({ step_limit: steps }) => steps))
    // The name alone is the task of level 1.
    return { id, summary, step_limit: most, difficulty: difficultyOf(1), suite: family.suite, ...offer }
  })
  return [...classicTasks, ...generated]
}

/**
 * The families of settings, as `resolveTask` takes them. Equal settings give the same object.
 *
 * @throws TypeError when `splitKey` is no key: a secret there would be guessed faster than one that was stretched
 */
export function choiceOf(settings: TaskSettings): FamilyChoice {
  let choice = choices.get(settings)
  if (choice === undefined) {
    if (settings.splitKey !== null && !isSplitKey(settings.splitKey)) {
      throw new TypeError('splitKey is not a key; deriveSplitKey makes one of a secret')
    }
    choice = Object.freeze({ families: settings.families, key: settings.splitKey })
    choices.set(settings, choice)
  }
  return choice
}

const choices = new WeakMap<TaskSettings, FamilyChoice>()

const isSplit = (split: string): split is Split => (splits as readonly string[]).includes(split)
const rowsOf = (name: string) => (Object.hasOwn(generatedRows, name) ? generatedRows[name] : undefined)

/** Every instance that can be chosen by split and index. Makes none of them. */
export class TaskRows {
  /** What GET /tasks lists. */
  readonly tasks: readonly TaskListItem[]
  readonly #classic: readonly TaskDefinition[]
  readonly #choice: FamilyChoice

  constructor(settings: TaskSettings) {
    this.#choice = choiceOf(settings)
    this.tasks = listTasks(settings)
    this.#classic = settings.tasks
  }

  /** The names of the splits. */
  get splits(): readonly string[] {
    const isThere = (name: string): boolean => {
      const rows = rowsOf(name)
      return rows !== undefined && splitTasks(rows.split, this.#choice, rows.suite).length > 0
    }
    const ofSuites = Object.keys(generatedRows).slice(splits.length)
    return [...splits.filter(isThere), ...(this.#classic.length > 0 ? [classic] : []), ...ofSuites.filter(isThere)]
  }

  /** For what a split is meant, in the words of OpenEnv. */
  typeOf(split: string): Split {
    return rowsOf(split)?.split ?? 'validation'
  }

  /** How many instances a split has; 0 for one that is unknown. */
  count(split: string): number {
    if (!this.splits.includes(split)) return 0
    return rowsOf(split)?.length ?? this.#classic.length
  }

  /** The instance at an index of a split. */
  at(split: string, index: number): TaskRow | undefined {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.count(split)) return undefined
    const rows = rowsOf(split)
    if (rows === undefined) {
      const { id, difficulty } = this.#classic[index] as TaskDefinition
      return { id, split, index, difficulty, group: id, instance: null }
    }
    const { task, seed } = splitInstance(rows.split, index, this.#choice, rows.suite)
    const { family, version, world, level, dimension } = task.family
    const { told } = task.sketch(originOf(task).stream(seed))
    const instance = { seed, family, version, world, level, dimension, ...told }
    return { id: task.id, split, index, difficulty: task.difficulty, group: family, instance }
  }

  /**
   * The parameters of the episode that a reset asks for: with everything that chooses a task replaced by its id, its
   * split and its seed.
   *
   * @throws AppError `validation_error` for a choice that contradicts itself or leads nowhere
   */
  toParams(data: ResetData): ResetParams {
    const { task, seed, params } = this.choose(data)
    if (task === null) return params
    const split = originOf(task).split ?? undefined
    return { ...params, task_id: task.id, ...(split && { split }), seed }
  }

  /**
   * The task that a reset means by anything but its id, with the seed of the instance; null where it chooses none. The
   * parameters are the others of the reset.
   *
   * @param options.ofTask whether `split` may stand beside `task_id`, and then says in which the task is played
   * @throws AppError `validation_error` for a choice that contradicts itself or leads nowhere
   */
  choose(data: ResetData, { ofTask = false }: { readonly ofTask?: boolean } = {}): ChosenTask {
    const { split, index, difficulty, family, world, level, ...params } = data
    const chooser = Object.entries({ split, index, family, world, level, difficulty }).filter(
      ([, value]) => value != null,
    )
    const [first] = chooser
    const open = { task: null, seed: params.seed ?? null }
    if (first === undefined) return { ...open, params }
    if (params.task_id != null) {
      const isOfTask = ofTask && chooser.length === 1 && split != null && isSplit(split)
      if (isOfTask) return { ...open, params: { ...params, split } }
      throw badParameter(first[0], 'Not together with task_id', first[1])
    }
    const count = split == null ? 0 : this.require(split)
    if (index == null) return { ...this.#select(data), params }
    if (split == null) throw badParameter('index', 'An index needs a split', index)
    const other = chooser.find(([key]) => key !== 'split' && key !== 'index')
    if (other !== undefined) throw badParameter(other[0], 'Not together with index', other[1])
    if (index >= count) throw badParameter('index', `Out of range: the split has ${count} tasks`, index)
    const rows = rowsOf(split)
    if (rows === undefined) return { task: this.#classic[index] as TaskDefinition, seed: params.seed ?? null, params }
    const { task, seed } = splitInstance(rows.split, index, this.#choice, rows.suite)
    return { task, seed: params.seed ?? seed, params }
  }

  /** How many instances a split has. @throws AppError `validation_error` for one that is unknown */
  require(split: string): number {
    if (this.splits.includes(split)) return this.count(split)
    const hint = split === formerSuite ? `; did you mean ${drillSuite}?` : didYouMean(split, this.splits)
    const msg = `Unknown split; there is ${this.splits.join(', ')}${hint}`
    throw badParameter('split', msg, split)
  }

  /** The instance that selectors and a seed stand for. */
  #select({ split, family, world, level, difficulty, seed }: ResetData): ChosenInstance {
    const named = Object.entries({ family, world, level }).find(([, value]) => value != null)
    if (split === classic && named !== undefined) {
      const msg = `The classic tasks have no ${named[0]}; the splits ${splits.join(', ')} have`
      throw badParameter(named[0], msg, named[1])
    }
    if (split === classic || (split == null && named === undefined && typeof difficulty !== 'object'))
      return this.#chooseClassic(difficulty, seed)
    const rows = split == null ? undefined : rowsOf(split)
    const suite = split != null && !isSplit(split) ? rows?.suite : undefined
    return chooseInstance({ split: rows?.split, suite, family, world, level, difficulty, seed }, this.#choice)
  }

  #chooseClassic(difficulty: ResetData['difficulty'], seed: ResetData['seed']): ChosenInstance {
    if (difficulty != null && typeof difficulty === 'object') {
      throw badParameter('difficulty', 'The classic tasks have words for it: easy, medium, hard', difficulty)
    }
    const tasks = this.#classic.filter((task) => difficulty == null || task.difficulty === difficulty)
    const task = tasks[(seed ?? 0) % tasks.length]
    if (task !== undefined) return { task, seed: seed ?? null }
    const known = difficulties.filter((name) => this.#classic.some((other) => other.difficulty === name))
    const msg = `No classic task is ${difficulty}; difficulties there: ${known.join(', ') || 'none'}. A split names generated tasks`
    throw badParameter('difficulty', msg, difficulty)
  }

  /** The split that a task of this id is played in; null for the classic tasks, and for what a reset will not know. */
  splitOf(id: string): Split | null {
    if (this.#classic.some((task) => task.id === id)) return null
    return findFamilyTask(id, undefined, this.#choice)?.family.split ?? null
  }
}
