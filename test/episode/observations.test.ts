import { beforeAll, describe, expect, it } from 'vitest'
import { observationSchema, resetObservationSchema } from '../../src/contract/observation.ts'
import { resetResultSchema, stateSchema, stepResultSchema } from '../../src/contract/episode.ts'
import { createEnvironment, createRuntime, taskList, type Environment, type QueryResult } from '../../src/index.ts'
import { fromTypedCell } from '../../src/data/values.ts'
import { finish, inspect, playFrom, repairEasy, sql, take } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})

const eightFields = [
  'available_tables',
  'current_step',
  'goal',
  'last_error',
  'last_query_result',
  'schema_summary',
  'steps_remaining',
  'task_id',
]

async function resultOf(...queries: readonly string[]): Promise<QueryResult | null> {
  const results = await playFrom(environment, {}, ...queries.map(sql))
  const last = results.at(-1)
  expect(last?.observation.last_error).toBeNull()
  return last?.observation.last_query_result ?? null
}

describe('the observation', () => {
  it('has the eight fields always, and the prompt at reset alone', async () => {
    const reset = await environment.reset()
    expect(Object.keys(reset.observation).toSorted()).toEqual([...eightFields, 'metadata'].toSorted())
    expect(reset.observation.metadata).toEqual(reset.metadata)
    expect(reset).toMatchObject({ reward: null, done: false, observation: { current_step: 0, steps_remaining: 10 } })
    expect(reset.metadata.prompt).toContain(reset.observation.goal)
    resetResultSchema.parse(reset)
    resetObservationSchema.parse(reset.observation)
    const results = await take(environment, inspect, sql('SELECT 1'), sql('SELECT'), null, ...repairEasy, finish)
    for (const [index, result] of results.entries()) {
      expect(Object.keys(result).toSorted()).toEqual(['done', 'metadata', 'observation', 'reward'])
      expect(Object.keys(result.observation).toSorted()).toEqual(eightFields)
      expect(result.observation).toMatchObject({
        task_id: 'task_easy',
        goal: reset.observation.goal,
        current_step: index + 1,
        steps_remaining: 9 - index,
      })
      stepResultSchema.parse(result)
      observationSchema.parse(result.observation)
      if (!result.done) expect(result.metadata).toEqual({})
    }
  })

  it('tells nothing of rewards, scores or the target before the end', async () => {
    const runtime = await createRuntime()
    let secrets = 0
    for (const task of taskList) {
      const instance = await runtime.instance(task, 5)
      const cellsOf = (content: typeof instance.target) =>
        [...content.tables.values()].flatMap(({ rows }) =>
          rows.flatMap((row) => row.map((cell) => String(fromTypedCell(cell)))),
        )
      const seedText = cellsOf(instance.before).join('\n')
      const hidden = cellsOf(instance.target).filter((text) => text.length > 5 && !seedText.includes(text))
      const own = runtime.createEnvironment()
      const reset = await own.reset({ task_id: task.id, seed: 5, reward_mode: 'potential' })
      const names = instance.summary.tables.map((name) => `SELECT * FROM ${name}`)
      const results = await take(own, inspect, ...names.map(sql), sql('SELECT oops'), { action_type: 'dance' })
      const shown = JSON.stringify([
        { ...reset, reward: 0 },
        results.map(({ observation, metadata }) => ({ observation, metadata })),
        own.state(),
      ])
      // Goal and prompt tell how grading works; nothing else speaks of it.
      const told = [reset.metadata.prompt, reset.observation.goal].map((text) => JSON.stringify(text))
      const rest = told.reduce((text, part) => text.replaceAll(part, ''), shown)
      expect(/grader|score|solved|"grade"|"return"|target|damaged|correct/i.exec(rest)).toBeNull()
      expect(hidden.filter((text) => shown.includes(text))).toEqual([])
      secrets += hidden.length
      own.close()
    }
    expect(secrets).toBeGreaterThan(20)
  })

  it('follows the schema: tables, views, TEMP objects, renamed columns', async () => {
    await environment.reset()
    const steps: [string, Record<string, string[]>][] = [
      ['CREATE TABLE b (x, "y z")', { b: ['x', 'y z'], users: ['id', 'name', 'email', 'phone', 'note'] }],
      [
        'CREATE VIEW a AS SELECT 1 AS one',
        { a: ['one'], b: ['x', 'y z'], users: ['id', 'name', 'email', 'phone', 'note'] },
      ],
      [
        'DROP VIEW a; ALTER TABLE b RENAME x TO w',
        { b: ['w', 'y z'], users: ['id', 'name', 'email', 'phone', 'note'] },
      ],
      ['ALTER TABLE users DROP COLUMN note', { b: ['w', 'y z'], users: ['id', 'name', 'email', 'phone'] }],
      ['CREATE TEMP TABLE b (t)', { b: ['t'], users: ['id', 'name', 'email', 'phone'] }],
    ]
    for (const [query, summary] of steps) {
      const [result] = await take(environment, sql(query))
      expect(result?.observation.schema_summary).toEqual(summary)
      expect(result?.observation.available_tables).toEqual(Object.keys(summary))
    }
  })

  it('holds a table of any name', async () => {
    const [result] = await playFrom(
      environment,
      {},
      sql('CREATE TABLE "__proto__" (x); CREATE TABLE "constructor" (y)'),
    )
    expect(result?.observation.available_tables).toEqual(['__proto__', 'constructor', 'users'])
    expect(JSON.parse(JSON.stringify(result?.observation.schema_summary))).toEqual(
      JSON.parse('{"__proto__":["x"],"constructor":["y"],"users":["id","name","email","phone","note"]}'),
    )
  })
})

