/**
 * How a table stands to the same table before: rows matched by key, cell by cell.
 *
 * @module
 */
import type { TableContent } from '../../../src/data/content.ts'
import type { TableChange, TableRow } from './engine-api.ts'

const keyText = (row: readonly string[], places: readonly number[]): string =>
  places.map((place) => `${row[place]?.length}:${row[place]}`).join('')

/** Rows as they are, each with what it was before; those that are gone stand at the end. */
export interface ComparedTable {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  readonly change: TableChange | null
}

const asTheyAre = ({ columns, rows }: TableContent): ComparedTable => ({
  columns,
  rows: rows.map((cells) => ({ cells, change: 'same' as const })),
  change: null,
})

/**
 * Compares two states of a table.
 *
 * @param key columns that identify a row; null where all of them do
 */
export function compareTables(
  before: TableContent | undefined,
  now: TableContent | undefined,
  key: readonly string[] | null,
): ComparedTable {
  if (now === undefined) {
    const rows = (before?.rows ?? []).map((cells) => ({ cells, change: 'removed' as const }))
    return { columns: before?.columns ?? [], rows, change: { cells: 0, added: 0, removed: rows.length } }
  }
  if (before === now || before === undefined) {
    if (before !== undefined) return asTheyAre(now)
    const rows = now.rows.map((cells) => ({ cells, change: 'added' as const }))
    return { columns: now.columns, rows, change: { cells: 0, added: rows.length, removed: 0 } }
  }
  const lower = now.columns.map((column) => column.toLowerCase())
  const old = before.columns.map((column) => column.toLowerCase())
  // A column that is new has no cell before; one that is gone is seen in no row.
  const from = lower.map((column) => old.indexOf(column))
  const named = (key ?? old)
    .map((column) => column.toLowerCase())
    .filter((column) => lower.includes(column) && old.includes(column))
  const [nowKey, oldKey] = [named.map((name) => lower.indexOf(name)), named.map((name) => old.indexOf(name))]
  const waiting = new Map<string, (readonly string[])[]>()
  for (const row of before.rows) {
    const text = keyText(row, oldKey)
    const group = waiting.get(text)
    if (group) group.push(row)
    else waiting.set(text, [row])
  }
  let cells = 0
  let added = 0
  const rows = now.rows.map((row): TableRow => {
    const group = waiting.get(keyText(row, nowKey))
    if (group === undefined || group.length === 0) {
      added++
      return { cells: row, change: 'added' }
    }
    const same = group.findIndex((other) => from.every((place, index) => place !== -1 && other[place] === row[index]))
    const [was] = group.splice(Math.max(same, 0), 1)
    if (was === undefined || same !== -1) return { cells: row, change: 'same' }
    const changes = from.map((place, index) =>
      place === -1 ? '' : was[place] === row[index] ? null : (was[place] ?? ''),
    )
    cells += changes.filter((cell) => cell !== null).length
    return { cells: row, change: 'changed', before: changes }
  })
  const gone = [...waiting.values()].flat().map((row): TableRow => ({
    cells: from.map((place) => (place === -1 ? '' : (row[place] ?? ''))),
    change: 'removed',
  }))
  const change = { cells, added, removed: gone.length }
  const isSame = cells + added + gone.length === 0 && old.length === lower.length
  return { columns: now.columns, rows: [...rows, ...gone], change: isSame ? null : change }
}
