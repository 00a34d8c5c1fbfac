/**
 * `unit_release`: one version of an app wrote the steps of a scale where grams should be. Which version a thing was weighed
 * with is known from sign-ins, not from what uploaded it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, type OfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { type Documents, stepsIn, writeDocuments, writerOf } from './documents.ts'
import { partsOf } from './grading.ts'
import { drawHouse } from './house.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { modelAt } from './models.ts'
import { drawAllNames, type Names } from './names.ts'
import { versionList, writeOracles } from './oracles.ts'
import { isBalanced, isHidden } from './readings.ts'
import { readDue } from './reader.ts'
import { isDecided, rightUnderstanding, settle } from './settle.ts'
import { sketchUnitRelease } from './sketch.ts'
import { drawStory, type Story, type StoryOptions } from './story.ts'
import { notice, type Noticed, symptomsOf } from './symptoms.ts'
import { gradedTables, traceTables } from './tables.ts'
import { unitReleasePartials, unitReleasePriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business whose accident is fair: no reading is most of it, every rule matters, and somebody notices. */
function drawFairStory(random: Random, options: StoryOptions): { story: Story; noticed: Noticed } {
  for (let attempt = 0; attempt < 80; attempt++) {
    const story = drawStory(random, options)
    if (!isShown(story) || !isHidden(story) || !isBalanced(story) || !isDecided(story)) continue
    const noticed = notice(random, story)
    if (noticed !== null) return { story, noticed }
  }
  throw new TypeError(`unit_release finds no fair business in ${options.world.id} at level ${options.level}`)
}

