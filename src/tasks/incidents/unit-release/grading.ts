import type { TableSpec } from '../../../data/content.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** What is compared, and what it weighs: weighings, and a little for what is added up from them. */
export function partsOf({ level }: Story, names: Names, traces: readonly TableSpec[]): GradedPart[] {
  const { weighings, days, months } = names
  const core: GradedTable[] = [
    { name: weighings.table, key: [weighings.columns.id] },
    ...traces.map(({ name, columns }): GradedTable => ({ name, key: [columns[0] as string] })),
  ]
  if (level <= 2) return [{ name: 'weighings', weight: 1, kind: 'core', tables: core }]
  const totals: GradedTable[] = [
    { name: days.table, key: [days.columns.site, days.columns.day], ungraded: [days.columns.builtAt] },
    ...(level >= 5 ? [{ name: months.table, key: [months.columns.site, months.columns.month] }] : []),
  ]
  return [
    { name: 'weighings', weight: 0.9, kind: 'core', tables: core },
    { name: 'totals', weight: 0.1, kind: 'derived', tables: totals },
  ]
}
