/**
 * Families that spoil one column: senders write its values in ways of their own, and what a value means follows from
 * the rule of its sender. The family says what the ways are and how a value is read; which line goes by which rule, the
 * evidence, the goal, the oracles and the predicate are made here.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { AmbiguityCase, Repair, TaskDraft } from '../../define-task.ts'
import type { Family, Place } from '../family.ts'
import type { World, WorldRow } from '../trades/world.ts'
import { routeAmbiguities } from './ambiguities.ts'
import { goalOf } from './column-goal.ts'
import type { ColumnFamily, ColumnPlan, RuledLine, Workpiece } from './column-plan.ts'
import { acceptsBy } from './expected-state.ts'
import { drawFairLines, remembered } from './fair-lines.ts'
import { Namer, namingStyles } from './naming.ts'
import { joinedRepair, listedRepair, uniformRepair, type ConvertSql, type RouteSql } from './repairs-sql.ts'
import { plantRouting, readRules, type RoutingPlace, type ToldRules } from './rule-sheet.ts'
import { ruleEncodings, type Params } from './rule-text.ts'
import { Scene } from './scene.ts'
import type { Tier } from './senders.ts'
import { folded, routeStatements } from './statements.ts'
import { viewTable, type ViewRow } from './table-view.ts'
import { drawVocabulary } from './vocabulary.ts'

/** Rows of the table to repair, by tier. */
export const rowCounts: Readonly<Record<Tier, readonly [low: number, high: number]>> = {
  1: [56, 70],
  2: [70, 92],
}

