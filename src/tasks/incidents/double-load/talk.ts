/**
 * Plausible talk near the topic. People write of what did happen: a mail that says a file was sent again belongs to a
 * file in the log, and nobody sees two rows for a line before there are two.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Mail, Message, Page, ReleaseNote } from '../../documents/office.ts'
import type { Writer } from '../../documents/wording.ts'
import type { Delivery, Line } from '../../worlds/stations/file-import.ts'
import { dayOf, inOffice, minuteOf, tellShortDay } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import * as side from './side-texts.ts'
import type { Story } from './story.ts'

export interface Talk {
  readonly pages: readonly Page[]
  readonly messages: readonly Message[]
  readonly releases: readonly ReleaseNote[]
  readonly mails: readonly Mail[]
}

/** A conversation, when it began, and what its names stand for. */
interface Conversation {
  readonly thread: side.Thread
  readonly at: number
  readonly facts: Readonly<Record<string, string>>
  /** Who says the first message, where the data have it. */
  readonly first?: string
}

const nameOf = ({ senders }: Story, code: string): string =>
  senders.find((sender) => sender.code === code)?.name ?? code

/** @param count how much of it there is */
export function drawTalk(random: Random, story: Story, names: Names, writer: Writer, count: number): Talk {
  const { world, level, people, firstDay } = story
  const { texts } = world
  const told = (by: Writer, template: string): { body: string; blanks: readonly string[] } => {
    const body = by.say(template)
    return { body, blanks: by.blanksIn(body) }
  }
  const pairPage = texts.pages.find(({ about }) => about === 'equal lines')
  const guesses = level === 2 ? [] : random.sample(side.wrongGuesses, level === 3 ? 1 : 2)
  const refersToPage = guesses.some((thread) => thread.some(([, text]) => text.includes('{pairPage}')))
  const chosen = random.sample(texts.pages, Math.max(1, Math.ceil(count / 2)))
  if (refersToPage && pairPage !== undefined && !chosen.includes(pairPage)) chosen[0] = pairPage
  const pages = chosen.map(({ title, body }): Page => ({
    title,
    owner: random.pick([people.owner, people.second]).name,
    updatedOn: firstDay - random.int(10, 400),
    ...told(writer, body),
  }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }

  const channel = random.pick(['data', 'imports', 'help', 'daily'])
  const by = writer.with({ pairPage: pairPage?.title ?? '', ...anyLine(random, story) })
  const conversations = [
    ...guesses.map((thread): Conversation => aboutAPair(random, story, thread)),
    ...(random.percent(50) ? twoRowsSeen(random, story) : []),
    ...random.sample([...side.remarks, ...fitting(story)], count).map((thread) => usual(random, story, thread)),
  ]
  const messages = conversations.flatMap(({ thread, at: from, facts, first }) => {
    let at = from
    const own = by.with(facts)
    return thread.map(([speaker, template], index): Message => {
      if (index > 0) at += random.int(1, 14)
      // Whoever answers is not the one who asked.
      const swapped = first === people.second.login ? { ...people, clerk: people.second, second: people.clerk } : people
      return { channel, at, author: swapped[speaker].login, ...told(own, template) }
    })
  })
  const mails = [
    ...sendersWrite(random, story, names, writer, level === 3 ? 1 : 2),
    ...random.sample(texts.mails, Math.ceil(count / 2)).map(({ subject, body }): Mail => {
      const sender = random.pick(story.senders).name
      return { at: anyTime(random, story), sender, subject, ...told(writer.with({ where3: sender }), body) }
    }),
  ]
  const releases = random.sample(texts.releases, Math.ceil(count / 2) + 1).map(({ program, note }): ReleaseNote => ({
    program,
    version: `${random.int(1, 4)}.${random.int(0, 9)}`,
    at: anyTime(random, story),
    ...told(writer, note),
  }))
  return { pages, messages, mails, releases }
}

/** A minute at which an office is at work, before the agent sits down. */
function anyTime(random: Random, { firstDay, lastDay }: Story): number {
  return inOffice(minuteOf(random.int(firstDay, lastDay), random.int(9, 16), random.int(0, 59)))
}

/** A good and a customer that there are. */
function anyLine(random: Random, { seen, trade }: Story): Record<string, string> {
  const rows = [...seen.rows.values()].filter(({ party }) => party !== '-')
  const { good, party } = random.pick(rows)
  return {
    goodName: good.name,
    goodCode: good.code,
    party,
    importerName: trade.file_import.nouns.importer.replace(/^the /, ''),
  }
}

/** Threads of the world that say nothing untrue of these senders. */
function fitting({ world, senders }: Story): side.Thread[] {
  const hasTwo = senders.some(({ lanes }) => lanes > 1)
  return world.texts.threads.filter((thread) => hasTwo || !thread.some(([, text]) => text.includes('{twoLanes}')))
}

/** Lines that are equal and both meant, of a file that came once. */
function equalLines({ deliveries, senders }: Story): (readonly [Delivery, Line])[] {
  const slots = new Map<string, number>()
  const slotOf = ({ sender, lane, day }: Delivery): string => `${sender.code}/${lane}/${day}`
  for (const file of deliveries) slots.set(slotOf(file), (slots.get(slotOf(file)) ?? 0) + 1)
  return deliveries
    .filter((file) => slots.get(slotOf(file)) === 1 && senders.length > 0)
    .flatMap((file) =>
      file.lines.flatMap((line, index): (readonly [Delivery, Line])[] => {
        const next = file.lines[index + 1]
        const isEqual = next?.at === line.at && next.party === line.party && next.good === line.good
        return isEqual && line.party !== '-' && next.quantity === line.quantity ? [[file, line]] : []
      }),
    )
}

function usual(random: Random, story: Story, thread: side.Thread): Conversation {
  const ofEqualLines = thread.some(([, text]) => text.includes('minute') && text.includes('lines'))
  const found = ofEqualLines ? equalLines(story) : []
  if (found.length > 0) {
    const [file, { good, party }] = random.pick(found)
    return {
      thread,
      at: inOffice(file.receivedAt + random.int(60, 2880)),
      facts: { goodName: good.name, party, where3: nameOf(story, file.sender.code) },
    }
  }
  return { thread, at: anyTime(random, story), facts: {} }
}

/** A guess about files of which both became rows, after the second one came. */
function aboutAPair(random: Random, story: Story, thread: side.Thread): Conversation {
  const { second } = random.pick(story.pairs)
  return {
    thread,
    at: inOffice(second.receivedAt + random.int(60, 2880)),
    facts: { where4: nameOf(story, second.sender.code) },
  }
}

/** Somebody hung a row on one of two and says so. */
function twoRowsSeen(random: Random, story: Story): Conversation[] {
  const { pairs, children, people, seen } = story
  const files = new Set(
    pairs
      .filter(({ kind }) => kind === 'twin' || kind.startsWith('swollen'))
      .flatMap((pair) => [pair.first.id, pair.second.id]),
  )
  const from = Math.max(...pairs.map(({ second }) => second.receivedAt), 0)
  const entered = children.filter(({ core, at }) => files.has(seen.rows.get(core)?.file ?? -1) && at <= from + 7200)
  if (entered.length === 0) return []
  const child = random.pick(entered)
  const sender = nameOf(story, seen.rows.get(child.core)?.sender ?? '')
  return [
    {
      thread: random.pick(side.twoRows),
      at: child.at + random.int(2, 25),
      facts: { where4: sender },
      first: child.operator === people.second.login ? people.second.login : people.clerk.login,
    },
  ]
}

/** Mails of senders about files they sent more than once, broke off or corrected. */
function sendersWrite(random: Random, story: Story, names: Names, writer: Writer, count: number): Mail[] {
  const kindOf = ({ again, type }: Delivery): 'again' | 'corrected' | 'broken' | null => {
    if (type === 'fix') return 'corrected'
    if (again === 'cut first') return 'broken'
    return again === 'twin' || again === 'swollen second' ? 'again' : null
  }
  const written = random.shuffle(story.deliveries.filter((file) => kindOf(file) !== null))
  const kinds = new Set<string>()
  return written.flatMap((file): Mail[] => {
    const kind = kindOf(file)
    if (kind === null || kinds.has(kind) || kinds.size >= count) return []
    kinds.add(kind)
    const [subject, template] = random.pick(side.senderMails[kind])
    const isOld = story.oldSystem.has(file.sender.code)
    const where4 = nameOf(story, file.sender.code)
    const theDay = tellShortDay(file.day)
    const own = writer.with({ where4, theDay, fixCode: (isOld ? names.oldTypes : names.types).fix })
    const body = own.say(template)
    const at = inOffice(Math.max(file.receivedAt, minuteOf(dayOf(file.receivedAt), 8)) + random.int(5, 50))
    return [{ at, sender: where4, subject: own.say(subject), body, blanks: own.blanksIn(body) }]
  })
}
