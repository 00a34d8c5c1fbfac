/**
 * The grader: a pure function of the database before, now and as it should be.
 *
 * C = cells that differ between before and target; R = those now right; D = cells changed since before that
 * are now wrong, whether they were right before (damage) or not (a wrong guess). The score is
 * (R - D) / C, held to [0, 1], less 0.05 for every permanent object left behind or taken away.
 *
 * @module
 */
import type { GradeReport } from '../contract/episode.ts'
import { cellOf, pairRows, rowText, toComparable, type ComparableTable, type Row } from '../sql/difference.ts'
import type { DatabaseContent, SchemaObject, TypedCell } from '../sql/values.ts'
import { GradeTally, type CellPlace } from './grade-tally.ts'
import type { GradedPart, GradedTable } from './graded-table.ts'

/** One whole point. Scores are whole numbers of 1e-6, so that sums are exact. */
export const micros = 1_000_000
const objectPenalty = 50_000

/** What the grader says. */
export interface Grade {
  /** The score in whole 1e-6. */
  readonly scoreMicros: number
  /** The state equals the target. */
  readonly solved: boolean
  readonly report: GradeReport
}

/** A row in the three states: each may be missing. */
interface Slot {
  readonly target: Row | null
  readonly before: Row | null
}

/** A table with what does not depend on the state now. */
interface PreparedTable {
  readonly spec: GradedTable
  readonly name: string
  readonly key: readonly string[]
  readonly before: ComparableTable
  readonly target: ComparableTable
  readonly expected: boolean
  readonly slots: readonly Slot[]
  readonly byTarget: ReadonlyMap<Row, Slot>
  readonly byBefore: ReadonlyMap<Row, Slot>
  readonly differing: number
}

interface PreparedPart {
  readonly weight: number
  readonly tables: readonly PreparedTable[]
  readonly differing: number
}

const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]

const objectId = (object: SchemaObject): string => `${object.type} ${object.name.toLowerCase()}`

/** Tables, views, triggers and unique indexes; other indexes change nothing that is graded. */
const isGraded = (object: SchemaObject): boolean => object.type !== 'index' || object.unique

/** Grades states of one instance. Made once an instance; `grade` may be called for any number of states. */
export class Grader {
  readonly #parts: readonly PreparedPart[]
  readonly #before: DatabaseContent
  readonly #target: DatabaseContent

  /** Throws a TypeError when a part asks for no change: its score would have no meaning. */
  constructor(input: {
    readonly before: DatabaseContent
    readonly target: DatabaseContent
    readonly parts: readonly GradedPart[]
  }) {
    this.#before = input.before
    this.#target = input.target
    this.#parts = input.parts.map((part) => {
      const tables = part.tables.map((spec) => prepareTable(spec, input.before, input.target))
      const differing = tables.reduce((sum, table) => sum + table.differing, 0)
      if (differing === 0) throw new TypeError(`part ${part.name}: seed and target are equal`)
      return { weight: part.weight, tables, differing }
    })
    const weight = input.parts.reduce((sum, part) => sum + part.weight, 0)
    if (Math.abs(weight - 1) > 1e-9) throw new TypeError('the weights of the parts must sum to 1')
  }

  /** Names of the graded tables. */
  get tables(): string[] {
    return this.#parts.flatMap((part) => part.tables.map((table) => table.spec.name))
  }

  /** A table with more rows than this scores nothing, so nobody needs to read it. */
  maxRows(tableName: string): number {
    for (const part of this.#parts) {
      const table = part.tables.find((candidate) => candidate.name === tableName.toLowerCase())
      if (table) return table.before.rows.length + table.target.rows.length + part.differing
    }
    return 0
  }

  /** Grades a state. */
  grade(now: DatabaseContent): Grade {
    const tally = new GradeTally()
    let equal = true
    let score = 0
    for (const part of this.#parts) {
      let gained = 0
      for (const table of part.tables) {
        const result = gradeTable(table, now, tally)
        gained += result.gained - (now.unread.has(table.name) ? part.differing : 0)
        equal &&= result.equal
      }
      score += (part.weight * gained * micros) / part.differing
    }
    const changed = this.#changedObjects(now, tally)
    const solved = equal && changed === 0
    const bounded = Math.min(Math.max(Math.floor(score) - changed * objectPenalty, 0), micros)
    // Only an equal state is worth the whole point, also where the difference is in no cell.
    return { scoreMicros: solved ? micros : Math.min(bounded, micros - 1), solved, report: tally.report() }
  }

  /** Objects left behind or taken away, other than graded tables that are missing (graded by cell). */
  #changedObjects(now: DatabaseContent, tally: GradeTally): number {
    const known = new Set([...this.#before.objects, ...this.#target.objects].map(objectId))
    const present = new Set(now.objects.map(objectId))
    const gradedTables = new Set(this.tables.map((name) => `table ${name.toLowerCase()}`))
    const left = now.objects.filter((object) => isGraded(object) && !known.has(objectId(object)))
    const taken = this.#target.objects.filter(
      (object) => isGraded(object) && !present.has(objectId(object)) && !gradedTables.has(objectId(object)),
    )
    for (const object of left) tally.leftBehind(`${object.type} ${object.name}`)
    for (const object of taken) tally.note(`${object.type} ${object.name} is missing`)
    return left.length + taken.length
  }
}

