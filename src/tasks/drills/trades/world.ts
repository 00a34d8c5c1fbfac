/**
 * A world: a small business as a schema with foreign keys and a generator of its clean data. Worlds know
 * nothing of faults; families look in them for columns of a role.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'

/** What a column is to the business; families ask for roles, never for tables. */
export type Role =
  | 'key'
  | 'reference'
  | 'natural key'
  | 'code'
  | 'person'
  | 'title'
  | 'email'
  | 'phone'
  | 'country'
  | 'place'
  | 'date'
  | 'instant'
  | 'money'
  | 'quantity'
  | 'unit'
  | 'derived'
  | 'flag'
  | 'enum'
  | 'text'

export interface WorldColumn {
  /** The name inside the world; what an instance calls it is drawn from `words`. */
  readonly name: string
  readonly role: Role
  readonly type: 'INTEGER' | 'TEXT'
  /** NULL may stand here in clean data. */
  readonly nullable?: boolean
  /** Names in words, lower case: `member since`. */
  readonly words: readonly string[]
  /** The world's table whose key a reference holds. */
  readonly references?: string
  /** Other columns or the order of the keys give its value away, at least roughly. */
  readonly correlated?: boolean
  /** The reference of the same table that a price list would go by. */
  readonly pricedBy?: string
  /** The columns of the same row that a derived sum comes from. */
  readonly derivedFrom?: { readonly quantity: string; readonly price: string; readonly rebate: string }
  /** The closed list of an enum. */
  readonly values?: readonly string[]
}

export interface WorldTable {
  readonly name: string
  readonly words: readonly string[]
  /** What a colleague calls a row, and several. */
  readonly noun: readonly [one: string, many: string]
  /** A short list that does not grow with the business. */
  readonly short?: true
  /** The first is the key: whole numbers, ascending with gaps. */
  readonly columns: readonly WorldColumn[]
}

/** A row by the world's column names. */
export type WorldRow = Readonly<Record<string, SqlValue>>

export interface World {
  readonly id: string
  /** Who writes: `a garden supplies shop`. */
  readonly setting: string
  /** Parents before children. */
  readonly tables: readonly WorldTable[]
  /** Clean rows by table, in ascending order of their keys; `count` says how many each table has. */
  readonly populate: (random: Random, count: (table: string) => number) => ReadonlyMap<string, readonly WorldRow[]>
}

/** Freezes a world after a look at what TypeScript cannot see. Throws a TypeError. */
export function defineWorld(world: World): World {
  const known = new Set<string>()
  for (const { name, columns } of world.tables) {
    if (columns[0]?.role !== 'key') throw new TypeError(`${world.id}.${name}: the first column is its key`)
    for (const { name: column, references, role, pricedBy, derivedFrom } of columns) {
      if ((role === 'reference') !== (references !== undefined) || (references && !known.has(references))) {
        throw new TypeError(`${world.id}.${name}.${column}: not a reference to a table before it`)
      }
      for (const source of Object.values(derivedFrom ?? {})) {
        if (columns.some((other) => other.name === source)) continue
        throw new TypeError(`${world.id}.${name}.${column}: derived from no column`)
      }
      if (pricedBy !== undefined && !columns.some((other) => other.name === pricedBy && other.references)) {
        throw new TypeError(`${world.id}.${name}.${column}: priced by what is no reference`)
      }
    }
    known.add(name)
  }
  return Object.freeze(world)
}
