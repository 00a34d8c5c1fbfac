import type { Random } from '../../kit/random.ts'
import { routeAmbiguities } from './blocks/ambiguities.ts'
import { stylesOf } from './blocks/column-family.ts'
import { folded, plantDocuments } from './blocks/documents.ts'
import { editGoal, editStatements, standingSetting, type EditsPiece } from './blocks/edit-texts.ts'
import {
  dueEdits,
  editedRows,
  editLog,
  plantEdits,
  standings,
  worthOfEdits,
  type EditReading,
  type EditsPlace,
} from './blocks/edits.ts'
import { plantEditRecords, readEditRecords, struckRepair, windowedRepair } from './blocks/edits-sql.ts'
import { acceptsBy } from './blocks/expected-state.ts'
import { Namer } from './blocks/naming.ts'
import { drawRouting, finePrintOf, rightReading, shortcutsOf, type Level } from './blocks/routing.ts'
import { readRoute } from './blocks/routing-reader.ts'
import { planted, plantRouting } from './blocks/routing-tables.ts'
import { ruleEncodings, type Params } from './blocks/rule-text.ts'
import { Scene } from './blocks/scene.ts'
import { viewTable, type ViewRow } from './blocks/table-view.ts'
import { drawVocabulary, type Vocabulary } from './blocks/vocabulary.ts'
import type { AmbiguityCase, Repair, TaskDraft } from '../define-task.ts'
import type { DatabaseContent } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { World, WorldTable } from './trades/world.ts'
import type { Family, Place } from './family.ts'

/** Changes in the list, by level. */
const editCounts: Readonly<Record<Level, readonly [low: number, high: number]>> = {
  1: [86, 98],
  2: [116, 140],
  3: [190, 220],
  4: [350, 390],
  5: [450, 500],
}
/** Columns that were changed. */
const editedColumns = 3

/** Columns whose values nothing else in the database gives away. */
function editable({ columns }: WorldTable): string[] {
  const sums = new Set(columns.flatMap(({ derivedFrom }) => Object.values(derivedFrom ?? {})))
  const roles = new Set(['date', 'place', 'code', 'enum', 'money', 'quantity', 'text'])
  const free = columns.filter(({ role, correlated }) => roles.has(role) && correlated !== true)
  // Of a sum's parts one alone can be worked out of nothing, once the sum is left out.
  const first = free.find(({ name }) => sums.has(name))?.name
  return free.filter(({ name }) => name === first || !sums.has(name)).map(({ name }) => name)
}

function placesOf(world: World): Place[] {
  return world.tables.flatMap((table) =>
    table.short !== true && editable(table).length >= editedColumns
      ? [{ table: table.name, column: table.columns[0]?.name ?? '' }]
      : [],
  )
}

interface OtherReading {
  readonly name: string
  readonly topic: string
  readonly reading: Partial<EditReading>
}

const otherReadings: readonly OtherReading[] = [
  { name: 'a later change of an equal value', topic: 'settled cells', reading: { equalIsNone: true } },
  { name: 'a later change of another cell of the row', topic: 'cells', reading: { byRow: true } },
  { name: 'earlier and later by the clock', topic: 'order', reading: { byClock: true } },
  { name: 'unlisted changes settle', topic: 'unlisted changes', reading: { unlistedAs: 'listed' } },
  { name: 'unlisted changes are taken back', topic: 'unlisted changes', reading: { unlistedAs: 'revoked' } },
  { name: 'several revoked changes of a cell', topic: 'taking back', reading: { latest: true } },
  { name: 'cells that were empty before', topic: 'values', reading: { emptyIsUnknown: true } },
]

