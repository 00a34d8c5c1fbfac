import { asciiLower } from '../kit/ascii-case.ts'
import { absent, alignRows, columnsOf, countDiffering, keyOf, lost, type AlignedRow } from '../data/comparable-table.ts'
import type { DatabaseContent, TableContent } from '../data/content.ts'
import type { TypedCell } from '../data/values.ts'
import { assign } from './assignment.ts'
import { TaskDefect, type GradedTable } from './graded-table.ts'

/**
 * Rows of seed or target that may share a key. Pairing them costs the square of this for every row an agent
 * writes under that key.
 */
const largestGroup = 64

/** A row that was, should be, or both: blank where it was not or should not be. */
export interface Slot {
  readonly before: AlignedRow
  readonly target: AlignedRow
}

/** The rows of a table as it is now, each at its slot. */
export interface Matched {
  /** By slot; blank where no row is. */
  readonly rows: readonly AlignedRow[]
  /** Rows without a slot, in an order of their own. */
  readonly extra: readonly AlignedRow[]
}

const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]

/** Compares rows by their cells at the given places. */
function byCells(places: readonly number[]): (left: AlignedRow, right: AlignedRow) => number {
  return (left, right) => {
    for (const place of places) {
      const [a, b] = [left[place] ?? absent, right[place] ?? absent]
      if (a !== b) return a < b ? -1 : 1
    }
    return 0
  }
}

/**
 * What the cells of a row are worth at a slot: `scale` for each repaired, less `scale` for each wrong that was
 * changed. Each of the latter costs 1 more, which decides between ways that are worth the same.
 */
function worthOf({ before, target }: Slot, now: AlignedRow, scale: number): number {
  let worth = 0
  for (let index = 0; index < target.length; index++) {
    const cell = now[index]
    if (cell === target[index]) {
      if (cell !== before[index]) worth += scale
    } else if (cell !== before[index] || before[index] === target[index]) worth -= scale + 1
  }
  return worth
}

/** A graded table with everything that does not depend on the state now. */
export class PreparedTable {
  /** The name as the task spells it, and as SQLite compares it. */
  readonly name: string
  readonly id: string
  /** Columns of seed and target, target's first. */
  readonly columns: readonly string[]
  readonly targetColumns: readonly string[]
  readonly keyPlaces: readonly number[]
  readonly blank: AlignedRow
  readonly slots: readonly Slot[]
  /** Cells that differ between seed and target. */
  readonly differing: number
  /** Rows of seed and target together. */
  readonly rowCount: number
  /** The target has this table. */
  readonly expected: boolean
  readonly #multiset: boolean
  /** An order of rows that depends on nothing but their cells, column by column by name. */
  readonly #order: (left: AlignedRow, right: AlignedRow) => number
  readonly #typed: ReadonlySet<string>
  /** Places in `slots` by key. */
  readonly #groups = new Map<string, number[]>()

  /** Throws a TaskDefect when too many rows share a key. */
  constructor(spec: GradedTable, seed: DatabaseContent, due: DatabaseContent) {
    this.name = spec.name
    this.id = asciiLower(spec.name)
    this.#typed = new Set(spec.typed?.map(asciiLower))
    this.#multiset = spec.key === null
    const [beforeTable, targetTable] = [seed.tables.get(this.id), due.tables.get(this.id)]
    this.expected = targetTable !== undefined
    this.targetColumns = columnsOf(targetTable)
    this.columns = union(this.targetColumns, columnsOf(beforeTable))
    this.blank = this.columns.map(() => absent)
    this.#order = byCells(this.columns.toSorted().map((column) => this.columns.indexOf(column)))
    this.keyPlaces = (spec.key ?? this.columns).map((column) => this.columns.indexOf(asciiLower(column)))
    if (this.keyPlaces.includes(-1)) throw new TaskDefect(`table ${this.name}: no such table, or not all of its key`)
    const [before, target] = [this.align(beforeTable), this.align(targetTable)]
    this.rowCount = before.length + target.length
    this.slots = this.#makeSlots(this.#byKey(before), this.#byKey(target)).map((slot) => this.#shareCells(slot))
    this.differing = this.slots.reduce((sum, slot) => sum + countDiffering(slot.before, slot.target), 0)
  }

