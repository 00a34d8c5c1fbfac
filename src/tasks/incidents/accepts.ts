/**
 * A predicate from a reader's own idea of the final state: some tables as it works them out from the seed, all others as
 * they were.
 *
 * @module
 */
import type { DatabaseContent, TableContent } from '../../data/content.ts'
import { looseNumber, type SqlValue, toTypedCell, type TypedCell } from '../../data/values.ts'
import type { GradedTable } from '../../grading/graded-table.ts'
import { nothingLeftBehind } from '../classic/predicates.ts'

/** Rows by lower-case column name, by table. */
export type DueTables = ReadonlyMap<string, readonly Readonly<Record<string, SqlValue>>[]>

interface DueTable {
  /** Lower case, graded ones only. */
  readonly columns: readonly string[]
  readonly width: number
  readonly rows: ReadonlyMap<string, string>
  readonly keys: readonly string[]
}

const joined = (cells: readonly TypedCell[]): string => JSON.stringify(cells)

/** Whether a state is the one that `work` reads from the seed. */
export function acceptsReading(
  graded: readonly GradedTable[],
  work: (seed: DatabaseContent) => DueTables,
): (seed: DatabaseContent, state: DatabaseContent) => boolean {
  const known = new WeakMap<DatabaseContent, ReadonlyMap<string, DueTable>>()
  const verdicts = new WeakMap<TableContent, boolean>()
  return (seed, state) => {
    let due = known.get(seed)
    if (due === undefined) known.set(seed, (due = prepare(seed, graded, work(seed))))
    if (state.tables.size !== due.size || !nothingLeftBehind(seed, state)) return false
    for (const [id, table] of due) {
      const now = state.tables.get(id)
      if (now === undefined) return false
      const verdict = verdicts.get(now) ?? agrees(table, now)
      verdicts.set(now, verdict)
      if (!verdict) return false
    }
    return true
  }
}

function prepare(seed: DatabaseContent, graded: readonly GradedTable[], worked: DueTables): Map<string, DueTable> {
  const byName = new Map([...worked].map(([name, rows]) => [name.toLowerCase(), rows]))
  return new Map(
    [...seed.tables].map(([id, content]) => {
      const spec = graded.find(({ name }) => name.toLowerCase() === id)
      const free = new Set(spec?.ungraded?.map((column) => column.toLowerCase()))
      const all = content.columns.map((column) => column.toLowerCase())
      const columns = all.filter((column) => !free.has(column))
      const keys = (spec?.key ?? all).map((column) => column.toLowerCase())
      const rows =
        byName
          .get(id)
          ?.map((row) => new Map(all.map((column) => [column, looseNumber(toTypedCell(row[column] ?? null))]))) ??
        content.rows.map((row) => new Map(all.map((column, place) => [column, looseNumber(row[place] ?? 'n')])))
      const pick = (row: ReadonlyMap<string, TypedCell>, names: readonly string[]): string =>
        joined(names.map((name) => row.get(name) ?? 'n'))
      return [
        id,
        { columns, width: all.length, keys, rows: new Map(rows.map((row) => [pick(row, keys), pick(row, columns)])) },
      ]
    }),
  )
}

function agrees({ columns, width, keys, rows }: DueTable, { columns: own, rows: found }: TableContent): boolean {
  const names = own.map((column) => column.toLowerCase())
  const places = columns.map((column) => names.indexOf(column))
  const keyPlaces = keys.map((column) => names.indexOf(column))
  if (own.length !== width || places.includes(-1) || keyPlaces.includes(-1) || found.length !== rows.size) return false
  const seen = new Set<string>()
  for (const row of found) {
    const at = (place: number): TypedCell => looseNumber(row[place] ?? 'n')
    const key = joined(keyPlaces.map(at))
    if (seen.has(key) || rows.get(key) !== joined(places.map(at))) return false
    seen.add(key)
  }
  return true
}
