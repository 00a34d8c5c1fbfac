import type { ResetParams, TaskListItem } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { splits, type Split } from '../tasks/define-task.ts'
import { type FamilyChoice, familyStepLimit, resolveTask, splitInstance, splitTasks } from '../tasks/family-list.ts'
import type { EpisodeSettings } from './runtime.ts'

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
export function listTasks({ tasks, stepLimits, families }: EpisodeSettings): TaskListItem[] {
  const classicTasks = tasks.map((task) => ({
    id: task.id,
    summary: task.summary,
    step_limit: stepLimits[task.id] ?? task.stepLimit,
    difficulty: task.difficulty,
    suite: task.suite,
  }))
  const generated = families.map(({ id, summary, difficulty }) => ({
    id,
    summary,
    step_limit: familyStepLimit,
    difficulty,
    suite: 'families',
  }))
  return [...classicTasks, ...generated]
}

/** The families of settings, as `resolveTask` takes them. Equal settings give the same object. */
export function choiceOf(settings: EpisodeSettings): FamilyChoice {
  let choice = choices.get(settings)
  if (choice === undefined) {
    choice = Object.freeze({ families: settings.families, salt: settings.splitSalt })
    choices.set(settings, choice)
  }
  return choice
}

const choices = new WeakMap<EpisodeSettings, FamilyChoice>()

const isGenerated = (split: string): split is Split => (splits as readonly string[]).includes(split)

/** Every instance that can be chosen by split and index. Makes none of them. */
export class TaskRows {
  /** What GET /tasks lists. */
  readonly tasks: readonly TaskListItem[]
  readonly #classic: readonly TaskListItem[]
  readonly #choice: FamilyChoice

  constructor(settings: EpisodeSettings) {
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

  /** What resets to the instance at an index. */
  paramsAt(split: string, index: number, seed: number | null): RowParams | undefined {
    const row = this.at(split, index)
    if (row === undefined) return undefined
    if (row.instance === null) return { task_id: row.id, seed }
    return { task_id: row.id, split: row.split as Split, seed: seed ?? row.instance.seed }
  }

  /**
   * What resets to the instance that a seed stands for, of a split or else of all listed tasks of the classic suite.
   * Undefined when no task is of the difficulty.
   */
  choose(split: string | null, difficulty: Difficulty | null, seed: number | null): RowParams | undefined {
    const number = seed ?? 0
    const fits = (task: { readonly difficulty: Difficulty }): boolean =>
      difficulty === null || task.difficulty === difficulty
    if (split === null || !isGenerated(split)) {
      const tasks = this.#classic.filter(fits)
      const task = tasks[number % tasks.length]
      return task && { task_id: task.id, seed }
    }
    const tasks = splitTasks(split, this.#choice).filter(fits)
    const task = tasks[number % tasks.length]
    return task && { task_id: task.id, split, seed: Math.floor(number / tasks.length) }
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
