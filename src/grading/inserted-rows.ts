/**
 * Rows that the target has and the seed has not, where whoever inserts them chooses their key: which row now is
 * which of them, and what their keys stand for where other tables refer to them.
 *
 * @module
 */
import { absent, keyOf, lost, type AlignedRow } from '../data/comparable-table.ts'
import { looseNumber, toTypedCell, type TypedCell } from '../data/values.ts'
import { assign } from './assignment.ts'
import { showCell } from './grade-tally.ts'
import { TaskDefect, type GradedTable } from './graded-table.ts'
import { worthOf, type Slot } from './slot.ts'

/** Rows that may share a natural key: pairing them costs the square of this for every row now. */
const largestGroup = 64

/** Stands for the key of an inserted row, whatever it is now. No SQL value starts like it. */
const symbolMark = '@'

/** What the keys of inserted rows stand for: a symbol by key. */
export type KeySymbols = ReadonlyMap<TypedCell, TypedCell>

/** An inserted row with its place among the slots of its table. */
export interface InsertedSlot {
  readonly place: number
  readonly slot: Slot
}

export interface InsertedMatch {
  /** The rows that were put at a place, their key blank. */
  readonly taken: readonly (readonly [place: number, row: AlignedRow])[]
  /** The rows that are none of those inserted. */
  readonly rest: readonly AlignedRow[]
  readonly symbols: KeySymbols
}

/**
 * Which rows of the target may have any key: those that the seed has not and whose key nothing states.
 *
 * @throws TaskDefect when rows cannot be followed by their key
 */
export function isOpenRow(
  { name, natural, stated, key }: GradedTable,
  keyPlace: number,
  rows: { readonly before: readonly AlignedRow[]; readonly target: readonly AlignedRow[] },
): (row: AlignedRow) => boolean {
  if (natural === undefined) return () => false
  const keysOf = (side: readonly AlignedRow[]): TypedCell[] => side.map((row) => row[keyPlace] ?? absent)
  const isWhole = (keys: readonly TypedCell[]): boolean =>
    new Set(keys).size === keys.length && !keys.includes(absent) && !keys.includes('n')
  const before = keysOf(rows.before)
  if (key?.length !== 1 || !isWhole(before) || !isWhole(keysOf(rows.target))) {
    throw new TaskDefect(`table ${name}: inserted rows need a key of one column that is whole and unique`)
  }
  const bound = new Set([...before, ...(stated ?? []).map((id) => looseNumber(toTypedCell(id)))])
  return (row) => !bound.has(row[keyPlace] ?? absent)
}

/** The slots of a table whose rows are found by their natural key. */
export class InsertedSlots {
  readonly #keyPlace: number
  readonly #naturalPlaces: readonly number[]
  readonly #order: (left: AlignedRow, right: AlignedRow) => number
  /** By natural key. */
  readonly #groups = new Map<string, InsertedSlot[]>()
  /** Keys of the rows that stay, or are found by their key. */
  readonly #kept = new Set<TypedCell>()
  /** Rows that should go, by key. */
  readonly #going = new Map<TypedCell, Slot>()

