/**
 * What the grader said of the classic tasks and the first families when they were made: to the byte, so that scores of
 * one version can be compared with those of the next.
 */
import { expect, it } from 'vitest'
import { digestHex } from '../../src/kit/digest.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine } from '../../src/sql/engine.ts'
import type { TaskDefinition } from '../../src/tasks/define-task.ts'
import { familyList, familyTaskId, resolveTask, worldsOf } from '../../src/tasks/family-list.ts'
import { instantiate } from '../../src/tasks/instantiate.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import { playTrial } from '../../src/proof/trial.ts'

const frozen = '4d26026fa776d9442c2a2a1f81a4ce7ebf6db491e2f837d86e32af12920f63d0'

it('grades of oracles, naive repairs and idle states are the bytes they were', async () => {
  const engine = await createEngine(await loadSqliteWasm())
  const grades: unknown[] = []
  const note = (task: TaskDefinition, seed: number | null): void => {
    const instance = instantiate(engine, task, seed)
    const { oracles, naive } = instance.draft
    for (const { name, queries } of [...oracles, ...naive, { name: 'nothing', queries: [] }]) {
      const { scoreMicros, solved, report } = playTrial(engine, instance, queries)
      grades.push([task.id, seed, name, scoreMicros, solved, report])
    }
  }
  for (const task of taskList) note(task, null)
  for (const [index, family] of familyList.entries()) {
    const worlds = worldsOf(family)
    const world = worlds[index % worlds.length]
    for (const level of index % 4 === 1 ? ([1, 5] as const) : ([1] as const))
      if (world) note(resolveTask(familyTaskId(family, world, level)), index)
  }
  expect(grades.length).toBeGreaterThan(100)
  expect(digestHex(new TextEncoder().encode(JSON.stringify(grades)))).toBe(frozen)
})
