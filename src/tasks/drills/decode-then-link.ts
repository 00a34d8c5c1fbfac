import type { Random } from '../../kit/random.ts'
import { routeAmbiguities } from './blocks/ambiguities.ts'
import { rowCounts, stylesOf } from './blocks/column-family.ts'
import type { ColumnFamily, RuledLine } from './blocks/column-plan.ts'
import { controlRepairs, plantControl, readControl } from './blocks/control.ts'
import { folded, plantDocuments, routeStatements } from './blocks/documents.ts'
import { acceptsBy } from './blocks/expected-state.ts'
import { drawFairLines } from './blocks/fair-lines.ts'
import { linkComplaints, linkGoal, linkStatements, linkSymptoms, type LinksPiece } from './blocks/link-texts.ts'
import {
  fillReferences,
  joinReferences,
  plantLinks,
  raisesQuestions,
  slip,
  worthOfCodes,
  worthOfLinks,
  type LinkReading,
  type LinksPlace,
} from './blocks/links.ts'
import { Namer } from './blocks/naming.ts'
import { readRoute, type ReadRoute } from './blocks/routing-reader.ts'
import { rightReading, shortcutsOf, type Level } from './blocks/routing.ts'
import { joinedRepair, listedRepair, uniformRepair } from './blocks/routing-sql.ts'
import { planted, plantRouting } from './blocks/routing-tables.ts'
import { ruleEncodings, type Params } from './blocks/rule-text.ts'
import { Scene } from './blocks/scene.ts'
import { viewTable, type ViewRow } from './blocks/table-view.ts'
import { drawVocabulary } from './blocks/vocabulary.ts'
import type { AmbiguityCase, Repair, TaskDraft } from '../define-task.ts'
import type { DatabaseContent } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { World, WorldTable } from './trades/world.ts'
import { codePadding, planCodes } from './code-padding.ts'
import type { Family, Place } from './family.ts'

/** The first half: codes that a spreadsheet has stripped. */
const codes: ColumnFamily = {
  id: 'decode_then_link',
  version: 1,
  dimension: 'compound',
  summary: 'Give codes back what a spreadsheet took, then fill the references that only name a whole code.',
  jargon: new RegExp(
    `${codePadding.jargon.source}|\\b(NULL|missing|empty|blank|lookup|look\\w* up|references?|foreign|joins?|links?)\\b`,
    'i',
  ),
  fits: ({ role }) => role === 'code',
  plan: planCodes,
  complaints: linkComplaints,
  symptoms: linkSymptoms,
}

/** Tables of whoever has a code, with a table whose rows refer to them. */
function placesOf(world: World): Place[] {
  return world.tables.flatMap(({ name, columns, short }) => {
    const column = columns.find((candidate) => codes.fits(candidate, columns))
    return short === true || column === undefined || childOf(world, name) === undefined
      ? []
      : [{ table: name, column: column.name }]
  })
}

function childOf(world: World, parent: string): { table: WorldTable; reference: string } | undefined {
  for (const table of world.tables) {
    const reference = table.columns.find(({ references }) => references === parent)
    if (reference !== undefined) return { table, reference: reference.name }
  }
  return undefined
}

/** Shares of the score: nobody has more than half with one of the two. */
const weights = (level: Level): { codes: number; links: number; records: number } =>
  level === 5 ? { codes: 0.4, links: 0.5, records: 0.1 } : { codes: 0.5, links: 0.5, records: 0 }

/** What a shortcut through the rules may be worth; at level 5 part of the records comes on top. */
const bounds: Readonly<Record<Level, number>> = { 1: 0.56, 2: 0.56, 3: 0.38, 4: 0.38, 5: 0.3 }

/** Whether no shortcut pays, and codes that are looked up too early lead to more wrong references than right ones. */
function isFair(links: LinksPlace): boolean {
  const { routing, plan } = links
  const { level } = routing
  const share = weights(level)
  const worth = (reading: Partial<LinkReading>): number => {
    const full = { ...rightReading, ...reading }
    return share.codes * worthOfCodes(links, full) + share.links * worthOfLinks(links, full)
  }
  return (
    raisesQuestions(links) &&
    worthOfLinks(links, { ...rightReading, raw: true }) <= -0.22 &&
    shortcutsOf(level).every(({ reading }) => worth(reading) <= bounds[level]) &&
    plan.profiles.every((_, profile) => worth({ profile }) <= bounds[level])
  )
}

