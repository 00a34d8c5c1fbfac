/**
 * The environment behind the page: a runtime for each suite, and an environment for each line of play. Runs in a worker.
 *
 * @module
 */
import type { Action } from '../../../src/contract/action.ts'
import type { ResetParams, Trajectory } from '../../../src/contract/episode.ts'
import type { Environment } from '../../../src/episode/environment.ts'
import type { Runtime } from '../../../src/episode/runtime.ts'
import { canonicalJson } from '../../../src/kit/canonical-json.ts'
import { digestHex } from '../../../src/kit/digest.ts'
import { AppError } from '../../../src/kit/errors.ts'
import type { TaskInstance } from '../../../src/tasks/instantiate.ts'
import { DatabaseStates, keysOf, pageOf } from './database-states.ts'
import type {
  Catalog,
  EngineApi,
  GradedTableCells,
  Opened,
  Replayed,
  RowsRequest,
  Stepped,
  TablePage,
  TakenBack,
} from './engine-api.ts'
import { cellsOf, replayRecord, taskOf } from './replay-record.ts'
import type { Suites } from './suites.ts'

interface Branch {
  readonly runtime: Runtime
  readonly environment: Environment
  readonly instance: TaskInstance
  readonly states: DatabaseStates
}

/** Records whose states are kept to be looked at. */
const keptReplays = 4

export class PlayHost implements EngineApi {
  readonly #wasm: WebAssembly.Module
  readonly #suites: Suites
  readonly #branches = new Map<string, Branch>()
  readonly #replays = new Map<string, DatabaseStates>()

  constructor(wasm: WebAssembly.Module, suites: Suites) {
    this.#wasm = wasm
    this.#suites = suites
  }

  catalog(): Catalog {
    return this.#suites.catalog
  }

  async open(name: string, params: ResetParams): Promise<Opened> {
    const runtime = await this.#runtimeOf(params.task_id)
    const environment = runtime.createEnvironment()
    await environment.reset(params)
    return await this.#keep(name, runtime, environment)
  }

  async reopen(
    name: string,
    params: ResetParams,
    actions: readonly Action[],
    marked: boolean,
  ): Promise<Opened & { steps: Stepped[] }> {
    const runtime = await this.#runtimeOf(params.task_id)
    let environment = runtime.createEnvironment()
    await environment.reset(params)
    if (marked) {
      // What another line of play has seen, this one may know: its record is to say so.
      const copy = await environment.fork()
      environment.close()
      environment = copy
    }
    const opened = await this.#keep(name, runtime, environment)
    const steps: Stepped[] = []
    for (const action of actions) {
      if (environment.state().done) break
      steps.push(await this.step(name, action))
    }
    return { ...opened, steps }
  }

  async fork(name: string, to: string, count: number): Promise<Opened> {
    const parent = this.#branch(name)
    const { done } = parent.environment.state()
    if (done) {
      // The end has been seen, and there is no way back from it: the same steps once more, marked.
      const { steps, task_id, split, seed, reward_mode } = parent.environment.trajectory()
      const params = { task_id, ...(split != null && { split }), seed, reward_mode }
      const actions = steps.slice(0, count).map(({ action }) => action as Action)
      return await this.reopen(to, params, actions, true)
    }
    const copy = await parent.environment.fork()
    const states = parent.states.copy()
    for (let left = copy.state().step_count; left > count; left--) {
      await copy.undo()
      states.drop()
    }
    const { reset, seed } = copy.trajectory()
    this.close(to)
    this.#branches.set(to, { ...parent, environment: copy, states })
    return { reset, seed, stepLimit: copy.state().step_limit, database: states.last.facts }
  }

  async step(name: string, action: Action): Promise<Stepped> {
    const { environment, states } = this.#branch(name)
    const result = await environment.step(action)
    return { result, database: states.add(environment).facts }
  }

  async undo(name: string): Promise<TakenBack | null> {
    const { environment, states } = this.#branch(name)
    const undone = await environment.undo()
    if (undone === null) return null
    states.drop()
    return { ...undone, database: states.last.facts }
  }

  rows(request: RowsRequest): TablePage {
    const states = this.#branches.get(request.of)?.states ?? this.#replays.get(request.of)
    const state = states?.at(request.step)
    return state === undefined ? { columns: [], total: 0, offset: request.offset, rows: [] } : pageOf(state, request)
  }

  /** Null before the end, and where the wire shows no cells either. */
  grade(name: string): GradedTableCells[] | null {
    const { runtime, environment, instance, states } = this.#branch(name)
    return environment.state().done ? cellsOf(runtime, instance, states) : null
  }

  trajectory(name: string): Trajectory {
    return this.#branch(name).environment.trajectory()
  }

  fingerprint(name: string): string {
    const { reset, steps } = this.trajectory(name)
    const results = steps.map(({ result: { metadata, ...result } }) => ({ ...result, metadata: withoutMark(metadata) }))
    return digestHex(new TextEncoder().encode(canonicalJson([reset, results]))).slice(0, 16)
  }

  image(name: string): Uint8Array {
    return this.#branch(name).environment.image()
  }

  close(name: string): void {
    this.#branches.get(name)?.environment.close()
    this.#branches.delete(name)
  }

  async replay(key: string, record: unknown): Promise<Replayed> {
    const { states, report } = await replayRecord(await this.#runtimeOf(taskOf(record)), record)
    this.#replays.delete(key)
    this.#replays.set(key, states)
    for (const oldest of this.#replays.keys()) {
      if (this.#replays.size <= keptReplays) break
      this.#replays.delete(oldest)
    }
    return { key, ...report }
  }

  /** Keeps an environment that has been reset under a name. */
  async #keep(name: string, runtime: Runtime, environment: Environment): Promise<Opened> {
    this.close(name)
    // The record names the task, which an observation does not.
    const { task_id: id, split, seed, reset } = environment.trajectory()
    const instance = await runtime.instance(runtime.task(id, split), seed)
    const states = DatabaseStates.begin(environment, keysOf(instance))
    this.#branches.set(name, { runtime, environment, instance, states })
    return { reset, database: states.last.facts, stepLimit: environment.state().step_limit, seed }
  }

  async #runtimeOf(id: string | null | undefined): Promise<Runtime> {
    return await this.#suites.runtimeOf(id, this.#wasm)
  }

  #branch(name: string): Branch {
    const branch = this.#branches.get(name)
    if (branch === undefined) throw new AppError('no_episode', `there is no line of play ${name}`)
    return branch
  }
}

/** Whether there were other lines of play is no part of what this one came to. */
function withoutMark({ forked: _forked, ...metadata }: { readonly forked?: unknown }): object {
  return metadata
}
