import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import type { TableSpec } from '../../../src/data/content.ts'
import { checkTask } from '../../../src/proof/check/check-task.ts'
import { blindBound } from '../../../src/proof/check/laws.ts'
import type { ListedTask, TaskDefinition, TaskDraft } from '../../../src/tasks/define-task.ts'
import { taskList } from '../../../src/tasks/task-list.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const seeds = [null, ...Array.from({ length: 18 }, (_, seed) => seed), 1_000_003, Number.MAX_SAFE_INTEGER]

describe.each(taskList)('$id', (task) => {
  it.each(seeds)('passes with seed %s', (seed) => {
    const { failures, figures, ok } = checkTask(engine, task, seed)
    expect(failures).toEqual([])
    expect(ok).toBe(true)
    // A check that was shown nothing proves nothing.
    expect(figures?.rows).toBeGreaterThanOrEqual(20)
    expect(figures?.differing).toBeGreaterThanOrEqual(10)
    expect(figures?.naive.length).toBeGreaterThanOrEqual(3)
    expect(figures?.blind.length).toBeGreaterThanOrEqual(80)
    expect(figures?.wrongStates).toBeGreaterThan(500)
    expect(Math.max(...(figures?.blind ?? []).map(({ score }) => score))).toBeLessThanOrEqual(blindBound)
    expect(Math.max(...(figures?.naive ?? []).map(({ score }) => score))).toBeLessThan(1)
  })
})

/** A classic task with a fault put in. */
function broken(
  id: string,
  fault: (draft: TaskDraft) => Partial<TaskDraft>,
  more: Partial<ListedTask> = {},
): TaskDefinition {
  const task = taskList.find((candidate) => candidate.id === id)
  if (task === undefined) throw new Error(`no task ${id}`)
  return {
    ...task,
    ...more,
    generate: (random, options) => {
      const draft = task.generate(random, options)
      return { ...draft, ...fault(draft) }
    },
  }
}

/** Which checks fail, once each, and what they say. */
function complaints(task: TaskDefinition): { checks: string[]; messages: string } {
  const { failures, ok } = checkTask(engine, task, 3)
  expect(ok).toBe(failures.length === 0)
  return {
    checks: [...new Set(failures.map(({ check }) => check))],
    messages: failures.map(({ message }) => message).join('\n'),
  }
}

const firstTable = ({ tables }: TaskDraft['seed']): TableSpec => tables[0] as TableSpec

