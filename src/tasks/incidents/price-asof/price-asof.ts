/**
 * `price_asof`: a billing program took the prices of the list in force on the day of the invoice, and not those of the
 * order's day. Drafts are corrected in place, invoices that are out by an entry of their own; prices that were agreed stay.
 *
 * @module
 */
import type { DatabaseSpec, TableSpec } from '../../../data/content.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Random } from '../../../kit/random.ts'
import { drawOfficeNames, officeTables, proseOf } from '../../documents/office.ts'
import { dayOf, sayDay, sayMinute } from '../../worlds/time.ts'
import { acceptsReading } from '../accepts.ts'
import type { Carrier, Prose } from '../evidence.ts'
import type { Incident, IncidentInstance, IncidentLevel, IncidentOptions, IncidentProof, Sketch } from '../incident.ts'
import { booksUnder, rightUnderstanding } from './books.ts'
import { type Documents, isToldInChat, writeDocuments, writerOf } from './documents.ts'
import { hypothesesOf, type Sources } from './hypotheses.ts'
import { invariantsOf, relationsOf, scopeOf, selectorsOf } from './invariants.ts'
import { drawAllNames, type Names } from './names.ts'
import { writeOracles } from './oracles.ts'
import { readDue } from './reader.ts'
import { isBalanced } from './readings.ts'
import { stepLimitOf } from '../step-limit.ts'
import { sketchPriceAsof } from './sketch.ts'
import { drawRule, drawStory, type Story, type StoryOptions } from './story.ts'
import { type Noticed, noticeInvoices, symptomsOf } from './symptoms.ts'
import { gradedTables, traceTables } from './tables.ts'
import { priceAsofPartials, priceAsofPriors, writeWrongRepairs } from './wrong-repairs.ts'

/** Draws a business that has what a fair riddle needs, and two invoices that somebody notices. */
function drawFairStory(random: Random, options: StoryOptions): { story: Story; noticed: readonly [Noticed, Noticed] } {
  for (let attempt = 0; attempt < 40; attempt++) {
    const story = drawStory(random, options)
    const noticed = story === null || !isBalanced(story) ? null : noticeInvoices(random, story)
    if (story !== null && noticed !== null) return { story, noticed }
  }
  throw new TypeError(`price_asof finds no fair business in ${options.world.id} at level ${options.level}`)
}

/** Where each rule stands. */
function sourcesOf({ level, plan }: Pick<Story, 'level' | 'plan'>): Sources {
  const list = plan === 'changes' ? 'journal' : 'list'
  const prices = (isOld: boolean): readonly string[] => (isOld ? ['old list', 'dictionary'] : [list])
  if (level <= 2) {
    const rules = level === 1 ? 'ticket' : 'page'
    return { day: rules, agreed: [rules, 'agreements'], rounding: rules, policy: rules, form: rules, prices }
  }
  const day = level === 3 ? 'page' : 'history'
  const agreed = isToldInChat({ level, plan }) ? ['chat', 'agreements'] : [day, 'agreements']
  return { day, agreed, rounding: day, policy: 'policy', form: level === 3 ? 'policy' : 'examples', prices }
}

function carriersOf(story: Story, names: Names, tables: { pages: string; messages: string }): Carrier[] {
  const { level, plan } = story
  const essential = (id: string, says: string, ...shelves: Carrier['shelves']): Carrier => ({
    ...{ id, weight: 'essential', says, shelves },
  })
  const list =
    plan === 'changes'
      ? essential(
          'journal',
          'what was changed to what, from which day',
          { table: names.changes.table },
          { table: names.goods.table },
        )
      : essential('list', 'all prices of every list', { table: names.prices.table }, { table: names.versions.table })
  const agreements = essential('agreements', 'which prices were agreed', { table: names.agreements.table })
  if (level === 1) return [essential('ticket', 'all rules'), list, agreements]
  if (level === 2) return [essential('page', 'all rules', { table: tables.pages }), list, agreements]
  const carriers = [
    list,
    agreements,
    essential('policy', 'what is corrected where, and what is left', { table: tables.pages, where: '1' }),
  ]
  if (level === 3)
    carriers.push(essential('page', 'which day decides, and how tax is rounded', { table: tables.pages, where: '1' }))
  else {
    carriers.push(
      essential(
        'history',
        'which prices and taxes orders came to while all was well',
        { table: names.orders.table },
        { table: names.invoices.table },
        { table: names.sites.table },
      ),
      essential('examples', 'how corrections were written before', { table: names.entries.table, where: '1' }),
    )
  }
  if (isToldInChat(story))
    carriers.push(essential('chat', 'which goes, the agreed price or the list', { table: tables.messages }))
  if (plan === 'two systems')
    carriers.push(
      essential('old list', 'prices of the offices on the old system', { table: names.oldPrices.table }),
      essential('dictionary', 'what the old system calls things', { table: names.dictionary.table }),
    )
  return carriers
}

