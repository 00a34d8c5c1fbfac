/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Contract, Mail, Message, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import { dayOf, inOffice, minuteOf } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import * as rules from './rule-texts.ts'
import * as side from './side-texts.ts'
import type { Story } from './story.ts'
import { figuresOf, type NoticedRecord } from './symptoms.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

const pageTitles = [
  'Merging {records}',
  'Two {records} made one',
  'How {records} are merged',
  '{Records} we have twice',
] as const
const policyTitles = [
  'What must not come back',
  'Deleted {children}',
  'Gone for good, or not',
  'When {children} are missing',
] as const

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(
  random: Random,
  story: Story,
  names: Names,
  office: OfficeNames,
  noticed: readonly [NoticedRecord, NoticedRecord],
): Writer {
  const { nouns } = story.trade
  const { merges, journal, deletions, links, messages, erasures, archive, children, uses, overview, months } = names
  const { writer, owner, engineer, clerk, second } = story.people
  const [one, two] = noticed
  const facts = {
    ...{ kids: children.table, usesTable: uses.table, recordsTable: names.records.table, mergesTable: merges.table },
    ...{ journal: journal.table, deletionsTable: deletions.table, linksTable: links.table, sentTable: messages.table },
    ...{ erasures: erasures.table, archiveTable: archive.table, overview: overview.table, months: months.table },
    ...{ colOwner: children.columns.owner, colSince: children.columns.since, colValue: children.columns.value },
    ...{ colAction: merges.columns.action, colLoser: merges.columns.loser, colWinner: merges.columns.winner },
    ...{ colLeftOut: merges.columns.leftOut, colUndone: merges.columns.undoneAt, colUse: uses.columns.child },
    ...{ colRef: links.columns.ref, colUntil: links.columns.until, statusDone: `"${names.statuses.done}"` },
    ...{ colCount: overview.columns.children, colTotal: overview.columns.total, colBuilt: overview.columns.builtAt },
    ...{
      pages: office.pages.table,
      one: String(one.record),
      two: String(two.record),
      nameOne: one.name,
      nameTwo: two.name,
    },
    ...figuresOf(story, noticed),
    ...{ owner: firstNameOf(owner), engineer: firstNameOf(engineer), writer: firstNameOf(writer) },
    ...{ clerk: firstNameOf(clerk), second: firstNameOf(second) },
    followers: story.level === 5 ? `${overview.table} and ${months.table}` : overview.table,
  }
  return new Writer(random, nouns, facts)
}

/** A standing end: what an agent has to know of the grading. */
const footers: readonly string[] = [
  `Temporary tables are [fine|welcome]; a table cannot be rebuilt with DROP. [Permanent objects|Tables, views or triggers] left
   behind cost 0.05 each and [the task does not count|nothing counts] as solved. [Call finish_task when done|When all is right, call
   finish_task].`,
]

type Texts = readonly string[]

const chainOf = ({ plan }: Story): Texts => (plan === 'messages' ? rules.chainOfLinks : rules.chainOfMerges)

/** What somebody wanted gone. */
function wantedOf({ plan, level }: Story): Texts[] {
  if (plan === 'messages') return [rules.byHandUnlisted, ...(level >= 3 ? [rules.undoneByLinks] : [])]
  return [rules.byHandListed, rules.leftOut, ...(level >= 2 ? [rules.undone] : [])]
}

/** What an item that is there twice asks for. */
const twiceOf = ({ rule, level }: Story): Texts[] => [
  level >= 4 ? rules.twiceUntold : rules.twiceTexts[rule.twice],
  ...(level >= 3 ? [rules.enteredAgain] : []),
]

