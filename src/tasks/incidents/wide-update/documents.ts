/**
 * Ticket and papers of an instance: what was asked for, which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Mail, Message, Office, OfficeNames, Page } from '../../documents/office.ts'
import { Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import type { Person } from '../../worlds/business.ts'
import { dayOf, minuteOf, monthOf, sayMinute, tellAmount, tellDay, tellMonth, tellShortDay } from '../../worlds/time.ts'
import { asksOf } from './house.ts'
import { footer } from '../footer.ts'
import type { Names } from './names.ts'
import { wideRuns } from './oracles.ts'
import { type Accident, drawCondition, type Request } from './request.ts'
import * as rules from './rule-texts.ts'
import type { Story } from './story.ts'
import type { NoticedDay } from './symptoms.ts'
import { drawTalk } from './talk.ts'
import * as talk from './talk-texts.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

/** Where requests are written: mails, or a conversation. */
export const requestsIn = ({ plan }: Pick<Story, 'plan'>): 'mail' | 'chat' => (plan === 'saves' ? 'chat' : 'mail')

const ruleTitles = [
  'When a change takes too many',
  'Too many {cases} changed',
  'Putting {cases} right',
  'After a change of many {cases}',
] as const
const logTitles = [
  'What the log of {cases} holds',
  'Reading the log',
  'The log and the copy',
  'Entries of the log',
] as const
const policyTitles = [
  'Totals of {cases}',
  'After {cases} were put right',
  'Days, months and {cases}',
  'Totals afterwards',
] as const

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** Which cases a request is about, as people put it. */
export function tellAsked({ trade, senders, goods }: Story, { reason, condition }: Omit<Request, 'missed'>): string {
  const nouns = trade.case_desk.nouns
  const nameOf = (list: readonly { readonly code: string; readonly name: string }[], code: string): string =>
    list.find((own) => own.code === code)?.name ?? code
  const which =
    condition.by === 'senders'
      ? `of ${listed(condition.codes.map((code) => nameOf(senders, code)))}`
      : condition.by === 'goods'
        ? `about ${listed(condition.codes.map((code) => `"${nameOf(goods, code)}"`))}`
        : `that were opened from ${tellShortDay(condition.from)} to ${tellShortDay(condition.until)} (both days included)`
  return `all open ${nouns.cases} with the reason "${reason}" ${which}`
}

/** What a request's words stand for. */
function requestFacts(story: Story, request: Omit<Request, 'missed'>): Record<string, string> {
  const taker = story.crew.desk.find(({ login }) => login === request.handler)
  return {
    asked: tellAsked(story, request),
    newFee: tellAmount(request.fee),
    taker: taker?.name ?? '',
    takerFirst: taker === undefined ? '' : firstNameOf(taker),
  }
}

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(
  random: Random,
  story: Story,
  names: Names,
  office: OfficeNames,
  noticed: readonly NoticedDay[],
): Writer {
  const { trade, crew, accident, former, runs } = story
  const { nouns } = trade.case_desk
  const { cases, entries, saves, copy, days, months, periods, via } = names
  const [one, two] = noticed as [NoticedDay, NoticedDay]
  const log = story.plan === 'saves' ? saves : entries
  const first = (login: string): string => {
    const person = crew.desk.find((own) => own.login === login)
    return person === undefined ? login : firstNameOf(person)
  }
  const words = {
    ...{
      case: nouns.case,
      aCase: `${/^[aeiou]/.test(nouns.case) ? 'an' : 'a'} ${nouns.case}`,
      cases: nouns.cases,
      fee: nouns.fee,
      desk: nouns.desk,
      settled: nouns.settled,
    },
    ...{ job: nouns.job, jobBasis: nouns.jobBasis, settledBecause: random.pick(nouns.settledBecause) },
    ...{ sender: trade.file_import.nouns.sender, senders: trade.file_import.nouns.senders },
  }
  const good = random.pick(story.goods)
  const facts = {
    ...{ table: cases.table, log: log.table, copy: copy.table, runs: names.runs.table, days: days.table },
    ...{ months: months.table, periods: periods.table, pages: office.pages.table },
    ...{ colFee: cases.columns.fee, colHandler: cases.columns.handler, colReason: cases.columns.reason },
    ...{ colSettled: cases.columns.settledAt, colOpened: cases.columns.openedAt },
    ...{ colNumber: log.columns.number, colAt: log.columns.at, colVia: log.columns.via },
    ...{ colFirst: names.runs.columns.first, colLast: names.runs.columns.last, colCopied: copy.columns.copiedAt },
    ...{ colFees: days.columns.fees, colBuilt: days.columns.builtAt },
    ...{ viaUndo: via.undo, viaJob: via.job, journal: names.journal.table, dictionary: names.dictionary.table },
    followers: story.level === 5 ? `${days.table} and then ${months.table}` : days.table,
    ...{ where: one.name, day: tellDay(one.day), shown: tellAmount(one.shown), true: tellAmount(one.due) },
    ...{ where2: two.name, day2: tellDay(two.day), shown2: tellAmount(two.shown), true2: tellAmount(two.due) },
    ...{ where3: random.pick(story.senders).name, where4: random.pick(story.senders).name },
    twoLanes: (story.senders.find(({ lanes }) => lanes > 1) ?? story.senders[0])?.name ?? '',
    ...{
      goodName: good.name,
      goodCode: good.code,
      importerName: trade.file_import.nouns.importer.replace(/^the /, ''),
    },
    ...{ owner: firstNameOf(crew.owner), engineer: firstNameOf(crew.engineer), writer: firstNameOf(crew.writer) },
    ...{ runner: first(accident.operator), runNo: String(wideRuns(story).fresh), newHandler: accident.request.handler },
    ...{ runDay: tellDay(dayOf(accident.at)), runTime: sayMinute(accident.at).slice(11) },
    ...requestFacts(story, accident.request),
    ...(former === null
      ? {}
      : {
          formerNo: String(runs.find(({ name }) => name === former.name)?.id ?? ''),
          formerShort: tellShortDay(dayOf(former.at)),
          formerMonth: tellMonth(monthOf(dayOf(former.at))),
        }),
  }
  return new Writer(random, words, facts)
}

