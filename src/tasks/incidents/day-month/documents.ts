/**
 * Ticket and papers of an instance: which rule stands where, among what else is said in the house.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Contract, Mail, Message, Office, OfficeNames, Page, ReleaseNote } from '../../documents/office.ts'
import { Writer } from '../../documents/wording.ts'
import { firstNameOf } from '../../worlds/cast.ts'
import { dayOf, inOffice, minuteOf, sayDay, sayMinute, tellMonth, tellShortDay } from '../../worlds/time.ts'
import { changedFrom } from './legs.ts'
import { leadTolerance } from './lines.ts'
import type { Names } from './names.ts'
import * as rules from './rule-texts.ts'
import * as side from './side-texts.ts'
import type { Partner, Story } from './business.ts'
import type { Noticed } from './symptoms.ts'
import * as ticket from './ticket-texts.ts'
import type { Way, Ways } from './ways.ts'

export interface Documents {
  readonly ticket: string
  readonly ticketBlanks: readonly string[]
  readonly office: Office
}

const pageTitles = [
  'Days that were read the wrong way round',
  'When {importer} misreads days',
  'Putting days right',
  'Wrong days in {core}',
] as const

/** Words of the trade and names of the instance, as templates ask for them. */
export function writerOf(random: Random, story: Story, names: Names, office: OfficeNames, noticed: Noticed): Writer {
  const { nouns } = story.trade.files
  const { promises, files, refusals, withdrawals, changes, plan, totals, handedOver, status, reasons } = names
  const { writer, owner, engineer, clerk, second } = story.people
  const { house, versions, struckAt, mendedAt, from, until } = story
  const other = random.pick(story.partners)
  const good = random.pick(story.goods)
  const [c, f] = [promises.columns, files.columns]
  const second2 = noticed.month ?? { partner: noticed.second.partner, month: '', seen: -1 }
  const facts = {
    ...{ core: promises.table, log: files.table, refusedTable: refusals.table, off: withdrawals.table },
    ...{ changesTable: changes.table, plan: plan.table, totals: totals.table, fixed: handedOver.table },
    ...{ pages: office.pages.table, colTaken: c.taken, colDue: c.due, colNumber: c.number, colStatus: c.status },
    ...{ colRelease: f.release, colLoader: f.loader, colLoaded: f.loadedAt, colRow: refusals.columns.row },
    ...{
      colReason: refusals.columns.reason,
      dayWord: reasons.day,
      openWord: status.open,
      withdrawnWord: status.withdrawn,
    },
    ...{ version: versions.struck, fromA: sayMinute(struckAt.A), untilA: sayMinute(mendedAt.A) },
    ...{ fromB: sayMinute(struckAt.B), untilB: sayMinute(mendedAt.B) },
    ...{ later: String(noticed.later), number: String(noticed.row.number), who: noticed.row.partner },
    ...{ day: sayDay(noticed.row.taken), number2: String(noticed.second.number), who2: second2.partner },
    ...{
      day2: sayDay(noticed.second.due),
      seen: second2.seen < 0 ? '' : String(second2.seen),
      month2: monthSaid(second2.month),
    },
    ...{ about: tellShortDay(from), ended: tellShortDay(until), partner4: other.code, partnerName4: other.name },
    ...{ goodName: good.name, goodCode: good.code },
    ...{
      owner: firstNameOf(owner),
      engineer: firstNameOf(engineer),
      writer: firstNameOf(writer),
      clerk: firstNameOf(clerk),
    },
    second: firstNameOf(second),
  }
  return new Writer(random, { ...nouns, order: rules.orderWords[house.region] }, facts)
}

const monthSaid = (month: string): string => (month === '' ? '' : `${tellMonth(month)} ${month.slice(0, 4)}`)

/** Orders in words, in several tellings; one is drawn for a text. */
const wayWords: readonly Readonly<Record<Way, string>>[] = [
  { dm: 'day first', md: 'month first', iso: 'with the year first' },
  { dm: 'as day/month/year', md: 'as month/day/year', iso: 'as year-month-day' },
  {
    dm: 'in the order day, month, year',
    md: 'in the order month, day, year',
    iso: 'in the order year, month, day',
  },
  { dm: 'with the day in front', md: 'with the month in front', iso: 'with the year in front' },
]

