/**
 * `merge_tool`: two versions of the program that makes one record of two deleted what hung on the one given up, or left it
 * behind there.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { Random } from '../../../kit/random.ts'
import { drawOfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { CellState } from '../hypotheses.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { isBalanced, isTelling } from './balance.ts'
import { type Documents, writeDocuments, writerOf } from './documents.ts'
import { partsOf } from './grading.ts'
import { hypothesesOf, type Sources, statesOf } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { drawAllNames, type Names } from './names.ts'
import { writeOracles } from './oracles.ts'
import { readDue } from './reader.ts'
import { booksUnder } from './settle.ts'
import { sketchMergeTool } from './sketch.ts'
import { drawRule, drawStory, type Story, type StoryOptions } from './story.ts'
import { type NoticedRecord, noticeRecords, symptomsOf } from './symptoms.ts'
import { gradedTables } from './tables.ts'
import { traceTables } from './traces.ts'
import { mergeToolPartials, mergeToolPriors, writeWrongRepairs } from './wrong-repairs.ts'

interface FairStory {
  readonly story: Story
  readonly names: Names
  readonly noticed: readonly [NoticedRecord, NoticedRecord]
}

/** Draws a business whose accident is fair: no reading is right for most, good times tell, and somebody notices. */
function drawFairStory(random: Random, options: StoryOptions): FairStory {
  for (let attempt = 0; attempt < 60; attempt++) {
    const story = drawStory(random, options)
    if (!isTelling(story)) continue
    const names = drawAllNames(random, story)
    const noticed = noticeRecords(random, story)
    if (noticed !== null && isFair(story, names)) return { story, names, noticed }
  }
  throw new TypeError(`merge_tool finds no fair business in ${options.world.id} at level ${options.level}`)
}

function isFair(story: Story, names: Names): boolean {
  const { components } = hypothesesOf(story, names, { sources: sourcesOf(story), build: () => ({ tables: [] }) })
  const worth = cellWorth(story, names)
  const cells = new Map(
    statesOf(names, { children: story.seen.children.values(), uses: story.uses }).map((cell) => [
      placeOf(cell),
      cell.value,
    ]),
  )
  return isBalanced(components, worth, ({ options }) => {
    const all = new Set(options.flatMap(({ state }) => state.map(placeOf)))
    const present = [...all].filter((place) => cells.has(place)).length
    return options.find(
      ({ state }) => state.length === present && state.every((cell) => cells.get(placeOf(cell)) === cell.value),
    )
  })
}

const placeOf = ({ table, key, column }: CellState): string => JSON.stringify([table, key, column])

/** What a cell of each table weighs in the score, about. */
function cellWorth(story: Story, names: Names): ReadonlyMap<string, number> {
  const [random, { children, uses }] = [new Random('worth'), booksUnder(story)]
  const before = gradedTables(random, story, names, { children: [...story.seen.children.values()], uses: story.uses })
  const parts = partsOf(story, names, {
    before,
    after: gradedTables(random, story, names, { children, uses }),
    traces: [],
  })
  return new Map(parts.flatMap(({ weight, tables, cells }) => tables.map(({ name }) => [name, weight / cells])))
}

/** Where what is known stands. */
function sourcesOf({ level, plan, trade }: Story): Sources {
  const links = plan === 'messages' ? 'links' : 'merges'
  const [own, other] = trade.systems
  const rows: Record<string, readonly string[]> =
    plan === 'messages'
      ? { [own]: ['deletions', 'messages'], [other]: ['deletions', 'messages'] }
      : plan === 'two journals'
        ? { [own]: ['old', 'dictionary'], [other]: ['journal'] }
        : { [own]: ['journal'], [other]: ['journal'] }
  if (level === 1)
    return { twice: 'ticket', chain: 'ticket', policy: 'ticket', uses: 'ticket', rows, links, erasures: 'ticket' }
  if (level === 2)
    return { twice: 'page', chain: 'page', policy: 'page', uses: 'page', rows, links, erasures: 'erasures' }
  if (level === 3)
    return { twice: 'page', chain: 'page', policy: 'policy', uses: 'page', rows, links, erasures: 'erasures' }
  return { twice: 'history', chain: 'policy', policy: 'policy', uses: 'policy', rows, links, erasures: 'erasures' }
}

function carriersOf({ level, plan }: Story, names: Names, pages: string): Carrier[] {
  const essential = (id: string, says: string, ...tables: string[]): Carrier => ({
    ...{ id, weight: 'essential', says, shelves: tables.map((table) => ({ table })) },
  })
  const { children, merges, journal, deletions, links, messages, erasures, old, dictionary, uses } = names
  const list: Carrier[] = []
  if (level === 1) list.push(essential('ticket', 'all rules'))
  if (plan === 'messages')
    list.push(
      essential('deletions', 'which rows were deleted, and which of them at one go with a record', deletions.table),
      essential('messages', 'what the deleted rows held', messages.table),
      essential('links', 'which record stands for which number of the other system', links.table),
    )
  else
    list.push(
      essential('merges', 'which record was given up for which, and what was left out', merges.table),
      essential('journal', 'deleted rows, whole', journal.table),
    )
  if (plan === 'two journals')
    list.push(
      essential('old', 'deleted rows of the old program', old.table),
      essential('dictionary', 'what the old program calls its things', dictionary.table),
    )
  if (level === 2 || level === 3)
    list.push(essential('page', 'where children belong, which of two stays, what becomes of uses', pages))
  if (level >= 3) list.push(essential('policy', 'what must not come back', pages))
  if (level >= 4)
    list.push(
      essential(
        'history',
        'which of two the program kept in good times',
        children.table,
        plan === 'messages' ? deletions.table : journal.table,
        uses.table,
      ),
    )
  if (level >= 2) list.push(essential('erasures', 'who asked to be forgotten', erasures.table))
  return list
}