/** What the house does, in its papers or, at the lowest level, in the ticket. */
function houseTexts({ rule, level }: Story): readonly (readonly string[])[] {
  const asks = asksOf(level)
  return [
    asks.meant ? rules.meant[rule.meant] : rules.meantPlainly,
    rules.others,
    rules.later,
    rules.equal[rule.equal],
    rules.undone,
    ...(asks.job ? [rules.job] : []),
    rules.settled[rule.settled],
  ]
}

function writeTicket(writer: Writer, story: Story, pageTitle: string): string {
  const { level, world, crew, rule, accident } = story
  const paragraphs = [writer.pick(ticket.openings[world.id] ?? [])]
  const told = writer.pick(accident.request.missed === 'reason' ? ticket.missedReason : ticket.missedCondition)
  const knowing = writer.with({ missed: told, Missed: `${told.slice(0, 1).toUpperCase()}${told.slice(1)}` })
  if (level === 1) {
    paragraphs.push(
      knowing.pick(ticket.happened),
      writer.all(ticket.askHere, ...houseTexts(story)),
      writer.all(rules.order[rule.order], rules.gap, rules.fill),
    )
  } else if (level === 2) paragraphs.push(knowing.with({ page: pageTitle }).all(ticket.happened, ticket.askThere))
  else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askLikeBefore))
  paragraphs.push(
    writer.pick(ticket.restStays[level <= 2 ? 'one table' : 'all that follows']),
    `${firstNameOf(crew.writer)}, ${crew.writer.role}`,
    writer.say(footer),
  )
  return paragraphs.join('\n\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, writer: Writer): Documents {
  const { level, sketch, crew, rule, calendar } = story
  const pageTitle = writer.pick(ruleTitles)
  const text = writeTicket(writer, story, pageTitle)
  const ticketBlanks = [...writer.blanksIn(text), crew.writer.role]
  const nothing: Office = { pages: [], messages: [], releases: [], mails: [], contracts: [] }
  if (level === 1) return { ticket: text, ticketBlanks, office: nothing }
  const page = (key: string | null, title: string, owner: Person, age: number, body: string): Page => ({
    ...(key === null ? {} : { key }),
    ...{ title, owner: owner.name, updatedOn: calendar.firstDay - age, body, blanks: writer.blanksIn(body) },
  })
  const aboutLog = [rules.gap, rules.fill, ...(level === 5 ? [rules.journal] : [])]
  const pages: Page[] = []
  if (level === 2) {
    const takes = [...houseTexts(story), rules.order[rule.order], ...aboutLog]
    pages.push(page('rules', pageTitle, crew.owner, random.int(20, 90), takes.map((each) => writer.pick(each)).join('\n\n'))) // prettier-ignore
  }
  if (level === 3)
    pages.push(
      page('rules', pageTitle, crew.owner, random.int(20, 90), writer.all(...houseTexts(story), rules.totals)),
      page('log page', writer.pick(logTitles), crew.engineer, random.int(30, 200), writer.all(rules.order[rule.order], ...aboutLog)), // prettier-ignore
    )
  if (level >= 4)
    pages.push(
      page('log page', writer.pick(logTitles), crew.engineer, random.int(30, 200), writer.all(...aboutLog)),
      page('policy', writer.pick(policyTitles), crew.owner, random.int(30, 200), writer.all(rules.totals, rules.closing, ...(level === 5 ? [rules.monthly] : []))), // prettier-ignore
    )
  // The page as it once was.
  if (level <= 3) pages.push(page(null, pageTitle, crew.engineer, random.int(300, 700), writer.pick(rules.oldWay)))
  const filler = drawTalk(random, story, writer, sketch.knobs.filler)
  const requests = level === 2 ? { mails: [], messages: [] } : writeRequests(random, story, writer)
  return {
    ticket: text,
    ticketBlanks,
    office: {
      ...{ pages: [...pages, ...filler.pages], messages: [...filler.messages, ...requests.messages] },
      ...{ releases: filler.releases, mails: [...filler.mails, ...requests.mails], contracts: [] },
    },
  }
}

