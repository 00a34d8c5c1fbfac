/**
 * The predicate takes the target and nothing next to it.
 *
 * @module
 */
import type { DatabaseContent, TableContent } from '../../data/content.ts'
import { looseNumber, type TypedCell } from '../../data/values.ts'
import type { GradedTable } from '../../grading/graded-table.ts'
import { asciiLower } from '../../kit/ascii-case.ts'
import { equalStates } from '../check/state-mutations.ts'
import type { Law, LawSubject } from './law.ts'

/** Wrong states that are drawn beside those of what changed; at level 1 all are tried. */
const sampled = 500

interface Place {
  readonly spec: GradedTable
  readonly table: TableContent
  readonly row: number
}

type Rows = TableContent['rows']

/** One thing done to a table of the target. */
interface Mutation {
  readonly what: string
  readonly rows: () => Rows
}

/** Near values of a cell, never an equal one. */
function otherCells(cell: TypedCell, ...given: readonly (TypedCell | undefined)[]): TypedCell[] {
  const body = cell.slice(1)
  const near: (TypedCell | undefined)[] = [...given, cell === 'n' ? 'i0' : 'n']
  if (cell[0] === 't') near.push(`${cell}x`, `t${body.toUpperCase()}`, `t ${body}`)
  else if (cell !== 'n') near.push(`t${body}`, looseNumber(`r${Number(body) + 1}`))
  const own = looseNumber(cell)
  return [...new Set(near.flatMap((other) => (other === undefined || looseNumber(other) === own ? [] : [other])))]
}

/** Everything done to one row: each graded cell, the row gone, there twice. */
function* mutations({ spec, table, row }: Place, seed: readonly TypedCell[] | undefined): Generator<Mutation> {
  const cells = table.rows[row] as readonly TypedCell[]
  const next = table.rows[(row + 1) % table.rows.length]
  const free = new Set(spec.ungraded?.map(asciiLower))
  const isKey = (column: string): boolean => spec.key?.some((key) => asciiLower(key) === asciiLower(column)) ?? false
  for (const [index, cell] of cells.entries()) {
    const column = table.columns[index] ?? ''
    // The key of a row to insert is nobody's to know.
    const isFree = free.has(asciiLower(column)) || (spec.natural !== undefined && seed === undefined && isKey(column))
    if (isFree) continue
    for (const other of otherCells(cell, seed?.[index], next?.[index])) {
      const what = `${table.name}.${column} of row ${row + 1} ${other} instead of ${cell}`
      yield { what, rows: () => table.rows.with(row, cells.with(index, other)) }
    }
  }
  yield { what: `${table.name} without row ${row + 1}`, rows: () => table.rows.toSpliced(row, 1) }
  yield { what: `${table.name} with row ${row + 1} twice`, rows: () => [...table.rows, cells] }
}

/** Rows of the target of all graded tables, those that the repair touches apart; and the rows it takes away. */
function placesOf({ graded, instance: { before, target } }: LawSubject): {
  readonly touched: Place[]
  readonly others: Place[]
  readonly seeds: ReadonlyMap<string, readonly TypedCell[]>
  readonly removed: { readonly table: TableContent; readonly cells: readonly TypedCell[] }[]
} {
  const [touched, others]: [Place[], Place[]] = [[], []]
  const seeds = new Map<string, readonly TypedCell[]>()
  const removed: { table: TableContent; cells: readonly TypedCell[] }[] = []
  for (const spec of graded) {
    const [was, table] = [before.tables.get(asciiLower(spec.name)), target.tables.get(asciiLower(spec.name))]
    if (table === undefined) continue
    const keys = (spec.key ?? table.columns).map(asciiLower)
    const keyOf = (own: TableContent, row: readonly TypedCell[]): string =>
      JSON.stringify([
        asciiLower(spec.name),
        ...keys.map((key) => row[own.columns.findIndex((name) => asciiLower(name) === key)]),
      ])
    for (const row of was?.rows ?? []) seeds.set(keyOf(was as TableContent, row), row)
    const due = new Set<string>()
    for (const [row, cells] of table.rows.entries()) {
      const key = keyOf(table, cells)
      due.add(key)
      const place = { spec, table, row }
      if (JSON.stringify(seeds.get(key)) === JSON.stringify(cells)) others.push(place)
      else touched.push(place)
    }
    for (const row of was?.rows ?? [])
      if (!due.has(keyOf(was as TableContent, row))) removed.push({ table, cells: row })
  }
  return { touched, others, seeds, removed }
}

/** The predicate takes the target in any clothes and no state next to it. */
export const predicate: Law = {
  name: 'predicate',
  says: 'it takes the target however stored, and rejects a change of every row that the repair touches and 500 others',
  check(subject, fail) {
    const { instance, graded, level } = subject
    const { before, target, draft } = instance
    const takes = (state: DatabaseContent): boolean => draft.accepts(before, state)
    if (takes(before)) fail('takes the seed')
    for (const { what, state } of equalStates(target, graded)) if (!takes(state)) fail(`rejects ${what}`)
    const { touched, others, seeds, removed } = placesOf(subject)
    let shown = 0
    const show = ({ what, rows }: Mutation, table: TableContent): void => {
      shown++
      const tables = new Map(target.tables).set(asciiLower(table.name), { ...table, rows: rows() })
      if (takes({ ...target, tables })) fail(`takes ${what}`)
    }
    const random = subject.random('predicate')
    const pick = (place: Place): void => {
      show(random.pick([...mutations(place, seedOf(place, seeds))]), place.table)
    }
    for (const { table, cells } of level === 1 ? removed : random.sample(removed, sampled)) {
      const what = `${table.name} with a row that should go: ${cells.join(', ')}`
      show({ what, rows: () => [...table.rows, cells] }, table)
    }
    if (level === 1) {
      for (const place of [...touched, ...others]) {
        for (const mutation of mutations(place, seedOf(place, seeds))) show(mutation, place.table)
      }
    } else {
      for (const place of touched) pick(place)
      if (others.length > 0) for (let count = 0; count < sampled; count++) pick(random.pick(others))
    }
    for (const { name } of graded) {
      const tables = new Map(target.tables)
      tables.delete(asciiLower(name))
      if (takes({ ...target, tables })) fail(`takes the target without ${name}`)
    }
    const scratch = { type: 'table', name: 'scratch', unique: false } as const
    const littered = new Map(target.tables).set('scratch', { name: 'scratch', columns: ['id'], rows: [] })
    if (takes({ ...target, tables: littered, objects: [...target.objects, scratch] }))
      fail('takes an object left behind')
    return { 'wrong states': shown, 'rows touched': touched.length + removed.length }
  },
}

/** The row of the seed that a row of the target was. */
function seedOf(
  { spec, table, row }: Place,
  seeds: ReadonlyMap<string, readonly TypedCell[]>,
): readonly TypedCell[] | undefined {
  const keys = (spec.key ?? table.columns).map(asciiLower)
  const cells = table.rows[row] ?? []
  const key = keys.map((name) => cells[table.columns.findIndex((own) => asciiLower(own) === name)])
  return seeds.get(JSON.stringify([asciiLower(spec.name), ...key]))
}
