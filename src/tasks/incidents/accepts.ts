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

/** Rows by lower-case column name, by table. A row without its key is still to be entered, under any key that is free. */
export type DueTables = ReadonlyMap<string, readonly Readonly<Record<string, SqlValue>>[]>

interface DueTable {
  /** Lower case, graded ones only. */
  readonly columns: readonly string[]
  readonly width: number
  readonly rows: ReadonlyMap<string, string>
  readonly keys: readonly string[]
  /** Rows to be entered, without their key, as often as they are due. */
  readonly entered: ReadonlyMap<string, number>
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
      const isNew = (row: ReadonlyMap<string, TypedCell>): boolean =>
        spec?.natural !== undefined && keys.every((key) => (row.get(key) ?? 'n') === 'n')
      const entered = new Map<string, number>()
      const rest = columns.filter((column) => !keys.includes(column))
      for (const row of rows.filter(isNew)) entered.set(pick(row, rest), (entered.get(pick(row, rest)) ?? 0) + 1)
      const kept = new Map(rows.filter((row) => !isNew(row)).map((row) => [pick(row, keys), pick(row, columns)]))
      return [id, { columns, width: all.length, keys, rows: kept, entered }]
    }),
  )
}

function agrees(due: DueTable, { columns: own, rows: found }: TableContent): boolean {
  const { columns, width, keys, rows, entered } = due
  const names = own.map((column) => column.toLowerCase())
  const placesOf = (list: readonly string[]): number[] => list.map((column) => names.indexOf(column))
  const [places, keyPlaces] = [placesOf(columns), placesOf(keys)]
  const restPlaces = placesOf(columns.filter((column) => !keys.includes(column)))
  const count = [...entered.values()].reduce((sum, each) => sum + each, rows.size)
  if (own.length !== width || places.includes(-1) || keyPlaces.includes(-1) || found.length !== count) return false
  const seen = new Set<string>()
  const open = new Map(entered)
  for (const row of found) {
    const at = (place: number): TypedCell => looseNumber(row[place] ?? 'n')
    const key = joined(keyPlaces.map(at))
    if (seen.has(key)) return false
    seen.add(key)
    if (rows.has(key)) {
      if (rows.get(key) !== joined(places.map(at))) return false
      continue
    }
    const rest = joined(restPlaces.map(at))
    const left = open.get(rest) ?? 0
    if (left === 0 || keyPlaces.some((place) => at(place) === 'n')) return false
    open.set(rest, left - 1)
  }
  return true
}
