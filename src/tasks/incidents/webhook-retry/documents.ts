/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Contract, Mail, Message, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import { dayOf, inOffice, minuteOf, tellAmount, tellDate } from '../../worlds/time.ts'
import { footer } from '../footer.ts'
import type { Names } from './names.ts'
import * as rules from './rule-texts.ts'
import * as side from './side-texts.ts'
import type { Story } from './story.ts'
import type { NoticedBill } from './symptoms.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

const countingTitles = [
  'How {intake} books',
  'Which booking counts',
  'Payments and their calls',
  'Booking what {provider} tells us',
] as const
const policyTitles = [
  'Putting bookings right',
  'Mistakes in the books',
  'After a wrong booking',
  'What we may change in the books',
] as const

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(
  random: Random,
  story: Story,
  names: Names,
  office: OfficeNames,
  noticed: readonly [NoticedBill, NoticedBill],
): Writer {
  const { nouns } = story.trade.api_feed
  const { bookings, receipts, balances, months, periods, calls, reports, keys, states } = names
  const { writer, owner, engineer, clerk, second } = story.people
  const [one, two] = noticed
  const facts = {
    ...{ core: bookings.table, receiptsTable: receipts.table, balances: balances.table, months: months.table },
    ...{ periods: periods.table, reportsTable: reports.table, log: calls.table, pages: office.pages.table },
    ...{ colReverses: bookings.columns.reverses, colAmount: bookings.columns.amount, colCall: bookings.columns.call },
    ...{ colOn: bookings.columns.bookedOn, colFor: receipts.columns.booking, colPayload: calls.columns.payload },
    ...{ colAnswer: calls.columns.answer, colMs: calls.columns.answerMs, colCount: balances.columns.bookings },
    ...{ colPaid: balances.columns.paid, colRefreshed: balances.columns.refreshedAt },
    ...{ colMonth: months.columns.month, colKindOfMonth: months.columns.kind },
    ...{ kReference: keys.reference, kMoment: keys.occurredAt, kVoucher: keys.voucher, acked: states['in time'] },
    ...{ provider: story.provider, limit: String(story.limitMs / 1000), limitMs: String(story.limitMs) },
    ...{ one: one.bill, shown: tellAmount(one.shown), true: tellAmount(one.due) },
    ...{ two: two.bill, shown2: tellAmount(two.shown), true2: tellAmount(two.due) },
    ...{
      owner: firstNameOf(owner),
      engineer: firstNameOf(engineer),
      writer: firstNameOf(writer),
      clerk: firstNameOf(clerk),
    },
    second: firstNameOf(second),
    followers: story.level === 5 ? `${balances.table} and ${months.table}` : balances.table,
  }
  // At the lowest level there is no list of payers.
  const payerOne = story.level === 1 ? `the ${nouns.payer}` : `${nouns.payer} ${one.payer}`
  return new Writer(random, { ...nouns, payerOne }, facts)
}

type Texts = readonly string[]

/** The rules that say which calls are one payment. */
const identityOf = ({ plan, rule }: Story): Texts[] => [
  plan === 'reports' ? rules.oneReferenceReported : rules.oneReference,
  rules.voucherTexts[rule.vouchers],
]
const countingOf = ({ plan, rule }: Story): Texts[] => [
  plan === 'reports' ? rules.acknowledgedReported : rules.acknowledgedInTime,
  rules.countingTexts[rule.unanswered],
]

/** The day of the ticket, which is the day of the repair. */
const writtenOn = ({ asOf }: Story): string => tellDate(dayOf(asOf))

