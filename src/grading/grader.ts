/**
 * The grader: a pure function of the database before, now and as it should be.
 *
 * C = cells that differ between before and target; R = those now right; D = cells changed since before that
 * are now wrong, whether they were right before (damage) or not (a wrong guess). The score is
 * (R - D) / C, held to [0, 1], less 0.05 for every permanent object left behind or taken away. Of several parts
 * it is the weighted sum, where a part of a declared kind is floored at -1.
 *
 * @module
 */
import type { GradeReport } from '../contract/episode.ts'
import { asciiLower } from '../kit/ascii-case.ts'
import { columnsOf, type AlignedRow } from '../data/comparable-table.ts'
import type { DatabaseContent, SchemaObject, TableContent } from '../data/content.ts'
import type { TypedCell } from '../data/values.ts'
import { GradeTally, type ColumnTally, type Verdict } from './grade-tally.ts'
import type { GradedPart } from './graded-table.ts'
import type { KeySymbols } from './inserted-rows.ts'
import { prepareParts, type PreparedPart } from './parts.ts'
import type { Matched, PreparedTable } from './prepared-table.ts'
import type { Slot } from './slot.ts'

/** One whole point. Scores are whole numbers of 1e-6, so that sums are exact. */
export const micros = 1_000_000
const objectPenalty = 50_000
/** More than the rounding of a weighted sum, less than any difference of two. */
const roundingSlack = 1e-6

/** What the grader says. */
export interface Grade {
  /** The score in whole 1e-6. */
  readonly scoreMicros: number
  /** The state equals the target. */
  readonly solved: boolean
  readonly report: GradeReport
}

/** A table as it is now. */
interface TableState {
  readonly content: TableContent | undefined
  readonly rowCount: number
  readonly matched: Matched
}

/** The difference in one table: R - D, and whether nothing is wrong. */
interface TableResult {
  readonly gained: number
  readonly equal: boolean
}

/** Most states have the very objects of the seed: they are looked through once. */
const gradedObjectsOf = new WeakMap<readonly SchemaObject[], ReadonlyMap<string, SchemaObject>>()

/** Objects that count, by type and name: indexes that enforce nothing change nothing that is graded. */
function gradedObjects({ objects }: DatabaseContent): ReadonlyMap<string, SchemaObject> {
  let graded = gradedObjectsOf.get(objects)
  if (graded === undefined) {
    const counting = objects.filter(({ type, unique }) => type !== 'index' || unique)
    graded = new Map(counting.map((object) => [`${object.type} ${asciiLower(object.name)}`, object]))
    gradedObjectsOf.set(objects, graded)
  }
  return graded
}

/** Grades states of one instance. Made once an instance; `grade` may be called for any number of states. */
export class Grader {
  /** Names of the graded tables, as the task spells them. */
  readonly tables: readonly string[]
  readonly #parts: readonly PreparedPart[]
  /** All tables, those that others refer to before these. */
  readonly #ordered: readonly PreparedTable[]
  readonly #maxRows = new Map<string, number>()
  readonly #objectsBefore: ReadonlyMap<string, SchemaObject>
  readonly #objectsDue: ReadonlyMap<string, SchemaObject>

  /**
   * Throws a TaskDefect when the parts make no sense: one asks for no change, the weights do not sum to 1,
   * a key column does not exist or is shared by far too many rows.
   */
  constructor(input: {
    readonly before: DatabaseContent
    readonly target: DatabaseContent
    readonly parts: readonly GradedPart[]
  }) {
    this.#objectsBefore = gradedObjects(input.before)
    this.#objectsDue = gradedObjects(input.target)
    const { parts, ordered } = prepareParts(input.parts, input.before, input.target)
    this.#parts = parts
    this.#ordered = ordered
    for (const { tables, differing } of parts) {
      for (const table of tables) this.#maxRows.set(table.id, table.rowCount + differing)
    }
    this.tables = this.#parts.flatMap((part) => part.tables.map((table) => table.name))
  }

  /**
   * A state in which a table has more rows than this scores 0, so nobody needs to read it: its surplus rows
   * alone outweigh everything the part could gain.
   */
  maxRows(tableName: string): number {
    return this.#maxRows.get(asciiLower(tableName)) ?? 0
  }

