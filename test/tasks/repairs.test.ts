import { beforeAll, describe, expect, it } from 'vitest'
import { Episode } from '../../src/episode/episode.ts'
import { defaultRewards } from '../../src/episode/rewards.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import { toRecords } from '../../src/data/content.ts'
import type { SqlValue } from '../../src/data/values.ts'
import { worthlessPolicies } from '../../src/proof/check/blind-policies.ts'
import { instantiate, type TaskInstance } from '../../src/tasks/instantiate.ts'
import { findTask, taskList } from '../../src/tasks/task-list.ts'
import { playTrial, type Trial } from '../../src/proof/trial.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const seeds = [null, 11, 12, 13]

function instanceOf(id: string, seed: number | null): TaskInstance {
  const task = findTask(id)
  if (task === undefined) throw new Error(`no task ${id}`)
  return instantiate(engine, task, seed)
}

const play = (id: string, seed: number | null, queries: readonly string[]): Trial =>
  playTrial(engine, instanceOf(id, seed), queries)

/** Plays queries and finish_task as an agent would; returns the last step's metadata. */
function playEpisode(instance: TaskInstance, queries: readonly string[]): unknown {
  const { id, rewardMode, stepLimit } = instance.task
  const episode = Episode.start(engine, instance, { episodeId: id, rewardMode, stepLimit, rewards: defaultRewards })
  try {
    for (const query of queries) {
      const { done, metadata } = episode.step({ action_type: 'execute_sql', query })
      if (done) return metadata
    }
    return episode.step({ action_type: 'finish_task' }).metadata
  } finally {
    episode.close()
  }
}

describe.each(taskList)('$id in a real episode', (task) => {
  it.each(seeds)('is solved by both oracles, seed %s', (seed) => {
    const instance = instantiate(engine, task, seed)
    for (const { queries } of instance.draft.oracles) {
      const reward = Math.round((queries.length * 0.03 + 0.5) * 1e6) / 1e6
      expect(playEpisode(instance, queries)).toMatchObject({
        grader_score: 1,
        solved: true,
        truncated: false,
        return: reward,
      })
    }
  })

  it.each(seeds)('pays nothing for doing nothing, reading or destroying, seed %s', (seed) => {
    const instance = instantiate(engine, task, seed)
    const graded = instance.draft.parts.flatMap(({ tables }) => tables)
    for (const { name, queries } of worthlessPolicies(instance.before, graded)) {
      expect([name, playEpisode(instance, queries)]).toMatchObject([name, { grader_score: 0, solved: false }])
    }
  })
})

describe('the SQL of the founding document', () => {
  it('leaves sneha and vikram when it only trims', () => {
    const { state, solved } = play('task_easy', null, ['UPDATE users SET email = LOWER(TRIM(email))'])
    const users = state.tables.get('users')
    const emails = users === undefined ? [] : toRecords(users).map(({ email }): SqlValue => email ?? null)
    expect(solved).toBe(false)
    expect(emails).toEqual(expect.arrayContaining(['priya@outlook.com', 'sneha@ gmail.com', 'vikram @gmail.com']))
  })

  it('solves the canonical task_easy with the inner spaces removed as well', () => {
    const fixPhones = `UPDATE users SET phone = REPLACE(REPLACE(REPLACE(REPLACE(phone, '+91-', ''), '(', ''), ')', ''), '-', '')`
    const fixEmails = `UPDATE users SET email = LOWER(REPLACE(email, ' ', ''))`
    expect(play('task_easy', null, [fixPhones, fixEmails]).solved).toBe(true)
  })
})

describe('task_hard takes every honest way', () => {
  const clean =
    'DELETE FROM invoices WHERE customer_id IS NULL OR customer_id NOT IN (SELECT customer_id FROM customers)'
  const totals = 'SELECT invoice_month, ROUND(SUM(amount), 2) AS total_revenue FROM invoices GROUP BY invoice_month'

  it.each([
    ['CREATE TABLE AS SELECT', [clean, `CREATE TABLE monthly_revenue AS ${totals}`]],
    [
      'a primary key',
      [
        clean,
        'CREATE TABLE monthly_revenue (invoice_month TEXT PRIMARY KEY, total_revenue REAL)',
        `INSERT INTO monthly_revenue ${totals} ORDER BY 1 DESC`,
      ],
    ],
    ['everything in one action', [`${clean}; CREATE TABLE Monthly_Revenue AS ${totals};`]],
    [
      'a temporary table on the way',
      [
        `CREATE TEMP TABLE keep AS SELECT customer_id FROM customers`,
        clean,
        `CREATE TABLE monthly_revenue AS ${totals}`,
      ],
    ],
    ['foreign keys switched on', ['PRAGMA foreign_keys = ON', clean, `CREATE TABLE monthly_revenue AS ${totals}`]],
  ])('%s', (_, queries) => {
    for (const seed of seeds) expect(play('task_hard', seed, queries)).toMatchObject({ solved: true, errors: [] })
  })
})

describe('task_null_repair', () => {
  const age = 'UPDATE employees SET age = (SELECT ROUND(AVG(age)) FROM employees) WHERE age IS NULL'
  const salary = 'UPDATE employees SET salary = (SELECT ROUND(AVG(salary), 2) FROM employees) WHERE salary IS NULL'
  const department = `UPDATE employees SET department = 'General' WHERE department IS NULL`

  it.each([
    [[age, salary, department]],
    [[age, department, salary]],
    [[salary, age, department]],
    [[salary, department, age]],
    [[department, age, salary]],
    [[department, salary, age]],
  ])('may be repaired in any order: %#', (queries) => {
    for (const seed of seeds) expect(play('task_null_repair', seed, queries).solved).toBe(true)
  })

  it('may be repaired row by row, with the average taken anew each time', () => {
    for (const seed of seeds) {
      const { draft } = instanceOf('task_null_repair', seed)
      const rows = draft.seed.tables[0]?.rows ?? []
      const oneByOne = rows.flatMap(([id]) => [
        `UPDATE employees SET age = (SELECT ROUND(AVG(age)) FROM employees) WHERE age IS NULL AND id = ${String(id)}`,
        `UPDATE employees SET salary = (SELECT ROUND(AVG(salary), 2) FROM employees)
         WHERE salary IS NULL AND id = ${String(id)}`,
      ])
      expect(play('task_null_repair', seed, [...oneByOne, department]).solved).toBe(true)
    }
  })
})

describe('task_dedup', () => {
  it('takes a correlated delete', () => {
    const query = `DELETE FROM customers WHERE EXISTS
      (SELECT 1 FROM customers AS twin WHERE twin.email = customers.email AND twin.id < customers.id)`
    for (const seed of seeds) expect(play('task_dedup', seed, [query]).solved).toBe(true)
  })
})

describe('task_medium', () => {
  it('takes rows that are migrated one by one', () => {
    for (const seed of seeds) {
      const { draft } = instanceOf('task_medium', seed)
      const queries = (draft.seed.tables[0]?.rows ?? []).flatMap(([id, , amount]) =>
        Number(amount) < 0
          ? []
          : [`INSERT INTO current_orders SELECT * FROM legacy_orders WHERE order_id = ${String(id)}`],
      )
      expect(play('task_medium', seed, queries).solved).toBe(true)
    }
  })
})
