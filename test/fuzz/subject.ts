import { createRuntime, taskList, type Environment, type Runtime, type TaskDefinition } from '../../src/index.ts'
import type { TableSpec } from '../../src/data/content.ts'
import type { SqlValue } from '../../src/data/values.ts'
import type { TaskDraft } from '../../src/tasks/define-task.ts'

/**
 * What stands in the targets instead of some of their values. Nobody can compute it from the seed, so
 * whoever sees it has seen a target, whatever was run; true clean values can be computed, as they must be.
 */
export const canaryText = 'Qx7Zcanary9'
export const canaryNumber = 7_310_558_264_417_093

/** The part of Environment that is fuzzed; a broken one can stand in for it. */
export type Place = Pick<Environment, 'reset' | 'step' | 'state' | 'trajectory' | 'image' | 'undo' | 'close'>

/** What is fuzzed: a runtime and the places on it. */
export interface Subject {
  readonly runtime: Runtime
  /** An action that runs longer than this is a finding, when it does so alone too. */
  readonly slowMs: number
  createPlace(): Place
}

export type SubjectFactory = () => Promise<Subject>

/** The tasks: the five, and two with the other safety policies, all with canaries; one as it is. */
const tasks: readonly TaskDefinition[] = [
  ...taskList.map((task) => withCanaries(task)),
  ...taskList.slice(0, 1).map((task) => ({ ...task, id: 'plain' })),
  ...taskList.slice(2, 3).map((task) => withCanaries({ ...task, id: 'own_drops', safety: 'own' })),
  ...taskList.slice(4, 5).map((task) => withCanaries({ ...task, id: 'any_drops', safety: 'any', stepLimit: 60 })),
]

export const taskIds: readonly string[] = tasks.map(({ id }) => id)

/** The real thing. */
export async function createSubject(): Promise<Subject> {
  const runtime = await createRuntime({ tasks, stepLimits: { task_easy: 40, own_drops: 60 } })
  return { runtime, slowMs: 2_000, createPlace: () => runtime.createEnvironment() }
}

function withCanaries(task: TaskDefinition): TaskDefinition {
  return { ...task, generate: (random, options) => plantCanaries(task.generate(random, options)) }
}

function plantCanaries(draft: TaskDraft): TaskDraft {
  const keys = new Map(
    draft.parts.flatMap(({ tables }) =>
      tables.map(({ name, key }) => [name.toLowerCase(), new Set(key ?? [])] as const),
    ),
  )
  const plant = (table: TableSpec): TableSpec => {
    const key = keys.get(table.name.toLowerCase())
    const rows = table.rows.map((row, index) =>
      index >= 4 ? row : row.map((cell, at) => (key?.has(table.columns[at] ?? '') ? cell : canaryFor(cell, index))),
    )
    return { ...table, rows }
  }
  return { ...draft, target: { ...draft.target, tables: draft.target.tables.map(plant) } }
}

function canaryFor(cell: SqlValue, row: number): SqlValue {
  if (typeof cell === 'string' || cell === null) return `${canaryText}${row}`
  return typeof cell === 'number' ? canaryNumber : cell
}
