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

  const only = 'action_type: Invalid option: expected one of "inspect_schema"|"execute_sql"|"finish_task"'
  it.each<[object, string]>([
    ...['sql', 'statement', 'code', 'command', 'sql_query', 'SQL', 'sqlQuery', 'qurey', 'input', 'action'].map(
      (key): [object, string] => [
        { action_type: 'execute_sql', [key]: 'SELECT 1' },
        `Unrecognized key: "${key}"; did you mean query?`,
      ],
    ),
    ...['table', 'tables', 'tableName', 'tabel_name', 'name'].map((key): [object, string] => [
      { ...inspect, [key]: 'users' },
      `Unrecognized key: "${key}"; did you mean table_name?`,
    ]),
    ...['action', 'type', 'tool', 'tool_name', 'actionType', 'acton_type'].map((key): [object, string] => [
      { [key]: 'execute_sql', query: 'SELECT 1' },
      `${only}; Unrecognized key: "${key}"; did you mean action_type?`,
    ]),
    [{ command: 'finish_task' }, `${only}; Unrecognized key: "command"; did you mean action_type?`],
    [
      { name: 'execute_sql', arguments: { query: 'SELECT 1' } },
      `${only}; Unrecognized key: "name"; did you mean action_type?; Unrecognized key: "arguments"; put what is in it into the action itself`,
    ],
    [
      { action_type: 'execute_sql', sql: 'SELECT 1', table: 'users' },
      'Unrecognized key: "sql"; did you mean query?; Unrecognized key: "table"; did you mean table_name?',
    ],
    // The query is there already.
    [{ ...sql('SELECT 1'), sql: 'SELECT 2' }, 'Unrecognized key: "sql"'],
    [{ ...finish, thoughts: 'done' }, 'Unrecognized key: "thoughts"'],
    [{ ...finish, constructor: 1, ['a"\n']: 2 }, 'Unrecognized key: "constructor"; Unrecognized key: "a\\"\\n"'],
    ...['execute_query', 'run_sql', 'sql', 'Execute SQL', 'execute-sql', 'EXECUTE_SQL', 'excute_sql', 'SELECT 1'].map(
      (type): [object, string] => [{ action_type: type, query: 'SELECT 1' }, `${only}; did you mean execute_sql?`],
    ),
    ...['inspect', 'describe_table', 'list_tables', 'inspectSchema'].map((type): [object, string] => [
      { action_type: type },
      `${only}; did you mean inspect_schema?`,
    ]),
    ...['finish', 'submit', 'done', 'Finish', 'finish_tsk', 'submit_taks'].map((type): [object, string] => [
      { action_type: type },
      `${only}; did you mean finish_task?`,
    ]),
    [{ action_type: 'dance' }, only],
    [{ action_type: '__proto__' }, only],
  ])('is told the right names: %j', async (action, fault) => {
    const [result] = await playFrom(environment, {}, action)
    expect(result).toMatchObject({ reward: -0.05, done: false, observation: { current_step: 1 } })
    expect(result?.observation.last_error).toBe(`invalid action: ${fault}`)
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

  it.each([
    ['table_name', ''],
    ['table_name', null],
    ['metadata', ''],
    ['metadata', null],
    ['query', ''],
    ['query', null],
  ])('is as good as absent where it is empty: %s %j', async (key, empty) => {
    const [plain] = await playFrom(environment, {}, inspect)
    const results = await playFrom(environment, {}, { ...inspect, [key]: empty }, inspect)
    expect(JSON.stringify(results[0])).toBe(JSON.stringify(plain))
    // Both are the same inspection.
    expect(rewardsOf(results)).toEqual([0.03, -0.02])
    const others = await playFrom(environment, {}, ...(key === 'query' ? [] : [{ ...sql('SELECT 1'), [key]: empty }]), {
      ...finish,
      [key]: empty,
    })
    expect(others.at(-1)).toMatchObject({ done: true })
    expect(others.map(({ observation }) => observation.last_error)).toEqual(others.map(() => null))
  })

  it('is no query where that is empty', async () => {
    const results = await playFrom(environment, {}, sql(''), { ...sql(''), table_name: '', metadata: '' })
    expect(results.map(({ observation }) => observation.last_error)).toEqual(Array(2).fill('the query is empty'))
  })

  it('asks for a table that is none: it is told the nearest', async () => {
    const names = ['user', 'USERS ', 'main.users', 'public.user', 'nothing', 'x'.repeat(300)]
    const results = await playFrom(environment, {}, ...names.map((name) => ({ ...inspect, table_name: name })))
    expect(results.map(({ observation }) => observation.last_error?.replace(/x{10,}/, 'x'))).toEqual([
      'no such table: user; did you mean users?',
      'no such table: USERS ; did you mean users?',
      'no such table: main.users; did you mean users?',
      'no such table: public.user; did you mean users?',
      'no such table: nothing',
      'no such table: x…',
    ])
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
