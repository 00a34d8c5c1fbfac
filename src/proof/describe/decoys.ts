/**
 * What looks as if it were to be repaired and is right, as far as a draft tells: rows that its naive repairs spoil, and
 * cells that were made to look damaged.
 *
 * @module
 */
import type { Cell } from '../../contract/observation.ts'
import type { AlignedRow } from '../../data/comparable-table.ts'
import type { Engine } from '../../sql/engine.ts'
import { toTypedCell } from '../../data/values.ts'
import { pick, spaced, type GradedView } from './graded-view.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'
import { playTrial } from '../trial.ts'

/** A row that looks as if it were to be repaired and is right. */
export interface Decoy {
  readonly table: string
  readonly columns: readonly string[]
  readonly values: readonly Cell[]
  /** The tempting repair that would spoil it; null for a value that only looks like a damaged one. */
  readonly tempts: string | null
}

/** Right rows that tempting repairs change, each with the first of them. */
export function temptingRows(engine: Engine, instance: TaskInstance, views: readonly GradedView[]): Decoy[] {
  const found = new Map<AlignedRow, Decoy>()
  for (const { name, queries } of instance.draft.naive) {
    const { state, destructive } = playTrial(engine, instance, queries)
    if (destructive) continue
    for (const { prepared, name: table, columns, shown } of views) {
      const { rows } = prepared.match(prepared.align(state.tables.get(prepared.id)))
      for (const [slot, { before, target }] of prepared.slots.entries()) {
        const now = rows[slot] ?? prepared.blank
        const isRight = before !== prepared.blank && before.every((cell, place) => cell === target[place])
        if (!isRight || found.has(before) || now.every((cell, place) => cell === before[place])) continue
        const spoilt = columns.flatMap((_, place) =>
          prepared.keyPlaces.includes(place) || now[place] !== before[place] ? [place] : [],
        )
        const places = now === prepared.blank ? shown : spoilt
        found.set(before, {
          table,
          columns: places.map((place) => columns[place] ?? ''),
          values: pick(before, places),
          tempts: name,
        })
      }
    }
  }
  return [...found.values()]
}

/** Cells that were made to look damaged, with the keys of their rows. */
export function lookalikes({ draft }: TaskInstance, views: readonly GradedView[]): Decoy[] {
  return (draft.lookalikes ?? []).flatMap(({ table, column, key }) => {
    const view = views.find(({ name }) => name === table)
    const place = view?.columns.indexOf(column) ?? -1
    const keyPlace = view?.prepared.keyPlaces[0]
    if (view === undefined || keyPlace === undefined || place < 0) return []
    const row = view.prepared.slots.find(({ before }) => before[keyPlace] === toTypedCell(key))?.before
    if (row === undefined) return []
    return [
      { table, columns: [view.columns[keyPlace] ?? '', column], values: pick(row, [keyPlace, place]), tempts: null },
    ]
  })
}

/** One decoy of each repair that it tempts to, then more. */
export function chooseDecoys(tempting: readonly Decoy[], alike: readonly Decoy[], count: number): Decoy[] {
  const reasons = new Set<string | null>()
  const varied = tempting.filter(({ tempts }) => !reasons.has(tempts) && reasons.add(tempts))
  const rest = tempting.filter((decoy) => !varied.includes(decoy))
  const room = alike.length === 0 ? count : Math.ceil(count / 2)
  const first = [...varied, ...spaced(rest, count)].slice(0, room)
  return [...first, ...spaced(alike, count - first.length)]
}
