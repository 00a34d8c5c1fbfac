/**
 * Families that spoil one column: feeds write its values in ways of their own, and what a value means follows
 * from the rule of its line. The family says what the ways are and how a value is read; which line goes by which
 * rule, the evidence, the goal, the oracles and the predicate are made here.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { AmbiguityCase, Repair, TaskDraft } from '../../define-task.ts'
import type { Family, Place } from '../family.ts'
import type { World, WorldRow } from '../trades/world.ts'
import { routeAmbiguities } from './ambiguities.ts'
import { goalOf } from './column-goal.ts'
import type { AnnexTable, BesideSql, ColumnFamily, ColumnPlan, RuledLine, Workpiece } from './column-plan.ts'
import { controlRepairs, plantControl, readControl } from './control.ts'
import { folded, plantDocuments, routeStatements } from './documents.ts'
import { acceptsBy } from './expected-state.ts'
import { drawFairLines, remembered } from './fair-lines.ts'
import { Namer, namingStyles, type NamingStyle } from './naming.ts'
import { readRoute, type ToldRules } from './routing-reader.ts'
import { rightReading, shortcutsOf, type Level, type RouteReading } from './routing.ts'
import {
  joinedRepair,
  listedRepair,
  uniformRepair,
  type ConvertSql,
  type RouteSql,
  type SetBeside,
} from './routing-sql.ts'
import { planted, plantRouting, type RoutingPlace } from './routing-tables.ts'
import { ruleEncodings, type Params } from './rule-text.ts'
import { Scene, type PlannedColumn } from './scene.ts'
import { textOf, viewTable, type ViewRow } from './table-view.ts'
import { drawVocabulary } from './vocabulary.ts'

/** Rows of the table to repair, by level. */
export const rowCounts: Readonly<Record<Level, readonly [low: number, high: number]>> = {
  1: [30, 48],
  2: [42, 64],
  3: [72, 96],
  4: [126, 150],
  5: [140, 168],
}

/** Ways to spell names, by level. */
export const stylesOf = (level: Level): readonly NamingStyle[] =>
  level <= 2 ? namingStyles.slice(0, 3) : level <= 4 ? namingStyles.slice(0, -1) : ['opaque']

/** The tables that an instance shows: the one to repair, at level 2 those it refers to, then all. */
function tablesShown(world: World, place: Place, level: Level): ReadonlySet<string> {
  if (level >= 3) return new Set(world.tables.map(({ name }) => name))
  const own = world.tables.find(({ name }) => name === place.table)
  const priced = own?.columns.find(({ name }) => name === place.column)?.pricedBy
  const parents = own?.columns.flatMap(({ name, references }) =>
    references !== undefined && (level === 2 || name === priced) ? [references] : [],
  )
  return new Set([place.table, ...(parents ?? [])])
}

function drawPiece(
  random: Random,
  family: ColumnFamily,
  world: World,
  level: Level,
  places: readonly Place[],
): Workpiece | null {
  const target = random.pick(places)
  const shown = tablesShown(world, target, level)
  const [low, high] = rowCounts[level]
  const lines = random.int(low, high)
  const others = level <= 2 ? random.int(10, 18) : random.int(22, 36)
  const clean = world.populate(random, (table) => (table === target.table ? lines : others))
  const rows = (table: string): readonly WorldRow[] => clean.get(table) ?? []
  const named = (text: string): string => nameIn(scene, target, text)
  const plan = family.plan({ random, level, world, place: target, rows, named })
  const scene = new Scene(new Namer(random, random.pick(stylesOf(level))))
  scene.addWorld(world, shown, clean, target)
  for (const added of plantsOf(family, world, target)) scene.addColumn(target.table, added)
  for (const table of plan.annex ?? []) plantAnnex(scene, target, table)
  const column = scene.column(target.table, target.column)
  // A constraint would tell what may not stand here, and refuse wrong repairs.
  column.notNull = false
  if (plan.type !== undefined) column.type = plan.type
  if (plan.lookalike) plantLookalikes(random, scene, world, target, plan.lookalike)
  const place: RoutingPlace = {
    ...target,
    ...(plan.beside && { beside: plan.beside.columns.map(({ name }) => name) }),
    stamp: 'stamp',
    profiles: plan.profiles,
    settings: plan.settings,
    encoding: random.pick(ruleEncodings),
    words: drawVocabulary(random),
  }
  const draft = { family, world, level, plan, scene, place }
  const routing = drawFairLines(random, draft)
  if (routing === null) return null
  plantRouting(random, scene, routing, place)
  if (level === 5) plantControl(random, scene, routing, place)
  const statements = [...routeStatements(scene, place, level), ...plan.statements].map(({ topic, text }) => ({
    topic,
    text: folded(nameIn(scene, place, text)),
  }))
  if (level >= 3) plantDocuments(random, scene, level, statements)
  return { ...draft, routing, statements }
}

