import { difficulties, type ResetParams, type TaskListItem } from '../contract/episode.ts'
import type { ResetData } from '../contract/reset-data.ts'
import { AppError } from '../kit/errors.ts'
import { didYouMean } from '../kit/nearest.ts'
import { splits, type Split, type TaskDefinition } from './define-task.ts'
import { difficultyOf, type FamilyChoice, resolveTask, splitInstance, splitTasks } from './family-list.ts'
import { offerOf } from './family-offer.ts'
import type { Family } from './families/family.ts'
import { isSplitKey } from './split-key.ts'
import { badParameter, chooseInstance } from './task-choice.ts'

/** Which tasks there are. */
export interface TaskSettings {
  /** The enabled tasks beside the families, in the order they are listed. */
  readonly tasks: readonly TaskDefinition[]
  /** The enabled families of generated tasks. */
  readonly families: readonly Family[]
  /** The key of a `test` of its own, see `deriveSplitKey`; null plays the one that everybody can draw. */
  readonly splitKey: string | null
  /** Step limits by the id of a task or family, where they differ from its own. */
  readonly stepLimits: Readonly<Record<string, number>>
}

/** The split of the classic tasks, and those of the families with how many of their instances count as theirs. */
const lengths = { train: 100_000, validation: 1000, test: 1000 } as const
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
  } | null
}

/** What a reset needs to know of a chosen instance. */
export type RowParams = Pick<ResetParams, 'task_id' | 'split' | 'seed'>

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
    return { id, summary, step_limit: most, difficulty: difficultyOf(1), suite: 'families', ...offer }
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

const isGenerated = (split: string): split is Split => (splits as readonly string[]).includes(split)

/** Every instance that can be chosen by split and index. Makes none of them. */
export class TaskRows {
  /** What GET /tasks lists. */
  readonly tasks: readonly TaskListItem[]
  readonly #classic: readonly TaskListItem[]
  readonly #choice: FamilyChoice

  constructor(settings: TaskSettings) {
    this.#choice = choiceOf(settings)
    this.tasks = listTasks(settings)
    this.#classic = this.tasks.slice(0, settings.tasks.length)
  }

  /** The names of the splits. */
  get splits(): readonly string[] {
    const generated = splits.filter((split) => splitTasks(split, this.#choice).length > 0)
    return this.#classic.length > 0 ? [...generated, classic] : generated
  }

  /** How many instances a split has; 0 for one that is unknown. */
  count(split: string): number {
    if (!this.splits.includes(split)) return 0
    return isGenerated(split) ? lengths[split] : this.#classic.length
  }

  /** The instance at an index of a split. */
  at(split: string, index: number): TaskRow | undefined {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.count(split)) return undefined
    if (!isGenerated(split)) {
      const { id, difficulty } = this.#classic[index] as TaskListItem
      return { id, split, index, difficulty, group: id, instance: null }
    }
    const { task, seed } = splitInstance(split, index, this.#choice)
    if (task.family === undefined) return undefined
    const { family, version, world, level, dimension } = task.family
    const instance = { seed, family, version, world, level, dimension }
    return { id: task.id, split, index, difficulty: task.difficulty, group: family, instance }
  }

  /**
   * The parameters of the episode that a reset asks for: with everything that chooses a task replaced by its id, its
   * split and its seed.
   *
   * @param options.ofTask whether `split` may stand beside `task_id`, and then says in which the task is played
   * @throws AppError `validation_error` for a choice that contradicts itself or leads nowhere
   */
  toParams(data: ResetData, { ofTask = false }: { readonly ofTask?: boolean } = {}): ResetParams {
    const { split, index, difficulty, family, world, level, ...params } = data
    const chooser = Object.entries({ split, index, family, world, level, difficulty }).filter(
      ([, value]) => value != null,
    )
    const [first] = chooser
    if (first === undefined) return params
    if (params.task_id != null) {
      const isOfTask = ofTask && chooser.length === 1 && split != null && isGenerated(split)
      if (isOfTask) return { ...params, split }
      throw badParameter(first[0], 'Not together with task_id', first[1])
    }
    const count = split == null ? 0 : this.require(split)
    if (index == null) return { ...params, ...this.#choose(data) }
    if (split == null) throw badParameter('index', 'An index needs a split', index)
    const other = chooser.find(([key]) => key !== 'split' && key !== 'index')
    if (other !== undefined) throw badParameter(other[0], 'Not together with index', other[1])
    const found = this.#paramsAt(split, index, params.seed ?? null)
    if (found !== undefined) return { ...params, ...found }
    throw badParameter('index', `Out of range: the split has ${count} tasks`, index)
  }

  /** How many instances a split has. @throws AppError `validation_error` for one that is unknown */
  require(split: string): number {
    if (this.splits.includes(split)) return this.count(split)
    const msg = `Unknown split; there is ${this.splits.join(', ')}${didYouMean(split, this.splits)}`
    throw badParameter('split', msg, split)
  }

  /** What resets to the instance at an index. */
  #paramsAt(split: string, index: number, seed: number | null): RowParams | undefined {
    const row = this.at(split, index)
    if (row === undefined) return undefined
    if (row.instance === null) return { task_id: row.id, seed }
    return { task_id: row.id, split: row.split as Split, seed: seed ?? row.instance.seed }
  }

  /** What resets to the instance that selectors and a seed stand for. */
  #choose({ split, family, world, level, difficulty, seed }: ResetData): RowParams {
    const named = Object.entries({ family, world, level }).find(([, value]) => value != null)
    if (split === classic && named !== undefined) {
      const msg = `The classic tasks have no ${named[0]}; the splits ${splits.join(', ')} have`
      throw badParameter(named[0], msg, named[1])
    }
    if (split === classic || (split == null && named === undefined)) return this.#chooseClassic(difficulty, seed)
    const { task, seed: own } = chooseInstance(
      { split: split as Split | null | undefined, family, world, level, difficulty, seed },
      this.#choice,
    )
    return { task_id: task.id, split: task.family?.split, seed: own }
  }

  #chooseClassic(difficulty: ResetData['difficulty'], seed: ResetData['seed']): RowParams {
    const tasks = this.#classic.filter((task) => difficulty == null || task.difficulty === difficulty)
    const task = tasks[(seed ?? 0) % tasks.length]
    if (task !== undefined) return { task_id: task.id, seed }
    const known = difficulties.filter((name) => this.#classic.some((other) => other.difficulty === name))
    const msg = `No classic task is ${difficulty}; difficulties there: ${known.join(', ') || 'none'}. A split names generated tasks`
    throw badParameter('difficulty', msg, difficulty)
  }

  /** The split that a task of this id is played in; null for the classic tasks, and for what a reset will not know. */
  splitOf(id: string): Split | null {
    if (this.#classic.some((task) => task.id === id)) return null
    try {
      return resolveTask(id, undefined, this.#choice).family?.split ?? null
    } catch (error) {
      if (AppError.isInstance(error)) return null
      throw error
    }
  }
}
