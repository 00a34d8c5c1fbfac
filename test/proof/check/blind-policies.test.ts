import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { toRecords } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { blindPolicies, worthlessPolicies } from '../../../src/proof/check/blind-policies.ts'
import { instantiate, type TaskInstance } from '../../../src/tasks/instantiate.ts'
import { findTask } from '../../../src/tasks/task-list.ts'
import { playTrial } from '../../../src/proof/trial.ts'

let engine: Engine
let staff: TaskInstance
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
  const task = findTask('task_null_repair')
  if (task === undefined) throw new Error('no task_null_repair')
  staff = instantiate(engine, task, null)
})

/** The ages before and after a blind policy, by id. */
function ages(policy: string): { before: SqlValue[]; after: SqlValue[] } {
  const graded = staff.draft.parts.flatMap(({ tables }) => tables)
  const found = blindPolicies(staff.before, graded).find(({ name }) => name === policy)
  if (found === undefined) throw new Error(`no policy ${policy}`)
  const trial = playTrial(engine, staff, found.queries)
  expect(trial.errors).toEqual([])
  const read = (state: TaskInstance['before']): SqlValue[] => {
    const table = state.tables.get('employees')
    const rows = table === undefined ? [] : toRecords(table)
    return rows.toSorted((left, right) => Number(left['id']) - Number(right['id'])).map(({ age }) => age ?? null)
  }
  return { before: read(staff.before), after: read(trial.state) }
}

describe('blind policies do what their names say', () => {
  it('null and zero', () => {
    expect(new Set(ages('null: employees.age').after)).toEqual(new Set([null]))
    expect(new Set(ages('zero: employees.age').after)).toEqual(new Set([0]))
    const { before, after } = ages('fill zero: employees.age')
    expect(after).toEqual(before.map((age) => age ?? 0))
  })

  it('majority: the most frequent value, everywhere or in the gaps', () => {
    const { before, after } = ages('majority: employees.age')
    const [major, ...others] = new Set(after)
    expect(others).toEqual([])
    const count = (value: SqlValue | undefined): number => before.filter((age) => age === value).length
    for (const age of before) if (age !== null) expect(count(age)).toBeLessThanOrEqual(count(major))
    expect(ages('fill majority: employees.age').after).toEqual(before.map((age) => age ?? major))
  })

  it('copies from the neighbour in the order of the key', () => {
    const { before, after } = ages('copy the row before: employees.age')
    expect(after).toEqual([null, ...before.slice(0, -1)])
    expect(ages('copy the row after: employees.age').after).toEqual([...before.slice(1), null])
    const filled = before.map((age, index) => age ?? before[index - 1] ?? null)
    expect(ages('fill from the row before: employees.age').after).toEqual(filled)
  })

  it('x / 100', () => {
    const { before, after } = ages('x / 100.0: employees.age')
    expect(after).toEqual(before.map((age) => (typeof age === 'number' ? age / 100 : null)))
  })

  it('cover each column but the key, alone and together, and nothing that does not exist yet', () => {
    const task = findTask('task_hard')
    if (task === undefined) throw new Error('no task_hard')
    const { before, draft } = instantiate(engine, task, null)
    const graded = draft.parts.flatMap(({ tables }) => tables)
    const places = new Set(blindPolicies(before, graded).map(({ name }) => name.replace(/^.*: /, '')))
    expect(places).toEqual(
      new Set([
        'customers',
        'customers.name',
        'customers.city',
        'invoices',
        'invoices.customer_id',
        'invoices.invoice_month',
        'invoices.amount',
      ]),
    )
  })
})

describe('worthless policies', () => {
  const outcome = (name: string): ReturnType<typeof playTrial> => {
    const graded = staff.draft.parts.flatMap(({ tables }) => tables)
    const policy = worthlessPolicies(staff.before, graded).find((candidate) => candidate.name === name)
    if (policy === undefined) throw new Error(`no policy ${name}`)
    return playTrial(engine, staff, policy.queries)
  }

  it('really destroy, look and start anew', () => {
    expect(outcome('delete all').state.tables.get('employees')?.rows).toEqual([])
    const cells = outcome('null out')
      .state.tables.get('employees')
      ?.rows.flatMap((row) => row.slice(1))
    expect(new Set(cells)).toEqual(new Set(['n']))
    expect(outcome('rename away and start empty "employees"').state.tables.get('employees')?.rows).toEqual([])
    expect(outcome('rename away and recreate "employees"').errors).toEqual([])
    const { errors, state } = outcome('reads only')
    expect(errors).toEqual([])
    expect(state.tables.get('employees')).toEqual(staff.before.tables.get('employees'))
  })

  it('are stopped when they drop a table, and score 0', () => {
    expect(outcome('drop and recreate "employees"')).toMatchObject({ destructive: true, scoreMicros: 0, solved: false })
  })
})
