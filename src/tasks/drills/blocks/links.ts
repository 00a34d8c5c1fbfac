/**
 * Links: rows of another table that name a line by its whole code only, to be turned into references once the codes
 * are right. Done before, they find former holders and codes of nobody, and what was filled in stays.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { ColumnPlan } from './column-plan.ts'
import { readLine, rightReading, type RouteReading } from './routing.ts'
import type { RouteSql } from './routing-sql.ts'
import type { SceneRow } from './scene.ts'

/** The child's column with the code that was read. */
export const slip = 'slip'

export interface LinksPlace extends RouteSql {
  readonly plan: ColumnPlan
  readonly child: string
  /** The child's column that refers to the lines. */
  readonly reference: string
}

/** A way to do both repairs: the right one, or with a mistake in it. */
export interface LinkReading extends RouteReading {
  /** One profile for all codes. */
  readonly profile?: number
  /** Codes are looked up as they are found. */
  readonly raw?: boolean
}

/** A code that somebody may have read, by the place of the line it was meant for. */
interface Slips {
  /** The line is spoilt, and a line with a smaller key has its right code already. */
  readonly handedOn: string[]
  /** The line is spoilt and alone has the code. */
  readonly alone: string[]
  /** What the line would mean by another rule. */
  readonly nobody: string[]
  /** The same, and another line has just that code. */
  readonly namesake: string[]
  /** The line is spoilt, and a line with a larger key has its code. */
  readonly passed: string[]
}

/**
 * Gives some right lines codes that spoilt lines have or would have by another rule, and the rows of the child the
 * codes that were read. By the text of a slip nobody can tell which rule its line goes by.
 */
export function plantLinks(random: Random, links: LinksPlace): void {
  const { scene, routing, place, plan, child, reference } = links
  const { rows } = scene.table(place.table)
  const key = scene.key(place.table)
  const spoilt = random.shuffle(routing.lines.flatMap(({ dirty }, index) => (dirty ? [index] : [])))
  const free = new Set(random.shuffle(routing.lines.flatMap(({ dirty }, index) => (dirty ? [] : [index]))))
  const slips: Slips = { handedOn: [], alone: [], nobody: [], namesake: [], passed: [] }
  for (const [turn, index] of spoilt.entries()) {
    const row = rows[index] as SceneRow
    const own = routing.lines[index]?.profile ?? 0
    const variants = plan.profiles.map((params) =>
      String(plan.read(row.found[place.column] ?? null, params, row.found, () => [])),
    )
    const others = variants.filter((_, profile) => profile !== own)
    const wrong = random.pick(others)
    const isNamesake = random.percent(45)
    const wantsEarlier = random.percent(85)
    const twin = [...free].find((candidate) => isNamesake || candidate < index === wantsEarlier)
    if (turn % 3 === 0 || twin === undefined) {
      slips.alone.push(variants[own] ?? '')
      slips.nobody.push(...others)
      continue
    }
    free.delete(twin)
    const code = isNamesake ? wrong : (variants[own] ?? '')
    for (const side of ['found', 'due'] as const) (rows[twin] as SceneRow)[side][place.column] = code
    if (isNamesake) {
      slips.namesake.push(code)
      slips.alone.push(variants[own] ?? '')
      slips.nobody.push(...others.filter((other) => other !== code))
    } else {
      ;(twin < index ? slips.handedOn : slips.passed).push(code)
      slips.nobody.push(...others)
    }
  }
  scene.column(child, reference).notNull = false
  scene.addColumn(child, {
    name: slip,
    words: ['card read', 'code read', 'read at desk', 'scanned code', 'slip code', 'code shown'],
    type: 'TEXT',
    nullable: true,
    meaning: 'code that was read',
  })
  // Beside the reference, where people would put it; at the end of a table stands what its lines came by.
  const { columns } = scene.table(child)
  const [added] = columns.splice(-1)
  if (added) columns.splice(columns.findIndex(({ name }) => name === reference) + 1, 0, added)
  const keys = rows.map(({ found }) => found[key] ?? null)
  const every = Object.values(slips).flat()
  for (const row of scene.table(child).rows) {
    const [isOpen, isBare] = [random.percent(66), random.percent(6)]
    const drawn = isOpen ? drawSlip(random, slips) : random.percent(80) ? random.pick(every) : null
    row.found[slip] = isOpen && isBare ? null : drawn
    row.found[reference] = isOpen ? null : random.pick(keys)
  }
  const due = linkedRows(links, rightReading, 'due')
  for (const [index, row] of scene.table(child).rows.entries())
    row.due = { ...row.found, [reference]: due[index] ?? null }
}

function drawSlip(random: Random, slips: Slips): string {
  const roll = random.int(1, 100)
  const kind =
    roll <= 32
      ? slips.handedOn
      : roll <= 50
        ? slips.alone
        : roll <= 90
          ? slips.nobody
          : roll <= 96
            ? slips.namesake
            : slips.passed
  return random.pick(kind.length > 0 ? kind : slips.alone)
}

