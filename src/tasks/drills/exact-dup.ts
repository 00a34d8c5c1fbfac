import type { Random } from '../../kit/random.ts'
import { routeAmbiguities } from './blocks/ambiguities.ts'
import { rowCounts, stylesOf } from './blocks/column-family.ts'
import { readControl, plantControl } from './blocks/control.ts'
import {
  dueCopies,
  findCopies,
  pairwiseRepair,
  plantCopies,
  windowRepair,
  worthOfCopies,
  type CopiesPlace,
  type CopyReading,
} from './blocks/copies.ts'
import { folded, plantDocuments, routeStatements, type Statement } from './blocks/documents.ts'
import { acceptsBy } from './blocks/expected-state.ts'
import { writeGoal } from './blocks/goal-text.ts'
import { Namer } from './blocks/naming.ts'
import { drawRouting, finePrintOf, rightReading, shortcutsOf, type Level } from './blocks/routing.ts'
import { readRoute } from './blocks/routing-reader.ts'
import { planted, plantRouting } from './blocks/routing-tables.ts'
import { ruleEncodings, sayRule, type Params, type Setting } from './blocks/rule-text.ts'
import { Scene } from './blocks/scene.ts'
import { viewTable, type ViewRow } from './blocks/table-view.ts'
import { drawVocabulary } from './blocks/vocabulary.ts'
import type { AmbiguityCase, Repair, TaskDraft } from '../define-task.ts'
import type { SqlValue } from '../../data/values.ts'
import type { World, WorldTable } from './trades/world.ts'
import type { Family, Place } from './family.ts'

const complaints = [
  'Several of the {many} are in {table} more than once.',
  'Somebody sent us the same {many} twice, and {table} holds both.',
  'The table {table} has copies in it.',
  'Since the last intake {table} counts some of the {many} twice.',
] as const
const symptoms = [
  'Some of the {many} get every letter twice.',
  'The head count of our {many} is higher than that of the senders.',
  'Two clerks work on the same case without knowing of each other.',
  'Some of the {many} have half of their history in one place and half in another.',
  'The fee per head was charged more than once to some of the {many}.',
  'The association says that we report more {many} than there are.',
  'When one of the {many} rings, the screen offers several to choose from.',
  'Statistics by head are wrong for the {many} of some senders.',
] as const

/** People with a mail address, a name and a phone, to whom rows of another table refer. */
function placesOf(world: World): Place[] {
  return world.tables.flatMap(({ name, columns, short }) => {
    const roles = new Set(columns.map(({ role }) => role))
    const referred = childOf(world, name) !== undefined
    const fits = short !== true && referred && roles.has('email') && roles.has('person') && roles.has('phone')
    return fits ? [{ table: name, column: 'id' }] : []
  })
}

function childOf(world: World, parent: string): { table: WorldTable; reference: string } | undefined {
  for (const table of world.tables) {
    const reference = table.columns.find(({ references }) => references === parent)
    if (reference !== undefined) return { table, reference: reference.name }
  }
  return undefined
}

interface Piece {
  readonly copies: CopiesPlace
  readonly statements: readonly Statement[]
  readonly world: World
  readonly level: Level
}

/** Shares of the score: references are harder to think of than the lines themselves. */
const weights = (level: Level): { lines: number; references: number; records: number } =>
  level === 5 ? { lines: 0.24, references: 0.62, records: 0.14 } : { lines: 0.38, references: 0.62, records: 0 }

interface OtherReading {
  readonly name: string
  readonly topic: string
  readonly reading: Partial<CopyReading>
  /** Below, no line raises the question. */
  readonly from?: Level
}

const otherReadings: readonly OtherReading[] = [
  { name: 'agreement across batches', topic: 'copies', reading: { anywhere: true }, from: 3 },
  { name: 'capitals', topic: 'copies', reading: { folded: true } },
  { name: 'which one stays', topic: 'who stays', reading: { largest: true } },
  { name: 'rows that refer to a copy', topic: 'references', reading: { childless: true } },
]

