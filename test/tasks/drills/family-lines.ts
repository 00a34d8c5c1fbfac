import type { TaskDraft } from '../../../src/tasks/define-task.ts'
import { resolveTask } from '../../../src/tasks/family-list.ts'
import { draftOf } from '../../../src/tasks/instantiate.ts'
import type { SqlValue } from '../../../src/data/values.ts'

/** A line of the table that a family has spoilt. */
export interface Line {
  readonly key: SqlValue
  readonly found: SqlValue
  readonly due: SqlValue
  /** By the names of the database. */
  readonly row: Readonly<Record<string, SqlValue>>
}

export interface SpoiltTable {
  readonly draft: TaskDraft
  readonly table: string
  readonly column: string
  readonly lines: readonly Line[]
}

export function draftFor(id: string, seed: number): TaskDraft {
  return draftOf(resolveTask(id, 'train'), seed)
}

/** What stands for the due value of a line that is to be deleted. */
export const gone = 'gone'

/**
 * The first table with a column that is to be repaired, and its lines in the order of insertion; where lines are to
 * be deleted, the column is the key.
 */
export function spoiltTable(id: string, seed: number): SpoiltTable {
  const draft = draftFor(id, seed)
  for (const [place, table] of draft.seed.tables.entries()) {
    const due = new Map(draft.target.tables[place]?.rows.map((row) => [row[0] ?? null, row]))
    const column = table.columns.findIndex((_, index) =>
      table.rows.some((row) => row[index] !== due.get(row[0] ?? null)?.[index]),
    )
    if (column < 0) continue
    const lines = table.rows.map((row): Line => {
      const key = row[0] ?? null
      const target = due.get(key)
      return {
        key,
        found: row[column] ?? null,
        due: target === undefined ? gone : (target[column] ?? null),
        row: Object.fromEntries(table.columns.map((name, index) => [name, row[index] ?? null])),
      }
    })
    return { draft, table: table.name, column: table.columns[column] ?? '', lines }
  }
  throw new Error(`nothing to repair in ${id}, seed ${seed}`)
}

/** The rows of a table of the seed by column name. */
export function recordsIn(draft: TaskDraft, table: string): Record<string, SqlValue>[] {
  const found = draft.seed.tables.find(({ name }) => name === table)
  if (found === undefined) throw new Error(`no table ${table}`)
  return found.rows.map((row) => Object.fromEntries(found.columns.map((name, index) => [name, row[index] ?? null])))
}

/** Found and due value of the line with a key. */
export function lineOf({ lines }: SpoiltTable, key: number): readonly [found: SqlValue, due: SqlValue] {
  const line = lines.find((candidate) => candidate.key === key)
  if (line === undefined) throw new Error(`no line ${key}`)
  return [line.found, line.due]
}

/** Instances of a drill at both tiers in three worlds. */
export function sampleOf(family: string, seeds: readonly number[] = [1, 2]): SpoiltTable[] {
  return ['shop', 'clinic', 'bank'].flatMap((world) =>
    [1, 2].flatMap((level) => seeds.map((seed) => spoiltTable(`${family}@2/${world}/${level}`, seed))),
  )
}
