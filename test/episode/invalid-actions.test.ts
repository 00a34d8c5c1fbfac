import { beforeAll, describe, expect, it } from 'vitest'
import { createEnvironment, type Environment, type ResetParams } from '../../src/index.ts'
import { finish, inspect, playFrom, rewardsOf, sql } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})

const cyclic: Record<string, unknown> = { action_type: 'finish_task' }
cyclic['self'] = cyclic

describe('whatever is not an action', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['text', 'finish_task'],
    ['a list', [finish]],
    ['an empty object', {}],
    ['an unknown type', { action_type: 'dance' }],
    ['a type in other case', { action_type: 'FINISH_TASK' }],
    ['a type that is no text', { action_type: ['finish_task'] }],
    ['an unknown key', { ...finish, sql: 'SELECT 1' }],
    ['a misspelt key', { action_type: 'execute_sql', qeury: 'SELECT 1' }],
    ['no query', { action_type: 'execute_sql' }],
    ['a query of null', { action_type: 'execute_sql', query: null }],
    ['a query that is a number', { action_type: 'execute_sql', query: 1 }],
    ['a query that is a list', { action_type: 'execute_sql', query: ['SELECT 1'] }],
    ['a table name that is a number', { ...inspect, table_name: 1 }],
    ['metadata that is a list', { ...finish, metadata: [] }],
    ['a cycle', cyclic],
    ['a function', () => finish],
    ['a number no JSON holds', { ...finish, metadata: { big: 10n } }],
  ])('is answered in-band, paid -0.05 and counted: %s', async (_, action) => {
    const [result, next] = await playFrom(environment, {}, action, sql('SELECT 1'))
    expect(result).toMatchObject({
      reward: -0.05,
      done: false,
      observation: { last_query_result: null, current_step: 1, steps_remaining: 9 },
      metadata: {},
    })
    expect(result?.observation.last_error).toMatch(/^invalid action: ./)
    expect(result?.observation.last_error?.length).toBeLessThan(600)
    expect(next).toMatchObject({ reward: 0.03, observation: { current_step: 2, last_error: null } })
  })

  it('may be as long and as strange as it likes', async () => {
    const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]))
    let deep: unknown = 1
    for (let level = 0; level < 3000; level++) deep = [deep]
    const results = await playFrom(
      environment,
      {},
      { ...finish, ...keys },
      { ...finish, ['x'.repeat(1_000_000)]: 1 },
      { ...finish, ['\uD83D']: 1 },
      { action_type: deep },
      sql(`SELECT '${'x'.repeat(2_000_000)}'`),
      sql(`/*${'*'.repeat(500_000)}*/${'('.repeat(50_000)}`),
      { ...inspect, table_name: '\uD83D'.repeat(1000) },
    )
    expect(rewardsOf(results)).toEqual(results.map(() => -0.05))
    for (const { observation } of results) {
      expect(observation.last_error?.length).toBeLessThan(700)
      // UTF-8 can hold it.
      expect(() => encodeURIComponent(observation.last_error ?? '')).not.toThrow()
    }
  })

  it('fills an episode like any other step', async () => {
    const results = await playFrom(environment, {}, ...Array.from({ length: 10 }, () => ({ action_type: 'dance' })))
    expect(results.at(-1)).toMatchObject({
      done: true,
      reward: -0.05,
      metadata: { truncated: true, return: -0.5, score: 0 },
    })
  })
})

describe('what typed clients send', () => {
  it('is an action: every field, null or empty where there is nothing', async () => {
    const blank = { query: null, table_name: null, metadata: {} }
    const results = await playFrom(
      environment,
      {},
      { ...blank, action_type: 'inspect_schema' },
      { ...blank, action_type: 'execute_sql', query: 'SELECT 1' },
      { ...blank, action_type: 'finish_task', metadata: { trace: 'x' } },
    )
    expect(rewardsOf(results)).toEqual([0.03, 0.03, 0])
    expect(results.at(-1)?.done).toBe(true)
  })

  it('is recorded as it was, and nobody can change the record', async () => {
    const action = { action_type: 'execute_sql', query: 'SELECT 1', metadata: { tries: 1 } }
    await playFrom(environment, {}, action)
    action.query = 'SELECT 2'
    action.metadata.tries = 2
    expect(environment.trajectory().steps[0]?.action).toEqual({
      action_type: 'execute_sql',
      query: 'SELECT 1',
      metadata: { tries: 1 },
    })
  })
})

describe('reset', () => {
  it.each<[string, unknown, string]>([
    ['an unknown task', { task_id: 'task_none' }, 'unknown_task'],
    ['a task id that is a number', { task_id: 1 }, 'validation_error'],
    ['an empty task id', { task_id: '' }, 'validation_error'],
    ['a negative seed', { seed: -1 }, 'validation_error'],
    ['a seed beyond 2^53', { seed: 2 ** 53 }, 'validation_error'],
    ['a seed that is no whole number', { seed: 0.5 }, 'validation_error'],
    ['a seed that is text', { seed: '1' }, 'validation_error'],
    ['an unknown mode', { reward_mode: 'best' }, 'validation_error'],
    ['an unknown parameter', { task: 'task_easy' }, 'validation_error'],
    ['a list', [], 'validation_error'],
  ])('refuses %s and leaves the episode as it was', async (_, params, code) => {
    await playFrom(environment, { episode_id: 'kept' }, sql("UPDATE users SET note = 'kept'"))
    await expect(environment.reset(params as ResetParams)).rejects.toMatchObject({ code })
    expect(environment.state()).toMatchObject({ episode_id: 'kept', step_count: 1 })
    const result = await environment.step(sql("SELECT count(*) FROM users WHERE note = 'kept'"))
    expect(result).toMatchObject({ observation: { last_query_result: { rows: [[32]] }, current_step: 2 } })
  })

  it('takes null for absent', async () => {
    const plain = await environment.reset()
    expect(await environment.reset({ task_id: null, seed: null, episode_id: null, reward_mode: null })).toEqual(plain)
    const canonical = environment.image()
    await environment.reset({ seed: Number.MAX_SAFE_INTEGER })
    expect(environment.image()).not.toEqual(canonical)
  })

  it('comes first', async () => {
    const own = await createEnvironment()
    await expect(own.step(inspect)).rejects.toMatchObject({ code: 'no_episode' })
    await expect(own.undo()).rejects.toMatchObject({ code: 'no_episode' })
    await expect(own.fork()).rejects.toMatchObject({ code: 'no_episode' })
    expect(() => own.trajectory()).toThrow('call reset')
    expect(() => own.image()).toThrow('call reset')
    await own.reset()
    await own.step(inspect)
    own.close()
    await expect(own.step(inspect)).rejects.toMatchObject({ code: 'no_episode' })
    await own.reset()
    expect(own.state().step_count).toBe(0)
    own.close()
  })
})
