/**
 * Plausible talk near the topic: guesses that somebody takes back, remarks, and what people of the house write anyway.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Mail, Message, Page, ReleaseNote } from '../../documents/office.ts'
import type { Writer } from '../../documents/wording.ts'
import { inOffice, minuteOf } from '../../worlds/time.ts'
import type { Story } from './story.ts'
import { remarks, type Thread, wrongGuesses } from './talk-texts.ts'

export interface Talk {
  readonly pages: readonly Page[]
  readonly messages: readonly Message[]
  readonly releases: readonly ReleaseNote[]
  readonly mails: readonly Mail[]
}

/** @param count how much of it there is */
export function drawTalk(random: Random, story: Story, writer: Writer, count: number): Talk {
  const { world, level, people, firstDay, lastDay, asOf, sites } = story
  const { texts } = world
  const told = (by: Writer, template: string): { body: string; blanks: readonly string[] } => {
    const body = by.say(template)
    return { body, blanks: by.blanksIn(body) }
  }
  const anyTime = (): number => inOffice(minuteOf(random.int(firstDay, lastDay), random.int(9, 16), random.int(0, 59)))
  const pages = random.sample(texts.pages, Math.max(1, Math.ceil(count / 2))).map(({ title, body }): Page => ({
    title,
    owner: random.pick([people.owner, people.writer]).name,
    updatedOn: firstDay - random.int(10, 400),
    ...told(writer, body),
  }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }
  const channel = random.pick(['weights', 'help', 'daily', 'everybody'])
  // What is said of sales and cards has its own numbers, which are not in here.
  const usual = texts.threads.filter((thread) => !thread.some(([, text]) => text.includes('{party}')))
  // Where nobody knows which version it was, nobody says so.
  const guesses = wrongGuesses.filter((thread) => level === 3 || !thread.some(([, text]) => text.includes('{struck}')))
  const afterwards = (): number => inOffice(minuteOf(lastDay + random.int(1, 4), random.int(9, 16), random.int(0, 59)))
  const conversations = [
    ...random.sample(guesses, level === 3 ? 1 : 2).map((thread) => ({ thread, at: afterwards() })),
    ...random.sample([...remarks, ...usual], count).map((thread: Thread) => ({ thread, at: anyTime() })),
  ]
  const messages = conversations.flatMap(({ thread, at: from }) => {
    let at = Math.min(from, asOf - 60)
    return thread.map(([speaker, template], index): Message => {
      if (index > 0) at += random.int(1, 9)
      return { channel, at, author: people[speaker].login, ...told(writer, template) }
    })
  })
  const mails = random.sample(texts.mails, Math.ceil(count / 2)).map(({ subject, body }): Mail => {
    const sender = random.pick(sites).name
    return { at: anyTime(), sender, subject, ...told(writer.with({ where3: sender }), body) }
  })
  const releases = random.sample(texts.releases, Math.ceil(count / 2)).map(({ program, note }): ReleaseNote => ({
    program,
    version: `${random.int(1, 4)}.${random.int(0, 9)}`,
    at: anyTime(),
    ...told(writer, note),
  }))
  return { pages, messages, mails, releases }
}
