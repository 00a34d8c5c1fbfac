/**
 * Copies: lines of one batch that agree in the column by which their feed tells lines apart. The one with the
 * smallest key stays, and rows elsewhere that refer to a copy come to refer to it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import { readLine, rightReading, type Line, type RouteReading } from './routing.ts'
import { batchList, routeExpressions, type RouteSql } from './routing-sql.ts'
import { literal } from './routing-sql.ts'
import { planted } from './routing-tables.ts'

/** Where copies are and who refers to them. */
export interface CopiesPlace extends RouteSql {
  /** The columns by which feeds tell lines apart, by profile. */
  readonly marks: readonly string[]
  readonly child: string
  /** The child's column that refers to the lines. */
  readonly reference: string
}

/** A way to tell copies: the right one, or with a mistake in it. */
export interface CopyReading extends RouteReading {
  /** Lines of different batches count too. */
  readonly anywhere?: boolean
  /** Capitals and small letters are the same. */
  readonly folded?: boolean
  /** The largest key stays. */
  readonly largest?: boolean
  /** One profile for all lines. */
  readonly profile?: number
  /** References stay as they are. */
  readonly childless?: boolean
}

/** What a line came by: its batch, or its feed below level 3. */
const originOf = (line: Line): SqlValue => line.batch?.id ?? line.feed

/** The rows of the scene, in the order of the routing's lines. */
const rowsOf = ({ scene, place }: CopiesPlace): readonly { found: Record<string, SqlValue> }[] =>
  scene.table(place.table).rows

/**
 * Makes lines of each batch agree: for every mark some that agree in it and in nothing else, so that only the rule
 * tells which are copies. Beside them, lines that agree in some mark but for a capital, and across batches.
 */
export function plantCopies(random: Random, copies: CopiesPlace): void {
  const { routing, marks } = copies
  const rows = rowsOf(copies)
  const free = new Map<SqlValue, number[]>()
  for (const index of random.shuffle(routing.lines.map((_, place) => place))) {
    const origin = originOf(routing.lines[index] as Line)
    free.set(origin, [...(free.get(origin) ?? []), index])
  }
  const agree = (
    places: readonly (number | undefined)[],
    mark: string,
    change = (text: string): string => text,
  ): void => {
    const [first, ...others] = places
    const value = String(rows[first ?? -1]?.found[mark] ?? '')
    for (const other of others) {
      const row = rows[other ?? -1]
      if (first !== undefined && row !== undefined) row.found[mark] = change(value)
    }
  }
  for (const places of free.values()) {
    for (let round = 0; round < Math.max(1, Math.floor(places.length / 9)); round++) {
      for (const mark of random.shuffle(marks)) if (places.length >= 2) agree(places.splice(0, 2), mark)
    }
    // Which column it is must not tell the rule.
    const mark = random.pick(marks)
    // Another capital: to whoever compares to the letter this is somebody else.
    const value = String(rows[places[0] ?? -1]?.found[mark] ?? '')
    if (places.length >= 2 && /[a-z]$/.test(value)) {
      agree(places.splice(0, 2), mark, (text) => text.slice(0, -1) + text.slice(-1).toUpperCase())
    }
  }
  const left = random.shuffle([...free.values()].flatMap((places) => places.slice(0, 1)))
  for (let place = 0; place + 1 < left.length; place += 2) {
    agree([left[place], left[place + 1]], random.pick(marks))
  }
}

/** The line that stays for each line that a reading takes for a copy, by keys. */
export function findCopies(copies: CopiesPlace, reading: CopyReading): Map<SqlValue, SqlValue> {
  const { scene, place, routing, marks } = copies
  const key = scene.key(place.table)
  const rows = rowsOf(copies)
  const groups = new Map<string, SqlValue[]>()
  for (const [index, line] of routing.lines.entries()) {
    const profile = reading.profile ?? readLine(routing, line, reading)
    if (profile === null) continue
    const row = rows[index]?.found ?? {}
    const value = String(row[marks[profile] ?? ''])
    const subject = JSON.stringify([
      reading.anywhere === true ? profile : originOf(line),
      reading.folded === true ? value.toLowerCase() : value,
    ])
    groups.set(subject, [...(groups.get(subject) ?? []), row[key] ?? null])
  }
  const found = new Map<SqlValue, SqlValue>()
  for (const keys of groups.values()) {
    const stays = keys.at(reading.largest === true ? -1 : 0) ?? null
    for (const other of keys) if (other !== stays) found.set(other, stays)
  }
  return found
}

/** Removes the copies and turns the references, as it should be. */
export function dueCopies(copies: CopiesPlace): void {
  const { scene, place, child, reference } = copies
  const gone = findCopies(copies, rightReading)
  const key = scene.key(place.table)
  for (const row of scene.table(place.table).rows) {
    row.due = { ...row.found }
    row.removed = gone.has(row.found[key] ?? null)
  }
  for (const row of scene.table(child).rows) {
    row.due = { ...row.found, [reference]: gone.get(row.found[reference] ?? null) ?? row.found[reference] ?? null }
  }
}

/** What a reading is worth: R - D over C, by the lines that it removes and by the references that it turns. */
export function worthOfCopies(copies: CopiesPlace, reading: CopyReading): { lines: number; references: number } {
  const right = findCopies(copies, rightReading)
  const found = findCopies(copies, reading)
  let lines = 0
  for (const gone of found.keys()) lines += right.has(gone) ? 1 : -1
  let references = 0
  let due = 0
  for (const row of copies.scene.table(copies.child).rows) {
    const was = row.found[copies.reference] ?? null
    const wanted = right.get(was) ?? was
    const now = found.get(was) ?? was
    if (wanted !== was) due++
    if (now !== was) references += now === wanted ? 1 : -1
  }
  return { lines: lines / right.size, references: references / Math.max(due, 1) }
}