  /** The rows of a state of this table over `columns`. */
  align(table: TableContent | undefined): readonly AlignedRow[] {
    return alignRows(table, this.columns, this.#typed)
  }

  /**
   * Which row now is which: by key, and where several share one, so that the cells come out best. Any other
   * choice would let a score rise when a cell is made wrong (docs/decisions/0004-grading.md).
   */
  match(now: readonly AlignedRow[]): Matched {
    const rows = this.slots.map(() => this.blank)
    const extra: AlignedRow[] = []
    const crowds = new Map<readonly number[], AlignedRow[]>()
    for (const row of now) {
      const group = this.#groups.get(keyOf(row, this.keyPlaces))
      if (group === undefined) extra.push(row)
      else if (group.length === 1 && rows[group[0] as number] === this.blank) rows[group[0] as number] = row
      else {
        const crowd = crowds.get(group)
        if (crowd) crowd.push(row)
        else crowds.set(group, group.length === 1 ? [rows[group[0] as number] as AlignedRow, row] : [row])
      }
    }
    for (const [group, crowd] of crowds) this.#matchCrowd(group, crowd.toSorted(this.#order), rows, extra)
    return {
      rows: rows.map((row, place) => this.#at(this.slots[place] as Slot, row)),
      extra: extra.map((row) => this.#surplus(row)).toSorted(this.#order),
    }
  }

  /** The slot with one string for two equal cells: comparing them takes no look at their characters. */
  #shareCells(slot: Slot): Slot {
    const { before, target } = slot
    if (before === this.blank) return slot
    return {
      before: before.map((cell, index) => (cell === target[index] ? target[index] : cell)),
      target,
    }
  }

  /** The key of a row, from the first of its states in which it exists. */
  keyCells(...states: readonly AlignedRow[]): TypedCell[] {
    const row = states.find((state) => state !== this.blank) ?? this.blank
    return this.keyPlaces.map((place) => row[place] ?? absent)
  }

  /** A row as it counts at a slot. */
  #at(slot: Slot, row: AlignedRow): AlignedRow {
    return slot.target === this.blank && row !== this.blank ? this.#surplus(row) : row
  }

  /** A row that should not be: only deleting it repairs its cells, dropping their columns does not. */
  #surplus(row: AlignedRow): AlignedRow {
    if (!row.includes(absent)) return row
    return row.map((cell, index) => (cell === absent && index < this.targetColumns.length ? lost : cell))
  }

  #matchCrowd(group: readonly number[], crowd: readonly AlignedRow[], rows: AlignedRow[], extra: AlignedRow[]): void {
    const slots = group.map((place) => this.slots[place] as Slot)
    const put = (slot: number, row: number): void => {
      rows[group[slot] as number] = crowd[row] as AlignedRow
    }
    // More than all wrong cells of the group together.
    const scale = this.columns.length * (crowd.length + slots.length) + 1
    const worth = (slot: Slot, row: AlignedRow): number => worthOf(slot, this.#at(slot, row), scale)
    if (this.#multiset) {
      // The rows of a group are equal, and its first slots are those that should be.
      for (const [place, row] of crowd.entries()) {
        if (place < slots.length) put(place, place)
        else extra.push(row)
      }
    } else if (crowd.length <= slots.length) {
      const idle = slots.map((slot) => worthOf(slot, this.blank, scale))
      const worths = crowd.map((row) => slots.map((slot, place) => worth(slot, row) - (idle[place] as number)))
      const given = assign(crowd.length, slots.length, (row, slot) => -(worths[row]?.[slot] ?? 0))
      for (const [row, slot] of given.entries()) put(slot, row)
    } else {
      const worths = slots.map((slot) => crowd.map((row) => worth(slot, row)))
      const given = assign(slots.length, crowd.length, (slot, row) => -(worths[slot]?.[row] ?? 0))
      for (const [slot, row] of given.entries()) put(slot, row)
      const used = new Set(given)
      extra.push(...crowd.filter((_, row) => !used.has(row)))
    }
  }

  #byKey(rows: readonly AlignedRow[]): Map<string, AlignedRow[]> {
    const groups = new Map<string, AlignedRow[]>()
    for (const row of rows) {
      const key = keyOf(row, this.keyPlaces)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [row])
      else if (group.length < largestGroup || this.#multiset) group.push(row)
      else throw new TaskDefect(`table ${this.name}: more than ${largestGroup} rows share a key`)
    }
    return groups
  }

  /** Pairs seed and target by key, and rows that share one by the fewest differing cells. */
  #makeSlots(before: Map<string, AlignedRow[]>, target: Map<string, AlignedRow[]>): Slot[] {
    const slots: Slot[] = []
    for (const [key, due] of target) {
      const was = (before.get(key) ?? []).toSorted(this.#order)
      const group = pairGroup(was, due.toSorted(this.#order), { blank: this.blank, equal: this.#multiset })
      this.#groups.set(
        key,
        group.map((slot) => slots.push(slot) - 1),
      )
    }
    for (const [key, rows] of before) {
      if (target.has(key)) continue
      this.#groups.set(
        key,
        rows.map((row) => slots.push({ before: row, target: this.blank }) - 1),
      )
    }
    return slots
  }
}

/** For each left row its right row, by fewest differing cells; `left` is not the longer list. */
function pairRows(left: readonly AlignedRow[], right: readonly AlignedRow[], equal: boolean): number[] {
  if (equal || right.length === 1) return left.map((_, index) => index)
  return assign(left.length, right.length, (a, b) => countDiffering(left[a] as AlignedRow, right[b] as AlignedRow))
}

/** Slots of one key: those with a target row first. */
function pairGroup(
  was: readonly AlignedRow[],
  due: readonly AlignedRow[],
  options: { readonly blank: AlignedRow; readonly equal: boolean },
): Slot[] {
  const { blank, equal } = options
  if (was.length <= due.length) {
    const origins = new Map(pairRows(was, due, equal).map((place, row) => [place, was[row]]))
    return due.map((row, place) => ({ before: origins.get(place) ?? blank, target: row }))
  }
  const given = pairRows(due, was, equal)
  const kept = new Set(given)
  const gone = was.filter((_, row) => !kept.has(row))
  return [
    ...due.map((row, place) => ({ before: was[given[place] as number] as AlignedRow, target: row })),
    ...gone.map((row) => ({ before: row, target: blank })),
  ]
}
