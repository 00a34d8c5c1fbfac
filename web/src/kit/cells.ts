/**
 * Cells as they are shown: what they hold as text, and what kind of value that is. Text from a database is never more
 * than text.
 *
 * @module
 */
import type { Cell } from '../../../src/contract/observation.ts'

export type CellKind = 'null' | 'number' | 'text' | 'blob' | 'absent'

export interface ShownCell {
  readonly kind: CellKind
  readonly text: string
}

/** Characters of a cell that stand in a grid; the whole of it is shown on demand. */
const shownInGrid = 160

/** A typed cell: `n`, `i5`, `r0.5`, `tAda`, `b00ff`; the empty string where there is no cell. */
export function fromTyped(cell: string): ShownCell {
  const body = cell.slice(1)
  switch (cell[0]) {
    case 'n':
      return { kind: 'null', text: 'NULL' }
    case 'i':
      return { kind: 'number', text: body }
    case 'r':
      // As SQL writes it: a real that is whole is not an integer.
      return { kind: 'number', text: /^-?\d+$/.test(body) ? `${body}.0` : body }
    case 't':
      return { kind: 'text', text: body }
    case 'b':
      return { kind: 'blob', text: `x'${body}'` }
    case '@':
      // Whoever inserts the row chooses its key.
      return { kind: 'text', text: `(${body})` }
    default:
      return { kind: 'absent', text: '' }
  }
}

/** A cell of a result, in JSON. */
export function fromJson(cell: Cell | undefined): ShownCell {
  if (cell === undefined) return { kind: 'absent', text: '' }
  if (cell === null) return { kind: 'null', text: 'NULL' }
  if (typeof cell === 'number') return { kind: 'number', text: Object.is(cell, -0) ? '0' : String(cell) }
  if (typeof cell === 'string') return { kind: 'text', text: cell }
  if ('$real' in cell) return { kind: 'number', text: cell.$real }
  return { kind: 'blob', text: `base64 ${cell.$blob}` }
}

/** Characters that would not be seen, as signs that are. */
const signs: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥', '\0': '␀', '\u007F': '␡' }

/** The beginning of a text on one line, with every character visible. */
export function toLine(text: string, length = shownInGrid): string {
  const clipped = text.length > length ? `${text.slice(0, length)}…` : text
  return visible(clipped)
}

/** A text whose control characters are seen; `keepLines` leaves ends of lines as they are. */
export function visible(text: string, keepLines = false): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, (character) => {
    if (keepLines && (character === '\n' || character === '\t')) return character
    const code = character.codePointAt(0) ?? 0
    return (
      signs[character] ?? (code < 32 ? String.fromCodePoint(0x2400 + code) : `⟨${code.toString(16).toUpperCase()}⟩`)
    )
  })
}

/** A cell in words, for a line of text. */
export function describeCell({ kind, text }: ShownCell): string {
  if (kind === 'absent') return '(no cell)'
  if (kind === 'text') return `'${toLine(text)}'`
  return toLine(text)
}