/** SQL that removes copies in a reading, by windows over the evidence. */
export function windowRepair(copies: CopiesPlace, reading: CopyReading = rightReading): string[] {
  const { scene, place, marks, child, reference } = copies
  const { sql } = scene
  const table = sql.table(place.table)
  const key = sql.column(place.table, scene.key(place.table))
  const column = (mark: string): string => {
    const own = `person.${sql.column(place.table, mark)}`
    return reading.folded === true ? `lower(${own})` : own
  }
  const cases = marks.map((mark, profile) => `WHEN ${profile} THEN ${column(mark)}`).join(' ')
  const profile = reading.profile === undefined ? 'route.profile' : String(reading.profile)
  const window = `OVER (PARTITION BY ${reading.anywhere === true ? '' : 'route.batch,'} ${profile}, CASE ${profile} ${cases} END)`
  const refer = sql.column(child, reference)
  const children = sql.table(child)
  return [
    `CREATE TEMP TABLE twin AS WITH ${routeExpressions(copies, reading)}
     SELECT route.id AS id, route.batch AS batch, ${reading.largest === true ? 'max' : 'min'}(route.id) ${window} AS keep
     FROM route JOIN ${table} AS person ON person.${key} = route.id WHERE ${profile} IS NOT NULL`,
    ...(reading.childless === true
      ? []
      : [
          `UPDATE ${children} SET ${refer} = (SELECT keep FROM twin WHERE twin.id = ${children}.${refer})
           WHERE ${refer} IN (SELECT id FROM twin WHERE keep <> id)`,
        ]),
    ...(copies.routing.level === 5 ? [recordsFrom(copies, 'twin.keep = twin.id')] : []),
    `DELETE FROM ${table} WHERE ${key} IN (SELECT id FROM twin WHERE keep <> id)`,
  ]
}

/** Completes the records from a temporary table of lines and batches. */
function recordsFrom({ scene, place: { words } }: CopiesPlace, stays: string): string {
  const { sql } = scene
  const of = (name: string): string => sql.column(planted.batches, name)
  return `UPDATE ${sql.table(planted.batches)} SET ${of('lowest')} = low, ${of('highest')} = high,
      ${of('tally')} = coalesce(many, 0), ${of('state')} = CASE WHEN ${of('declared')} = coalesce(many, 0)
        THEN ${literal(words.balanced)} ELSE ${literal(words.open)} END
    FROM (SELECT book.${of('id')} AS number, min(twin.id) AS low, max(twin.id) AS high, count(twin.id) AS many
      FROM ${sql.table(planted.batches)} AS book LEFT JOIN twin ON twin.batch = book.${of('id')} AND ${stays}
      GROUP BY book.${of('id')}) AS sums
    WHERE sums.number = ${sql.table(planted.batches)}.${of('id')}`
}

/** The same from lists of batches, comparing line with line. */
export function pairwiseRepair(copies: CopiesPlace): string[] {
  const { scene, place, marks, child, reference, routing } = copies
  const { sql } = scene
  const table = sql.table(place.table)
  const key = sql.column(place.table, scene.key(place.table))
  const stamp = sql.column(place.table, place.stamp)
  const refer = sql.column(child, reference)
  const children = sql.table(child)
  const placed =
    routing.level <= 3
      ? `SELECT ${key} AS id, ${stamp} AS batch FROM ${table}`
      : `SELECT id, max(mark) OVER (PARTITION BY run) AS batch FROM (
           SELECT ${key} AS id, ${stamp} AS mark, count(${stamp}) OVER (ORDER BY ${key}) AS run FROM ${table})`
  return [
    `CREATE TEMP TABLE placed AS ${placed}; CREATE TEMP TABLE gone(id, keep)`,
    ...marks.map((mark, profile) => {
      const column = sql.column(place.table, mark)
      return `INSERT INTO gone SELECT later.${key}, min(early.${key})
        FROM ${table} AS later JOIN placed AS there ON there.id = later.${key}
        JOIN ${table} AS early ON early.${column} = later.${column} AND early.${key} < later.${key}
        JOIN placed AS here ON here.id = early.${key} AND here.batch = there.batch
        WHERE there.batch IN (${batchList(routing, profile)}) GROUP BY later.${key}`
    }),
    ...(routing.level === 5 ? recordsByCounting(copies) : []),
    `UPDATE ${children} SET ${refer} = gone.keep FROM gone WHERE gone.id = ${children}.${refer}`,
    `DELETE FROM ${table} WHERE EXISTS (SELECT 1 FROM gone WHERE gone.id = ${table}.${key})`,
  ]
}

/** The records again, figure by figure, from the lines that are not gone. */
function recordsByCounting({ scene, place: { words } }: CopiesPlace): string[] {
  const { sql } = scene
  const batches = sql.table(planted.batches)
  const of = (name: string): string => sql.column(planted.batches, name)
  const own = `FROM placed WHERE placed.batch = ${batches}.${of('id')} AND placed.id NOT IN (SELECT id FROM gone)`
  return [
    `UPDATE ${batches} SET ${of('lowest')} = (SELECT min(placed.id) ${own}),
       ${of('highest')} = (SELECT max(placed.id) ${own}), ${of('tally')} = (SELECT count(*) ${own})`,
    `UPDATE ${batches} SET ${of('state')} = iif(${of('tally')} IS ${of('declared')},
       ${literal(words.balanced)}, ${literal(words.open)})`,
  ]
}
