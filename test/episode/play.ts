import type { Action, Environment, ResetParams, StepResult } from '../../src/index.ts'
import { canonicalJson } from '../../src/kit/canonical-json.ts'

export const inspect: Action = { action_type: 'inspect_schema' }
export const finish: Action = { action_type: 'finish_task' }
export const sql = (query: string): Action => ({ action_type: 'execute_sql', query })

/** Repairs that reach the target of the canonical instance, and of any seed. */
export const repairEasy: readonly Action[] = [
  sql(`UPDATE users SET phone = replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`),
  sql(`UPDATE users SET email = lower(replace(email, ' ', ''))`),
]

/** Takes actions one after another. */
export async function take(environment: Environment, ...actions: readonly unknown[]): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const action of actions) results.push(await environment.step(action))
  return results
}

/** A new episode and its answers to the actions. */
export async function playFrom(
  environment: Environment,
  params: ResetParams,
  ...actions: readonly unknown[]
): Promise<StepResult[]> {
  await environment.reset(params)
  return await take(environment, ...actions)
}

export const rewardsOf = (results: readonly StepResult[]): number[] => results.map(({ reward }) => reward)

/** Everything that can be seen of an environment, as bytes. */
export const bytesOf = (environment: Environment): string =>
  canonicalJson({ state: environment.state(), trajectory: environment.trajectory() })

/** Rewards in whole 1e-6, where sums are exact. */
export const toMicros = (points: number): number => Math.round(points * 1_000_000)