function writeTicket(writer: Writer, story: Story, page: string): string {
  const { level, people, rule } = story
  const paragraphs = [writer.pick(ticket.openings)]
  if (level === 1) {
    paragraphs.push(
      writer.all(ticket.happened, ticket.askHere),
      writer.all(...identityOf(story)),
      writer.all(...countingOf(story), rules.othersGo),
      writer.all(rules.reversedTexts[rule.reversed], rules.belongsTexts),
    )
  } else if (level === 2)
    paragraphs.push(
      writer
        .with({ page })
        .all(ticket.happened, ticket.askThere[rule.receipts === 'decide' ? 'without' : 'with papers']),
    )
  else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askLikeBefore))
  const rest =
    level === 1 ? 'one table' : level === 2 ? 'two tables' : rule.receipts === 'decide' ? 'totals' : 'all that follows'
  paragraphs.push(
    writer.pick(ticket.restStays[rest]),
    `${firstNameOf(people.writer)}, ${people.writer.role}, ${writtenOn(story)}`,
    writer.say(footer),
  )
  return paragraphs.join('\n\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, names: Names, writer: Writer): Documents {
  const { level, sketch, people, rule } = story
  const page = writer.pick(countingTitles)
  const text = writeTicket(writer, story, page)
  const blanks = [...writer.blanksIn(text), people.writer.role, writtenOn(story)]
  const empty: Office = { pages: [], messages: [], releases: [], mails: [], contracts: [] }
  if (level === 1) return { ticket: text, ticketBlanks: blanks, office: empty }
  const told = (body: string): { body: string; blanks: readonly string[] } => ({ body, blanks: writer.blanksIn(body) })
  const pages: Page[] = []
  const papers = rules.receiptTexts[rule.receipts]
  const { texts: closed, dates } = rules.closedTexts(rule.closed)
  const dated =
    dates.length === 0 ? '' : writer.pick(dates.map((date) => date.replace('{ColOn}', 'The day in {colOn}')))
  const ofClosed = level >= 3 ? [writer.with({ dated }).pick(closed), rules.closedAndReversed] : []
  const whileOpen = level >= 4 ? [rules.othersGoWhileOpen] : []
  const policy = [
    [...whileOpen, rules.reversedTexts[rule.reversed], rules.belongsTexts],
    ...(level >= 3 ? [ofClosed] : []),
    [papers],
  ]
  if (level === 2) {
    const body = [identityOf(story), [...countingOf(story), rules.othersGo], ...policy]
      .map((texts) => writer.all(...texts))
      .join('\n\n')
    pages.push({
      key: 'page',
      title: page,
      owner: people.owner.name,
      updatedOn: story.firstDay - random.int(20, 90),
      ...told(body),
    })
  }
  if (level === 3)
    pages.push({
      ...{ key: 'page', title: page, owner: people.owner.name, updatedOn: story.firstDay - random.int(20, 90) },
      ...told(writer.all(...countingOf(story), rules.othersGo)),
    })
  if (level <= 3)
    pages.push({
      ...{ title: page, owner: people.second.name, updatedOn: story.firstDay - random.int(300, 700) },
      ...told(writer.pick(side.oldCounting)),
    })
  if (level >= 3) {
    const after = [rules.totals, ...(level === 5 ? [rules.monthly] : [])]
    pages.push({
      ...{
        key: 'policy',
        title: writer.pick(policyTitles),
        owner: people.second.name,
        updatedOn: story.firstDay - random.int(30, 200),
      },
      ...told([...policy, after].map((texts) => writer.all(...texts)).join('\n\n')),
    })
  }
  const filler = drawFiller(random, story, writer, sketch.knobs.filler)
  return {
    ticket: text,
    ticketBlanks: blanks,
    office: {
      pages: [...pages, ...filler.pages],
      messages: filler.messages,
      releases: [...(level === 3 ? releasesOf(story, told, writer) : []), ...filler.releases],
      mails: filler.mails,
      contracts: level >= 3 ? [contractOf(story, names)] : [],
    },
  }
}

function releasesOf(
  { trade, versions, from, until }: Story,
  told: (body: string) => { body: string; blanks: readonly string[] },
  writer: Writer,
): ReleaseNote[] {
  const program = trade.api_feed.nouns.intake.replace(/^the /, '')
  return [
    { program, version: versions.bad, at: minuteOf(from, 2, 30), ...told(writer.pick(rules.checkGone)) },
    { program, version: versions.after, at: minuteOf(until, 2, 30), ...told(writer.pick(rules.checkBack)) },
  ]
}

