import type { TableSpec } from '../../../data/content.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** A part smaller than this is part of the core. */
export const smallestPart = 8

/** Cells in which two builds of a table differ, by key. */
function countDiffering(before: TableSpec, after: TableSpec, { key, ungraded }: GradedTable): number {
  const places = (key ?? []).map((column) => before.columns.indexOf(column))
  const keyOf = (row: readonly unknown[]): string => JSON.stringify(places.map((place) => row[place]))
  const isGraded = before.columns.map((column) => !(ungraded?.includes(column) ?? false))
  const width = isGraded.filter(Boolean).length
  const due = new Map(after.rows.map((row) => [keyOf(row), row]))
  let count = 0
  for (const row of before.rows) {
    const other = due.get(keyOf(row))
    due.delete(keyOf(row))
    if (other === undefined) count += width
    else for (const [place, cell] of row.entries()) if (isGraded[place] === true && cell !== other[place]) count++
  }
  return count + due.size * width
}

/** A part with the number of its cells that are to be repaired. */
export interface MeasuredPart extends GradedPart {
  readonly cells: number
}

/**
 * What is compared, and what it weighs: children most of all, uses and overviews some. What comes back has the number
 * that the journal states, so rows are found by their key.
 */
export function partsOf(
  { level }: Story,
  { children, uses, overview, months }: Names,
  tables: {
    readonly before: readonly TableSpec[]
    readonly after: readonly TableSpec[]
    readonly traces: readonly TableSpec[]
  },
): MeasuredPart[] {
  const keyed: Readonly<Record<string, GradedTable>> = {
    [children.table]: { name: children.table, key: [children.columns.id] },
    [uses.table]: { name: uses.table, key: [uses.columns.id] },
    [overview.table]: {
      ...{ name: overview.table, key: [overview.columns.record], ungraded: [overview.columns.builtAt] },
    },
    [months.table]: { name: months.table, key: [months.columns.month] },
  }
  const specs = tables.before.map(({ name }) => keyed[name] as GradedTable)
  const sizes = tables.before.map((table, place) =>
    countDiffering(table, tables.after[place] as TableSpec, specs[place] as GradedTable),
  )
  const traces = tables.traces.map(({ name, columns }): GradedTable => ({ name, key: [columns[0] as string] }))
  const [core, references, ...derived] = specs as [GradedTable, GradedTable | undefined, ...GradedTable[]]
  const [own = 0, used = 0, ...rest] = sizes
  const summed = rest.reduce((sum, size) => sum + size, 0)
  const hasUses = references !== undefined && used >= smallestPart
  const hasSums = summed >= smallestPart
  const weight = { uses: hasUses ? 15 : 0, sums: hasSums ? (level >= 4 ? 10 : 5) : 0 }
  const inCore = [
    core,
    ...traces,
    ...(references !== undefined && !hasUses ? [references] : []),
    ...(hasSums ? [] : derived),
  ]
  const cells = own + (hasUses ? 0 : used) + (hasSums ? 0 : summed)
  const parts: MeasuredPart[] = [
    { name: 'children', weight: (100 - weight.uses - weight.sums) / 100, kind: 'core', tables: inCore, cells },
  ]
  if (hasUses && references !== undefined)
    parts.push({ name: 'references', weight: weight.uses / 100, kind: 'references', tables: [references], cells: used })
  if (hasSums)
    parts.push({ name: 'totals', weight: weight.sums / 100, kind: 'derived', tables: derived, cells: summed })
  return parts
}
