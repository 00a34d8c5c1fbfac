/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Message, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { withArticle, Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import { dayOf, inOffice, minuteOf, tellAmount, tellDate, tellDay } from '../../worlds/time.ts'
import { type Names, numberOf } from './names.ts'
import { footer } from '../footer.ts'
import * as rules from './rule-texts.ts'
import * as side from './side-texts.ts'
import type { Story } from './story.ts'
import type { Noticed } from './symptoms.ts'
import { drawTalk } from './talk.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

/** Of the page that has everything, of the one on prices and of the one on corrections. */
const wholeTitles = [
  'Prices and corrections of {invoices}',
  'How {invoices} are priced and corrected',
  'What {anInvoice} goes by, and what is done when it is wrong',
  'Pricing {orders} and correcting {invoices}',
] as const
const ruleTitles = [
  'Prices on {anInvoice}',
  'How {invoices} are priced',
  'What {anInvoice} goes by',
  'Pricing {orders}',
] as const
const correctionTitles = [
  'When {anInvoice} was wrong',
  'Correcting {invoices}',
  'Wrong {invoices}: what to do',
  '{Invoices} that have to be corrected',
] as const

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(
  random: Random,
  story: Story,
  names: Names,
  office: OfficeNames,
  noticed: readonly [Noticed, Noticed],
): Writer {
  const { nouns } = story.trade
  const { rule, level, people, world } = story
  const { entries, orders, sites, agreements, turnover, totals, periods, words: own } = names
  const [held, out] = noticed
  const minor = world.words.currency === 'GBP' ? ['penny', 'pence'] : ['cent', 'cents']
  const words = {
    ...{ order: nouns.order, orders: nouns.orders, invoice: nouns.invoice, invoices: nouns.invoices },
    ...{ customer: nouns.customer, customers: nouns.customers, site: nouns.site, sites: nouns.sites },
    ...{ good: nouns.good, goods: nouns.goods, list: nouns.list, lists: nouns.lists, program: nouns.program },
    ...{ anOrder: withArticle(nouns.order), anInvoice: withArticle(nouns.invoice) },
    happened: nouns[rule.day],
    ...{ minor: minor[0] ?? '', minors: minor[1] ?? '' },
  }
  const example = story.later.find(({ reason }) => reason === 'price')
  const good = random.pick(story.goods)
  const facts = {
    ...{ entries: entries.table, ordersTable: orders.table, sitesTable: sites.table, agreements: agreements.table },
    ...{ turnover: turnover.table, totals: totals.table, periods: periods.table, pages: office.pages.table },
    ...{ deciding: orders.columns[rule.day], colAhead: sites.columns.ahead },
    ...{ colPrice: entries.columns.price, colNet: entries.columns.net, colTax: entries.columns.tax },
    ...{ colGross: entries.columns.gross, colKind: entries.columns.kind, colDay: entries.columns.day },
    ...{ colReason: entries.columns.reason, colDocument: entries.columns.document },
    ...{ colGood: entries.columns.good, colQuantity: entries.columns.quantity },
    ...{ draft: own.draft, sent: own.sent, less: own.less, more: own.more, priceWord: own.price, otherWord: own.other },
    ...{ mark: own.mark, letter: own.letter },
    example: String(example?.id ?? ''),
    fromDay: tellDay(story.season.from),
    followers: level === 5 ? `${turnover.table} and ${totals.table}` : turnover.table,
    ...{ who: out.invoice.customer.name, number: numberOf(own, out.invoice.number) },
    ...{ shown: tellAmount(out.shown), true: tellAmount(out.due) },
    ...{ who2: held.invoice.customer.name, number2: numberOf(own, held.invoice.number) },
    ...{ shown2: tellAmount(held.shown), true2: tellAmount(held.due) },
    where3: random.pick(story.customers).name,
    ...{ goodName: good.name, goodCode: good.code },
    ...{ owner: firstNameOf(people.owner), engineer: firstNameOf(people.engineer), writer: firstNameOf(people.writer) },
  }
  return new Writer(random, words, facts)
}

type Texts = readonly (readonly string[])[]

/** How an order comes to its prices. */
const pricingOf = ({ rule }: Story): Texts => [rules.dayDecides, rules.clock[rule.zone]]
const agreedOf = ({ rule }: Story): Texts => [rules.agreedGoes[rule.agreed]]
const taxOf = ({ rule }: Story): Texts => [rules.taxRounds[rule.rounding]]
/** How an invoice is corrected, paragraph by paragraph. */
const correctingOf = ({ rule, level }: Story): readonly Texts[] => [
  [rules.draftsInPlace, rules.outGetsEntry],
  level >= 4 ? [rules.asBefore] : [...rules.entryForm(rule.correction), rules.lookAtExample],
  [rules.tooLittle[rule.correction.under], rules.doneIsDone],
]

/** Where it is told in a conversation how agreed prices are taken, no page says it. */
export const isToldInChat = ({ level, plan }: Pick<Story, 'level' | 'plan'>): boolean =>
  level === 3 && plan === 'changes'

/** The day of the ticket, which is the day of the repair. */
const writtenOn = ({ season: { asOf } }: Story): string => tellDate(dayOf(asOf))

function writeTicket(writer: Writer, story: Story, pageTitle: string): string {
  const { level, world, people } = story
  const paragraphs = [writer.pick(ticket.openings[world.id] ?? ticket.openings['shop'] ?? [])]
  if (level === 1) {
    paragraphs.push(
      writer.all(ticket.happened, ticket.askHere),
      writer.all(...pricingOf(story), ...agreedOf(story), ...taxOf(story)),
      ...correctingOf(story).map((texts) => writer.all(...texts)),
    )
  } else if (level === 2) paragraphs.push(writer.with({ page: pageTitle }).all(ticket.happened, ticket.askThere))
  else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askLikeBefore))
  paragraphs.push(
    writer.pick(ticket.restStays[level <= 2 ? 'one table' : 'all that follows']),
    `${firstNameOf(people.writer)}, ${people.writer.role}, ${writtenOn(story)}`,
    writer.say(footer),
  )
  return paragraphs.join('\n\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, writer: Writer): Documents {
  const { level, sketch, people, season } = story
  const [title, correctionTitle] = [writer.pick(level === 2 ? wholeTitles : ruleTitles), writer.pick(correctionTitles)]
  const text = writeTicket(writer, story, title)
  const blanks = [...writer.blanksIn(text), people.writer.role, writtenOn(story)]
  if (level === 1) {
    return {
      ticket: text,
      ticketBlanks: blanks,
      office: { pages: [], messages: [], releases: [], mails: [], contracts: [] },
    }
  }
  const page = (key: string | null, own: string, body: string, daysAgo: number, owner: string): Page => ({
    ...(key !== null && { key }),
    ...{ title: own, owner, updatedOn: season.firstDay - daysAgo, body, blanks: writer.blanksIn(body) },
  })
  const pages: Page[] = []
  const paragraphs = (texts: readonly Texts[]): string => texts.map((own) => writer.all(...own)).join('\n\n')
  if (level === 2) {
    const body = paragraphs([[...pricingOf(story), ...agreedOf(story), ...taxOf(story)], ...correctingOf(story)])
    pages.push(page('rules', title, body, random.int(20, 90), people.owner.name))
  }
  if (level === 3) {
    const agreed = isToldInChat(story) ? [] : agreedOf(story)
    const body = writer.all(...pricingOf(story), ...agreed, ...taxOf(story))
    pages.push(page('rules', title, body, random.int(20, 90), people.owner.name))
  }
  if (level >= 3) {
    const sums = [rules.sumsFollow, ...(level === 5 ? [rules.totalsFollow] : [])]
    const body = paragraphs([...correctingOf(story), sums])
    pages.push(page('policy', correctionTitle, body, random.int(30, 200), people.second.name))
  }
  // The page as it once was.
  const old = random.pick(level <= 3 ? side.oldRules : side.oldRules.slice(1))
  const body = writer.say(old)
  const isOnPrices = level === 2 || old === side.oldRules[0]
  pages.push(page(null, isOnPrices ? title : correctionTitle, body, random.int(300, 700), people.second.name))
  const talk = drawTalk(random, story, writer, sketch.knobs.filler)
  return {
    ticket: text,
    ticketBlanks: blanks,
    office: {
      pages: [...pages, ...talk.pages],
      messages: [...talk.messages, ...agreedTold(random, story, writer)],
      releases: [...releasesOf(story, writer), ...talk.releases],
      mails: talk.mails,
      contracts: [],
    },
  }
}

function releasesOf({ level, season, trade }: Story, writer: Writer): ReleaseNote[] {
  if (level !== 3) return []
  const program = trade.nouns.program.replace(/^the /, '')
  const note = (version: string, at: number, texts: readonly string[]): ReleaseNote => {
    const body = writer.pick(texts)
    return { key: 'releases', program, version, at, body, blanks: writer.blanksIn(body) }
  }
  return [
    note(season.release.bad, season.deployedAt, rules.lookupMoved),
    note(season.release.after, season.mendedAt, rules.lookupBack),
  ]
}

function agreedTold(random: Random, story: Story, writer: Writer): Message[] {
  if (!isToldInChat(story)) return []
  const { people, season, rule } = story
  let at = inOffice(minuteOf(season.firstDay + random.int(0, 9), random.int(9, 16), random.int(0, 59)))
  return random.pick(rules.agreedTold[rule.agreed]).map(([speaker, template]): Message => {
    at += random.int(1, 9)
    const body = writer.say(template)
    return { key: 'chat', channel: 'prices', at, author: people[speaker].login, body, blanks: writer.blanksIn(body) }
  })
}
