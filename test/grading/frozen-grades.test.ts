/**
 * What the grader said of the classic tasks and the drills when they were made: to the byte, so that scores of
 * one version can be compared with those of the next.
 */
import { expect, it } from 'vitest'
import { digestHex } from '../../src/kit/digest.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine } from '../../src/sql/engine.ts'
import type { TaskDefinition } from '../../src/tasks/define-task.ts'
import { drillList, familyTaskId, resolveTask, worldsOf } from '../../src/tasks/family-list.ts'
import { instantiate } from '../../src/tasks/instantiate.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import { playTrial } from '../../src/proof/trial.ts'

const frozen = {
  classic: 'b4f8c5196061ac05e3215f191615f0cf1c14bcbeaea280d09a0dfe226560b0d8',
  drills: '3df139365f1be4a8194340c98475f995a8db066b2e03d5136113c250d2a754f3',
}

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
  const digest = (): string => digestHex(new TextEncoder().encode(JSON.stringify(grades.splice(0))))
  for (const task of taskList) note(task, null)
  expect(grades.length).toBe(63)
  expect(digest()).toBe(frozen.classic)
  for (const [index, family] of drillList.entries()) {
    const worlds = worldsOf(family)
    const world = worlds[index % worlds.length]
    for (const level of index % 4 === 1 ? family.levels : ([1] as const))
      if (world) note(resolveTask(familyTaskId(family, world, level)), index)
  }
  expect(grades.length).toBeGreaterThan(90)
  expect(digest()).toBe(frozen.drills)
})
