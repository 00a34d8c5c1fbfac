import type { TableSpec } from '../../../data/content.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Names } from './names.ts'
import type { Story } from './business.ts'

/** What the plan weighs in the score. */
export const weightOfPlan = 0.1

/** What is compared, and what it weighs: rows most of all, the plan some. */
export function partsOf(
  { level }: Story,
  { promises, plan, totals }: Names,
  traces: readonly TableSpec[],
): GradedPart[] {
  const kept = traces.map(({ name, columns }): GradedTable => ({ name, key: [columns[0] as string] }))
  const core: GradedTable = { name: promises.table, key: [promises.columns.id] }
  if (level < 3) return [{ name: 'rows', weight: 1, kind: 'core', tables: [core, ...kept] }]
  const follow: GradedTable[] = [{ name: plan.table, key: [plan.columns.partner, plan.columns.month] }]
  if (level === 5) follow.push({ name: totals.table, key: [totals.columns.month] })
  return [
    { name: 'rows', weight: 1 - weightOfPlan, kind: 'core', tables: [core, ...kept] },
    { name: 'plan', weight: weightOfPlan, kind: 'derived', tables: follow },
  ]
}
