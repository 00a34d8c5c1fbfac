import { AppError } from '../kit/errors.ts'
import type { FamilyTask, Split, TaskDefinition } from './define-task.ts'
import { ofDrill } from './drill-family.ts'
import { drillList } from './drill-list.ts'
import type { Family } from './drills/family.ts'
import type { World } from './drills/trades/world.ts'
import * as families from './family-tasks.ts'
import type { FamilyChoice, RowSuite } from './family-tasks.ts'
import { incidentFamilies } from './incidents-family.ts'
import type { Level, NamedWorld, TaskFamily } from './task-family.ts'
import { findTask, taskList } from './task-list.ts'

export { drillList } from './drill-list.ts'
export { difficultyOf, familyTaskId, heldOut } from './family-tasks.ts'
export { incidentFamilies } from './incidents-family.ts'

/** All that make tasks: drills, then incidents. */
export const everyFamily: readonly TaskFamily[] = Object.freeze([...drillList, ...incidentFamilies])

const allFamilies: FamilyChoice = Object.freeze({ families: everyFamily, key: null })

/** A family as lists know it; a drill may come as it was written. */
export type AnyFamily<W extends NamedWorld = NamedWorld> = TaskFamily<W> | Family

const asListed = (family: AnyFamily): TaskFamily => ('mostSteps' in family ? family : ofDrill(family))

/** The worlds in which a family finds a place, in the order of the list. */
export function worldsOf(family: Family): readonly World[]
export function worldsOf<W extends NamedWorld>(family: TaskFamily<W>): readonly W[]
export function worldsOf(family: AnyFamily): readonly NamedWorld[] {
  return asListed(family).worlds
}

/** The task of a family in a world at a level, see `familyTask` of family-tasks.ts. */
export function familyTask<W extends NamedWorld>(
  family: AnyFamily<W>,
  world: NoInfer<W>,
  level: Level,
  split: Split,
  key: string | null = null,
): FamilyTask {
  return families.familyTask(asListed(family), world, level, split, key)
}

/** Every task of every drill: drill by drill, world by world, level by level. */
export function drillTasks(split: Split = 'train'): FamilyTask[] {
  return families.tasksOf({ families: drillList, key: null }, split)
}

/**
 * The task of an id: one of the listed tasks, or one of a family, see `findFamilyTask`.
 *
 * @throws AppError `unknown_task`
 */
export function resolveTask(id: string, split?: Split, choice: FamilyChoice = allFamilies): TaskDefinition {
  const task = findTask(id) ?? families.findFamilyTask(id, split, choice)
  if (task !== undefined) return task
  // Whoever chooses families has tasks of their own beside them.
  const beside = choice === allFamilies ? taskList : []
  throw new AppError('unknown_task', families.describeUnknownTask(id, beside, choice.families))
}

/** The split of a family, by its name, in a world for whoever names none. */
export function defaultSplit(family: string, world: string): Split {
  return families.splitOf(everyFamily.find(({ id }) => id === family) ?? { id: family, suite: '' }, world)
}

/** The tasks of a split of one suite, see `splitTasks` of family-tasks.ts; by default of every family. */
export function splitTasks(split: Split, choice: FamilyChoice = allFamilies, suite?: RowSuite): readonly FamilyTask[] {
  return families.splitTasks(split, choice, suite)
}

/** The instance at a place of a split's endless row, see `splitInstance` of family-tasks.ts; by default of every family. */
export function splitInstance(
  split: Split,
  index: number,
  choice: FamilyChoice = allFamilies,
  suite?: RowSuite,
): { readonly task: FamilyTask; readonly seed: number } {
  return families.splitInstance(split, index, choice, suite)
}
