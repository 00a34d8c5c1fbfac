import { describe, expect, it } from 'vitest'
import { createRuntime, type Environment, type Runtime } from '../../src/index.ts'
import { bytesOf, finish, inspect, playFrom, repairEasy, sql, take } from './play.ts'

/** Breaks the engine that new databases go to, as a trap would. */
async function breakEngine(runtime: Runtime): Promise<void> {
  const lease = await runtime.engines.lease()
  lease.engine.broken = true
  lease.release()
}

const actions = [
  inspect,
  sql('CREATE TEMP TABLE scratch AS SELECT random() AS x'),
  repairEasy[0],
  sql('SELECT oops'),
  sql('PRAGMA foreign_keys = ON; SELECT last_insert_rowid(), total_changes(), x FROM scratch'),
  repairEasy[1],
  inspect,
  finish,
]

async function undisturbed(): Promise<string> {
  const environment = (await createRuntime()).createEnvironment()
  await playFrom(environment, { reward_mode: 'potential' }, ...actions)
  return bytesOf(environment)
}

describe('a broken engine', () => {
  it('costs nothing: the episode goes on, with equal bytes, whichever step it hits', async () => {
    const bytes = await undisturbed()
    for (let hit = 0; hit < actions.length; hit++) {
      const runtime = await createRuntime()
      const environment = runtime.createEnvironment()
      await playFrom(environment, { reward_mode: 'potential' }, ...actions.slice(0, hit))
      await breakEngine(runtime)
      await take(environment, ...actions.slice(hit))
      expect(bytesOf(environment)).toBe(bytes)
      expect(environment.trajectory().steps.every((step) => step.host_cut === null)).toBe(true)
    }
  })

  it('costs its other episodes nothing either', async () => {
    const bytes = await undisturbed()
    const runtime = await createRuntime()
    const environments: Environment[] = []
    for (let index = 0; index < 5; index++) {
      const environment = runtime.createEnvironment()
      await playFrom(environment, { reward_mode: 'potential' }, ...actions.slice(0, index))
      environments.push(environment)
    }
    await breakEngine(runtime)
    for (const [index, environment] of environments.entries()) {
      await take(environment, ...actions.slice(index))
      expect(bytesOf(environment)).toBe(bytes)
    }
  })

  it('gets no new databases, and undo, fork and reset do without it', async () => {
    const runtime = await createRuntime()
    const environment = runtime.createEnvironment()
    await playFrom(environment, {}, inspect, sql('SELECT 1'))
    await breakEngine(runtime)
    const fork = await environment.fork()
    expect(bytesOf(fork)).toBe(bytesOf(environment))
    expect(await environment.undo()).not.toBeNull()
    expect(await environment.step(sql('SELECT 1'))).toMatchObject({ reward: 0.03, observation: { current_step: 2 } })
    await breakEngine(runtime)
    await environment.reset()
    expect(await environment.step(inspect)).toMatchObject({ reward: 0.03, observation: { current_step: 1 } })
  })

  it('is let go of when its last database is closed', async () => {
    const runtime = await createRuntime()
    const environment = runtime.createEnvironment()
    await environment.reset()
    expect(runtime.engines.size).toBe(1)
    await breakEngine(runtime)
    await environment.step(inspect)
    const lease = await runtime.engines.lease()
    lease.release()
    expect(runtime.engines.size).toBe(1)
  })
})