function prepareTable(spec: GradedTable, beforeAll: DatabaseContent, targetAll: DatabaseContent): PreparedTable {
  const name = spec.name.toLowerCase()
  const before = toComparable(beforeAll.tables.get(name), spec.typed)
  const target = toComparable(targetAll.tables.get(name), spec.typed)
  const columns = union(target.columns, before.columns)
  const key = spec.key?.map((column) => column.toLowerCase()) ?? columns
  const pairs = pairRows(target.rows, before.rows, key, columns)
  const paired = new Set(pairs.values())
  const slots: Slot[] = [
    ...target.rows.map((row) => ({ target: row, before: pairs.get(row) ?? null })),
    ...before.rows.filter((row) => !paired.has(row)).map((row) => ({ target: null, before: row })),
  ]
  let differing = 0
  for (const slot of slots) {
    for (const column of columns) if (cellOf(slot.before, column) !== cellOf(slot.target, column)) differing++
  }
  return {
    spec,
    name,
    key,
    before,
    target,
    expected: targetAll.tables.has(name),
    slots,
    byTarget: new Map(slots.flatMap((slot) => (slot.target ? [[slot.target, slot]] : []))),
    byBefore: new Map(slots.flatMap((slot) => (slot.before && !slot.target ? [[slot.before, slot]] : []))),
    differing,
  }
}

function gradeTable(table: PreparedTable, nowAll: DatabaseContent, tally: GradeTally): { gained: number; equal: boolean } {
  const content = nowAll.tables.get(table.name)
  const now = toComparable(content, table.spec.typed)
  const present = content !== undefined
  if (!present && table.expected) {
    const why = nowAll.unread.has(table.name) ? 'has far too many rows or cannot be read' : 'is missing'
    tally.note(`table ${table.spec.name} ${why}`)
  }
  const columns = union(table.target.columns, table.before.columns, now.columns)
  const place = (row: Row | null, column: string): CellPlace => ({
    table: table.spec.name,
    column,
    key: row === null ? '' : rowText(row, table.key),
  })
  const matched = matchNow(table, now, columns)
  let gained = 0
  let equal = present === table.expected && sameColumns(table.target.columns, now.columns)
  const judge = (target: Row | null, before: Row | null, current: Row | null): void => {
    for (const column of columns) {
      const cells: [TypedCell, TypedCell, TypedCell] = [
        cellOf(before, column),
        cellOf(current, column),
        cellOf(target, column),
      ]
      const verdict = judgeCell(...cells)
      if (verdict === 'right') continue
      if (verdict === 'repaired') gained++
      else {
        equal = false
        if (verdict !== 'missed') gained--
      }
      tally.add(verdict, place(target ?? before ?? current, column), cells)
    }
  }
  for (const slot of table.slots) judge(slot.target, slot.before, matched.bySlot.get(slot) ?? null)
  for (const row of matched.extra) judge(null, null, row)
  return { gained, equal }
}

type Verdict = 'right' | 'repaired' | 'missed' | 'damaged' | 'miscorrected'

function judgeCell(before: TypedCell, now: TypedCell, target: TypedCell): Verdict {
  if (before === target) return now === target ? 'right' : 'damaged'
  if (now === target) return 'repaired'
  return now === before ? 'missed' : 'miscorrected'
}

function sameColumns(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((column) => right.includes(column))
}

/** Which row now belongs to which slot: first rows that should exist, then rows that should go. */
function matchNow(
  table: PreparedTable,
  now: ComparableTable,
  columns: readonly string[],
): { bySlot: ReadonlyMap<Slot, Row>; extra: readonly Row[] } {
  const key = table.spec.key === null ? columns : table.key
  const bySlot = new Map<Slot, Row>()
  const used = new Set<Row>()
  const take = (pairs: ReadonlyMap<Row, Row>, slots: ReadonlyMap<Row, Slot>): void => {
    for (const [row, current] of pairs) {
      bySlot.set(slots.get(row) as Slot, current)
      used.add(current)
    }
  }
  take(pairRows(table.target.rows, now.rows, key, columns), table.byTarget)
  const rest = now.rows.filter((row) => !used.has(row))
  take(pairRows([...table.byBefore.keys()], rest, key, columns), table.byBefore)
  return { bySlot, extra: now.rows.filter((row) => !used.has(row)) }
}
