/**
 * `day_month`: an import of partners' files came to read every day with slashes in the order of its own machine. Days up to
 * the twelfth were swapped with their month and nobody noticed; later ones were refused.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { isBalanced } from './balance.ts'
import { type Documents, writeDocuments, writerOf } from './documents.ts'
import { partsOf } from './grading.ts'
import { drawHouse } from './house.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { legsOf } from './legs.ts'
import { leadTolerance } from './lines.ts'
import { drawAllNames, type Names } from './names.ts'
import { writeOracles } from './oracles.ts'
import { readDue } from './reader.ts'
import { rowsUnder } from './settle.ts'
import { sketchDayMonth } from './sketch.ts'
import type { Story, StoryOptions } from './business.ts'
import { drawStory } from './story.ts'
import { notice, type Noticed, symptomsOf } from './symptoms.ts'
import { gradedTables, traceTables } from './tables.ts'
import { dayMonthPartials, dayMonthPriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business whose accident is fair: no reading is most of it, every rule matters, and somebody notices. */
function drawFairStory(random: Random, options: StoryOptions): { readonly story: Story; readonly noticed: Noticed } {
  for (let attempt = 0; attempt < 40; attempt++) {
    const story = drawStory(random, options)
    const noticed = isBalanced(story) ? notice(random, story) : null
    if (noticed !== null) return { story, noticed }
  }
  throw new TypeError(`day_month finds no fair business in ${options.world.id} at level ${options.level}`)
}

/** Where what is known of files stands. */
function sourcesOf({ level, plan }: Story): Sources {
  const none = { new: [], old: [] }
  if (level === 1) {
    const told = ['ticket']
    return { scope: told, ways: told, changed: told, numbers: [], leads: none, refused: none, edits: [] }
  }
  if (level === 2) {
    const log = ['page', 'log']
    const refused = { new: ['page', 'journal'], old: [] }
    return { scope: log, ways: log, changed: log, numbers: [], leads: none, refused, edits: ['page', 'edits'] }
  }
  const isTwo = plan === 'two systems'
  const refused = { new: ['policy', 'journal'], old: isTwo ? ['policy', 'old', 'dictionary'] : [] }
  const edits = ['policy', 'edits']
  if (level === 3) {
    const scope = ['releases', 'log']
    const ways = [...scope, 'contract']
    return { scope, ways, changed: [...ways, 'mail'], numbers: [], leads: none, refused, edits }
  }
  const leads = { new: ['contract', 'leads', 'log'], old: isTwo ? ['contract', 'leads', 'old', 'dictionary'] : [] }
  return {
    ...{ scope: [], ways: [], changed: [], numbers: ['contract', 'numbers'], leads, refused, edits },
  }
}

function carriersOf({ level, plan }: Story, names: Names, tables: Readonly<Record<string, string>>): Carrier[] {
  const essential = (id: string, says: string, ...shelves: readonly (string | undefined)[]): Carrier => ({
    ...{ id, weight: 'essential', says },
    shelves: shelves.flatMap((table) => (table === undefined ? [] : [{ table }])),
  })
  if (level === 1) return [essential('ticket', 'all rules')]
  const { promises, files, refusals, raw, withdrawals, changes, goods, oldFiles, oldLines, dictionary } = names
  const list = [
    essential('log', 'whose file a row is from, when it came and what read it', files.table),
    essential(
      'journal',
      'which lines were refused, the ids kept for them, and which were called off',
      ...[refusals.table, withdrawals.table, plan === 'records' ? raw.table : undefined],
    ),
    essential('edits', 'which second days were changed by hand', changes.table),
  ]
  if (level === 2) return [...list, essential('page', 'how days were read, and all rules', tables['pages'])]
  list.push(essential('policy', 'what becomes of refused lines and of days changed by hand', tables['pages']))
  list.push(
    essential(
      'contract',
      level === 3 ? 'how each partner writes' : 'what numbers and lead times say',
      tables['contracts'],
    ),
  )
  if (level === 3)
    return [
      ...list,
      essential('releases', 'which version read days its own way, and since when', tables['releases']),
      essential('mail', 'which partners write another way since', tables['mails']),
    ]
  list.push(
    essential('numbers', 'in which order a partner told its lines', promises.table),
    essential('leads', 'how long a good usually takes', goods.table),
  )
  if (plan === 'two systems')
    list.push(
      essential('old', 'files and refused lines of partners on the old system', oldFiles.table, oldLines.table),
      essential('dictionary', 'what the old system calls its things', dictionary.table),
    )
  return list
}

