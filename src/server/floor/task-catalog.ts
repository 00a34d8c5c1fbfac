/**
 * The tasks by split and index, as the Task API and reset parameters name them.
 *
 * @module
 */
import type { ResetParams, TaskListItem } from '../../contract/episode.ts'
import { AppError } from '../../kit/errors.ts'
import type { SessionRegistry } from '../../sessions/session-registry.ts'
import { tellingModes } from '../../sessions/telling-modes.ts'
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
    return this.#rows.splits.map((name) => ({ name, type: this.#rows.typeOf(name) }))
  }

  /** How many tasks a split has. @throws AppError `validation_error` */
  count(split: string): number {
    return this.#countOf(split)
  }

  /** The task at an index of a split. @throws AppError `validation_error` */
  task(split: string, index: number): WireTask | undefined {
    this.#countOf(split)
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
    const count = this.#countOf(split)
    const place = (number: number): number => Math.min(Math.max(number < 0 ? count + number : number, 0), count)
    const first = place(start)
    const end = Math.max(first, place(stop ?? count))
    const length = Math.min(end - first, longestListing)
    const tasks = Array.from({ length }, (_, offset) => this.task(split, first + offset) as WireTask)
    return { tasks, ...(first + length < end && { truncated: true }) }
  }

  /**
   * The parameters an environment takes, see `TaskRows.toParams`.
   *
   * @param place where the request stood: `body` or `data`
   * @throws AppError `validation_error` for a choice that contradicts itself or leads nowhere, `unknown_task`
   */
  toResetParams(request: ResetData, place: string): ResetParams {
    const chosen = this.#inPlace(place, () => this.#rows.toParams(request))
    const { reward_mode: mode } = chosen
    if (mode != null && tellingModes.includes(mode) && this.#isTest(chosen)) {
      const msg = `${mode} is not for the split test: it tells after each step how right it was`
      throw toValidationError([{ type: 'value_error', loc: [place, 'reward_mode'], msg, input: mode }])
    }
    return chosen
  }

  /** What is wrong is told with the place where it stood. */
  #inPlace<T>(place: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!AppError.isInstance(error) || error.code !== 'validation_error') throw error
      throw toValidationError(error.details.map((detail) => ({ ...detail, loc: [place, ...detail.loc] })))
    }
  }

  #isTest({ task_id: id, split }: ResetParams): boolean {
    return split == null ? id != null && this.#rows.splitOf(id) === 'test' : split === 'test'
  }

  #countOf(split: string): number {
    return this.#inPlace('body', () => this.#rows.require(split))
  }
}
