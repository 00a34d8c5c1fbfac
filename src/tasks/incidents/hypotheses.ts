/**
 * What a competent engineer could hold true of an instance before reading, and what the evidence says about it.
 *
 * The hypothesis space is a product: one option for every component. A *component* is a set of rows that share no
 * table cell, total or rule with the rows of another (one delivery that came twice, one batch of an operator), or one
 * choice that goes for the whole database (`global`: what becomes of rows that refer to a removed one). Rows derived
 * from others are in no component: they follow.
 *
 * **To enumerate.** Take for each component the options that every `option` constraint allows. Where no `sums`
 * constraint binds, the states of the whole are the product of what is left, so uniqueness is decided component by
 * component: the set of `stateKey` of the options left has one element. Options may be many and the state one: two
 * readings that lead to the same rows are no ambiguity. A `sums` constraint binds several components through a running
 * sum; count its solutions by dynamic programming over `Option.sums`, and reject an option of a component that occurs
 * in no solution. Never multiply the product out: it passes 1e27.
 *
 * **To ablate a carrier.** Leave out every constraint whose `carriers` name it, and enumerate again. It is essential when
 * two states or more are left that differ by a tenth of the score: sum over the components the largest distance between
 * two of the states left (`distance`), part by part, each part's cells over that part's C times its weight. A
 * confirming carrier changes nothing when it alone is left out. The constraints of *all* carriers together leave one state.
 *
 * **To gamble.** Draw for each component one option at random, give the choices to `Hypotheses.realise`, and grade
 * what it returns.
 *
 * @module
 */
import type { DatabaseSpec } from '../../data/content.ts'
import type { TypedCell } from '../../data/values.ts'

/** A graded cell as an option leaves it. A row that an option removes has no cells. */
export interface CellState {
  readonly table: string
  /** The row, by the graded key of its table, as text. */
  readonly key: string
  readonly column: string
  readonly value: TypedCell
}

/** One reading of a component: what is in scope, and what should become of it. */
export interface Option {
  /** Unique in its component, and the same word in all components for the same reading: `first stays`. */
  readonly id: string
  /** The graded cells of the component under this reading, all that any option of it touches. */
  readonly state: readonly CellState[]
  /** What this option adds to running sums, by the name of the measure, in whole units. */
  readonly sums?: Readonly<Record<string, number>>
}

/** Rows that are decided together and apart from all others; at most 64 options. */
export interface Component {
  readonly id: string
  /** A choice for the whole database. Its options' states are given with all components as in the target. */
  readonly global: boolean
  /** What kind of case it is, for reports and balance: `twin`, `cut`. Never readable in the database. */
  readonly kind: string
  readonly options: readonly Option[]
  /** The id of the option that the target shows. Another option with an equal state is as right. */
  readonly truth: string
}

/** What a carrier says. Without its carriers a constraint is not known. */
export type Constraint =
  | {
      readonly form: 'option'
      readonly id: string
      /** `Carrier.id`s: only who reads all of them knows it (a page says that short files do not count, the log which are). */
      readonly carriers: readonly string[]
      /** Whether they allow this reading. Components they say nothing about they allow. */
      readonly allows: (component: Component, option: Option) => boolean
    }
  | {
      readonly form: 'sums'
      readonly id: string
      readonly carriers: readonly string[]
      /** The components whose options add up. */
      readonly components: readonly string[]
      readonly measure: string
      /** What the sum over the components has to be. */
      readonly total: number
    }

/** The whole space of one instance. */
export interface Hypotheses {
  readonly components: readonly Component[]
  readonly constraints: readonly Constraint[]
  /**
   * The database under one choice for each component; what is not named is as in the target. Derived tables follow.
   *
   * @param choices option ids by component id
   */
  readonly realise: (choices: ReadonlyMap<string, string>) => DatabaseSpec
}

const place = ({ table, key, column }: CellState): string => JSON.stringify([table, key, column])

/** Equal for two options exactly when they leave the same cells. */
export function stateKey({ state }: Option): string {
  return JSON.stringify(state.map((cell) => `${place(cell)}${cell.value}`).toSorted())
}

/** Cells in which two options of a component differ, by table. */
export function distance(left: Option, right: Option): ReadonlyMap<string, number> {
  const byTable = new Map<string, number>()
  const add = (table: string): void => void byTable.set(table, (byTable.get(table) ?? 0) + 1)
  const known = new Map(left.state.map((cell) => [place(cell), cell]))
  for (const cell of right.state) {
    const other = known.get(place(cell))
    known.delete(place(cell))
    if (other?.value !== cell.value) add(cell.table)
  }
  for (const { table } of known.values()) add(table)
  return byTable
}
