import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import type { TableSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { blindJoins } from '../../../src/proof/check/blind-joins.ts'
import { blindPolicies } from '../../../src/proof/check/blind-policies.ts'
import { faultyColumns, faultyTables } from '../../../src/proof/check/check-family.ts'
import { checkTask } from '../../../src/proof/check/check-task.ts'
import type { TaskDefinition, TaskDraft } from '../../../src/tasks/define-task.ts'
import { resolveTask } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { canaryOf } from '../../../src/tasks/task-identity.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import { spoiltTable } from '../../tasks/drills/family-lines.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

/** A generated task with a fault put in. */
function broken(id: string, fault: (draft: TaskDraft) => Partial<TaskDraft>): TaskDefinition {
  const task = resolveTask(id)
  return {
    ...task,
    generate: (random, options) => {
      const draft = task.generate(random, options)
      return { ...draft, ...fault(draft) }
    },
  }
}

const complaints = (task: TaskDefinition, seed = 3): string[] =>
  checkTask(engine, task, seed).failures.map(({ check, message }) => `${check}: ${message}`)

/** A draft with one more table, the same before and after. */
function withTable({ seed, target, parts }: TaskDraft, table: TableSpec): Partial<TaskDraft> {
  const [first, ...others] = parts
  if (first === undefined) throw new Error('no part')
  const key = table.columns[0] ?? ''
  return {
    seed: { tables: [...seed.tables, table] },
    target: { tables: [...target.tables, table] },
    parts: [{ ...first, tables: [...first.tables, { name: table.name, key: [key] }] }, ...others],
  }
}

function plainTable(name: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): TableSpec {
  const ddl = `CREATE TABLE ${name} (${columns.map((column, place) => (place === 0 ? `${column} INT` : column)).join(', ')})`
  return { name, ddl, columns, rows }
}

describe('check-task reports of a generated task', () => {
  it('nothing when nothing is wrong', () => {
    expect(complaints(resolveTask('code_padding@2/shop/2'))).toEqual([])
  })

  it('an ambiguity whose other reading is as good', () => {
    const task = broken('code_padding@2/shop/2', ({ ambiguities = [], oracles }) => ({
      ambiguities: ambiguities.map((ambiguity) =>
        'other' in ambiguity ? { ...ambiguity, other: { ...oracles[0], name: 'other' } } : ambiguity,
      ),
    }))
    expect(complaints(task)).toEqual([
      'family: the other reading solves the task: whole codes of another length or letter',
    ])
  })

  it('an ambiguity that no sentence settles, one that the instance raises, and too few of them', () => {
    const unsettled = broken('code_padding@2/shop/2', ({ ambiguities = [] }) => ({
      ambiguities: ambiguities.map((ambiguity) =>
        'other' in ambiguity ? { ...ambiguity, sentence: `${ambiguity.sentence} Or not.` } : ambiguity,
      ),
    }))
    expect(complaints(unsettled)).toEqual(['family: nothing settles: whole codes of another length or letter'])
    const raised = broken('code_padding@2/shop/2', ({ ambiguities = [] }) => ({
      ambiguities: [...ambiguities, { name: 'rows', excluded: () => false }],
    }))
    expect(complaints(raised)).toEqual(['family: the instance raises: rows'])
    expect(complaints(broken('code_padding@2/shop/2', () => ({ ambiguities: [] })))).toEqual([
      'family: fewer than three ambiguity cases',
    ])
  })

  it('a goal that does not name the table', () => {
    const { table } = spoiltTable('date_iso@2/shop/1', 3)
    const silent = broken('date_iso@2/shop/1', ({ goal }) => ({ goal: goal.replaceAll(table, 'the table') }))
    expect(complaints(silent)).toEqual([`family: the goal does not name ${table}`])
  })

  it('a canary that an agent can read', () => {
    const task = resolveTask('date_iso@2/shop/1')
    const told = broken('date_iso@2/shop/1', ({ goal }) => ({ goal: `${goal} ${canaryOf(task, 3)}` }))
    expect(complaints(told)).toEqual(['family: the canary stands where an agent can read it'])
  })

  it('an image that is too large', () => {
    const rows = Array.from({ length: 8 }, (_, place) => [place, 'x'.repeat(200_000)])
    const task = broken('date_iso@2/shop/1', (draft) => withTable(draft, plainTable('archive', ['no', 'body'], rows)))
    expect(complaints(task).join('\n')).toMatch(/family: the image has \d{7} bytes/)
  })

  it('a table that lists the rows to repair', () => {
    const { lines } = spoiltTable('date_iso@2/shop/1', 3)
    const rows = lines.filter(({ found, due }) => found !== due).map(({ key }, place) => [place, key])
    const task = broken('date_iso@2/shop/1', (draft) => withTable(draft, plainTable('todo', ['no', 'line'], rows)))
    expect(complaints(task).join('\n')).toMatch(/leaks: todo\.line lists the rows of \w+\.\w+/)
  })

  it('a column that can be copied into place', () => {
    const { lines } = spoiltTable('epoch_mix@2/shop/1', 3)
    const dirty = lines.filter(({ found, due }) => found !== due)
    const rows = dirty.map(({ found, due }, place) => [place, found, due])
    const task = broken('epoch_mix@2/shop/1', (draft) =>
      withTable(draft, plainTable('known', ['no', 'was', 'is_'], rows)),
    )
    expect(complaints(task).join('\n')).toMatch(
      /blind joins: \w+\.\w+ from known\.is_ where was is \w+ scores (1|0\.9\d*)/,
    )
  })

  it('a naive or blind repair that earns too much for its level', () => {
    const most = broken('date_iso@2/shop/2', ({ naive, oracles }) => ({
      naive: [...naive, { name: 'most ways', queries: oracles[1].queries.slice(0, -1) }],
    }))
    expect(complaints(most).join('\n')).toMatch(/naive repairs: most ways scores 0\.[6-9]\d*, more than 0\.6/)
  })
})

describe('blind policies of a generated task', () => {
  it.each(['date_iso@2/shop/2', 'sentinels@2/bank/2'])(
    'that are left out of %s would earn nothing, and reading one table is enough',
    (id) => {
      const instance = instantiate(engine, resolveTask(id), 5)
      const { before, target, draft } = instance
      const faulty = faultyTables(
        before,
        target,
        draft.parts.flatMap(({ tables }) => tables),
      )
      const tried = new Set(
        blindPolicies(before, faulty, faultyColumns(before, target, faulty)).map(({ name }) => name),
      )
      const all = blindPolicies(before, faulty)
      expect(tried.size).toBeGreaterThan(20)
      expect(tried.size).toBeLessThan(all.length / 2)
      for (const { name, queries, table } of all) {
        const whole = playTrial(engine, instance, queries)
        expect(playTrial(engine, instance, queries, table)).toEqual(whole)
        if (!tried.has(name)) expect({ name, score: whole.scoreMicros }).toEqual({ name, score: 0 })
      }
    },
  )
})

describe('blind joins', () => {
  it('find a mapping and score it as R - D over all faulty cells', () => {
    const { before, target, draft } = instantiate(engine, resolveTask('lookup_null@2/shop/2'), 3)
    const graded = draft.parts.flatMap(({ tables }) => tables)
    const joins = [...blindJoins(before, target, graded)]
    expect(joins.length).toBeGreaterThan(100)
    expect(Math.max(...joins.map(({ score }) => score))).toBeLessThanOrEqual(0.5)
    expect(Math.min(...joins.map(({ score }) => score))).toBeLessThan(-0.5)
  })
})