  /** Grades a state. */
  grade(now: DatabaseContent): Grade {
    const tally = new GradeTally()
    let equal = true
    let readable = true
    let score = 0
    let slack = 0
    const states = this.#matchAll(now)
    for (const { name, weight, kind, tables, differing } of this.#parts) {
      let gained = 0
      const before = tally.total()
      for (const table of tables) {
        const state = states.get(table)
        if (state === undefined) {
          tally.note(`table ${table.name} has far too many rows or cannot be read`)
          readable = false
          continue
        }
        const result = gradeTable(table, state, tally)
        gained += result.gained
        equal &&= result.equal
      }
      if (kind !== null) {
        gained = Math.max(gained, -differing)
        // The weighted sum is 0.68 also where binary fractions make it a little less.
        slack = roundingSlack
        tally.part({ name, kind, weight, tables: tables.map((table) => table.name), differing, gained, before })
      }
      score += (weight * gained * micros) / differing
    }
    const objects = this.#compareObjects(now, tally)
    const solved = readable && equal && objects.equal
    // Only an equal state is worth the whole point, also where the difference is in no cell.
    const bounded = Math.min(Math.max(Math.floor(score + slack) - objects.changed * objectPenalty, 0), micros - 1)
    return { scoreMicros: solved ? micros : readable ? bounded : 0, solved, report: tally.report() }
  }

  /** The graded tables of a state with their rows found, for a verdict on every cell. Too large ones are left out. */
  tablesOf(now: DatabaseContent): readonly { readonly table: PreparedTable; readonly matched: Matched }[] {
    return [...this.#matchAll(now)].map(([table, { matched }]) => ({ table, matched }))
  }

  /** Each table of a state with its rows found; without those that are too large to look at. */
  #matchAll(now: DatabaseContent): ReadonlyMap<PreparedTable, TableState> {
    const states = new Map<PreparedTable, TableState>()
    const symbols = new Map<string, KeySymbols>()
    for (const table of this.#ordered) {
      if (this.#overflows(table, now)) continue
      const content = now.tables.get(table.id)
      const symbolsOf = (id: string): KeySymbols | undefined => symbols.get(id)
      const rows = table.align(content, symbolsOf)
      const matched = table.match(rows, symbolsOf)
      symbols.set(table.id, matched.symbols)
      states.set(table, { content, rowCount: rows.length, matched })
    }
    return states
  }

  #overflows(table: PreparedTable, now: DatabaseContent): boolean {
    const rows = now.tables.get(table.id)?.rows.length ?? 0
    return now.unread.has(table.id) || rows > this.maxRows(table.id)
  }

  /** Permanent objects left behind or taken away, and whether they are those of the target. */
  #compareObjects(now: DatabaseContent, tally: GradeTally): { changed: number; equal: boolean } {
    const present = gradedObjects(now)
    let changed = 0
    let equal = true
    for (const [id, { type, name }] of present) {
      if (this.#objectsDue.has(id)) continue
      equal = false
      if (this.#objectsBefore.has(id)) continue
      changed++
      tally.leftBehind(`${type} ${name}`)
    }
    for (const [id, { type, name }] of this.#objectsDue) {
      if (present.has(id)) continue
      equal = false
      if (this.#objectsBefore.has(id)) changed++
      tally.note(`${type} ${name} is missing`)
    }
    return { changed, equal }
  }
}

/** A cell that is not as it should be. */
function judgeWrong(was: TypedCell, is: TypedCell, due: TypedCell): Exclude<Verdict, 'repaired'> {
  if (was === due) return 'damaged'
  return is === was ? 'missed' : 'miscorrected'
}

function gradeTable(
  table: PreparedTable,
  { content, rowCount, matched: { rows, extra } }: TableState,
  tally: GradeTally,
): TableResult {
  const columns = table.columns.map((column) => tally.column(table.name, column))
  const width = columns.length
  let gained = 0
  let equal = (content !== undefined) === table.expected
  const judge = (before: AlignedRow, current: AlignedRow, target: AlignedRow): void => {
    for (let index = 0; index < width; index++) {
      const was = before[index] as TypedCell
      const is = current[index] as TypedCell
      const due = target[index] as TypedCell
      // Where they are equal they are one string, which takes no comparison.
      if (was === due && is === due) continue
      const column = columns[index] as ColumnTally
      if (is === due) {
        gained++
        column.add('repaired')
        continue
      }
      const verdict = judgeWrong(was, is, due)
      equal = false
      if (verdict !== 'missed') gained--
      column.add(verdict)
      if (column.hasRoom) column.example(verdict, { key: table.keyCells(target, before, current), was, is, due })
    }
  }
  for (let place = 0; place < table.slots.length; place++) {
    const slot = table.slots[place] as Slot
    judge(slot.before, rows[place] ?? table.blank, slot.target)
  }
  for (const row of extra) judge(table.blank, row, table.blank)
  // Every cell of a column that nobody asked for is one too many, every one of a column dropped that should stay
  // one too few.
  const names = columnsOf(content)
  const known = new Set([...table.columns, ...table.ungraded])
  const dropped = content === undefined ? [] : table.ungraded.filter((name) => !names.includes(name))
  for (const name of [...names.filter((name) => !known.has(name)), ...dropped]) {
    const column = tally.column(table.name, name)
    column.add('damaged', rowCount)
    gained -= rowCount
  }
  const due = [...table.targetColumns, ...table.ungraded]
  equal &&= names.length === due.length && due.every((name) => names.includes(name))
  return { gained, equal }
}