/** By level, so that a careful player takes about half of the limit. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.9, 2: 0.8, 3: 0.75, 4: 0.75, 5: 0.75 }

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
  const house = drawHouse(random)
  const { story, noticed } = drawFairStory(random, { ...options, house })
  const names = drawAllNames(random, story)
  const { plan, level, versions, struckAt, mendedAt } = story
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, names, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const before = gradedTables(random, story, names, [...story.seen.values()])
  const after = gradedTables(random, story, names, rowsUnder(story))
  const parts = partsOf(story, names, traces)
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, {
    ...{ pages: officeNames.pages.table, contracts: officeNames.contracts.table },
    ...{ releases: officeNames.releases.table, mails: officeNames.mails.table },
  })
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  const times = {
    A: [sayMinute(struckAt.A), sayMinute(mendedAt.A)] as const,
    B: [sayMinute(struckAt.B), sayMinute(mendedAt.B)] as const,
  }
  return {
    incident: dayMonth.id,
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
    accepts: acceptsReading(graded, (content) =>
      readDue(content, names, {
        ...{ plan, level, house, times, version: versions.struck, tolerance: leadTolerance },
        ...{ legs: level <= 3 ? legsOf(story) : [], from: sayDay(story.from), until: sayDay(story.until) },
      }),
    ),
    stepLimit: stepLimitOf(story, longest, carriers, rowsOf),
    evidence: traces.map(({ name }) => name),
    proof: (): IncidentProof => ({
      carriers,
      hypotheses: hypothesesOf(story, names, {
        sources: sourcesOf(story),
        // Rows have no order of their own there.
        build: (rows) => ({ tables: [...gradedTables(random, story, names, rows), ...traces] }),
      }),
      symptoms: symptomsOf(story, names, noticed),
      invariants: invariantsOf(story, names),
      relations: relationsOf(story, names),
      scope: scopeOf(story, names),
      selectors: selectorsOf(story, names),
      wrong,
      prose: textsOf(documents),
      policies: policies.slice(0, level === 1 ? 0 : level < 4 ? 3 : 4).map(({ id }) => id),
    }),
  }
}

const textsOf = ({ ticket, ticketBlanks, office }: Documents): Prose[] => [
  { voice: 'ticket', text: ticket, blanks: ticketBlanks, bearing: true },
  ...proseOf(office),
]

const policies = [
  {
    id: 'lines that came again',
    says: 'The row of a later file stays, or the refused line takes its place with its id.',
  },
  { id: 'lines called off', says: 'A refused line that was called off gets no row, or one that says so.' },
  {
    id: 'days changed by hand',
    says: 'A day typed by hand stays; one that was moved by days is moved from the right day.',
  },
  { id: 'months handed over', says: 'The plan of a month that was handed over stays.' },
] as const

export const dayMonth: Incident = {
  id: 'day_month',
  version: 1,
  dimension: 'format',
  summary: 'Put days right that an import read with day and month in the wrong order.',
  station: 'file_import',
  needs: ['partner_files', 'manual_tool'],
  mechanism:
    'The import reads every day with slashes in one order, whoever sent it: early days are swapped with their month, late ones are refused.',
  scopes: ['files loaded by one version, by partner and column'],
  plans: [
    {
      ...{ id: 'columns', summary: 'the journal of refused lines has their fields, the log the version' },
      ...{ operation: 'texts of two columns read in the order of their partner', levels: [1, 2, 3, 4] },
    },
    {
      ...{ id: 'records', summary: 'refused lines are raw records, versions have to be found by machine and time' },
      ...{ operation: 'records of raw text taken apart', levels: [2, 3, 4] },
    },
    {
      ...{ id: 'two systems', summary: 'some partners are on an old system with fields in a text and a dictionary' },
      ...{ operation: 'both columns and fields cut out of a text', levels: [5] },
    },
  ],
  policies,
  closures: [
    'a day that is one both ways is in scope by its file and what read it',
    'refused lines take the id that was kept for them',
    'what no order of its partner makes a day stays refused, as does what was refused for another reason',
    'whether the row of a later file or the refused line stays',
    'whether a refused line that was called off gets a row',
    'whether a day changed by hand stays or is moved from the right one',
  ],
  priors: dayMonthPriors,
  partials: dayMonthPartials,
  jargon: /\b(?:swap\w*|(?:month|day)[- ]first|locale\w*|transpos\w*|flip\w*|wrong way round|date format\w*)\b/i,
  sketch: (random, { level }) => sketchDayMonth(random, level),
  generate,
}
