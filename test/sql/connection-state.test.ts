/**
 * What an action is said to have left behind is what can be seen of it: every reader after each kind of statement, in
 * three histories, beside the same without the statement; and on the next database of the same connection.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { taskEasy } from '../../src/tasks/classic/task-easy.ts'
import { instantiate, type TaskInstance } from '../../src/tasks/instantiate.ts'
import { pragmaReaders, stateReaders, stateStatements, stoppedStatements } from './state-statements.ts'

const histories: readonly (readonly string[])[] = [
  [],
  // The schema is read anew, so somebody has to pay for reading it.
  ['CREATE TABLE kept (a); SELECT nothing', "INSERT INTO users (name) VALUES ('new')"],
  [
    'CREATE TEMP TABLE scratch (x); INSERT INTO scratch SELECT id FROM users',
    'CREATE VIEW everyone AS SELECT name FROM main.users; CREATE TEMP VIEW looking AS SELECT * FROM pragma_table_list',
  ],
]

let engine: Engine
let fresh: Engine
let instance: TaskInstance
beforeAll(async () => {
  const wasm = await loadSqliteWasm()
  engine = await createEngine(wasm)
  fresh = await createEngine(wasm)
  instance = instantiate(engine, taskEasy, null)
})

function open(on: Engine): Sandbox {
  const { seedImage, clock, summary } = instance
  return on.open(seedImage, { safety: 'any', clock, summary })
}

function play(sandbox: Sandbox, queries: readonly string[]): void {
  for (const [index, query] of queries.entries()) sandbox.run(query, ['before', index])
}

/** What every reader says, one after another; what they cost where it has to be the same. */
function read(on: Engine, sandbox: Sandbox, readers: readonly string[], withWork = false): string[] {
  return readers.map((query) => {
    const outcome = sandbox.run(query, ['reader', query])
    return `${query} ${withWork ? on.meter.spent : ''} ${JSON.stringify(outcome)}`
  })
}

/** In both orders, for one reader may hide what another would have seen. */
const orders = [stateReaders, stateReaders.toReversed()]

describe.each(histories.map((history, index) => [index, history] as const))('after history %i', (index, history) => {
  it('what is said to have left nothing behind has left nothing that can be read', () => {
    const without = orders.map((readers) => {
      const sandbox = open(engine)
      play(sandbox, history)
      return read(engine, sandbox, readers)
    })
    const idle: string[] = []
    const different: unknown[] = []
    const check = (query: string, readers: readonly string[], expected: readonly string[]): void => {
      const sandbox = open(engine)
      play(sandbox, history)
      sandbox.run(query, ['statement'])
      const { hadEffect } = sandbox
      const seen = hadEffect ? [] : read(engine, sandbox, readers)
      sandbox.close()
      if (hadEffect) return
      idle.push(query)
      const at = seen.findIndex((line, place) => line !== expected[place])
      if (at >= 0) different.push([query, seen[at], expected[at]])
    }
    for (const query of [...stateStatements, ...pragmaReaders]) {
      for (const [order, readers] of orders.entries()) check(query, readers, without[order] as string[])
    }
    // They take their time, so not after every history.
    if (index === 0) for (const query of stoppedStatements) check(query, stateReaders, without[0] as string[])
    expect(different).toEqual([])
    // Both exist: what is run again always, and what is not.
    expect(idle.length / 2).toBeGreaterThan(40)
    expect(idle.length / 2).toBeLessThan(stateStatements.length)
  })

  it('the next database on the connection shows nothing of it, nor costs another amount', () => {
    const asNew = read(fresh, open(fresh), [...stateReaders, ...pragmaReaders], true)
    const different: unknown[] = []
    for (const query of [...stateStatements, ...(index === 1 ? stoppedStatements : [])]) {
      const before = open(engine)
      play(before, [...history, query])
      before.close()
      const after = open(engine)
      const seen = read(engine, after, stateReaders, true)
      after.close()
      const at = seen.findIndex((line, place) => line !== asNew[place])
      if (at >= 0) different.push([query, seen[at], asNew[at]])
    }
    expect(different).toEqual([])
    const sandbox = open(engine)
    expect(read(engine, sandbox, [...stateReaders, ...pragmaReaders], true)).toEqual(asNew)
    sandbox.close()
  })
})

describe('the TEMP database', () => {
  const opens = [
    'SELECT * FROM sqlite_temp_schema',
    'SELECT * FROM temp.sqlite_master',
    'CREATE TEMP TABLE scratch (a, a)',
    'CREATE VIRTUAL TABLE temp.e USING json_each',
  ]
  it.each(opens)('is an effect of %s where it opens it, and of nothing where it is open', (query) => {
    const sandbox = open(engine)
    sandbox.run(query, ['first'])
    expect(sandbox.hadEffect).toBe(true)
    for (const again of opens) {
      sandbox.run(again, ['again'])
      expect(sandbox.hadEffect, again).toBe(false)
    }
    expect(sandbox.run('PRAGMA database_list', ['look'])).toMatchObject({
      results: [
        {
          rows: [
            [0, 'main', ''],
            [1, 'temp', ''],
          ],
        },
      ],
    })
    sandbox.close()
  })
})
