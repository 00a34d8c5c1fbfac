/**
 * Text that may stand on a terminal: data cannot drive it, and its width is known.
 *
 * @module
 */
import stringWidth from 'string-width'

/**
 * What moves the cursor, starts an escape sequence, turns the direction of writing, or looks like nothing or like
 * an ordinary space: controls, format characters, separators, half characters.
 */
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

function toEscape(mark: string): string {
  const units = Array.from({ length: mark.length }, (_, place) => mark.charCodeAt(place))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** Text in one line; what a terminal would obey or hide is shown as JSON writes it. */
export function escapeControls(text: string): string {
  return text.replace(unshowable, toEscape)
}

/** The same for text of several lines. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n')
}

/** A value as one line of JSON that is safe to look at: what `JSON.stringify` leaves bare is escaped too. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unshowable, toEscape)}\n`
}

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** A text in at most so many columns, with an ellipsis where it was cut; never inside a character. */
export function clipToWidth(text: string, width: number): string {
  if (text.length <= width / 2 || widthOf(text) <= width) return text
  let clipped = ''
  let taken = 1
  for (const { segment } of segmenter.segment(text)) {
    taken += widthOf(segment)
    if (taken > width) break
    clipped += segment
  }
  return `${clipped}…`
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The pieces of a word that fit into a line. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of segmenter.segment(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...pieces, piece]
}

/**
 * A text in lines of at most so many columns, broken at spaces, and inside a word only where it is longer than a line.
 *
 * @param indent stands before all lines of a paragraph but its first
 */
export function wrapToWidth(text: string, width: number, indent = ''): string {
  const room = Math.max(width - indent.length, 8)
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = []
      let line = ''
      for (const word of paragraph
        .split(' ')
        .flatMap((own) => (own.length > room / 2 ? breakWord(own, room) : [own]))) {
        const longer = line === '' ? word : `${line} ${word}`
        if (line !== '' && widthOf(longer) > room) {
          lines.push(line)
          line = word
        } else line = longer
      }
      return [...lines, line].join(`\n${indent}`)
    })
    .join('\n')
}
