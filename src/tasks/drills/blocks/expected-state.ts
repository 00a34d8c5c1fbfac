/**
 * A predicate from a reader's own idea of the final state: some tables as worked out, all others as they were.
 *
 * @module
 */
import { nothingLeftBehind } from '../../classic/predicates.ts'
import type { GradedTable } from '../../../grading/graded-table.ts'
import type { DatabaseContent, TableContent } from '../../../data/content.ts'
import { looseNumber, toTypedCell, type TypedCell } from '../../../data/values.ts'
import type { Scene } from './scene.ts'
import type { ViewRow } from './table-view.ts'

type Cells = readonly TypedCell[]

interface ExpectedTable {
  /** Lower case. */
  readonly columns: readonly string[]
  readonly keyPlace: number
  readonly strict: readonly boolean[]
  readonly rows: ReadonlyMap<TypedCell, Cells>
}

/** Compares one table; knows what it has seen, since states that are asked about share most tables and rows. */
class TableJudge {
  readonly #expected: ExpectedTable
  readonly #places = new WeakMap<readonly string[], readonly number[]>()
  readonly #tables = new WeakMap<TableContent, boolean>()
  /** By columns: the keys of rows that fit, and null for those that do not. */
  readonly #rows = new WeakMap<readonly string[], WeakMap<Cells, TypedCell | null>>()
  /** The last table that was taken: most others differ from it in a row. */
  #taken: TableContent | undefined

  constructor(expected: ExpectedTable) {
    this.#expected = expected
  }

  accepts(table: TableContent): boolean {
    if (table === this.#taken) return true
    const verdict = this.#tables.get(table) ?? this.#judge(table)
    this.#tables.set(table, verdict)
    if (verdict) this.#taken = table
    return verdict
  }

  #judge({ columns, rows }: TableContent): boolean {
    const expected = this.#expected
    const places = this.#placesIn(columns)
    if (columns.length !== places.length || places.includes(-1) || rows.length !== expected.rows.size) return false
    const seen = this.#rows.get(columns) ?? new WeakMap<Cells, TypedCell | null>()
    this.#rows.set(columns, seen)
    const keyOf = (row: Cells): TypedCell | null => {
      let key = seen.get(row)
      if (key === undefined) {
        key = this.#fits(row, places) ? looseNumber(row[places[expected.keyPlace] ?? 0] ?? 'n') : null
        seen.set(row, key)
      }
      return key
    }
    const taken = this.#taken?.columns === columns ? this.#taken.rows : []
    if (rows.some((row, index) => row !== taken[index] && keyOf(row) === null)) return false
    return new Set(rows.map(keyOf)).size === rows.length
  }

  /** Where the expected columns stand; -1 for one that is missing. */
  #placesIn(columns: readonly string[]): readonly number[] {
    let places = this.#places.get(columns)
    if (places === undefined) {
      const names = columns.map((column) => column.toLowerCase())
      places = this.#expected.columns.map((name) => names.indexOf(name))
      this.#places.set(columns, places)
    }
    return places
  }

  #fits(row: Cells, places: readonly number[]): boolean {
    const { rows, keyPlace, strict } = this.#expected
    const due = rows.get(looseNumber(row[places[keyPlace] ?? 0] ?? 'n'))
    if (due === undefined) return false
    return places.every((place, index) => {
      const cell = row[place] ?? 'n'
      return (strict[index] ? cell : looseNumber(cell)) === due[index]
    })
  }
}

/** Whether a state is the one that `work` finds from the seed alone. */
export function acceptsBy(
  scene: Scene,
  graded: readonly GradedTable[],
  work: (seed: DatabaseContent) => ReadonlyMap<string, readonly ViewRow[]>,
): (seed: DatabaseContent, state: DatabaseContent) => boolean {
  const judges = new WeakMap<DatabaseContent, ReadonlyMap<string, TableJudge>>()
  const prepare = (seed: DatabaseContent): ReadonlyMap<string, TableJudge> => {
    const worked = work(seed)
    const byTable = new Map<string, TableJudge>()
    for (const table of scene.tables.values()) {
      const id = table.physical.toLowerCase()
      const spec = graded.find(({ name }) => name.toLowerCase() === id)
      const columns = table.columns.map(({ physical }) => physical.toLowerCase())
      const strictNames = new Set(spec?.typed?.map((name) => name.toLowerCase()))
      const strict = columns.map((name) => strictNames.has(name))
      const found = seed.tables.get(id)
      const rows: Cells[] =
        worked.get(table.name)?.map((row) => table.columns.map(({ name }) => toTypedCell(row[name] ?? null))) ??
        found?.rows.map((row) =>
          columns.map((name) => row[found.columns.findIndex((own) => own.toLowerCase() === name)] ?? 'n'),
        ) ??
        []
      const comparable = rows.map((row) => row.map((cell, index) => (strict[index] ? cell : looseNumber(cell))))
      const keyed = new Map(comparable.map((row) => [looseNumber(row[0] ?? 'n'), row]))
      byTable.set(id, new TableJudge({ columns, keyPlace: 0, strict, rows: keyed }))
    }
    return byTable
  }
  return (seed, state) => {
    const known = judges.get(seed) ?? prepare(seed)
    judges.set(seed, known)
    if (state.tables.size !== known.size || !nothingLeftBehind(seed, state)) return false
    for (const [id, judge] of known) {
      const table = state.tables.get(id)
      if (table === undefined || !judge.accepts(table)) return false
    }
    return true
  }
}
