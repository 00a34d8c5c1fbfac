/**
 * What could be held of a pair of files, and what becomes of their rows under each reading.
 *
 * @module
 */
import type { CoreRow, Delivery, SecondFile } from '../../worlds/stations/file-import.ts'
import { type FileRule, isTaken, takesThePlace } from '../../worlds/stations/file-rule.ts'
import type { World } from '../../worlds/world.ts'

export type Trade = Required<World['stations']>

/** A first file and a second one of the same sender, lane and day, both in the core table. */
export interface Pair {
  readonly kind: SecondFile
  readonly first: Delivery
  readonly second: Delivery
}

export const readings = [
  'first stays',
  'second stays',
  'first filled up from second',
  'values over first, struck lines go',
  'values over first, struck lines stand',
  'counts over first, struck lines go',
  'counts over first, struck lines stand',
  'second in place of first, struck lines go',
  'second in place of first, struck lines stand',
  'unlike rows of both',
  'both stay',
] as const
export type Reading = (typeof readings)[number]

type Correction = Pick<FileRule, 'replaces' | 'struck'>

/** Readings that take the second file for a correction. */
export const corrections: ReadonlyMap<Reading, Correction> = new Map([
  ['values over first, struck lines go', { replaces: 'fields', struck: 'goes' }],
  ['values over first, struck lines stand', { replaces: 'fields', struck: 'stands' }],
  ['counts over first, struck lines go', { replaces: 'count', struck: 'goes' }],
  ['counts over first, struck lines stand', { replaces: 'count', struck: 'stands' }],
  ['second in place of first, struck lines go', { replaces: 'row', struck: 'goes' }],
  ['second in place of first, struck lines stand', { replaces: 'row', struck: 'stands' }],
])

/** What a reading does. */
export interface Fate {
  /** Rows that go: each with the row that its line is left with; null: the line goes. */
  readonly gone: ReadonlyMap<number, number | null>
  /** Rows that stay, as they are then. */
  readonly rows: ReadonlyMap<number, CoreRow>
}

/** What is known of the rows of all files. */
export interface Seen {
  readonly rows: ReadonlyMap<number, CoreRow>
  /** Parties that somebody entered by hand, by row. */
  readonly edited: ReadonlyMap<number, string>
}

const placed = ({ lines, ids }: Delivery): Map<number, number> =>
  new Map(lines.map(({ number }, index) => [number, ids[index] as number]))

export function fateOf({ first, second }: Pair, reading: Reading, seen: Seen): Fate {
  const [mine, theirs] = [placed(first), placed(second)]
  const rows = new Map<number, CoreRow>()
  for (const id of [...first.ids, ...second.ids]) {
    const row = seen.rows.get(id)
    if (row !== undefined) rows.set(id, row)
  }
  const gone = new Map<number, number | null>()
  const correction = corrections.get(reading)
  if (correction !== undefined) {
    for (const [number, id] of theirs) {
      const [old, by] = [mine.get(number), seen.rows.get(id)]
      const row = old === undefined ? undefined : rows.get(old)
      if (old === undefined || by === undefined || row === undefined) continue
      if (by.quantity === 0 && correction.struck === 'goes') {
        gone.set(id, null)
        gone.set(old, null)
      } else if (takesThePlace(correction, by.quantity)) gone.set(old, id)
      else {
        gone.set(id, old)
        rows.set(old, { ...row, good: correction.replaces === 'count' ? row.good : by.good, quantity: by.quantity })
      }
    }
  }
  switch (reading) {
    case 'first stays':
      for (const [number, id] of theirs) gone.set(id, mine.get(number) ?? null)
      break
    case 'second stays':
      for (const [number, id] of mine) gone.set(id, theirs.get(number) ?? null)
      break
    case 'first filled up from second':
      for (const [number, id] of theirs) {
        const old = mine.get(number)
        if (old !== undefined) gone.set(id, old)
      }
      break
    case 'unlike rows of both': {
      const content = (id: number): string => {
        const row = rows.get(id)
        return row === undefined ? '' : JSON.stringify([row.at, row.party, row.good.code, row.quantity])
      }
      const known = new Map([...mine.values()].map((id) => [content(id), id]))
      for (const id of theirs.values()) {
        const like = known.get(content(id))
        if (like !== undefined) gone.set(id, like)
      }
      break
    }
    default:
  }
  for (const [id, heir] of gone) {
    rows.delete(id)
    const [party, row] = [seen.edited.get(id), heir === null ? undefined : rows.get(heir)]
    if (party !== undefined && row !== undefined) rows.set(row.id, { ...row, party })
  }
  return { gone, rows }
}

/** Whether a file is worth anything in a house, by its length. */
export const takesByLength =
  (rule: FileRule) =>
  ({ lines, announced }: Delivery): boolean =>
    isTaken(rule, lines.length, announced)

/** What becomes of a pair in a house; the target shows it for the house's own rule. */
export function truthOf(
  { first, second }: Pick<Pair, 'first' | 'second'>,
  rule: FileRule,
  takes: (file: Delivery) => boolean = takesByLength(rule),
): Reading {
  if (!takes(second)) return 'first stays'
  if (second.type === 'more') return 'both stay'
  if (second.type === 'fix') {
    for (const [reading, { replaces, struck }] of corrections)
      if (replaces === rule.replaces && struck === rule.struck) return reading
  }
  if (!takes(first)) return 'second stays'
  if (rule.stays === 'last') return 'second stays'
  return first.lines.length < first.announced ? 'first filled up from second' : 'first stays'
}

/** Whether both files are as long as they say. */
export const areWhole = ({ first, second }: Pick<Pair, 'first' | 'second'>): boolean =>
  first.lines.length === first.announced && second.lines.length === second.announced
