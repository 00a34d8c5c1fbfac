/**
 * What could be held of a pair of files, and what becomes of their rows under each reading.
 *
 * @module
 */
import type { CoreRow, Delivery } from '../../worlds/stations/file-import.ts'
import { type FileRule, takesThePlace } from '../../worlds/stations/file-rule.ts'
import type { Pair } from './story.ts'

export const readings = [
  'first stays',
  'second stays',
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

/** What a reading does: rows that go (to which row what refers to them turns) and rows that change. */
export interface Fate {
  readonly gone: ReadonlyMap<number, number | null>
  readonly changed: ReadonlyMap<number, number>
  /** Whether a row that changes takes the count only. */
  readonly countOnly: boolean
}

const placed = ({ lines, ids }: Delivery): Map<number, number> =>
  new Map(lines.map(({ number }, index) => [number, ids[index] as number]))

export function fateOf({ first, second }: Pair, reading: Reading, rows: ReadonlyMap<number, CoreRow>): Fate {
  const [mine, theirs] = [placed(first), placed(second)]
  const gone = new Map<number, number | null>()
  const changed = new Map<number, number>()
  const correction = corrections.get(reading)
  if (correction !== undefined) {
    for (const [number, id] of theirs) {
      const old = mine.get(number)
      if (old === undefined) continue
      const quantity = rows.get(id)?.quantity ?? 0
      if (quantity === 0 && correction.struck === 'goes') {
        gone.set(id, null)
        gone.set(old, null)
      } else if (takesThePlace({ stays: 'first', ...correction }, quantity)) gone.set(old, id)
      else {
        gone.set(id, old)
        changed.set(old, id)
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
  return { gone, changed, countOnly: correction?.replaces === 'count' }
}

/** The reading that the target shows. */
export function truthOf({ kind }: Pick<Pair, 'kind'>, rule: FileRule): Reading {
  switch (kind) {
    case 'corrected':
      for (const [reading, { replaces, struck }] of corrections)
        if (replaces === rule.replaces && struck === rule.struck) return reading
      throw new TypeError('no reading for this rule')
    case 'twin':
    case 'revised':
      return rule.stays === 'first' ? 'first stays' : 'second stays'
    case 'late lines':
      return 'both stay'
    case 'cut first':
    case 'swollen first':
      return 'second stays'
    default:
      return 'first stays'
  }
}
