import type { GradeReport } from '../contract/episode.ts'
import { absent } from '../sql/difference.ts'
import type { TypedCell } from '../sql/values.ts'

/** Cells shown as examples. */
const exampleCount = 12
/** Characters of a cell or key in an example. */
const exampleWidth = 80

/** Where a cell is. `key` is the row's key as typed cells in JSON. */
export interface CellPlace {
  readonly table: string
  readonly column: string
  readonly key: string
}

type Counts = GradeReport['total']
export type Verdict = keyof Counts

const noCounts = (): Counts => ({ repaired: 0, missed: 0, damaged: 0, miscorrected: 0 })

/** A typed cell as SQL writes it. */
export function showCell(cell: TypedCell): string {
  if (cell === absent) return '(absent)'
  const body = cell.slice(1)
  const text = cell === 'n' ? 'NULL' : cell[0] === 't' ? `'${body.replaceAll("'", "''")}'` : cell[0] === 'b' ? `x'${body}'` : body
  return text.length > exampleWidth ? `${text.slice(0, exampleWidth)}…` : text
}

/** Counts verdicts by table and column and keeps the first examples. */
export class GradeTally {
  readonly #total = noCounts()
  readonly #columns = new Map<string, { table: string; column: string; counts: Counts }>()
  readonly #examples: GradeReport['examples'] = []
  readonly #leftBehind: string[] = []
  readonly #notes: string[] = []

  add(verdict: Verdict, place: CellPlace, cells: readonly [before: TypedCell, now: TypedCell, target: TypedCell]): void {
    this.#total[verdict]++
    const id = `${place.table}\n${place.column}`
    let column = this.#columns.get(id)
    if (!column) this.#columns.set(id, (column = { table: place.table, column: place.column, counts: noCounts() }))
    column.counts[verdict]++
    if (verdict === 'repaired' || this.#examples.length >= exampleCount) return
    const [before, now, expected] = cells.map(showCell) as [string, string, string]
    const key = (JSON.parse(`[${place.key}]`) as TypedCell[]).map(showCell).join(', ')
    this.#examples.push({ table: place.table, column: place.column, kind: verdict, key, before, now, expected })
  }

  leftBehind(object: string): void {
    this.#leftBehind.push(object)
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  report(): GradeReport {
    return {
      total: { ...this.#total },
      columns: [...this.#columns.values()].map(({ table, column, counts }) => ({ table, column, ...counts })),
      examples: [...this.#examples],
      left_behind: [...this.#leftBehind],
      notes: [...this.#notes],
    }
  }
}
