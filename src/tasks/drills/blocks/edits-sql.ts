/**
 * The repair of edits in SQL, written twice: by windows over the evidence, and from lists of what each standing
 * ordered; and the records of level 5, which are counted in the repaired cells.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { DatabaseContent } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { announceOneWrongly } from './control.ts'
import { editLog, standings, type EditReading, type EditsPlace } from './edits.ts'
import { rightReading } from './routing.ts'
import { batchList, literal, routeExpressions } from './routing-sql.ts'
import { planted } from './routing-tables.ts'
import { viewTable, type ViewRow } from './table-view.ts'

const orders = (standing: (typeof standings)[number]): number => standings.indexOf(standing)

/** Names that both repairs use. */
function namesOf({ scene, target }: EditsPlace): {
  readonly table: string
  readonly key: string
  readonly log: string
  readonly of: (name: string) => string
} {
  const { sql } = scene
  return {
    table: sql.table(target),
    key: sql.column(target, scene.key(target)),
    log: sql.table(editLog.table),
    of: (name) => sql.column(editLog.table, name),
  }
}

/** A text of the list as a value of the column. */
function cast({ scene, target }: EditsPlace, column: string, text: string): string {
  return scene.column(target, column).type === 'INTEGER' ? `CAST(${text} AS INTEGER)` : text
}

/** SQL that reads the list in a way, by windows over the evidence. */
export function windowedRepair(place: EditsPlace, reading: EditReading = rightReading): string[] {
  const { scene, target, columns, routing } = place
  const { table, key, log, of } = namesOf(place)
  const own = reading.standing === undefined ? 'route.profile' : String(orders(reading.standing))
  const standing =
    reading.unlistedAs === undefined
      ? own
      : `iif(${own} = ${orders('unlisted')}, ${orders(reading.unlistedAs)}, ${own})`
  const order = reading.byClock === true ? `change.${of('at')}, change.${of('no')}` : `change.${of('no')}`
  const kept = [
    ...(reading.standing === undefined ? ['route.profile IS NOT NULL'] : []),
    ...(reading.equalIsNone === true ? [`change.${of('before')} IS NOT change.${of('after')}`] : []),
  ]
  const settled = reading.unsettled === true ? '0' : `max(iif(standing = ${orders('listed')}, turn, 0))`
  return [
    `CREATE TEMP TABLE deed AS WITH ${routeExpressions(place, reading)}
     SELECT change.${of('row')} AS spot, change.${of('field')} AS field, change.${of('before')} AS was,
       ${standing} AS standing, row_number() OVER (ORDER BY ${order}) AS turn
     FROM ${log} AS change ${reading.standing === undefined ? '' : 'LEFT'} JOIN route ON route.id = change.${of('no')}
     ${kept.length > 0 ? `WHERE ${kept.join(' AND ')}` : ''}`,
    `CREATE TEMP TABLE verdict AS SELECT spot, field, was FROM (
       SELECT spot, field, was, row_number() OVER (
         PARTITION BY spot, field ORDER BY turn ${reading.latest === true ? 'DESC' : ''}) AS place
       FROM (SELECT *, ${reading.unsettled === true ? settled : `${settled} OVER (PARTITION BY spot${reading.byRow === true ? '' : ', field'})`} AS settled FROM deed)
       WHERE standing = ${orders('revoked')} AND turn > settled)
     WHERE place = 1 ${reading.emptyIsUnknown === true ? 'AND was IS NOT NULL' : ''}`,
    ...columns.map(
      (column) => `UPDATE ${table} SET ${scene.sql.column(target, column)} = ${cast(place, column, 'verdict.was')}
       FROM verdict WHERE verdict.spot = ${table}.${key}
         AND verdict.field = ${literal(scene.column(target, column).physical)}`,
    ),
    ...(routing.level === 5
      ? [
          `WITH ${routeExpressions(place, reading)},
             cell(spot, field, holds) AS (${cellsOf(place)}),
             held(batch, spot) AS (
               SELECT route.batch, cell.spot FROM ${log} AS change
               JOIN route ON route.id = change.${of('no')}
               JOIN cell ON cell.spot = change.${of('row')} AND cell.field = change.${of('field')}
               WHERE change.${of('after')} IS cell.holds AND NOT EXISTS (SELECT 1 FROM ${log} AS later
                 WHERE later.${of('row')} = cell.spot AND later.${of('field')} = cell.field
                   AND later.${of('no')} > change.${of('no')}))
           ${recordsFromHeld(place)}`,
        ]
      : []),
  ]
}