/** Whether no shortcut pays and each sentence matters to a line. */
function isFair(copies: CopiesPlace): boolean {
  const { routing, marks } = copies
  const right = JSON.stringify([...findCopies(copies, rightReading)])
  const differs = (reading: Partial<CopyReading>): boolean =>
    JSON.stringify([...findCopies(copies, { ...rightReading, ...reading })]) !== right
  const lost = copies.scene
    .table(copies.child)
    .rows.filter((row) => row.found[copies.reference] !== row.due[copies.reference])
  const { level } = routing
  const share = weights(level)
  const pays = (reading: Partial<CopyReading>): boolean => {
    const { lines, references } = worthOfCopies(copies, { ...rightReading, ...reading })
    return lines * share.lines + references * share.references + share.records > 0.38
  }
  return (
    lost.length >= 4 &&
    finePrintOf(level).every(differs) &&
    otherReadings.every(({ reading, from = 1 }) => level < from || reading.childless === true || differs(reading)) &&
    !shortcutsOf(level).some(({ reading }) => pays(reading)) &&
    !marks.some((_, profile) => pays({ profile }))
  )
}

function drawPiece(random: Random, world: World, level: Level, target: Place): Piece | null {
  const child = childOf(world, target.table)
  if (child === undefined) throw new TypeError(`nothing refers to ${target.table}`)
  const lines = random.int(...rowCounts[level])
  const clean = world.populate(random, (table) =>
    table === target.table || table === child.table.name ? lines : random.int(16, 24),
  )
  const shown = level >= 3 ? world.tables.map(({ name }) => name) : [target.table, child.table.name]
  const scene = new Scene(new Namer(random, random.pick(stylesOf(level))))
  scene.addWorld(world, new Set(shown), clean, target)
  const own = world.tables.find(({ name }) => name === target.table)?.columns ?? []
  const marks = ['email', 'phone', 'person'].flatMap((role) =>
    own.filter((column) => column.role === role).map(({ name }) => name),
  )
  const words = marks.map((mark) => scene.column(target.table, mark).physical)
  const same: Setting = {
    name: 'same_by',
    phrases: Object.fromEntries(
      words.map((word) => [
        word,
        [`lines with the same ${word} are copies of each other`, `${word} alone tells who is who`],
      ]),
    ),
  }
  const place = {
    ...target,
    stamp: 'stamp',
    profiles: words.map((word): Params => ({ same_by: word })),
    settings: [same],
    encoding: random.pick(ruleEncodings),
    words: drawVocabulary(random),
  }
  const routing = drawRouting(random, { level, lines, profiles: 3, dirtyPercent: [50, 50] })
  if (routing === null) return null
  const copies: CopiesPlace = { scene, routing, place, marks, child: child.table.name, reference: child.reference }
  const keys = scene.table(target.table).rows.map(({ found }) => found['id'] ?? null)
  for (const row of scene.table(child.table.name).rows) row.found[child.reference] = random.pick(keys)
  plantCopies(random, copies)
  dueCopies(copies)
  if (!isFair(copies)) return null
  plantRouting(random, scene, routing, place)
  if (level === 5) plantControl(random, scene, routing, place)
  const statements = [...routeStatements(scene, place, level), ...ownStatements(copies, level)].map(
    ({ topic, text }) => ({
      topic,
      text: folded(text),
    }),
  )
  if (level >= 3) plantDocuments(random, scene, level, statements)
  return { copies, statements, world, level }
}

