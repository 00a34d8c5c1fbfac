/**
 * `webhook_retry`: the intake of payments stopped looking for earlier calls of a payment, so calls that the provider made
 * again, because an answer came too late, were booked again.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import { dayOf } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { isBalancedByCells, isBalancedByScore } from './balance.ts'
import { type Documents, writeDocuments, writerOf } from './documents.ts'
import { partsOf } from './grading.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { drawAllNames, type Names } from './names.ts'
import { writeOracles } from './oracles.ts'
import { readDue } from './reader.ts'
import { booksUnder } from './settle.ts'
import { stepLimitOf } from '../step-limit.ts'
import { sketchWebhookRetry } from './sketch.ts'
import { drawRule, drawStory, type Story, type StoryOptions } from './story.ts'
import { type NoticedBill, noticeBills, symptomsOf } from './symptoms.ts'
import { gradedTables, traceTables } from './tables.ts'
import { webhookRetryPartials, webhookRetryPriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business whose accident is fair: no place among the calls is right for most, and somebody notices. */
function drawFairStory(
  random: Random,
  options: StoryOptions,
): { story: Story; noticed: readonly [NoticedBill, NoticedBill] } {
  for (let attempt = 0; attempt < 40; attempt++) {
    const story = drawStory(random, options)
    const noticed = isBalancedByScore(story) && isBalancedByCells(story) ? noticeBills(random, story) : null
    if (noticed !== null) return { story, noticed }
  }
  throw new TypeError(`webhook_retry finds no fair business in ${options.world.id} at level ${options.level}`)
}

/** Where what is known of calls stands. */
function sourcesOf({ level, plan }: Story): Sources {
  if (level === 1) return { counting: 'ticket', identity: 'ticket', policy: 'ticket', calls: [['ticket']] }
  const calls =
    plan === 'payloads' ? [['calls']] : plan === 'reports' ? [['calls', 'reports']] : [['calls'], ['old', 'dictionary']]
  if (level === 2) return { counting: 'page', identity: 'page', policy: 'page', calls }
  return { counting: level === 3 ? 'page' : 'history', identity: 'contract', policy: 'policy', calls }
}

function carriersOf(story: Story, names: Names, tables: { pages: string; contracts: string }): Carrier[] {
  const { level, plan, rule } = story
  const essential = (id: string, says: string, ...shelves: Carrier['shelves']): Carrier => ({
    id,
    weight: 'essential',
    says,
    shelves,
  })
  if (level === 1) return [essential('ticket', 'all rules')]
  const { calls, reports, old, dictionary, bookings, receipts } = names
  const list = [
    essential(
      'calls',
      'what each call says and what it was answered',
      { table: calls.table },
      { table: bookings.table },
    ),
  ]
  if (plan === 'reports')
    list.push(essential('reports', 'references, and what became of each call', { table: reports.table }))
  if (plan === 'two gateways')
    list.push(
      essential('old', 'the same of the old gateway', { table: old.table }),
      essential('dictionary', 'what the old gateway calls its things', { table: dictionary.table }),
    )
  if (level <= 3) list.push(essential('page', 'which booking counts', { table: tables.pages }))
  else
    list.push(
      essential(
        'history',
        'which booking was left when a payment came again before',
        { table: calls.table },
        { table: bookings.table },
      ),
    )
  if (level >= 3) {
    list.push(essential('contract', 'which calls are one payment', { table: tables.contracts }))
    list.push(
      essential('policy', 'what becomes of reversed bookings, closed months and papers', { table: tables.pages }),
    )
  }
  if (rule.receipts === 'decide')
    list.push(essential('receipts', 'for which bookings there is paper', { table: receipts.table }))
  return list
}

/** By level, so that the steps players took (docs/validity.md) are about half of the limit in the median. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.75, 2: 0.9, 3: 0.65, 4: 0.8, 5: 0.9 }

function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  // Drawn once: a house is not chosen by how well its riddle is balanced.
  const rule = drawRule(random)
  const { story, noticed } = drawFairStory(random, { ...options, rule })
  const { plan, level, limitMs } = story
  const names = drawAllNames(random, story)
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, names, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const before = gradedTables(random, story, names, { bookings: [...story.seen.values()], receipts: story.receipts })
  const after = gradedTables(random, story, names, withKeys(story, booksUnder(story)))
  const parts = partsOf(story, names, { before, after, traces })
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, { pages: officeNames.pages.table, contracts: officeNames.contracts.table })
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  return {
    incident: webhookRetry.id,
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
      readDue(content, names, { plan, level, rule, limitMs, today: sayDay(dayOf(story.asOf)) }),
    ),
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
      policies: policies.slice(0, level === 1 ? 1 : level === 2 ? 2 : 3).map(({ id }) => id),
    }),
  }
}

/** New reversals in the target get the next free numbers. */
function withKeys(story: Story, { bookings, receipts }: ReturnType<typeof booksUnder>): ReturnType<typeof booksUnder> {
  let next = Math.max(...story.seen.keys())
  return { bookings: bookings.map((own) => (story.seen.has(own.id) ? own : { ...own, id: ++next })), receipts }
}

const textsOf = ({ ticket, ticketBlanks, office }: Documents): Prose[] => [
  { voice: 'ticket', text: ticket, blanks: ticketBlanks, bearing: true },
  ...proseOf(office),
]

const policies = [
  { id: 'reversed bookings', says: 'A booking too many that is reversed stands with its reversal, or both go.' },
  {
    id: 'papers',
    says: 'What is printed for a booking decides, moves to the one that counts, or is left without one.',
  },
  { id: 'closed months', says: 'Nothing is deleted in a closed month: a reversal in an open one, or nothing at all.' },
] as const

export const webhookRetry: Incident = {
  id: 'webhook_retry',
  version: 1,
  dimension: 'duplicates',
  summary: 'Settle payments that were booked for every call of the provider instead of once.',
  station: 'api_feed',
  needs: ['ledger'],
  mechanism:
    'The intake no longer looks for earlier calls of a payment, so every call that is made again is booked again.',
  scopes: ['calls received between two releases'],
  plans: [
    {
      ...{ id: 'payloads', summary: 'payloads have the reference, the log has what was answered and how fast' },
      ...{ operation: 'fields of JSON, answers held against a limit', levels: [1, 2, 3, 4] },
    },
    {
      ...{ id: 'reports', summary: "the provider's daily reports list payments with their calls" },
      ...{ operation: 'lists within lists of JSON taken apart', levels: [2, 3, 4] },
    },
    {
      ...{ id: 'two gateways', summary: 'bills of an old gateway have calls in a text with a dictionary' },
      ...{ operation: 'both JSON and fields cut out of a text', levels: [5] },
    },
  ],
  policies,
  closures: [
    'one reference is one payment',
    'of several bookings that of the acknowledged call counts; the first or the last where none was acknowledged',
    'vouchers: the same bill, amount and moment are one, or the same number on a bill',
    'a reversal belongs to the booking it names; a reversed booking too many stands, or goes with its reversal',
    'what a closed month asks for in place of a deletion',
    'papers decide, follow, or lose their booking',
  ],
  priors: webhookRetryPriors,
  partials: webhookRetryPartials,
  jargon: /\b(?:duplicat\w*|doubl\w*|twice|cop(?:y|ies)|re-?sen[dt]\w*|retr(?:y|ie)\w*|webhook\w*|dedup\w*)\b/i,
  sketch: (random, { level }) => sketchWebhookRetry(random, level),
  generate,
}