/** The cells as they are now, as texts, one a row. */
function cellsOf({ scene, target, columns }: EditsPlace): string {
  const table = scene.sql.table(target)
  const key = scene.sql.column(target, scene.key(target))
  return columns
    .map((column) => {
      const name = literal(scene.column(target, column).physical)
      return `SELECT ${key}, ${name}, CAST(${scene.sql.column(target, column)} AS TEXT) FROM ${table}`
    })
    .join(' UNION ALL ')
}

function recordsFromHeld({ scene, place: { words } }: EditsPlace): string {
  const of = (name: string): string => scene.sql.column(planted.batches, name)
  const batches = scene.sql.table(planted.batches)
  return `UPDATE ${batches} SET ${of('lowest')} = low, ${of('highest')} = high, ${of('tally')} = many,
      ${of('state')} = CASE WHEN ${of('declared')} = many THEN ${literal(words.balanced)} ELSE ${literal(words.open)} END
    FROM (SELECT book.${of('id')} AS number, min(held.spot) AS low, max(held.spot) AS high, count(held.spot) AS many
      FROM ${batches} AS book LEFT JOIN held ON held.batch = book.${of('id')} GROUP BY book.${of('id')}) AS sums
    WHERE sums.number = ${batches}.${of('id')}`
}

/** The same from lists of what was ordered how, striking out change by change. */
export function struckRepair(place: EditsPlace): string[] {
  const { scene, target, columns, routing } = place
  const { table, key, log, of } = namesOf(place)
  const stamp = of(editLog.stamp)
  const placed =
    routing.level <= 3
      ? `SELECT ${of('no')} AS no, ${stamp} AS batch FROM ${log}`
      : `SELECT no, max(mark) OVER (PARTITION BY run) AS batch FROM (
           SELECT ${of('no')} AS no, ${stamp} AS mark, count(${stamp}) OVER (ORDER BY ${of('no')}) AS run FROM ${log})`
  const ordered = (standing: (typeof standings)[number]): string =>
    `SELECT ${of('no')} AS no, ${of('row')} AS spot, ${of('field')} AS field, ${of('before')} AS was FROM ${log}
     WHERE ${of('no')} IN (SELECT no FROM placed WHERE batch IN (${batchList(routing, orders(standing))}))`
  return [
    `CREATE TEMP TABLE placed AS ${placed}`,
    `CREATE TEMP TABLE wild AS ${ordered('revoked')}; CREATE TEMP TABLE sound AS ${ordered('listed')}`,
    `DELETE FROM wild WHERE no < (SELECT max(sound.no) FROM sound
       WHERE sound.spot = wild.spot AND sound.field = wild.field)`,
    `DELETE FROM wild WHERE no NOT IN (SELECT min(no) FROM wild GROUP BY spot, field)`,
    ...columns.map((column) => {
      const name = literal(scene.column(target, column).physical)
      return `UPDATE ${table} SET ${scene.sql.column(target, column)} =
          (SELECT ${cast(place, column, 'was')} FROM wild WHERE field = ${name} AND spot = ${table}.${key})
        WHERE ${key} IN (SELECT spot FROM wild WHERE field = ${name})`
    }),
    ...(routing.level === 5 ? recordsByCounting(place) : []),
  ]
}

