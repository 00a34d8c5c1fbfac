/**
 * Control records, level 5: what is to be worked out a batch once its lines are right. They cannot be completed
 * before, and the last column not before the others.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { DatabaseContent } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Routing } from './routing.ts'
import { literal } from './routing-sql.ts'
import { planted, type RoutingPlace } from './routing-tables.ts'
import type { Scene } from './scene.ts'
import { viewTable, type ViewRow } from './table-view.ts'

/** The columns that are empty in the seed. */
const results = ['lowest', 'highest', 'tally', 'state'] as const

/** The order of values that SQLite gives to min and max: numbers, then texts by code points. */
function comesBefore(left: SqlValue, right: SqlValue): boolean {
  if (typeof left === typeof right) return (left as string | number) < (right as string | number)
  return typeof left === 'number'
}

interface Figures {
  readonly lowest: SqlValue
  readonly highest: SqlValue
  readonly tally: number
}

function figuresOf(values: readonly SqlValue[]): Figures {
  const present = values.filter((value) => value !== null)
  let [lowest = null, highest = null] = [present[0], present[0]]
  for (const value of present) {
    if (comesBefore(value, lowest)) lowest = value
    if (comesBefore(highest, value)) highest = value
  }
  return { lowest, highest, tally: new Set(present).size }
}

/** Adds the columns to the register of batches; the due values follow from the due values of the lines. */
export function plantControl(random: Random, scene: Scene, routing: Routing, place: RoutingPlace): void {
  const { words, table, column } = place
  const { type } = scene.column(table, column)
  const add = (name: string, phrases: readonly string[], columnType: 'INTEGER' | 'TEXT' | '', meaning: string): void =>
    scene.addColumn(planted.batches, { name, words: phrases, type: columnType, nullable: name !== 'declared', meaning })
  add(
    'declared',
    ['declared', 'announced', 'promised', 'stated count'],
    'INTEGER',
    'announced number of different values',
  )
  add('lowest', ['lowest', 'smallest', 'least value', 'from value'], type as 'TEXT', 'smallest value of its lines')
  add('highest', ['highest', 'largest', 'greatest value', 'to value'], type as 'TEXT', 'largest value of its lines')
  add('tally', ['tally', 'found', 'counted', 'real count'], 'INTEGER', 'number of different values found')
  add('state', ['state', 'verdict', 'outcome', 'standing'], 'TEXT', 'verdict')
  const { rows } = scene.table(table)
  for (const row of scene.table(planted.batches).rows) {
    const own = rows.filter((_, index) => routing.lines[index]?.batch?.id === row.found['id'])
    const figures = figuresOf(own.map(({ due, removed }) => (removed === true ? null : (due[column] ?? null))))
    const declared = random.percent(50) ? figures.tally : Math.max(0, figures.tally + random.pick([-2, -1, 1, 2]))
    const state = declared === figures.tally ? words.balanced : words.open
    row.found['declared'] = declared
    row.due['declared'] = declared
    for (const name of results) row.found[name] = null
    Object.assign(row.due, figures, { state })
  }
  announceOneWrongly(scene, place)
}

/** Announced numbers that chance made all right would be the numbers to be found: one is off. */
export function announceOneWrongly(scene: Scene, { words }: Pick<RoutingPlace, 'words'>): void {
  const { rows } = scene.table(planted.batches)
  const [first] = rows
  if (first === undefined || rows.some(({ due }) => due['declared'] !== due['tally'])) return
  const declared = Number(first.due['tally']) + 1
  first.found['declared'] = declared
  Object.assign(first.due, { declared, state: words.open })
}

/** Two ways to complete the records once the lines are right. */
export function controlRepairs(scene: Scene, place: RoutingPlace): readonly [readonly string[], readonly string[]] {
  const { sql } = scene
  const { words } = place
  const table = sql.table(place.table)
  const [column, stamp] = [place.column, place.stamp].map((name) => sql.column(place.table, name))
  const key = sql.column(place.table, scene.key(place.table))
  const batches = sql.table(planted.batches)
  const of = (name: string): string => sql.column(planted.batches, name)
  const near = `(SELECT near.${stamp} FROM ${table} AS near
    WHERE near.${key} <= line.${key} AND near.${stamp} IS NOT NULL ORDER BY near.${key} DESC LIMIT 1)`
  const joined = [
    `UPDATE ${batches} SET ${of('lowest')} = low, ${of('highest')} = high, ${of('tally')} = coalesce(many, 0),
       ${of('state')} = CASE WHEN ${of('declared')} = coalesce(many, 0)
         THEN ${literal(words.balanced)} ELSE ${literal(words.open)} END
     FROM (SELECT book.${of('id')} AS number, min(val) AS low, max(val) AS high, count(DISTINCT val) AS many
       FROM ${batches} AS book LEFT JOIN
         (SELECT ${near} AS batch, line.${column} AS val FROM ${table} AS line) ON batch = book.${of('id')}
       GROUP BY book.${of('id')}) AS sums
     WHERE sums.number = ${batches}.${of('id')}`,
  ]
  const value = (order: string): string =>
    `(SELECT val FROM carried WHERE carried.batch = ${batches}.${of('id')} AND val IS NOT NULL ORDER BY val ${order} LIMIT 1)`
  const steps = [
    `CREATE TEMP TABLE carried AS SELECT ${column} AS val,
       max(${stamp}) OVER (PARTITION BY run) AS batch
     FROM (SELECT ${column}, ${stamp}, count(${stamp}) OVER (ORDER BY ${key}) AS run FROM ${table})`,
    `UPDATE ${batches} SET ${of('lowest')} = ${value('ASC')}, ${of('highest')} = ${value('DESC')}`,
    `UPDATE ${batches} SET ${of('tally')} = (SELECT count(*) FROM (
       SELECT val FROM carried WHERE carried.batch = ${batches}.${of('id')} AND val IS NOT NULL GROUP BY val))`,
    `UPDATE ${batches} SET ${of('state')} = iif(${of('tally')} IS ${of('declared')}, ${literal(words.balanced)}, ${literal(words.open)})`,
  ]
  return [joined, steps]
}

/** The records as a reader works them out from right lines and their batches. */
export function readControl(
  scene: Scene,
  content: DatabaseContent,
  { words }: RoutingPlace,
  valuesByBatch: ReadonlyMap<SqlValue, readonly SqlValue[]>,
): ViewRow[] {
  return viewTable(scene, content, planted.batches).map((batch) => {
    const figures = figuresOf(valuesByBatch.get(batch['id'] ?? null) ?? [])
    return { ...batch, ...figures, state: batch['declared'] === figures.tally ? words.balanced : words.open }
  })
}
