/**
 * Copying without understanding: for every faulty column, each readable column of any table is tried as the
 * source, matched by any pair of columns with equal cells, for all rows or the NULLs only.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import type { DatabaseContent } from '../../data/content.ts'
import type { TypedCell } from '../../data/values.ts'
import { looseNumber } from '../../data/values.ts'

export interface BlindJoin {
  readonly name: string
  /** R - D over the faulty cells of the whole instance. */
  readonly score: number
}

interface Column {
  readonly name: string
  readonly cells: readonly TypedCell[]
}

function columnsOf(content: DatabaseContent, table: string): Column[] {
  const found = content.tables.get(table.toLowerCase())
  return (found?.columns ?? []).map((name, index) => ({
    name,
    cells: found?.rows.map((row) => looseNumber(row[index] ?? 'n')) ?? [],
  }))
}

/** The clean cells of each column in the order of the seed's rows; undefined for rows that go. */
function dueCells(
  before: DatabaseContent,
  target: DatabaseContent,
  spec: GradedTable,
): Map<string, (TypedCell | undefined)[]> {
  const key = spec.key?.[0]?.toLowerCase()
  const keys = columnsOf(before, spec.name).find(({ name }) => name.toLowerCase() === key)?.cells ?? []
  const after = columnsOf(target, spec.name)
  const places = new Map(
    after.find(({ name }) => name.toLowerCase() === key)?.cells.map((cell, place) => [cell, place]),
  )
  return new Map(
    after.map(({ name, cells }) => [name.toLowerCase(), keys.map((cell) => cells[places.get(cell) ?? -1])]),
  )
}

/** Every copy of one column into a faulty one, with its score. Tables with a key of one column only. */
export function* blindJoins(
  before: DatabaseContent,
  target: DatabaseContent,
  graded: readonly GradedTable[],
): Generator<BlindJoin> {
  const sources = [...before.tables.values()].map(({ name }) => ({ name, columns: columnsOf(before, name) }))
  const faults = graded.flatMap((spec) => {
    if (spec.key?.length !== 1) return []
    const due = dueCells(before, target, spec)
    return columnsOf(before, spec.name).flatMap((column) => {
      const clean = due.get(column.name.toLowerCase()) ?? []
      const faulty = column.cells.filter((cell, row) => cell !== clean[row]).length
      return faulty === 0 ? [] : [{ table: spec.name, column, clean, faulty }]
    })
  })
  const total = faults.reduce((sum, { faulty }) => sum + faulty, 0)
  for (const { table, column, clean } of faults) {
    for (const own of columnsOf(before, table)) {
      const wanted = new Set(own.cells)
      for (const source of sources) {
        for (const by of source.columns) {
          if (!by.cells.some((cell) => cell !== 'n' && wanted.has(cell))) continue
          const places = firstPlaces(by.cells)
          for (const value of source.columns) {
            const copied = own.cells.map((cell) => value.cells[places.get(cell) ?? -1])
            for (const gaps of [false, true]) {
              const score = scoreOf(column.cells, clean, copied, gaps) / total
              const name = `${table}.${column.name} from ${source.name}.${value.name} where ${by.name} is ${own.name}${gaps ? ', gaps only' : ''}`
              yield { name, score }
            }
          }
        }
      }
    }
  }
}

function firstPlaces(cells: readonly TypedCell[]): Map<TypedCell, number> {
  const places = new Map<TypedCell, number>()
  for (const [place, cell] of cells.entries()) if (cell !== 'n' && !places.has(cell)) places.set(cell, place)
  return places
}

/** R - D of a column in which each cell becomes the copied one; rows without a match keep theirs. */
function scoreOf(
  cells: readonly TypedCell[],
  clean: readonly (TypedCell | undefined)[],
  copied: readonly (TypedCell | undefined)[],
  gapsOnly: boolean,
): number {
  let score = 0
  for (const [row, cell] of cells.entries()) {
    const next = gapsOnly && cell !== 'n' ? cell : (copied[row] ?? cell)
    if (next === cell) continue
    score += next === clean[row] ? 1 : -1
  }
  return score
}
