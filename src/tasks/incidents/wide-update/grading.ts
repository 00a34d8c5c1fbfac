import type { TableSpec } from '../../../data/content.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** What is compared, and what it weighs: cases, and a little for what is added up from them. */
export function partsOf({ level }: Story, names: Names, traces: readonly TableSpec[]): GradedPart[] {
  const { cases, days, months, journal } = names
  const core: GradedTable[] = [
    { name: cases.table, key: [cases.columns.id] },
    ...traces.map(({ name, columns }): GradedTable => {
      return { name, key: [name === journal.table ? journal.columns.number : (columns[0] as string)] }
    }),
  ]
  if (level <= 2) return [{ name: 'cases', weight: 1, kind: 'core', tables: core }]
  const totals: GradedTable[] = [
    { name: days.table, key: [days.columns.sender, days.columns.day], ungraded: [days.columns.builtAt] },
    ...(level >= 5 ? [{ name: months.table, key: [months.columns.sender, months.columns.month] }] : []),
  ]
  return [
    { name: 'cases', weight: 0.9, kind: 'core', tables: core },
    { name: 'totals', weight: 0.1, kind: 'derived', tables: totals },
  ]
}
