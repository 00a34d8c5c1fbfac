/**
 * The verdict on every cell, by the grader's own matching of rows. For after the end.
 *
 * @module
 */
import type { DatabaseContent } from '../../../src/data/content.ts'
import type { TaskInstance } from '../../../src/tasks/instantiate.ts'
import type { GradedCell, GradedRow, GradedTableCells, Verdict } from './engine-api.ts'

/** `-` is a cell that is missing although its row is there. */
const shown = (cell: string | undefined): string => (cell === undefined || cell === '-' ? '' : cell)

function judge(found: string, yours: string, expected: string): Verdict {
  if (yours === expected) return found === expected ? 'right' : 'repaired'
  if (found === expected) return 'damaged'
  return yours === found ? 'missed' : 'miscorrected'
}

/** The cells of all graded tables in rows where something was or is wrong. */
export function gradeCells({ grader }: TaskInstance, now: DatabaseContent): GradedTableCells[] {
  return grader.tablesOf(now).map(({ table, matched }) => {
    const toRow = (before: readonly string[], current: readonly string[], target: readonly string[]): GradedRow => {
      const cells = table.columns.map((_, index): GradedCell => {
        const [found, yours, expected] = [before[index] ?? '', current[index] ?? '', target[index] ?? '']
        return {
          verdict: judge(found, yours, expected),
          found: shown(found),
          yours: shown(yours),
          expected: shown(expected),
        }
      })
      return { key: table.keyCells(target, before, current).map(shown), cells }
    }
    const rows = [
      ...table.slots.map((slot, place) => toRow(slot.before, matched.rows[place] ?? table.blank, slot.target)),
      ...matched.extra.map((row) => toRow(table.blank, row, table.blank)),
    ]
    const touched = rows.filter(({ cells }) => cells.some(({ verdict }) => verdict !== 'right'))
    return { table: table.name, columns: table.columns, rows: touched }
  })
}
