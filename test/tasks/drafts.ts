import type { TaskDraft } from '../../src/tasks/define-task.ts'
import { draftOf } from '../../src/tasks/instantiate.ts'
import { findTask } from '../../src/tasks/task-list.ts'
import type { SqlValue } from '../../src/data/values.ts'

/** A row of a draft by column name. */
export type DraftRow = Record<string, SqlValue>

/** The draft of a classic task: null for the canonical instance. */
export function draft(id: string, seed: number | null): TaskDraft {
  const task = findTask(id)
  if (task === undefined) throw new Error(`no task ${id}`)
  return draftOf(task, seed)
}

/** The rows of one table of a draft. */
export function rowsOf({ seed, target }: TaskDraft, side: 'seed' | 'target', table: string): DraftRow[] {
  const spec = (side === 'seed' ? seed : target).tables.find(({ name }) => name === table)
  if (spec === undefined) throw new Error(`no table ${table}`)
  return spec.rows.map((row) => Object.fromEntries(spec.columns.map((column, index) => [column, row[index] ?? null])))
}

export const textOf = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '')
export const numberOf = (value: SqlValue | undefined): number => (typeof value === 'number' ? value : Number.NaN)
