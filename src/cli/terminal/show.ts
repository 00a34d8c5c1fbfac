/**
 * Observations and grades for people: tables that fit, counts, a few examples.
 *
 * @module
 */
import type { EpisodeOutcome } from '../../contract/episode.ts'
import type { Cell, Observation, QueryResult, RowsResult } from '../../contract/observation.ts'
import { escapeControls, escapeLines } from '../../kit/escape-controls.ts'
import { plainCell } from './cell-text.ts'
import { drawList, drawTable, type TableCell } from './fit-table.ts'
import type { Style, Terminal } from './terminal.ts'
import { clipToWidth, wrapToWidth } from './terminal-text.ts'

/** Columns of a cell where no terminal limits it. */
const cellWidth = 60

/** Text of our own or of the data in lines that fit. It must be free of control characters. */
export function fold(text: string, { width }: Terminal, indent = ''): string {
  return width === undefined ? text : wrapToWidth(text, width, indent)
}

function showCell(cell: Cell, { width = cellWidth }: Terminal): TableCell {
  const text = clipToWidth(plainCell(cell), width)
  return cell === null ? { text, style: 'faint' } : text
}

function showRows({ columns, rows, row_count: count, truncated }: RowsResult, terminal: Terminal): string {
  const isNumeric = (column: number): boolean =>
    rows.length > 0 && rows.every((row) => row[column] === null || typeof row[column] === 'number')
  const head = columns.map((name) => clipToWidth(escapeControls(name), terminal.width ?? cellWidth))
  const cells = rows.map((row) => row.map((cell) => showCell(cell, terminal)))
  const right = columns.map((_, place) => place).filter(isNumeric)
  const body = columns.length > 0 ? drawTable(head, cells, terminal, { right }) : ''
  const isCut = ellipses(body) > ellipses([...columns, ...rows.flat().map(plainCell)].join(' '))
  const shown = truncated ? `, the first ${rows.length} shown` : ''
  return `${body}${count} ${count === 1 ? 'row' : 'rows'}${shown}${isCut ? '; .full shows what is cut' : ''}\n`
}

const ellipses = (text: string): number => text.split('…').length

/** A result with nothing cut, row by row; undefined where it has no rows. */
export function showWhole(result: QueryResult | null, terminal: Terminal): string | undefined {
  if (result === null) return undefined
  if ('statements' in result) {
    const parts = result.statements.map((one) => showWhole(one, terminal)).filter((part) => part !== undefined)
    return parts.length === 0 ? undefined : parts.join('\n')
  }
  if (!('columns' in result) || result.rows.length === 0) return undefined
  const rows = result.rows.map((row) =>
    row.map((cell): TableCell => (cell === null ? { text: 'NULL', style: 'faint' } : plainCell(cell))),
  )
  return drawList(result.columns.map(escapeControls), rows, terminal)
}

function showResult(result: QueryResult, terminal: Terminal): string {
  if ('statements' in result) return result.statements.map((one) => showResult(one, terminal)).join('')
  if ('columns' in result) return showRows(result, terminal)
  if ('rows_affected' in result) {
    const { rows_affected: count } = result
    return `${count} ${count === 1 ? 'row' : 'rows'} affected\n`
  }
  return result.tables
    .map(({ ddl, row_count: count, type }) => {
      const what = type === 'view' ? 'a view' : `${count} ${count === 1 ? 'row' : 'rows'}`
      return `${fold(`${escapeLines(ddl)};  -- ${what}`, terminal, '  ')}\n`
    })
    .join('')
}

/** What a step brought. */
export function showObservation(
  { last_query_result: result, last_error: error }: Observation,
  terminal: Terminal,
): string {
  if (error !== null) return `${terminal.paint('error', fold(`error: ${escapeLines(error)}`, terminal))}\n`
  return result === null ? '' : showResult(result, terminal)
}

/** Tables and their columns. */
export function showTables(
  { available_tables: tables, schema_summary: columns }: Observation,
  terminal: Terminal,
): string {
  return tables
    .map((table) => {
      const names = (columns[table] ?? []).map(escapeControls).join(', ')
      return `${fold(`${escapeControls(table)}(${names})`, terminal, '  ')}\n`
    })
    .join('')
}

type Counts = EpisodeOutcome['grade']['total']

const countStyles: readonly (readonly [keyof Counts, Style])[] = [
  ['repaired', 'good'],
  ['missed', 'warning'],
  ['damaged', 'error'],
  ['miscorrected', 'error'],
]

function countCells(counts: Counts): TableCell[] {
  return countStyles.map(([kind, style]) => {
    const text = String(counts[kind])
    return counts[kind] === 0 ? text : { text, style }
  })
}

/** Narrower terminals have table and column in one. */
const narrow = 80

function showCounts({ columns, total }: EpisodeOutcome['grade'], terminal: Terminal): string {
  const kinds = countStyles.map(([kind]) => kind)
  if ((terminal.width ?? narrow) < narrow) {
    const rows = columns.map((row) => [escapeControls(`${row.table}.${row.column}`), ...countCells(row)])
    const head = ['column', ...kinds.map((kind) => (kind === 'miscorrected' ? 'miscorr.' : kind))]
    return drawTable(head, [...rows, ['all', ...countCells(total)]], terminal, { right: [1, 2, 3, 4] })
  }
  const rows = columns.map((row) => [escapeControls(row.table), escapeControls(row.column), ...countCells(row)])
  const all = [...rows, ['all', '', ...countCells(total)]]
  return drawTable(['table', 'column', ...kinds], all, terminal, { right: [2, 3, 4, 5] })
}

/** Columns of a value in an example. */
const exampleWidth = 60

/** The account of a finished episode: what was repaired, missed, damaged, miscorrected. */
export function showGrade(outcome: EpisodeOutcome, terminal: Terminal): string {
  const { grade } = outcome
  const value = (text: string): string => clipToWidth(escapeControls(text), exampleWidth)
  const styles = Object.fromEntries(countStyles) as Record<string, Style>
  const paragraphs = [
    ...grade.examples.map(({ kind, table: name, column, key, before, now, expected }) => {
      const place = `${value(name)}.${value(column)} of ${value(key)}`
      const text = `${kind}: ${place}: ${value(before)} -> ${value(now)}, expected ${value(expected)}`
      const folded = fold(text, terminal, '  ')
      return `${terminal.paint(styles[kind] ?? 'error', kind)}${folded.slice(kind.length)}`
    }),
    ...grade.left_behind.map((object) => fold(`left behind: ${value(object)}`, terminal, '  ')),
    ...grade.notes.map((note) => fold(escapeLines(note), terminal, '  ')),
  ]
  const verdict = `grader score ${outcome.grader_score}, ${outcome.solved ? 'solved' : 'not solved'}, return ${outcome.return}, final score ${outcome.score}`
  const last = terminal.paint(outcome.solved ? 'good' : 'warning', fold(verdict, terminal))
  return `${showCounts(grade, terminal)}${[...paragraphs, last].join('\n')}\n`
}
