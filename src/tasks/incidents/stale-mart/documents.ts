/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Contract, Mail, Message, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { withArticle, Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import type { Terms } from '../../worlds/stations/mart.ts'
import { inOffice, minuteOf, monthOf, readDay, tellAmount, tellDay } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import { noteOf } from './release-texts.ts'
import { footer } from '../footer.ts'
import * as rules from './rule-texts.ts'
import type { Story } from './ground.ts'
import type { Noticed } from './symptoms.ts'
import * as talk from './talk-texts.ts'
import * as ticket from './ticket-texts.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

const pageTitles = ['How a day is counted', 'Counting a day', 'What {sheet} counts', 'Rules for {sheet}'] as const
const policyTitles = [
  'When figures have to be corrected',
  'Correcting {sheet}',
  'Repairs of figures',
  'Figures that were wrong',
] as const

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(
  random: Random,
  story: Story,
  names: Names,
  office: OfficeNames,
  noticed: readonly [Noticed, Noticed],
): Writer {
  const { axis, trade, house, people, groups } = story
  const { row, rows } = trade.file_import.nouns
  const { group, groups: many, member, members, days, months } = axis.nouns
  const [one, two] = noticed
  const nameOf = (code: string | null): string => groups.find(([own]) => own === code)?.[1] ?? ''
  const d = names.days.columns
  const words = {
    ...{ line: row, lines: rows, group, groups: many, member, members, sheet: days, monthly: months },
    ...{ aMember: withArticle(member), aGroup: withArticle(group) },
    moreIs: house.more === 'days' ? 'the number of its rows by day' : `the largest ${d.amount} of a day`,
  }
  const facts = {
    ...{ days: names.days.table, months: names.months.table, core: names.core.table, list: names.list.table },
    ...{ groupTable: names.groups.table, source: names.source.table, periods: names.periods.table },
    ...{ pages: office.pages.table, colKey: d.key, colGroup: d.group, colDay: d.day, colLines: d.lines },
    ...{ colQuantity: d.quantity, colAmount: d.amount, colMore: names.months.columns.more },
    ...{ colAt: names.core.columns.at, colReceived: names.core.columns.receivedAt },
    ...{ qtyIn: names.core.columns.quantity, amountIn: names.core.columns.amount },
    ...{ none: house.none, rest: house.rest, restName: nameOf(house.rest), hour: String(house.cutHour) },
    ...{ day: tellDay(one.day), shown: tellAmount(one.shown), true: tellAmount(one.due) },
    ...{ group2: nameOf(two.group), day2: tellDay(two.day), shown2: tellAmount(two.shown), true2: tellAmount(two.due) },
    ...{ owner: firstNameOf(people.owner), engineer: firstNameOf(people.engineer) },
    where3: random.pick(story.senders).name,
  }
  return new Writer(random, words, facts)
}

/** How a day is counted, sentence by sentence. */
function countingTexts({ house }: Story, { unlisted, list }: Terms): readonly (readonly string[])[] {
  return [
    rules.rowOfDay,
    rules.entryCounts[list],
    rules.withoutGroup[unlisted],
    rules.withoutLines[house.zeros.length > 0 ? 'zeros' : 'none'],
  ]
}

const firstTerms = ({ house }: Story): Terms => (house.terms[0] as { terms: Terms }).terms

function writeTicket(writer: Writer, story: Story, pageTitle: string): string {
  const { level, people } = story
  const paragraphs = [writer.pick(ticket.openings)]
  if (level === 1) {
    paragraphs.push(writer.pick(ticket.askHere), writer.all(...countingTexts(story, firstTerms(story))))
  } else if (level === 2) {
    paragraphs.push(writer.with({ page: pageTitle }).pick(ticket.askThere), faultsTold(writer, story))
  } else paragraphs.push(writer.pick(level === 3 ? ticket.askFigures : ticket.askAll))
  paragraphs.push(
    writer.pick(ticket.restStays[level === 1 ? 'one' : level === 2 ? 'two' : 'follow']),
    `${firstNameOf(people.writer)}, ${people.writer.role}`,
    writer.say(footer),
  )
  return paragraphs.join('\n\n')
}

/** Level 2: releases that counted wrong, and how. */
function faultsTold(writer: Writer, story: Story): string {
  const { releases, house } = story
  const terms = firstTerms(story)
  return releases
    .flatMap(({ version, handling }) => {
      const isAll = handling.unlisted !== terms.unlisted || handling.list !== terms.list
      const by = writer.with({ version })
      if (isAll)
        return [
          `- ${by.say(`{version}: [all its days|every day of it], [since|as] it ${handling.list === terms.list ? 'did something else than agreed with {lines} without {aGroup}' : 'used {list} in another way than agreed'}`)}`,
        ]
      if (!handling.cutsLastDay) return []
      return [
        `- ${by.say(
          house.cutHour === 0
            ? `{version}: the last day of each run, which it [left out|lost]; its other days are [right|fine]`
            : `{version}: the last day of each run, of which it [took|counted] only {lines} before {hour}:00; its other days are [right|fine]`,
        )}`,
      ]
    })
    .join('\n')
}

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, names: Names, writer: Writer): Documents {
  const { level, people, days } = story
  const first = days[0] as number
  const pageTitle = writer.say(random.pick(pageTitles))
  const text = writeTicket(writer, story, pageTitle)
  const blanks = [...writer.blanksIn(text), people.writer.role, ...story.releases.map(({ version }) => version)]
  const empty: Office = { pages: [], messages: [], releases: [], mails: [], contracts: [] }
  if (level === 1) return { ticket: text, ticketBlanks: blanks, office: empty }
  const told = (body: string): { body: string; blanks: readonly string[] } => ({ body, blanks: writer.blanksIn(body) })
  const policy = [
    rules.lastRunCounts,
    rules.rightDaysStay,
    rules.lateLines[story.house.late],
    rules.listOfToday,
    rules.monthsFollow,
    ...(level >= 4 ? [rules.closedStays] : []),
  ]
  const pages: Page[] = []
  const old = { title: pageTitle, owner: people.second.name, updatedOn: first - random.int(300, 700) }
  if (level === 2) {
    const body = `${writer.all(...countingTexts(story, firstTerms(story)))}\n\n${writer.all(...policy)}`
    pages.push(
      { key: 'page', title: pageTitle, owner: people.owner.name, updatedOn: first - random.int(20, 90), ...told(body) },
      { ...old, ...told(writer.pick(talk.oldPage)) },
    )
  } else {
    const title = writer.say(random.pick(policyTitles))
    pages.push(
      {
        key: 'policy',
        title,
        owner: people.owner.name,
        updatedOn: first - random.int(20, 90),
        ...told(writer.all(...policy)),
      },
      { ...old, title, ...told(writer.pick(talk.oldPage)) },
    )
  }
  const filler = drawTalk(random, story, writer)
  return {
    ticket: text,
    ticketBlanks: blanks,
    office: {
      pages: [...pages, ...filler.pages],
      messages: filler.messages,
      releases: [...(level === 3 ? notesOf(story, writer) : []), ...(level >= 3 ? filler.releases : [])],
      mails: filler.mails,
      contracts: level >= 3 ? contractsOf(random, story, names) : [],
    },
  }
}

