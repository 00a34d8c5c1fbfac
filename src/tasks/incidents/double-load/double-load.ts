/**
 * `double_load`: the import of files ran without its check for a while, so second files of a day were loaded beside the
 * first. Some are copies, some are what the first should have been, some correct it, and some are meant.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { fileRules } from '../../worlds/stations/file-rule.ts'
import { dayKey } from '../../worlds/stations/nightly-job.ts'
import { sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { isBalanced } from './balance.ts'
import { type Documents, isToldInChat, writeDocuments, writerOf } from './documents.ts'
import { partsOf, smallestPart } from './grading.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { drawAllNames, type Names } from './names.ts'
import { writeOracles } from './oracles.ts'
import { readDue } from './reader.ts'
import { stepLimitOf } from '../step-limit.ts'
import { sketchDoubleLoad } from './sketch.ts'
import { drawStory, type Story, type StoryOptions } from './story.ts'
import { noticeDays, type NoticedDay, symptomsOf } from './symptoms.ts'
import { type Books, gradedTables, traceTables } from './tables.ts'
import { doubleLoadPartials, doubleLoadPriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business whose accident is fair: no reading is most of it, and there are days that somebody notices. */
function drawFairStory(random: Random, options: StoryOptions): { story: Story; noticed: readonly NoticedDay[] } {
  for (let attempt = 0; attempt < 400; attempt++) {
    const story = drawStory(random, options)
    const isFair = story !== null && hasReferences(story) && hasTotals(story) && isBalanced(story)
    const noticed = isFair ? noticeDays(random, story) : null
    if (story !== null && noticed !== null) return { story, noticed }
  }
  throw new TypeError(`double_load finds no fair business in ${options.world.id} at level ${options.level}`)
}

/** Enough rows refer to one that goes to be a part of their own. */
const hasReferences = ({ level, children, belongs }: Story): boolean =>
  level === 1 || children.filter(({ id, core }) => belongs.get(id) !== core).length >= smallestPart

/** Enough totals of open months follow to be a part of their own. */
function hasTotals({ level, days }: Story): boolean {
  if (level < 3) return true
  const seen = new Map(days.seen.map((total) => [dayKey(total), total]))
  let cells = 0
  for (const total of days.due) {
    const was = seen.get(dayKey(total))
    cells += Number(was?.lines !== total.lines) + Number(was?.amount !== total.amount)
  }
  return cells >= smallestPart
}

/** Where what is known of files stands. */
function sourcesOf({ level, plan }: Story): Sources {
  if (level === 1)
    return { acceptance: 'ticket', corrections: 'ticket', types: [['ticket']], facts: [['ticket']], policy: 'ticket' }
  const facts = plan === 'numbered' ? [['log']] : plan === 'landed' ? [['raw']] : [['log'], ['raw', 'dictionary']]
  if (level === 2) return { acceptance: 'page', corrections: 'page', types: [['page']], facts, policy: 'page' }
  return {
    acceptance: level === 3 ? 'page' : 'history',
    corrections: level === 3 ? 'contract' : 'history',
    types:
      plan === 'two systems'
        ? [['contract'], ['contract', 'dictionary']]
        : [isToldInChat({ level, plan }) ? ['contract', 'chat'] : ['contract']],
    facts,
    policy: 'policy',
  }
}

function carriersOf(
  story: Story,
  names: Names,
  tables: { pages: string; contracts: string; messages: string },
): Carrier[] {
  const { level, plan } = story
  const essential = (id: string, says: string, ...shelves: Carrier['shelves']): Carrier => ({
    id,
    weight: 'essential',
    says,
    shelves,
  })
  if (level === 1) return [essential('ticket', 'all rules')]
  const { files, raw, statements, dictionary, core } = names
  const log = essential(
    'log',
    'which file is of which type, how many lines it announced, when it came',
    { table: files.table },
    { table: core.table },
  )
  const text = essential('raw', 'type, line numbers and end of each file', { table: raw.table }, { table: core.table })
  const list: Carrier[] = plan === 'numbered' ? [log] : plan === 'landed' ? [text] : [log, text]
  if (level <= 3) list.push(essential('page', 'how files are accepted', { table: tables.pages }))
  else
    list.push(essential('history', 'what became of second files before', { table: files.table }, { table: core.table }))
  if (level >= 3) {
    list.push(essential('contract', 'what types of files mean', { table: tables.contracts }))
    if (isToldInChat(story)) list.push(essential('chat', 'how files mark their types', { table: tables.messages }))
    list.push(essential('policy', 'what becomes of rows and totals that hang on others', { table: tables.pages }))
    list.push({
      id: 'statements',
      weight: 'confirming',
      says: 'what another party made of half a month',
      shelves: [{ table: statements.table }],
    })
  }
  if (level === 5)
    list.push(essential('dictionary', 'what the old system calls its types', { table: dictionary.table }))
  return list
}