describe('check-task reports', () => {
  it('an oracle that misses', () => {
    const task = broken('task_easy', ({ oracles, naive }) => ({
      oracles: [oracles[0], { ...oracles[1], queries: naive[0]?.queries ?? [] }],
    }))
    const { checks, messages } = complaints(task)
    expect(checks).toEqual(['oracles'])
    expect(messages).toMatch(/letter by letter scores 0\.\d+: \d+ missed, \d+ wrong/)
    expect(messages).toContain('both oracles run update users set phone')
  })

  it('an oracle that fails', () => {
    const task = broken('task_dedup', ({ oracles }) => ({
      oracles: [{ name: 'typo', queries: ['DELETE FROM customer'] }, oracles[1]],
    }))
    expect(complaints(task)).toMatchObject({
      checks: ['oracles'],
      messages: expect.stringContaining('no such table: customer') as string,
    })
  })

  it('an oracle that leaves a table behind', () => {
    const task = broken('task_dedup', ({ oracles }) => ({
      oracles: [
        { name: 'messy', queries: [...oracles[0].queries, 'CREATE TABLE kept AS SELECT * FROM customers'] },
        oracles[1],
      ],
    }))
    expect(complaints(task)).toMatchObject({
      checks: ['oracles'],
      messages: expect.stringContaining('messy scores 0.95') as string,
    })
  })

  it('a step limit that the oracles exceed', () => {
    const { checks, messages } = complaints(broken('task_hard', () => ({}), { stepLimit: 3 }))
    expect(checks).toEqual(['oracles'])
    expect(messages).toContain('takes 4 steps of 3')
  })

  it('a naive repair that solves the task, or that fails', () => {
    const solving = broken('task_medium', ({ naive, oracles }) => ({
      naive: [...naive, { ...oracles[0], name: 'lucky' }],
    }))
    expect(complaints(solving)).toEqual({ checks: ['naive repairs'], messages: 'lucky solves the task' })
    const failing = broken('task_medium', ({ naive }) => ({ naive: [...naive, { name: 'typo', queries: ['SELEC'] }] }))
    expect(complaints(failing).checks).toEqual(['naive repairs'])
    expect(complaints(broken('task_medium', () => ({ naive: [] }))).messages).toBe('fewer than three naive repairs')
  })

  it('a predicate that takes everything', () => {
    const { checks, messages } = complaints(broken('task_hard', () => ({ accepts: () => true })))
    expect(checks).toEqual(['worthless policies', 'naive repairs', 'blind policies', 'accepts'])
    expect(messages).toContain('takes the seed')
    expect(messages).toContain('takes monthly_revenue a view')
  })

  it('a predicate that looks away from one column', () => {
    const task = broken('task_easy', ({ accepts }) => ({
      accepts: (seed, state) => {
        const users = state.tables.get('users')
        const before = seed.tables.get('users')
        if (users?.columns[4] !== 'note' || before === undefined) return accepts(seed, state)
        const notes = new Map(before.rows.map((row) => [row[0], row[4] ?? 'n']))
        const rows = users.rows.map((row) => row.with(4, notes.get(row[0]) ?? row[4] ?? 'n'))
        return accepts(seed, { ...state, tables: new Map(state.tables).set('users', { ...users, rows }) })
      },
    }))
    const { failures } = checkTask(engine, task, 3)
    const taken = failures.filter(({ check }) => check === 'accepts').map(({ message }) => message)
    expect(taken.length).toBeGreaterThan(50)
    expect(taken.filter((message) => !/^takes users row \d+: note is/.test(message))).toEqual([])
  })

  it('a predicate that forgets what is left behind', () => {
    const task = broken('task_dedup', ({ accepts }) => ({
      accepts: (seed, state) => accepts(seed, { ...state, objects: seed.objects }),
    }))
    expect(complaints(task).messages.split('\n')).toEqual(
      ['table', 'view', 'trigger', 'index'].map((type) => `takes ${type} scratch left behind`),
    )
  })

  it('a predicate that rejects an equal state', () => {
    const task = broken('task_dedup', ({ accepts }) => ({
      accepts: (seed, state) => accepts(seed, state) && state.tables.get('customers')?.columns[0] === 'id',
    }))
    expect(complaints(task).messages.split('\n')).toEqual([
      'rejects customers with its columns in reverse',
      'rejects customers with column names in capitals',
    ])
  })

  it('a predicate that throws', () => {
    const task = broken('task_dedup', () => ({
      accepts: () => {
        throw new Error('no such column')
      },
    }))
    expect(complaints(task).messages).toContain('Error: no such column')
  })

  it('a table or a view that holds the target', () => {
    const backup = broken('task_easy', ({ seed, target }) => {
      const { columns, rows } = firstTable(target)
      const table = {
        name: 'users_old',
        ddl: 'CREATE TABLE users_old (a, b, c, d, e)',
        columns: ['a', 'b', 'c', 'd', 'e'],
        rows,
      }
      expect(columns).toHaveLength(5)
      const tables = [...seed.tables, table]
      const parts = [
        {
          name: 'data',
          weight: 1,
          tables: [
            { name: 'users', key: ['id'] },
            { name: 'users_old', key: ['a'] },
          ],
        },
      ]
      return { seed: { tables }, target: { tables: [...target.tables, table] }, parts }
    })
    const found = complaints(backup)
    expect(found.checks).toContain('leaks')
    expect(found.messages).toContain('users_old gives every clean users.email')
    expect(found.messages).toContain('users_old gives every clean users.phone')

    const view = `CREATE VIEW kept AS SELECT min(id) AS number FROM customers GROUP BY email`
    const hint = broken('task_dedup', ({ seed, target }) => ({
      seed: { ...seed, statements: [view] },
      target: { ...target, statements: [view] },
    }))
    expect(complaints(hint).messages).toContain('kept lists the rows of customers that stay or go')

    const ready = 'CREATE VIEW ready AS SELECT * FROM legacy_orders WHERE amt >= 0'
    const copy = broken('task_medium', ({ seed, target }) => ({
      seed: { ...seed, statements: [ready] },
      target: { ...target, statements: [ready] },
    }))
    expect(complaints(copy).messages).toContain('ready holds the rows that current_orders lacks')
  })

  it('clean values among the bytes of the seed', () => {
    const task = broken('task_easy', ({ seed, target }) => {
      const email = String(
        firstTable(target).rows.find((row, index) => row[2] !== firstTable(seed).rows[index]?.[2])?.[2],
      )
      const statements = [`CREATE VIEW hint AS SELECT 1 AS one /* ${email} */`]
      return { seed: { ...seed, statements }, target: { ...target, statements } }
    })
    expect(complaints(task)).toMatchObject({
      checks: expect.arrayContaining(['leaks']) as string[],
      messages: expect.stringMatching(/the bytes of the seed hold \S+@\S+/) as string,
    })
  })

  it('a goal that shows an answer or forgets a table', () => {
    const shows = broken('task_easy', ({ goal, seed, target }) => {
      const email = firstTable(target).rows.find((row, index) => row[2] !== firstTable(seed).rows[index]?.[2])?.[2]
      return { goal: `${goal} For example ${String(email)}.` }
    })
    expect(complaints(shows).messages).toMatch(/^the goal shows the clean value \S+@\S+$/)
    const forgets = broken('task_hard', ({ goal }) => ({ goal: goal.replaceAll('monthly_revenue', 'the new table') }))
    expect(complaints(forgets)).toEqual({ checks: ['goal'], messages: 'the goal does not name monthly_revenue' })
  })

  it('a generator that is not a function of the seed', () => {
    let calls = 0
    const task = broken('task_dedup', ({ goal }) => ({ goal: `${goal} ${calls++}` }))
    expect(complaints(task)).toEqual({
      checks: ['determinism'],
      messages: 'goal, clock, parts or repairs of one seed differ',
    })
    const images = broken('task_dedup', ({ seed }) => {
      const table = firstTable(seed)
      return { seed: { tables: [{ ...table, rows: calls++ % 2 === 0 ? table.rows : table.rows.toReversed() }] } }
    })
    expect(complaints(images)).toEqual({ checks: ['determinism'], messages: 'two seed images of one seed differ' })
  })

  it('a task that pays a statement without a rule', () => {
    const task = broken('task_easy', ({ seed, target }) => {
      const table = firstTable(seed)
      const rows = firstTable(target).rows.map((row) => row.with(2, String(row[2]).toUpperCase()))
      return { seed: { tables: [{ ...table, rows }] } }
    })
    expect(complaints(task).messages).toMatch(/^lower: users\.email solves the task$/m)
  })

  it('a task that pays destruction', () => {
    const task = broken('task_dedup', ({ target }) => {
      const table = firstTable(target)
      return { target: { tables: [{ ...table, rows: table.rows.slice(0, 5) }] } }
    })
    expect(complaints(task).messages).toMatch(/^delete all scores 0\.\d+$/m)
  })

  it('keys that cannot be followed', () => {
    const task = broken('task_dedup', ({ parts }) => ({
      parts: parts.map((part) => ({ ...part, tables: [{ name: 'customers', key: ['city'] }] })),
    }))
    const { checks, messages } = complaints(task)
    expect(checks).toContain('keys')
    expect(messages).toContain('seed: a key of customers is NULL or missing')
    expect(messages).toContain('seed: keys of customers repeat')
  })

  it('a draft that is no task', () => {
    const same = broken('task_dedup', ({ seed }) => ({ target: seed }))
    const { failures, figures } = checkTask(engine, same, null)
    expect(failures.map(({ check }) => check)).toEqual(['instance'])
    expect(failures[0]?.message).toContain('seed and target are equal')
    expect(figures).toBeNull()
  })
})