/** The columns that the family itself adds to the table. */
function plantsOf({ plants }: ColumnFamily, world: World, { table }: Place): readonly PlannedColumn[] {
  const own = world.tables.find(({ name }) => name === table)
  return own === undefined ? [] : (plants?.(own) ?? [])
}

function plantAnnex(scene: Scene, place: Place, annex: AnnexTable): void {
  const known = new Map<string, string>()
  for (const { found, due } of scene.add(annex).rows) {
    for (const name of annex.named ?? []) {
      const text = textOf(found[name])
      const named = known.get(text) ?? nameIn(scene, place, text)
      known.set(text, named)
      found[name] = named
      due[name] = named
    }
  }
}

/** Remarks that look damaged, in a fifth of the rows. */
function plantLookalikes(
  random: Random,
  scene: Scene,
  world: World,
  place: Place,
  draw: (random: Random) => string,
): void {
  const columns =
    world.tables.find(({ name }) => name === place.table)?.columns.filter(({ role }) => role === 'text') ?? []
  for (const { name } of columns) {
    for (const row of scene.table(place.table).rows) {
      if (!random.percent(20)) continue
      const text = draw(random)
      row.found[name] = text
      row.due[name] = text
      const [key = null] = [row.found[scene.key(place.table)]]
      scene.lookalikes.push({
        table: scene.table(place.table).physical,
        column: scene.column(place.table, name).physical,
        key,
      })
    }
  }
}

/** Puts the names of this database in: `{table}`, `{column}`, `{row.NAME}`, `{TABLE}` and `{TABLE.NAME}`. */
function nameIn(scene: Scene, place: Place, text: string): string {
  return text.replace(/\{(\w+)(?:\.(\w+))?\}/g, (_, table: string, column?: string) => {
    if (table === 'table') return scene.table(place.table).physical
    if (table === 'column') return scene.column(place.table, place.column).physical
    if (column === undefined) return scene.table(table).physical
    return scene.column(table === 'row' ? place.table : table, column).physical
  })
}

/** What the goal says at level 1. */
function toldRules({ plan, routing }: Workpiece): ToldRules {
  return new Map(
    routing.feeds.map(({ code, revisions }) => [code, plan.profiles[revisions[0]?.profile ?? 0] as Params]),
  )
}

/** The work of a careful reader: what the tables say each line is, and the records that follow. */
function readerOf(piece: Workpiece): TaskDraft['accepts'] {
  const { plan, scene, place, level } = piece
  const told = toldRules(piece)
  const graded = scene.graded(scene.tables.keys(), typedColumns(plan, place))
  return acceptsBy(scene, graded, (seed) => {
    const { rules, batches } = readRoute(scene, seed, place, level, told)
    const look = remembered((table) => viewTable(scene, seed, table))
    const key = scene.key(place.table)
    const values = new Map<SqlValue, SqlValue[]>()
    const lines = viewTable(scene, seed, place.table).map((line): ViewRow => {
      const params = rules.get(line[key] ?? null)
      const value =
        params === undefined ? (line[place.column] ?? null) : plan.read(line[place.column] ?? null, params, line, look)
      const batch = batches.get(line[key] ?? null) ?? null
      values.set(batch, [...(values.get(batch) ?? []), value])
      const beside = (plan.beside?.columns ?? []).map(
        ({ name, read }) => [name, params === undefined ? (line[name] ?? null) : read(line, params, look)] as const,
      )
      return { ...line, ...Object.fromEntries(beside), [place.column]: value }
    })
    const worked = new Map([[place.table, lines]])
    if (level === 5) worked.set(planted.batches, readControl(scene, seed, place, values))
    return worked
  })
}

function typedColumns(plan: ColumnPlan, place: Place): ReadonlyMap<string, readonly string[]> {
  return new Map(plan.typed === true ? [[place.table, [place.column]]] : [])
}

