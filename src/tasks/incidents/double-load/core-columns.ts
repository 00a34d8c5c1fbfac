import type { CoreColumn } from '../../worlds/stations/file-import-trade.ts'
import type { IncidentLevel } from '../incident.ts'
import type { DoubleLoadPlan } from './sketch.ts'

interface Shape {
  readonly plan: DoubleLoadPlan
  readonly level: IncidentLevel
}

/** The core table's columns by plan and level. */
export function coreColumns({ plan, level }: Shape): CoreColumn[] {
  const business: CoreColumn[] = ['id', 'sender', 'lane', 'at', 'party', 'good', 'quantity', 'amount']
  const origin: CoreColumn[] = plan === 'numbered' ? ['file', 'line'] : plan === 'landed' ? ['load'] : ['load', 'line']
  return [...business, ...origin, ...(level >= 3 ? (['changedAt'] as const) : [])]
}

/** Cells of a row that refers to another. */
export const childWidth = 6

/** Cells of a core row that are compared: the stamp is not, file facts stand in the rows at the lowest level. */
export const gradedWidth = (story: Shape): number =>
  coreColumns(story).filter((column) => column !== 'changedAt').length + (story.level === 1 ? 3 : 0)
