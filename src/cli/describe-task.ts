/**
 * Instances for people: what `tasks --show` prints.
 *
 * @module
 */
import Table from 'cli-table3'
import type { Cell } from '../contract/observation.ts'
import type { Decoy } from '../tasks/decoys.ts'
import type { InstanceDescription, RepairedRow } from '../tasks/describe-instance.ts'
import type { Excerpt } from '../tasks/evidence-excerpts.ts'
import { escapeControls, escapeLines } from './show.ts'

/** Characters of a line of a cell, and of a cell. */
const lineWidth = 72
const cellWidth = 400

/** Text that would be taken for something else, or whose blanks nobody would see. */
const needsQuotes = /^$|^\s|\s$|\s\s|^NULL$|^[+-]?\d+(?:\.\d+)?$/

/** A cell in one line without control characters; text is quoted where it could be mistaken. */
export function plainCell(cell: Cell): string {
  if (cell === null) return 'NULL'
  if (typeof cell !== 'string') return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  const text = escapeControls(cell)
  return needsQuotes.test(text) ? `'${text}'` : text
}

/** A text cut to so many characters; never inside one. */
export function clip(text: string, width: number): string {
  const marks = [...text]
  return marks.length > width ? `${marks.slice(0, width - 1).join('')}…` : text
}

/** Lines of a paragraph. */
function wrap(text: string, width: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

/** What stands in a cell of a table on the terminal. Short values keep their blanks. */
function showValue(text: string): string {
  const clean = clip(text, cellWidth)
  return clean.length > lineWidth ? wrap(clean, lineWidth) : clean
}

function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: head.map(escapeControls), style: { head: [], border: [], compact: true } })
  for (const row of rows) table.push(row.map(showValue))
  return `${table.toString()}\n`
}

function showExcerpt({ table, columns, rows, of }: Excerpt, what: string): string {
  const count = rows.length === of ? `${of}` : `${rows.length} of ${of}`
  const title = `${escapeControls(table)}: ${count} ${of === 1 ? 'row' : 'rows'}${what}\n`
  return `${title}${drawTable(
    columns,
    rows.map((row) => row.map(plainCell)),
  )}`
}

/** The cells of a decoy by their columns. */
export function decoyText({ columns, values }: Decoy): string {
  return columns.map((column, place) => `${escapeControls(column)} = ${plainCell(values[place] ?? null)}`).join(', ')
}

/** Why somebody would repair what is right. */
export function temptation({ tempts }: Decoy): string {
  return tempts === null ? 'looks damaged' : `spoilt by: ${escapeControls(tempts)}`
}

/** Found and due in one: what changes has an arrow, rows that come or go have a sign. */
export function repairedCells({ columns, before, after }: RepairedRow): string[] {
  return columns.map((_, place) => {
    const [was, due] = [plainCell(before?.[place] ?? null), plainCell(after?.[place] ?? null)]
    if (before === null) return due
    return after === null || was === due ? was : `${was} → ${due}`
  })
}

/** What becomes of a row. */
export function fateOf({ before, after }: RepairedRow): 'added' | 'removed' | 'changed' {
  return before === null ? 'added' : after === null ? 'removed' : 'changed'
}

const mostRepairs = 40

function showRepairs(repairs: readonly RepairedRow[]): string {
  const tables = [...new Set(repairs.map(({ table }) => table))]
  return tables
    .map((name) => {
      const own = repairs.filter(({ table }) => table === name)
      const shown = own.slice(0, mostRepairs)
      const more = own.length > shown.length ? `${own.length - shown.length} more; --json has all\n` : ''
      const rows = shown.map((repair) => [fateOf(repair), ...repairedCells(repair)])
      return `${escapeControls(name)}: ${own.length} ${own.length === 1 ? 'row' : 'rows'}\n${drawTable(['', ...(own[0]?.columns ?? [])], rows)}${more}`
    })
    .join('')
}

/** An instance with headings, as text for a terminal. */
export function showInstance(instance: InstanceDescription): string {
  const { decoys, answer } = instance
  const facts = [
    ['id', instance.id],
    ['seed', instance.seed ?? 'canonical'],
    ['split', instance.split],
    ['family', instance.family && `${instance.family}, version ${instance.version}`],
    ['world', instance.world],
    ['level', instance.level],
    ['dimension', instance.dimension],
    ['difficulty', instance.difficulty],
    ['steps', `${instance.step_limit}, of which ${instance.query_budget} can be queries`],
    ['now', `${instance.as_of} UTC`],
    ['canary', instance.canary],
  ]
  const known = facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${String(name).padEnd(12)}${value}\n`)
  const tables = drawTable(
    ['table', 'holds', 'rows', 'cells to repair'],
    instance.tables.map((table) => [
      escapeControls(table.name),
      table.holds,
      String(table.rows),
      String(table.cells_to_repair),
    ]),
  )
  const parts = [
    `${instance.summary}\n\n${known.join('')}`,
    `GOAL\n\n${escapeLines(instance.goal)}\n`,
    `TABLES\n\n${tables}`,
    ...(instance.damage.length > 0
      ? [`TO REPAIR, as found\n\n${instance.damage.map((excerpt) => showExcerpt(excerpt, ' to repair')).join('')}`]
      : []),
    ...(instance.evidence.length > 0
      ? [`EVIDENCE\n\n${instance.evidence.map((excerpt) => showExcerpt(excerpt, '')).join('')}`]
      : []),
    `DECOYS\n\n${decoys.tempting_rows} right rows that a tempting repair spoils, ${decoys.lookalike_cells} right cells that look damaged\n${
      decoys.examples.length === 0
        ? ''
        : drawTable(
            ['table', 'right as found', 'why it tempts'],
            decoys.examples.map((decoy) => [escapeControls(decoy.table), decoyText(decoy), temptation(decoy)]),
          )
    }`,
  ]
  if (answer !== undefined) {
    const queries = answer.oracle.queries.map((query) => `${escapeLines(query)};\n`).join('')
    parts.push(
      `ORACLE: ${escapeControls(answer.oracle.name)}\n\n${queries}`,
      `REPAIRED\n\n${showRepairs(answer.repairs)}`,
    )
  }
  return parts.join('\n')
}
