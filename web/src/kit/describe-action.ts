import type { Action } from '../../../src/contract/action.ts'
import type { TableChange } from '../engine/engine-api.ts'
import { toLine } from './cells.ts'

/** An action on one line. What a record holds may be anything. */
export function describeAction(action: unknown): string {
  if (typeof action !== 'object' || action === null) return toLine(String(action), 80)
  const { action_type: type, query, table_name: table } = action as Partial<Action>
  if (type === 'execute_sql') return toLine((query ?? '').replaceAll(/\s+/g, ' ').trim(), 120)
  if (type === 'inspect_schema') return table ? `inspect schema of ${toLine(table, 60)}` : 'inspect schema'
  if (type === 'finish_task') return 'submit'
  return toLine(JSON.stringify(action), 80)
}

/** A reward with its sign, in hundredths where that suffices. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(Number.isInteger(Math.round(value * 1e6) / 1e4) ? 2 : 4)
  return `${value < 0 ? '−' : '+'}${text}`
}

/** A score between 0 and 1. */
export const score = (value: number): string =>
  value === 1 ? '1.00' : (Math.floor(value * 1e4) / 1e4).toFixed(4).replace(/00$/, '')

/** What an action did to a table. */
export function describeChange({ cells, added, removed }: TableChange): string {
  const parts = [
    cells > 0 && `${cells.toLocaleString('en')} ${cells === 1 ? 'cell' : 'cells'} changed`,
    added > 0 && `${added.toLocaleString('en')} added`,
    removed > 0 && `${removed.toLocaleString('en')} removed`,
  ].filter((part) => part !== false)
  return parts.join(', ') || 'columns changed'
}
