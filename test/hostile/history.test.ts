/**
 * What becomes of an action depends on nothing but its own episode: the whole corpus comes to the same on a new
 * engine and on one that has been through it before, in another order, with another agent beside it.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { instantiate, type TaskInstance } from '../../src/tasks/instantiate.ts'
import { taskHard } from '../../src/tasks/classic/task-hard.ts'
import { taskEasy } from '../../src/tasks/classic/task-easy.ts'
import type { HostileCase } from './corpus/hostile-case.ts'
import { hostileCases } from './corpus/index.ts'

/** Every third case of the long categories: the functions come at four sizes each. */
const cases = hostileCases.flatMap(({ category, cases: list }) =>
  category === 'runaway functions' ? list.filter((_, index) => index % 3 === 0) : list,
)

let instances: readonly [TaskInstance, TaskInstance]
beforeAll(async () => {
  // Time stands still, so that a busy host stops nothing.
  vi.spyOn(performance, 'now').mockReturnValue(0)
  const engine = await createEngine(await loadSqliteWasm())
  instances = [instantiate(engine, taskEasy, null), instantiate(engine, taskHard, 3)]
})

afterAll(() => {
  vi.restoreAllMocks()
})

function open(engine: Engine, instance: TaskInstance): Sandbox {
  const { seedImage, clock, summary } = instance
  return engine.open(seedImage, { safety: 'any', clock, summary })
}

/** Outcomes of each action, as one text. What the host stopped for its memory is recorded, so it may differ. */
function play(engine: Engine, one: HostileCase, index: number): string {
  const sandbox = open(engine, instances[index % 2] as TaskInstance)
  const seen = [one.sql].flat().map((query, step) => {
    const outcome = sandbox.run(query, ['history', index, step])
    return !outcome.ok && outcome.kind === 'host' ? 'host' : JSON.stringify(outcome)
  })
  const { tables, columns } = sandbox.summary
  sandbox.close()
  return `${seen.join('\n')}\n${JSON.stringify([tables, columns])}`
}

describe('an action', () => {
  it('comes to the same whatever its engine has been through', { timeout: 900_000 }, async () => {
    const wasm = await loadSqliteWasm()
    const first = new Map<number, string>()
    let engine = await createEngine(wasm)
    for (const [index, one] of cases.entries()) {
      // A new engine every now and then, so that most cases find one that is nearly new.
      if (index % 10 === 0) engine = await createEngine(wasm)
      first.set(index, play(engine, one, index))
    }
    const old = await createEngine(wasm)
    const bystander = open(old, instances[1])
    const different: unknown[] = []
    for (const [index, one] of [...cases.entries()].toReversed()) {
      const again = play(old, one, index)
      if (again !== first.get(index))
        different.push({ sql: one.sql, first: first.get(index)?.slice(0, 500), again: again.slice(0, 500) })
      if (index % 50 === 0)
        bystander.run(
          'CREATE TABLE IF NOT EXISTS noise (a); INSERT INTO noise SELECT randomblob(900) FROM sqlite_schema',
          ['noise', index],
        )
    }
    expect(different).toEqual([])
    expect(old.broken).toBe(false)
    bystander.close()
    expect(old.sqlite.memoryUsed).toBeLessThan(1024 * 1024)
  })
})
