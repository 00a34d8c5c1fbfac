import type { Random } from '../../kit/random.ts'
import type { TableSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { TableNames } from './table-words.ts'

/** A column of a table to build: its logical name, its type in DDL and what a comment in the DDL says of it. */
export interface ColumnPlan<Column extends string> {
  readonly column: Column
  readonly type: string
  readonly comment?: string
}

/** Builds a table of records by its drawn names; rows come in an order that tells nothing. */
export function buildTable<Column extends string>(
  random: Random,
  names: TableNames<Column>,
  plan: {
    readonly columns: readonly ColumnPlan<Column>[]
    readonly rows: readonly Readonly<Partial<Record<Column, SqlValue>>>[]
    readonly comment?: string | undefined
    readonly constraint?: string
  },
): TableSpec {
  const { columns, rows } = plan
  const lines = columns.map(({ column, type }) => `${names.columns[column]} ${type}`)
  if (plan.constraint !== undefined) lines.push(plan.constraint)
  const body = lines.map((line, index) => {
    const comment = columns[index]?.comment
    return `  ${line}${index < lines.length - 1 ? ',' : ''}${comment === undefined ? '' : ` -- ${comment}`}`
  })
  const head = plan.comment === undefined ? '' : `  -- ${plan.comment}\n`
  return {
    name: names.table,
    ddl: `CREATE TABLE ${names.table} (\n${head}${body.join('\n')}\n)`,
    columns: columns.map(({ column }) => names.columns[column]),
    rows: random.shuffle(rows).map((row) => columns.map(({ column }) => row[column] ?? null)),
  }
}
