/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Mail, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { withArticle, Writer } from '../../documents/wording.ts'
import type { Person } from '../../worlds/business.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import { dayOf, inOffice, minuteOf, tellDay } from '../../worlds/time.ts'
import { gramStep } from './grams.ts'
import type { Names } from './names.ts'
import * as rules from './rule-texts.ts'
import type { ScaleModel } from './models.ts'
import type { Story } from './story.ts'
import { type Noticed, tellAbout, tellGrams } from './symptoms.ts'
import { drawTalk } from './talk.ts'
import * as talk from './talk-texts.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

/** Where it is told at level 3 what a step is: on a page, or in a mail. */
export const stepsIn = ({ plan }: Pick<Story, 'plan'>): 'page' | 'mail' => (plan === 'events' ? 'mail' : 'page')

const ruleTitles = [
  'Weights that are wrong',
  'When weights are off',
  'Putting weights right',
  'Correcting weights',
] as const
const stepTitles = ['Scales and their steps', 'What a step is', 'Steps of the scales', 'Our scales'] as const
const policyTitles = ['Bands and totals', 'After weights were put right', 'Bands afterwards', 'What follows from a weight'] as const // prettier-ignore

const tellTenths = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10} g`

/** What a step of each scale is: `Tarex 0.4 g, Volmer 5.2 g; Kelvar shows grams`. */
function tellSteps(models: readonly ScaleModel[], other = 0): string {
  const own = models.filter(({ tenths }) => tenths !== gramStep)
  const plain = models.filter(({ tenths }) => tenths === gramStep).map(({ name }) => name)
  return `${own.map(({ name, tenths }) => `${name} ${tellTenths(tenths + other)}`).join(', ')}; ${plain.join(', ')} counts whole grams`
}

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(random: Random, story: Story, names: Names, office: OfficeNames, noticed: Noticed): Writer {
  const { trade, people, models, versions, sites } = story
  const { nouns } = trade
  const { weighings: w, sessions: s, events: e, days: d, words } = names
  const early = models.find(({ isEarly }) => isEarly)
  const good = story.world.goods(random, 1)[0]
  const made = {
    ...{ thing: nouns.thing, aThing: withArticle(nouns.thing), things: nouns.things },
    ...{ handset: nouns.handset, handsets: nouns.handsets, app: nouns.app, carrier: nouns.carrier },
    ...{ box: nouns.box, boxes: nouns.boxes },
  }
  const named = {
    ...{
      table: w.table,
      sessions: s.table,
      events: e.table,
      handsets_: names.handsets.table,
      bands: names.bands.table,
    },
    ...{
      invoices: names.invoices.table,
      checks: names.checks.table,
      swaps: names.swaps.table,
      boxReadings: names.boxReadings.table,
    },
    ...{ days: d.table, months: names.months.table, pages: office.pages.table },
    ...{ oldLog: names.old.log.table, dictionary: names.old.dictionary.table },
    ...{ colWeight: w.columns.weight, colBand: w.columns.band, colTaken: w.columns.takenAt, colEntry: w.columns.entry },
    ...{
      colSentBy: w.columns.sentBy,
      colFitted: names.swaps.columns.since,
      colInvoice: w.columns.invoice,
      colStatus: names.invoices.columns.status,
    },
    ...{ colFrom: s.columns.from, colUntil: s.columns.until, colKind: e.columns.kind, colPayload: e.columns.payload },
    ...{ colTotal: d.columns.weight, colCharges: d.columns.charges, colBuilt: d.columns.builtAt },
    ...{ signIn: words.signIn, signOut: words.signOut, versionField: words.versionField },
    ...{ keyed: words.keyed, scale: words.scale, draft: words.draft, sent: words.sent },
  }
  /** A name of the database begins a sentence as it is written. */
  const capitals = Object.fromEntries(
    (['sessions', 'checks', 'swaps', 'handsets_', 'boxReadings', 'colSentBy', 'colBand'] as const).map((key) => [
      `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
      named[key],
    ]),
  )
  return new Writer(random, made, {
    ...named,
    ...capitals,
    Keyed: words.keyed,
    followers: story.level === 5 ? `${d.table} and ${names.months.table}` : d.table,
    ...{ before: versions.before, struck: versions.struck, after: versions.after, early: early?.name ?? '' },
    steps: tellSteps(models),
    ...{ over: String(noticed.over), limit: `${trade.heaviest / 1000} kg`, where: noticed.siteName },
    ...{ day: tellDay(noticed.day), shown: tellGrams(noticed.shown), about: tellAbout(noticed.due) },
    ...{ where3: random.pick(sites).name, where4: random.pick(sites).name, heavyKind: random.pick(trade.kinds) },
    twoLanes: (sites.find(({ lanes }) => lanes > 1) ?? sites[0])?.name ?? '',
    ...{ goodName: good?.name ?? '', goodCode: good?.code ?? '' },
    importerName: trade.sites.nouns.importer.replace(/^the /, ''),
    ...{ owner: firstNameOf(people.owner), engineer: firstNameOf(people.engineer), writer: firstNameOf(people.writer) },
    service: random.pick(['Weighing Service Hartmann', 'Lindqvist Scales', 'Scale Service Moreau', 'Brandt Weighing']),
  })
}

