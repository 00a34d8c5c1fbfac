// Text as Markdown.

/**
 * Text that Markdown takes as it is. An underscore inside a word is none of its marks.
 *
 * @param {string} text
 */
export const prose = (text) => text.replaceAll(/[\\`*<>|[\]#]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)

/**
 * Text as code, also in a table.
 *
 * @param {string} text
 */
export function code(text) {
  const marks = text.includes('`') ? '``' : '`'
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${marks}${room}${text.replaceAll('|', String.raw`\|`)}${room}${marks}`
}

/**
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function markdownTable(head, rows) {
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}

/** @param {string} text */
export const quote = (text) =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${prose(line)}`))
    .join('\n')

/** @param {string} line */
const isItem = (line) => line.startsWith('- ')

/**
 * The same with paragraphs that follow each other without space, where Markdown lets them.
 *
 * @param {string} text
 */
export const quoteTightly = (text) =>
  text
    .split(/\n+/)
    .map((line, place, lines) => {
      const next = lines[place + 1]
      const breaks = next !== undefined && !isItem(line) && !isItem(next)
      const endsList = next !== undefined && isItem(line) && !isItem(next)
      return `> ${prose(line)}${breaks ? '\\' : ''}${endsList ? '\n>' : ''}`
    })
    .join('\n')

/**
 * One number, or the least and the greatest.
 *
 * @param {number[]} numbers
 */
export function range(numbers) {
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)]
  return least === greatest ? `${least}` : `${least} to ${greatest}`
}

/**
 * @param {number} count
 * @param {string} noun
 */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`