describe('last_query_result', () => {
  it('of one statement with columns: rows as arrays', async () => {
    expect(await resultOf("SELECT 1 AS a, 'x' AS b, NULL AS c, 0.5 AS d")).toEqual({
      columns: ['a', 'b', 'c', 'd'],
      rows: [[1, 'x', null, 0.5]],
      row_count: 1,
      truncated: false,
    })
    expect(await resultOf('SELECT id FROM users WHERE id < 0')).toEqual({
      columns: ['id'],
      rows: [],
      row_count: 0,
      truncated: false,
    })
  })

  it('keeps columns of the same name apart', async () => {
    expect(await resultOf('SELECT 1 AS x, 2 AS x, 3 AS "X"')).toMatchObject({
      columns: ['x', 'x', 'X'],
      rows: [[1, 2, 3]],
    })
  })

  it('spells what JSON cannot hold', async () => {
    expect(await resultOf("SELECT 9e999, -9e999, x'00ff', 9007199254740993, 9007199254740991, -0.0")).toMatchObject({
      rows: [
        [
          { $real: 'Infinity' },
          { $real: '-Infinity' },
          { $blob: 'AP8=' },
          '9007199254740993',
          9007199254740991,
          expect.anything(),
        ],
      ],
    })
    const negativeZero = JSON.stringify(await resultOf('SELECT -0.0, 0.0'))
    expect(negativeZero).toContain('[[0,0]]')
  })

  it('of one statement without columns: rows affected', async () => {
    expect(await resultOf('UPDATE users SET note = 1')).toEqual({ rows_affected: 32 })
    expect(await resultOf('DELETE FROM users WHERE id < 0')).toEqual({ rows_affected: 0 })
    expect(await resultOf('CREATE TABLE t (x)')).toEqual({ rows_affected: 0 })
    expect(await resultOf('UPDATE users SET note = 1', 'CREATE INDEX i ON users (note)')).toEqual({ rows_affected: 0 })
  })

  it('of several statements: all, in order', async () => {
    expect(
      await resultOf('CREATE TABLE t (x); INSERT INTO t VALUES (1), (2);; SELECT x FROM t; BEGIN; COMMIT'),
    ).toEqual({
      statements: [
        { rows_affected: 0 },
        { rows_affected: 2 },
        { columns: ['x'], rows: [[1], [2]], row_count: 2, truncated: false },
        { rows_affected: 0 },
        { rows_affected: 0 },
      ],
    })
    // One statement between empty ones is one statement.
    expect(await resultOf(';; UPDATE users SET note = 2 ; -- done')).toEqual({ rows_affected: 32 })
  })

  it('of RETURNING, PRAGMA and EXPLAIN: columns', async () => {
    expect(
      await resultOf('UPDATE users SET note = 7 WHERE id = (SELECT min(id) FROM users) RETURNING note AS n'),
    ).toEqual({
      columns: ['n'],
      rows: [['7']],
      row_count: 1,
      truncated: false,
    })
    expect(await resultOf('PRAGMA foreign_keys')).toMatchObject({ columns: ['foreign_keys'], rows: [[0]] })
    expect(await resultOf('PRAGMA table_info(users)')).toMatchObject({
      columns: expect.arrayContaining(['name']),
      row_count: 5,
    })
    expect(await resultOf('EXPLAIN QUERY PLAN SELECT * FROM users')).toMatchObject({
      columns: expect.arrayContaining(['detail']),
    })
    expect(await resultOf('EXPLAIN SELECT 1')).toMatchObject({ columns: expect.arrayContaining(['opcode']) })
  })

  it('shows 100 rows and counts all', async () => {
    const numbers = 'WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 250) SELECT i FROM n'
    const result = await resultOf(numbers)
    expect(result).toMatchObject({ row_count: 250, truncated: true })
    expect(result && 'rows' in result ? result.rows : []).toHaveLength(100)
  })

  it('is null on reset, finish and errors', async () => {
    const reset = await environment.reset()
    expect(reset.observation.last_query_result).toBeNull()
    const results = await take(
      environment,
      sql('SELECT 1'),
      sql('SELECT oops'),
      sql('SELECT 2'),
      null,
      sql('SELECT 3'),
      finish,
    )
    expect(results.map(({ observation }) => observation.last_query_result === null)).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ])
    expect(results.map(({ observation }) => observation.last_error === null)).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
    ])
  })
})