/** From level 4 on: something known was put on each kind of scale with each version that matters, twice at least. */
function isShown(story: Story): boolean {
  if (story.level < 4) return true
  const seen = new Map<string, number>()
  for (const { handset, at } of [...story.checks, ...story.boxReadings]) {
    const own = story.handsets.find(({ code }) => code === handset)
    const sitting = story.sittings.get(handset)?.find(({ from, until }) => from < at && at < until)
    if (own === undefined || sitting === undefined) continue
    const key = `${modelAt(story, own, at).name} ${sitting.version}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  return story.models.every(({ name }) =>
    versionList(story).every((version) => (seen.get(`${name} ${version}`) ?? 0) >= 2),
  )
}

/** Where what stands is known from. */
function sourcesOf({ level, plan }: Story): Sources {
  const log = (isOld: boolean): string[] =>
    isOld ? ['old log', 'dictionary'] : [plan === 'events' ? 'events' : 'sign-ins']
  if (level === 1) return { log, swaps: null, versions: 'ticket', steps: 'ticket', rules: 'ticket', bands: 'ticket' }
  if (level === 2) return { log, swaps: null, versions: 'ticket', steps: 'rules', rules: 'rules', bands: 'rules' }
  if (level === 3) return { log, swaps: null, versions: 'notes', steps: 'steps', rules: 'rules', bands: 'rules' }
  return { log, swaps: 'swaps', versions: 'checks', steps: 'checks', rules: 'rules', bands: 'policy' }
}

function carriersOf({ level, plan }: Story, names: Names, office: OfficeNames): Carrier[] {
  const essential = (id: string, says: string, ...shelves: Carrier['shelves']): Carrier => ({
    ...{ id, weight: 'essential', says, shelves },
  })
  const { sessions, events, handsets, checks, boxReadings, invoices, old } = names
  const list = [
    plan === 'events'
      ? essential('events', 'who was signed in when, with which version', { table: events.table }, { table: handsets.table }) // prettier-ignore
      : essential('sign-ins', 'who was signed in when, with which version', { table: sessions.table }, { table: handsets.table }), // prettier-ignore
  ]
  if (level <= 2) list.push(essential('ticket', level === 1 ? 'all rules' : 'which version is wrong'))
  if (level >= 2) list.push(essential('rules', 'what counts where records are missing, and how', { table: office.pages.table, where: '1' })) // prettier-ignore
  if (level === 3)
    list.push(
      essential('notes', 'which versions write steps, on which scales', { table: office.releases.table }),
      essential('steps', 'what a step is', { table: stepsIn({ plan }) === 'page' ? office.pages.table : office.mails.table, where: '1' }), // prettier-ignore
    )
  if (level >= 4)
    list.push(
      essential('checks', 'what versions made of known weights', { table: plan === 'events' ? boxReadings.table : checks.table }), // prettier-ignore
      essential('swaps', 'which handsets had another scale before', { table: names.swaps.table }),
      essential('policy', 'which bands stay', { table: office.pages.table, where: '1' }, { table: invoices.table }),
    )
  if (plan === 'two programs')
    list.push(
      essential('old log', 'sign-ins of the old program', { table: old.log.table }),
      essential('dictionary', 'what stands where in it', { table: old.dictionary.table }),
    )
  return list
}

/** Times what a careful episode takes at least. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.8, 2: 0.8, 3: 0.8, 4: 0.8, 5: 0.8 }

function stepLimitOf(
  { level }: Story,
  statements: number,
  carriers: readonly Carrier[],
  rowsOf: (table: string) => number,
): number {
  const shelves = new Set(carriers.flatMap(({ shelves: own }) => own.map(({ table }) => table)))
  const pages = [...shelves].reduce((sum, table) => sum + Math.ceil(Math.min(rowsOf(table), 600) / 100), 0)
  return Math.round(stepFactors[level] * (3 + pages + statements + 3))
}

/** Steps by scale and version, as the papers of the lower levels give them. */
function toldSteps(story: Story): Map<string, number> | null {
  if (story.level >= 4) return null
  const { tenthsOn } = rightUnderstanding(story)
  return new Map(
    story.models.flatMap((model) =>
      versionList(story).map((version) => [`${model.name} ${version}`, tenthsOn(version, model)] as const),
    ),
  )
}

function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  // Drawn once: a house is not chosen by how well its riddle is balanced.
  const rule = drawHouse(random)
  const { story, noticed } = drawFairStory(random, { ...options, rule })
  const names = drawAllNames(random, story)
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const right = rightUnderstanding(story)
  const due = new Map(story.weighings.map((own) => [own.id, settle(story, own, right)]))
  const before = gradedTables(random, story, names, null)
  const after = gradedTables(random, story, names, due)
  const parts = partsOf(story, names, traces)
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, officeNames)
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const { plan, level } = story
  const papers = { plan, level, rule, steps: toldSteps(story) }
  return {
    ...{ incident: unitRelease.id, world: options.world.id, level, sketch: options.sketch },
    ...{ goal: documents.ticket, asOf: `${sayMinute(story.asOf)}:00` },
    ...{ seed, target: { tables: [...after, ...traces] }, parts, oracles, naive: wrong },
    accepts: acceptsReading(graded, (content) => readDue(content, names, papers)),
    stepLimit: stepLimitOf(story, Math.max(...oracles.map(({ queries }) => queries.length)), carriers, rowsOf),
    evidence: traces.map(({ name }) => name),
    proof: (): IncidentProof => ({
      carriers,
      hypotheses: hypothesesOf(story, names, {
        sources: sourcesOf(story),
        // Rows have no order of their own there.
        build: (values) => ({ tables: [...gradedTables(random, story, names, values), ...traces] }),
      }),
      symptoms: symptomsOf(story, names, noticed),
      invariants: invariantsOf(story, names),
      relations: relationsOf(story, names),
      scope: scopeOf(story, names),
      selectors: selectorsOf(story, names),
      wrong,
      prose: textsOf(documents),
      policies: policies.map(({ id }) => id),
    }),
  }
}

const textsOf = ({ ticket, ticketBlanks, office }: Documents): Prose[] => [
  { voice: 'ticket', text: ticket, blanks: ticketBlanks, bearing: true },
  ...proseOf(office),
]

const policies = [
  {
    id: 'invoiced bands stay',
    says: 'A band on an invoice stays as it is, also if it is wrong; the weight is put right.',
  },
] as const

export const unitRelease: Incident = {
  id: 'unit_release',
  version: 1,
  dimension: 'units',
  summary: 'Put weights right that an app wrote in the steps of a scale, by the version that was on the handset.',
  station: 'client_app',
  needs: ['file_import'],
  mechanism: 'A version of an app writes what a scale counts, in steps of its own, where grams should be.',
  scopes: ['weighings taken with some versions, on some makes of scales'],
  plans: [
    {
      ...{ id: 'sign-ins', summary: 'sign-ins are a list, scales are tried with test weights', levels: [1, 2, 3, 4] },
      operation: 'a time laid between begin and end',
    },
    {
      ...{
        id: 'events',
        summary: 'sign-ins are events with JSON, empty boxes are weighed again',
        levels: [1, 2, 3, 4],
      },
      operation: 'pairs of events, fields taken out of JSON, first reading of each box',
    },
    {
      ...{ id: 'two programs', summary: 'some handsets have an old program with a log of fixed width', levels: [5] },
      operation: 'both logs, one of them cut apart by a dictionary',
    },
  ],
  policies,
  closures: [
    'the version is that of the sign-in, not of the upload',
    'which version goes where the sign-in is missing',
    'what typed weights are in',
    'how grams are rounded that are worked out',
    'a step is a whole number of tenths of a gram',
    'the scale is the one that was on the handset then',
    'bands on invoices stay, on drafts or not',
  ],
  priors: unitReleasePriors,
  partials: unitReleasePartials,
  jargon: /\b(?:versions?|releases?|updates?|units?|factors?|convert\w*|sign-?ins?|steps?|uploads?)\b/i,
  sketch: (random, { level }) => sketchUnitRelease(random, level),
  generate,
}