/** What the two days are called; a partner knows no names of ours. */
interface Called {
  readonly taken: string
  readonly due: string
}

/** How both days are written, in words of one telling. */
function waysSaid({ taken, due }: Ways, call: Called, words: Readonly<Record<Way, string>>): string {
  return taken === due ? `both days ${words[taken]}` : `${call.taken} ${words[taken]} and ${call.due} ${words[due]}`
}

/** Sentences about every partner, those of one way together. */
function partnersSaid(random: Random, story: Story, names: Names): string {
  const call = names.promises.columns
  const words = random.pick(wayWords)
  const groups = new Map<string, string[]>()
  const changed: string[] = []
  for (const { code, ways, changed: anew, changedOn } of story.partners) {
    const said = waysSaid(ways, call, words)
    if (anew === null || changedOn === null) {
      groups.set(said, [...(groups.get(said) ?? []), code])
      continue
    }
    const file = changedFrom(story, code)?.id ?? ''
    const since = story.level === 1 ? `file ${file}` : `the file of ${tellShortDay(changedOn)}`
    const next = waysSaid(anew, call, words)
    changed.push(
      random.pick([
        `${code} used to have ${said}; from ${since} on it is ${next}.`,
        `${code} changed with ${since}: ${next} since then, ${said} before.`,
        `Before ${since}, ${code} wrote ${said}, and ${next} in that one and all later files.`,
      ]),
    )
  }
  const list = (codes: readonly string[]): string =>
    codes.length === 1 ? `${codes[0]}` : `${codes.slice(0, -1).join(', ')} and ${codes.at(-1)}`
  const style = random.int(0, 3)
  const told = random.shuffle([...groups]).map(([said, codes]) => {
    const verb = (one: string, many: string): string => (codes.length === 1 ? one : many)
    switch (style) {
      case 0:
        return `${list(codes)} ${verb('writes', 'write')} ${said}.`
      case 1:
        return `From ${list(codes)} we get ${said}.`
      case 2:
        return `${list(codes)}: ${said}.`
      default:
        return `With ${list(codes)} it is ${said}.`
    }
  })
  return [...told, ...random.shuffle(changed)].join(' ')
}

function writeTicket(random: Random, writer: Writer, story: Story, names: Names, page: string): string {
  const { level, people } = story
  const told = level >= 3 ? ticket.plans : ticket.seconds
  const paragraphs = [writer.all(ticket.openings, told)]
  if (level === 1)
    paragraphs.push(
      writer.all(ticket.askHere, rules.versionRead),
      partnersSaid(random, story, names),
      writer.all(rules.changePlaces, rules.filesDecide),
    )
  else if (level === 2) paragraphs.push(writer.with({ page }).pick(ticket.askThere))
  else if (level === 3) paragraphs.push(writer.pick(ticket.askTraces))
  else paragraphs.push(writer.all(ticket.askData, ticket.elsewhere))
  paragraphs.push(
    writer.pick(ticket.restStays[level < 3 ? 'one table' : level < 5 ? 'plan' : 'totals']),
    `${firstNameOf(people.writer)}, ${people.writer.role}`,
    writer.pick(ticket.footers),
  )
  return paragraphs.join('\n\n')
}

/** A letter or a digit alone would blank parts of words. */
const longOnes = (blanks: readonly string[]): string[] => blanks.filter((blank) => blank.length > 1)

