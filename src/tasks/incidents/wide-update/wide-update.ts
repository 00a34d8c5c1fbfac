/**
 * `wide_update`: a change of many cases went over too many. Some were meant, some have been worked on since, and of some
 * the log has no line.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, type OfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { monthOf, sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { type Documents, requestsIn, writeDocuments, writerOf } from './documents.ts'
import { partsOf } from './grading.ts'
import { struckFields } from './due.ts'
import { drawHouse } from './house.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { drawAllNames, type Names } from './names.ts'
import { wideRuns, writeOracles } from './oracles.ts'
import { readDue } from './reader.ts'
import { stepLimitOf } from '../step-limit.ts'
import { sketchWideUpdate } from './sketch.ts'
import { drawStory, type Story, type StoryOptions } from './story.ts'
import { noticeDays, type NoticedDay, symptomsOf } from './symptoms.ts'
import { gradedTables, traceTables } from './tables.ts'
import { addUp, caseDayKey } from './totals.ts'
import { lookInto, verdictOf } from './verdicts.ts'
import { wideUpdatePartials, wideUpdatePriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business whose accident is fair: no reading is most of it, and there are days that somebody notices. */
function drawFairStory(random: Random, options: StoryOptions): { story: Story; noticed: readonly NoticedDay[] } {
  for (let attempt = 0; attempt < 60; attempt++) {
    const story = drawStory(random, options)
    if (!isShared(story) || !hasTotals(story)) continue
    const noticed = noticeDays(random, story)
    if (noticed !== null) return { story, noticed }
  }
  throw new TypeError(`wide_update finds no fair business in ${options.world.id} at level ${options.level}`)
}

/** The old program has its share of what is to be put back. */
function isShared(story: Story): boolean {
  if (story.oldOnes.size === 0) return true
  const { byId } = lookInto(story)
  const back = [...story.hits.keys()].flatMap((id) =>
    struckFields.filter((field) => verdictOf(story, id, field) === 'before').map(() => byId.get(id)?.sender ?? ''),
  )
  const old = back.filter((sender) => story.oldOnes.has(sender)).length
  return old >= 0.17 * back.length && old <= 0.6 * back.length
}

/** Enough totals change in open months, and no fewer lie in closed ones, so that the policy is worth as much. */
function hasTotals({ level, cases, due, days, closed }: Story): boolean {
  if (level <= 2) return true
  const keyed = new Map(days.due.map((total) => [caseDayKey(total), total.fees]))
  const open = days.seen.filter((total) => keyed.get(caseDayKey(total)) !== total.fees)
  if (level === 3) return open.length >= 8
  const months = new Set(closed.map(({ month }) => month))
  const anew = addUp(cases, due).filter(({ day }) => months.has(monthOf(day)))
  const stale = anew.filter((total) => keyed.get(caseDayKey(total)) !== total.fees)
  const count = (list: typeof open): number =>
    list.length + (level < 5 ? 0 : new Set(list.map(({ sender, day }) => `${sender} ${monthOf(day)}`)).size)
  return open.length >= 8 && count(stale) >= 1.15 * count(open)
}

/** Where what stands is known from. */
function sourcesOf({ level }: Story): Sources {
  const log = ['log']
  const journal = ['journal', 'dictionary']
  if (level === 1) return { rules: 'ticket', request: 'ticket', gap: 'ticket', closing: 'ticket', log, journal }
  if (level === 2) return { rules: 'rules', request: 'ticket', gap: 'rules', closing: 'rules', log, journal }
  if (level === 3) return { rules: 'rules', request: 'request', gap: 'log page', closing: 'rules', log, journal }
  return { rules: 'history', request: 'request', gap: 'log page', closing: 'policy', log, journal }
}