describe('inspect_schema', () => {
  it('shows tables and views by name, with DDL, row counts and foreign keys', async () => {
    const [, result] = await playFrom(
      environment,
      {},
      sql(`CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), parent REFERENCES orders);
           INSERT INTO orders (user_id) VALUES (1), (2); CREATE VIEW everyone AS SELECT name FROM users`),
      inspect,
    )
    expect(result?.observation.last_query_result).toEqual({
      tables: [
        {
          name: 'everyone',
          type: 'view',
          ddl: 'CREATE VIEW everyone AS SELECT name FROM users',
          row_count: null,
          foreign_keys: [],
        },
        {
          name: 'orders',
          type: 'table',
          ddl: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), parent REFERENCES orders)',
          row_count: 2,
          foreign_keys: expect.arrayContaining([
            { column: 'user_id', ref_table: 'users', ref_column: 'id' },
            { column: 'parent', ref_table: 'orders', ref_column: null },
          ]),
        },
        {
          name: 'users',
          type: 'table',
          ddl: expect.stringMatching(/^CREATE TABLE users/),
          row_count: 32,
          foreign_keys: [],
        },
      ],
    })
  })

  it('is narrowed by table_name, without regard to case; null means all', async () => {
    const [one, all] = await playFrom(
      environment,
      { task_id: 'task_hard' },
      { ...inspect, table_name: 'INVOICES' },
      { ...inspect, table_name: null, query: null },
    )
    const namesOf = (result: typeof one) => {
      const shown = result?.observation.last_query_result
      return shown && 'tables' in shown ? shown.tables.map(({ name }) => name) : []
    }
    expect(namesOf(one)).toEqual(['invoices'])
    expect(namesOf(all)).toEqual(['customers', 'invoices'])
  })
})

describe('state', () => {
  it('works before reset, at every step and after the end', async () => {
    const own = await createEnvironment()
    const blank = {
      episode_id: null,
      task_id: null,
      seed: null,
      step_count: 0,
      step_limit: 0,
      done: false,
      reward_mode: null,
    }
    expect(own.state()).toEqual(blank)
    await own.reset({ task_id: 'task_hard', seed: 3, reward_mode: 'terminal' })
    const started = {
      episode_id: 'task_hard:3',
      task_id: 'task_hard',
      seed: 3,
      step_count: 0,
      step_limit: 20,
      done: false,
      reward_mode: 'terminal',
    }
    expect(own.state()).toEqual(started)
    await take(own, inspect, null)
    expect(own.state()).toEqual({ ...started, step_count: 2 })
    await take(own, finish)
    const outcome = { grader_score: 0, score: 0, solved: false, truncated: false }
    const task = { id: 'task_hard', split: 'classic', seed: 3, version: 1 }
    expect(own.state()).toEqual({ ...started, step_count: 3, done: true, ...outcome, task })
    stateSchema.parse(own.state())
    own.close()
    expect(own.state()).toEqual(blank)
  })

  it('names the episode as the client does, else by task and seed', async () => {
    await environment.reset({ episode_id: 'mine' })
    expect(environment.state().episode_id).toBe('mine')
    await environment.reset()
    expect(environment.state()).toMatchObject({ episode_id: 'task_easy:canonical', seed: null })
    await environment.reset({ seed: 0 })
    expect(environment.state()).toMatchObject({ episode_id: 'task_easy:0', seed: 0 })
  })
})