/** What is compared: entries and all that nobody has to touch weigh most, sums that follow a little. */
function partsOf(
  names: Names,
  graded: readonly TableSpec[],
  traces: readonly TableSpec[],
  level: IncidentLevel,
): GradedPart[] {
  const { entries, turnover, totals, prices } = names
  const own: GradedTable = {
    name: entries.table,
    key: [entries.columns.id],
    natural: [entries.columns.invoice],
  }
  const rest = traces.map(({ name, columns }): GradedTable => ({
    name,
    key: name === prices.table ? [prices.columns.version, prices.columns.good] : [columns[0] as string],
  }))
  if (level < 3) return [{ name: 'entries', weight: 1, kind: 'core', tables: [own, ...rest] }]
  const weight = level >= 4 ? 10 : 5
  return [
    { name: 'entries', weight: (100 - weight) / 100, kind: 'core', tables: [own, ...rest] },
    {
      ...{ name: 'sums', weight: weight / 100, kind: 'derived' },
      tables: graded
        .slice(1)
        .map(({ name }): GradedTable =>
          name === turnover.table
            ? { name, key: [turnover.columns.customer, turnover.columns.month] }
            : { name, key: [totals.columns.month] },
        ),
    },
  ]
}

/** By level, so that the steps players took (docs/validity.md) are about half of the limit in the median. */
const stepFactors: Readonly<Record<IncidentLevel, number>> = { 1: 0.8, 2: 0.9, 3: 0.75, 4: 0.8, 5: 0.65 }

function generate(random: Random, options: IncidentOptions & { readonly sketch: Sketch }): IncidentInstance {
  const { level } = options
  // Drawn once: a house is not chosen by how well its riddle is balanced.
  const rule = drawRule(random, level)
  const { story, noticed } = drawFairStory(random, { ...options, rule })
  const names = drawAllNames(random, story)
  const officeNames = drawOfficeNames(random)
  const writer = writerOf(random, story, names, officeNames, noticed)
  const documents = writeDocuments(random, story, writer)
  const traces = [...traceTables(random, story, names), ...officeTables(random, officeNames, documents.office)]
  const before = gradedTables(random, story, names, booksUnder(story, names, null))
  const after = gradedTables(random, story, names, booksUnder(story, names, rightUnderstanding(story)))
  const parts = partsOf(names, before, traces, level)
  const graded = parts.flatMap(({ tables }) => tables)
  const oracles = writeOracles(story, names)
  const wrong = writeWrongRepairs(story, names)
  const carriers = carriersOf(story, names, { pages: officeNames.pages.table, messages: officeNames.messages.table })
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const rowsOf = (table: string): number => seed.tables.find(({ name }) => name === table)?.rows.length ?? 0
  const longest = Math.max(...oracles.map(({ queries }) => queries.length))
  const told = { plan: story.plan, level, rule, today: sayDay(dayOf(story.season.asOf)) }
  return {
    ...{ incident: priceAsof.id, world: options.world.id, level, sketch: options.sketch },
    goal: documents.ticket,
    asOf: `${sayMinute(story.season.asOf)}:00`,
    seed,
    target: { tables: [...after, ...traces] },
    ...{ parts, oracles, naive: wrong },
    accepts: acceptsReading(graded, (content) => readDue(content, names, told)),
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
    id: 'what is out stays',
    says: 'An invoice that is out is never changed: one entry of today carries the difference; drafts are put right in place.',
  },
  { id: 'corrected is done', says: 'An invoice whose prices were corrected gets no second entry.' },
  { id: 'too little', says: 'What was asked too little is charged, or waived, or waived where the month is closed.' },
] as const

export const priceAsof: Incident = {
  id: 'price_asof',
  version: 1,
  dimension: 'prices',
  summary: 'Put invoices right that were priced by the list of the wrong day: drafts in place, others by an entry.',
  station: 'price_list',
  needs: ['ledger'],
  mechanism: 'The billing program looks prices up on the day of the invoice, not on the day of the order that decides.',
  scopes: ['invoices made between two releases'],
  plans: [
    {
      ...{ id: 'versions', summary: 'every list is kept whole', levels: [1, 2, 3, 4] },
      operation: 'the last version that began by a day',
    },
    {
      ...{ id: 'changes', summary: 'prices of today and a journal of their changes', levels: [2, 3, 4] },
      operation: 'changes played back from today',
    },
    {
      ...{
        id: 'two systems',
        summary: 'some offices have their prices in an old journal under cryptic names',
        levels: [5],
      },
      operation: 'both, by office, with a dictionary',
    },
  ],
  policies,
  closures: [
    'which day of an order decides, and by whose clock it is read',
    'an agreed price goes before the list, or where it is lower',
    'tax by line, to the nearest or down',
    'a draft is corrected in place, what is out by one entry of today, in a stated form',
    'what was asked too little is charged, or waived',
    'what was corrected before is done; entries for other reasons do not count',
  ],
  priors: priceAsofPriors,
  partials: priceAsofPartials,
  jargon: /\b(?:price lists?|fee lists?|tariffs?|versions?|valid|in force|backdat\w*|credit\w*)\b/i,
  sketch: (random, { level }) => sketchPriceAsof(random, level),
  generate,
}
