/**
 * Fair instances: values are put into the lines so that nobody gets far who leaves a rule out.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { ColumnPlan, Look, RuledLine, Workpiece } from './column-plan.ts'
import { drawRouting, finePrintOf, readLine, shortcutsOf, type Level, type Routing } from './routing.ts'
import type { Params } from './rule-text.ts'
import type { SceneRow } from './scene.ts'
import type { ViewRow } from './table-view.ts'

/** How often lines are routed and spoilt anew because chance made a shortcut pay. */
const rounds = 60

/** What a reading that leaves out a rule may be worth, level by level. */
const shortcutBounds: Readonly<Record<Level, number>> = { 1: 0.5, 2: 0.5, 3: 0.36, 4: 0.36, 5: 0.28 }

/** Asks once a table. */
export function remembered(look: Look): Look {
  const known = new Map<string, readonly ViewRow[]>()
  return (table) => {
    const rows = known.get(table) ?? look(table)
    known.set(table, rows)
    return rows
  }
}

/**
 * Whether a value says nothing about its rule: by each rule it means something else. The condition is the same for all
 * rules, or a line of another kind would tell by being spoilt at all.
 */
function isSilent(
  plan: ColumnPlan,
  { right, found }: { readonly right: SqlValue; readonly found: SqlValue },
  params: Params,
  row: ViewRow,
  look: Look,
): boolean {
  const readings = plan.profiles.map((profile) => plan.read(found, profile, row, look))
  if (plan.othersAgree === true) {
    return readings.every((reading, place) => plan.profiles[place] === params || reading !== right)
  }
  return new Set(readings).size === readings.length
}

/** Puts values of the feeds into the lines. A line that cannot be spoilt, or gives itself away, stays right. */
function spoilLines(random: Random, { plan, scene, routing, place }: Omit<Workpiece, 'statements'>): Routing {
  const look = remembered((table) => scene.table(table).rows.map(({ found }) => found))
  const { rows } = scene.table(place.table)
  const lines = routing.lines.map((line, index) => {
    const row = rows[index] as (typeof rows)[number]
    const params = plan.profiles[line.profile] as Params
    for (let tries = 0; line.dirty && tries < 40; tries++) {
      const beside = plan.beside?.draw(random, true)
      const drawn = plan.spoil(random, beside ? { ...row.due, ...beside } : row.due, params)
      if (drawn === null) break
      // What stands beside a value may make it right as it is.
      if (beside && drawn.right === drawn.found) continue
      if (!isSilent(plan, drawn, params, beside ? { ...row.found, ...beside } : row.found, look)) continue
      Object.assign(row.found, beside, { [place.column]: drawn.found })
      row.due[place.column] = drawn.right
      for (const { name, read } of plan.beside?.columns ?? []) row.due[name] = read(row.found, params, look)
      return line
    }
    const cells = settled(random, plan, row, place.column, params, look)
    Object.assign(row.found, cells)
    Object.assign(row.due, cells)
    return { ...line, dirty: false }
  })
  return { ...routing, lines }
}

/** What the rule of the line leaves as it is: the value and what stands beside it. */
function settled(
  random: Random,
  plan: ColumnPlan,
  row: SceneRow,
  column: string,
  params: Params,
  look: Look,
): Readonly<Record<string, SqlValue>> {
  for (let tries = 0; tries < 200; tries++) {
    const beside = plan.beside?.draw(random, false)
    const value = plan.settle(random, beside ? { ...row.due, ...beside } : row.due)
    const cells = { ...beside, [column]: value }
    const found = beside ? { ...row.found, ...cells } : row.found
    if (plan.read(value, params, found, look) !== value) continue
    if ((plan.beside?.columns ?? []).every(({ name, read }) => read(found, params, look) === found[name])) return cells
  }
  throw new TypeError('no value is right as it is')
}

/** Whether feeds have even shares, no shortcut pays, and every sentence of the documents matters to a line. */
function isFair({ plan, scene, routing, place, level }: Omit<Workpiece, 'statements'>): boolean {
  const look = remembered((table) => scene.table(table).rows.map(({ found }) => found))
  const { rows } = scene.table(place.table)
  const { lines } = routing
  const dirty = lines.filter((line) => line.dirty)
  const share = dirty.length / lines.length
  const even = plan.profiles.every((_, profile) => {
    const part = dirty.filter((line) => line.profile === profile).length / dirty.length
    return Math.abs(part - 1 / plan.profiles.length) <= (level <= 2 ? 0.1 : 0.18)
  })
  if (share < 0.15 || share > 0.6 || !even) return false
  /** R - D over C when line by line this profile is taken; null leaves the line. */
  const worth = (chosen: (line: Routing['lines'][number]) => number | null): number => {
    let gained = 0
    for (const [index, line] of lines.entries()) {
      const profile = chosen(line)
      const { found = {}, due = {} } = rows[index] ?? {}
      if (profile === null) continue
      const value = plan.read(found[place.column] ?? null, plan.profiles[profile] as Params, found, look)
      if (value !== found[place.column]) gained += value === due[place.column] ? 1 : -1
    }
    return gained / dirty.length
  }
  /** The same when the right rule is taken and read wrongly. */
  const worthOfMisreading = (misread: ColumnPlan['read']): number => {
    let gained = 0
    for (const [index, line] of lines.entries()) {
      const { found = {}, due = {} } = rows[index] ?? {}
      const value = misread(found[place.column] ?? null, plan.profiles[line.profile] as Params, found, look)
      if (value !== found[place.column]) gained += value === due[place.column] ? 1 : -1
    }
    return gained / dirty.length
  }
  const bound = shortcutBounds[level]
  const finePrint = finePrintOf(level).every((reading) => worth((line) => readLine(routing, line, reading)) < 1)
  const ruled = lines.map((line, index): RuledLine => {
    const row = rows[index]?.found ?? {}
    return { value: row[place.column] ?? null, params: plan.profiles[line.profile] as Params, row }
  })
  return (
    finePrint &&
    shortcutsOf(level).every(({ reading }) => worth((line) => readLine(routing, line, reading)) <= bound) &&
    plan.profiles.every((_, profile) => worth(() => profile) <= bound) &&
    (plan.misreadings ?? []).every((misread) => worthOfMisreading(misread) <= bound) &&
    (plan.questions ?? []).every(({ raised }) => ruled.some((line) => raised(line, look))) &&
    plan.exclusions.every(({ holds }) => holds(ruled))
  )
}

/** Routes and spoils the lines until the outcome is fair; null when these values may never allow it. */
export function drawFairLines(random: Random, piece: Omit<Workpiece, 'statements' | 'routing'>): Routing | null {
  const { plan, level, scene, place } = piece
  for (let round = 0; round < rounds; round++) {
    const drawn = drawRouting(random, {
      level,
      lines: scene.table(place.table).rows.length,
      profiles: plan.profiles.length,
      dirtyPercent: plan.dirtyPercent ?? [45, 55],
    })
    if (drawn === null) continue
    const routing = spoilLines(random, { ...piece, routing: drawn })
    if (isFair({ ...piece, routing })) return routing
  }
  return null
}
