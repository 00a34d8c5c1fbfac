import type { GradeReport } from '../contract/episode.ts'
import { clipText } from '../kit/clip-text.ts'
import { absent, lost } from '../sql/difference.ts'
import type { TypedCell } from '../sql/values.ts'

/** Cells shown as examples. */
const exampleCount = 12
/** Characters of a cell or key in an example. */
const exampleWidth = 80

type Counts = GradeReport['total']
export type Verdict = keyof Counts

/** A cell as it was, is and should be. `key` holds the key cells of its row. */
export interface JudgedCell {
  readonly key: readonly TypedCell[]
  readonly was: TypedCell
  readonly is: TypedCell
  readonly due: TypedCell
}

/** The verdicts on one column. */
export interface ColumnTally {
  add(verdict: Verdict, count?: number): void
  /** Further examples will be shown. */
  readonly hasRoom: boolean
  example(kind: Exclude<Verdict, 'repaired'>, cell: JudgedCell): void
}

const noCounts = (): Counts => ({ repaired: 0, missed: 0, damaged: 0, miscorrected: 0 })

/** A typed cell as SQL writes it. */
export function showCell(cell: TypedCell): string {
  if (cell === absent || cell === lost) return '(absent)'
  const clipped = cell.slice(1, exampleWidth + 2)
  const text = { n: 'NULL', t: `'${clipped.replaceAll("'", "''")}'`, b: `x'${clipped}'` }[cell[0] as string] ?? clipped
  return clipText(text, exampleWidth)
}

/** Counts verdicts by table and column and keeps the first examples. */
export class GradeTally {
  readonly #columns: { readonly table: string; readonly column: string; readonly counts: Counts }[] = []
  readonly #examples: GradeReport['examples'] = []
  readonly #leftBehind: string[] = []
  readonly #notes: string[] = []

  /** Where the verdicts on a column go. Columns are reported in the order in which they are opened. */
  column(table: string, column: string): ColumnTally {
    const counts = noCounts()
    const examples = this.#examples
    this.#columns.push({ table, column, counts })
    return {
      add: (verdict, count = 1) => {
        counts[verdict] += count
      },
      get hasRoom() {
        return examples.length < exampleCount
      },
      example: (kind, { key, was, is, due }) => {
        const cells = { before: showCell(was), now: showCell(is), expected: showCell(due) }
        examples.push({ table, column, kind, key: key.map(showCell).join(', '), ...cells })
      },
    }
  }

  leftBehind(object: string): void {
    this.#leftBehind.push(object)
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  report(): GradeReport {
    const total = noCounts()
    const columns: GradeReport['columns'] = []
    for (const { table, column, counts } of this.#columns) {
      const { repaired, missed, damaged, miscorrected } = counts
      if (repaired + missed + damaged + miscorrected === 0) continue
      columns.push({ table, column, ...counts })
      total.repaired += repaired
      total.missed += missed
      total.damaged += damaged
      total.miscorrected += miscorrected
    }
    return {
      total,
      columns,
      examples: [...this.#examples],
      left_behind: [...this.#leftBehind],
      notes: [...this.#notes],
    }
  }
}
