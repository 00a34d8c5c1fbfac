import { digest, digestHex, keyedDigest } from '../kit/digest.ts'
import type { FamilyFacts, TaskDefinition } from './define-task.ts'

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

/** Hexadecimal digits that are one instance's own. Those of a private `test` say nothing to whoever lacks its key. */
function markOf({ id, family, key }: TaskDefinition, kind: string, seed: number | null): string {
  const parts = [kind, id, family?.split ?? '', seed] as const
  return key === undefined ? digestHex(digest(...parts)) : keyedDigest(key, ...parts)
}

/** What an agent may see of a task's id: the id of a generated task names the diagnosis. */
export function opaqueTaskId(task: TaskDefinition, seed: number | null): string {
  if (task.family === undefined) return task.id
  return `t-${markOf(task, 'opaque', seed ?? 0).slice(0, 16)}`
}

/** A mark of one instance, in the form of a GUID. */
export function canaryOf(task: TaskDefinition, seed: number | null): string {
  const hex = markOf(task, 'canary', seed)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

export function identityOf(task: TaskDefinition, seed: number | null, stepLimit: number): InstanceIdentity {
  return {
    id: task.id,
    seed: task.family === undefined ? seed : (seed ?? 0),
    family: task.family ?? null,
    shownId: opaqueTaskId(task, seed),
    canary: canaryOf(task, task.family === undefined ? seed : (seed ?? 0)),
    stepLimit,
    queryBudget: stepLimit - 1,
  }
}
