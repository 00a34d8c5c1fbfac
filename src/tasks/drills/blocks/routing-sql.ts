/**
 * The way from a line to its profile in SQL, written twice: by joining the evidence, and from lists of batch
 * numbers as somebody would write them down who has read it.
 *
 * @module
 */
import type { Routing, RouteReading } from './routing.ts'
import { rightReading } from './routing.ts'
import { planted, type RoutingPlace } from './routing-tables.ts'
import type { Scene } from './scene.ts'

/** A text as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

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

/** Columns to be set together with the one of the place. */
export type SetBeside = readonly { readonly column: string; readonly convert: ConvertSql }[]

/** The cell to repair, qualified by the name of its table. */
export function cellOf({ scene, place }: RouteSql, column: string = place.column): CellSql {
  const { sql } = scene
  const own = sql.table(place.table)
  return {
    value: `${own}.${sql.column(place.table, column)}`,
    column: (name) => `${own}.${sql.column(place.table, name)}`,
    table: sql.table,
    columnOf: sql.column,
  }
}

const indexOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** What follows SET: every column and what it becomes. All are worked out from the row as it was. */
function assignments(
  context: RouteSql,
  convert: ConvertSql,
  beside: SetBeside,
  say: (convert: ConvertSql, cell: CellSql) => string,
): string {
  const { scene, place } = context
  return [{ column: place.column, convert }, ...beside]
    .map((set) => `${scene.sql.column(place.table, set.column)} = ${say(set.convert, cellOf(context, set.column))}`)
    .join(', ')
}

/** The value by profile: one branch each. */
function branches(context: RouteSql, convert: ConvertSql, cell: CellSql, by: string): string {
  const cases = indexOf(context.place.profiles.length).map(
    (profile) => `WHEN ${profile} THEN ${convert(cell, profile)}`,
  )
  return `CASE ${by} ${cases.join(' ')} ELSE ${cell.value} END`
}

/**
 * Common table expressions that end in `route(id, batch, profile)`: each line by its key, what it came by (its feed
 * at levels 1 and 2) and the number of its profile.
 */
export function routeExpressions(context: RouteSql, reading: RouteReading = rightReading): string {
  const { scene, routing, place } = context
  const { sql } = scene
  const table = sql.table(place.table)
  const key = sql.column(place.table, scene.key(place.table))
  const stamp = sql.column(place.table, place.stamp)
  if (routing.level <= 2) {
    const rules = routing.feeds.map(({ code, revisions }) => `WHEN ${literal(code)} THEN ${revisions[0]?.profile ?? 0}`)
    return `route(id, batch, profile) AS (SELECT ${key}, ${stamp}, CASE ${stamp} ${rules.join(' ')} END FROM ${table})`
  }
  const rules = routing.feeds.flatMap(({ code, revisions }) =>
    revisions.map(({ since, profile }) => `(${literal(code)}, ${literal(since)}, ${profile})`),
  )
  const lines =
    routing.level === 3 || reading.lines === 'stamped'
      ? `SELECT ${key}, ${stamp} FROM ${table} WHERE ${stamp} IS NOT NULL`
      : `SELECT line.${key}, (SELECT near.${stamp} FROM ${table} AS near
           WHERE near.${key} <= line.${key} AND near.${stamp} IS NOT NULL ORDER BY near.${key} DESC LIMIT 1)
         FROM ${table} AS line`
  const batches = sql.table(planted.batches)
  const [id, feed, received] = ['id', 'feed', 'received'].map((name) => sql.column(planted.batches, name))
  const corrected = routing.level >= 4 && reading.corrections !== 'none' ? correctedFeed(context, reading) : null
  const order = {
    newest: 'ORDER BY since DESC',
    oldest: 'ORDER BY since',
    'in force': 'AND since <= sent.received ORDER BY since DESC',
    'day after': 'AND since < sent.received ORDER BY since DESC',
  }[reading.revision]
  return `rule(feed, since, profile) AS (VALUES ${rules.join(', ')}),
       line(id, batch) AS (${lines}),
       sent(batch, feed, received) AS (
         SELECT ${id}, ${corrected === null ? `book.${feed}` : `coalesce((${corrected}), book.${feed})`}, ${received}
         FROM ${batches} AS book
       ),
       route(id, batch, profile) AS (
         SELECT line.id, line.batch, (SELECT profile FROM rule WHERE rule.feed = sent.feed ${order} LIMIT 1)
         FROM line JOIN sent ON sent.batch = line.batch
       )`
}