function drawPiece(random: Random, world: World, level: Level, target: Place): LinksPiece | null {
  const child = childOf(world, target.table)
  if (child === undefined) throw new TypeError(`nothing refers to ${target.table}`)
  const lines = random.int(...rowCounts[level])
  const clean = world.populate(random, (table) =>
    table === target.table || table === child.table.name ? lines : random.int(14, 24),
  )
  const shown = level >= 3 ? world.tables.map(({ name }) => name) : [target.table, child.table.name]
  const rows = (table: string): readonly ViewRow[] => clean.get(table) ?? []
  const plan = planCodes({ random, level, world, place: target, rows, named: (text) => text })
  const scene = new Scene(new Namer(random, random.pick(stylesOf(level))))
  scene.addWorld(world, new Set(shown), clean, target)
  scene.column(target.table, target.column).notNull = false
  const place = {
    ...target,
    stamp: 'stamp',
    profiles: plan.profiles,
    settings: plan.settings,
    encoding: random.pick(ruleEncodings),
    words: drawVocabulary(random),
  }
  const routing = drawFairLines(random, { family: codes, world, level, plan, scene, place })
  if (routing === null) return null
  const links = { scene, routing, place, plan, child: child.table.name, reference: child.reference }
  plantLinks(random, links)
  if (!isFair(links)) return null
  plantRouting(random, scene, routing, place)
  if (level === 5) plantControl(random, scene, routing, place)
  const statements = [...routeStatements(scene, place, level), ...linkStatements(links)].map(({ topic, text }) => ({
    topic,
    text: folded(text),
  }))
  if (level >= 3) plantDocuments(random, scene, level, statements)
  return { links, statements, world, level }
}

function routeOf({ links: { scene, routing, place }, level }: LinksPiece, seed: DatabaseContent): ReadRoute {
  const told = new Map(
    routing.feeds.map(({ code, revisions }) => [code, place.profiles[revisions[0]?.profile ?? 0] as Params]),
  )
  return readRoute(scene, seed, place, level, told)
}

/** The work of a careful reader: from the tables alone, in the order of the documents. */
function readerOf(piece: LinksPiece, graded: Parameters<typeof acceptsBy>[1]): TaskDraft['accepts'] {
  const { links, level } = piece
  const { scene, place, plan, child, reference } = links
  return acceptsBy(scene, graded, (seed) => {
    const { rules, batches } = routeOf(piece, seed)
    const key = scene.key(place.table)
    const values = new Map<SqlValue, SqlValue[]>()
    const holders = new Map<SqlValue, SqlValue>()
    const lines = viewTable(scene, seed, place.table).map((line): ViewRow => {
      const id = line[key] ?? null
      const code = plan.read(line[place.column] ?? null, rules.get(id) ?? {}, line, () => [])
      const batch = batches.get(id) ?? null
      values.set(batch, [...(values.get(batch) ?? []), code])
      // In ascending order of the key: the last holder stays.
      holders.set(code, id)
      return { ...line, [place.column]: code }
    })
    const children = viewTable(scene, seed, child).map((row): ViewRow => {
      const read = row[slip] ?? null
      return { ...row, [reference]: row[reference] ?? (read === null ? null : (holders.get(read) ?? null)) }
    })
    const worked = new Map<string, readonly ViewRow[]>([
      [place.table, lines],
      [child, children],
    ])
    if (level === 5) worked.set(planted.batches, readControl(scene, seed, place, values))
    return worked
  })
}

type Stage = readonly [readonly string[], readonly string[]]

/** The two stages of the two oracles, each in statements of its own. */
function stagesOf(links: LinksPlace): { readonly codes: Stage; readonly links: Stage } {
  const [joined, listed] = links.plan.convert
  const [sums, steps] = links.routing.level === 5 ? controlRepairs(links.scene, links.place) : [[], []]
  return {
    codes: [
      [...joinedRepair(links, joined), ...sums],
      [...listedRepair(links, listed), ...steps],
    ],
    links: [fillReferences(links), joinReferences(links)],
  }
}

