import type { FamilyFacts, TaskDefinition } from './define-task.ts'
import { originOf } from './task-origin.ts'

/** Everything by which one instance is told from all others, for the Task API, exports and reports. */
export interface InstanceIdentity {
  readonly id: string
  /** null: the canonical instance of a classic task. */
  readonly seed: number | null
  /** null for the classic tasks. */
  readonly family: FamilyFacts | null
  /** What an agent may see in place of the id. */
  readonly shownId: string
  /** Marks files that leave the house; it stands in no database and no observation. */
  readonly canary: string
  /** Steps of an episode, and how many of them can be queries before the one that ends it. */
  readonly stepLimit: number
  readonly queryBudget: number
}

/** What an agent may see of a task's id: the id of a generated task names the diagnosis. */
export function opaqueTaskId(task: TaskDefinition, seed: number | null): string {
  return originOf(task).shownId(seed)
}

/** A mark of one instance, in the form of a GUID. */
export function canaryOf(task: TaskDefinition, seed: number | null): string {
  const origin = originOf(task)
  const hex = origin.mark('canary', origin.seedOf(seed))
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

export function identityOf(task: TaskDefinition, seed: number | null, stepLimit: number): InstanceIdentity {
  const origin = originOf(task)
  return {
    id: task.id,
    seed: origin.seedOf(seed),
    family: origin.facts,
    shownId: origin.shownId(seed),
    canary: canaryOf(task, seed),
    stepLimit,
    queryBudget: stepLimit - 1,
  }
}
