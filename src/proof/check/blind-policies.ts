/**
 * Statements that know no rule: what an agent can send after nothing but a look at the schema. A good task
 * pays them next to nothing.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import { quoteName } from '../../sql/schema.ts'
import type { DatabaseContent } from '../../data/content.ts'
import type { Repair } from '../../tasks/define-task.ts'

/** A statement without a rule, and the one table that it can change. */
export interface BlindPolicy extends Repair {
  readonly table: string
}

/** A table as the policies see it. */
interface Ground {
  readonly table: string
  /** The key's columns, for an order in which rows have neighbours; empty where there is none. */
  readonly key: readonly string[]
  /** The columns that are no key. */
  readonly columns: readonly string[]
}

/** The graded tables that exist before the first step. */
function groundsOf(before: DatabaseContent, graded: readonly GradedTable[]): Ground[] {
  return graded.flatMap((spec) => {
    const content = before.tables.get(spec.name.toLowerCase())
    if (content === undefined) return []
    const key = (spec.key ?? []).map((column) => column.toLowerCase())
    const columns = content.columns.filter((column) => !key.includes(column.toLowerCase()))
    return [{ table: content.name, key, columns }]
  })
}

/** A value for every row of a column, made without looking at the rule. `fill` leaves what is not NULL alone. */
const rewrites: Readonly<Record<string, (column: string, table: string) => string>> = {
  null: () => 'NULL',
  zero: () => '0',
  'empty text': () => `''`,
  majority: (column, table) => majority(column, table),
  'x / 100': (column) => `${column} / 100`,
  'x / 100.0': (column) => `${column} / 100.0`,
  lower: (column) => `lower(${column})`,
  upper: (column) => `upper(${column})`,
  trim: (column) => `trim(${column})`,
  round: (column) => `round(${column})`,
  abs: (column) => `abs(${column})`,
  'fill zero': (column) => `coalesce(${column}, 0)`,
  'fill majority': (column, table) => `coalesce(${column}, ${majority(column, table)})`,
}

function majority(column: string, table: string): string {
  return `(SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL
    GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT 1)`
}

/** Copies from the row before or after, in the order of the key. */
function copyNeighbour({ table, key }: Ground, columns: readonly string[], way: 'lag' | 'lead', fill: boolean): string {
  const order = key.map(quoteName).join(', ')
  const moved = columns.map((column, index) => `${way}(${quoteName(column)}) OVER (ORDER BY ${order}) AS moved${index}`)
  const same = key.map((column) => `near.${quoteName(column)} IS ${quoteName(table)}.${quoteName(column)}`)
  const set = columns.map((column, index) => {
    const own = `${quoteName(table)}.${quoteName(column)}`
    return `${quoteName(column)} = ${fill ? `coalesce(${own}, moved${index})` : `moved${index}`}`
  })
  return `UPDATE ${quoteName(table)} SET ${set.join(', ')}
    FROM (SELECT ${order}, ${moved.join(', ')} FROM ${quoteName(table)}) AS near WHERE ${same.join(' AND ')}`
}

/** Every policy on these columns of a table at once. */
function updatesOf(ground: Ground, columns: readonly string[], where: string): BlindPolicy[] {
  if (columns.length === 0) return []
  const table = quoteName(ground.table)
  const policies = Object.entries(rewrites).map(([name, rewrite]) => {
    const set = columns.map((column) => `${quoteName(column)} = ${rewrite(quoteName(column), table)}`)
    return { name: `${name}: ${where}`, queries: [`UPDATE ${table} SET ${set.join(', ')}`], table: ground.table }
  })
  if (ground.key.length === 0) return policies
  for (const way of ['lag', 'lead'] as const) {
    for (const fill of [false, true]) {
      const name = `${fill ? 'fill from' : 'copy'} the row ${way === 'lag' ? 'before' : 'after'}: ${where}`
      policies.push({ name, queries: [copyNeighbour(ground, columns, way, fill)], table: ground.table })
    }
  }
  return policies
}

/**
 * Each statement without a rule, by table (all columns but the key at once) and by column.
 *
 * @param tries whether a column is worth a statement of its own; by default each is
 */
export function blindPolicies(
  before: DatabaseContent,
  graded: readonly GradedTable[],
  tries: (table: string, column: string) => boolean = () => true,
): BlindPolicy[] {
  return groundsOf(before, graded).flatMap((ground) => [
    ...updatesOf(ground, ground.columns, ground.table),
    ...(ground.columns.length > 1
      ? ground.columns
          .filter((column) => tries(ground.table, column))
          .flatMap((column) => updatesOf(ground, [column], `${ground.table}.${column}`))
      : []),
  ])
}

/**
 * Policies that must score exactly 0: they do nothing, look, destroy or start anew.
 *
 * @param single the tables that are also destroyed one at a time
 */
export function worthlessPolicies(
  before: DatabaseContent,
  graded: readonly GradedTable[],
  single: readonly GradedTable[] = graded,
): Repair[] {
  const grounds = groundsOf(before, graded)
  const names = grounds.map(({ table }) => quoteName(table))
  const alone = new Set(groundsOf(before, single).map(({ table }) => quoteName(table)))
  const singles = names.filter((table) => alone.has(table))
  const wipe = names.map((table) => `DELETE FROM ${table}`)
  const nullOut = grounds
    .filter(({ columns }) => columns.length > 0)
    .map(
      ({ table, columns }) =>
        `UPDATE ${quoteName(table)} SET ${columns.map((name) => `${quoteName(name)} = NULL`).join(', ')}`,
    )
  return [
    { name: 'do nothing', queries: [] },
    {
      name: 'reads only',
      queries: [
        'SELECT * FROM sqlite_schema',
        ...names.flatMap((table) => [`SELECT * FROM ${table}`, `SELECT count(*) FROM ${table}`]),
      ],
    },
    { name: 'delete all', queries: wipe },
    ...singles.map((table) => ({ name: `delete all of ${table}`, queries: [`DELETE FROM ${table}`] })),
    { name: 'null out', queries: nullOut },
    ...nullOut.map((query, index) => ({ name: `null out statement ${index + 1}`, queries: [query] })),
    ...singles.map((table) => ({
      name: `drop and recreate ${table}`,
      queries: [
        `CREATE TABLE spare AS SELECT * FROM ${table}`,
        `DROP TABLE ${table}`,
        `ALTER TABLE spare RENAME TO ${table}`,
      ],
    })),
    ...singles.map((table) => ({
      name: `rename away and recreate ${table}`,
      queries: [`ALTER TABLE ${table} RENAME TO spare`, `CREATE TABLE ${table} AS SELECT * FROM spare`],
    })),
    ...singles.map((table) => ({
      name: `rename away and start empty ${table}`,
      queries: [`ALTER TABLE ${table} RENAME TO spare`, `CREATE TABLE ${table} AS SELECT * FROM spare WHERE 0`],
    })),
  ]
}
