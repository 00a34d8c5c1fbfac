import { absent, lost, type AlignedRow } from '../data/comparable-table.ts'

/** A row that was, should be, or both: blank where it was not or should not be. */
export interface Slot {
  readonly before: AlignedRow
  readonly target: AlignedRow
}

/**
 * What the cells of a row are worth at a slot: `scale` for each repaired, less `scale` for each wrong that was
 * changed. Each of the latter costs 1 more, which decides between ways that are worth the same.
 */
export function worthOf({ before, target }: Slot, now: AlignedRow, scale: number): number {
  let worth = 0
  for (let index = 0; index < target.length; index++) {
    const cell = now[index]
    if (cell === target[index]) {
      if (cell !== before[index]) worth += scale
    } else if (cell !== before[index] || before[index] === target[index]) worth -= scale + 1
  }
  return worth
}

/** A row that should not be: only deleting it repairs its cells, dropping their first `due` columns does not. */
export function surplusRow(row: AlignedRow, due: number): AlignedRow {
  if (!row.includes(absent)) return row
  return row.map((cell, index) => (cell === absent && index < due ? lost : cell))
}

/** Compares rows by their cells at the given places. */
export function byCells(places: readonly number[]): (left: AlignedRow, right: AlignedRow) => number {
  return (left, right) => {
    for (const place of places) {
      const [a, b] = [left[place] ?? absent, right[place] ?? absent]
      if (a !== b) return a < b ? -1 : 1
    }
    return 0
  }
}
