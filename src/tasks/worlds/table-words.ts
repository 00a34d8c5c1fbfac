import type { Random } from '../../kit/random.ts'

/** How a table and its columns may be called; one name each is drawn for an instance. */
export interface TableWords<Column extends string = string> {
  readonly names: readonly string[]
  readonly columns: Readonly<Record<Column, readonly string[]>>
}

/** A table by the names of one instance. */
export interface TableNames<Column extends string = string> {
  readonly table: string
  readonly columns: Readonly<Record<Column, string>>
}

/** Draws one name for the table and one for every column. No two lists of a table share a name. */
export function drawNames<Column extends string>(random: Random, words: TableWords<Column>): TableNames<Column> {
  const entries = Object.entries<readonly string[]>(words.columns)
  const columns = Object.fromEntries(entries.map(([column, names]) => [column, random.pick(names)]))
  return { table: random.pick(words.names), columns: columns as Record<Column, string> }
}
