import type { TaskListItem } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { EnginePool } from '../sql/engine-pool.ts'
import { type FamilyTask, type Split, splits, type TaskDefinition } from '../tasks/define-task.ts'
import { instantiate, type TaskInstance } from '../tasks/instantiate.ts'
import { describeUnknownTask, findFamilyTask, splitOf } from '../tasks/family-tasks.ts'
import { originOf } from '../tasks/task-origin.ts'
import { choiceOf, listTasks, TaskRows } from '../tasks/task-rows.ts'
import { Environment } from './environment.ts'
import type { EpisodeSettings } from './episode-settings.ts'

/** Instances kept ready, and bytes that they may take together: a reset of a known one takes no generation. */
const cached = { instances: 256, bytes: 96 * 1024 * 1024 } as const

/** Beside its database an instance has the cells of seed and target, some ten times as large. */
const bytesPerImageByte = 12

/** What is held out is played as `test` alone, where its cells stay hidden; and the rest never counts as `test`. */
function refuseOtherSplit({ suite, family: { family, world, split } }: FamilyTask): void {
  const own = splitOf({ id: family, suite }, world) === 'test' ? ['test'] : splits.filter((name) => name !== 'test')
  if (own.includes(split)) return
  const msg = `${family} in the world ${world} belongs to the split ${own.join(' or ')}, not to ${split}`
  throw new AppError('validation_error', `split: ${msg}`, { details: [{ type: 'value_error', loc: ['split'], msg }] })
}

function refuseSplitOfClassic(id: string, split: Split): never {
  const msg = `${id} is a classic task and belongs to no split ${split}`
  throw new AppError('validation_error', `split: ${msg}`, { details: [{ type: 'value_error', loc: ['split'], msg }] })
}

/** What environments share: engines, task instances, settings. One a process or worker. */
export class Runtime {
  readonly settings: EpisodeSettings
  readonly engines: EnginePool
  readonly #instances = new Map<string, TaskInstance>()
  readonly #instanceLimit: number
  #instanceBytes = 0
  #rows: TaskRows | undefined

  private constructor(
    wasm: WebAssembly.Module,
    settings: EpisodeSettings,
    isCancelled: (() => boolean) | undefined,
    instanceBytes: number,
  ) {
    choiceOf(settings)
    this.engines = new EnginePool(wasm, isCancelled)
    this.settings = settings
    this.#instanceLimit = instanceBytes
  }

  /** Memory that instances take which wait to be asked for again, in bytes. */
  get instanceBytes(): number {
    return this.#instanceBytes
  }

  /**
   * Makes the first engine, so that the first reset is as fast as the others.
   *
   * @throws TypeError when `splitKey` is no key
   */
  static async create(options: {
    readonly wasm: WebAssembly.Module
    /** Which tasks and families there are, and how episodes of them are played. */
    readonly settings: EpisodeSettings
    /** Asked while SQL runs: whether nobody waits for its answer any more. */
    readonly isCancelled?: () => boolean
    /** Memory for instances that may be asked for again; by default, and at most, 96 MiB. */
    readonly instanceBytes?: number
  }): Promise<Runtime> {
    const { wasm, settings, isCancelled, instanceBytes = cached.bytes } = options
    const limit = Math.min(instanceBytes, cached.bytes)
    const runtime = new Runtime(wasm, settings, isCancelled, limit)
    const lease = await runtime.engines.lease()
    lease.release()
    return runtime
  }

  /**
   * An environment without an episode.
   *
   * @param keepsResults false for whoever keeps what steps come to elsewhere: there is no trajectory then
   */
  createEnvironment(keepsResults = true): Environment {
    return new Environment(this, keepsResults)
  }

  /** Which instance a split and an index, or selectors and a seed, stand for. */
  get rows(): TaskRows {
    this.#rows ??= new TaskRows(this.settings)
    return this.#rows
  }

  /** The enabled tasks. */
  listTasks(): TaskListItem[] {
    return listTasks(this.settings)
  }

  /**
   * The task of an id, see `resolveTask`.
   *
   * @param split of a generated task; by default the one it belongs to
   * @throws AppError `unknown_task`; `validation_error` for a split that it does not belong to
   */
  task(id: string, split?: Split | null): TaskDefinition {
    const listed = this.settings.tasks.find((candidate) => candidate.id === id)
    if (listed) {
      if (split != null) refuseSplitOfClassic(id, split)
      return listed
    }
    const task = findFamilyTask(id, split ?? undefined, choiceOf(this.settings))
    if (task !== undefined) {
      refuseOtherSplit(task)
      return task
    }
    const known = this.settings.tasks.map((candidate) => candidate.id).join(', ')
    const families = this.settings.families.map((family) => family.id).join(', ')
    const unknown = describeUnknownTask(id, this.settings.tasks, this.settings.families)
    const next = /[?.]$/.test(unknown) ? ' Known' : '; known'
    throw new AppError(
      'unknown_task',
      `${unknown}${next} tasks: ${known}; families, as family@version/world/level: ${families}`,
    )
  }

  /** Steps of an episode of an instance. */
  stepLimit({ task, stepLimit }: TaskInstance): number {
    return this.settings.stepLimits[originOf(task).group] ?? stepLimit
  }

  /** The instance of a task and seed; null is the canonical one, or that of seed 0. */
  async instance(task: TaskDefinition, seed: number | null): Promise<TaskInstance> {
    const origin = originOf(task)
    const id = `${origin.split ?? ''} ${task.id}:${origin.seedOf(seed) ?? 'canonical'}`
    let instance = this.#instances.get(id)
    if (instance === undefined) {
      const lease = await this.engines.lease()
      try {
        instance = instantiate(lease.engine, task, seed)
      } finally {
        lease.release()
      }
    }
    this.#keep(id, instance)
    return instance
  }

  /** Most recently used last; what was used least lately goes. */
  #keep(id: string, instance: TaskInstance): void {
    this.#drop(id)
    this.#instances.set(id, instance)
    this.#instanceBytes += bytesPerImageByte * instance.seedImage.length
    for (const oldest of this.#instances.keys()) {
      const isTooMuch = this.#instances.size > cached.instances || this.#instanceBytes > this.#instanceLimit
      // The one just asked for stays, however large it is.
      if (!isTooMuch || oldest === id) break
      this.#drop(oldest)
    }
  }

  #drop(id: string): void {
    this.#instanceBytes -= bytesPerImageByte * (this.#instances.get(id)?.seedImage.length ?? 0)
    this.#instances.delete(id)
  }

  /** Forgets what is cached. Environments close themselves. */
  close(): void {
    this.#instances.clear()
    this.#instanceBytes = 0
  }
}