/** The records again, figure by figure. */
function recordsByCounting(place: EditsPlace): string[] {
  const { scene, target, columns } = place
  const { table, key, log, of } = namesOf(place)
  const { words } = place.place
  const batches = scene.sql.table(planted.batches)
  const book = (name: string): string => scene.sql.column(planted.batches, name)
  const own = `FROM kept WHERE kept.batch = ${batches}.${book('id')}`
  const kept = columns.map(
    (column) => `SELECT placed.batch AS batch, ended.${of('row')} AS spot FROM ${log} AS ended
       JOIN placed ON placed.no = ended.${of('no')} JOIN ${table} AS line ON line.${key} = ended.${of('row')}
       WHERE ended.${of('field')} = ${literal(scene.column(target, column).physical)}
         AND ended.${of('no')} IN (SELECT max(${of('no')}) FROM ${log} GROUP BY ${of('row')}, ${of('field')})
         AND ended.${of('after')} IS CAST(line.${scene.sql.column(target, column)} AS TEXT)`,
  )
  return [
    `CREATE TEMP TABLE kept AS ${kept.join(' UNION ALL ')}`,
    `UPDATE ${batches} SET ${book('lowest')} = (SELECT min(spot) ${own}), ${book('highest')} = (SELECT max(spot) ${own}),
       ${book('tally')} = (SELECT count(*) ${own})`,
    `UPDATE ${batches} SET ${book('state')} = iif(${book('tally')} IS ${book('declared')},
       ${literal(words.balanced)}, ${literal(words.open)})`,
  ]
}

/** The columns that are empty in the seed. */
const results = ['lowest', 'highest', 'tally', 'state'] as const

interface Figures {
  readonly lowest: SqlValue
  readonly highest: SqlValue
  readonly tally: number
}

function figuresOf(rows: readonly number[]): Figures {
  const none = rows.length === 0
  return { lowest: none ? null : Math.min(...rows), highest: none ? null : Math.max(...rows), tally: rows.length }
}

/** Adds the records to the register, empty; what they ought to be follows from the cells as they ought to be. */
export function plantEditRecords(
  random: Random,
  { scene, routing, target, edits, place: { words } }: EditsPlace,
): void {
  const add = (name: string, phrases: readonly string[], type: 'INTEGER' | 'TEXT', meaning: string): void =>
    scene.addColumn(planted.batches, { name, words: phrases, type, nullable: name !== 'declared', meaning })
  add('declared', ['declared', 'announced', 'promised', 'stated count'], 'INTEGER', 'announced number of cells')
  add('lowest', ['lowest', 'smallest', 'first line', 'from line'], 'INTEGER', 'smallest key among the cells it left')
  add('highest', ['highest', 'largest', 'last line', 'to line'], 'INTEGER', 'largest key among the cells it left')
  add('tally', ['tally', 'found', 'counted', 'real count'], 'INTEGER', 'number of cells it left')
  add('state', ['state', 'verdict', 'outcome', 'standing'], 'TEXT', 'verdict')
  const key = scene.key(target)
  const rows = new Map(scene.table(target).rows.map((row) => [row.found[key] ?? null, row]))
  const last = new Map(edits.map((edit, index) => [JSON.stringify([edit.row, edit.column]), index]))
  const left = new Map<number, number[]>()
  for (const index of last.values()) {
    const { row, column, after } = edits[index] as (typeof edits)[number]
    if ((rows.get(row)?.due[column] ?? null) !== after) continue
    const batch = routing.lines[index]?.batch?.id ?? 0
    left.set(batch, [...(left.get(batch) ?? []), Number(row)])
  }
  for (const row of scene.table(planted.batches).rows) {
    const figures = figuresOf(left.get(Number(row.found['id'])) ?? [])
    const declared = random.percent(50) ? figures.tally : Math.max(0, figures.tally + random.pick([-2, -1, 1, 2]))
    row.found['declared'] = declared
    row.due['declared'] = declared
    for (const name of results) row.found[name] = null
    Object.assign(row.due, figures, { state: declared === figures.tally ? words.balanced : words.open })
  }
  announceOneWrongly(scene, { words })
}

/** The records as a reader works them out: the rows of the cells that each batch was the last to write and that hold it. */
export function readEditRecords(
  { scene, place: { words } }: EditsPlace,
  content: DatabaseContent,
  left: ReadonlyMap<SqlValue, readonly number[]>,
): ViewRow[] {
  return viewTable(scene, content, planted.batches).map((batch) => {
    const figures = figuresOf(left.get(batch['id'] ?? null) ?? [])
    return { ...batch, ...figures, state: batch['declared'] === figures.tally ? words.balanced : words.open }
  })
}