/** Repairs that forget a rule and would be tried first. */
function temptations(level: Level): { readonly name: string; readonly reading: EditReading }[] {
  const all: readonly { readonly name: string; readonly reading: Partial<EditReading> }[] = [
    { name: 'every change taken back', reading: { standing: 'revoked' } },
    { name: 'later changes left out of account', reading: { unsettled: true } },
    { name: 'whole rows settled', reading: { byRow: true } },
    { name: 'in the order of the clock', reading: { byClock: true } },
    { name: 'unlisted changes taken back as well', reading: { unlistedAs: 'revoked' } },
  ]
  return [
    ...all.map(({ name, reading }) => ({ name, reading: { ...rightReading, ...reading } })),
    ...shortcutsOf(level),
  ]
}

/** What a reading that forgets a rule may be worth. */
const bounds: Readonly<Record<Level, number>> = { 1: 0.56, 2: 0.56, 3: 0.38, 4: 0.38, 5: 0.34 }

/** Whether the faulty cells of a column do not, by chance, stand in just the rows that share a value elsewhere. */
function isUnmarked({ scene, target }: EditsPlace, column: string): boolean {
  const { rows, columns } = scene.table(target)
  const faulty = rows.filter(({ found, due }) => found[column] !== due[column])
  return columns.every(({ name }) => {
    const values = new Set(faulty.map(({ found }) => found[name] ?? null))
    const [value = null] = values
    return values.size > 1 || rows.some((row) => !faulty.includes(row) && (row.found[name] ?? null) === value)
  })
}

/** Whether each sentence matters to a cell, no shortcut pays, and enough is to be done. */
function isFair(edits: EditsPlace): boolean {
  const { scene, target, columns, routing } = edits
  const { level } = routing
  const worth = (reading: Partial<EditReading>): number => worthOfEdits(edits, { ...rightReading, ...reading })
  const faulty = columns.map(
    (column) => scene.table(target).rows.filter(({ found, due }) => found[column] !== due[column]).length,
  )
  return (
    faulty.every((count) => count >= 3) &&
    columns.every((column) => isUnmarked(edits, column)) &&
    finePrintOf(level).every((reading) => worth(reading) < 1) &&
    otherReadings.every(({ reading }) => worth(reading) < 1) &&
    temptations(level).every(({ reading }) => worth(reading) <= bounds[level])
  )
}

function drawPiece(random: Random, world: World, level: Level, target: Place): EditsPiece | null {
  const count = random.int(...editCounts[level])
  const own = world.tables.find(({ name }) => name === target.table) as WorldTable
  const columns = random.sample(editable(own), editedColumns)
  const rows = editedRows(count, columns.length) + random.int(10, 20)
  const clean = world.populate(random, (table) => (table === target.table ? rows : random.int(14, 24)))
  const shown = level >= 3 ? world.tables.map(({ name }) => name) : [target.table]
  const scene = new Scene(new Namer(random, random.pick(stylesOf(level))))
  const part = columns.find((column) =>
    own.columns.some(({ derivedFrom }) => Object.values(derivedFrom ?? {}).includes(column)),
  )
  scene.addWorld(world, new Set(shown), clean, { table: target.table, column: part ?? target.column })
  const list = plantEdits(random, scene, { target: target.table, columns, count })
  const words: Vocabulary = {
    ...drawVocabulary(random),
    feed: random.pick(['desk', 'office', 'team', 'unit', 'branch', 'agency']),
    batch: random.pick(['ticket', 'work order', 'mandate', 'request', 'errand', 'assignment']),
  }
  const place = {
    table: editLog.table,
    column: editLog.value,
    stamp: editLog.stamp,
    profiles: standings.map((value): Params => ({ standing: value })),
    settings: [standingSetting],
    encoding: random.pick(ruleEncodings),
    words,
  }
  for (let round = 0; round < 12; round++) {
    const routing = drawRouting(random, { level, lines: list.length, profiles: 3, dirtyPercent: [50, 50] })
    if (routing === null) continue
    const edits: EditsPlace = { scene, routing, place, target: target.table, columns, edits: list }
    dueEdits(edits)
    if (!isFair(edits)) continue
    plantRouting(random, scene, routing, place)
    if (level === 5) plantEditRecords(random, edits)
    const statements = editStatements(edits, level).map(({ topic, text }) => ({ topic, text: folded(text) }))
    if (level >= 3) plantDocuments(random, scene, level, statements)
    return { edits, statements, world, level }
  }
  return null
}

