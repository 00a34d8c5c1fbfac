import type { GradeReport } from '../contract/episode.ts'
import { clipText } from '../kit/clip-text.ts'
import { absent, lost } from '../data/comparable-table.ts'
import type { TypedCell } from '../data/values.ts'
import type { PartKind } from './graded-table.ts'

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

const verdicts = ['repaired', 'missed', 'damaged', 'miscorrected'] as const

/** Shares are told as scores are: in millionths, rounded down. */
const inMillionths = (share: number): number => Math.floor(share * 1_000_000 + 1e-6) / 1_000_000

const noCounts = (): Counts => ({ repaired: 0, missed: 0, damaged: 0, miscorrected: 0 })

/** A typed cell as SQL writes it. */
export function showCell(cell: TypedCell): string {
  if (cell === absent || cell === lost) return '(absent)'
  const clipped = cell.slice(1, exampleWidth + 2)
  switch (cell[0]) {
    case 'n':
      return 'NULL'
    case 't':
      return clip(`'${clipped.includes("'") ? clipped.replaceAll("'", "''") : clipped}'`)
    case 'b':
      return clip(`x'${clipped}'`)
    case '@':
      return clip(`(new row ${clipped.slice(clipped.indexOf(':') + 1)})`)
    default:
      return clip(clipped)
  }
}

/** Half characters come of clipping alone: what a database holds is UTF-8. */
const clip = (text: string): string => (text.length > exampleWidth ? clipText(text, exampleWidth) : text)

/** The verdicts on one column. */
export class ColumnTally {
  readonly table: string
  readonly column: string
  readonly counts: Counts = noCounts()
  /** Shared by the columns of a tally. */
  readonly #examples: GradeReport['examples']

  constructor(table: string, column: string, examples: GradeReport['examples']) {
    this.table = table
    this.column = column
    this.#examples = examples
  }

  add(verdict: Verdict, count = 1): void {
    this.counts[verdict] += count
  }

  /** Further examples will be shown. */
  get hasRoom(): boolean {
    return this.#examples.length < exampleCount
  }

  example(kind: Exclude<Verdict, 'repaired'>, { key, was, is, due }: JudgedCell): void {
    const cells = { before: showCell(was), now: showCell(is), expected: showCell(due) }
    const { table, column } = this
    this.#examples.push({ table, column, kind, key: key.map(showCell).join(', '), ...cells })
  }
}

/** How a part came out. */
export interface JudgedPart {
  readonly name: string
  readonly kind: PartKind
  readonly weight: number
  readonly tables: readonly string[]
  /** Cells to repair. */
  readonly differing: number
  /** R - D, not below -`differing`. */
  readonly gained: number
  /** The total before its tables were judged. */
  readonly before: Counts
}

/** Counts verdicts by table and column and keeps the first examples. */
export class GradeTally {
  readonly #columns: ColumnTally[] = []
  readonly #parts: NonNullable<GradeReport['parts']> = []
  readonly #examples: GradeReport['examples'] = []
  readonly #leftBehind: string[] = []
  readonly #notes: string[] = []

  /** Where the verdicts on a column go. Columns are reported in the order in which they are opened. */
  column(table: string, column: string): ColumnTally {
    const tally = new ColumnTally(table, column, this.#examples)
    this.#columns.push(tally)
    return tally
  }

  leftBehind(object: string): void {
    this.#leftBehind.push(object)
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  /** All verdicts so far. */
  total(): Counts {
    const total = noCounts()
    for (const { counts } of this.#columns) for (const verdict of verdicts) total[verdict] += counts[verdict]
    return total
  }

  /** Notes a part whose tables were judged last. */
  part({ name, kind, weight, tables, differing, gained, before }: JudgedPart): void {
    const total = this.total()
    for (const verdict of verdicts) total[verdict] -= before[verdict]
    this.#parts.push({
      name,
      kind,
      weight: inMillionths(weight),
      score: inMillionths(gained / differing),
      tables: [...tables],
      ...total,
    })
  }

  report(): GradeReport {
    const counted = this.#columns.filter(({ counts }) => verdicts.some((verdict) => counts[verdict] > 0))
    return {
      total: this.total(),
      ...(this.#parts.length > 0 && { parts: [...this.#parts] }),
      columns: counted.map(({ table, column, counts }) => ({ table, column, ...counts })),
      examples: [...this.#examples],
      left_behind: [...this.#leftBehind],
      notes: [...this.#notes],
    }
  }
}
