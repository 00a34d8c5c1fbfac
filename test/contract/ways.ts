/** Ways to come to the same episode. What each gives is compared with the episode played once, in process. */
import type { ResetParams, StepResult } from '../../src/contract/episode.ts'
import type { Environment } from '../../src/episode/environment.ts'
import type { PastStep } from '../../src/episode/past-step.ts'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { Runtime } from '../../src/episode/runtime.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import type { EncodedResult } from '../../src/sessions/encoded-result.ts'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import type { Lanes } from '../../src/sessions/lane.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { createLanes } from '../server/test-server.ts'
import { finish } from './episodes.ts'

/** An episode, and what else happens on the way. */
export interface Plan {
  readonly params: ResetParams
  /** None of them ends the episode; `finish` comes behind them. */
  readonly actions: readonly object[]
  /** After so many actions something happens: an undo, a fork, a passivation, or others go another way. */
  readonly at: number
  /** Where the other way leads: actions that are undone, or that only others take. */
  readonly detour: readonly object[]
}

/** Answers as bytes, one line a step. */
export type Lines = readonly string[]

export type Way = (plan: Plan) => Promise<Lines>

/** A task in whose database tables of one's own may be dropped. */
export const generatedTask = 'trim_case@2/shop/1'

const settings = { stepLimits: { task_easy: 100, trim_case: 100 } }

function lineOf({ observation, reward, done, metadata }: StepResult): string {
  return [JSON.stringify(observation), reward, done, JSON.stringify(metadata)].join(' ')
}

function encodedLineOf({ observation, reward, done, metadata }: EncodedResult): string {
  return [observation, reward, done, metadata].join(' ')
}

async function take(environment: Environment, actions: readonly object[]): Promise<string[]> {
  const lines: string[] = []
  for (const action of actions) lines.push(lineOf(await environment.step(action)))
  return lines
}

/** Lanes that are never the same twice in a row, so that whoever comes back comes to another. */
function inTurns(pools: readonly LanePool[]): Lanes {
  let turn = 0
  const next = (): LanePool => pools[turn++ % pools.length] as LanePool
  const { recordLimit, use } = next()
  return {
    recordLimit,
    use,
    tasks: next().tasks,
    size: pools.length,
    restarts: 0,
    pick: () => next().pick(),
  }
}

/** Everything that the ways need; close it. */
export class Ways {
  readonly #runtime: Runtime
  readonly #pools: readonly LanePool[]
  readonly #registries: {
    readonly inline: SessionRegistry
    readonly moved: SessionRegistry
    readonly both: SessionRegistry
  }
  #sessions = 0

  private constructor(runtime: Runtime, pools: readonly [LanePool, LanePool, LanePool]) {
    this.#runtime = runtime
    this.#pools = pools
    const [inline, ...workers] = pools
    this.#registries = {
      inline: new SessionRegistry({ lanes: inline }),
      moved: new SessionRegistry({ lanes: inTurns(workers), sharedBytes: 0 }),
      both: new SessionRegistry({ lanes: inTurns(workers) }),
    }
  }

  static async open(): Promise<Ways> {
    const runtime = await Runtime.create({
      wasm: await loadSqliteWasm(),
      settings: { ...defaultSettings, ...settings },
    })
    const pools = await Promise.all([0, 1, 1].map(async (workers) => await createLanes({ settings, workers })))
    return new Ways(runtime, pools as [LanePool, LanePool, LanePool])
  }

  async close(): Promise<void> {
    for (const registry of Object.values(this.#registries)) await registry.close()
    for (const pool of this.#pools) await pool.close()
    this.#runtime.close()
  }

  /** What happened in the sessions, to see that it did. */
  get stats(): { readonly passivations: number; readonly sharedAnswers: number } {
    const { inline, moved, both } = this.#registries
    return {
      passivations: moved.stats.passivations + both.stats.passivations,
      sharedAnswers: inline.stats.sharedAnswers + both.stats.sharedAnswers,
    }
  }

  /** Once, in process. */
  readonly plainly: Way = async ({ params, actions }) =>
    await this.#with(params, async (environment) => await take(environment, [...actions, finish]))

  /** All of them by name. A line that a way has no answer for is left out at the beginning, or at the end. */
  readonly all: Readonly<Record<string, Way>> = {
    undone: async ({ params, actions, at, detour }) =>
      await this.#with(params, async (environment) => {
        const lines = await take(environment, actions.slice(0, at))
        await take(environment, detour)
        for (let count = 0; count < detour.length; count++) await environment.undo()
        return [...lines, ...(await take(environment, [...actions.slice(at), finish]))]
      }),

    // What happened to a fork is told at its end, so it has none.
    forked: async ({ params, actions, at, detour }) =>
      await this.#with(params, async (environment) => {
        const lines = await take(environment, actions.slice(0, at))
        const fork = await environment.fork()
        await take(environment, detour)
        lines.push(...(await take(fork, actions.slice(at))))
        fork.close()
        return lines
      }),

    'replayed without what left nothing behind': async ({ params, actions, at }) =>
      await this.#with(params, async (environment) => {
        const lines: string[] = []
        const steps: PastStep[] = []
        for (const action of actions.slice(0, at)) {
          lines.push(lineOf(await environment.step(action)))
          steps.push({ action, cut: null, idle: environment.lastIdle, result: null })
        }
        return await this.#with(params, async (again) => {
          for (const step of steps) await again.replay(step)
          return [...lines, ...(await take(again, [...actions.slice(at), finish]))]
        })
      }),

    'parted from others that had gone before': async ({ params, actions, at, detour }) => {
      const { inline } = this.#registries
      await this.#play(inline, params, [...actions.slice(0, at), ...detour])
      return await this.#play(inline, params, [...actions, finish])
    },

    'followed by the next': async ({ params, actions }) =>
      await this.#play(this.#registries.inline, params, [...actions, finish]),

    'on another worker': async ({ params, actions, at }) => {
      const { moved } = this.#registries
      return await this.#play(moved, params, [...actions, finish], (index) => {
        if (index >= at && (index - at) % 3 === 0) moved.passivate(0)
      })
    },

    'parted from others, on another worker': async ({ params, actions, at, detour }) => {
      const { both } = this.#registries
      await this.#play(both, params, [...actions.slice(0, at), ...detour])
      return await this.#play(both, params, [...actions, finish], (index) => {
        if (index >= at && (index - at) % 5 === 2) both.passivate(0)
      })
    },
  }

  async #with<T>(params: ResetParams, use: (environment: Environment) => Promise<T>): Promise<T> {
    const environment = this.#runtime.createEnvironment()
    try {
      await environment.reset(params)
      return await use(environment)
    } finally {
      environment.close()
    }
  }

  /** @param between called before each action with its number */
  async #play(
    registry: SessionRegistry,
    params: ResetParams,
    actions: readonly object[],
    between: (index: number) => void = () => undefined,
  ): Promise<string[]> {
    const id = `s${this.#sessions++}`
    await registry.reset(id, params)
    const lines: string[] = []
    for (const [index, action] of actions.entries()) {
      between(index)
      lines.push(encodedLineOf(await registry.step(id, action)))
    }
    registry.closeSession(id)
    return lines
  }
}
