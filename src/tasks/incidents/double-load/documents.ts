/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Contract, Message, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import { inOffice, minuteOf, tellAmount, tellDay } from '../../worlds/time.ts'
import { footer } from '../footer.ts'
import type { Names } from './names.ts'
import * as rules from './rules.ts'
import { correctionTerms, correctionTexts, wholeFileStays, wholeTexts } from './rule-texts.ts'
import * as side from './side-texts.ts'
import type { Story } from './story.ts'
import type { NoticedDay } from './symptoms.ts'
import { drawTalk } from './talk.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

/** Titles of the pages that matter, by world-free words. */
const acceptanceTitles = [
  'How {files} are accepted',
  'Accepting {files}',
  '{Files}: what counts',
  'What we take from a {sender}',
] as const
const policyTitles = [
  'After a load was put right',
  'Repairs after the fact',
  'When {rows} change afterwards',
  'Putting {rows} right',
] as const

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(
  random: Random,
  story: Story,
  names: Names,
  office: OfficeNames,
  noticed: readonly NoticedDay[],
): Writer {
  const { nouns } = story.trade.file_import
  const { core, child, changes, days, months, periods, files } = names
  const { writer, owner, engineer } = story.people
  const [one, two] = noticed as [NoticedDay, NoticedDay]
  const anySender = (): string => random.pick(story.senders).name
  const words = {
    ...{
      file: nouns.file,
      files: nouns.files,
      row: nouns.row,
      rows: nouns.rows,
      sender: nouns.sender,
      senders: nouns.senders,
    },
    lane: nouns.lane,
    importer: nouns.importer,
    good: nouns.good,
    child: story.trade.manual_tool.nouns.child,
    children: story.trade.manual_tool.nouns.children,
  }
  const facts = {
    core: core.table,
    childTable: child.table,
    days: days.table,
    months: months.table,
    periods: periods.table,
    log: files.table,
    pages: office.pages.table,
    changes: changes.table,
    colParty: core.columns.party,
    colId: core.columns.id,
    colGood: core.columns.good,
    colQuantity: core.columns.quantity,
    colAmount: core.columns.amount,
    colLine: core.columns.line,
    colLoad: core.columns.load,
    colRef: child.columns.core,
    colLines: days.columns.lines,
    colTotal: days.columns.amount,
    colBuilt: days.columns.builtAt,
    colAnnounced: files.columns.announced,
    colType: files.columns.type,
    colReceived: files.columns.receivedAt,
    colFile: core.columns.file,
    plain: names.types.day,
    more: names.types.more,
    fix: names.types.fix,
    header: names.records.header,
    line: names.records.line,
    end: names.records.end,
    followers: story.level === 5 ? `${days.table} and ${months.table}` : days.table,
    where: one.name,
    day: tellDay(one.day),
    shown: tellAmount(one.shown),
    true: tellAmount(one.due),
    where2: two.name,
    day2: tellDay(two.day),
    shown2: tellAmount(two.shown),
    true2: tellAmount(two.due),
    where3: anySender(),
    where4: anySender(),
    twoLanes: (story.senders.find(({ lanes }) => lanes > 1) ?? story.senders[0])?.name ?? '',
    owner: firstNameOf(owner),
    engineer: firstNameOf(engineer),
    writer: firstNameOf(writer),
  }
  return new Writer(random, words, facts)
}

function writeTicket(writer: Writer, story: Story, pageTitle: string): string {
  const { level, world, people } = story
  const opening = ticket.openings[world.id] ?? []
  const paragraphs = [writer.pick(opening)]
  if (level === 1) {
    paragraphs.push(
      writer.all(ticket.happened, ticket.askHere),
      writer.say(
        `In {core}, {colFile} [is|tells|gives] [the {file}|which {file} it was], {colLine} [its line|the line in it|the line], {colType} [its type|the type of {file}|the {file}'s type],
         {colReceived} when [it|the {file}] [came|arrived].`,
      ),
      writer.all(...wholeTexts(story.rule, false), wholeFileStays(story.rule)),
      writer.all(...correctionTexts(story.rule), rules.lateLines),
    )
  } else if (level === 2) {
    paragraphs.push(writer.with({ page: pageTitle }).all(ticket.happened, ticket.askThere))
  } else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askLikeBefore))
  paragraphs.push(
    writer.pick(ticket.restStays[level === 1 ? 'one table' : level === 2 ? 'two tables' : 'all that follows']),
    `${firstNameOf(people.writer)}, ${people.writer.role}`,
    writer.say(footer),
  )
  return paragraphs.join('\n\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, names: Names, writer: Writer): Documents {
  const { level, sketch, people } = story
  const pageTitle = writer.pick(acceptanceTitles)
  const text = writeTicket(writer, story, pageTitle)
  const blanks = [...writer.blanksIn(text), people.writer.role]
  if (level === 1) {
    return {
      ticket: text,
      ticketBlanks: blanks,
      office: { pages: [], messages: [], releases: [], mails: [], contracts: [] },
    }
  }
  const told = (body: string): { body: string; blanks: readonly string[] } => ({ body, blanks: writer.blanksIn(body) })
  const pages: Page[] = []
  const ownerName = people.owner.name
  const wholeRule = wholeTexts(story.rule, story.plan === 'landed')
  const ofCancelled = story.rule.struck === 'goes' ? [rules.cancelledChildren] : []
  if (level === 2) {
    const takes = [
      wholeRule,
      [wholeFileStays(story.rule)],
      correctionTexts(story.rule),
      [rules.lateLines],
      [rules.following, ...ofCancelled],
      ...(story.plan === 'landed' ? [[rules.loadOrder]] : []),
    ]
    const body = takes.map((texts) => writer.all(...texts)).join('\n\n')
    const format = story.plan === 'landed' ? `\n\n${recordFormat(story, names).join('\n')}` : ''
    pages.push({
      key: 'acceptance',
      title: pageTitle,
      owner: ownerName,
      updatedOn: story.firstDay - random.int(20, 90),
      ...told(`${body}${format}`),
    })
  }
  if (level === 3) {
    const body = writer.all(...wholeRule, wholeFileStays(story.rule))
    pages.push({
      key: 'acceptance',
      title: pageTitle,
      owner: ownerName,
      updatedOn: story.firstDay - random.int(20, 90),
      ...told(body),
    })
  }
  if (level >= 3) {
    const after = level === 3 ? [rules.totals] : [rules.totals, rules.closing, ...(level === 5 ? [rules.monthly] : [])]
    pages.push({
      key: 'policy',
      title: writer.pick(policyTitles),
      owner: people.second.name,
      updatedOn: story.firstDay - random.int(30, 200),
      ...told(
        [[rules.following, ...ofCancelled], [rules.changesByHand], after]
          .map((texts) => writer.all(...texts))
          .join('\n\n'),
      ),
    })
  }
  if (level <= 3) {
    // The page as it once was.
    const body = writer.pick(side.oldAcceptance.slice(story.rule.stays === 'last' ? 1 : 0))
    pages.push({
      title: pageTitle,
      owner: people.second.name,
      updatedOn: story.firstDay - random.int(300, 700),
      ...told(body),
    })
  }
  const filler = drawTalk(random, story, names, writer, sketch.knobs.filler)
  return {
    ticket: text,
    ticketBlanks: blanks,
    office: {
      pages: [...pages, ...filler.pages],
      messages: [...filler.messages, ...marksTold(random, story, writer)],
      releases: [...releasesOf(story, writer, told), ...filler.releases],
      mails: filler.mails,
      contracts: level >= 3 ? [contractOf(story, names)] : [],
    },
  }
}

