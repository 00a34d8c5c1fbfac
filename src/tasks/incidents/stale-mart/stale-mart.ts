/**
 * `stale_mart`: a job that adds lines up by group and day went through several releases, and some of them counted
 * otherwise than was agreed for the month: lines without a group lost or put elsewhere, groups that changed counted
 * more than once, last days cut short.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { writeDocuments, writerOf } from './documents.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { drawAllNames, type Names } from './names.ts'
import { writeOracles } from './oracles.ts'
import { type Papers, readDue } from './reader.ts'
import { stepLimitOf } from '../step-limit.ts'
import { sketchStaleMart } from './sketch.ts'
import { dueRows, storedRows, type Story } from './ground.ts'
import { drawStory } from './story.ts'
import { drawNoticed, type Noticed, symptomsOf } from './symptoms.ts'
import { cellsOf, martTables, partsOf, traceTables } from './tables.ts'
import { staleMartPartials, staleMartPriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business whose accident somebody notices. */
function drawNoticedStory(
  random: Random,
  options: IncidentOptions & { readonly sketch: Sketch },
): { readonly story: Story; readonly noticed: readonly [Noticed, Noticed] } {
  for (let attempt = 0; attempt < 20; attempt++) {
    const story = drawStory(random, options)
    const noticed = drawNoticed(random, story)
    if (noticed !== null) return { story, noticed }
  }
  throw new TypeError(`stale_mart: nobody notices anything in ${options.world.id} at level ${options.level}`)
}

function sourcesOf(level: IncidentLevel): Sources {
  if (level === 1) {
    const ticket = 'ticket'
    return { terms: ticket, policy: ticket, runs: [], releases: [ticket], closing: [], dictionary: [] }
  }
  if (level === 2)
    return { terms: 'page', policy: 'page', runs: ['runs'], releases: ['ticket'], closing: [], dictionary: [] }
  return {
    ...{ terms: 'contract', policy: 'policy', runs: ['runs'], releases: [level === 3 ? 'releases' : 'source'] },
    closing: level >= 4 ? ['policy', 'closing'] : [],
    dictionary: level === 5 ? ['dictionary'] : [],
  }
}

function carriersOf(
  { level, plan }: Story,
  names: Names,
  tables: { readonly pages: string; readonly contracts: string; readonly releases: string },
): Carrier[] {
  const essential = (id: string, says: string, ...shelves: string[]): Carrier => ({
    ...{ id, weight: 'essential', says },
    shelves: shelves.map((table) => ({ table })),
  })
  const ticket = essential('ticket', level === 1 ? 'all rules' : 'which releases counted wrong')
  if (level === 1) return [ticket]
  const log = plan === 'events' ? names.events.table : names.runs.table
  const runs = essential('runs', 'which release wrote which day last, and when', log, names.core.table)
  if (level === 2) return [ticket, essential('page', 'how a day is counted, and which days stay', tables.pages), runs]
  return [
    essential('contract', 'how days of each month are counted', tables.contracts),
    essential('policy', 'which days stay, and what becomes of late lines', tables.pages),
    runs,
    level === 3
      ? essential('releases', 'how each release counted', tables.releases)
      : essential('source', 'what each release ran', names.source.table),
    ...(level >= 4 ? [essential('closing', 'which months are closed', names.periods.table)] : []),
    ...(level === 5
      ? [essential('dictionary', 'how the old list is read', names.dictionary.table, names.old.table)]
      : []),
  ]
}

/** By level, so that the steps players took (docs/validity.md) are about half of the limit in the median. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.8, 2: 0.65, 3: 0.6, 4: 0.55, 5: 0.6 }

function papersOf({ level, plan, axis, house, releases }: Story): Papers {
  return {
    ...{ level, plan, member: axis.member, house: { ...house, hasZeros: house.zeros.length > 0 } },
    handlings: new Map(releases.map(({ version, handling }) => [version, handling])),
  }
}

function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  const { story, noticed } = drawNoticedStory(random, options)
  const names = drawAllNames(random, story)
  const office = drawOfficeNames(random)
  const writer = writerOf(random, story, names, office, noticed)
  const documents = writeDocuments(random, story, names, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, office, documents.office)]
  const before = martTables(
    random,
    story,
    names,
    cellsOf(story, (book) => storedRows(story, book)),
  )
  const after = martTables(
    random,
    story,
    names,
    cellsOf(story, (book) => dueRows(story, book)),
  )
  const { level } = story
  const parts = partsOf(names, traces, level)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, {
    ...{ pages: office.pages.table, contracts: office.contracts.table, releases: office.releases.table },
  })
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const papers = papersOf(story)
  return {
    incident: staleMart.id,
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
    accepts: acceptsReading(
      parts.flatMap(({ tables }) => tables),
      (content) => readDue(content, names, papers),
    ),
    stepLimit: stepLimitOf({
      ...{ factor: stepFactors[level], carriers, rowsOf },
      statements: Math.max(...oracles.map(({ queries }) => queries.length)),
    }),
    evidence: traces.map(({ name }) => name),
    proof: (): IncidentProof => ({
      carriers,
      hypotheses: hypothesesOf(story, names, {
        sources: sourcesOf(level),
        // Rows have no order of their own there.
        build: (cells) => ({ tables: [...martTables(random, story, names, cells), ...traces] }),
      }),
      symptoms: symptomsOf(names, noticed),
      invariants: invariantsOf(story, names),
      relations: relationsOf(story, names),
      scope: scopeOf(story, names),
      selectors: selectorsOf(story, names),
      wrong,
      prose: [
        { voice: 'ticket', text: documents.ticket, blanks: documents.ticketBlanks, bearing: true },
        ...proseOf(documents.office),
      ],
      policies: policies.slice(0, level === 1 ? 0 : level < 4 ? 2 : 3).map(({ id }) => id),
    }),
  }
}

const policies = [
  { id: 'right days stay', says: 'A day that its run counted as agreed stays as it was reported.' },
  { id: 'months follow', says: 'The mart by month is made of the mart by day.' },
  { id: 'closed months stay', says: 'Days and sums of closed months stay as they were closed.' },
] as const

export const staleMart: Incident = {
  id: 'stale_mart',
  version: 1,
  dimension: 'derived data',
  summary: 'Put a mart right whose job went through releases that counted otherwise than was agreed.',
  station: 'nightly_job',
  needs: ['file_import', 'ledger'],
  mechanism:
    'Releases of a job lose lines without a group, count groups that changed more than once, or cut the last day of a run short.',
  scopes: ['days that a release wrote last, in months whose terms it does not follow'],
  plans: [
    {
      id: 'windows',
      summary: 'the log has first and last day of each run',
      operation: 'days within runs',
      levels: [1, 2, 3, 4],
    },
    {
      id: 'events',
      summary: 'the log has the text of events',
      operation: 'JSON walk over the days of events',
      levels: [2, 3, 4],
    },
    {
      ...{ id: 'old list', summary: 'a second list of members lies in an old system', levels: [5] },
      operation: 'both lists, with a dictionary',
    },
  ],
  policies,
  closures: [
    'what becomes of lines without a group',
    'which entry of the list counts',
    'whether a group without lines has a row of zeros',
    'whether late lines are in a day that is counted anew',
    'days that were counted right stay',
    'the last run that ended counts',
    'closed months stay',
  ],
  priors: staleMartPriors,
  partials: staleMartPartials,
  jargon: /\b(?:join\w*|fan-?out|null|boundar\w*|window\w*|duplicat\w*|double\w*)\b/i,
  sketch: (random, { level }) => sketchStaleMart(random, level),
  generate,
}
