import { asciiLower } from '../kit/ascii-case.ts'
import { absent, alignRows, columnsOf, countDiffering, keyOf, type AlignedRow } from '../data/comparable-table.ts'
import type { DatabaseContent, TableContent } from '../data/content.ts'
import type { TypedCell } from '../data/values.ts'
import { assign } from './assignment.ts'
import { TaskDefect, type GradedTable } from './graded-table.ts'
import { InsertedSlots, isOpenRow, type KeySymbols } from './inserted-rows.ts'
import { byCells, surplusRow, worthOf, type Slot } from './slot.ts'

/**
 * Rows of seed or target that may share a key. Pairing them costs the square of this for every row an agent
 * writes under that key.
 */
const largestGroup = 64

/** The rows of a table as it is now, each at its slot. */
export interface Matched {
  /** By slot; blank where no row is. */
  readonly rows: readonly AlignedRow[]
  /** Rows without a slot, in an order of their own. */
  readonly extra: readonly AlignedRow[]
  /** What the keys of inserted rows stand for. */
  readonly symbols: KeySymbols
}

/** What keys of inserted rows stand for, by the id of their table. */
type SymbolsOf = (table: string) => KeySymbols | undefined

const noSymbols: KeySymbols = new Map()

const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]

/** A graded table with everything that does not depend on the state now. */
export class PreparedTable {
  /** The name as the task spells it, and as SQLite compares it. */
  readonly name: string
  readonly id: string
  /** Graded columns of seed and target, target's first. */
  readonly columns: readonly string[]
  readonly targetColumns: readonly string[]
  /** Columns that are only to be there. */
  readonly ungraded: readonly string[]
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
  /** Where keys of other tables stand, and the ids of those tables. */
  readonly #references: readonly (readonly [place: number, table: string])[]
  readonly #inserted: InsertedSlots | null
  /** What the keys of inserted rows stand for in the target. */
  readonly targetSymbols: KeySymbols

