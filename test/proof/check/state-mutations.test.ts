import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { equalStates, wrongStates } from '../../../src/proof/check/state-mutations.ts'
import { taskList } from '../../../src/tasks/task-list.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

describe.each(taskList)('the neighbours of the target of $id', (task) => {
  it('are judged by the grader as by their names', () => {
    const { before, target, grader, draft } = instantiate(engine, task, null)
    const graded = draft.parts.flatMap(({ tables }) => tables)
    const equal = [...equalStates(target, graded)]
    expect(equal.length).toBeGreaterThan(5)
    for (const { what, state } of equal) expect([what, grader.grade(state).solved]).toEqual([what, true])

    const wrong = [...wrongStates(before, target, graded)]
    const cells = [...target.tables.values()].reduce((sum, { rows, columns }) => sum + rows.length * columns.length, 0)
    expect(wrong.length).toBeGreaterThan(3 * cells)
    expect(new Set(wrong.map(({ what }) => what)).size).toBe(wrong.length)
    for (const { what, state } of wrong) expect([what, grader.grade(state).solved]).toEqual([what, false])
  })

  it('touch every cell, row, column and table', () => {
    const { before, target, draft } = instantiate(engine, task, null)
    const graded = draft.parts.flatMap(({ tables }) => tables)
    const told = new Set([...wrongStates(before, target, graded)].map(({ what }) => what.replace(/ is .*/s, '')))
    for (const { name, columns, rows } of target.tables.values()) {
      for (const place of rows.keys()) {
        for (const column of columns) expect(told).toContain(`${name} row ${place + 1}: ${column}`)
        for (const end of ['missing', 'twice', 'under a new key'])
          expect(told).toContain(`${name} row ${place + 1} ${end}`)
      }
      for (const column of columns) expect(told).toContain(`${name}.${column} missing`)
      for (const end of ['empty', 'missing', 'a view']) expect(told).toContain(`${name} ${end}`)
    }
  })
})