function notesOf({ releases, trade, house }: Story, writer: Writer): ReleaseNote[] {
  return releases.map(({ version, liveFrom, handling }) => {
    const body = writer.all(...noteOf(handling, house.cutHour))
    return {
      key: 'releases',
      program: trade.nightly_job.mart.job,
      version,
      at: liveFrom,
      body,
      blanks: writer.blanksIn(body),
    }
  })
}

/** What was agreed, month by month: the terms in force, and those before. */
function contractsOf(random: Random, story: Story, names: Names): Contract[] {
  const { house, days } = story
  const earlier = random.pick((['out', 'own', 'rest'] as const).filter((own) => own !== firstTerms(story).unlisted))
  const before: Terms = { unlisted: earlier, list: random.pick(['dated', 'newest']) }
  const all = [{ from: `${Number(house.terms[0]?.from.slice(0, 4)) - 1}-01`, terms: before }, ...house.terms]
  return all.map(({ from, terms }, index) => ({
    ...(index > 0 && { key: 'contract' }),
    feed: names.days.table,
    validFrom: readDay(`${from}-01`),
    body: contractBody(story, names, terms, from, monthOf(days[0] as number) > from && index === 0),
  }))
}

function contractBody(
  { axis, house, groups, trade, level }: Story,
  { days, core, list, groups: groupTable, old }: Names,
  { unlisted, list: use }: Terms,
  from: string,
  isReplaced: boolean,
): string {
  const { group, groups: many, member } = axis.nouns
  const { row, rows } = trade.file_import.nouns
  const restName = groups.find(([code]) => code === house.rest)?.[1] ?? ''
  const lists = level === 5 ? `${list.table} and ${old.table}` : list.table
  const without = {
    out: 'left out',
    own: `a row of their own, ${days.columns.group} ${house.none}`,
    rest: `counted for ${house.rest} ${restName}`,
  }[unlisted]
  const entry =
    use === 'dated'
      ? `the entry in ${lists} that is valid on the day of the ${row}`
      : `the last entry in ${lists}, for all days these terms are for`
  return [
    `table: ${days.table}`,
    `for: days from ${from}-01 on, until other terms follow${isReplaced ? ' (replaced)' : ''}`,
    `row: one ${group} on one day; ${days.columns.key} is ${days.columns.group}/${days.columns.day}`,
    `day: of ${core.columns.at} in ${core.table}`,
    `${group} of ${withArticle(row)}: that of its ${member}, ${entry}`,
    `${rows} whose ${member} has no entry: ${without}`,
    house.zeros.length > 0
      ? `${many} in ${groupTable.table} without ${withArticle(row)}: a row of zeros, on each day that has any ${row}`
      : `${many} without ${withArticle(row)}: no row`,
    'figures:',
    `  ${days.columns.lines}: number of ${rows}`,
    `  ${days.columns.quantity}: sum of ${core.columns.quantity}`,
    `  ${days.columns.amount}: sum of ${core.columns.amount}`,
  ].join('\n')
}