function writeTicket(writer: Writer, story: Story, page: string): string {
  const { level, people, rule } = story
  const paragraphs = [writer.pick(ticket.openings)]
  if (level === 1) {
    paragraphs.push(
      writer.all(ticket.happened, ticket.askHere),
      writer.all(chainOf(story)),
      writer.all(...wantedOf(story)),
      writer.all(rules.undone, rules.twiceTexts[rule.twice], rules.comesBack),
    )
  } else if (level === 2) paragraphs.push(writer.with({ page }).all(ticket.happened, ticket.askThere))
  else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askLikeBefore))
  const rest = level === 1 ? 'one table' : level === 2 ? 'two tables' : 'all that follows'
  paragraphs.push(
    writer.pick(ticket.restStays[rest]),
    `${firstNameOf(people.writer)}, ${people.writer.role}`,
    writer.pick(footers),
  )
  return paragraphs.join('\n\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, names: Names, writer: Writer): Documents {
  const { level, plan, sketch, people, rule, firstDay } = story
  const page = writer.pick(pageTitles)
  const text = writeTicket(writer, story, page)
  const blanks = [...writer.blanksIn(text), people.writer.role]
  if (level === 1) {
    return {
      ticket: text,
      ticketBlanks: blanks,
      office: { pages: [], messages: [], releases: [], mails: [], contracts: [] },
    }
  }
  const told = (body: string): { body: string; blanks: readonly string[] } => ({ body, blanks: writer.blanksIn(body) })
  const bodyOf = (paragraphs: readonly (readonly Texts[])[]): string =>
    paragraphs.map((texts) => writer.all(...texts)).join('\n\n')
  const chain: Texts[] = [chainOf(story)]
  const pair: Texts[] = [...twiceOf(story), rules.useTexts[rule.uses]]
  const gone: Texts[] = [...wantedOf(story), rules.erased]
  const own = (key: string, title: string, owner: string, before: readonly [number, number], body: string): Page => ({
    ...{ key, title, owner, updatedOn: firstDay - random.int(...before), ...told(body) },
  })
  const pages: Page[] = []
  if (level === 2)
    pages.push(
      own(
        'page',
        page,
        people.second.name,
        [20, 90],
        bodyOf([[...chain, ...(plan === 'messages' ? [rules.latestSent] : [])], gone, pair, [rules.comesBack]]),
      ),
    )
  else {
    const follow = [rules.sums, ...(level === 5 ? [rules.monthly] : [])]
    if (level === 3) pages.push(own('page', page, people.second.name, [20, 90], bodyOf([chain, pair])))
    pages.push(
      own(
        'policy',
        writer.pick(policyTitles),
        people.owner.name,
        [30, 200],
        bodyOf([...(level === 3 ? [gone] : [chain, gone, pair]), [rules.comesBack], [rules.archived, ...follow]]),
      ),
    )
  }
  if (level <= 3)
    pages.push({
      ...{ title: page, owner: people.owner.name, updatedOn: firstDay - random.int(300, 700) },
      ...told(writer.pick(side.oldPage)),
    })
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
  { trade, versions, from, mid, until }: Story,
  told: (body: string) => { body: string; blanks: readonly string[] },
  writer: Writer,
): ReleaseNote[] {
  const program = `${trade.nouns.record} records`
  return [
    { program, version: versions.deletes, at: minuteOf(from, 2, 30), ...told(writer.pick(rules.releaseDeletes)) },
    { program, version: versions.leaves, at: minuteOf(mid, 2, 30), ...told(writer.pick(rules.releaseLeaves)) },
    { program, version: versions.after, at: minuteOf(until, 2, 30), ...told(writer.pick(rules.releaseAfter)) },
  ]
}