function carriersOf(story: Story, names: Names, office: OfficeNames): Carrier[] {
  const { level, plan } = story
  const essential = (id: string, says: string, ...shelves: Carrier['shelves']): Carrier => ({
    ...{ id, weight: 'essential', says, shelves },
  })
  const log = plan === 'saves' ? names.saves.table : names.entries.table
  const list = [
    essential('log', 'what each field was changed from and to, and how', { table: log }, { table: names.runs.table }),
    essential('copy', 'what open cases held in the night before', { table: names.copy.table }),
  ]
  if (level <= 2) list.push(essential('ticket', level === 1 ? 'all rules' : 'which cases were asked for'))
  if (level === 2 || level === 3)
    list.push(essential('rules', 'what stays and what goes back', { table: office.pages.table }))
  if (level >= 3)
    list.push(
      essential('request', 'which cases were asked for', {
        table: (requestsIn(story) === 'mail' ? office.mails : office.messages).table,
      }),
      essential('log page', 'whose the missing entries are', { table: office.pages.table }),
    )
  if (level >= 4)
    list.push(
      essential('history', 'how an earlier change was put right', { table: log }, { table: names.cases.table }),
      essential('policy', 'what becomes of closed months', { table: office.pages.table }),
    )
  if (plan === 'two programs')
    list.push(
      essential('journal', 'the log of the old program', { table: names.journal.table }),
      essential('dictionary', 'what stands where in it', { table: names.dictionary.table }),
    )
  return list
}

/** By level, so that the steps players took (docs/validity.md) are about half of the limit in the median. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.9, 2: 0.9, 3: 0.8, 4: 0.65, 5: 0.7 }

function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  // Drawn once: a house is not chosen by how well its riddle is balanced.
  const rule = drawHouse(random)
  const { story, noticed } = drawFairStory(random, { ...options, rule })
  const names = drawAllNames(random, story)
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const before = gradedTables(random, story, names, { values: story.seen, days: story.days.seen })
  const after = gradedTables(random, story, names, { values: story.due, days: story.days.due })
  const parts = partsOf(story, names, traces)
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, officeNames)
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const { plan, level } = story
  const papers = { plan, level, rule, request: story.accident.request, runs: wideRuns(story) }
  return {
    ...{ incident: wideUpdate.id, world: options.world.id, level, sketch: options.sketch },
    ...{ goal: documents.ticket, asOf: `${sayMinute(story.calendar.asOf)}:00` },
    ...{ seed, target: { tables: [...after, ...traces] }, parts, oracles, naive: wrong },
    accepts: acceptsReading(graded, (content) => readDue(content, names, papers)),
    stepLimit: stepLimitOf({
      ...{ factor: stepFactors[level], carriers, rowsOf },
      statements: Math.max(...oracles.map(({ queries }) => queries.length)),
    }),
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
      policies: level < 4 ? [] : policies.map(({ id }) => id),
    }),
  }
}

const textsOf = ({ ticket, ticketBlanks, office }: Documents): Prose[] => [
  { voice: 'ticket', text: ticket, blanks: ticketBlanks, bearing: true },
  ...proseOf(office),
]

const policies = [{ id: 'closed months stay', says: 'Totals of closed months stay as they were closed.' }] as const

export const wideUpdate: Incident = {
  id: 'wide_update',
  version: 1,
  dimension: 'scope',
  summary: 'Put cases right after a change of many at one go took too many of them.',
  station: 'manual_tool',
  needs: ['case_desk', 'file_import', 'nightly_job', 'ledger'],
  mechanism: 'A change of many cases at one go leaves out a part of what was to be searched for.',
  scopes: ['cases that one of two conditions fits'],
  plans: [
    {
      ...{ id: 'entries', summary: 'the log has a line for each field', levels: [1, 2, 3, 4] },
      operation: 'lines of the log put in order and replayed',
    },
    {
      ...{ id: 'saves', summary: 'the log has a line for each save, with JSON', levels: [1, 2, 3, 4] },
      operation: 'fields taken out of JSON and replayed',
    },
    {
      ...{
        id: 'two programs',
        summary: 'some senders are in an old program with a journal of fixed width',
        levels: [5],
      },
      operation: 'both logs, one of them cut apart by a dictionary',
    },
  ],
  policies,
  closures: [
    'what was asked for keeps what the change set, by the reason of then or of today',
    'later edits win, field by field',
    'whether a value that was saved again counts as an edit',
    'whether numbers or times give the order of entries',
    'what taking an edit back counts for',
    'what entries of the nightly job count for',
    'what becomes of cases that ended since',
    'the missing entries belong to the change alone',
    'closed months stay',
  ],
  priors: wideUpdatePriors,
  partials: wideUpdatePartials,
  jargon: /\b(?:mass|bulk|overwr\w*|updat\w*|undo\w*|undone|audit|snapshots?|filters?|wid(?:e|er))\b/i,
  sketch: (random, { level }) => sketchWideUpdate(random, level),
  generate,
}
