/**
 * The way from a line to its rule in SQL, written twice: as one statement over all lines, and as one statement a way over
 * the senders that go by it.
 *
 * @module
 */
import { quoteText } from './quote-text.ts'
import type { RoutingPlace } from './rule-sheet.ts'
import type { Scene } from './scene.ts'
import type { Routing } from './senders.ts'

/** What a converter of a family is given: SQL for the cell and for other columns of its row. */
export interface CellSql {
  readonly value: string
  readonly column: (name: string) => string
  /** Tables and columns of the scene. */
  readonly table: (name: string) => string
  readonly columnOf: (table: string, name: string) => string
}

/** SQL for the right value of a cell that goes by a profile; also of one that is right already. */
export type ConvertSql = (cell: CellSql, profile: number) => string

export interface RouteSql {
  readonly scene: Scene
  readonly routing: Routing
  readonly place: RoutingPlace
}

/** The cell to repair, qualified by the name of its table. */
function cellOf({ scene, place }: RouteSql): CellSql {
  const { sql } = scene
  const own = sql.table(place.table)
  return {
    value: `${own}.${sql.column(place.table, place.column)}`,
    column: (name) => `${own}.${sql.column(place.table, name)}`,
    table: sql.table,
    columnOf: sql.column,
  }
}

/** One statement that joins each line with the rule of its sender. */
export function joinedRepair(context: RouteSql, convert: ConvertSql): string[] {
  const { scene, routing, place } = context
  const table = scene.sql.table(place.table)
  const column = scene.sql.column(place.table, place.column)
  const cell = cellOf(context)
  const senders = routing.senders.map(({ code, profile }) => `(${quoteText(code)}, ${profile})`)
  const cases = place.profiles.map((_, profile) => `WHEN ${profile} THEN ${convert(cell, profile)}`)
  return [
    `WITH known(sender, way) AS (VALUES ${senders.join(', ')})
     UPDATE ${table} SET ${column} = CASE known.way ${cases.join(' ')} ELSE ${cell.value} END
     FROM known WHERE known.sender = ${cell.column(place.stamp)}`,
  ]
}

/** One statement a way, over the senders that were found to go by it. */
export function listedRepair(context: RouteSql, convert: ConvertSql): string[] {
  const { scene, routing, place } = context
  const table = scene.sql.table(place.table)
  const column = scene.sql.column(place.table, place.column)
  const cell = cellOf(context)
  return place.profiles.map((_, profile) => {
    const codes = routing.senders.flatMap((sender) => (sender.profile === profile ? [quoteText(sender.code)] : []))
    return `UPDATE ${table} SET ${column} = ${convert(cell, profile)}
      WHERE ${cell.column(place.stamp)} IN (${codes.join(', ')})`
  })
}

/** Every line by one profile. */
export function uniformRepair(context: RouteSql, convert: ConvertSql, profile: number): string[] {
  const { scene, place } = context
  const table = scene.sql.table(place.table)
  const column = scene.sql.column(place.table, place.column)
  return [`UPDATE ${table} SET ${column} = ${convert(cellOf(context), profile)}`]
}