/** Plausible talk near the topic, more of it the more is asked for. */
function drawFiller(random: Random, story: Story, writer: Writer, count: number): Omit<Office, 'contracts'> {
  const { level, people, firstDay, lastDay, from, until, asOf } = story
  const told = (template: string): { body: string; blanks: readonly string[] } => {
    const body = writer.say(template)
    return { body, blanks: writer.blanksIn(body) }
  }
  const { texts } = story.world
  const own = random.sample(side.pages, Math.min(side.pages.length, 1 + Math.ceil(count / 2)))
  const pages = own.map(({ title, body }): Page => ({
    ...{
      title,
      owner: random.pick([people.owner, people.second]).name,
      updatedOn: firstDay - random.int(10, 400),
      ...told(body),
    },
  }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }
  const channel = random.pick(['payments', 'bookkeeping', 'help', 'daily'])
  const anyTime = (): number => inOffice(minuteOf(random.int(firstDay, lastDay), random.int(9, 16), random.int(0, 59)))
  // Nobody wonders at bookings before there are some to wonder at.
  const afterwards = (): number =>
    inOffice(minuteOf(random.int(from + 3, Math.min(until + 2, dayOf(asOf) - 2)), random.int(9, 16), random.int(0, 59)))
  const threads = [
    ...random.sample(side.wrongGuesses, level === 3 ? 1 : 2).map((thread) => ({ thread, at: afterwards() })),
    ...random.sample(side.remarks, Math.min(side.remarks.length, count)).map((thread) => ({ thread, at: anyTime() })),
  ]
  const messages = threads.flatMap(({ thread, at: begin }) => {
    let at = begin
    return thread.map(([speaker, template], index): Message => {
      if (index > 0) at += random.int(1, 14)
      return { channel, at, author: people[speaker].login, ...told(template) }
    })
  })
  const mails = random
    .sample(side.mails, Math.min(side.mails.length, 1 + Math.ceil(count / 2)))
    .flatMap(({ from: whose, subject, body }): Mail[] => {
      if (whose === 'provider') return [{ at: anyTime(), sender: story.provider, subject, ...told(body) }]
      const found = random.shuffle(writersOf(story, whose))[0]
      if (found === undefined) return []
      const at = inOffice(found.paidAt + random.int(30, 4000))
      return at < asOf ? [{ at, sender: found.payer, subject, ...told(body) }] : []
    })
  const releases = [
    ...random.sample(side.releases, Math.min(side.releases.length, 1 + Math.ceil(count / 3))),
    ...random.sample(texts.releases, 1).filter(({ note }) => !/\{/.test(note)),
  ].map(({ program, note }): ReleaseNote => ({
    ...{ program, version: `${random.int(1, 4)}.${random.int(0, 9)}`, at: anyTime(), ...told(note) },
  }))
  return { pages, messages, mails, releases }
}

/** Payers of whom it is true, and when they paid, in minutes. */
function writersOf(
  { clusters, bills, payments, seen }: Story,
  whose: 'payer of parts' | 'struck payer' | 'payer by voucher',
): { readonly payer: string; readonly paidAt: number }[] {
  const payers = new Map(bills.map(({ code, payer }) => [code, payer]))
  const paidAt = (places: readonly number[]): number =>
    Math.ceil(Math.max(...places.map((place) => payments[place]?.occurredAt ?? 0)) / 60) + 20
  if (whose === 'payer by voucher')
    return payments.flatMap(({ kind, bill, occurredAt }) =>
      kind === 'voucher' ? [{ payer: payers.get(bill) ?? '', paidAt: Math.ceil(occurredAt / 60) }] : [],
    )
  return clusters
    .filter(({ plan, bookings }) => {
      if (whose === 'struck payer') return plan.calls > 1 && plan.reversed === null
      const days = new Set(bookings.flat().map((id) => seen.get(id)?.day))
      return plan.kind === 'instalments' && days.size === 1
    })
    .map(({ bill, payments: places }) => ({ payer: payers.get(bill) ?? '', paidAt: paidAt(places) }))
}

/** What was agreed with the provider: what a payload holds, which calls are one payment, when they are made again. */
function contractOf(story: Story, { keys, reports, dictionary, calls }: Names): Contract {
  const { plan, rule, trade, provider } = story
  const { nouns } = trade.api_feed
  const reference = `${keys.reference}: ${plan === 'reports' ? 'not in the payload; see report' : `of ${provider}, one for a payment; not with ${nouns.vouchers}`}`
  const voucher =
    rule.vouchers === 'moment'
      ? `${keys.bill}, ${keys.amount} and ${keys.occurredAt} together; ${keys.voucher} may come back for another payment`
      : `${keys.bill} and ${keys.voucher}; ${keys.occurredAt} is set anew with every call`
  const lines = [
    `feed: calls of ${provider}${plan === 'two gateways' ? `; those of the old gateway mean the same, names in ${dictionary.table}` : ''}`,
    `payload: JSON in ${calls.table}.${calls.columns.payload}`,
    'fields:',
    `  ${reference}`,
    `  ${keys.bill}: the ${nouns.bill}`,
    `  ${keys.amount}: in the smallest coin`,
    `  ${keys.occurredAt}: UTC`,
    `  ${keys.voucher}: number of the ${nouns.voucher}, with ${nouns.vouchers} only`,
    ...(plan === 'reports'
      ? [
          `report: JSON in ${reports.table}.${reports.columns.body}, one a day`,
          `  payments: one entry for each ${keys.reference}; ${nouns.vouchers} have none, and an entry for every call`,
          '  calls: call is the number of the call, state what became of it',
        ]
      : []),
    'one payment:',
    `  - with a reference: all calls with that ${keys.reference}, whatever their amounts`,
    `  - ${nouns.vouchers}: all calls with the same ${voucher}`,
    'repeats: a call that was not acknowledged is made again, twice at most; it can overtake our answer',
  ]
  return { key: 'contract', feed: `payments of ${provider}`, validFrom: story.firstDay - 200, body: lines.join('\n') }
}