/** The tables that an instance shows: the one to repair, those that a price list goes by and, at tier 2, all that it refers to. */
function tablesShown(world: World, place: Place, level: Tier): ReadonlySet<string> {
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
  level: Tier,
  places: readonly Place[],
): Workpiece | null {
  const target = random.pick(places)
  const shown = tablesShown(world, target, level)
  const [low, high] = rowCounts[level]
  const lines = random.int(low, high)
  const others = random.int(10, 18)
  const clean = world.populate(random, (table) => (table === target.table ? lines : others))
  const rows = (table: string): readonly WorldRow[] => clean.get(table) ?? []
  const words = drawVocabulary(random)
  const plan = family.plan({ random, level, world, place: target, rows, words })
  const scene = new Scene(new Namer(random, random.pick(namingStyles.slice(0, 3))))
  scene.addWorld(world, shown, clean, target)
  for (const table of plan.annex ?? []) scene.add(table)
  const column = scene.column(target.table, target.column)
  // A constraint would tell what may not stand here, and refuse wrong repairs.
  column.notNull = false
  if (plan.type !== undefined) column.type = plan.type
  if (plan.lookalike) plantLookalikes(random, scene, world, target, plan.lookalike)
  const place: RoutingPlace = {
    ...target,
    stamp: 'stamp',
    profiles: plan.profiles,
    settings: plan.settings,
    encoding: random.pick(ruleEncodings),
    words,
  }
  const draft = { family, world, level, plan, scene, place }
  const routing = drawFairLines(random, draft)
  if (routing === null) return null
  plantRouting(random, scene, routing, place, level)
  const statements = [...routeStatements(random, scene, place, level), ...plan.statements].map(({ topic, text }) => ({
    topic,
    text: folded(nameIn(scene, place, text)),
  }))
  return { ...draft, routing, statements }
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

/** Puts the names of this database in: `{table}`, `{column}`, `{sender}`, `{senders}`, `{row.NAME}`, `{TABLE}`, `{TABLE.NAME}`. */
function nameIn(scene: Scene, place: RoutingPlace, text: string): string {
  return text.replace(/\{(\w+)(?:\.(\w+))?\}/g, (_, table: string, column?: string) => {
    if (table === 'sender') return place.words.one
    if (table === 'senders') return place.words.many
    if (table === 'table') return scene.table(place.table).physical
    if (table === 'column') return scene.column(place.table, place.column).physical
    if (column === undefined) return scene.table(table).physical
    return scene.column(table === 'row' ? place.table : table, column).physical
  })
}

/** What the goal says at tier 1. */
function toldRules({ plan, routing }: Workpiece): ToldRules {
  return new Map(routing.senders.map(({ code, profile }) => [code, plan.profiles[profile] as Params]))
}

/** The work of a careful reader: what the tables say each line is, and the values that follow. */
function readerOf(piece: Workpiece): TaskDraft['accepts'] {
  const { plan, scene, place, level } = piece
  const told = toldRules(piece)
  const graded = scene.graded(scene.tables.keys(), typedColumns(plan, place))
  return acceptsBy(scene, graded, (seed) => {
    const rules = readRules(scene, seed, place, level, told)
    const look = remembered((table) => viewTable(scene, seed, table))
    const key = scene.key(place.table)
    const lines = viewTable(scene, seed, place.table).map((line): ViewRow => {
      const params = rules.get(line[key] ?? null)
      const value = line[place.column] ?? null
      return { ...line, [place.column]: params === undefined ? value : plan.read(value, params, line, look) }
    })
    return new Map([[place.table, lines]])
  })
}

function typedColumns(plan: ColumnPlan, place: Place): ReadonlyMap<string, readonly string[]> {
  return new Map(plan.typed === true ? [[place.table, [place.column]]] : [])
}

function repairsOf(piece: Workpiece): Pick<TaskDraft, 'oracles' | 'naive' | 'ambiguities' | 'senders'> {
  const { plan, scene, routing, place, level, statements } = piece
  const context: RouteSql = { scene, routing, place }
  const [joined, listed] = plan.convert
  const named = (name: string, convert: ConvertSql): Repair => ({ name, queries: joinedRepair(context, convert) })
  const questions = (plan.questions ?? []).map(({ name, topic, other }): AmbiguityCase => {
    const sentence = statements.find((statement) => statement.topic === topic)?.text ?? topic
    return { name, sentence, other: named(name, other) }
  })
  const exclusions = plan.exclusions.map(({ name, holds }): AmbiguityCase => ({
    name,
    excluded: (seed) => {
      const rules = readRules(scene, seed, place, level, toldRules(piece))
      const lines = viewTable(scene, seed, place.table).map((row): RuledLine => {
        const params = rules.get(row[scene.key(place.table)] ?? null) ?? {}
        return { value: row[place.column] ?? null, params, row }
      })
      return holds(lines)
    },
  }))
  const ways = plan.profiles.map((_, profile): Repair => ({
    name: `all lines by way ${profile + 1}`,
    queries: uniformRepair(context, joined, profile),
  }))
  return {
    oracles: [
      named('each line by the rule of its sender', joined),
      { name: 'one way after the other', queries: listedRepair(context, listed) },
    ],
    naive: [...ways, ...(plan.temptations ?? []).map(({ name, convert }) => named(name, convert))],
    ambiguities: [...routeAmbiguities(piece), ...questions, ...exclusions],
    senders: {
      table: scene.table(place.table).physical,
      column: scene.column(place.table, place.column).physical,
      sender: scene.column(place.table, place.stamp).physical,
      key: scene.column(place.table, scene.key(place.table)).physical,
      ways,
    },
  }
}

/** Steps to look around before and after three tries at the longer oracle. */
function stepLimitOf(oracles: readonly Repair[], tables: number, level: Tier): number {
  return 3 * Math.max(...oracles.map(({ queries }) => queries.length)) + tables + 2 * level + 4
}

/** How often an instance is begun anew: few need a second try, so the limit is out of reach. */
const rounds = 40

/** Makes a family of what is particular to it. */
export function defineColumnFamily(family: ColumnFamily): Family {
  const places = (world: World): Place[] =>
    world.tables.flatMap(({ name, columns, short }): Place[] =>
      columns
        .filter((column) => short !== true && family.fits(column, columns))
        .map((column) => ({ table: name, column: column.name })),
    )
  const { id, version, dimension, summary } = family
  return Object.freeze({
    id,
    version,
    dimension,
    summary,
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
  const all = [...scene.tables.keys()]
  const repairs = repairsOf(piece)
  const year = random.int(2026, 2027)
  return {
    goal: goalOf(random, piece),
    asOf: `${year}-0${random.int(1, 9)}-${random.int(10, 28)} ${random.int(10, 17)}:30:00`,
    ...images,
    parts: [{ name: 'data', weight: 1, tables: scene.graded(all, typedColumns(plan, place)) }],
    ...repairs,
    accepts: readerOf(piece),
    stepLimit: stepLimitOf(repairs.oracles, all.length, level),
  }
}
