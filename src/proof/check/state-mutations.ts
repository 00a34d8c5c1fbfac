/**
 * States next to the target: wrong ones, one step away in every direction, and equal ones in other clothes.
 * A predicate that tells them apart has understood the task.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import type { DatabaseContent, SchemaObject, TableContent } from '../../data/content.ts'
import type { TypedCell } from '../../data/values.ts'
import { looseNumber } from '../../data/values.ts'

export interface MutatedState {
  readonly what: string
  readonly state: DatabaseContent
}

type Cells = readonly TypedCell[]

function withTable(
  state: DatabaseContent,
  table: TableContent,
  rows: readonly Cells[],
  columns = table.columns,
): DatabaseContent {
  const changed = { name: table.name, columns, rows }
  return { ...state, tables: new Map(state.tables).set(table.name.toLowerCase(), changed) }
}

function withoutTable(state: DatabaseContent, name: string): DatabaseContent {
  const tables = new Map(state.tables)
  tables.delete(name.toLowerCase())
  const objects = state.objects.filter(
    (object) => object.type !== 'table' || object.name.toLowerCase() !== name.toLowerCase(),
  )
  return { ...state, tables, objects }
}

function withObject(state: DatabaseContent, object: SchemaObject): DatabaseContent {
  return { ...state, objects: [...state.objects, object] }
}

/** Values near a cell: no value, another type, a slip, and the values given. Never an equal one. */
function otherCells(cell: TypedCell, ...given: readonly (TypedCell | undefined)[]): Set<TypedCell> {
  const near: (TypedCell | undefined)[] = [...given]
  const body = cell.slice(1)
  if (cell[0] === 't') {
    near.push('n', `${cell}x`, `t${body.toUpperCase()}`, `t ${body}`)
    if (body.trim() !== '' && Number.isFinite(Number(body))) near.push(looseNumber(`r${Number(body)}`))
  } else if (cell === 'n') {
    near.push('t', 'i0')
  } else if (cell[0] === 'b') {
    near.push('n', `${cell}00`, `t${body}`)
  } else {
    const value = Number(body)
    near.push('n', `t${body}`, looseNumber(`r${value + 1}`), `r${value + 0.01}`, looseNumber(`r${-value}`))
  }
  const loose = looseNumber(cell)
  return new Set(near.flatMap((other) => (other === undefined || looseNumber(other) === loose ? [] : [other])))
}

/** A copy of a row whose key no row has. */
function strangerOf(table: TableContent, key: readonly string[] | null, row: Cells): Cells {
  const place = table.columns.findIndex((column) => key?.some((name) => name.toLowerCase() === column.toLowerCase()))
  if (place < 0) return row
  const taken = table.rows.map((other) => other[place] ?? 'n')
  const numbers = taken.filter((cell) => cell[0] === 'i').map((cell) => Number(cell.slice(1)))
  const fresh = numbers.length > 0 ? `i${Math.max(...numbers) + 7}` : `t${taken.map((cell) => cell.slice(1)).join('')}x`
  return row.map((cell, index) => (index === place ? fresh : cell))
}