function releasesOf(
  story: Story,
  writer: Writer,
  told: (body: string) => { body: string; blanks: readonly string[] },
): ReleaseNote[] {
  if (story.level !== 3) return []
  const { window } = story
  const program = story.trade.file_import.nouns.importer.replace(/^the /, '')
  return [
    { key: 'releases', program, version: window.bad, at: window.from, ...told(writer.pick(rules.checkGone)) },
    { key: 'releases', program, version: window.after, at: window.until, ...told(writer.pick(rules.checkBack)) },
  ]
}

/** Where the contract speaks of types by what they are, a message says how files mark them and nothing else does. */
export const isToldInChat = ({ level, plan }: Pick<Story, 'level' | 'plan'>): boolean => level >= 3 && plan === 'landed'

function marksTold(random: Random, story: Story, writer: Writer): Message[] {
  if (!isToldInChat(story)) return []
  const { people, firstDay } = story
  let at = inOffice(minuteOf(firstDay + random.int(0, 3), random.int(9, 16), random.int(0, 59)))
  return random.pick(rules.typesTold).map(([speaker, template]): Message => {
    at += random.int(1, 9)
    const body = writer.say(template)
    return { key: 'chat', channel: 'files', at, author: people[speaker].login, body, blanks: writer.blanksIn(body) }
  })
}

/** The records of a file, where its text is kept. */
function recordFormat({ trade }: Story, { records }: Names): string[] {
  const { nouns } = trade.file_import
  return [
    `${records.header};type;${nouns.sender};${nouns.lane};day`,
    `${records.line};line number;time;${nouns.party};${nouns.good};count;amount`,
    `${records.end};number of ${records.line} records`,
  ]
}

/** What was agreed with the senders: types of files, and what becomes of each. */
function contractOf(story: Story, names: Names): Contract {
  const { trade, plan, level } = story
  const { nouns } = trade.file_import
  const { core, types } = names
  const { id, good, quantity, amount } = core.columns
  const { day, more, fix } = isToldInChat(story) ? { day: 'day', more: 'late lines', fix: 'corrections' } : types
  const lines = [
    `feed: ${nouns.files}${plan === 'two systems' ? ` of ${nouns.senders} on the new system; for the old one see ${names.dictionary.table}` : ''}`,
    `from: every ${nouns.sender}, one file per ${nouns.lane} and day`,
    `lines: numbered from 1; a line is known by ${nouns.sender}, ${nouns.lane}, day and number`,
    ...(plan === 'landed'
      ? [
          'records:',
          ...recordFormat(story, names).map((record) => `  - ${record}`),
          `order: ${id} ascends with the ${names.records.line} records of a load`,
        ]
      : [`count: the file says how many lines it has`]),
    'types:',
    `  ${day}: all lines of the day`,
    `  ${more}: lines that came too late for ${day}; numbers go on where ${day} ended`,
    `  ${fix}: lines of the day to be put right, by number`,
    // From level 4 on what becomes of them is to be seen from what became of others.
    ...(level >= 4
      ? []
      : [
          `on ${fix}:`,
          ...correctionTerms(story.rule, { id, good, quantity, amount }, fix).map((term) => `  - ${term}`),
        ]),
    `stamp: the import sets ${core.columns.changedAt} where it changes a row, for information only`,
  ]
  return { key: 'contract', feed: nouns.files, validFrom: story.firstDay - 200, body: lines.join('\n') }
}
