import { expect } from 'vitest'
import { checkTask } from '../../../src/proof/check/check-task.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { drillList, worldsOf } from '../../../src/tasks/family-list.ts'
import { tiers } from '../../../src/tasks/drills/blocks/senders.ts'

/**
 * Both tiers of every drill, each in another world; which world has which tier differs from family to family.
 * The example of a family is proven in `quick`, the others in `proof`.
 */
export const instances = drillList.flatMap((family, offset) => {
  const worlds = worldsOf(family)
  return tiers.flatMap((level) => {
    const world = worlds[(level + offset) % worlds.length]
    if (world === undefined) return []
    const name = `${family.id} in ${world.id} at tier ${level}`
    return [{ family, world, level, name, isExample: level === tiers[offset % tiers.length] }]
  })
})

/** The instance of one seed, with what was counted on the way. */
export function expectProven(engine: Engine, task: Parameters<typeof checkTask>[1]): void {
  const { failures, figures } = checkTask(engine, task, 12)
  expect(failures).toEqual([])
  expect(figures?.differing).toBeGreaterThanOrEqual(6)
  expect(figures?.naive.length).toBeGreaterThanOrEqual(4)
  expect(figures?.blind.length).toBeGreaterThanOrEqual(30)
  expect(figures?.wrongStates).toBeGreaterThan(1_000)
  expect(figures?.join).not.toBeNull()
}
