import type { Cell } from '../../contract/observation.ts'
import { escapeControls } from '../../kit/escape-controls.ts'

/** Text that would be taken for something else, or whose blanks nobody would see. */
const needsQuotes = /^$|^\s|\s$|\s\s|^NULL$|^[+-]?\d+(?:\.\d+)?$|^'.*'$/s

/**
 * A cell in one line without control characters. Text is quoted, as SQL writes it, where it could be mistaken: for
 * NULL, a number, nothing at all, or quoted text.
 */
export function plainCell(cell: Cell): string {
  if (cell === null) return 'NULL'
  if (typeof cell !== 'string') return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  const text = escapeControls(cell)
  return needsQuotes.test(text) ? `'${text.replaceAll("'", "''")}'` : text
}

/** A text cut to so many characters; never inside one. */
export function clip(text: string, width: number): string {
  const marks = [...text]
  return marks.length > width ? `${marks.slice(0, width - 1).join('')}…` : text
}