/** Plausible talk near the topic, more of it the more is asked for. */
function drawFiller(random: Random, story: Story, writer: Writer, count: number): Omit<Office, 'contracts'> {
  const { level, people, firstDay, lastDay, from, mid, asOf } = story
  const told = (
    template: string,
    facts: Readonly<Record<string, string>> = {},
  ): { body: string; blanks: readonly string[] } => {
    const own = writer.with(facts)
    const body = own.say(template)
    return { body, blanks: own.blanksIn(body) }
  }
  const pages = random
    .sample(side.pages, Math.min(side.pages.length, 1 + Math.ceil(count / 2)))
    .map(({ title, body }): Page => ({
      ...{ title: writer.say(title), owner: random.pick([people.owner, people.second]).name },
      ...{ updatedOn: firstDay - random.int(10, 400), ...told(body) },
    }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }
  const channel = random.pick(['records', 'master-data', 'help', 'daily'])
  const anyTime = (): number => inOffice(minuteOf(random.int(firstDay, lastDay), random.int(9, 16), random.int(0, 59)))
  // Nobody misses anything before something is missing.
  const afterwards = (): number =>
    inOffice(minuteOf(random.int(Math.max(from + 4, mid), dayOf(asOf) - 3), random.int(9, 16), random.int(0, 59)))
  const threads = [
    ...random.sample(side.wrongGuesses, level === 3 ? 2 : 3).map((thread) => ({ thread, at: afterwards() })),
    ...random.sample(side.remarks, Math.min(side.remarks.length, count)).map((thread) => ({ thread, at: anyTime() })),
  ]
  const messages = threads.flatMap(({ thread, at: begin }) => {
    let at = begin
    return thread.map(([speaker, template], index): Message => {
      if (index > 0) at += random.int(1, 14)
      return { channel, at, author: people[speaker].login, ...told(template) }
    })
  })
  const senders = random.shuffle(
    story.archive.length > 0 ? story.records.flatMap(({ name }) => (name === null ? [] : [name])) : [],
  )
  const mails = random
    .sample(side.mails, Math.min(side.mails.length, 1 + Math.ceil(count / 2)))
    .map(({ subject, body }, place): Mail => {
      const sender = senders[place] ?? people.clerk.name
      return { at: anyTime(), sender, subject, ...told(body, { sender }) }
    })
  const releases = [
    ...random.sample(side.releases, Math.min(side.releases.length, 1 + Math.ceil(count / 3))),
    ...random.sample(story.world.texts.releases, 1).filter(({ note }) => !/\{/.test(note)),
  ].map(({ program, note }): ReleaseNote => ({
    ...{ program, version: `${random.int(1, 4)}.${random.int(0, 9)}`, at: anyTime(), ...told(note) },
  }))
  return { pages, messages, mails, releases }
}

/** What the program writes down, and what its fields hold. */
function contractOf(story: Story, names: Names): Contract {
  const { plan, trade, firstDay } = story
  const { nouns } = trade
  const { merges, journal, deletions, links, messages, children, records, dictionary } = names
  const lines =
    plan === 'messages'
      ? [
          `exchange: ${nouns.records} and ${nouns.children} with ${nouns.other}`,
          `numbers: ${links.table}, which ${nouns.record} each ${links.columns.ref} stood for, and when; the open line is the present one`,
          `sent: ${messages.table}, one line a field`,
          '  first: all fields of a row when it is entered',
          '  later: only fields that somebody changed; of several lines the latest counts',
          `  ${children.columns.owner}: sent as the ${links.columns.ref} of the ${nouns.record} that the row was entered for`,
          '  merges: send nothing, since their numbers stay as they are',
          `deleted: ${deletions.table}, number of the row and of the action; nothing of its contents`,
        ]
      : [
          `program: ${nouns.record} records, exchanged with ${nouns.other}`,
          `merged: ${merges.table}`,
          `  ${merges.columns.leftOut}: JSON list of numbers in ${children.table}`,
          `deleted: ${journal.table}`,
          `  ${journal.columns.row}: the row as JSON, by the names of its columns; NULL for whoever was forgotten`,
          `  ${journal.columns.action}: one number for all that is done at one go, the same in ${merges.table}`,
          ...(plan === 'two journals'
            ? [
                `deleted in the old program: ${names.old.table}, its fields in ${dictionary.table}`,
                `  rows of ${records.table} with ${trade.systems[0]} in ${records.columns.system}, and what hung on them`,
              ]
            : []),
        ]
  return { key: 'contract', feed: `${nouns.record} records`, validFrom: firstDay - 200, body: lines.join('\n') }
}