/** The child's references in a reading, in the order of its rows. */
function linkedRows(links: LinksPlace, reading: LinkReading, side: 'found' | 'due'): SqlValue[] {
  const { scene, routing, place, plan, child, reference } = links
  const key = scene.key(place.table)
  const holders = new Map<string, SqlValue>()
  // The rows ascend by key, so of several holders the last one counts.
  for (const [index, row] of scene.table(place.table).rows.entries()) {
    const line = routing.lines[index]
    const profile = reading.profile ?? (line === undefined ? null : readLine(routing, line, reading))
    const params = reading.raw === true || profile === null ? undefined : plan.profiles[profile]
    const value = row[side][place.column] ?? null
    const code = params === undefined || side === 'due' ? value : plan.read(value, params, row.found, () => [])
    holders.set(String(code), row.found[key] ?? null)
  }
  return scene.table(child).rows.map(({ found }) => {
    const own = found[reference] ?? null
    return own !== null || found[slip] === null ? own : (holders.get(String(found[slip])) ?? null)
  })
}

/** Whether rows raise what the documents answer: owners that are known, codes with several holders, codes of nobody. */
export function raisesQuestions({ scene, place, child, reference }: LinksPlace): boolean {
  const key = scene.key(place.table)
  const bare = (text: SqlValue | undefined): string => String(text).replace(/^[A-Z]*0*/, '')
  const holders = new Map<SqlValue, SqlValue[]>()
  for (const { due } of scene.table(place.table).rows) {
    const code = due[place.column] ?? null
    holders.set(code, [...(holders.get(code) ?? []), due[key] ?? null])
  }
  const endings = new Set([...holders.keys()].map(bare))
  const rows = scene.table(child).rows.map(({ found }) => {
    const read = found[slip] ?? null
    return { owner: found[reference] ?? null, read, held: holders.get(read) ?? [] }
  })
  return (
    rows.some(({ owner, held }) => owner !== null && held.length > 0 && held.at(-1) !== owner) &&
    rows.some(({ owner, held }) => owner === null && held.length > 1) &&
    rows.some(
      ({ owner, read, held }) => owner === null && read !== null && held.length === 0 && endings.has(bare(read)),
    )
  )
}

/** R - D over C of the references that a reading leads to. */
export function worthOfLinks(links: LinksPlace, reading: LinkReading): number {
  const { scene, child, reference } = links
  const linked = linkedRows(links, reading, 'found')
  let gained = 0
  let faulty = 0
  for (const [index, { found, due }] of scene.table(child).rows.entries()) {
    const is = found[reference] ?? null
    const next = linked[index] ?? null
    if (due[reference] !== is) faulty++
    if (next !== is) gained += next === due[reference] ? 1 : -1
  }
  return gained / Math.max(faulty, 1)
}

/** The same for the codes. */
export function worthOfCodes({ scene, routing, place, plan }: LinksPlace, reading: LinkReading): number {
  let gained = 0
  let faulty = 0
  for (const [index, { found, due }] of scene.table(place.table).rows.entries()) {
    const is = found[place.column] ?? null
    if (due[place.column] !== is) faulty++
    const line = routing.lines[index]
    const profile = reading.profile ?? (line === undefined ? null : readLine(routing, line, reading))
    const params = profile === null ? undefined : plan.profiles[profile]
    const next = params === undefined ? is : plan.read(is, params, found, () => [])
    if (next !== is) gained += next === due[place.column] ? 1 : -1
  }
  return gained / Math.max(faulty, 1)
}

/** How a statement that fills the references departs from the right one. */
export interface LinkSqlReading {
  readonly smallest?: boolean
  /** References that are there are written over. */
  readonly all?: boolean
  /** Compares what stands behind the letter and the zeros. */
  readonly ending?: boolean
}

function namesOf({
  scene,
  place,
  child,
  reference,
}: LinksPlace): Record<'table' | 'key' | 'code' | 'rows' | 'ref' | 'read', string> {
  const { sql } = scene
  return {
    table: sql.table(place.table),
    key: sql.column(place.table, scene.key(place.table)),
    code: sql.column(place.table, place.column),
    rows: sql.table(child),
    ref: sql.column(child, reference),
    read: sql.column(child, slip),
  }
}

/** Fills the references row by row. */
export function fillReferences(links: LinksPlace, reading: LinkSqlReading = {}): string[] {
  const { table, key, code, rows, ref, read } = namesOf(links)
  const bare = (text: string): string => `ltrim(ltrim(${text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), '0')`
  const same =
    reading.ending === true
      ? `${bare(`holder.${code}`)} = ${bare(`${rows}.${read}`)}`
      : `holder.${code} = ${rows}.${read}`
  const found = `(SELECT ${reading.smallest === true ? 'min' : 'max'}(holder.${key}) FROM ${table} AS holder WHERE ${same})`
  return reading.all === true
    ? [`UPDATE ${rows} SET ${ref} = coalesce(${found}, ${ref})`]
    : [`UPDATE ${rows} SET ${ref} = ${found} WHERE ${ref} IS NULL`]
}

/** The same from a list of the present holders. */
export function joinReferences(links: LinksPlace): string[] {
  const { table, key, code, rows, ref, read } = namesOf(links)
  return [
    `CREATE TEMP TABLE present AS SELECT ${code} AS code, ${key} AS holder,
       row_number() OVER (PARTITION BY ${code} ORDER BY ${key} DESC) AS turn FROM ${table}`,
    `UPDATE ${rows} SET ${ref} = present.holder FROM present
     WHERE present.turn = 1 AND present.code = ${rows}.${read} AND ${rows}.${ref} IS NULL`,
  ]
}
