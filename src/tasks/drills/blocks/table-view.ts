/**
 * What somebody sees who reads a database and knows what its tables and columns are for: the rows by the names
 * of the scene. Predicates read through it; they know nothing else of how an instance was made.
 *
 * @module
 */
import type { DatabaseContent } from '../../../data/content.ts'
import { fromTypedCell, type SqlValue } from '../../../data/values.ts'
import type { Scene } from './scene.ts'

export type ViewRow = Readonly<Record<string, SqlValue>>

/** The rows of a table of the scene in ascending order of their whole-number keys. */
export function viewTable(scene: Scene, content: DatabaseContent, name: string): ViewRow[] {
  const table = scene.table(name)
  const found = content.tables.get(table.physical.toLowerCase())
  if (found === undefined) return []
  const places = table.columns.map(
    ({ name: column, physical }) =>
      [column, found.columns.findIndex((own) => own.toLowerCase() === physical.toLowerCase())] as const,
  )
  const key = scene.key(name)
  return found.rows
    .map((row): ViewRow =>
      Object.fromEntries(places.map(([column, place]) => [column, fromTypedCell(row[place] ?? 'n')])),
    )
    .toSorted((left, right) => Number(left[key]) - Number(right[key]))
}

export const textOf = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '')