function ownStatements({ scene, place, child, reference }: CopiesPlace, level: Level): Statement[] {
  const table = scene.table(place.table).physical
  const key = scene.column(place.table, 'id').physical
  const unit = level <= 2 ? place.words.feed : place.words.batch
  const children = scene.table(child).physical
  const refer = scene.column(child, reference).physical
  return [
    {
      topic: 'copies',
      text: `${level === 1 ? `The rule of each ${unit} tells` : `The entries about ${key} tell`} by which column lines of ${table} are
        told apart. Two lines are copies of each other when they came by the same ${unit} and agree in that column,
        character by character, capitals included, whatever else differs. Lines that did not come by the same ${unit}
        are never copies, however alike they are.`,
    },
    {
      topic: 'who stays',
      text: `Of lines that are copies of each other the one with the smallest ${key} stays, and the others are to be
        deleted. What stays keeps all its values; nothing is merged into it. Who came by which ${unit} is settled by the
        table as it was found: deleting a line changes nothing about the others.`,
    },
    {
      topic: 'references',
      text: `Where ${refer} of ${children} names a line that goes, it is to name the one that stays for it. Rows of
        ${children} are neither added nor removed, even if they then look alike.`,
    },
  ]
}

function goalOf(random: Random, { copies, statements, world, level }: Piece): string {
  const { scene, place, routing } = copies
  const [, many = ''] = world.tables.find(({ name }) => name === place.table)?.noun ?? []
  const table = scene.table(place.table).physical
  const fill = (text: string): string => text.replaceAll('{many}', many).replaceAll('{table}', table)
  const keep = [
    'Apart from that nothing changes: all other rows and values stay as they are, and rules and documents are for reading only.',
    'Everything else is right as it stands, however alike some of it looks, and what the documents and rules say is not rewritten.',
  ]
  const told = routing.feeds
    .map(({ code, revisions }) => {
      const params = place.profiles[revisions[0]?.profile ?? 0] as Params
      return `- ${code}: ${sayRule(random, place.settings, params)}.`
    })
    .join('\n')
  const rules =
    level === 1
      ? told
      : `The rules of each ${place.words.feed} stand in ${level === 2 ? scene.table(planted.rules).physical : ''}.`
  if (level <= 2) {
    return writeGoal(random, {
      setting: world.setting,
      problem: fill(random.pick(complaints)),
      request: fill(
        random.pick(['Please remove the copies from {table}.', 'Please make sure that {table} holds nobody twice.']),
      ),
      rules: [...statements.map(({ text }) => text), rules],
      keep,
    })
  }
  const records = level === 5 ? ` The records of each ${place.words.batch} are to be completed with it.` : ''
  return writeGoal(random, {
    setting: world.setting,
    problem: fill(random.pick(symptoms)),
    request: `${random.pick(['Please find out what happened and put the data right.', 'Please set this right by the rules of the house, which the database holds.'])}${records}`,
    rules: ['The documents in the same database settle who is who; nothing has to be guessed.'],
    keep,
  })
}

/** The work of a careful reader: from the tables alone. */
function readerOf({ copies, level }: Piece, graded: Parameters<typeof acceptsBy>[1]): TaskDraft['accepts'] {
  const { scene, place, routing, child, reference } = copies
  const told = new Map(
    routing.feeds.map(({ code, revisions }) => [code, place.profiles[revisions[0]?.profile ?? 0] as Params]),
  )
  const columnNamed = (physical: string | undefined): string =>
    scene.table(place.table).columns.find((column) => column.physical === physical)?.name ?? ''
  return acceptsBy(scene, graded, (seed) => {
    const { rules, batches } = readRoute(scene, seed, place, level, told)
    const stays = new Map<string, SqlValue>()
    const instead = new Map<SqlValue, SqlValue>()
    const left = new Map<SqlValue, SqlValue[]>()
    const kept: ViewRow[] = []
    for (const line of viewTable(scene, seed, place.table)) {
      const id = line['id'] ?? null
      const origin = level <= 2 ? (line[place.stamp] ?? null) : (batches.get(id) ?? null)
      const column = columnNamed(rules.get(id)?.['same_by'])
      const subject = `${String(origin)} ${String(line[column])}`
      const first = stays.get(subject)
      if (first !== undefined) {
        instead.set(id, first)
        continue
      }
      stays.set(subject, id)
      kept.push(line)
      left.set(origin, [...(left.get(origin) ?? []), id])
    }
    const children = viewTable(scene, seed, child).map((row) => ({
      ...row,
      [reference]: instead.get(row[reference] ?? null) ?? row[reference] ?? null,
    }))
    const worked = new Map<string, readonly ViewRow[]>([
      [place.table, kept],
      [child, children],
    ])
    if (level === 5) worked.set(planted.batches, readControl(scene, seed, place, left))
    return worked
  })
}

