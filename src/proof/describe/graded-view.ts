/**
 * Graded tables as people look at them: rows to repair in the order of their keys, the columns worth a look, cells as
 * JSON shows them.
 *
 * @module
 */
import type { Cell } from '../../contract/observation.ts'
import { PreparedTable } from '../../grading/prepared-table.ts'
import { asciiLower } from '../../kit/ascii-case.ts'
import type { AlignedRow } from '../../data/comparable-table.ts'
import { tokenize } from '../../sql/tokenizer.ts'
import { fromTypedCell, type TypedCell } from '../../data/values.ts'
import type { Repair } from '../../tasks/define-task.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'

const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** A cell as JSON shows it; null where there is none. */
export function toCell(typed: TypedCell | undefined): Cell {
  const value = fromTypedCell(typed ?? 'n')
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return { $blob: encodeBase64(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { $real: value > 0 ? 'Infinity' : '-Infinity' }
  return value
}

function compareCells(left: TypedCell = '', right: TypedCell = ''): number {
  const [a, b] = [fromTypedCell(left), fromTypedCell(right)]
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return left < right ? -1 : left > right ? 1 : 0
}

/** Rows by their first cells, which are keys. */
export function byCells(left: AlignedRow, right: AlignedRow): number {
  for (const [place, cell] of left.entries()) {
    const order = compareCells(cell, right[place])
    if (order !== 0) return order
  }
  return 0
}

/** So many of a list, evenly spaced. */
export function spaced<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list]
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)] as T)
}

/** Every name in the statements of the oracles, in lower case. */
function namesIn(repairs: readonly Repair[]): ReadonlySet<string> {
  const names = repairs
    .flatMap(({ queries }) => queries.flatMap(tokenize))
    .map(({ text }) => (/^["`[]/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text))
  return new Set(names.map(asciiLower))
}

export interface GradedRow {
  /** null: no such row. */
  readonly before: AlignedRow | null
  readonly target: AlignedRow | null
}

/** A graded table with the rows to repair, in the order of their keys. */
export interface GradedView {
  readonly prepared: PreparedTable
  readonly name: string
  /** As they are spelt. */
  readonly columns: readonly string[]
  readonly faulty: readonly GradedRow[]
  /** Places of the columns worth a look: key, what is wrong, what the oracles name. */
  readonly shown: readonly number[]
}

/** Every graded table of an instance. */
export function viewGraded({ before, target, draft }: TaskInstance): GradedView[] {
  const named = namesIn(draft.oracles)
  return draft.parts
    .flatMap(({ tables }) => tables)
    .map((spec) => {
      const prepared = new PreparedTable(spec, before, target)
      const [was, due] = [before.tables.get(prepared.id), target.tables.get(prepared.id)]
      const spelling = new Map(
        [...(due?.columns ?? []), ...(was?.columns ?? [])].map((name) => [asciiLower(name), name]),
      )
      const faulty = prepared.slots
        .filter((slot) => slot.before.some((cell, place) => cell !== slot.target[place]))
        .toSorted((left, right) =>
          byCells(prepared.keyCells(left.before, left.target), prepared.keyCells(right.before, right.target)),
        )
        .map(({ before: found, target: right }) => ({
          before: found === prepared.blank ? null : found,
          target: right === prepared.blank ? null : right,
        }))
      const isWrong = (place: number): boolean =>
        faulty.some((row) => row.before === null || (row.target !== null && row.before[place] !== row.target[place]))
      const shown = prepared.columns.flatMap((column, place) =>
        prepared.keyPlaces.includes(place) || named.has(column) || isWrong(place) ? [place] : [],
      )
      return {
        prepared,
        name: was?.name ?? prepared.name,
        columns: prepared.columns.map((column) => spelling.get(column) ?? column),
        faulty,
        shown,
      }
    })
}

/** The cells of a row at some places. */
export const pick = (row: AlignedRow, places: readonly number[]): Cell[] => places.map((place) => toCell(row[place]))