/** What else is said. */
function drawTalk(random: Random, story: Story, writer: Writer): Omit<Office, 'contracts'> {
  const { level, people, world, days, asOf, senders } = story
  const count = story.sketch.knobs.filler
  const [first, last] = [days[0] as number, days.at(-1) as number]
  const told = (body: string): { body: string; blanks: readonly string[] } => ({ body, blanks: writer.blanksIn(body) })
  const pages = random
    .sample(talk.pages, Math.min(talk.pages.length, 1 + Math.ceil(count / 2)))
    .map(({ title, body }): Page => ({
      title,
      owner: random.pick([people.owner, people.second]).name,
      updatedOn: first - random.int(10, 400),
      ...told(writer.say(body)),
    }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }
  const channel = random.pick(['figures', 'data', 'help', 'daily'])
  const threads = [
    ...random.sample(talk.guesses, level === 3 ? 1 : 2).map((thread) => ({ thread, from: last - 3 })),
    ...random.sample(talk.threads, count).map((thread) => ({ thread, from: first })),
  ]
  const messages = threads.flatMap(({ thread, from }): Message[] => {
    let at = inOffice(minuteOf(from + random.int(0, Math.max(1, last - from)), random.int(9, 16), random.int(0, 59)))
    return thread.map(([speaker, template]) => {
      at += random.int(1, 9)
      return { channel, at: Math.min(at, asOf - 60), author: people[speaker].login, ...told(writer.say(template)) }
    })
  })
  const releases = random
    .sample(talk.notes, Math.min(talk.notes.length, 1 + Math.ceil(count / 2)))
    .map(({ program, note }): ReleaseNote => ({
      ...{ program, version: `${random.int(1, 9)}.${random.int(0, 9)}` },
      at: inOffice(minuteOf(first + random.int(0, last - first), random.int(9, 16), random.int(0, 59))),
      ...told(writer.say(note)),
    }))
  const mails = random.sample(world.texts.mails, Math.ceil(count / 2)).map(({ subject, body }): Mail => {
    const sender = random.pick(senders).name
    const own = writer.with({ where3: sender }).say(body)
    const at = inOffice(minuteOf(first + random.int(0, last - first), random.int(8, 16), random.int(0, 59)))
    return { at, sender, subject, body: own, blanks: [...writer.blanksIn(own), sender] }
  })
  return { pages, messages, releases, mails }
}
