/**
 * The tasks by split and index, as the Task API and reset parameters name them.
 *
 * @module
 */
import type { ResetParams, TaskListItem } from '../contract/episode.ts'
import { toValidationError } from './validation.ts'
import type { ResetData, WireTask } from './wire-schemas.ts'

/** The name of this environment in the Task API. */
export const environmentName = 'dataops_env'

const classicSplit = 'classic'

/** What discovery and selection know of the tasks. Has no side effects. */
export class TaskCatalog {
  readonly tasks: readonly TaskListItem[]
  readonly #splits: ReadonlyMap<string, readonly TaskListItem[]>

  constructor(tasks: readonly TaskListItem[]) {
    this.tasks = tasks
    this.#splits = new Map([[classicSplit, tasks.filter(({ suite }) => suite === classicSplit)]])
  }

  /** The splits. OpenEnv knows three types and takes any other split for `validation`. */
  splits(): { name: string; type: 'train' | 'validation' | 'test' }[] {
    return [...this.#splits.keys()].map((name) => ({ name, type: 'validation' }))
  }

  /** The tasks of a split, in order of their index. @throws AppError `validation_error` */
  list(split: string, place: readonly string[] = ['body']): WireTask[] {
    return this.#tasksOf(split, place).map((task, index) => ({
      id: task.id,
      split,
      index,
      difficulty: task.difficulty,
      group: task.id,
    }))
  }

  /**
   * The parameters an environment takes. `split` with `index` chooses the task; `split`, `difficulty` or both
   * leave it to the seed.
   *
   * @param place where the request stood: `body` or `data`
   * @throws AppError `validation_error` for a choice that contradicts itself or leads nowhere
   */
  toResetParams(request: ResetData, place: string): ResetParams {
    const { split, index, difficulty, ...params } = request
    const refuse = (key: string, msg: string, input: unknown): never => {
      throw toValidationError([{ type: 'value_error', loc: [place, key], msg, input }])
    }
    const chooser = Object.entries({ split, index, difficulty }).find(([, value]) => value != null)
    if (chooser === undefined) return params
    if (params.task_id != null) refuse(chooser[0], 'Not together with task_id', chooser[1])
    if (split == null && index != null) refuse('index', 'An index needs a split', index)
    const all = split == null ? this.tasks : this.#tasksOf(split, [place])
    if (index != null) {
      if (difficulty != null) refuse('difficulty', 'Not together with index', difficulty)
      const task = all[index] ?? refuse('index', `Out of range: the split has ${all.length} tasks`, index)
      return { ...params, task_id: task.id }
    }
    const tasks = difficulty == null ? all : all.filter((task) => task.difficulty === difficulty)
    const task = tasks[(params.seed ?? 0) % tasks.length] ?? refuse('difficulty', 'There is no such task', difficulty)
    return { ...params, task_id: task.id }
  }

  #tasksOf(split: string, place: readonly string[]): readonly TaskListItem[] {
    const tasks = this.#splits.get(split)
    if (tasks !== undefined) return tasks
    const msg = `Unknown split; there is ${[...this.#splits.keys()].join(', ')}`
    throw toValidationError([{ type: 'value_error', loc: [...place, 'split'], msg, input: split }])
  }
}