/** What was asked for: of the change that went wrong also what was asked at first, and taken back. */
function writeRequests(
  random: Random,
  story: Story,
  writer: Writer,
): { readonly mails: readonly Mail[]; readonly messages: readonly Message[] } {
  const { accident, former, lawful, senders, goods, calendar } = story
  const day = dayOf(accident.at)
  const { condition } = accident.request
  let atFirst = condition
  for (let attempt = 0; JSON.stringify(atFirst) === JSON.stringify(condition); attempt++) {
    // A world whose goods nearly all read like codes has no second condition: better no instance than no end.
    if (attempt === 200) throw new TypeError(`wide_update finds no other condition in ${story.world.id}`)
    atFirst = drawCondition(random, { by: condition.by, senders, goods, firstDay: calendar.firstDay, lastDay: calendar.runDay - 2 }) // prettier-ignore
  }
  const list = [
    { own: { ...accident, request: { ...accident.request, condition: atFirst } }, at: minuteOf(day - 1, 15, random.int(0, 59)), again: false, key: 'superseded' }, // prettier-ignore
    { own: accident, at: minuteOf(day, random.int(8, 10), random.int(0, 59)), again: true, key: 'request' },
    ...[former, lawful].flatMap((own) =>
      own === null
        ? []
        : [{ own, at: minuteOf(dayOf(own.at), 9, random.int(0, 59)), again: false, key: 'other request' }],
    ),
  ]
  const kind = requestsIn(story)
  const mails: Mail[] = []
  const messages: Message[] = []
  for (const { own, at, again, key } of list) {
    const { asker, runner } = askedBy(story, own)
    const told = writer.with({
      ...requestFacts(story, own.request),
      ...{ asker: firstNameOf(asker), runner: firstNameOf(runner) },
      when: writer.say(
        key === 'superseded' ? '[tomorrow|first thing tomorrow|tomorrow then]' : '[today|after lunch|later today]',
      ),
    })
    if (kind === 'mail') {
      const [subject, template] = random.pick(again ? talk.newRequestMails : talk.requestMails)
      const body = told.say(template)
      mails.push({ key, at, sender: asker.name, subject: told.say(subject), body, blanks: told.blanksIn(body) })
    } else {
      let minute = at
      for (const [speaker, template] of random.pick(again ? talk.newRequestThreads : talk.requestThreads)) {
        const body = told.say(template)
        const author = speaker === 'owner' ? asker.login : runner.login
        messages.push({ key, channel: 'changes', at: minute, author, body, blanks: told.blanksIn(body) })
        minute += random.int(1, 6)
      }
    }
  }
  return { mails, messages }
}

function askedBy({ crew }: Story, { operator }: Accident): { readonly asker: Person; readonly runner: Person } {
  return { asker: crew.owner, runner: crew.desk.find(({ login }) => login === operator) ?? crew.runner }
}