function draftOf(random: Random, piece: Piece): TaskDraft {
  const { copies, level, statements } = piece
  const { scene, place, child, marks, routing } = copies
  const all = [...scene.tables.keys()]
  const named = (name: string, reading: Partial<CopyReading>): Repair => ({
    name,
    queries: windowRepair(copies, { ...rightReading, ...reading }),
  })
  const asked = otherReadings
    .filter(({ from = 1 }) => level >= from)
    .map(({ name, topic, reading }): AmbiguityCase => ({
      name,
      sentence: statements.find((statement) => statement.topic === topic)?.text ?? topic,
      other: named(name, reading),
    }))
  const oracles: TaskDraft['oracles'] = [
    named('windows over the evidence', {}),
    { name: 'line by line', queries: pairwiseRepair(copies) },
  ]
  const parts = [
    {
      name: 'lines',
      weight: weights(level).lines,
      tables: scene.graded(all.filter((name) => name !== child && (level < 5 || name !== planted.batches))),
    },
    { name: 'references', weight: weights(level).references, tables: scene.graded([child]) },
    ...(level === 5
      ? [{ name: 'records', weight: weights(level).records, tables: scene.graded([planted.batches]) }]
      : []),
  ]
  const goal = goalOf(random, piece)
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  return {
    goal,
    asOf: `2026-0${random.int(1, 9)}-${random.int(10, 28)} 14:00:00`,
    ...scene.specs(random),
    parts,
    oracles,
    naive: [
      ...marks.map((_, profile) => named(`the same column for all, ${profile + 1}`, { profile })),
      ...marks.map((_, profile) =>
        named(`the same column for all and anywhere, ${profile + 1}`, { profile, anywhere: true }),
      ),
      ...shortcutsOf(level).map(({ name, reading }) => named(name, reading)),
      named('the largest stays', { largest: true }),
      named('references left', { childless: true }),
    ],
    accepts: readerOf(
      piece,
      parts.flatMap(({ tables }) => tables),
    ),
    ambiguities: [
      ...routeAmbiguities({ scene, place, level, statements, routing }, (reading) => named('other reading', reading)),
      ...asked,
      {
        name: 'lines without what tells them apart',
        excluded: (seed) =>
          viewTable(scene, seed, place.table).every((line) =>
            marks.every((mark) => line[mark] !== null && line[mark] !== ''),
          ),
      },
    ],
    stepLimit: 3 * longest + all.length + 2 * level + 4,
  }
}

/** How often an instance is begun anew. */
const rounds = 400

/** People who were sent twice. */
export const exactDup: Family = Object.freeze({
  id: 'exact_dup',
  version: 1,
  dimension: 'duplicates',
  summary: 'Remove the copies that came by one batch, and turn the rows that refer to them.',
  jargon: /\b(duplicates?|dedup\w*|copies|copy|twice in|merge\w*|repoint\w*|foreign)\b/i,
  places: placesOf,
  generate: (random, { world, level }): TaskDraft => {
    const places = placesOf(world)
    for (let round = 0; round < rounds; round++) {
      const piece = drawPiece(random, world, level, random.pick(places))
      if (piece !== null) return draftOf(random, piece)
    }
    throw new TypeError(`no fair instance of exact_dup in ${world.id} at level ${level}`)
  },
} satisfies Family)
