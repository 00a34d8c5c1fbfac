/**
 * How wide text is on a terminal, and how it is made to fit. Escape what is not ours first.
 *
 * @module
 */
import stringWidth from 'string-width'

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