/** By level, so that a careful player takes about half of the limit. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.85, 2: 0.85, 3: 0.85, 4: 0.9, 5: 0.9 }

function stepLimitOf(
  { level }: Story,
  statements: number,
  carriers: readonly Carrier[],
  rowsOf: (table: string) => number,
): number {
  const shelves = new Set(
    carriers.flatMap(({ weight, shelves: own }) => (weight === 'essential' ? own.map(({ table }) => table) : [])),
  )
  const pages = [...shelves].reduce((sum, table) => sum + Math.ceil(Math.min(rowsOf(table), 600) / 100), 0)
  return Math.round(stepFactors[level] * (3 + pages + statements + 3))
}

function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  // Drawn once: a house is not chosen by how well its riddle is balanced.
  const rule = drawRule(random, options.level)
  const { story, names, noticed } = drawFairStory(random, { ...options, rule })
  const { plan, level } = story
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, names, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const before = gradedTables(random, story, names, { children: [...story.seen.children.values()], uses: story.uses })
  const after = gradedTables(random, story, names, booksUnder(story))
  const parts = partsOf(story, names, { before, after, traces })
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, officeNames.pages.table)
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  return {
    incident: mergeTool.id,
    world: options.world.id,
    level,
    sketch: options.sketch,
    goal: documents.ticket,
    asOf: `${sayMinute(story.asOf)}:00`,
    seed,
    target: { tables: [...after, ...traces] },
    parts,
    oracles,
    naive: wrong,
    accepts: acceptsReading(graded, (content) => readDue(content, names, { plan, level, rule })),
    stepLimit: stepLimitOf(story, longest, carriers, rowsOf),
    evidence: traces.map(({ name }) => name),
    proof: (): IncidentProof => ({
      carriers,
      hypotheses: hypothesesOf(story, names, {
        sources: sourcesOf(story),
        // Rows have no order of their own there.
        build: (books) => ({ tables: [...gradedTables(random, story, names, books), ...traces] }),
      }),
      symptoms: symptomsOf(story, names, noticed),
      invariants: invariantsOf(story, names),
      relations: relationsOf(story, names),
      scope: scopeOf(story, names),
      selectors: selectorsOf(story, names),
      wrong,
      prose: textsOf(documents),
      policies: policies.slice(0, level === 1 ? 2 : 4).map(({ id }) => id),
    }),
  }
}

const textsOf = ({ ticket, ticketBlanks, office }: Documents): Prose[] => [
  { voice: 'ticket', text: ticket, blanks: ticketBlanks, bearing: true },
  ...proseOf(office),
]

const policies = [
  { id: 'deleted on purpose', says: 'What somebody deleted by hand or left out of a merge stays away.' },
  { id: 'numbers', says: 'What comes back keeps the number that is printed somewhere.' },
  { id: 'erased', says: 'Who asked to be forgotten has nothing any more, under whatever number.' },
  { id: 'uses', says: 'Uses of the one of two that goes move to the other, are kept without one, or go.' },
] as const

export const mergeTool: Incident = {
  id: 'merge_tool',
  version: 1,
  dimension: 'lost rows',
  summary: 'Bring back, or move on, what hung on records that were made one with others.',
  station: 'sync',
  needs: [],
  mechanism: 'Merging two records deletes the children of the one given up; after a first repair it leaves them there.',
  scopes: ['merges between two releases, children deleted', 'merges until a third release, children left behind'],
  plans: [
    {
      ...{ id: 'journal', summary: 'a journal has deleted rows as JSON, a list has the merges' },
      ...{ operation: 'rows taken out of JSON, a chain followed to its end', levels: [1, 2, 3, 4] },
    },
    {
      ...{ id: 'messages', summary: 'messages to the other system have single fields, a map has its numbers by time' },
      ...{ operation: 'rows put together of the latest value of every field', levels: [2, 3, 4] },
    },
    {
      ...{ id: 'two journals', summary: 'half of the deleted rows lie in a text of an old program, with a dictionary' },
      ...{ operation: 'both JSON and fields cut out of a text', levels: [5] },
    },
  ],
  policies,
  closures: [
    'what comes back keeps its number and hangs on the last record of the chain',
    'of two for one item that of the record kept, the older, the newer or the larger one stays',
    'uses of the one that goes move, are emptied or go',
    'what was deleted by hand or left out stays away',
    'a merge that was taken back counts as never made',
    'a request may name a number given up; who was forgotten has nothing',
    'records put away keep what they have',
  ],
  priors: mergeToolPriors,
  partials: mergeToolPartials,
  jargon: /\b(?:merg\w*|orphan\w*|cascad\w*|dangl\w*|restor\w*|undelet\w*)\b/i,
  sketch: (random, { level }) => sketchMergeTool(random, level),
  generate,
}
