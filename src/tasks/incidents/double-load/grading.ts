import type { TableSpec } from '../../../data/content.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** A part smaller than this is part of the core. */
export const smallestPart = 8

/** In hundredths. */
export const referencesWeight = 15
export const totalsWeight = (level: number): number => (level >= 4 ? 10 : level === 3 ? 5 : 0)

/** Cells in which two builds of a table differ, by key; ungraded columns left out. */
function countDiffering(before: TableSpec, after: TableSpec, spec: GradedTable): number {
  const places = (spec.key ?? []).map((column) => before.columns.indexOf(column))
  const keyOf = (row: readonly unknown[]): string => JSON.stringify(places.map((place) => row[place]))
  const graded = before.columns.map((column) => !(spec.ungraded?.includes(column) ?? false))
  const width = graded.filter(Boolean).length
  const due = new Map(after.rows.map((row) => [keyOf(row), row]))
  let count = 0
  for (const row of before.rows) {
    const other = due.get(keyOf(row))
    due.delete(keyOf(row))
    if (other === undefined) count += width
    else for (const [place, cell] of row.entries()) if (graded[place] === true && cell !== other[place]) count++
  }
  return count + due.size * width
}

/** What is compared, and what it weighs: a wrong choice about a file costs in the core, and only a little elsewhere. */
export function partsOf(
  story: Story,
  names: Names,
  tables: {
    readonly before: readonly TableSpec[]
    readonly after: readonly TableSpec[]
    readonly traces: readonly TableSpec[]
  },
): GradedPart[] {
  const { core, child, days, months } = names
  const keyed: Readonly<Record<string, GradedTable>> = {
    [core.table]: {
      name: core.table,
      key: [core.columns.id],
      ...(story.level >= 3 && { ungraded: [core.columns.changedAt] }),
    },
    [child.table]: { name: child.table, key: [child.columns.id] },
    [days.table]: {
      name: days.table,
      key: [days.columns.sender, days.columns.day],
      ungraded: [days.columns.builtAt],
    },
    [months.table]: { name: months.table, key: [months.columns.sender, months.columns.month] },
  }
  const specs = tables.before.map(({ name }) => keyed[name] as GradedTable)
  const sizes = tables.before.map((table, place) =>
    countDiffering(table, tables.after[place] as TableSpec, specs[place] as GradedTable),
  )
  const traces = tables.traces.map((table): GradedTable => traceSpec(table, names))
  const [coreSpec, childSpec, ...derived] = specs as [GradedTable, GradedTable | undefined, ...GradedTable[]]
  const isPart = (size: number): boolean => size >= smallestPart
  const references = childSpec !== undefined && isPart(sizes[1] ?? 0)
  const derivedSize = sizes.slice(2).reduce((sum, size) => sum + size, 0)
  const totals = derived.length > 0 && isPart(derivedSize)
  const inCore = [
    coreSpec,
    ...traces,
    ...(childSpec !== undefined && !references ? [childSpec] : []),
    ...(totals ? [] : derived),
  ]
  const weight = { references: references ? referencesWeight : 0, totals: totals ? totalsWeight(story.level) : 0 }
  const parts: GradedPart[] = [
    { name: 'rows', weight: (100 - weight.references - weight.totals) / 100, kind: 'core', tables: inCore },
  ]
  if (references)
    parts.push({ name: 'references', weight: weight.references / 100, kind: 'references', tables: [childSpec] })
  if (totals) parts.push({ name: 'totals', weight: weight.totals / 100, kind: 'derived', tables: derived })
  return parts
}

/** Tables of evidence have to stay as they are. */
function traceSpec({ name, columns }: TableSpec, { raw }: Names): GradedTable {
  if (name === raw.table) return { name, key: [raw.columns.file, raw.columns.number] }
  return { name, key: [columns[0] as string] }
}
