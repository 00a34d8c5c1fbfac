/**
 * What always holds in a business that runs well: before the accident, outside of its reach, and after the repair.
 *
 * @module
 */
import { asciiLower } from '../../kit/ascii-case.ts'
import type { DatabaseContent, TableContent } from '../../data/content.ts'
import { looseNumber, toTypedCell, type TypedCell } from '../../data/values.ts'
import { faultyTables, once, type Law, type LawSubject } from './law.ts'
import { queryImage } from './queries.ts'

/** Rows in which two times are compared before their order counts as one. */
const leastTimes = 20

const rowName = (table: string, key: readonly TypedCell[]): string => JSON.stringify([asciiLower(table), ...key])

/** The target violates no invariant, the seed only where the accident reached. */
export const invariants: Law = {
  name: 'invariants',
  says: 'nothing in the target violates one, nothing in the seed outside the scope does',
  check(subject, fail) {
    const { invariants: all, scope } = subject.proof
    const queries = all.map(({ query }) => query)
    const inScope = new Set(
      scope.map(({ table, key }) =>
        rowName(
          table,
          key.map((cell) => looseNumber(toTypedCell(cell))),
        ),
      ),
    )
    let violated = 0
    for (const side of ['target', 'seed'] as const) {
      for (const [place, result] of queryImage(subject, side, queries).entries()) {
        const { name, table } = all[place] as (typeof all)[number]
        if ('error' in result) {
          fail(`${name}: ${result.error}`)
          continue
        }
        const rows = result.rows.map((row) => row.map(looseNumber))
        const strangers = side === 'target' ? rows : rows.filter((row) => !inScope.has(rowName(table, row)))
        if (side === 'seed' && rows.length > 0) violated++
        if (strangers.length === 0) continue
        const where = side === 'target' ? 'in the target' : 'in the seed outside the scope'
        fail(`${name}: violated ${where} by ${strangers.length} rows, such as ${strangers[0]?.join(', ')}`)
      }
    }
    return { invariants: all.length, 'violated in the seed': violated, 'rows in scope': inScope.size }
  },
}

const isTime = (cell: TypedCell): boolean => /^t\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?Z?)?$/.test(cell)

/** Columns that hold times and nothing else. */
function timeColumns({ columns, rows }: TableContent): number[] {
  return columns.flatMap((_, place) => {
    const cells = rows.map((row) => row[place] ?? 'n').filter((cell) => cell !== 'n')
    return cells.length > 0 && cells.every(isTime) ? [place] : []
  })
}

interface TimePair {
  /** `table.column`, the earlier one first. */
  readonly names: readonly [string, string]
  readonly count: number
}

/** Compares times of different precision as far as both go. */
function orderOf(pairs: readonly (readonly [TypedCell, TypedCell])[]): -1 | 0 | 1 | null {
  let [below, above] = [0, 0]
  for (const [left, right] of pairs) {
    const length = Math.min(left.length, right.length)
    const [a, b] = [left.slice(0, length).replace('T', ' '), right.slice(0, length).replace('T', ' ')]
    if (a < b) below++
    else if (a > b) above++
  }
  if (below > 0 && above > 0) return null
  return below > 0 ? -1 : above > 0 ? 1 : 0
}

/** Pairs of times that have an order in all rows of the target: in one row, and across a declared relation. */
function orderedTimes(subject: LawSubject): TimePair[] {
  const { tables } = subject.instance.target
  const found: TimePair[] = []
  const note = (left: string, right: string, pairs: readonly (readonly [TypedCell, TypedCell])[]): void => {
    if (pairs.length < leastTimes) return
    const order = orderOf(pairs)
    if (order === -1) found.push({ names: [left, right], count: pairs.length })
    else if (order === 1) found.push({ names: [right, left], count: pairs.length })
  }
  const bothThere = (pairs: readonly (readonly [TypedCell, TypedCell])[]): (readonly [TypedCell, TypedCell])[] =>
    pairs.filter(([left, right]) => left !== 'n' && right !== 'n')
  for (const table of tables.values()) {
    const times = timeColumns(table)
    for (const [index, left] of times.entries()) {
      for (const right of times.slice(index + 1)) {
        const pairs = table.rows.map((row) => [row[left] ?? 'n', row[right] ?? 'n'] as const)
        note(`${table.name}.${table.columns[left]}`, `${table.name}.${table.columns[right]}`, bothThere(pairs))
      }
    }
  }
  for (const { child, column, parent, key } of subject.proof.relations ?? []) {
    const [from, to] = [tables.get(asciiLower(child)), tables.get(asciiLower(parent))]
    if (from === undefined || to === undefined) continue
    const at = (table: TableContent, name: string): number =>
      table.columns.findIndex((own) => asciiLower(own) === asciiLower(name))
    const parents = new Map(to.rows.map((row) => [row[at(to, key)] ?? 'n', row]))
    for (const left of timeColumns(from)) {
      for (const right of timeColumns(to)) {
        const pairs = from.rows.flatMap((row) => {
          const owner = parents.get(row[at(from, column)] ?? 'n')
          return owner === undefined ? [] : [[row[left] ?? 'n', owner[right] ?? 'n'] as const]
        })
        note(`${from.name}.${from.columns[left]}`, `${to.name}.${to.columns[right]}`, bothThere(pairs))
      }
    }
  }
  return found
}

const mentions = (query: string, name: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'iu').test(query)

