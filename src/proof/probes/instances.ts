/**
 * Which instances the probes look at.
 *
 * @module
 */
import type { FamilyTask } from '../../tasks/define-task.ts'
import type { DrillFamily } from '../../tasks/drill-family.ts'
import { familyTask, worldsOf } from '../../tasks/family-list.ts'

/** The first seed of a probe: far from the seeds that anybody looked at while a family was written. */
export const firstProbeSeed = 50_000

/** The instances of a family in turns: world by world, level by level, then the next seed. */
export function mixedInstances(family: DrillFamily, count: number): { task: FamilyTask; seed: number }[] {
  const tasks = family.levels.flatMap((level) =>
    worldsOf(family).map((world) => familyTask(family, world, level, 'train')),
  )
  return Array.from({ length: count }, (_, place) => ({
    task: tasks[place % tasks.length] as FamilyTask,
    seed: firstProbeSeed + Math.floor(place / tasks.length),
  }))
}
