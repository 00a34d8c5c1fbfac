/**
 * Built-in policies: the floor and the ceiling of an evaluation. They play through the same door as a model.
 *
 * @module
 */
import { systemClock } from '../../agent/back-off.ts'
import { EnvironmentFailure } from '../../agent/environment-failure.ts'
import { HttpDoor, type Place } from '../../agent/http-door.ts'
import { readerAction } from '../../agent/playbooks.ts'
import { playTask } from '../../agent/play-task.ts'
import type { ResetChoice } from '../../agent/reset-choice.ts'
import type { Action } from '../../contract/action.ts'
import type { Item, Job, Player } from '../../evaluation/run.ts'
import { loadSqliteWasm } from '../../host/node-wasm.ts'
import { Random } from '../../kit/random.ts'
import { blindPolicies } from '../../proof/check/blind-policies.ts'
import { createEngine, type Engine } from '../../sql/engine.ts'
import { splits } from '../../tasks/define-task.ts'
import { resolveTask } from '../../tasks/family-list.ts'
import { draftOf, instantiate } from '../../tasks/instantiate.ts'
import { endOf, type EpisodePlayer, type Played } from './play-model.ts'

/** What each policy does. */
export const policies = {
  noop: 'submits what it finds',
  reader: 'looks at something new until the steps run out, and repairs nothing',
  blind: 'sends one statement that knows no rule, drawn by the name of the instance',
  naive: 'sends one repair that misses a rule, drawn by the name of the instance',
  oracle: 'sends the repair that the task was proven with',
} as const
export type PolicyName = keyof typeof policies

export const policyNames = Object.keys(policies) as PolicyName[]

/** A policy as a player. */
export function policyPlayer(name: PolicyName): Player {
  return {
    name,
    kind: 'policy',
    ...{ model: null, server: null, mode: null, temperature: null },
    ...{ max_tokens: null, history_tokens: null, parameters: null, price: null },
  }
}

const sql = (query: string): Action => ({ action_type: 'execute_sql', query })

/** Policies at the door of an environment. What they know of an instance they draw themselves. */
export class PolicyPlayer implements EpisodePlayer {
  readonly #place: Place
  readonly #engine: Engine

  private constructor(place: Place, engine: Engine) {
    this.#place = place
    this.#engine = engine
  }

  static async create(place: Place): Promise<PolicyPlayer> {
    return new PolicyPlayer(place, await createEngine(await loadSqliteWasm()))
  }

  #actionsOf(name: PolicyName, item: Item): (step: number) => Action | undefined {
    if (name === 'reader') return readerAction
    const task = resolveTask(
      item.id,
      splits.find((split) => split === item.split),
    )
    const random = new Random('policy', name, item.key)
    const queries = (): readonly string[] => {
      if (name === 'noop') return []
      if (name === 'oracle') return draftOf(task, item.seed).oracles[0].queries
      if (name === 'naive') {
        const { naive } = draftOf(task, item.seed)
        return naive.length === 0 ? [] : random.pick(naive).queries
      }
      const { before, draft } = instantiate(this.#engine, task, item.seed)
      const found = [
        ...blindPolicies(
          before,
          draft.parts.flatMap(({ tables }) => tables),
        ),
      ]
      return found.length === 0 ? [] : random.pick(found).queries
    }
    const actions = queries().map(sql)
    return (step) => actions[step]
  }

  async play({ player, item, attempt }: Job, reset: ResetChoice, signal: AbortSignal): Promise<Played> {
    if (signal.aborted) return { kind: 'interrupted' }
    const began = systemClock.now()
    const door = new HttpDoor(this.#place, `eval-${crypto.randomUUID()}`, () => undefined)
    try {
      const { outcome } = await playTask(door, reset, this.#actionsOf(player.name as PolicyName, item))
      door.name({ kind: 'script', name: player.name })
      const trajectory = door.recorded()
      if (trajectory === undefined) throw new TypeError('an episode that was played is recorded')
      return {
        kind: 'played',
        trajectory: {
          ...trajectory,
          evaluation: {
            item: item.key,
            player: player.name,
            attempt,
            ended: endOf(outcome, trajectory.steps, null),
            ...{ requests: 0, input_tokens: null, output_tokens: null, model_seconds: 0 },
            seconds: Math.round(systemClock.now() - began) / 1000,
          },
        },
      }
    } catch (error) {
      if (!(error instanceof EnvironmentFailure)) throw error
      const { code, message } = error
      return { kind: 'fault', fault: { kind: 'environment', code, message }, fatal: false }
    } finally {
      await door.close()
    }
  }
}