  /**
   * @param input.found the other slots of the table, each with a key of its own
   * @throws TaskDefect when the natural key does not tell rows apart
   */
  constructor(input: {
    readonly table: string
    readonly keyPlace: number
    readonly naturalPlaces: readonly number[]
    readonly order: (left: AlignedRow, right: AlignedRow) => number
    readonly slots: readonly InsertedSlot[]
    readonly found: readonly Slot[]
  }) {
    const { table, keyPlace, naturalPlaces, slots, found } = input
    if (naturalPlaces.length === 0 || naturalPlaces.includes(keyPlace)) {
      throw new TaskDefect(`table ${table}: its natural key needs columns other than its key`)
    }
    this.#keyPlace = keyPlace
    this.#naturalPlaces = naturalPlaces
    this.#order = input.order
    for (const own of slots) {
      const key = this.#naturalKey(own.slot.target)
      const group = this.#groups.get(key)
      if (group === undefined) this.#groups.set(key, [own])
      else if (group.push(own) > largestGroup) {
        throw new TaskDefect(`table ${table}: more than ${largestGroup} inserted rows share a natural key`)
      }
    }
    for (const slot of found) {
      const due = this.#keyOf(slot.target)
      if (due !== absent) {
        this.#kept.add(due)
        continue
      }
      this.#going.set(this.#keyOf(slot.before), slot)
      if (!this.#groups.has(this.#naturalKey(slot.before))) continue
      throw new TaskDefect(`table ${table}: a row that should go has the natural key of one to insert`)
    }
  }

  /** No two of the rows have one natural key. */
  get isUnique(): boolean {
    return [...this.#groups.values()].every((group) => group.length === 1)
  }

  naturalCells(row: AlignedRow): TypedCell[] {
    return this.#naturalPlaces.map((place) => row[place] ?? absent)
  }

  /** The symbol of the row at a slot. */
  #symbolOf({ place, slot }: InsertedSlot): TypedCell {
    return `${symbolMark}${place}:${this.naturalCells(slot.target).map(showCell).join(', ')}`
  }

  /**
   * Which rows now are the inserted ones. A row is one of them when it has the natural key and no key of a row
   * that stays: where an old row should go, its key is free again. Of more rows than slots those get one that
   * come out best against being surplus.
   */
  match(now: readonly AlignedRow[]): InsertedMatch {
    const rest: AlignedRow[] = []
    const crowds = new Map<readonly InsertedSlot[], AlignedRow[]>()
    for (const row of now) {
      const group = this.#kept.has(this.#keyOf(row)) ? undefined : this.#groups.get(this.#naturalKey(row))
      if (group === undefined) rest.push(row)
      else {
        const crowd = crowds.get(group)
        if (crowd) crowd.push(row)
        else crowds.set(group, [row])
      }
    }
    if (crowds.size === 0) return { taken: [], rest: now, symbols: new Map() }
    const uses = this.#countKeys(now)
    const taken: [number, AlignedRow][] = []
    const symbols = new Map<TypedCell, TypedCell>()
    for (const [group, crowd] of crowds) {
      const sorted = crowd.toSorted(this.#order)
      const given = this.#pair(group, sorted)
      for (const [index, row] of sorted.entries()) {
        const own = group[given.get(index) ?? -1]
        if (own === undefined) {
          rest.push(row)
          continue
        }
        const key = this.#keyOf(row)
        const isWhole = key !== 'n' && uses.get(key) === 1
        taken.push([own.place, row.with(this.#keyPlace, isWhole || key === absent ? absent : lost)])
        if (isWhole) symbols.set(key, this.#symbolOf(own))
      }
    }
    return { taken, rest, symbols }
  }

  #keyOf(row: AlignedRow): TypedCell {
    return row[this.#keyPlace] ?? absent
  }

  #naturalKey(row: AlignedRow): string {
    return keyOf(row, this.#naturalPlaces)
  }

  #countKeys(now: readonly AlignedRow[]): Map<TypedCell, number> {
    const uses = new Map<TypedCell, number>()
    for (const row of now) uses.set(this.#keyOf(row), (uses.get(this.#keyOf(row)) ?? 0) + 1)
    return uses
  }

  /** Places in `group` by places in `crowd`. */
  #pair(group: readonly InsertedSlot[], crowd: readonly AlignedRow[]): Map<number, number> {
    const width = crowd[0]?.length ?? 0
    const scale = width * (crowd.length + group.length) + 1
    const blanked = crowd.map((row) => row.with(this.#keyPlace, absent))
    const worth = (slot: number, row: number): number =>
      worthOf((group[slot] as InsertedSlot).slot, blanked[row] as AlignedRow, scale)
    if (crowd.length <= group.length) {
      const given = assign(crowd.length, group.length, (row, slot) => -worth(slot, row))
      return new Map(given.entries())
    }
    const elsewhere = crowd.map((row) => this.#worthElsewhere(row, scale))
    const given = assign(group.length, crowd.length, (slot, row) => (elsewhere[row] ?? 0) - worth(slot, row))
    return new Map([...given.entries()].map(([slot, row]) => [row, slot]))
  }

  /** What a row is worth that is none of those inserted: an old one that should go, or surplus. */
  #worthElsewhere(row: AlignedRow, scale: number): number {
    const going = this.#going.get(this.#keyOf(row))
    if (going === undefined) return -(scale + 1) * row.length
    const gone = row.map(() => absent)
    return worthOf(going, row, scale) - worthOf(going, gone, scale)
  }
}
