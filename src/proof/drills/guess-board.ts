/**
 * What can be guessed about an instance of a drill: which way each sender writes. Each way is carried out on every line on
 * the real engine; what comes out of that is all that a guess depends on.
 *
 * @module
 */
import type { DatabaseContent } from '../../data/content.ts'
import { fromTypedCell, looseNumber, type SqlValue, type TypedCell } from '../../data/values.ts'
import type { Engine } from '../../sql/engine.ts'
import type { SentLines } from '../../tasks/define-task.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'
import { playTrial } from '../trial.ts'

export interface GuessLine {
  /** The place of its sender. */
  readonly sender: number
  readonly found: SqlValue
  readonly due: SqlValue
  /** What each way makes of it. */
  readonly readings: readonly SqlValue[]
}

export interface GuessBoard {
  readonly senders: readonly string[]
  readonly ways: number
  readonly lines: readonly GuessLine[]
  /** Cells to repair. */
  readonly cells: number
  /** By sender and way: cells put right less cells put wrong. */
  readonly gains: readonly (readonly number[])[]
}

/** The cells of one column by the row's key. */
function columnOf(
  content: DatabaseContent,
  { table, key, column }: Pick<SentLines, 'table' | 'key' | 'column'>,
): ReadonlyMap<TypedCell, TypedCell> {
  const found = content.tables.get(table.toLowerCase())
  if (found === undefined) throw new TypeError(`there is no table ${table}`)
  const [keyAt, columnAt] = [key, column].map((name) => found.columns.indexOf(name)) as [number, number]
  return new Map(found.rows.map((row) => [row[keyAt] ?? 'n', looseNumber(row[columnAt] ?? 'n')]))
}

/** The board of an instance. @throws TypeError for one that is not of a drill */
export function boardOf(engine: Engine, instance: TaskInstance): GuessBoard {
  const sent = instance.draft.senders
  if (sent === undefined) throw new TypeError(`${instance.task.id} is no drill`)
  const found = columnOf(instance.before, sent)
  const due = columnOf(instance.target, sent)
  const stamps = columnOf(instance.before, { ...sent, column: sent.sender })
  const made = sent.ways.map(({ queries }) => columnOf(playTrial(engine, instance, queries).state, sent))
  const senders = [...new Set(stamps.values())].map((cell) => String(fromTypedCell(cell))).toSorted()
  const gains = senders.map(() => made.map(() => 0))
  let cells = 0
  const lines = [...found].map(([key, was]): GuessLine => {
    const right = due.get(key) ?? 'n'
    const sender = senders.indexOf(String(fromTypedCell(stamps.get(key) ?? 'n')))
    if (was !== right) cells++
    const readings = made.map((column) => column.get(key) ?? 'n')
    for (const [way, reading] of readings.entries()) {
      const row = gains[sender]
      if (reading !== was && row !== undefined) row[way] = (row[way] ?? 0) + (reading === right ? 1 : -1)
    }
    return { sender, found: fromTypedCell(was), due: fromTypedCell(right), readings: readings.map(fromTypedCell) }
  })
  return { senders, ways: made.length, lines, cells, gains }
}

/** What a guess earns, 0 to 1. @param chosen the way of each sender */
export function scoreOf({ gains, cells }: GuessBoard, chosen: readonly number[]): number {
  const gained = gains.reduce((sum, row, sender) => sum + (row[chosen[sender] ?? -1] ?? 0), 0)
  return Math.min(1, Math.max(0, gained / cells))
}

/** The share of the damage that each way holds, and each sender. */
export function sharesOf({ lines, senders, ways, cells }: GuessBoard): {
  readonly ways: readonly number[]
  readonly senders: readonly number[]
} {
  const dirty = lines.filter(({ found, due }) => found !== due)
  const way = (line: GuessLine): number => line.readings.indexOf(line.due)
  return {
    ways: Array.from({ length: ways }, (_, place) => dirty.filter((line) => way(line) === place).length / cells),
    senders: senders.map((_, place) => dirty.filter(({ sender }) => sender === place).length / cells),
  }
}