/** By level, so that the steps players took (docs/validity.md) are about half of the limit in the median. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.65, 2: 0.5, 3: 0.5, 4: 0.5, 5: 0.55 }

/** The least that a careful episode takes, times what players took in fact. */
function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  // Drawn once: a house is not chosen by how well its riddle is balanced.
  const rule = random.pick(fileRules)
  const { story, noticed } = drawFairStory(random, { ...options, rule })
  const names = drawAllNames(random, story)
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, names, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const before = gradedTables(random, story, names, {
    rows: story.seen.rows.values(),
    children: story.children,
    days: story.days.seen,
  })
  const due: Books = {
    rows: story.due.rows.values(),
    children: story.children.flatMap((child) => {
      const core = story.belongs.get(child.id)
      return core === null || core === undefined ? [] : [{ ...child, core }]
    }),
    days: story.days.due,
  }
  const after = gradedTables(random, story, names, due)
  const parts = partsOf(story, names, { before, after, traces })
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, {
    pages: officeNames.pages.table,
    contracts: officeNames.contracts.table,
    messages: officeNames.messages.table,
  })
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const { plan, level } = story
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  return {
    incident: doubleLoad.id,
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
    stepLimit: stepLimitOf({ factor: stepFactors[level], carriers, statements: longest, rowsOf }),
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
      policies: policies.slice(0, level === 1 ? 0 : level < 4 ? 1 : 2).map(({ id }) => id),
    }),
  }
}

const textsOf = ({ ticket, ticketBlanks, office }: Documents): Prose[] => [
  { voice: 'ticket', text: ticket, blanks: ticketBlanks, bearing: true },
  ...proseOf(office),
]

const policies = [
  {
    id: 'references follow their line',
    says: 'What refers to a row that goes is moved to the row that stays for its line.',
  },
  { id: 'closed months stay', says: 'Totals of closed months stay as they were closed.' },
] as const

export const doubleLoad: Incident = {
  id: 'double_load',
  version: 1,
  dimension: 'duplicates',
  summary: 'Put a table right into which second files were loaded beside the first.',
  station: 'file_import',
  needs: ['manual_tool', 'nightly_job', 'ledger'],
  mechanism:
    'The step that accepts files is skipped, so every file becomes rows: copies, broken transfers and corrections too.',
  scopes: ['files received between two releases'],
  plans: [
    {
      ...{
        id: 'numbered',
        summary: 'rows know their file and line; the log has types and counts',
        levels: [1, 2, 3, 4],
      },
      operation: 'rows of a file counted against the log',
    },
    {
      id: 'landed',
      summary: 'rows know their load only; the raw text of files has the rest',
      levels: [2, 3, 4],
      operation: 'records of raw text parsed and matched by their place',
    },
    {
      ...{
        id: 'two systems',
        summary: 'some senders are on an old system with raw text, others on the log',
        levels: [5],
      },
      operation: 'both, by sender, with a dictionary',
    },
  ],
  policies,
  closures: [
    'a file that is not whole counts for nothing',
    'of whole files of a day the first stays or the last, with its ids',
    'what a correction replaces: values, the count, or the row; what becomes of a struck line',
    'late lines stay',
    'what refers to a row follows the line number',
    'closed months stay',
  ],
  priors: doubleLoadPriors,
  partials: doubleLoadPartials,
  jargon: /\b(?:duplicat\w*|doubl\w*|twice|cop(?:y|ies)|re-?sen[dt]\w*|dedup\w*)\b/i,
  sketch: (random, { level }) => sketchDoubleLoad(random, level),
  generate,
}
