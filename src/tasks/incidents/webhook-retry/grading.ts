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

/** What is compared, and what it weighs: bookings most of all, receipts and totals some. */
export function partsOf(
  { level }: Story,
  { bookings, receipts, balances, months }: Names,
  tables: {
    readonly before: readonly TableSpec[]
    readonly after: readonly TableSpec[]
    readonly traces: readonly TableSpec[]
  },
): GradedPart[] {
  const keyed: Readonly<Record<string, GradedTable>> = {
    [bookings.table]: {
      ...{ name: bookings.table, key: [bookings.columns.id] },
      // A new reversal is known by what it reverses; its number is nobody's to know.
      ...(level >= 3 && { natural: [bookings.columns.kind, bookings.columns.reverses] }),
    },
    [receipts.table]: { name: receipts.table, key: [receipts.columns.id] },
    [balances.table]: { name: balances.table, key: [balances.columns.bill], ungraded: [balances.columns.refreshedAt] },
    [months.table]: { name: months.table, key: [months.columns.month, months.columns.kind] },
  }
  const specs = tables.before.map(({ name }) => keyed[name] as GradedTable)
  const sizes = tables.before.map((table, place) =>
    countDiffering(table, tables.after[place] as TableSpec, specs[place] as GradedTable),
  )
  const traces = tables.traces.map(({ name, columns }): GradedTable => ({ name, key: [columns[0] as string] }))
  const [core, papers, ...derived] = specs as [GradedTable, GradedTable | undefined, ...GradedTable[]]
  const hasPapers = papers !== undefined && (sizes[1] ?? 0) >= smallestPart
  const hasTotals = sizes.slice(2).reduce((sum, size) => sum + size, 0) >= smallestPart
  const weight = { papers: hasPapers ? 15 : 0, totals: hasTotals ? (level >= 4 ? 10 : 5) : 0 }
  const inCore = [
    core,
    ...traces,
    ...(papers !== undefined && !hasPapers ? [papers] : []),
    ...(hasTotals ? [] : derived),
  ]
  const parts: GradedPart[] = [
    { name: 'bookings', weight: (100 - weight.papers - weight.totals) / 100, kind: 'core', tables: inCore },
  ]
  if (hasPapers) parts.push({ name: 'references', weight: weight.papers / 100, kind: 'references', tables: [papers] })
  if (hasTotals) parts.push({ name: 'totals', weight: weight.totals / 100, kind: 'derived', tables: derived })
  return parts
}