/** Everything that is written. */
export function writeDocuments(random: Random, story: Story, names: Names, writer: Writer): Documents {
  const { level, plan, sketch, people, house } = story
  const page = writer.pick(pageTitles)
  const text = writeTicket(random, writer, story, names, page)
  const codes = story.partners.map(({ code }) => code)
  const blanks = [...longOnes(writer.blanksIn(text)), people.writer.role, ...codes]
  const empty: Office = { pages: [], messages: [], releases: [], mails: [], contracts: [] }
  if (level === 1) return { ticket: text, ticketBlanks: blanks, office: empty }
  const told = (body: string): { body: string; blanks: readonly string[] } => ({
    body,
    blanks: [...longOnes(writer.blanksIn(body)), ...codes],
  })
  const refused = [rules.refusedLines, rules.refusedStays]
  const since = [rules.againTexts[house.again], rules.withdrawnTexts[house.withdrawn]]
  const follow =
    level < 3
      ? []
      : [rules.planFollows, ...(level >= 4 ? [rules.monthsFixed] : []), ...(level === 5 ? [rules.totalsFollow] : [])]
  const paragraphs = [
    ...(level === 2
      ? [
          writer.all(plan === 'records' ? rules.machinesRead : rules.versionRead),
          partnersSaid(random, story, names),
          writer.all(rules.changePlaces, rules.filesDecide),
        ]
      : [writer.all(rules.changePlaces, rules.filesDecide)]),
    writer.all(...refused),
    writer.all(...since),
    writer.all(rules.movedTexts[house.moved]),
    ...(follow.length === 0 ? [] : [writer.all(...follow)]),
  ]
  // The page is of the days in which it was found out.
  const pages: Page[] = [
    {
      ...{
        key: level === 2 ? 'page' : 'policy',
        title: page,
        owner: people.owner.name,
        updatedOn: dayOf(story.asOf) - 1,
      },
      ...told(paragraphs.join('\n\n')),
    },
    {
      ...{ title: page, owner: people.second.name, updatedOn: story.firstDay - random.int(200, 600) },
      ...told(writer.pick(side.oldPage)),
    },
  ]
  const filler = drawFiller(random, story, writer, sketch.knobs.filler)
  return {
    ticket: text,
    ticketBlanks: blanks,
    office: {
      pages: [...pages, ...filler.pages],
      messages: filler.messages,
      releases: [...(level === 3 ? releasesOf(story, told, writer) : []), ...filler.releases],
      mails: [...(level === 3 ? changeMails(random, story, writer) : []), ...filler.mails],
      contracts: level >= 3 ? [contractOf(story, names)] : [],
    },
  }
}

/** The program's notes; where two machines read, one for each. */
function releasesOf(
  { trade, plan, versions, struckAt, mendedAt, house }: Story,
  told: (body: string) => { body: string; blanks: readonly string[] },
  writer: Writer,
): ReleaseNote[] {
  const program = trade.files.nouns.importer.replace(/^the /, '')
  const region = house.region === 'md' ? 'en-US, month/day/year' : 'en-GB, day/month/year'
  const [live, gone] = [writer.with({ region }).pick(rules.versionLive), writer.pick(rules.versionGone)]
  const blanks = (body: string) => ({ body, blanks: [...told(body).blanks, region] })
  const machines = plan === 'records' ? (['A', 'B'] as const) : (['A'] as const)
  return machines.flatMap((loader): ReleaseNote[] => {
    const name = plan === 'records' ? `${program}, machine ${loader}` : program
    return [
      { program: name, version: versions.struck, at: struckAt[loader], ...blanks(live) },
      { program: name, version: versions.after, at: mendedAt[loader], ...blanks(gone) },
    ]
  })
}

/** Partners that change tell so shortly before. */
function changeMails(random: Random, story: Story, writer: Writer): Mail[] {
  const { takenDay, dueDay } = story.trade.files.nouns
  const call: Called = { taken: takenDay, due: dueDay }
  const words = random.pick(wayWords)
  return story.partners.flatMap((partner: Partner): Mail[] => {
    const { changed, changedOn, ways, name } = partner
    if (changed === null || changedOn === null) return []
    const facts = {
      ...{ changeDay: tellShortDay(changedOn), partnerName: name },
      ...{ newWays: waysSaid(changed, call, words), oldWays: waysSaid(ways, call, words) },
    }
    const own = writer.with(facts)
    const { subject, body } = random.pick(rules.changeMails)
    const text = own.say(body)
    const at = inOffice(minuteOf(changedOn - random.int(2, 4), random.int(9, 16), random.int(0, 59)))
    return [{ key: 'mail', at, sender: name, subject, body: text, blanks: own.blanksIn(text) }]
  })
}

