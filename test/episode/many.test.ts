import { expect, it } from 'vitest'
import { createRuntime, taskList, type Environment } from '../../src/index.ts'
import { bytesOf, finish, inspect, playFrom, sql } from './play.ts'

const count = 200
const reads: Record<string, string> = {
  task_easy: 'SELECT * FROM users',
  task_medium: 'SELECT * FROM legacy_orders',
  task_hard: 'SELECT * FROM invoices',
  task_null_repair: 'SELECT * FROM employees',
  task_dedup: 'SELECT * FROM customers',
}

/** The episode number `index`: its task, seed and some of its own SQL. */
function episode(index: number) {
  const taskId = taskList[index % taskList.length]?.id ?? ''
  const actions = [
    inspect,
    sql(reads[taskId] ?? ''),
    sql(`CREATE TEMP TABLE own AS SELECT ${index} AS me, random() AS luck`),
    sql('SELECT * FROM own'),
    sql('SELECT oops'),
    finish,
  ]
  return { params: { task_id: taskId, seed: index % 12, episode_id: `e${index}` }, actions }
}

it(`${count} environments at once do what each would do alone`, async () => {
  const runtime = await createRuntime()
  const environments = Array.from({ length: count }, () => runtime.createEnvironment())
  await Promise.all(environments.map((environment, index) => environment.reset(episode(index).params)))
  // In turns, so that every step follows the steps of others on its engine.
  for (let turn = 0; turn < episode(0).actions.length; turn++) {
    await Promise.all(environments.map((environment, index) => environment.step(episode(index).actions[turn])))
  }
  expect(runtime.engines.size).toBeGreaterThan(1)
  expect(environments.every((environment) => environment.state().done)).toBe(true)

  const alone = (await createRuntime()).createEnvironment()
  for (let index = 0; index < count; index += 7) {
    const { params, actions } = episode(index)
    await playFrom(alone, params, ...actions)
    expect(bytesOf(alone)).toBe(bytesOf(environments[index] as Environment))
  }
  const luck = environments.map((environment) => JSON.stringify(environment.trajectory().steps[3]?.result.observation))
  expect(new Set(luck).size).toBe(count)

  const engines = runtime.engines.size
  for (const environment of environments) environment.close()
  await Promise.all(environments.map((environment) => environment.reset()))
  expect(runtime.engines.size).toBeLessThanOrEqual(engines)
  for (const environment of environments) environment.close()
})

it('environments that start the same instance at the same time get equal ones', async () => {
  const runtime = await createRuntime()
  const environments = Array.from({ length: 8 }, () => runtime.createEnvironment())
  const resets = await Promise.all(environments.map((environment) => environment.reset({ seed: 77 })))
  expect(new Set(resets.map((reset) => JSON.stringify(reset))).size).toBe(1)
  expect(new Set(environments.map((environment) => environment.trajectory().image_digest)).size).toBe(1)
})
