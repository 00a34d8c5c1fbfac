import Table from 'cli-table3'
import type { Style, Terminal } from './terminal.ts'
import { clipToWidth, widthOf, wrapToWidth } from './terminal-text.ts'

/** A cell in a colour. */
export interface StyledCell {
  readonly text: string
  readonly style: Style
}

export type TableCell = string | StyledCell

export interface TableOptions {
  /** Columns whose cells stand on the right. */
  readonly right?: readonly number[]
  /** A line between rows. */
  readonly ruled?: boolean
  /** Columns whose long cells are broken into lines; those of the others are cut. */
  readonly wrapped?: readonly number[]
  /** Columns that are never cut. */
  readonly whole?: readonly number[]
  /** The most columns of the terminal that the table takes; by default what the terminal has. */
  readonly width?: number | undefined
  /** The most that one column takes. */
  readonly most?: number
}

/** Narrower columns than this tell nothing, broken into lines or not: then each row becomes a list. */
const leastColumn = 6
const leastWrapped = 14

/** Columns that the borders take beside `count` columns. */
const bordersOf = (count: number): number => 3 * count + 1

/** The widest columns are cut down until all fit: the same width for each of those that are cut. */
function fitWidths(natural: readonly number[], room: number, whole: readonly number[]): number[] {
  const fitted = [...natural]
  let left = room - whole.reduce((sum, place) => sum + (natural[place] ?? 0), 0)
  const byWidth = natural
    .map((width, place) => ({ width, place }))
    .filter(({ place }) => !whole.includes(place))
    .toSorted((a, b) => a.width - b.width)
  for (const [index, { width, place }] of byWidth.entries()) {
    const share = Math.max(Math.floor(left / (byWidth.length - index)), 1)
    const taken = Math.min(width, share)
    fitted[place] = taken
    left -= taken
  }
  return fitted
}

const textOf = (cell: TableCell): string => (typeof cell === 'string' ? cell : cell.text)

/**
 * Rows one below the other, a line for each cell. Texts must be free of control characters.
 *
 * @param cut columns whose long cells are cut; those of the others are broken into lines
 */
export function drawList(
  head: readonly string[],
  rows: readonly (readonly TableCell[])[],
  terminal: Terminal,
  cut: readonly number[] = [],
): string {
  const { width = Number.POSITIVE_INFINITY } = terminal
  const titles = head.map((name) => name.replaceAll('\n', ' '))
  const names = Math.min(Math.max(0, ...titles.map(widthOf)), Math.floor(width / 2) - 4)
  const room = width - names - 4
  const indent = ' '.repeat(names + 4)
  const lines = rows.flatMap((row, index) => [
    terminal.paint('faint', `- ${index + 1}`),
    ...row.map((cell, place) => {
      const name = clipToWidth(titles[place] ?? '', names)
      const whole = textOf(cell)
      const text = cut.includes(place) ? clipToWidth(whole, room) : wrapToWidth(whole, room)
      const shown = (typeof cell === 'string' ? text : terminal.paint(cell.style, text)).replaceAll('\n', `\n${indent}`)
      return `  ${name}${' '.repeat(names - widthOf(name))}  ${shown}`
    }),
  ])
  return lines.map((line) => `${line}\n`).join('')
}

/**
 * A table that is no wider than the terminal: wide columns are cut, each with an ellipsis. Where there are too many
 * columns for that, every row becomes a list. Texts must be free of control characters, but heads may be broken.
 */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly TableCell[])[],
  terminal: Terminal,
  options: TableOptions = {},
): string {
  const { right = [], ruled = false, wrapped = [], whole = [] } = options
  const { width = terminal.width, most = Number.POSITIVE_INFINITY } = options
  const natural = head.map((name, place) => {
    const own = rows.map((row) => widthOf(textOf(row[place] ?? '')))
    return Math.min(Math.max(...name.split('\n').map(widthOf), ...own), most)
  })
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - bordersOf(head.length)
  const widths = fitWidths(natural, room, whole)
  const least = (place: number): number => (wrapped.includes(place) ? leastWrapped : leastColumn)
  const isTooNarrow = widths.some((own, place) => own < Math.min(least(place), natural[place] ?? 0))
  if (width !== undefined && isTooNarrow && rows.length > 0) {
    const cut = head.map((_, place) => place).filter((place) => !wrapped.includes(place))
    return drawList(head, rows, terminal, cut)
  }
  const fit = (text: string, place: number): string => {
    const own = widths[place] ?? 1
    return wrapped.includes(place) ? wrapToWidth(text, own) : clipToWidth(text, own)
  }
  const table = new Table({
    head: head.map((name, place) => (name.includes('\n') ? name : fit(name, place))),
    style: { head: [], border: [], compact: !ruled },
    colAligns: head.map((_, place) => (right.includes(place) ? 'right' : 'left')),
  })
  for (const row of rows) {
    table.push(
      row.map((cell, place) => {
        const text = fit(textOf(cell), place)
        return typeof cell === 'string' ? text : terminal.paint(cell.style, text)
      }),
    )
  }
  return `${table.toString()}\n`
}

/** Heads in two lines where a table of so many columns would not fit in one. */
export function breakHeads(head: readonly string[], columns: number, { width = columns }: Terminal): string[] {
  return width < columns ? head.map((name) => name.replace(/ (?=\S+$)/, '\n')) : [...head]
}