function repairsOf(piece: Workpiece): Pick<TaskDraft, 'oracles' | 'naive' | 'ambiguities'> {
  const { plan, scene, routing, place, level, statements } = piece
  const context: RouteSql = { scene, routing, place }
  const [joined, listed] = plan.convert
  const [sums, steps] = level === 5 ? controlRepairs(scene, place) : [[], []]
  const named = (name: string, queries: readonly string[]): Repair => ({ name, queries: [...queries, ...sums] })
  /** How the columns beside are set: as they should be, or in the ways given. */
  const besideIn = (side: 0 | 1, convert: ConvertSql, other: BesideSql = {}): SetBeside =>
    (plan.beside?.columns ?? []).map((column) => ({
      column: column.name,
      convert: other[column.name] ?? column.convert?.[side] ?? convert,
    }))
  const joinedBy = (convert: ConvertSql, reading: RouteReading = rightReading, other: BesideSql = {}): string[] =>
    joinedRepair(context, convert, reading, besideIn(0, convert, other))
  const questions = (plan.questions ?? []).map(({ name, topic, other, beside }): AmbiguityCase => {
    const sentence = statements.find((statement) => statement.topic === topic)?.text ?? topic
    return { name, sentence, other: named(name, joinedBy(other, rightReading, beside)) }
  })
  const exclusions = plan.exclusions.map(({ name, holds }): AmbiguityCase => ({
    name,
    excluded: (seed) => {
      const { rules } = readRoute(scene, seed, place, level, toldRules(piece))
      const lines = viewTable(scene, seed, place.table).map((row): RuledLine => {
        const params = rules.get(row[scene.key(place.table)] ?? null) ?? {}
        return { value: row[place.column] ?? null, params, row }
      })
      return holds(lines)
    },
  }))
  return {
    oracles: [
      named('joined through the evidence', joinedBy(joined)),
      { name: 'list by list', queries: [...listedRepair(context, listed, besideIn(1, listed)), ...steps] },
    ],
    naive: [
      ...plan.profiles.map((_, profile) =>
        named(`all lines by way ${profile + 1}`, uniformRepair(context, joined, profile, besideIn(0, joined))),
      ),
      ...shortcutsOf(level).map(({ name, reading }) => named(name, joinedBy(joined, reading))),
      ...(plan.temptations ?? []).map(({ name, convert, beside }) =>
        named(name, joinedBy(convert, rightReading, beside)),
      ),
    ],
    ambiguities: [
      ...routeAmbiguities(piece, (reading) => named('other reading', joinedBy(joined, reading))),
      ...questions,
      ...exclusions,
    ],
  }
}

/** Steps to look around before and after three tries at the longer oracle. */
function stepLimitOf(oracles: readonly Repair[], tables: number, level: Level): number {
  return 3 * Math.max(...oracles.map(({ queries }) => queries.length)) + tables + 2 * level + 4
}

/** How often an instance is begun anew: one in fifty needs a second try, so the limit is out of reach. */
const rounds = 40

/** Makes a family of what is particular to it. */
export function defineColumnFamily(family: ColumnFamily): Family {
  const places = (world: World): Place[] =>
    world.tables.flatMap((table): Place[] => {
      const { name, columns, short } = table
      const planned = family.plants?.(table)[0]
      if (family.plants) return planned === undefined ? [] : [{ table: name, column: planned.name }]
      return columns
        .filter((column) => short !== true && family.fits(column, columns))
        .map((column) => ({ table: name, column: column.name }))
    })
  const { id, version, dimension, summary, jargon } = family
  return Object.freeze({
    id,
    version,
    dimension,
    summary,
    jargon,
    places,
    generate: (random, { world, level }): TaskDraft => {
      const found = places(world)
      for (let round = 0; round < rounds; round++) {
        const piece = drawPiece(random, family, world, level, found)
        if (piece !== null) return draftOf(random, piece)
      }
      throw new TypeError(`no fair instance of ${id} in ${world.id} at level ${level}`)
    },
  } satisfies Family)
}

function draftOf(random: Random, piece: Workpiece): TaskDraft {
  const { plan, scene, place, level } = piece
  const images = scene.specs(random)
  const typed = typedColumns(plan, place)
  const all = [...scene.tables.keys()]
  const repairs = repairsOf(piece)
  const year = random.int(2026, 2027)
  return {
    goal: goalOf(random, piece),
    asOf: `${year}-0${random.int(1, 9)}-${random.int(10, 28)} ${random.int(10, 17)}:30:00`,
    ...images,
    parts:
      level < 5
        ? [{ name: 'data', weight: 1, tables: scene.graded(all, typed) }]
        : [
            {
              name: 'data',
              weight: 0.85,
              tables: scene.graded(
                all.filter((name) => name !== planted.batches),
                typed,
              ),
            },
            { name: 'records', weight: 0.15, tables: scene.graded([planted.batches], typed) },
          ],
    ...repairs,
    accepts: readerOf(piece),
    stepLimit: stepLimitOf(repairs.oracles, all.length, level),
  }
}