/** A cell as a reader of the list follows it. */
interface ReadCell {
  readonly row: SqlValue
  readonly field: string
  /** What it goes back to, if it does. */
  back: { readonly text: SqlValue } | null
  last: ViewRow
}

/** The work of a careful reader: from the tables alone. */
function readerOf({ edits, level }: EditsPiece, graded: Parameters<typeof acceptsBy>[1]): TaskDraft['accepts'] {
  const { scene, place, routing, target, columns } = edits
  const told = new Map(
    routing.feeds.map(({ code, revisions }) => [code, place.profiles[revisions[0]?.profile ?? 0] as Params]),
  )
  const columnOf = new Map(columns.map((name) => [scene.column(target, name).physical, scene.column(target, name)]))
  return acceptsBy(scene, graded, (seed) => {
    const { rules, batches } = readRoute(scene, seed, place, level, told)
    const key = scene.key(target)
    const lines = new Map(viewTable(scene, seed, target).map((line) => [line[key] ?? null, { ...line }]))
    const cells = new Map<string, ReadCell>()
    for (const change of viewTable(scene, seed, editLog.table)) {
      const [row = null, field] = [change['row'], String(change['field'])]
      const subject = JSON.stringify([row, field])
      const cell: ReadCell = cells.get(subject) ?? { row, field, back: null, last: change }
      cells.set(subject, cell)
      cell.last = change
      const order = rules.get(change['no'] ?? null)?.['standing']
      if (order === 'listed') cell.back = null
      if (order === 'revoked') cell.back ??= { text: change['before'] ?? null }
    }
    const left = new Map<SqlValue, number[]>()
    for (const { row, field, back, last } of cells.values()) {
      const line: Record<string, SqlValue> = lines.get(row) ?? {}
      const { name = '', type = '' } = columnOf.get(field) ?? {}
      if (back !== null) line[name] = back.text !== null && type === 'INTEGER' ? Number(back.text) : back.text
      const holds = line[name] ?? null
      if ((holds === null ? null : String(holds)) !== last['after']) continue
      const batch = batches.get(last['no'] ?? null) ?? null
      left.set(batch, [...(left.get(batch) ?? []), Number(row)])
    }
    const worked = new Map<string, readonly ViewRow[]>([[target, [...lines.values()]]])
    if (level === 5) worked.set(planted.batches, readEditRecords(edits, seed, left))
    return worked
  })
}

/** Whether the list tells one story: each change finds what the one before it left, and the last left what is there. */
function isChained({ scene, target, columns }: EditsPlace, seed: DatabaseContent): boolean {
  const key = scene.key(target)
  const holds = new Map<string, SqlValue>()
  const text = (value: SqlValue | undefined): SqlValue => (value == null ? null : String(value))
  for (const change of viewTable(scene, seed, editLog.table)) {
    const subject = JSON.stringify([change['row'], change['field']])
    if (holds.has(subject) && holds.get(subject) !== change['before']) return false
    holds.set(subject, change['after'] ?? null)
  }
  for (const line of viewTable(scene, seed, target)) {
    for (const column of columns) {
      const subject = JSON.stringify([line[key], scene.column(target, column).physical])
      if (holds.has(subject) && holds.get(subject) !== text(line[column])) return false
      holds.delete(subject)
    }
  }
  // What is left was written into a row or a column that is not there.
  return holds.size === 0
}