/** One statement that joins its way through the evidence, or through less of it. */
export function joinedRepair(
  context: RouteSql,
  convert: ConvertSql,
  reading: RouteReading = rightReading,
  beside: SetBeside = [],
): string[] {
  const { scene, place } = context
  const table = scene.sql.table(place.table)
  const key = scene.sql.column(place.table, scene.key(place.table))
  const set = assignments(context, convert, beside, (way, cell) => branches(context, way, cell, 'route.profile'))
  return [
    `WITH ${routeExpressions(context, reading)}
     UPDATE ${table} SET ${set}
     FROM route WHERE route.id = ${table}.${key}`,
  ]
}

/** The feed that the last correction in force gives to the batch of `book`. */
function correctedFeed({ scene, routing, place }: RouteSql, { corrections }: RouteReading): string {
  const { sql } = scene
  const table = sql.table(planted.corrections)
  const column = (name: string): string => `entry.${sql.column(planted.corrections, name)}`
  const own = `${column('batch')} = book.${sql.column(planted.batches, 'id')}`
  const last = `ORDER BY ${column('no')} ${corrections === 'first' ? '' : 'DESC'} LIMIT 1`
  if (routing.level === 4) {
    const valid = corrections === 'all' ? '' : `AND ${column('status')} = ${literal(place.words.valid)}`
    return `SELECT rule.feed FROM ${table} AS entry JOIN rule ON instr(${column('body')}, rule.feed) > 0
      WHERE ${own} ${valid} ${last}`
  }
  const valid =
    corrections === 'all'
      ? ''
      : `AND NOT EXISTS (SELECT 1 FROM ${table} AS later
          WHERE later.${sql.column(planted.corrections, 'cancels')} = ${column('no')})`
  return `SELECT ${column('feed')} FROM ${table} AS entry
    WHERE ${own} AND ${column('event')} = ${literal(place.words.move)} ${valid} ${last}`
}

/** One statement a profile, over lists that were worked out by reading. */
export function listedRepair(context: RouteSql, convert: ConvertSql, beside: SetBeside = []): string[] {
  const { scene, routing, place } = context
  const { sql } = scene
  const table = sql.table(place.table)
  const key = sql.column(place.table, scene.key(place.table))
  const stamp = sql.column(place.table, place.stamp)
  const repair = (profile: number, where: string): string =>
    `UPDATE ${table} SET ${assignments(context, convert, beside, (way, cell) => way(cell, profile))} WHERE ${where}`
  const profiles = indexOf(place.profiles.length)
  if (routing.level <= 2) {
    return profiles.map((profile) => {
      const codes = routing.feeds.filter(({ revisions }) => revisions[0]?.profile === profile).map(({ code }) => code)
      return repair(profile, `${table}.${stamp} IN (${codes.map(literal).join(', ')})`)
    })
  }
  const batchesOf = (profile: number): string => batchList(routing, profile)
  if (routing.level === 3) {
    return profiles.map((profile) => repair(profile, `${table}.${stamp} IN (${batchesOf(profile)})`))
  }
  return [
    `CREATE TEMP TABLE span AS SELECT ${key} AS low, ${stamp} AS batch,
       lead(${key}) OVER (ORDER BY ${key}) AS high FROM ${table} WHERE ${stamp} IS NOT NULL`,
    ...profiles.map((profile) =>
      repair(
        profile,
        `EXISTS (SELECT 1 FROM span WHERE span.batch IN (${batchesOf(profile)})
           AND ${table}.${key} >= span.low AND (span.high IS NULL OR ${table}.${key} < span.high))`,
      ),
    ),
  ]
}

/** What lines of a profile came by, as a list of literals: feeds at levels 1 and 2, else batches. */
export function batchList({ lines }: Routing, profile: number): string {
  const found = lines.flatMap((line) =>
    line.profile === profile ? [line.batch === null ? literal(line.feed) : String(line.batch.id)] : [],
  )
  return [...new Set(found)].join(', ')
}

/** Every line by one profile. */
export function uniformRepair(
  context: RouteSql,
  convert: ConvertSql,
  profile: number,
  beside: SetBeside = [],
): string[] {
  const table = context.scene.sql.table(context.place.table)
  return [`UPDATE ${table} SET ${assignments(context, convert, beside, (way, cell) => way(cell, profile))}`]
}