/** Plausible talk near the topic, more of it the more is asked for. */
function drawFiller(random: Random, story: Story, writer: Writer, count: number): Omit<Office, 'contracts'> {
  const { level, people, firstDay, lastDay, until, asOf } = story
  const told = (template: string): { body: string; blanks: readonly string[] } => {
    const body = writer.say(template)
    return { body, blanks: longOnes(writer.blanksIn(body)) }
  }
  const own = random.sample(side.pages, Math.min(side.pages.length, 1 + Math.ceil(count / 2)))
  const pages = own.map(({ title, body }): Page => ({
    ...{ title, owner: random.pick([people.owner, people.second]).name, updatedOn: firstDay - random.int(10, 400) },
    ...told(body),
  }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }
  const channel = random.pick(['planning', 'files', 'help', 'daily'])
  const anyTime = (): number => inOffice(minuteOf(random.int(firstDay, lastDay), random.int(9, 16), random.int(0, 59)))
  // Nobody wonders at days before there are some to wonder at.
  const afterwards = (): number =>
    inOffice(minuteOf(random.int(until, dayOf(asOf) - 2), random.int(9, 16), random.int(0, 59)))
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
  const writers = random.shuffle(story.partners)
  const mails = random
    .sample(side.mails, Math.min(side.mails.length, 1 + Math.ceil(count / 2)))
    .map(({ subject, body }, place): Mail => {
      const from = writers[place % writers.length] as Partner
      const text = writer.with({ partnerName4: from.name }).say(body)
      return { at: anyTime(), sender: from.name, subject, body: text, blanks: [...writer.blanksIn(text), from.name] }
    })
  const releases = random
    .sample(side.releases, Math.min(side.releases.length, 1 + Math.ceil(count / 3)))
    .map(({ program, note }): ReleaseNote => ({
      ...{ program, version: `${random.int(1, 4)}.${random.int(0, 9)}`, at: anyTime(), ...told(note) },
    }))
  return { pages, messages, mails, releases }
}

/** What was agreed with partners. */
function contractOf(story: Story, names: Names): Contract {
  const { level, plan, trade, partners } = story
  const { nouns } = trade.files
  const { promises, raw, goods, files, dictionary, oldFiles, oldLines } = names
  const c = promises.columns
  const form: Readonly<Record<Way, string>> = { dm: 'day/month/year', md: 'month/day/year', iso: 'year-month-day' }
  const lines = [
    `feed: ${nouns.files} of ${nouns.partners}`,
    ...(plan === 'records'
      ? [
          `text: ${raw.table}.${raw.columns.text}, fields apart by ${names.separator}, in this order after the mark of the record`,
        ]
      : []),
    'fields:',
    `  ${c.number}: of the ${nouns.partner}, never used again for another line${level >= 4 ? `; given one after the other as lines are ${nouns.taken}, so a later ${c.taken} has a higher ${c.number}` : `; says nothing about days`}`,
    `  ${c.taken}: ${nouns.takenDay}, when it was ${nouns.taken}`,
    `  ${c.due}: ${nouns.dueDay}${level >= 4 ? `; when sent, ${goods.table}.${goods.columns.lead} days after the file was received, ${leadTolerance} days more or less` : ''}`,
    `  ${c.good}: one of ${goods.table}`,
    `  ${c.quantity}: whole number`,
    'order of checks: code, count, days; the first that fails is noted',
  ]
  if (level === 3) {
    lines.push('written by:')
    for (const { code, ways } of partners)
      lines.push(`  ${code}: {${c.taken}: ${form[ways.taken]}, ${c.due}: ${form[ways.due]}}`)
  } else {
    lines.push(`written: as the program of the ${nouns.partner} does it, the same way in all lines of a file`)
    if (plan === 'two systems')
      lines.push(
        `old system: files that are not in ${files.table} are in ${oldFiles.table}, their refused lines in ${oldLines.table}; what fields and codes mean is in ${dictionary.table}`,
      )
  }
  return { key: 'contract', feed: nouns.files, validFrom: story.firstDay - 200, body: lines.join('\n') }
}