function ambiguitiesOf({ edits, level, statements }: EditsPiece, named: NamedRepair): AmbiguityCase[] {
  const { scene, place, routing } = edits
  const told = new Map(
    routing.feeds.map(({ code, revisions }) => [code, place.profiles[revisions[0]?.profile ?? 0] as Params]),
  )
  return [
    ...routeAmbiguities({ scene, place, level, statements, routing }, (reading) => named('other reading', reading)),
    ...otherReadings.map(({ name, topic, reading }): AmbiguityCase => ({
      name,
      sentence: statements.find((statement) => statement.topic === topic)?.text ?? topic,
      other: named(name, reading),
    })),
    { name: 'rows that are gone, gaps in the list', excluded: (seed) => isChained(edits, seed) },
    {
      name: 'values that the type of the column does not take',
      excluded: (seed) =>
        viewTable(scene, seed, editLog.table).every(({ field, before, after }) => {
          const column = edits.columns.find((name) => scene.column(edits.target, name).physical === field) ?? ''
          const isWhole = scene.column(edits.target, column).type === 'INTEGER'
          return [before, after].every((value) => value === null || !isWhole || /^(0|-?[1-9]\d*)$/.test(String(value)))
        }),
    },
    {
      name: 'empty texts',
      excluded: (seed) =>
        viewTable(scene, seed, editLog.table).every(({ before, after }) => before !== '' && after !== ''),
    },
    {
      name: 'changes without a standing',
      excluded: (seed) => {
        const { rules } = readRoute(scene, seed, place, level, told)
        return viewTable(scene, seed, editLog.table).every(({ no = null }) => rules.has(no))
      },
    },
  ]
}

type NamedRepair = (name: string, reading: Partial<EditReading>) => Repair

function draftOf(random: Random, piece: EditsPiece): TaskDraft {
  const { edits, level } = piece
  const { scene } = edits
  const all = [...scene.tables.keys()]
  const named: NamedRepair = (name, reading) => ({
    name,
    queries: windowedRepair(edits, { ...rightReading, ...reading }),
  })
  const oracles: TaskDraft['oracles'] = [
    named('windows over the evidence', {}),
    { name: 'change by change', queries: struckRepair(edits) },
  ]
  const records = level === 5 ? [planted.batches] : []
  const cells = all.filter((name) => !records.includes(name as typeof planted.batches))
  const parts = [
    { name: 'cells', weight: level === 5 ? 0.85 : 1, tables: scene.graded(cells) },
    ...(level === 5 ? [{ name: 'records', weight: 0.15, tables: scene.graded(records) }] : []),
  ]
  const goal = editGoal(random, piece)
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  return {
    goal,
    asOf: `2026-${random.pick(['09', '10', '11'])}-${random.int(10, 28)} 09:30:00`,
    ...scene.specs(random),
    parts,
    oracles,
    naive: temptations(level).map(({ name, reading }) => named(name, reading)),
    accepts: readerOf(
      piece,
      parts.flatMap(({ tables }) => tables),
    ),
    ambiguities: ambiguitiesOf(piece, named),
    stepLimit: 3 * longest + all.length + 2 * level + 4,
  }
}

/** How often an instance is begun anew. */
const rounds = 400

/** Changes that somebody had no right to make, among changes that were wanted. */
export const rogueUpdate: Family = Object.freeze({
  id: 'rogue_update',
  version: 1,
  dimension: 'forensic',
  summary:
    'Take back what one desk should not have changed, cell by cell, unless a listed desk has settled the cell since.',
  jargon:
    /\b(audit (log|trail)s?|logs?|logged|rogue|revert\w*|undo\w*|undone|roll\w* back|transactions?|supersed\w*|overw\w*|restor\w*|revok\w*|edit(s|ed)?|history)\b/i,
  places: placesOf,
  generate: (random, { world, level }): TaskDraft => {
    const places = placesOf(world)
    for (let round = 0; round < rounds; round++) {
      const piece = drawPiece(random, world, level, random.pick(places))
      if (piece !== null) return draftOf(random, piece)
    }
    throw new TypeError(`no fair instance of rogue_update in ${world.id} at level ${level}`)
  },
} satisfies Family)
