import type { TaskListItem } from '../contract/episode.ts'
import { AppError } from '../kit/errors.ts'
import { EnginePool } from '../sql/engine-pool.ts'
import type { TaskDefinition } from '../tasks/define-task.ts'
import { instantiate, type TaskInstance } from '../tasks/instantiate.ts'
import { taskList } from '../tasks/task-list.ts'
import { Environment } from './environment.ts'
import { defaultRewards, type RewardTable } from './rewards.ts'

/** What may be configured about episodes. */
export interface EpisodeSettings {
  /** The enabled tasks, in the order they are listed. */
  readonly tasks: readonly TaskDefinition[]
  /** Step limits by task id, where they differ from the task's own. */
  readonly stepLimits: Readonly<Record<string, number>>
  readonly rewards: RewardTable
}

export const defaultSettings: EpisodeSettings = Object.freeze({
  tasks: taskList,
  stepLimits: {},
  rewards: defaultRewards,
})

/** The enabled tasks, as GET /tasks lists them. */
export function listTasks({ tasks, stepLimits }: EpisodeSettings): TaskListItem[] {
  return tasks.map((task) => ({
    id: task.id,
    summary: task.summary,
    step_limit: stepLimits[task.id] ?? task.stepLimit,
    difficulty: task.difficulty,
    suite: task.suite,
  }))
}

/** Instances kept ready: a reset of a known one takes no generation. */
const cachedInstances = 256

/** What environments share: engines, task instances, settings. One a process or worker. */
export class Runtime {
  readonly settings: EpisodeSettings
  readonly engines: EnginePool
  readonly #instances = new Map<string, TaskInstance>()

  private constructor(wasm: WebAssembly.Module, settings: EpisodeSettings, isCancelled?: () => boolean) {
    this.engines = new EnginePool(wasm, isCancelled)
    this.settings = settings
  }

  /** Makes the first engine, so that the first reset is as fast as the others. */
  static async create(options: {
    readonly wasm: WebAssembly.Module
    readonly settings?: Partial<EpisodeSettings>
    /** Asked while SQL runs: whether nobody waits for its answer any more. */
    readonly isCancelled?: () => boolean
  }): Promise<Runtime> {
    const runtime = new Runtime(options.wasm, { ...defaultSettings, ...options.settings }, options.isCancelled)
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

  /** The enabled tasks. */
  listTasks(): TaskListItem[] {
    return listTasks(this.settings)
  }

  /** @throws AppError `unknown_task` */
  task(id: string): TaskDefinition {
    const task = this.settings.tasks.find((candidate) => candidate.id === id)
    if (task) return task
    const known = this.settings.tasks.map((candidate) => candidate.id).join(', ')
    throw new AppError('unknown_task', `unknown task: ${id.slice(0, 128)}; known tasks: ${known}`)
  }

  stepLimit(task: TaskDefinition): number {
    return this.settings.stepLimits[task.id] ?? task.stepLimit
  }

  /** The instance of a task and seed; null is the canonical one. */
  async instance(task: TaskDefinition, seed: number | null): Promise<TaskInstance> {
    const id = `${task.id}:${seed ?? 'canonical'}`
    let instance = this.#instances.get(id)
    if (instance) {
      // Most recently used last.
      this.#instances.delete(id)
    } else {
      const lease = await this.engines.lease()
      try {
        instance = instantiate(lease.engine, task, seed)
      } finally {
        lease.release()
      }
    }
    this.#instances.set(id, instance)
    if (this.#instances.size > cachedInstances) {
      const oldest = this.#instances.keys().next()
      if (!oldest.done) this.#instances.delete(oldest.value)
    }
    return instance
  }

  /** Forgets what is cached. Environments close themselves. */
  close(): void {
    this.#instances.clear()
  }
}