function* wrongTables(before: DatabaseContent, target: DatabaseContent, spec: GradedTable): Generator<MutatedState> {
  const table = target.tables.get(spec.name.toLowerCase())
  if (table === undefined) return
  const { name, columns, rows } = table
  const old = before.tables.get(name.toLowerCase())
  const keyPlaces = (spec.key ?? columns).map((key) =>
    columns.findIndex((column) => column.toLowerCase() === key.toLowerCase()),
  )
  const keyText = (row: Cells): string => JSON.stringify(keyPlaces.map((place) => row[place]))
  const oldByKey = new Map(old?.rows.map((row) => [keyText(row), row]))

  for (const [place, row] of rows.entries()) {
    const oldRow = oldByKey.get(keyText(row))
    const next = rows[(place + 1) % rows.length]
    for (const [index, cell] of row.entries()) {
      for (const other of otherCells(cell, oldRow?.[index], next?.[index])) {
        const changed = row.with(index, other)
        const what = `${name} row ${place + 1}: ${columns[index]} is ${other} instead of ${cell}`
        yield { what, state: withTable(target, table, rows.with(place, changed)) }
      }
    }
    yield { what: `${name} row ${place + 1} missing`, state: withTable(target, table, rows.toSpliced(place, 1)) }
    yield { what: `${name} row ${place + 1} twice`, state: withTable(target, table, [...rows, row]) }
    const stranger = strangerOf(table, spec.key, row)
    yield { what: `${name} row ${place + 1} under a new key`, state: withTable(target, table, [...rows, stranger]) }
  }
  const present = new Set(rows.map((row) => JSON.stringify(row)))
  for (const row of old?.rows ?? []) {
    if (present.has(JSON.stringify(row))) continue
    yield { what: `${name}: the old row ${row.join(', ')} as well`, state: withTable(target, table, [...rows, row]) }
  }
  yield { what: `${name} empty`, state: withTable(target, table, []) }
  yield { what: `${name} missing`, state: withoutTable(target, name) }
  yield {
    what: `${name} a view`,
    state: withObject(withoutTable(target, name), { type: 'view', name, unique: false }),
  }
  for (const [index, column] of columns.entries()) {
    const fewer = rows.map((row) => row.toSpliced(index, 1))
    yield { what: `${name}.${column} missing`, state: withTable(target, table, fewer, columns.toSpliced(index, 1)) }
    const renamed = columns.with(index, `${column}_2`)
    yield { what: `${name}.${column} renamed`, state: withTable(target, table, rows, renamed) }
  }
  const wider = rows.map((row) => [...row, 'n'])
  yield { what: `${name} with one more column`, state: withTable(target, table, wider, [...columns, 'more']) }
}

/** States that differ from the target: in one cell, one row, one column, one table or one object. */
export function* wrongStates(
  before: DatabaseContent,
  target: DatabaseContent,
  graded: readonly GradedTable[],
): Generator<MutatedState> {
  for (const spec of graded) yield* wrongTables(before, target, spec)
  const [first] = target.tables.values()
  if (first === undefined) return
  const scratch = { name: 'scratch', columns: first.columns, rows: first.rows }
  yield {
    what: 'table scratch left behind',
    state: withObject(withTable(target, scratch, scratch.rows), { type: 'table', name: 'scratch', unique: false }),
  }
  for (const type of ['view', 'trigger', 'index'] as const) {
    const object = { type, name: 'scratch', unique: type === 'index' }
    yield { what: `${type} scratch left behind`, state: withObject(target, object) }
  }
}

/** States that equal the target although they are stored in another way. */
export function* equalStates(target: DatabaseContent, graded: readonly GradedTable[]): Generator<MutatedState> {
  yield { what: 'the target', state: target }
  for (const spec of graded) {
    const table = target.tables.get(spec.name.toLowerCase())
    if (table === undefined) continue
    const { name, columns, rows } = table
    yield { what: `${name} with its rows in reverse`, state: withTable(target, table, rows.toReversed()) }
    const turned = rows.map((row) => row.toReversed())
    yield { what: `${name} with its columns in reverse`, state: withTable(target, table, turned, columns.toReversed()) }
    const loud = columns.map((column) => column.toUpperCase())
    yield { what: `${name} with column names in capitals`, state: withTable(target, table, rows, loud) }
    const strict = new Set(spec.typed?.map((column) => column.toLowerCase()))
    const reals = rows.map((row) =>
      row.map((cell, index) =>
        cell[0] === 'i' && !strict.has((columns[index] ?? '').toLowerCase()) ? `r${cell.slice(1)}` : cell,
      ),
    )
    yield { what: `${name} with whole numbers as reals`, state: withTable(target, table, reals) }
  }
  yield {
    what: 'an index that enforces nothing',
    state: withObject(target, { type: 'index', name: 'speed', unique: false }),
  }
}
