/**
 * Edits: cells of a table that were written several times, and a list of every change. Each change goes by the
 * standing of whoever ordered it, and a cell goes back to what it held before the first change that is taken back,
 * unless somebody entitled has settled it since.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import { fromDay, toDay } from '../trades/calendar.ts'
import { gappedKeys } from '../trades/draws.ts'
import { readLine, rightReading, type RouteReading } from './routing.ts'
import type { RouteSql } from './routing-sql.ts'
import type { Scene } from './scene.ts'

/** The list of changes inside the scene, and the column that its rules are about. */
export const editLog = { table: 'changes', value: 'after', stamp: 'stamp' } as const

/** What the standing of a change does to its cell, in the order of the profiles. */
export const standings = ['revoked', 'listed', 'unlisted'] as const
export type Standing = (typeof standings)[number]

/** A change of one cell, in the order of the list. */
export interface Edit {
  readonly no: number
  readonly row: SqlValue
  readonly column: string
  readonly before: SqlValue
  readonly after: SqlValue
  /** What some clock said; it disagrees with the order. */
  readonly at: string
}

/** Where cells were changed. The lines of the routing are the changes, in their order. */
export interface EditsPlace extends RouteSql {
  readonly target: string
  /** The columns that were changed. */
  readonly columns: readonly string[]
  readonly edits: readonly Edit[]
}

/** A way to read the list: the right one, or with a mistake in it. */
export interface EditReading extends RouteReading {
  /** One standing for all changes. */
  readonly standing?: Standing
  /** The clock decides what is later. */
  readonly byClock?: boolean
  /** A listed change settles its whole row. */
  readonly byRow?: boolean
  /** A listed change settles nothing. */
  readonly unsettled?: boolean
  /** A change that writes what was there already is none. */
  readonly equalIsNone?: boolean
  /** Unlisted changes count as these. */
  readonly unlistedAs?: 'listed' | 'revoked'
  /** Of several changes that are taken back the last one decides. */
  readonly latest?: boolean
  /** A cell that was empty before is left as it is. */
  readonly emptyIsUnknown?: boolean
}

/** What a cell could hold: the clean values of its column. */
type Pools = ReadonlyMap<string, readonly SqlValue[]>

function nextValue(random: Random, pool: readonly SqlValue[], current: SqlValue): SqlValue {
  // An equal value and an empty cell are as frequent by whatever standing.
  if (random.percent(14)) return current
  if (current !== null && random.percent(10)) return null
  for (let tries = 0; tries < 20; tries++) {
    const value = random.pick(pool)
    if (value !== current && value !== null) return value
  }
  return current
}

/** Rows to spread changes over: with fewer changes a cell, whoever forgets what came later is right too often. */
export const editedRows = (count: number, columns: number): number => Math.round(count / (columns * 3.4))

/** Cells of some rows, most of them in all the columns, each as often as it is to be changed. */
function drawCells(random: Random, rows: readonly SqlValue[], columns: readonly string[], count: number): Cell[] {
  const cells = random
    .sample(rows, editedRows(count, columns.length))
    .flatMap((row) => columns.filter(() => random.percent(90)).map((column) => ({ row, column })))
  const more = Array.from({ length: Math.max(0, count - cells.length) }, () => random.pick(cells))
  return random.shuffle([...cells, ...more]).slice(0, count)
}

interface Cell {
  readonly row: SqlValue
  readonly column: string
}