/** What the house holds of weights, but for bands. */
const houseTexts = ({ rule, plan }: Story): readonly (readonly string[])[] => [
  rules.taken,
  rules.signIns[plan],
  rules.lost[rule.lost],
  rules.keyed[rule.keyed],
]

function writeTicket(writer: Writer, story: Story, pageTitle: string): string {
  const { level, trade, people, rule } = story
  const paragraphs = [writer.pick(trade.openings)]
  if (level === 1)
    paragraphs.push(
      writer.all(rules.happened, rules.steps, rules.scales),
      writer.all(ticket.askHere, ...houseTexts(story)),
      writer.all(rules.rounding[rule.rounding], rules.frozen[rule.frozen]),
    )
  else if (level === 2) paragraphs.push(writer.with({ page: pageTitle }).all(rules.happened, ticket.askThere))
  else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askFind))
  paragraphs.push(
    writer.pick(ticket.restStays[level <= 2 ? 'one table' : 'all that follows']),
    `${firstNameOf(people.writer)}, ${people.writer.role}`,
    writer.pick(ticket.footers),
  )
  return paragraphs.join('\n\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, writer: Writer): Documents {
  const { level, sketch, people, rule, firstDay, plan } = story
  const pageTitle = writer.pick(ruleTitles)
  const text = writeTicket(writer, story, pageTitle)
  const ticketBlanks = [...writer.blanksIn(text), people.writer.role]
  const nothing: Office = { pages: [], messages: [], releases: [], mails: [], contracts: [] }
  if (level === 1) return { ticket: text, ticketBlanks, office: nothing }
  const page = (key: string | null, title: string, owner: Person, age: number, body: string): Page => ({
    ...(key === null ? {} : { key }),
    ...{ title, owner: owner.name, updatedOn: firstDay - age, body, blanks: writer.blanksIn(body) },
  })
  const pages: Page[] = []
  const mails: Mail[] = []
  const house = houseTexts(story)
  if (level === 2) {
    const takes = [rules.steps, rules.scales, ...house, rules.rounding[rule.rounding], rules.frozen[rule.frozen]]
    pages.push(page('rules', pageTitle, people.owner, random.int(20, 90), takes.map((each) => writer.pick(each)).join('\n\n'))) // prettier-ignore
  }
  const follows = [rules.frozen[rule.frozen], rules.totals, ...(level === 5 ? [rules.monthly] : [])]
  if (level === 3) {
    pages.push(page('rules', pageTitle, people.owner, random.int(20, 90), writer.all(...house, rules.rounding[rule.rounding], ...follows))) // prettier-ignore
    const written = writeSteps(random, story, writer, page)
    pages.push(...written.pages)
    mails.push(...written.mails)
  }
  if (level >= 4)
    pages.push(
      page('rules', pageTitle, people.owner, random.int(20, 90), writer.all(...house, rules.stepsFound[plan === 'events' ? 'boxes' : 'checks'], rules.swaps, rules.rounding[rule.rounding])), // prettier-ignore
      page('policy', writer.pick(policyTitles), people.owner, random.int(30, 200), writer.all(...follows)),
    )
  pages.push(page(null, pageTitle, people.engineer, random.int(300, 700), writer.pick(rules.oldWay)))
  const filler = drawTalk(random, story, writer, sketch.knobs.filler)
  return {
    ticket: text,
    ticketBlanks,
    office: {
      ...{ pages: [...pages, ...filler.pages], messages: filler.messages, mails: [...mails, ...filler.mails] },
      ...{ releases: [...(level >= 3 ? writeReleases(random, story, writer) : []), ...filler.releases], contracts: [] },
    },
  }
}

