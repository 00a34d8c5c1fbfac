/**
 * The tasks by split and index, as the Task API and reset parameters name them.
 *
 * @module
 */
import type { ResetParams, TaskListItem } from '../contract/episode.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { toValidationError } from './validation.ts'
import type { ResetData, WireTask } from './wire-schemas.ts'

/** The name of this environment in the Task API. */
export const environmentName = 'dataops_env'

/** Tasks that one answer lists. */
export const longestListing = 1000

export interface TaskListing {
  readonly tasks: readonly WireTask[]
  /** Present when there are more. */
  readonly truncated?: true
}

type Rows = SessionRegistry['tasks']

/** What discovery and selection know of the tasks. Has no side effects and makes no instance. */
export class TaskCatalog {
  readonly #rows: Rows

  constructor(rows: Rows) {
    this.#rows = rows
  }

  /** What GET /tasks lists. */
  get tasks(): readonly TaskListItem[] {
    return this.#rows.tasks
  }

  /** The splits. OpenEnv knows three types and takes any other split for `validation`. */
  splits(): { name: string; type: 'train' | 'validation' | 'test' }[] {
    return this.#rows.splits.map((name) => ({ name, type: name === 'train' || name === 'test' ? name : 'validation' }))
  }

  /** How many tasks a split has. @throws AppError `validation_error` */
  count(split: string): number {
    return this.#countOf(split, ['body'])
  }

  /** The task at an index of a split. @throws AppError `validation_error` */
  task(split: string, index: number): WireTask | undefined {
    this.#countOf(split, ['body'])
    const row = this.#rows.at(split, index)
    if (row === undefined) return undefined
    const { instance, ...task } = row
    return { ...task, ...instance }
  }

  /**
   * A slice of a split as Python takes it: negative numbers count from the end.
   *
   * @param stop null: to the end
   * @throws AppError `validation_error`
   */
  list(split: string, start: number, stop: number | null): TaskListing {
    const count = this.#countOf(split, ['body'])
    const place = (number: number): number => Math.min(Math.max(number < 0 ? count + number : number, 0), count)
    const first = place(start)
    const end = Math.max(first, place(stop ?? count))
    const length = Math.min(end - first, longestListing)
    const tasks = Array.from({ length }, (_, offset) => this.task(split, first + offset) as WireTask)
    return { tasks, ...(first + length < end && { truncated: true }) }
  }

  /**
   * The parameters an environment takes. `split` with `index` chooses the task; `split`, `difficulty` or both
   * leave it to the seed.
   *
   * @param place where the request stood: `body` or `data`
   * @throws AppError `validation_error` for a choice that contradicts itself or leads nowhere, `unknown_task`
   */
  toResetParams(request: ResetData, place: string): ResetParams {
    const { split, index, difficulty, ...params } = request
    const refuse = (key: string, msg: string, input: unknown): never => {
      throw toValidationError([{ type: 'value_error', loc: [place, key], msg, input }])
    }
    const chooser = Object.entries({ split, index, difficulty }).find(([, value]) => value != null)
    let chosen: ResetParams = params
    if (chooser !== undefined) {
      if (params.task_id != null) refuse(chooser[0], 'Not together with task_id', chooser[1])
      if (split == null && index != null) refuse('index', 'An index needs a split', index)
      const count = split == null ? 0 : this.#countOf(split, [place])
      if (index != null && difficulty != null) refuse('difficulty', 'Not together with index', difficulty)
      const found =
        split != null && index != null
          ? (this.#rows.paramsAt(split, index, params.seed ?? null) ??
            refuse('index', `Out of range: the split has ${count} tasks`, index))
          : (this.#rows.choose(split ?? null, difficulty ?? null, params.seed ?? null) ??
            refuse('difficulty', 'There is no such task', difficulty))
      chosen = { ...params, ...found }
    }
    if (chosen.reward_mode === 'potential' && this.#isTest(chosen)) {
      refuse(
        'reward_mode',
        'potential is not for the split test: it tells after each step how right it was',
        'potential',
      )
    }
    return chosen
  }

  #isTest({ task_id: id, split }: ResetParams): boolean {
    return split == null ? id != null && this.#rows.splitOf(id) === 'test' : split === 'test'
  }

  #countOf(split: string, place: readonly string[]): number {
    if (this.#rows.splits.includes(split)) return this.#rows.count(split)
    const msg = `Unknown split; there is ${this.#rows.splits.join(', ')}`
    throw toValidationError([{ type: 'value_error', loc: [...place, 'split'], msg, input: split }])
  }
}
