/**
 * Observations and grades for people: aligned tables, counts, a few examples.
 *
 * @module
 */
import Table from 'cli-table3'
import type { EpisodeOutcome } from '../contract/episode.ts'
import type { Cell, Observation, QueryResult, RowsResult } from '../contract/observation.ts'

/** Characters of a cell on a terminal. */
const cellWidth = 60

/** Control characters of the data must not move the cursor: they are shown as JSON writes them. */
export function escapeControls(text: string): string {
  let clean = ''
  for (const mark of text) {
    const code = mark.codePointAt(0) as number
    const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0)
    clean += isControl ? `\\u${code.toString(16).padStart(4, '0')}` : mark
  }
  return clean
}

/** The same for text of several lines. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n')
}

function showCell(cell: Cell): string {
  const text = cell === null ? 'NULL' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  const clean = escapeControls(text)
  return clean.length > cellWidth ? `${clean.slice(0, cellWidth - 1)}…` : clean
}

function showRows({ columns, rows, row_count: count, truncated }: RowsResult): string {
  const numeric = columns.map((_, index) => rows.every((row) => row[index] === null || typeof row[index] === 'number'))
  const table = new Table({
    head: columns.map(showCell),
    style: { head: [], border: [], compact: true },
    colAligns: numeric.map((right) => (right && rows.length > 0 ? 'right' : 'left')),
  })
  for (const row of rows) table.push(row.map(showCell))
  const body = columns.length > 0 ? `${table.toString()}\n` : ''
  return `${body}${count} ${count === 1 ? 'row' : 'rows'}${truncated ? `, the first ${rows.length} shown` : ''}\n`
}

function showResult(result: QueryResult): string {
  if ('statements' in result) return result.statements.map(showResult).join('')
  if ('columns' in result) return showRows(result)
  if ('rows_affected' in result) return `${result.rows_affected} rows affected\n`
  return result.tables
    .map(
      ({ ddl, row_count: count, type }) => `${escapeLines(ddl)};  -- ${type === 'view' ? 'a view' : `${count} rows`}\n`,
    )
    .join('')
}

/** What a step brought. */
export function showObservation({ last_query_result: result, last_error: error }: Observation): string {
  if (error !== null) return `error: ${escapeLines(error)}\n`
  return result === null ? '' : showResult(result)
}

/** Tables and their columns. */
export function showTables({ available_tables: tables, schema_summary: columns }: Observation): string {
  return tables.map((table) => `${showCell(table)}(${(columns[table] ?? []).map(showCell).join(', ')})\n`).join('')
}

/** The account of a finished episode: what was repaired, missed, damaged, miscorrected. */
export function showGrade(outcome: EpisodeOutcome): string {
  const { grade } = outcome
  const table = new Table({
    head: ['table', 'column', 'repaired', 'missed', 'damaged', 'miscorrected'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
  })
  const rows = [...grade.columns, { table: 'all', column: '', ...grade.total }]
  for (const row of rows) {
    table.push([showCell(row.table), showCell(row.column), row.repaired, row.missed, row.damaged, row.miscorrected])
  }
  const lines = [
    table.toString(),
    ...grade.examples.map(
      ({ kind, table: name, column, key, before, now, expected }) =>
        `${kind}: ${showCell(name)}.${showCell(column)} of ${showCell(key)}: ${showCell(before)} -> ${showCell(now)}, expected ${showCell(expected)}`,
    ),
    ...grade.left_behind.map((object) => `left behind: ${showCell(object)}`),
    ...grade.notes,
    `grader score ${outcome.grader_score}, ${outcome.solved ? 'solved' : 'not solved'}, return ${outcome.return}, final score ${outcome.score}`,
  ]
  return `${lines.join('\n')}\n`
}