/** Every pair of times that has an order is held to it. */
export const causality: Law = {
  name: 'causality',
  says: 'every pair of times that has an order in the target is held to it by an invariant',
  check(subject, fail) {
    const orders = subject.proof.invariants.filter(({ kind }) => kind === 'order')
    const pairs = orderedTimes(subject)
    for (const { names, count } of pairs) {
      const held = orders.some(({ query }) =>
        names.every((name) => name.split('.').every((word) => mentions(query, word))),
      )
      if (!held) fail(`no invariant says that ${names[0]} is not after ${names[1]}, as in all ${count} rows`)
    }
    return { 'pairs of times': pairs.length, 'invariants of order': orders.length }
  },
}

const isNumber = (cell: TypedCell): boolean => cell[0] === 'i' || cell[0] === 'r'

/** Columns of numbers that are no keys, of the tables to be repaired. */
function numberColumns(subject: LawSubject): { readonly table: string; readonly column: string }[] {
  const { target } = subject.instance
  const faulty = new Set(faultyTables(subject).map(({ name }) => name))
  const relations = subject.proof.relations ?? []
  return subject.graded.flatMap(({ name, key, ungraded }) => {
    const table = target.tables.get(asciiLower(name))
    if (table === undefined || !faulty.has(name)) return []
    const apart = new Set([
      ...(key ?? []),
      ...(ungraded ?? []),
      ...relations.filter(({ child }) => asciiLower(child) === asciiLower(name)).map(({ column }) => column),
      ...relations.filter(({ parent }) => asciiLower(parent) === asciiLower(name)).map((own) => own.key),
    ].map(asciiLower)) // prettier-ignore
    return table.columns.flatMap((column, place) => {
      if (apart.has(asciiLower(column))) return []
      const cells = table.rows.map((row) => row[place] ?? 'n').filter((cell) => cell !== 'n')
      return cells.length > 0 && cells.every(isNumber) ? [{ table: name, column }] : []
    })
  })
}

/** Numbers are held to a plausible range. */
export const ranges: Law = {
  name: 'plausible ranges',
  says: 'every column of numbers of a table to repair that is no key is held to a range, a sum or another column',
  check(subject, fail) {
    const held = subject.proof.invariants.filter(({ kind }) => ['range', 'sum', 'dependency'].includes(kind))
    const columns = numberColumns(subject)
    for (const { table, column } of columns) {
      if (held.some(({ query }) => mentions(query, table) && mentions(query, column))) continue
      fail(`nothing says what ${table}.${column} may hold`)
    }
    return { columns: columns.length, 'invariants of range': held.filter(({ kind }) => kind === 'range').length }
  },
}

/** Rows of a result as people compare them. */
const plain = (rows: readonly (readonly TypedCell[])[]): string =>
  JSON.stringify(rows.map((row) => row.map(looseNumber)))
const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** The symptom is there before the repair and gone after it, and the ticket quotes it. */
export const symptoms: Law = {
  name: 'symptom',
  says: 'its query gives on the seed what the ticket quotes, and on the target what it should',
  check(subject, fail) {
    const { proof, instance } = subject
    const all = proof.symptoms
    if (all.length === 0) fail('nobody noticed anything')
    const queries = all.map(({ query }) => query)
    const [seed, target] = [queryImage(subject, 'seed', queries), queryImage(subject, 'target', queries)]
    let quotedFigures = 0
    for (const [place, { name, before, after, quoted }] of all.entries()) {
      for (const [side, result, due] of [
        ['seed', seed[place], before],
        ['target', target[place], after],
      ] as const) {
        if (result === undefined || 'error' in result) fail(`${name}: ${result?.error ?? 'no result'}`)
        else if (plain(result.rows) !== plain(due.map((row) => row.map(toTypedCell)))) {
          fail(`${name}: the ${side} gives ${plain(result.rows).slice(0, 200)}`)
        }
      }
      const cells = before.flat().map(toTypedCell)
      if (plain(before.map((row) => row.map(toTypedCell))) === plain(after.map((row) => row.map(toTypedCell)))) {
        fail(`${name}: it is still there after the repair`)
      }
      if (quoted.length === 0) fail(`${name}: the ticket quotes no figure of it`)
      for (const figure of quoted) {
        if (!instance.goal.includes(figure)) fail(`${name}: the ticket does not say ${figure}`)
      }
      const said = new Set(quoted.map(digitsOf).filter((digits) => digits !== ''))
      const fromSeed = cells.filter((cell) => said.has(digitsOf(cell.slice(1))))
      if (said.size > 0 && fromSeed.length === 0) fail(`${name}: no figure of the seed is quoted`)
      quotedFigures += quoted.length
    }
    return { symptoms: all.length, 'figures quoted': quotedFigures }
  },
}

/** Which symptoms a state shows no more, in part: a figure is as it should be that was not. */
export function cleared(subject: LawSubject, place: number, rows: readonly (readonly TypedCell[])[]): boolean {
  const { before, after } = subject.proof.symptoms[place] ?? { before: [], after: [] }
  const typed = once(subject, `symptom ${place}`, () => ({
    was: before.map((row) => row.map((cell) => looseNumber(toTypedCell(cell)))),
    due: after.map((row) => row.map((cell) => looseNumber(toTypedCell(cell)))),
  }))
  const now = rows.map((row) => row.map(looseNumber))
  if (JSON.stringify(now) === JSON.stringify(typed.due)) return true
  if (now.length !== typed.due.length || now.length !== typed.was.length) return false
  return now.some((row, line) =>
    row.some((cell, column) => cell === typed.due[line]?.[column] && cell !== typed.was[line]?.[column]),
  )
}

/** All texts that can be read in a database. */
export function textsOf(content: DatabaseContent): string[] {
  return [...content.tables.values()].flatMap(({ rows }) =>
    rows.flatMap((row) => row.filter((cell) => cell[0] === 't').map((cell) => cell.slice(1))),
  )
}
