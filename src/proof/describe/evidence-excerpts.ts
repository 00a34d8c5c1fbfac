/**
 * The few rows of each table of evidence that belong to the rows somebody is shown: their batches, the rules of those,
 * the documents that settle a question.
 *
 * @module
 */
import type { Cell } from '../../contract/observation.ts'
import { asciiLower } from '../../kit/ascii-case.ts'
import type { TableContent } from '../../data/content.ts'
import type { TypedCell } from '../../data/values.ts'
import { byCells, spaced, toCell, type GradedView } from './graded-view.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'

/** A few rows of a table as they are found, over some of its columns. */
export interface Excerpt {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** How many there are. */
  readonly of: number
}

type Cells = readonly TypedCell[]

/** From so many characters on a text is a document. */
const documentLength = 80

const isDocument = (cells: Cells): boolean => cells.some((cell) => cell.length > documentLength)

/** Short numbers and words are equal by chance. */
const isTelling = (cell: TypedCell): boolean => cell.length > 3

/** Those of the highest scores; of those that are alike an even sample. */
function chooseRows(rows: readonly Cells[], count: number, score: (row: Cells) => number): Cells[] {
  const byScore = new Map<number, Cells[]>()
  for (const row of rows) {
    const reached = score(row)
    byScore.set(reached, [...(byScore.get(reached) ?? []), row])
  }
  const chosen: Cells[] = []
  for (const [, alike] of [...byScore].toSorted(([left], [right]) => right - left)) {
    chosen.push(...spaced(alike, count - chosen.length))
  }
  return chosen
}

/** Cells by which evidence is found: those of the shown rows to repair, and the names of their wrong columns. */
function startingPoints(views: readonly GradedView[], size: number): Set<TypedCell> {
  const known = new Set<TypedCell>()
  for (const { faulty, shown, columns } of views) {
    for (const place of shown) {
      if (faulty.some(({ before, target }) => before !== null && target !== null && before[place] !== target[place])) {
        known.add(`t${columns[place]}`)
      }
    }
    const found = faulty.flatMap(({ before }) => (before === null ? [] : [before]))
    for (const row of spaced(found, size)) for (const place of shown) known.add(row[place] ?? 'n')
  }
  return known
}

/**
 * Rows of evidence, in the order of their keys: what shares cells with the rows shown, or with evidence that does; of
 * documents those that settle a question, then those that name a table. There are two rows more than of what is shown,
 * and twice as many documents.
 */
export function excerptEvidence(
  { draft, before }: TaskInstance,
  views: readonly GradedView[],
  size: number,
): Excerpt[] {
  const settling = new Set(
    (draft.ambiguities ?? []).flatMap((question) => ('sentence' in question ? [`t${question.sentence}`] : [])),
  )
  const known = startingPoints(views, size)
  const names = draft.seed.tables.map(({ name }) => name)
  const score = (row: Cells): number => {
    if (!isDocument(row)) return row.filter((cell) => isTelling(cell) && known.has(cell)).length
    if (row.some((cell) => settling.has(cell))) return 2
    return Number(row.some((cell) => names.some((name) => cell.includes(name))))
  }
  const tables = (draft.evidence ?? []).flatMap((name): TableContent[] => {
    const table = before.tables.get(asciiLower(name))
    return table === undefined ? [] : [table]
  })
  const choose = (): { table: TableContent; chosen: Cells[] }[] =>
    tables.map((table) => {
      const rows = table.rows.toSorted(byCells)
      return { table, chosen: chooseRows(rows, rows.some(isDocument) ? size * 2 : size + 2, score) }
    })
  // What the first round finds leads further: from the batch of a line to the rules of its feed.
  const related = choose().flatMap(({ chosen }) => chosen.filter((row) => !isDocument(row) && score(row) > 0))
  for (const row of related) for (const cell of row) known.add(cell)
  return choose().map(({ table: { name, columns, rows }, chosen }) => ({
    table: name,
    columns,
    rows: chosen.toSorted(byCells).map((row) => row.map(toCell)),
    of: rows.length,
  }))
}