  /**
   * Throws a TaskDefect when too many rows share a key, or a declared column is not there.
   *
   * @param parents tables that this one may refer to, by id
   */
  constructor(
    spec: GradedTable,
    seed: DatabaseContent,
    due: DatabaseContent,
    parents: ReadonlyMap<string, PreparedTable> = new Map(),
  ) {
    this.name = spec.name
    this.id = asciiLower(spec.name)
    this.#typed = new Set(spec.typed?.map(asciiLower))
    this.#multiset = spec.key === null
    const [beforeTable, targetTable] = [seed.tables.get(this.id), due.tables.get(this.id)]
    this.expected = targetTable !== undefined
    this.ungraded = (spec.ungraded ?? []).map(asciiLower)
    const unknown = this.ungraded.find((column) => !columnsOf(targetTable).includes(column))
    if (unknown !== undefined) throw new TaskDefect(`table ${this.name}: no ungraded column ${unknown}`)
    const isGraded = (column: string): boolean => !this.ungraded.includes(column)
    this.targetColumns = columnsOf(targetTable).filter(isGraded)
    this.columns = union(this.targetColumns, columnsOf(beforeTable).filter(isGraded))
    this.blank = this.columns.map(() => absent)
    this.#order = byCells(this.columns.toSorted().map((column) => this.columns.indexOf(column)))
    this.keyPlaces = this.#placesOf(spec.key ?? this.columns, 'no such table, or not all of its key')
    this.#references = Object.entries(spec.references ?? {}).map(([column, table]) => [
      this.#placesOf([column], `no graded column ${column}`)[0] as number,
      asciiLower(table),
    ])
    for (const [, table] of this.#references) {
      if (parents.get(table)?.canBeReferredTo === false) {
        throw new TaskDefect(`table ${this.name}: inserted rows of ${table} share a natural key`)
      }
    }
    const symbolsOf = (table: string): KeySymbols => parents.get(table)?.targetSymbols ?? noSymbols
    const [before, target] = [this.align(beforeTable), this.align(targetTable, symbolsOf)]
    this.rowCount = before.length + target.length
    const keyPlace = this.keyPlaces[0] as number
    const isOpen = isOpenRow(spec, keyPlace, { before, target })
    const found = this.#makeSlots(this.#byKey(before), this.#byKey(target.filter((row) => !isOpen(row))))
    const opened = target
      .filter(isOpen)
      .map((row) => row.with(keyPlace, absent))
      .toSorted(this.#order)
      .map((row, index) => ({ place: found.length + index, slot: { before: this.blank, target: row } }))
    this.slots = [...found.map((slot) => this.#shareCells(slot)), ...opened.map(({ slot }) => slot)]
    this.differing = this.slots.reduce((sum, slot) => sum + countDiffering(slot.before, slot.target), 0)
    this.#inserted =
      opened.length === 0
        ? null
        : new InsertedSlots({
            table: this.name,
            keyPlace,
            naturalPlaces: this.#placesOf(spec.natural ?? [], 'not all columns of its natural key'),
            order: this.#order,
            slots: opened,
            found,
          })
    this.targetSymbols = this.#inserted?.match(target).symbols ?? noSymbols
  }

  /** Whether what refers to an inserted row can tell which. */
  get canBeReferredTo(): boolean {
    return this.#inserted?.isUnique ?? true
  }

  /** The rows of a state of this table over `columns`, with symbols for the keys of inserted rows. */
  align(table: TableContent | undefined, symbolsOf?: SymbolsOf): readonly AlignedRow[] {
    const rows = alignRows(table, this.columns, this.#typed)
    const known = this.#references.map(([place, parent]) => [place, symbolsOf?.(parent) ?? noSymbols] as const)
    if (known.every(([, symbols]) => symbols.size === 0)) return rows
    return rows.map((row) =>
      known.reduce((cells, [place, symbols]) => {
        const symbol = symbols.get(cells[place] ?? absent)
        return symbol === undefined ? cells : cells.with(place, symbol)
      }, row),
    )
  }

  #placesOf(columns: readonly string[], problem: string): number[] {
    const places = columns.map((column) => this.columns.indexOf(asciiLower(column)))
    if (places.includes(-1)) throw new TaskDefect(`table ${this.name}: ${problem}`)
    return places
  }

  /**
   * Which row now is which: by key, and where several share one, so that the cells come out best. Any other
   * choice would let a score rise when a cell is made wrong (docs/decisions/0004-grading.md).
   *
   * @param now rows as `align` gives them
   * @param symbolsOf as it was given to `align`
   */
  match(now: readonly AlignedRow[], symbolsOf?: SymbolsOf): Matched {
    const rows = this.slots.map(() => this.blank)
    const extra: AlignedRow[] = []
    const crowds = new Map<readonly number[], AlignedRow[]>()
    const inserted = this.#inserted?.match(now)
    for (const [place, row] of inserted?.taken ?? []) rows[place] = row
    for (const row of inserted?.rest ?? now) {
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
    const asBefore = this.#untouchedReferences(symbolsOf)
    return {
      rows: rows.map((row, place) => asBefore(this.slots[place] as Slot, this.#at(this.slots[place] as Slot, row))),
      extra: extra.map((row) => this.#surplus(row)).toSorted(this.#order),
      symbols: inserted?.symbols ?? noSymbols,
    }
  }

  /**
   * A reference that nobody touched is as it was, also where its key has become that of an inserted row: SQLite
   * gives the number of a deleted row again.
   */
  #untouchedReferences(symbolsOf: SymbolsOf | undefined): (slot: Slot, row: AlignedRow) => AlignedRow {
    const keys = this.#references.map(([place, parent]) => {
      const symbols = [...(symbolsOf?.(parent) ?? noSymbols)]
      return [place, new Map(symbols.map(([key, symbol]) => [symbol, key]))] as const
    })
    if (keys.every(([, known]) => known.size === 0)) return (_, row) => row
    return ({ before, target }, row) =>
      keys.reduce((cells, [place, known]) => {
        const cell = cells[place] ?? absent
        const key = known.get(cell)
        return key !== undefined && key === before[place] && cell !== target[place] ? cells.with(place, key) : cells
      }, row)
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

  /** The key of a row, from the first of its states in which it exists: of one to insert its natural key. */
  keyCells(...states: readonly AlignedRow[]): TypedCell[] {
    const row = states.find((state) => state !== this.blank) ?? this.blank
    const cells = this.keyPlaces.map((place) => row[place] ?? absent)
    return cells[0] === absent && this.#inserted !== null ? this.#inserted.naturalCells(row) : cells
  }

  /** A row as it counts at a slot. */
  #at(slot: Slot, row: AlignedRow): AlignedRow {
    return slot.target === this.blank && row !== this.blank ? this.#surplus(row) : row
  }

  #surplus(row: AlignedRow): AlignedRow {
    return surplusRow(row, this.targetColumns.length)
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
