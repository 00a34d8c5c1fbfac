/**
 * The tasks of the page, suite by suite: what there is to be played is known from the start, and what makes the tasks of a
 * suite is loaded when one of them is first played.
 *
 * @module
 */
import text from '../../../dist/catalog.json?raw'
import type { EpisodeSettings } from '../../../src/episode/episode-settings.ts'
import type { PlainSettings } from '../../../src/episode/plain-settings.ts'
import { Runtime } from '../../../src/episode/runtime.ts'
import { AppError } from '../../../src/kit/errors.ts'
import type { RowSuite } from '../../../src/tasks/family-tasks.ts'
import type { Catalog } from './engine-api.ts'

/** What the build wrote down: every task, and with which settings this version plays. */
interface Known extends Catalog {
  readonly settings: PlainSettings
}

type Suite = 'classic' | RowSuite
type TaskLists = Pick<EpisodeSettings, 'tasks' | 'families'>

const none = { tasks: [], families: [] } as const

/** Each of these is a file of its own in the build. */
const loaders: Readonly<Record<Suite, () => Promise<TaskLists>>> = {
  classic: async () => ({ ...none, tasks: (await import('../../../src/tasks/task-list.ts')).taskList }),
  drills: async () => ({ ...none, families: (await import('../../../src/tasks/drill-list.ts')).drillList }),
  incidents: async () => ({
    ...none,
    families: (await import('../../../src/tasks/incidents-family.ts')).incidentFamilies,
  }),
}
const suiteNames = Object.keys(loaders) as Suite[]

const { tasks: everyTask, settings: ownSettings } = JSON.parse(text) as Known

/** Those that are wanted, in the order in which they are. */
const inOrder = <T extends { readonly id: string }>(wanted: readonly string[], there: readonly T[]): T[] =>
  wanted.map((id) => there.find((one) => one.id === id)).filter((one) => one !== undefined)

export class Suites {
  /** What can be played. */
  readonly catalog: Catalog
  readonly #settings: PlainSettings
  readonly #lists = new Map<Suite, Promise<TaskLists>>()
  readonly #runtimes = new Map<Suite | 'all', Promise<Runtime>>()

  /** @param settings with which episodes are played; null: as this version has them */
  constructor(settings: PlainSettings | null) {
    this.#settings = settings ?? ownSettings
    const enabled = [...this.#settings.tasks, ...this.#settings.families]
    this.catalog = { tasks: inOrder(enabled, everyTask) }
  }

  /** Begins to load what makes the task of an id. Whoever plays it is told when that fails. */
  prepare(id: string | null | undefined): void {
    const suite = this.#suiteOf(id)
    if (suite !== undefined) this.#load(suite).catch(() => undefined)
  }

  /**
   * The runtime that plays the task of an id; for what nobody knows, one that knows all.
   *
   * @throws AppError `io_error` when its suite cannot be loaded
   */
  async runtimeOf(id: string | null | undefined, wasm: WebAssembly.Module): Promise<Runtime> {
    const suite = this.#suiteOf(id) ?? 'all'
    let runtime = this.#runtimes.get(suite)
    if (runtime === undefined) {
      runtime = this.#create(suite === 'all' ? suiteNames : [suite], wasm)
      this.#runtimes.set(suite, runtime)
      runtime.catch(() => this.#runtimes.delete(suite))
    }
    return await runtime
  }

  async #create(suites: readonly Suite[], wasm: WebAssembly.Module): Promise<Runtime> {
    const lists = await Promise.all(suites.map(async (suite) => await this.#load(suite)))
    const { tasks, families, ...others } = this.#settings
    const settings = {
      ...others,
      tasks: lists.flatMap((list) => inOrder(tasks, list.tasks)),
      families: lists.flatMap((list) => inOrder(families, list.families)),
    }
    return await Runtime.create({ wasm, settings })
  }

  #load(suite: Suite): Promise<TaskLists> {
    let list = this.#lists.get(suite)
    if (list === undefined) {
      list = loaders[suite]().catch((cause: unknown) => {
        this.#lists.delete(suite)
        throw new AppError('io_error', `the tasks of the suite ${suite} cannot be loaded`, { cause })
      })
      this.#lists.set(suite, list)
    }
    return list
  }

  #suiteOf(id: string | null | undefined): Suite | undefined {
    const name = id?.split('@')[0]
    const suite = this.catalog.tasks.find((task) => task.id === name)?.suite
    return suiteNames.find((known) => known === suite)
  }
}