/** Adds the list of changes to the scene and leaves in each cell what its last change wrote. */
export function plantEdits(
  random: Random,
  scene: Scene,
  { target, columns, count }: { readonly target: string; readonly columns: readonly string[]; readonly count: number },
): readonly Edit[] {
  const table = scene.table(target)
  const key = scene.key(target)
  for (const column of columns) scene.column(target, column).notNull = false
  const pools: Pools = new Map(columns.map((column) => [column, table.rows.map(({ found }) => found[column] ?? null)]))
  // Cells that nobody changed repeat values, and are empty, as often as those that were.
  for (const { found } of table.rows) {
    for (const column of columns) found[column] = random.percent(8) ? null : random.pick(pools.get(column) ?? [])
  }
  const rowOf = new Map(table.rows.map((row) => [row.found[key] ?? null, row]))
  const numbers = gappedKeys(random, count, random.int(400, 9_000))
  const start = toDay('2026-01-05') * 24 * 60 + random.int(0, 20_000)
  const pace = random.int(25, 70)
  const cells = drawCells(random, [...rowOf.keys()], columns, count)
  const edits = cells.map(({ row, column }, index): Edit => {
    const { found = {} } = rowOf.get(row) ?? {}
    const before = found[column] ?? null
    const after = nextValue(random, pools.get(column) ?? [], before)
    found[column] = after
    const minute = start + pace * random.int(0, count)
    return { no: numbers[index] ?? 0, row, column, before, after, at: clockText(minute) }
  })
  for (const { found, due } of table.rows) Object.assign(due, found)
  scene.add({
    name: editLog.table,
    words: ['changes', 'change list', 'amendments', 'change register', 'amendment list', 'corrections made', 'updates'],
    meaning: 'every change of a cell',
    columns: [
      { name: 'no', words: ['no', 'change no', 'seq', 'number'], type: 'INTEGER', meaning: 'number of the change' },
      {
        name: 'row',
        words: ['line', 'of line', 'row key', 'record no', 'concerns'],
        type: 'INTEGER',
        meaning: 'key of the row',
      },
      {
        name: 'field',
        words: ['field', 'column name', 'field name', 'attribute'],
        type: 'TEXT',
        meaning: 'column of the cell',
      },
      {
        name: 'before',
        words: ['was', 'old value', 'value before', 'from value'],
        type: 'TEXT',
        nullable: true,
        meaning: 'what the cell held before',
      },
      {
        name: 'after',
        words: ['became', 'new value', 'value after', 'to value'],
        type: 'TEXT',
        nullable: true,
        meaning: 'what was written',
      },
      { name: 'at', words: ['made at', 'clock', 'stamped at', 'local time'], type: 'TEXT', meaning: "sender's clock" },
    ],
    rows: edits.map(({ no, row, column, before, after, at }) => ({
      no,
      row,
      field: scene.column(target, column).physical,
      before: asText(before),
      after: asText(after),
      at,
    })),
  })
  return edits
}

const asText = (value: SqlValue): SqlValue => (value === null ? null : String(value))

function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const inDay = minute % 1440
  return `${fromDay(Math.floor(minute / 1440))} ${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`
}

/** The cells that a reading takes back, with what it puts there: `[row, column]` as JSON, then the value. */
export function settleEdits({ routing, edits }: EditsPlace, reading: EditReading): Map<string, SqlValue> {
  const at = (index: number): string => edits[index]?.at ?? ''
  const listed = edits.map((_, index) => index)
  const order =
    reading.byClock === true
      ? listed.toSorted((left, right) => (at(left) === at(right) ? left - right : at(left) < at(right) ? -1 : 1))
      : listed
  const back = new Map<SqlValue, Map<string, SqlValue>>()
  for (const index of order) {
    const { row, column, before, after } = edits[index] as Edit
    const profile = readLine(routing, routing.lines[index] as (typeof routing.lines)[number], reading)
    if (profile === null && reading.standing === undefined) continue
    if (reading.equalIsNone === true && before === after) continue
    let standing = reading.standing ?? standings[profile ?? 0]
    if (standing === 'unlisted') standing = reading.unlistedAs ?? standing
    const cells = back.get(row) ?? new Map<string, SqlValue>()
    back.set(row, cells)
    if (standing === 'listed' && reading.unsettled !== true) {
      if (reading.byRow === true) cells.clear()
      else cells.delete(column)
    }
    if (standing === 'revoked' && (reading.latest === true || !cells.has(column))) cells.set(column, before)
  }
  return new Map(
    [...back].flatMap(([row, cells]) =>
      [...cells].flatMap(([column, value]): [string, SqlValue][] =>
        reading.emptyIsUnknown === true && value === null ? [] : [[JSON.stringify([row, column]), value]],
      ),
    ),
  )
}

/** Takes back what has to be taken back, as it should be. */
export function dueEdits(place: EditsPlace): void {
  const { scene, target } = place
  const key = scene.key(target)
  const back = settleEdits(place, rightReading)
  for (const { found, due } of scene.table(target).rows) {
    for (const column of place.columns) {
      const subject = JSON.stringify([found[key], column])
      due[column] = back.has(subject) ? (back.get(subject) ?? null) : (found[column] ?? null)
    }
  }
}

/** What a reading is worth: R - D over C. */
export function worthOfEdits(place: EditsPlace, reading: EditReading): number {
  const { scene, target, columns } = place
  const key = scene.key(target)
  const back = settleEdits(place, reading)
  let gained = 0
  let faulty = 0
  for (const { found, due } of scene.table(target).rows) {
    for (const column of columns) {
      const is = found[column] ?? null
      if (due[column] !== is) faulty++
      const subject = JSON.stringify([found[key], column])
      const next = back.has(subject) ? (back.get(subject) ?? null) : is
      if (next !== is) gained += next === due[column] ? 1 : -1
    }
  }
  return gained / Math.max(faulty, 1)
}