function ambiguitiesOf(piece: LinksPiece, linked: (queries: readonly string[]) => Repair): AmbiguityCase[] {
  const { links, level, statements } = piece
  const { scene, routing, place, plan, child, reference } = links
  const [joined] = plan.convert
  const sentence = (topic: string): string => statements.find((statement) => statement.topic === topic)?.text ?? topic
  const ruled = (seed: DatabaseContent): RuledLine[] => {
    const { rules } = routeOf(piece, seed)
    return viewTable(scene, seed, place.table).map((row) => ({
      value: row[place.column] ?? null,
      params: rules.get(row[scene.key(place.table)] ?? null) ?? {},
      row,
    }))
  }
  const right = stagesOf(links).codes[0]
  const ask = (name: string, topic: string, queries: readonly string[]): AmbiguityCase => ({
    name,
    sentence: sentence(topic),
    other: { name, queries: [...right, ...queries] },
  })
  return [
    ...routeAmbiguities({ scene, place, level, statements, routing }, (reading) =>
      linked(joinedRepair(links, joined, reading)),
    ),
    ...(plan.questions ?? []).map(({ name, topic, other }): AmbiguityCase => ({
      name,
      sentence: sentence(topic),
      other: linked(joinedRepair(links, other)),
    })),
    ...plan.exclusions.map(({ name, holds }): AmbiguityCase => ({ name, excluded: (seed) => holds(ruled(seed)) })),
    ask('several lines with one code', 'several holders', fillReferences(links, { smallest: true })),
    ask('owners that are known', 'owners that are known', fillReferences(links, { all: true })),
    ask('codes that resemble another', 'codes of nobody', [
      ...fillReferences(links),
      ...fillReferences(links, { ending: true }),
    ]),
    {
      name: 'references to no line',
      excluded: (seed) => {
        const keys = new Set(viewTable(scene, seed, place.table).map((line) => line[scene.key(place.table)] ?? null))
        return viewTable(scene, seed, child).every((row) => row[reference] === null || keys.has(row[reference] ?? null))
      },
    },
    {
      name: 'codes that differ in capitals or blanks only',
      excluded: (seed) => viewTable(scene, seed, child).every((row) => /^([A-Z]\d+)?$/.test(String(row[slip] ?? ''))),
    },
  ]
}

function draftOf(random: Random, piece: LinksPiece): TaskDraft {
  const { links, level } = piece
  const { scene, plan, child } = links
  const all = [...scene.tables.keys()]
  const stages = stagesOf(links)
  const [joined] = plan.convert
  const records = level === 5 ? controlRepairs(scene, links.place)[0] : []
  const linked = (queries: readonly string[], name = 'other reading'): Repair => ({
    name,
    queries: [...queries, ...records, ...fillReferences(links)],
  })
  const oracles: TaskDraft['oracles'] = [
    { name: 'joined, then row by row', queries: [...stages.codes[0], ...stages.links[0]] },
    { name: 'list by list, then by present holders', queries: [...stages.codes[1], ...stages.links[1]] },
  ]
  const share = weights(level)
  const rest = all.filter((name) => name !== child && (level < 5 || name !== planted.batches))
  const parts = [
    { name: 'codes', weight: share.codes, tables: scene.graded(rest) },
    { name: 'links', weight: share.links, tables: scene.graded([child]) },
    ...(level === 5 ? [{ name: 'records', weight: share.records, tables: scene.graded([planted.batches]) }] : []),
  ]
  const goal = linkGoal(random, piece)
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  return {
    goal,
    asOf: `2026-0${random.int(1, 9)}-${random.int(10, 28)} 16:00:00`,
    ...scene.specs(random),
    parts,
    oracles,
    naive: [
      ...plan.profiles.map((_, profile) =>
        linked(uniformRepair(links, joined, profile), `all lines by way ${profile + 1}`),
      ),
      ...shortcutsOf(level).map(({ name, reading }) => linked(joinedRepair(links, joined, reading), name)),
      { name: 'the second repair first', queries: [...stages.links[0], ...stages.codes[0]] },
      { name: 'by what is left of the codes', queries: fillReferences(links, { ending: true }) },
    ],
    accepts: readerOf(
      piece,
      parts.flatMap(({ tables }) => tables),
    ),
    ambiguities: ambiguitiesOf(piece, linked),
    stepLimit: 3 * longest + all.length + 2 * level + 4,
  }
}

/** How often an instance is begun anew. */
const rounds = 400

/** Codes that a spreadsheet has stripped, and references that wait for them. */
export const decodeThenLink: Family = Object.freeze({
  id: codes.id,
  version: codes.version,
  dimension: codes.dimension,
  summary: codes.summary,
  jargon: codes.jargon,
  places: placesOf,
  generate: (random, { world, level }): TaskDraft => {
    const places = placesOf(world)
    for (let round = 0; round < rounds; round++) {
      const piece = drawPiece(random, world, level, random.pick(places))
      if (piece !== null) return draftOf(random, piece)
    }
    throw new TypeError(`no fair instance of ${codes.id} in ${world.id} at level ${level}`)
  },
} satisfies Family)