/** What a step is, and an earlier list that no longer holds. */
function writeSteps(
  random: Random,
  story: Story,
  writer: Writer,
  page: (key: string | null, title: string, owner: Person, age: number, body: string) => Page,
): { readonly pages: readonly Page[]; readonly mails: readonly Mail[] } {
  const { models, people, firstDay } = story
  const old = writer.with({ steps: tellSteps(models, 2 * random.int(1, 3)) })
  if (stepsIn(story) === 'page') {
    const title = writer.pick(stepTitles)
    const oldBody = old.all(rules.steps, rules.scales)
    return {
      pages: [
        page('steps', title, people.engineer, random.int(20, 120), writer.all(rules.steps, rules.stepsAnew, rules.scales)), // prettier-ignore
        { ...page(null, title, people.engineer, random.int(400, 700), oldBody), blanks: old.blanksIn(oldBody) },
      ],
      mails: [],
    }
  }
  const mail = (key: string, by: Writer, list: typeof talk.stepMails, age: number): Mail => {
    const [subject, template] = random.pick(list)
    const body = by.say(template)
    const at = inOffice(minuteOf(firstDay - age, random.int(9, 16), random.int(0, 59)))
    return { key, at, sender: by.say('{service}'), subject, body, blanks: by.blanksIn(body) }
  }
  const age = random.int(12, 40)
  return {
    pages: [],
    mails: [
      mail('superseded', old, talk.stepMails, age + random.int(2, 9)),
      mail('steps', writer, talk.newStepMails, age),
    ],
  }
}

/** A note for each version of the app. */
function writeReleases(random: Random, story: Story, writer: Writer): ReleaseNote[] {
  const { versions, level, models, sittings, trade, firstDay } = story
  const isPlain = level === 3
  const hasEarly = models.some(({ isEarly }) => isEarly)
  const first = (version: string): number =>
    Math.min(
      ...[...sittings.values()].flatMap((list) =>
        list.filter((own) => own.version === version).map(({ from }) => from),
      ),
    )
  const note = (version: string, at: number, told: readonly string[], key?: string): ReleaseNote => {
    const body = writer.pick(told)
    return {
      ...(key === undefined ? {} : { key }),
      ...{ program: trade.nouns.app.replace(/^the /, ''), version, at, body, blanks: writer.blanksIn(body) },
    }
  }
  const eve = (version: string): number => minuteOf(dayOf(first(version)) - 1, 18, random.int(5, 55))
  const again = isPlain ? (hasEarly ? 'early' : 'nothing') : 'vague'
  const { struck, after } = versions
  return [
    note(versions.before, minuteOf(firstDay - random.int(20, 60), 18, random.int(5, 55)), rules.beforeNotes),
    note(struck, eve(struck), rules.struckNotes[isPlain ? 'plain' : 'vague'], isPlain ? 'notes' : undefined),
    ...(versions.again === null
      ? []
      : [note(versions.again, eve(versions.again), rules.againNotes[again], isPlain ? 'notes' : undefined)]),
    note(after, eve(after), rules.afterNotes[isPlain ? 'plain' : 'vague'], isPlain ? 'notes' : undefined),
  ]
}
